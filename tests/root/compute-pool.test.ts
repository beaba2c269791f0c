import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { InvalidArgumentError, ObjectMissingError, SqlError, TimeoutError } from "../../provider/client/errors";
import type { ComputePoolSpec } from "../../sdk/root";
import { sleepAtOnce, stopClock } from "../resource/lifecycle/still-clock";
import { type Stage, startRoot } from "./stage";

vi.mock("node:timers/promises", async () => {
  const { sleepAtOnce } = await import("../resource/lifecycle/still-clock.js");
  return { setTimeout: sleepAtOnce };
});

let stage: Stage;
let last = 0;

beforeAll(async () => {
  stopClock();
  stage = await startRoot({
    containerTimes: {
      nodeStartMs: 60_000,
      suspendMs: 10_000,
      containerStartMs: 5_000,
      endpointMs: 30_000,
      stopMs: 3_000,
    },
  });
  await stage.sql("CREATE DATABASE D", "CREATE IMAGE REPOSITORY D.PUBLIC.R");
});
afterAll(async () => {
  await stage.close();
  vi.useRealTimers();
});
beforeEach(() => void stage.sent());

function spec(more: Partial<ComputePoolSpec> = {}): ComputePoolSpec {
  last += 1;
  return { name: `POOL_${last}`, minNodes: 1, maxNodes: 2, instanceFamily: "CPU_X64_XS", ...more };
}

async function failure(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: Error) => error,
  );
}

describe("a compute pool", () => {
  test("is made, and tells its settings, its state and its nodes", async () => {
    const pool = await stage.root.computePools.create(spec({ name: "MyPool", comment: "it's" }));
    expect(stage.sent()).toEqual([
      `CREATE COMPUTE POOL MYPOOL MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_XS COMMENT = 'it''s'`,
    ]);
    const details = await pool.fetch();
    expect(details).toMatchObject({
      ...{ name: "MYPOOL", state: "STARTING", minNodes: 1, maxNodes: 2, instanceFamily: "CPU_X64_XS", comment: "it's" },
      ...{ numServices: 0, numJobs: 0, activeNodes: 0, idleNodes: 0, targetNodes: 1, isExclusive: false },
      statusMessage: expect.stringContaining("starting"),
    });
    expect(details.createdOn).toBeInstanceOf(Date);
    expect(details.raw["auto_suspend_secs"]).toBe("3600");
    expect(details.toSpec()).toMatchObject({ name: "MYPOOL", minNodes: 1, instanceFamily: "CPU_X64_XS" });
    stage.sent();
    expect(await pool.createOrAlter(details.toSpec())).toMatchObject({ action: "unchanged", statements: [] });
    expect(stage.sent().filter((sql) => !sql.startsWith("SHOW"))).toEqual([]);
  });

  test("is listed, and found by its name", async () => {
    const { name } = await stage.root.computePools.create(spec());
    expect(await stage.root.computePools.list({ like: name }).toArray()).toMatchObject([{ name, state: "STARTING" }]);
    expect(await stage.root.computePools.exists(name.toLowerCase())).toBe(true);
    expect(await stage.root.computePool("NOWHERE").tryFetch()).toBeUndefined();
  });

  test("of a name that needs quotes is refused before anything is sent", async () => {
    for (const name of ['"my pool"', '"pool"', '"a.b"', `"x--';"`, '"größe"']) {
      const error = await failure(stage.root.computePools.create(spec({ name })));
      expect(error).toBeInstanceOf(InvalidArgumentError);
      expect(error.message).toContain("Compute pools take only names without quotes");
    }
    expect(stage.sent()).toEqual([]);
    const odd = await stage.root.computePools.create(spec({ name: "p$1_x" }));
    expect(await odd.fetch()).toMatchObject({ name: "P$1_X" });
    await odd.drop();
    expect(await odd.exists()).toBe(false);
  });

  test("has no mode that replaces it", async () => {
    // @ts-expect-error compute pools know no OR REPLACE
    const error = await failure(stage.root.computePools.create(spec(), { mode: "orReplace" }));
    expect(error.message).toContain('mode "orReplace" is not one of errorIfExists, ifNotExists');
    const pool = spec();
    await stage.root.computePools.create(pool);
    await stage.root.computePools.create(pool, { mode: "ifNotExists" });
  });

  test("takes changes that say only what changes, and goes back to defaults by null", async () => {
    const pool = await stage.root.computePools.create(spec({ autoSuspendSecs: 60, comment: "a", autoResume: false }));
    stage.sent();
    const altered = await pool.createOrAlter({ maxNodes: 3, comment: null, autoSuspendSecs: null });
    expect(altered.action).toBe("altered");
    expect(altered.changes.map(({ property }) => property).toSorted()).toEqual([
      ...["autoSuspendSecs", "comment", "maxNodes"],
    ]);
    expect(stage.sent().filter((sql) => sql.startsWith("ALTER"))).toEqual(altered.statements);
    const now = await pool.fetch();
    expect(now).toMatchObject({ maxNodes: 3, autoSuspendSecs: 3600, autoResume: false });
    expect(now.comment).toBeUndefined();
    const again = await pool.createOrAlter({ maxNodes: 3, comment: null, autoSuspendSecs: null });
    expect(again).toMatchObject({ action: "unchanged", statements: [] });
  });

  test("of which nothing exists needs all that a pool needs", async () => {
    const error = await failure(stage.root.computePool("NEW_POOL").createOrAlter({ maxNodes: 3 }));
    expect(error.message).toContain("instanceFamily: is missing");
    expect(error.message).toContain("minNodes: is missing");
  });

  test("is suspended, resumed and emptied", async () => {
    const pool = await stage.root.computePools.create(spec({ waitFor: "idle" }));
    expect(await pool.fetch()).toMatchObject({ state: "IDLE", idleNodes: 1 });
    stage.sent();
    await pool.suspend();
    await pool.waitUntil("SUSPENDED");
    await pool.resume();
    await pool.waitUntil(["IDLE", "ACTIVE"]);
    await pool.stopAllServices();
    const { name } = pool;
    expect(stage.sent().filter((sql) => sql.startsWith("ALTER"))).toEqual([
      `ALTER COMPUTE POOL ${name} SUSPEND`,
      `ALTER COMPUTE POOL ${name} RESUME`,
      `ALTER COMPUTE POOL ${name} STOP ALL`,
    ]);
    await stage.root.computePool("NOWHERE").suspend({ ifExists: true });
    expect(await failure(stage.root.computePool("NOWHERE").suspend())).toBeInstanceOf(ObjectMissingError);
  });
});

describe("a pool that is waited for", () => {
  test("and is not there in time is told with its last state", async () => {
    const pool = await stage.root.computePools.create(spec());
    const error = await failure(pool.waitUntil("IDLE", { timeoutMs: 3000 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.message).toContain(
      `ComputePool ${pool.name} was not IDLE within 3000 ms: it is STARTING, with 0 of 1 nodes.`,
    );
    expect(error.message).toContain("Snowflake says:");
  });

  test("and is suspended fails soon, and says what helps", async () => {
    const pool = await stage.root.computePools.create(spec({ initiallySuspended: true }));
    const before = Date.now();
    const error = await failure(pool.waitUntil("ACTIVE"));
    expect(error).toBeInstanceOf(SqlError);
    expect(error.message).toContain("is SUSPENDED, and does not become ACTIVE by itself: call resume() first");
    expect(Date.now() - before).toBeLessThan(10_000);
  });

  test("and does not exist is missing", async () => {
    expect(await failure(stage.root.computePool("NOWHERE").waitUntil("IDLE"))).toBeInstanceOf(ObjectMissingError);
    // @ts-expect-error not a state
    expect(await failure(stage.root.computePool("NOWHERE").waitUntil("READY"))).toBeInstanceOf(InvalidArgumentError);
  });

  test("until the call is aborted ends at once, with its last state", async () => {
    const pool = await stage.root.computePools.create(spec());
    const controller = new AbortController();
    const waiting = failure(pool.waitUntil("ACTIVE", { signal: controller.signal }));
    await sleepAtOnce(1500);
    controller.abort();
    const error = await waiting;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.message).toContain("was not ACTIVE before the call was aborted");
  });
});

describe("a change of the family", () => {
  test("is refused while that would stop services, and nothing is sent", async () => {
    const pool = await stage.root.computePools.create(spec({ waitFor: "idle" }));
    stage.sent();
    const error = await failure(pool.createOrAlter({ instanceFamily: "CPU_X64_S" }));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error.message).toContain("Give allowDowntime: true");
    expect(stage.sent().filter((sql) => sql.startsWith("ALTER"))).toEqual([]);
  });

  test("suspends the pool, and brings it back with its services: a dry run says the same statements and sends none", async () => {
    const pool = await stage.root.computePools.create(spec({ waitFor: "idle" }));
    await stage.sql(
      `CREATE SERVICE D.PUBLIC.WEB_${last} IN COMPUTE POOL ${pool.name} FROM SPECIFICATION $$spec: {containers: [{name: web, image: /d/public/r/web}]}$$`,
    );
    await pool.waitUntil("ACTIVE");
    const change = { instanceFamily: "CPU_X64_S", placementGroup: "A", allowDowntime: true } as const;
    stage.sent();
    const dry = await pool.createOrAlter(change, { dryRun: true });
    expect(stage.sent().filter((sql) => !/^(SHOW|DESC)/.test(sql))).toEqual([]);
    const real = await pool.createOrAlter(change);
    expect(stage.sent().filter((sql) => !/^(SHOW|DESC)/.test(sql))).toEqual(real.statements);
    expect(dry.statements).toEqual(real.statements);
    expect(real.statements).toEqual([
      `ALTER COMPUTE POOL ${pool.name} SUSPEND`,
      expect.stringContaining("INSTANCE_FAMILY = CPU_X64_S"),
      `ALTER COMPUTE POOL ${pool.name} RESUME`,
      `ALTER SERVICE D.PUBLIC.WEB_${last} RESUME`,
    ]);
    expect(await pool.fetch()).toMatchObject({ instanceFamily: "CPU_X64_S", placementGroup: "A" });
    expect(await pool.createOrAlter(change)).toMatchObject({ action: "unchanged", statements: [] });
  });

  test("that is only said does not wait for nodes", async () => {
    const pool = stage.root.computePool("DRY_POOL");
    const { action, statements } = await pool.createOrAlter(spec({ name: "DRY_POOL", waitFor: "active" }), {
      dryRun: true,
    });
    expect(action).toBe("created");
    expect(statements).toHaveLength(1);
    expect(await pool.exists()).toBe(false);
  });
});

test("instance families are offered with what their machines have", async () => {
  const families = await stage.root.instanceFamilies();
  const small = families.find(({ name }) => name === "CPU_X64_XS");
  expect(small).toMatchObject({ vcpu: 1, memoryGib: 6, gpuCount: 0, raw: { name: "CPU_X64_XS" } });
  expect(small?.gpu).toBeUndefined();
  expect(families.find(({ name }) => name === "GPU_NV_S")).toMatchObject({ gpuCount: 1, gpuMemoryGib: 24 });
});
