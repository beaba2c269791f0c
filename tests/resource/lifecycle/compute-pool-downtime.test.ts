import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { kindHandlers } from "../../../provider/dynamic/kind-handlers";
import { providerProcess } from "../../../provider/dynamic/provider-process";
import { definitions } from "../../../provider/resources";
import { halfAMinute, outOfTime, type PoolStage, slow, startPoolStage, told } from "./pool-stage";
import { configFor, type Entry, failure, kept } from "./stage";

let stage: PoolStage;
beforeAll(async () => {
  stage = await startPoolStage();
});
afterEach(() => stage.emulator.setFaults([]));
afterAll(() => stage.close());

const folder = (of: PoolStage) => path.join(of.cache, "pulumi-dynamic-snowflake", "journal");
const notes = (of: PoolStage) =>
  (existsSync(folder(of)) ? readdirSync(folder(of)) : [])
    .map((file) => path.join(folder(of), file))
    .filter((file) => /ComputePool suspended|Service stopped/.test(readFileSync(file, "utf8")));

/** A process that has ended. */
const DEAD = 4_194_305;

/** What is left when the process is killed, as far as notes go. */
function killed(of: PoolStage): void {
  for (const file of notes(of)) {
    const { over: _, ...note } = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...note, pid: DEAD }));
  }
}

async function poolWithService() {
  const args = stage.args({ allowDowntime: true });
  const entry = await stage.run().up("computePool", args);
  const service = await stage.service(args.name);
  stage.sent();
  return { args, entry, service, larger: { ...args, instanceFamily: "CPU_X64_S" } };
}

const around = (...clauses: readonly string[]) => clauses.map((clause) => `ALTER COMPUTE POOL {P} ${clause}`);
const family = "SET INSTANCE_FAMILY = CPU_X64_S";

afterEach(() => expect(notes(stage)).toEqual([]));

describe("another family", () => {
  test("is refused at preview without consent, with the way out", async () => {
    const { args, entry, service } = await poolWithService();
    const wanted = { ...args, instanceFamily: "CPU_X64_S", allowDowntime: false };
    const error = await failure(stage.run().up("computePool", wanted, entry));
    expect(error.message).toMatch(
      /Refused to change ComputePool \w+: this would suspend it, and stop every service on it.*Set allowDowntime: true/,
    );
    expect(stage.changes(args.name)).toEqual([]);
    expect(await stage.status(service)).toBe("RUNNING");
  });

  test("is set while the pool is suspended, which comes back with its services", async () => {
    const { args, entry, service, larger } = await poolWithService();
    const run = stage.run();
    const next = await run.up("computePool", larger, entry);
    expect(stage.changes(args.name)).toEqual([
      ...around("SUSPEND", family, "RESUME"),
      `ALTER SERVICE ${service} RESUME`,
    ]);
    expect(run.said).toEqual([
      `ComputePool ${args.name} is suspended for this change, and with it service ${service} (RUNNING). They are resumed after it.`,
    ]);
    expect(await stage.pool(args.name)).toMatchObject({ instance_family: "CPU_X64_S", state: "ACTIVE" });
    expect(await stage.status(service)).toBe("RUNNING");
    expect((await stage.run().up("computePool", larger, next)).effect).toBe("same");
  });

  test("leaves services suspended that were", async () => {
    const { args, entry, service, larger } = await poolWithService();
    await stage.sql(`ALTER SERVICE ${service} SUSPEND`);
    await stage.run().up("computePool", larger, entry);
    expect(stage.changes(args.name)).toEqual(around("SUSPEND", family, "RESUME"));
    expect(await stage.status(service)).toBe("SUSPENDED");
  });

  test("is only set if the pool is suspended already, and it stays so", async () => {
    const { args, entry, larger } = await poolWithService();
    await stage.sql(`ALTER COMPUTE POOL ${args.name} SUSPEND`);
    await stage.run().up("computePool", larger, entry);
    expect(stage.changes(args.name)).toEqual(around(family));
    expect((await stage.pool(args.name))?.["state"]).toBe("SUSPENDED");
  });

  test("that is refused leaves the pool as it was, with its services", async () => {
    const { args, entry, service, larger } = await poolWithService();
    const error = await failure(stage.run().up("computePool", { ...larger, instanceFamily: "CPU_X64_XXS" }, entry));
    expect(error.message).toMatch(/instance family/i);
    expect(stage.changes(args.name)).toEqual([
      ...around("SUSPEND", "SET INSTANCE_FAMILY = CPU_X64_XXS", "RESUME"),
      `ALTER SERVICE ${service} RESUME`,
    ]);
    const left = kept(error, larger);
    expect(left.outputs).toMatchObject({ instanceFamily: "CPU_X64_XS" });
    expect(await stage.status(service)).toBe("RUNNING");
  });

  test("is not sent if the pool cannot be suspended", async () => {
    const { args, entry, larger } = await poolWithService();
    stage.emulator.setFaults([
      { match: "SUSPEND", do: "error", code: "003001", sqlState: "42501", message: "Insufficient privileges" },
    ]);
    await failure(stage.run().up("computePool", larger, entry));
    expect(stage.changes(args.name).slice(1)).toEqual([]);
    expect((await stage.pool(args.name))?.["instance_family"]).toBe("CPU_X64_XS");
  });

  test.each(["SUSPEND", "RESUME"])("is set once although the answer of %s is lost", async (verb) => {
    const { args, entry, service, larger } = await poolWithService();
    stage.emulator.setFaults([
      { match: `POOL \\w+ ${verb}`, do: "drop-after" },
      { match: `POOL \\w+ ${verb}`, do: "kill-session" },
    ]);
    await stage.run().up("computePool", larger, entry);
    expect(await stage.pool(args.name)).toMatchObject({ instance_family: "CPU_X64_S" });
    expect(await stage.status(service)).toBe("RUNNING");
  });

  test("is told about services that cannot be resumed, once", async () => {
    const { entry, service, larger } = await poolWithService();
    stage.emulator.setFaults([
      {
        match: "SERVICE .* RESUME",
        do: "error",
        code: "003001",
        sqlState: "42501",
        message: "Insufficient privileges",
      },
    ]);
    const error = await failure(stage.run().up("computePool", larger, entry));
    expect(error.message).toMatch(
      new RegExp(
        `was changed\\. The pool .* runs again, but services .*A role with OPERATE.*ALTER SERVICE ${service} RESUME;`,
      ),
    );
    const next = await stage.run().up("computePool", larger, kept(error, larger));
    expect((await stage.run().up("computePool", larger, next)).effect).toBe("same");
  });

  test("suspends no pool that turns out to be somebody else's", async () => {
    const args = stage.args({ allowDowntime: true });
    stage.emulator.setFaults([
      { match: "CREATE COMPUTE POOL", do: "error", code: "000603", sqlState: "XX000", message: "gone" },
    ]);
    await failure(stage.run().up("computePool", args));
    stage.emulator.setFaults([]);
    await stage.sql(`CREATE COMPUTE POOL ${args.name} MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_S`);
    stage.sent();
    const error = await failure(stage.run().up("computePool", { ...args, createMode: "ifNotExists" }));
    expect(error.message).toContain('instanceFamily: "CPU_X64_S" → "CPU_X64_XS"');
    expect(stage.changes(args.name).filter((sql) => sql.startsWith("ALTER"))).toEqual([]);
  });

  test("of a group is set and taken out the same way", async () => {
    const { args, entry } = await poolWithService();
    const next = await stage.run().up("computePool", { ...args, placementGroup: "B" }, entry);
    expect(await stage.pool(args.name)).toMatchObject({ placement_group: "B", state: "ACTIVE" });
    await stage.run().up("computePool", args, next);
    expect(await stage.pool(args.name)).toMatchObject({ placement_group: null, state: "ACTIVE" });
  });
});

describe("a pool that a killed run has left suspended", () => {
  /** Killed after SET, or before it. */
  async function interrupted(match: string): Promise<Awaited<ReturnType<typeof poolWithService>> & { left: Entry }> {
    const made = await poolWithService();
    stage.emulator.setFaults([
      {
        match: `${match}|POOL \\w+ RESUME`,
        every: true,
        do: "error",
        code: "000603",
        sqlState: "XX000",
        message: "killed",
      },
    ]);
    const error = await failure(stage.run().up("computePool", made.larger, made.entry));
    stage.emulator.setFaults([]);
    killed(stage);
    expect((await stage.pool(made.args.name))?.["state"]).toBe("SUSPENDED");
    expect(await stage.status(made.service)).toBe("SUSPENDED");
    stage.sent();
    return { ...made, left: kept(error, made.larger) };
  }

  test("is brought back by the next up, with its services", async () => {
    const { args, service, larger, left } = await interrupted("NOTHING");
    const run = stage.run();
    await run.up("computePool", larger, left);
    expect(stage.changes(args.name)).toEqual([...around("RESUME"), `ALTER SERVICE ${service} RESUME`]);
    expect(run.said).toEqual([
      `ComputePool ${args.name} had been suspended for a change by a run that was interrupted: it is resumed.`,
      `Service ${service} had stopped with its compute pool in a run that was interrupted: it is resumed.`,
    ]);
    expect(await stage.status(service)).toBe("RUNNING");
  });

  test("is brought back by refresh, and the next up makes the change", async () => {
    const { args, service, larger, left } = await interrupted("INSTANCE_FAMILY");
    expect(left.outputs).toMatchObject({ instanceFamily: "CPU_X64_XS" });
    const read = await stage.run().refresh("computePool", left);
    expect(await stage.pool(args.name)).toMatchObject({ instance_family: "CPU_X64_XS", state: "ACTIVE" });
    expect(await stage.status(service)).toBe("RUNNING");
    await stage.run().up("computePool", larger, read);
    expect((await stage.pool(args.name))?.["instance_family"]).toBe("CPU_X64_S");
  });

  test("is brought back by an operation on another pool of the program", async () => {
    const { args, service } = await interrupted("NOTHING");
    await stage.run().up("computePool", stage.args());
    expect((await stage.pool(args.name))?.["state"]).toBe("ACTIVE");
    expect(await stage.status(service)).toBe("RUNNING");
  });

  test("has services that only their role can bring back", async () => {
    const { args, service } = await interrupted("NOTHING");
    await stage.sql(
      "CREATE ROLE NEIGHBOUR",
      "GRANT CREATE COMPUTE POOL ON ACCOUNT TO ROLE NEIGHBOUR",
      "GRANT ROLE NEIGHBOUR TO USER DEPLOYER",
    );
    const fails = { do: "error", code: "000603", sqlState: "XX000", message: "not now" } as const;
    stage.emulator.setFaults([{ match: `ALTER SERVICE \\S+ RESUME`, every: true, ...fails }]);
    await stage.run().up("computePool", stage.args());
    stage.emulator.setFaults([]);
    expect((await stage.pool(args.name))?.["state"]).toBe("IDLE");
    await stage.run().up("computePool", stage.args({ role: "NEIGHBOUR" }));
    expect(await stage.status(service)).toBe("SUSPENDED");
    await stage.run().up("computePool", stage.args());
    expect(await stage.status(service)).toBe("RUNNING");
  });

  test("is left alone if somebody has resumed it, or dropped it", async () => {
    const { args, service } = await interrupted("NOTHING");
    await stage.sql(`ALTER COMPUTE POOL ${args.name} STOP ALL`, `DROP COMPUTE POOL ${args.name}`);
    const run = stage.run();
    await run.up("computePool", stage.args());
    expect(run.said).toEqual([]);
    expect(await stage.status(service)).toBeUndefined();
  });
});

describe("a pool that takes its time", () => {
  let patient: PoolStage;
  beforeAll(async () => {
    patient = await startPoolStage(slow);
  });
  afterAll(() => patient.close());

  test("is changed when all nodes are given back", async () => {
    const args = patient.args({ allowDowntime: true });
    const entry = await patient.run().up("computePool", args);
    patient.emulator.advance(90_000);
    patient.sent();
    const run = patient.run();
    const changed = run.up("computePool", { ...args, instanceFamily: "CPU_X64_S" }, entry);
    await told(run, /is suspended for this change/);
    while ((await patient.pool(args.name))?.["state"] !== "STOPPING") await new Promise((go) => setTimeout(go, 20));
    patient.emulator.advance(90_000);
    await changed;
    expect(patient.changes(args.name)).toEqual(around("SUSPEND", family, "RESUME"));
  });

  test("that somebody else has suspended is waited for, and stays so", async () => {
    const args = patient.args({ allowDowntime: true });
    const entry = await patient.run().up("computePool", args);
    patient.emulator.advance(90_000);
    await patient.sql(`ALTER COMPUTE POOL ${args.name} SUSPEND`);
    expect((await patient.pool(args.name))?.["state"]).toBe("STOPPING");
    patient.sent();
    const changed = patient.run().up("computePool", { ...args, instanceFamily: "CPU_X64_S" }, entry);
    const isLookedAt = () =>
      patient.emulator.statements().some(({ user, sql }) => user !== "BY_HAND" && sql.includes(`LIKE '${args.name}'`));
    while (!isLookedAt()) await new Promise((go) => setTimeout(go, 20));
    patient.emulator.advance(90_000);
    await changed;
    expect(patient.changes(args.name)).toEqual(around(family));
    expect((await patient.pool(args.name))?.["state"]).toBe("SUSPENDED");
  });

  test("is brought back when the run is stopped", async () => {
    const args = patient.args({ allowDowntime: true });
    const entry = await patient.run().up("computePool", args);
    patient.emulator.advance(90_000);
    const config: Readonly<Record<string, string>> = configFor(patient.emulator);
    const made = providerProcess((key) => config[key], {
      XDG_CACHE_HOME: patient.cache,
      PULUMI_NODEJS_PROJECT: "tests",
    });
    const { computePool } = definitions;
    const handlers = kindHandlers(computePool, () => ({ ...made, context: { ...made.context, say: () => {} } }));
    const { inputs } = handlers.check(entry.inputs, { ...args, instanceFamily: "CPU_X64_S" });
    const failed = failure(handlers.update(entry.id, entry.outputs, inputs));
    while ((await patient.pool(args.name))?.["state"] !== "STOPPING") await new Promise((go) => setTimeout(go, 20));
    expect(made.context.underWay.size).toBe(1);
    made.stop();
    await Promise.allSettled(made.context.underWay);
    await failed;
    await made.close();
    expect(await patient.pool(args.name)).toMatchObject({
      instance_family: "CPU_X64_XS",
      state: expect.stringMatching(/STARTING|IDLE/),
    });
    expect(notes(patient)).toEqual([]);
  });

  test("comes back if jobs keep it from being suspended in time", async () => {
    const args = patient.args({ allowDowntime: true, timeouts: { update: halfAMinute } });
    const entry = await patient.run().up("computePool", args);
    patient.emulator.advance(90_000);
    const job = await patient.service(args.name, { job: true });
    patient.emulator.advance(90_000);
    const failed = failure(patient.run().up("computePool", { ...args, instanceFamily: "CPU_X64_S" }, entry));
    const isLookedAt = () => {
      const sent = patient.emulator.statements().map(({ sql }) => sql);
      const suspended = sent.lastIndexOf(`ALTER COMPUTE POOL ${args.name} SUSPEND`);
      return suspended >= 0 && sent.slice(suspended).some((sql) => sql.includes(`LIKE '${args.name}'`));
    };
    while (!isLookedAt()) await new Promise((go) => setTimeout(go, 20));
    const error = await outOfTime(patient, failed);
    expect(error.message).toMatch(
      new RegExp(`has not given back all its nodes in time: jobs run.*${job} \\(RUNNING\\)`),
    );
    expect((await patient.pool(args.name))?.["instance_family"]).toBe("CPU_X64_XS");
  });
});
