import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { InvalidArgumentError, TimeoutError } from "../../../provider/client/errors";
import { UnfinishedError } from "../../../provider/resource/lifecycle/context";
import { halfAMinute, outOfTime, type PoolStage, slow, startPoolStage, told } from "./pool-stage";
import { failure, kept } from "./stage";

let stage: PoolStage;
beforeAll(async () => {
  stage = await startPoolStage();
});
afterEach(() => stage.emulator.setFaults([]));
afterAll(() => stage.close());

describe("a compute pool", () => {
  test("is created, read and left alone by a second run", async () => {
    const args = stage.args({ autoSuspendSecs: 600, backupInstanceFamilies: ["cpu_x64_s"], comment: "c" });
    const entry = await stage.run().up("computePool", args);
    expect(await stage.pool(args.name)).toMatchObject({ min_nodes: "1", max_nodes: "2", auto_suspend_secs: "600" });
    expect(Object.keys(entry.outputs)).not.toContain("state");
    stage.sent();
    expect((await stage.run().up("computePool", args, entry)).effect).toBe("same");
    expect(stage.sent()).toEqual([]);
    const read = await stage.run().refresh("computePool", entry);
    expect(read?.inputs).toEqual(entry.inputs);
    expect(read?.outputs).toEqual(entry.outputs);
    await stage.run().destroy("computePool", entry);
    expect(await stage.pool(args.name)).toBeUndefined();
  });

  test("that has been suspended has not drifted", async () => {
    const args = stage.args();
    const entry = await stage.run().up("computePool", args);
    await stage.sql(`ALTER COMPUTE POOL ${args.name} SUSPEND`);
    expect((await stage.pool(args.name))?.["state"]).toBe("SUSPENDED");
    const read = await stage.run().refresh("computePool", entry);
    expect(read?.outputs).toEqual(entry.outputs);
  });

  test("is repaired in one statement after somebody has changed it", async () => {
    const args = stage.args({ autoResume: true, comment: "c" });
    const entry = await stage.run().up("computePool", args);
    await stage.sql(`ALTER COMPUTE POOL ${args.name} SET MAX_NODES = 7 AUTO_RESUME = FALSE COMMENT = 'by hand'`);
    const read = await stage.run().refresh("computePool", entry);
    expect(read?.inputs).toMatchObject({ maxNodes: 7, autoResume: false, comment: "by hand" });
    stage.sent();
    await stage.run().up("computePool", args, read);
    expect(stage.changes(args.name)).toEqual([
      "ALTER COMPUTE POOL {P} SET MAX_NODES = 2 AUTO_RESUME = TRUE COMMENT = 'c'",
    ]);
  });

  test("goes back to the defaults of what is taken out", async () => {
    const args = stage.args();
    const more = { autoSuspendSecs: 60, autoResume: false, backupInstanceFamilies: ["CPU_X64_S"], comment: "c" };
    const entry = await stage.run().up("computePool", { ...args, ...more });
    const next = await stage.run().up("computePool", args, entry);
    expect(await stage.pool(args.name)).toMatchObject({
      auto_suspend_secs: "3600",
      auto_resume: "true",
      backup_instance_families: null,
      comment: null,
    });
    expect((await stage.run().refresh("computePool", next))?.outputs).toEqual(next.outputs);
  });

  test("is refused at preview with everything that is wrong, and nothing is sent", async () => {
    stage.sent();
    const wrong = { name: '"my pool"', minNodes: 3, maxNodes: 2, instanceFamily: "XS?", createMode: "orReplace" };
    const error = await failure(stage.run().up("computePool", wrong));
    for (const words of ["name: ", "minNodes: 3 is above", "instanceFamily: is no instance", "createMode: "])
      expect(error.message).toContain(words);
    expect(stage.sent()).toEqual([]);
  });

  test("of a family that is not known is sent, and doubted once", async () => {
    const run = stage.run();
    const args = stage.args({ instanceFamily: "CPU_X64_XXS" });
    run.handlers.computePool.check({}, args);
    const error = await failure(run.up("computePool", args));
    expect(error.message).toMatch(/instance family/i);
    expect(run.said.filter((line) => line.includes("did you mean CPU_X64_XS?"))).toHaveLength(1);
  });

  test("with another name is another pool", async () => {
    const args = stage.args();
    const entry = await stage.run().up("computePool", args);
    const next = await stage.run().up("computePool", stage.args(), entry);
    expect(next.effect).toBe("replace");
    expect(await stage.pool(args.name)).toBeUndefined();
  });

  test("for another application is made anew, with consent only", async () => {
    const args = stage.args({ forApplication: "MINE" });
    const entry = await stage.run().up("computePool", args);
    const other = { ...args, forApplication: "YOURS" };
    const error = await failure(stage.run().up("computePool", other, entry));
    expect(error.message).toMatch(/this would drop it.*Set allowDowntime: true/);
    const next = await stage.run().up("computePool", { ...other, allowDowntime: true }, entry);
    expect(next.effect).toBe("replace");
    expect(await stage.pool(args.name)).toMatchObject({ application: "YOURS", is_exclusive: "true" });
  });
});

describe("a pool that exists", () => {
  test("is taken up and altered, its family too where the program allows it", async () => {
    const args = stage.args({ createMode: "createOrAlter", instanceFamily: "CPU_X64_S" });
    await stage.sql(
      `CREATE COMPUTE POOL ${args.name} MIN_NODES = 1 MAX_NODES = 3 INSTANCE_FAMILY = CPU_X64_XS COMMENT = 'old'`,
    );
    const service = await stage.service(args.name);
    stage.sent();
    const error = await failure(stage.run().up("computePool", args));
    expect(error.message).toMatch(/this would suspend it, and stop every service on it/);
    expect(stage.changes(args.name).filter((sql) => sql.startsWith("ALTER"))).toEqual([]);
    await stage.run().up("computePool", { ...args, allowDowntime: true });
    expect(stage.changes(args.name).filter((sql) => !sql.startsWith("CREATE"))).toEqual([
      "ALTER COMPUTE POOL {P} SUSPEND",
      "ALTER COMPUTE POOL {P} SET MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_S",
      "ALTER COMPUTE POOL {P} RESUME",
      `ALTER SERVICE ${service} RESUME`,
    ]);
  });

  test("is no reason to suspend it if it is what the program declares", async () => {
    const args = stage.args({ createMode: "createOrAlter", allowDowntime: true });
    await stage.sql(`CREATE COMPUTE POOL ${args.name} MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_XS`);
    stage.sent();
    await stage.run().up("computePool", args);
    expect(stage.changes(args.name).filter((sql) => !sql.startsWith("CREATE"))).toEqual([]);
  });
});

describe("a pool whose nodes are waited for", () => {
  let patient: PoolStage;
  beforeAll(async () => {
    patient = await startPoolStage(slow);
  });
  afterAll(() => patient.close());

  test("is done when they are there, and says how it goes", async () => {
    const args = patient.args({ waitFor: "idle" });
    const run = patient.run();
    const made = run.up("computePool", args);
    await told(run, /is STARTING/);
    patient.emulator.advance(90_000);
    const entry = await made;
    expect((await patient.pool(args.name))?.["state"]).toBe("IDLE");
    expect(run.said).toEqual([`ComputePool ${args.name} is STARTING (1 nodes wanted, 0 there)`]);
    patient.sent();
    const next = await patient.run().up("computePool", { ...args, comment: "c" }, entry);
    expect(patient.sent().filter((sql) => /^SHOW COMPUTE POOLS/.test(sql))).toHaveLength(1);
    const growing = patient.run();
    const grown = growing.up("computePool", { ...args, comment: "c", minNodes: 2 }, next);
    await told(growing, /is RESIZING/);
    patient.emulator.advance(90_000);
    await grown;
    expect(await patient.pool(args.name)).toMatchObject({ state: "IDLE", idle_nodes: "2" });
  });

  test("is kept, and waited for again by the next run, if they do not come in time", async () => {
    const args = patient.args({ waitFor: "idle", timeouts: { create: halfAMinute } });
    const first = patient.run();
    const failed = failure(first.up("computePool", args));
    await told(first, /is STARTING/);
    const error = await outOfTime(patient, failed);
    expect(error).toBeInstanceOf(UnfinishedError);
    expect((error as UnfinishedError).cause).toBeInstanceOf(TimeoutError);
    expect(error.message).toMatch(
      /was created\. ComputePool \w+ is still STARTING, with 0 of 1 nodes.*Snowflake says: Compute pool is starting.*Run pulumi up again/,
    );
    const entry = kept(error, args);
    const run = patient.run();
    const waited = run.up("computePool", args, entry);
    await told(run, /is STARTING/);
    patient.emulator.advance(90_000);
    const done = await waited;
    expect(done.effect).toBe("update");
    expect((await patient.run().up("computePool", args, done)).effect).toBe("same");
  });

  test("is not waited for while it is suspended", async () => {
    const args = patient.args({ initiallySuspended: true });
    const entry = await patient.run().up("computePool", args);
    const run = patient.run();
    const { initiallySuspended: _, ...waiting } = { ...args, waitFor: "idle", minNodes: 2 } as Record<string, unknown>;
    await run.up("computePool", waiting, entry);
    expect(run.said).toEqual([`ComputePool ${args.name} is suspended: its nodes are not waited for.`]);
  });

  test("for active needs something that runs", async () => {
    const args = patient.args({ waitFor: "active" });
    const run = patient.run();
    const made = run.up("computePool", args);
    await told(run, /is STARTING/);
    patient.emulator.advance(90_000);
    await told(run, /is IDLE/);
    await patient.service(args.name);
    await made;
    expect((await patient.pool(args.name))?.["state"]).toBe("ACTIVE");
  });
});

test("a refusal of downtime is an error that programs can tell", async () => {
  const args = stage.args();
  const entry = await stage.run().up("computePool", args);
  const error = await failure(stage.run().up("computePool", { ...args, placementGroup: "A" }, entry));
  expect(error).toBeInstanceOf(InvalidArgumentError);
});
