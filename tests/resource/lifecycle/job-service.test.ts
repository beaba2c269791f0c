import { mkdirSync, rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  DataLossError,
  ObjectExistsError,
  ObjectMissingError,
  SqlError,
  TimeoutError,
} from "../../../provider/client/errors";
import { UnfinishedError } from "../../../provider/resource/lifecycle/context";
import { type ServiceStage, startServiceStage } from "./service-stage";
import { type Entry, failure, freshName, kept } from "./stage";
import { passes } from "./still-clock";

vi.mock("node:timers/promises", async () => {
  const { sleepAtOnce } = await import("./still-clock.js");
  return { setTimeout: sleepAtOnce };
});

let stage: ServiceStage;

beforeAll(async () => {
  stage = await startServiceStage();
  push("quick", { outcome: "exits", afterSeconds: 20 });
  push("long", { outcome: "exits", afterSeconds: 600 });
});
afterAll(() => stage.close());
// No two jobs are started at the same moment.
beforeEach(() => passes(5000));

const minute = 60_000;
const day = 24 * 60 * minute;
const failing = {
  outcome: "fails",
  exitCode: 3,
  message: "cannot open the table",
  logs: "one\ntwo\n",
  afterSeconds: 5,
} as const;

type Behaviour = NonNullable<Parameters<ServiceStage["emulator"]["pushImage"]>[0]["behaviour"]>;

function push(image: string, behaviour: Behaviour): void {
  stage.emulator.pushImage({ repository: "D.S.R", image, behaviour });
}

/** Arguments of a job of one container. */
function job(image = "quick", more: object = {}): Record<string, unknown> {
  const spec = { containers: [{ name: "main", image: `/d/s/r/${image}` }] };
  return { schema: "D.S", computePool: "p", name: freshName(), spec, ...more };
}

/** Statements that the provider has sent since the last call, without the specifications. */
function sent(): string[] {
  return stage.timed().map(({ sql }) => sql.replace(/\s*FROM SPECIFICATION.*$/s, ""));
}

/** What of them changes anything. */
function written(): string[] {
  return sent().filter((sql) => !/^(SHOW|DESCRIBE|CALL SYSTEM\$GET)/.test(sql));
}

async function statusOf(entry: Pick<Entry, "id">): Promise<string | null | undefined> {
  const rows = await stage.sql(`SHOW SERVICES LIKE '${entry.id.split(".").at(-1)}' IN SCHEMA D.S`);
  return rows[0]?.["status"];
}

/** What is left in the state by a run that fails. */
async function left(args: Record<string, unknown>): Promise<{ readonly error: Error; readonly entry: Entry }> {
  const run = stage.run();
  const { inputs } = run.handlers.jobService.check({}, args);
  const error = await failure(run.handlers.jobService.create(inputs));
  return { error, entry: kept(error, inputs) };
}

function createdOn({ outputs }: Entry): string | undefined {
  return (outputs["identity"] as { readonly createdOn?: string }).createdOn;
}

const executed = (args: Record<string, unknown>) =>
  `EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = D.S.${args["name"]} ASYNC = TRUE`;
const dropped = (args: Record<string, unknown>) => `DROP SERVICE D.S.${args["name"]}`;

describe("a job", () => {
  test("is started, and waited for until it is done", async () => {
    const args = job();
    const run = stage.run();
    stage.timed();
    const entry = await run.up("jobService", args);
    expect(entry.outputs).toMatchObject({ status: "DONE", specDigest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(entry.outputs["identity"]).not.toHaveProperty("unfinished");
    const statements = stage.timed();
    expect(statements[0]?.sql).toMatch(new RegExp(`^${executed(args)} FROM SPECIFICATION`));
    expect(statements.filter(({ sql }) => !sql.startsWith("SHOW"))).toHaveLength(1);
    const [, , ...asked] = statements.map(({ at }) => at);
    asked.forEach((time, index) => {
      if (index > 0) expect(time - (asked[index - 1] ?? 0)).toBeGreaterThanOrEqual(1000);
    });
    expect(run.said.join("\n")).toContain(`JobService D.S.${args["name"]} is PENDING: main PENDING`);
    expect(run.said.join("\n")).toContain("is RUNNING: main READY");
  });

  test("that is declared again sends nothing, and is read in one listing", async () => {
    const args = job();
    const entry = await stage.run().up("jobService", args);
    stage.timed();
    expect((await stage.run().up("jobService", args, entry)).effect).toBe("same");
    expect(sent()).toEqual([]);
    const read = await stage.run().refresh("jobService", entry);
    expect(read).toMatchObject({ inputs: entry.inputs, outputs: entry.outputs });
    expect(sent()).toEqual([expect.stringMatching(/^SHOW SERVICES /)]);
    expect((await stage.run().up("jobService", args, read)).effect).toBe("same");
  });

  test("runs again when its triggers change, which a preview says", async () => {
    const args = job("quick", { triggers: { day: "1" } });
    const entry = await stage.run().up("jobService", args);
    const run = stage.run();
    const changed = { ...args, triggers: { day: "2" } };
    stage.timed();
    const { inputs } = run.handlers.jobService.check(entry.inputs, changed);
    const difference = run.handlers.jobService.diff(entry.id, entry.outputs, inputs);
    expect(difference).toMatchObject({ replaces: ["triggers"], deleteBeforeReplace: true });
    expect(sent()).toEqual([]);
    expect(run.said).toEqual([expect.stringContaining("runs again (because of triggers: day)")]);
    const again = await stage.run().up("jobService", changed, entry);
    expect(again.effect).toBe("replace");
    expect(written()).toEqual([dropped(args), executed(args)]);
    expect(again.outputs["identity"]).not.toEqual(entry.outputs["identity"]);
  });

  test("runs nothing for another comment, which the next run has", async () => {
    const args = job("quick", { comment: "one" });
    const entry = await stage.run().up("jobService", args);
    stage.timed();
    const changed = await stage.run().up("jobService", { ...args, comment: "two", timeouts: { create: "2h" } }, entry);
    expect(changed.effect).toBe("update");
    expect(sent()).toEqual([]);
    const read = await stage.run().refresh("jobService", changed);
    expect(read?.outputs).toEqual(changed.outputs);
    await stage.run().up("jobService", { ...args, comment: "two", triggers: { now: "1" } }, changed);
    expect(written()).toEqual([dropped(args), `${executed(args)} COMMENT = 'two'`]);
  });

  test("that nobody waits for is started, and its end is read", async () => {
    const args = job("quick", { waitFor: "none" });
    stage.timed();
    const entry = await stage.run().up("jobService", args);
    expect(sent()).toEqual([executed(args), expect.stringMatching(/^SHOW SERVICES /)]);
    expect(entry.outputs).not.toHaveProperty("status");
    stage.emulator.advance(5 * minute);
    expect((await stage.run().refresh("jobService", entry))?.outputs).toMatchObject({ status: "DONE" });
  });

  test("has as many instances as it asks for", async () => {
    const args = job("quick", { replicas: 3 });
    const { id } = await stage.run().up("jobService", args);
    expect(await stage.sql(`SHOW SERVICE INSTANCES IN SERVICE ${id}`)).toHaveLength(3);
  });

  test("does not run again because what it ran on is gone", async () => {
    await stage.sql("CREATE COMPUTE POOL GONE MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_XS");
    const args = job("quick", { computePool: "gone" });
    const entry = await stage.run().up("jobService", args);
    await stage.sql("DROP COMPUTE POOL GONE");
    const read = await stage.run().refresh("jobService", entry);
    expect(read?.outputs).toEqual(entry.outputs);
  });
});

describe("a run that fails", () => {
  test("says what its container said, stays in the state, and runs again", async () => {
    push("mended", failing);
    const args = job("mended");
    const { error, entry } = await left(args);
    expect((error as Error & { readonly cause: unknown }).cause).toBeInstanceOf(SqlError);
    expect(error.message).toContain("It ended as FAILED:");
    expect(error.message).toContain("container main of instance 0: FAILED: cannot open the table; last exit code 3");
    expect(error.message).toContain("    one\n    two");
    expect(entry.outputs).toMatchObject({ status: "FAILED", identity: { unfinished: true } });
    const refreshed = await stage.run().refresh("jobService", entry);
    expect(refreshed?.outputs).toEqual(entry.outputs);

    push("mended", { outcome: "exits", afterSeconds: 5 });
    stage.timed();
    const run = stage.run();
    const again = await run.up("jobService", args, refreshed);
    expect(again.effect).toBe("update");
    expect(run.said[0]).toContain("ended as FAILED: it runs again.");
    expect(written()).toEqual([dropped(args), executed(args)]);
    expect(again.outputs).toMatchObject({ status: "DONE" });
    expect(again.outputs["identity"]).not.toHaveProperty("unfinished");
    expect((await stage.run().up("jobService", args, again)).effect).toBe("same");
    await stage.run().destroy("jobService", again);
    expect(await statusOf(again)).toBeUndefined();
  });

  test("shows no value of its environment, whatever its container writes", async () => {
    push("talking", { ...failing, message: "login with hush-4711 failed", logs: "PASSWORD=hush-4711\n" });
    const args = job("talking");
    const spec = { containers: [{ name: "main", image: "/d/s/r/talking", env: { PASSWORD: "hush-4711" } }] };
    const run = stage.run();
    const { inputs } = run.handlers.jobService.check({}, { ...args, spec });
    const error = await failure(run.handlers.jobService.create(inputs));
    expect(error.message).toContain("PASSWORD=***");
    expect([error.message, ...run.said].join("\n")).not.toContain("hush-4711");
  });

  test("and fails again stays to be run again", async () => {
    push("hopeless", failing);
    const args = job("hopeless");
    const { entry } = await left(args);
    const run = stage.run();
    const error = await failure(run.handlers.jobService.update(entry.id, entry.outputs, entry.inputs));
    const second = kept(error, entry.inputs);
    expect(second.outputs).toMatchObject({ status: "FAILED", identity: { unfinished: true } });
    expect(second.outputs["identity"]).not.toEqual(entry.outputs["identity"]);
    await stage.run().destroy("jobService", second);
    expect(await statusOf(second)).toBeUndefined();
  });

  test.each([
    ["cancelled", (id: string) => `CALL ${id}!SPCS_CANCEL_JOB()`, "It was cancelled"],
    ["dropped", (id: string) => `DROP SERVICE ${id}`, "It was dropped before it was done."],
  ])("because somebody %s it says so, and runs again", async (_, statement, message) => {
    const args = job();
    stage.later(10_000, () => stage.sql(statement(`D.S.${args["name"]}`)));
    const { error, entry } = await left(args);
    expect(error.message).toContain(message);
    const again = await stage.run().up("jobService", args, entry);
    expect(again.outputs).toMatchObject({ status: "DONE" });
  });

  test("and is not there any more is gone, and is created", async () => {
    push("vanished", failing);
    const { entry } = await left(job("vanished"));
    await stage.sql(`DROP SERVICE ${entry.id}`);
    expect(await stage.run().refresh("jobService", entry)).toBeUndefined();
  });
});

describe("a run that takes long", () => {
  test("goes on after the deadline, and is waited for again", async () => {
    const args = job("long", { timeouts: { create: "1m" } });
    const { error, entry } = await left(args);
    expect((error as Error & { readonly cause: unknown }).cause).toBeInstanceOf(TimeoutError);
    expect(error.message).toContain("It is not done in time, and goes on running.");
    expect(entry.outputs).not.toHaveProperty("status");
    stage.timed();
    const done = await stage.run().up("jobService", { ...args, timeouts: { create: "30m" } }, entry);
    expect(done.outputs).toMatchObject({ status: "DONE" });
    expect(written()).toEqual([]);
    expect(createdOn(done)).toBe(createdOn(entry));
  });

  test("and is read when it is done needs no other", async () => {
    const args = job("long", { timeouts: { create: "1m" } });
    const { entry } = await left(args);
    stage.emulator.advance(3 * 60 * minute);
    const read = await stage.run().refresh("jobService", entry);
    expect(read?.outputs).toMatchObject({ status: "DONE" });
    expect((await stage.run().up("jobService", args, read)).effect).toBe("same");
  });

  test("is cancelled when it is removed, which is said", async () => {
    const entry = await stage.run().up("jobService", job("long", { waitFor: "none" }));
    const run = stage.run();
    stage.emulator.advance(2 * minute);
    await run.destroy("jobService", entry);
    expect(run.said).toEqual([`JobService ${entry.id} is RUNNING: dropping it cancels it.`]);
    expect(await statusOf(entry)).toBeUndefined();
  });
});

describe("a run that was interrupted", () => {
  test("has started a job that is waited for, not started twice", async () => {
    const args = job("long", { timeouts: { create: "1m" } });
    await left(args);
    stage.timed();
    const run = stage.run();
    const entry = await run.up("jobService", { ...args, timeouts: { create: "30m" } });
    expect(entry.outputs).toMatchObject({ status: "DONE" });
    expect(written()).toEqual([]);
    expect(run.said[0]).toContain("was started by a run that was interrupted: going on from there.");
  });

  test("has started what is declared otherwise now: that is dropped", async () => {
    const args = job("long", { timeouts: { create: "1m" }, triggers: { day: "1" } });
    await left(args);
    stage.timed();
    const spec = { containers: [{ name: "main", image: "/d/s/r/quick" }] };
    const run = stage.run();
    const entry = await run.up("jobService", { ...args, spec, triggers: { day: "2" } });
    expect(entry.outputs).toMatchObject({ status: "DONE" });
    expect(written()).toEqual([dropped(args), executed(args)]);
    expect(run.said.join("\n")).toContain("was declared otherwise: it is dropped, and runs again.");
  });

  test("has started a job that failed: it runs again", async () => {
    push("relapsing", failing);
    const args = job("relapsing");
    await left(args);
    push("relapsing", { outcome: "exits", afterSeconds: 1 });
    stage.timed();
    const entry = await stage.run().up("jobService", args);
    expect(entry.outputs).toMatchObject({ status: "DONE" });
    expect(written()).toEqual([dropped(args), executed(args)]);
  });

  test("while it ran a failed job again is gone on from", async () => {
    push("again", failing);
    const args = job("again");
    const { entry } = await left(args);
    push("again", { outcome: "exits", afterSeconds: 600 });
    const limited = { ...entry.inputs, timeouts: { create: "3m" } };
    await failure(stage.run().handlers.jobService.update(entry.id, entry.outputs, limited));
    stage.timed();
    // The state is that of the first run.
    const done = await stage.run().up("jobService", args, entry);
    expect(done.outputs).toMatchObject({ status: "DONE" });
    expect(written()).toEqual([]);
  });
});

describe.each(["drop-before", "drop-after", "kill-session"] as const)("when the connection fails by %s", (strike) => {
  afterEach(() => stage.emulator.setFaults([]));

  test.each([
    ["as it is started", "^EXECUTE JOB SERVICE"],
    ["while it is waited for", "^SHOW SERVICE CONTAINERS"],
  ])("%s, a job runs once", async (_, match) => {
    const args = job();
    stage.emulator.setFaults([{ match, do: strike }]);
    stage.timed();
    const first = stage.run();
    const { inputs } = first.handlers.jobService.check({}, args);
    const entry = await first.up("jobService", args).catch((error: unknown) => {
      const isKept = error instanceof UnfinishedError;
      return stage.run().up("jobService", args, isKept ? kept(error, inputs) : undefined);
    });
    expect(stage.emulator.faults()[0]?.fired).toBe(1);
    expect(entry.outputs).toMatchObject({ status: "DONE" });
    const rows = await stage.sql(`SHOW SERVICES LIKE '${args["name"]}' IN SCHEMA D.S`);
    expect(rows).toMatchObject([{ status: "DONE", created_on: createdOn(entry) }]);
    expect(written()).not.toContain(dropped(args));
  });
});

describe("a job that is done", () => {
  test("stays in the state when Snowflake forgets it, and runs no second time", async () => {
    const args = job();
    const entry = await stage.run().up("jobService", args);
    stage.emulator.advance(31 * day);
    expect(await statusOf(entry)).toBeUndefined();
    const read = await stage.run().refresh("jobService", entry);
    expect(read).toMatchObject({ inputs: entry.inputs, outputs: entry.outputs });
    stage.timed();
    expect((await stage.run().up("jobService", args, read)).effect).toBe("same");
    const changed = await stage.run().up("jobService", { ...args, triggers: { now: "1" } }, read);
    expect(changed.outputs).toMatchObject({ status: "DONE" });
    expect(written()).toEqual([executed(args)]);
    stage.emulator.advance(31 * day);
    await stage.run().destroy("jobService", changed);
  });

  test("is left alone where somebody has run another one of its name", async () => {
    const args = job();
    const entry = await stage.run().up("jobService", args);
    const spec = `$$ spec: { containers: [{ name: other, image: /d/s/r/quick }] } $$`;
    await stage.sql(
      `DROP SERVICE ${entry.id}`,
      `EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = ${entry.id} ASYNC = TRUE FROM SPECIFICATION ${spec}`,
    );
    const run = stage.run();
    await run.destroy("jobService", entry);
    expect(run.said[0]).toContain("is another object than the one in the state");
    expect(await statusOf(entry)).toBe("PENDING");
  });

  test("follows a schema that is renamed", async () => {
    await stage.sql("CREATE SCHEMA D.BEFORE");
    const args = { ...job(), schema: "D.BEFORE" };
    const entry = await stage.run().up("jobService", args);
    await stage.sql("ALTER SCHEMA D.BEFORE RENAME TO D.AFTER");
    const read = await stage.run().refresh("jobService", entry);
    expect(read?.inputs).toMatchObject({ schema: "AFTER" });
    expect(read?.outputs).toMatchObject({ status: "DONE", schema: "AFTER" });
  });
});

describe("a name that is taken", () => {
  test("is refused, with what exists", async () => {
    const args = job();
    await stage.run().up("jobService", args);
    clearNotes();
    const error = await failure(stage.run().up("jobService", args));
    expect(error).toBeInstanceOf(ObjectExistsError);
    expect(error.message).toContain("It equals what the program declares.");
    const other = await failure(stage.run().up("jobService", { ...args, computePool: "Q" }));
    expect(other.message).toContain('computePool: "P" → "Q"');
  });

  test("by a job that equals the declaration can be taken for the run, and is released then", async () => {
    const args = job("long", { waitFor: "none" });
    await stage.run().up("jobService", args);
    clearNotes();
    stage.timed();
    const run = stage.run();
    const { waitFor: _, ...waiting } = args;
    const entry = await run.up("jobService", { ...waiting, createMode: "ifNotExists", timeouts: { create: "30m" } });
    expect(entry.outputs).toMatchObject({ status: "DONE", identity: { adopted: true } });
    expect(run.said.join("\n")).toContain("taken up");
    await stage.run().destroy("jobService", entry);
    expect(await statusOf(entry)).toBe("DONE");
  });

  test("by a job that failed is refused in any mode", async () => {
    push("bad", failing);
    const args = job("bad");
    await left(args);
    clearNotes();
    const error = await failure(stage.run().up("jobService", { ...args, createMode: "ifNotExists" }));
    expect(error.message).toContain("ended as FAILED: it is not taken up");
    expect(await statusOf({ id: `D.S.${args["name"]}` })).toBe("FAILED");
  });

  test("by a job that was taken up and fails then is not dropped unasked", async () => {
    push("turning", { ...failing, afterSeconds: 600 });
    const args = job("turning", { waitFor: "none" });
    await stage.run().up("jobService", args);
    clearNotes();
    const { waitFor: _, ...waiting } = args;
    const { entry } = await left({ ...waiting, createMode: "ifNotExists" });
    expect(entry.outputs).toMatchObject({ status: "FAILED", identity: { adopted: true, unfinished: true } });
    stage.timed();
    const error = await failure(stage.run().handlers.jobService.update(entry.id, entry.outputs, entry.inputs));
    expect(error.message).toContain("was not started by this stack, and ended as FAILED: it is not run again");
    expect(written()).toEqual([]);
    push("turning", { outcome: "exits", afterSeconds: 5 });
    const inputs = { ...entry.inputs, dataLoss: "allow" };
    const outputs = await stage.run().handlers.jobService.update(entry.id, entry.outputs, inputs);
    expect(outputs).toMatchObject({ status: "DONE" });
    expect(outputs["identity"]).not.toHaveProperty("adopted");
  });

  test("by a service is refused", async () => {
    const args = job();
    await stage.sql(
      `CREATE SERVICE D.S.${args["name"]} IN COMPUTE POOL P FROM SPECIFICATION $$ spec: { containers: [{ name: a, image: /d/s/r/web }] } $$`,
    );
    const error = await failure(stage.run().up("jobService", args));
    expect(error.message).toContain("it belongs to another role, or to an object of another kind");
    const missing = await failure(stage.run().handlers.jobService.read(`D.S.${args["name"]}`, {}));
    expect(missing).toBeInstanceOf(ObjectMissingError);
  });
});

describe("a job with a block volume", () => {
  const volumes = { volumes: [{ name: "data", source: "block", size: "10Gi" }] };
  const held = (more: object = {}) => {
    const args = job("quick", more);
    return { ...args, spec: { ...(args["spec"] as object), ...volumes } };
  };

  test("is dropped and run again only where that may be lost", async () => {
    const args = held();
    const entry = await stage.run().up("jobService", args);
    const refused = await failure(stage.run().destroy("jobService", entry));
    expect(refused).toBeInstanceOf(DataLossError);
    expect(refused.message).toContain("block volume data");
    const again = { ...args, triggers: { now: "1" } };
    expect(await failure(stage.run().up("jobService", again, entry))).toBeInstanceOf(DataLossError);
    stage.timed();
    const replaced = await stage.run().up("jobService", { ...again, dataLoss: "allow" }, entry);
    expect(written()).toEqual([`${dropped(args)} FORCE`, executed(args)]);
    await stage.run().destroy("jobService", replaced);
  });
});

test("a job that somebody else has run is looked up", async () => {
  const { id } = await stage.run().up("jobService", job("quick", { comment: "c" }));
  const found = await stage.run().handlers.jobService.read(id, {});
  expect(found?.outputs).toMatchObject({
    computePool: "P",
    comment: "c",
    status: "DONE",
    spec: { spec: { containers: [{ name: "main", image: "/d/s/r/quick" }] } },
  });
});

/** Forgets what earlier runs have noted. */
function clearNotes(): void {
  rmSync(stage.cache, { recursive: true, force: true });
  mkdirSync(stage.cache);
}
