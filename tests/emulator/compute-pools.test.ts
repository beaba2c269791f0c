import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "snowflake-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import { codeOf, connect, execute } from "./protocol/driver";

/** Longer than anything takes in the emulated account. */
const aWhile = 60_000;

let emulator: Emulator;
let connection: Connection;

beforeEach(async () => {
  emulator = await startEmulator();
  connection = await connect(emulator.url);
});
afterEach(() => emulator.close());

const rows = async (text: string) => (await execute(connection, text)).rows;
const statusOf = async (text: string) => (await rows(text))[0]?.["status"];
const run = async (...texts: string[]) => {
  for (const text of texts) await execute(connection, text);
};
const messageOf = async (text: string) => {
  const error = await execute(connection, text).then(
    () => undefined,
    (error: Error & { code: string }) => error,
  );
  return `${error?.code} ${error?.message}`;
};
const create = "CREATE COMPUTE POOL P MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_XS";
const suspended = `${create} INITIALLY_SUSPENDED = TRUE`;
const shown = async () => (await rows("SHOW COMPUTE POOLS LIKE 'P'"))[0];

const columns = [
  "name",
  "state",
  "min_nodes",
  "max_nodes",
  "instance_family",
  "num_services",
  "num_jobs",
  "auto_suspend_secs",
  "auto_resume",
  "active_nodes",
  "idle_nodes",
  "target_nodes",
  "created_on",
  "resumed_on",
  "updated_on",
  "owner",
  "comment",
  "is_exclusive",
  "application",
];

describe("A compute pool", () => {
  test("is created with the defaults, and shown with all columns", async () => {
    expect(await statusOf(create)).toBe("Compute Pool P successfully created.");
    const row = await shown();
    expect(Object.keys(row ?? {})).toEqual([...columns, "placement_group", "backup_instance_families"]);
    expect(row).toMatchObject({
      name: "P",
      state: "STARTING",
      min_nodes: 1,
      max_nodes: 2,
      instance_family: "CPU_X64_XS",
      num_services: 0,
      num_jobs: 0,
      auto_suspend_secs: 3600,
      auto_resume: "true",
      active_nodes: 0,
      idle_nodes: 0,
      target_nodes: 1,
      owner: "ACCOUNTADMIN",
      comment: null,
      is_exclusive: "false",
      application: null,
      placement_group: null,
      backup_instance_families: null,
    });
    for (const time of ["created_on", "resumed_on", "updated_on"]) expect(row?.[time]).toBeInstanceOf(Date);
  });

  test("is described with budget, error code and message besides", async () => {
    await run(create);
    const [row] = await rows("DESC COMPUTE POOL p");
    const more = ["budget", "error_code", "status_message", "placement_group", "backup_instance_families"];
    expect(Object.keys(row ?? {})).toEqual([...columns, ...more]);
    expect(row).toMatchObject({
      state: "STARTING",
      budget: null,
      error_code: "",
      status_message: "Compute pool is starting for last 0 minutes",
    });
  });

  test("takes each option at its creation", async () => {
    await run("CREATE DATABASE D", "CREATE TAG COST");
    await run(`CREATE COMPUTE POOL P FOR APPLICATION my_app MIN_NODES = 2 MAX_NODES = 3 INSTANCE_FAMILY = gen_x64_g2_4
      AUTO_RESUME = FALSE INITIALLY_SUSPENDED = TRUE AUTO_SUSPEND_SECS = 0 WITH TAG (D.PUBLIC.COST = 'x')
      COMMENT = 'it''s' PLACEMENT_GROUP = 'distributed' BACKUP_INSTANCE_FAMILIES = ('GEN_X64_G2_8', 'gen_x64_g2_16')`);
    expect(await shown()).toMatchObject({
      state: "SUSPENDED",
      min_nodes: 2,
      max_nodes: 3,
      instance_family: "GEN_X64_G2_4",
      auto_suspend_secs: 0,
      auto_resume: "false",
      target_nodes: 0,
      resumed_on: expect.any(Date),
      comment: "it's",
      is_exclusive: "true",
      application: "MY_APP",
      placement_group: "DISTRIBUTED",
      backup_instance_families: "GEN_X64_G2_8,GEN_X64_G2_16",
    });
    expect(await rows("SELECT SYSTEM$GET_TAG('D.PUBLIC.COST', 'P', 'COMPUTE POOL') AS T")).toEqual([{ T: "x" }]);
  });

  test.each([
    ["MIN_NODES = 1 MAX_NODES = 1", "002029", "Missing option(s): [INSTANCE_FAMILY]"],
    ["INSTANCE_FAMILY = CPU_X64_S", "002029", "Missing option(s): [MIN_NODES, MAX_NODES]"],
    ["MIN_NODES = 0 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_S", "001422", "invalid value '0' for property 'MIN_NODES'"],
    [
      "MIN_NODES = 3 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_S",
      "001425",
      "invalid property combination 'MIN_NODES'='3' and 'MAX_NODES'='1'",
    ],
    ["MIN_NODES = 1 MAX_NODES = 1.5 INSTANCE_FAMILY = CPU_X64_S", "001422", "'1.5' for property 'MAX_NODES'"],
    [
      "MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = standard_1",
      "000002",
      "Invalid instance family STANDARD_1. Please refer to Snowflake documentation for supported instance families.",
    ],
    ["AUTO_SUSPEND_SECS = -1", "001422", "AUTO_SUSPEND_SECS"],
    ["AUTO_RESUME = MAYBE", "001422", "AUTO_RESUME"],
    ["PLACEMENT_GROUP = 'Z'", "000002", "Placement group 'Z' does not exist in this region."],
    ["BACKUP_INSTANCE_FAMILIES = ('CPU_X64_XS')", "000002", "'CPU_X64_XS' which matches the primary INSTANCE_FAMILY"],
    ["BACKUP_INSTANCE_FAMILIES = ('CPU_X64_S', 'cpu_x64_s')", "000002", "'CPU_X64_S' more than once"],
    ["BACKUP_INSTANCE_FAMILIES = ('ROBOT')", "000002", "Invalid instance family ROBOT."],
    ["BACKUP_INSTANCE_FAMILIES = ()", "001003", "unexpected ')'"],
    ["SIZE = 1", "001003", "unexpected 'SIZE'"],
  ])("is refused with %s", async (options, code, message) => {
    const missesNone = options.includes("NODES") || options.startsWith("INSTANCE");
    const text = missesNone ? `CREATE COMPUTE POOL P ${options}` : `${create} ${options}`;
    expect(await codeOf(run(text))).toBe(code);
    expect(await messageOf(text)).toContain(message);
    expect(await shown()).toBeUndefined();
  });

  test.each([
    ["CREATE OR REPLACE COMPUTE POOL P MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_S", "001003"],
    ["CREATE OR ALTER COMPUTE POOL P MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_S", "001003"],
    ["ALTER COMPUTE POOL P RENAME TO Q", "001003"],
    ["ALTER COMPUTE POOL P SET INITIALLY_SUSPENDED = TRUE", "001003"],
    ["ALTER COMPUTE POOL P SET MAX_NODES = 3 TAG D.PUBLIC.T = 'x'", "001003"],
    ["ALTER COMPUTE POOL P UNSET MIN_NODES", "001003"],
    ["ALTER COMPUTE POOL P UNSET INSTANCE_FAMILY", "001003"],
    ["ALTER COMPUTE POOL P SET MIN_NODES = 3", "001425"],
    ["ALTER COMPUTE POOL P SET MAX_NODES = 0", "001422"],
    ["ALTER COMPUTE POOL NONE SUSPEND", "002003"],
    ["DESC COMPUTE POOL NONE", "002003"],
    ["DROP COMPUTE POOL NONE", "002003"],
    ["UNDROP COMPUTE POOL P", "001003"],
  ])("refuses %s: %s", async (text, code) => {
    await run(create);
    expect(await codeOf(run(text))).toBe(code);
    expect(await shown()).toMatchObject({ min_nodes: 1, max_nodes: 2 });
  });

  test("has no name that needs quotes", async () => {
    const named = (name: string) => create.replace("POOL P", `POOL ${name}`);
    expect(await messageOf(named('"lower"'))).toContain("Invalid compute pool name: 'lower'. Name must be uppercase.");
    expect(await messageOf(named('"A B"'))).toContain("Invalid compute pool name: 'A B'. Quoted names are not");
    await run(named('"QUOTED_1"'));
    expect(await rows("SHOW COMPUTE POOLS")).toMatchObject([{ name: "QUOTED_1" }]);
  });

  test("is left alone where it exists", async () => {
    await run(create);
    expect(await messageOf(create)).toMatch(/^002002 .*Object 'P' already exists\./s);
    await run(create.replace("POOL P", "POOL IF NOT EXISTS P").replace("MAX_NODES = 2", "MAX_NODES = 9"));
    expect(await shown()).toMatchObject({ max_nodes: 2 });
  });
});

describe("A compute pool is altered", () => {
  test("by several values at once, parted by blanks, and goes back to the defaults", async () => {
    await run(suspended);
    expect(
      await statusOf(
        "ALTER COMPUTE POOL P SET MIN_NODES = 2 MAX_NODES = 4 AUTO_RESUME = FALSE AUTO_SUSPEND_SECS = 60 COMMENT = 'c'",
      ),
    ).toBe("Statement executed successfully.");
    const changed = { min_nodes: 2, max_nodes: 4, auto_resume: "false", auto_suspend_secs: 60, comment: "c" };
    expect(await shown()).toMatchObject(changed);
    await run("ALTER COMPUTE POOL IF EXISTS P UNSET AUTO_SUSPEND_SECS, AUTO_RESUME, COMMENT");
    expect(await shown()).toMatchObject({ auto_resume: "true", auto_suspend_secs: 3600, comment: null });
    await run("ALTER COMPUTE POOL IF EXISTS NONE SET COMMENT = 'x'", "ALTER COMPUTE POOL IF EXISTS NONE STOP ALL");
  });

  test("in its family and placement group only while it is suspended", async () => {
    await run(suspended, "ALTER COMPUTE POOL P SET INSTANCE_FAMILY = CPU_X64_S PLACEMENT_GROUP = 'b'");
    expect(await shown()).toMatchObject({ instance_family: "CPU_X64_S", placement_group: "B" });
    await run("ALTER COMPUTE POOL P RESUME");
    for (const [key, change] of [
      ["INSTANCE_FAMILY", "SET INSTANCE_FAMILY = CPU_X64_M"],
      ["PLACEMENT_GROUP", "SET PLACEMENT_GROUP = 'A'"],
      ["PLACEMENT_GROUP", "UNSET PLACEMENT_GROUP"],
    ]) {
      expect(await messageOf(`ALTER COMPUTE POOL P ${change}`)).toContain(
        `Cannot set ${key} for compute pool that is not suspended. Please suspend the compute pool first.`,
      );
    }
    emulator.advance(aWhile);
    await run("ALTER COMPUTE POOL P SUSPEND");
    expect(await codeOf(run("ALTER COMPUTE POOL P SET INSTANCE_FAMILY = CPU_X64_M"))).toBe("000002");
    emulator.advance(aWhile);
    await run("ALTER COMPUTE POOL P SET INSTANCE_FAMILY = CPU_X64_M", "ALTER COMPUTE POOL P UNSET PLACEMENT_GROUP");
    expect(await shown()).toMatchObject({
      state: "SUSPENDED",
      instance_family: "CPU_X64_M",
      placement_group: null,
    });
  });

  test("in its backup families, which are never the first one", async () => {
    await run(suspended, "ALTER COMPUTE POOL P SET BACKUP_INSTANCE_FAMILIES = ('CPU_X64_S', 'CPU_X64_M')");
    expect(await shown()).toMatchObject({ backup_instance_families: "CPU_X64_S,CPU_X64_M" });
    expect(await messageOf("ALTER COMPUTE POOL P SET INSTANCE_FAMILY = CPU_X64_M")).toContain("matches the primary");
    expect(await shown()).toMatchObject({ instance_family: "CPU_X64_XS" });
    await run("ALTER COMPUTE POOL P UNSET BACKUP_INSTANCE_FAMILIES");
    expect(await shown()).toMatchObject({ backup_instance_families: null });
  });

  test("in its tags, by statements of their own", async () => {
    await run("CREATE DATABASE D", "CREATE TAG COST", suspended, "ALTER COMPUTE POOL P SET TAG COST = 'y'");
    const tag = () => rows("SELECT SYSTEM$GET_TAG('COST', 'P', 'COMPUTE POOL') AS T");
    expect(await tag()).toEqual([{ T: "y" }]);
    await run("ALTER COMPUTE POOL P UNSET TAG COST");
    expect(await tag()).toEqual([{ T: null }]);
  });

  test("in its state, which takes time", async () => {
    await run(create);
    const state = async () => (await shown())?.["state"];
    expect(await state()).toBe("STARTING");
    emulator.advance(aWhile);
    expect(await shown()).toMatchObject({ state: "IDLE", idle_nodes: 1, active_nodes: 0, target_nodes: 1 });
    await run("ALTER COMPUTE POOL P SET MIN_NODES = 2");
    expect(await state()).toBe("RESIZING");
    emulator.advance(aWhile);
    expect(await shown()).toMatchObject({ state: "IDLE", idle_nodes: 2 });
    await run("ALTER COMPUTE POOL P SET COMMENT = 'no other size'");
    expect(await state()).toBe("IDLE");
    expect(await codeOf(run("ALTER COMPUTE POOL P RESUME"))).toBe("090063");
    expect(await statusOf("ALTER COMPUTE POOL P SUSPEND")).toBe("Statement executed successfully.");
    expect(await state()).toBe("STOPPING");
    emulator.advance(aWhile);
    expect(await shown()).toMatchObject({ state: "SUSPENDED", idle_nodes: 0, target_nodes: 0 });
    await run("ALTER COMPUTE POOL P SUSPEND", "ALTER COMPUTE POOL P RESUME");
    expect(await state()).toBe("STARTING");
  });

  test.each([
    ["STOP ALL OF TYPE USER", undefined],
    ["STOP ALL OF TYPE notebook, ML_JOB", undefined],
    ["STOP ALL OF TYPE 'MODEL_SERVING', STREAMLIT", undefined],
    ["STOP ALL OF TYPE ROBOT", "Invalid workload type 'ROBOT'. Expected comma separated list"],
    ["STOP ALL OF TYPE ALL, ML_JOB", "When 'ALL' is specified in 'ALL,ML_JOB', no other workload types"],
    ["STOP ALL OF TYPE", "syntax error"],
    ["STOP", "syntax error"],
  ])("with %s", async (change, error) => {
    await run(create);
    const text = `ALTER COMPUTE POOL P ${change}`;
    if (error === undefined) expect(await statusOf(text)).toBe("Statement executed successfully.");
    else expect(await messageOf(text)).toContain(error);
  });
});

describe("A compute pool with services on it", () => {
  const specification = "spec: { containers: [{ name: a, image: /d/public/r/a }] }";
  const service = (name: string) => `CREATE SERVICE ${name} IN COMPUTE POOL P FROM SPECIFICATION $$${specification}$$`;
  const job = `EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = J ASYNC = TRUE FROM SPECIFICATION $$${specification}$$`;
  const services = async () => (await rows("SHOW SERVICES IN ACCOUNT")).map(({ name }) => name);

  beforeEach(async () => {
    await run("CREATE DATABASE D", "CREATE IMAGE REPOSITORY R", create);
    emulator.pushImage({ repository: "D.PUBLIC.R", image: "a" });
  });

  test("is not dropped, even when they are suspended", async () => {
    await run(service("S"));
    const refusal = "Cannot drop compute pool P with active services.";
    expect(await messageOf("DROP COMPUTE POOL P")).toContain(refusal);
    await run("ALTER SERVICE S SUSPEND");
    emulator.advance(aWhile);
    expect(await messageOf("DROP COMPUTE POOL IF EXISTS P")).toContain(refusal);
    expect(await shown()).toMatchObject({ name: "P" });
    await run("DROP SERVICE S", "DROP COMPUTE POOL P");
    expect(await shown()).toBeUndefined();
  });

  test("is dropped with jobs that have not ended, but ends none when it stays", async () => {
    await run(job, service("S"));
    expect(await codeOf(run("DROP COMPUTE POOL P"))).toBe("000002");
    expect(await services()).toEqual(["J", "S"]);
    await run("DROP SERVICE S", "DROP COMPUTE POOL P");
    expect(await services()).toEqual([]);
  });

  test("loses all of them by STOP ALL, and none by STOP ALL of what Snowflake runs", async () => {
    await run(service("S"), service("T"), job, "ALTER COMPUTE POOL P STOP ALL OF TYPE NOTEBOOK");
    expect(await services()).toEqual(["J", "S", "T"]);
    await run("ALTER COMPUTE POOL P STOP ALL OF TYPE USER");
    expect(await services()).toEqual([]);
    emulator.advance(aWhile);
    expect(await shown()).toMatchObject({ state: "IDLE", num_services: 0, num_jobs: 0 });
    await run("DROP COMPUTE POOL P");
  });

  test("counts them, and its nodes as active", async () => {
    await run(service("S"));
    emulator.advance(aWhile);
    expect(await shown()).toMatchObject({ state: "ACTIVE", num_services: 1, active_nodes: 1, idle_nodes: 0 });
  });
});

describe("Compute pools", () => {
  test("are found by LIKE, STARTS WITH and LIMIT … FROM, and dropped", async () => {
    for (const name of ["A1", "A2", "B1"]) await run(suspended.replace("POOL P", `POOL ${name}`));
    const names = async (clauses: string) => (await rows(`SHOW COMPUTE POOLS ${clauses}`)).map(({ name }) => name);
    expect(await names("LIKE 'a%'")).toEqual(["A1", "A2"]);
    expect(await names("STARTS WITH 'B'")).toEqual(["B1"]);
    expect(await names("LIMIT 1 FROM 'A1'")).toEqual(["A2"]);
    expect(await names("LIKE '%1' STARTS WITH 'A' LIMIT 5")).toEqual(["A1"]);
    expect(await statusOf("DROP COMPUTE POOL A1")).toBe("A1 successfully dropped.");
    await run("DROP COMPUTE POOL IF EXISTS A1");
    expect(await names("")).toEqual(["A2", "B1"]);
  });

  test("tell their status as JSON", async () => {
    await run(create);
    const status = async (statement: string) => JSON.parse(String(Object.values((await rows(statement))[0] ?? {})[0]));
    const starting = { status: "STARTING", message: "Compute pool is starting for last 0 minutes" };
    expect(await status("SELECT SYSTEM$GET_COMPUTE_POOL_STATUS('P')")).toEqual(starting);
    emulator.advance(aWhile);
    expect(await status("CALL SYSTEM$GET_COMPUTE_POOL_STATUS('p')")).toEqual({ status: "IDLE", message: "" });
    expect(await codeOf(run("SELECT SYSTEM$GET_COMPUTE_POOL_STATUS('NONE')"))).toBe("002003");
  });

  test("can be of every family that SHOW lists, and count as nodes in use", async () => {
    await run(create.replace("CPU_X64_XS", "GPU_NV_S"));
    emulator.advance(aWhile);
    const families = await rows("SHOW COMPUTE POOL INSTANCE FAMILIES");
    expect(families[0]).toEqual({
      name: "CPU_X64_XS",
      description: "1 vCPU, 6 GiB",
      vcpu: 1,
      memory_gib: 6,
      storage_gib: "93.13",
      gpu: "",
      gpu_count: 0,
      gpu_memory_gib: 0,
      current_node_usage: 0,
      message: "",
    });
    expect(families.find(({ name }) => name === "GPU_NV_S")).toMatchObject({
      gpu: "NVIDIA A10G",
      gpu_count: 1,
      gpu_memory_gib: 24,
      current_node_usage: 1,
    });
    for (const [i, { name }] of families.entries()) {
      await run(`CREATE COMPUTE POOL P${i} MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = ${name}`);
    }
    expect(await rows("SHOW COMPUTE POOLS STARTS WITH 'P'")).toHaveLength(families.length + 1);
  });

  test("need privileges, each for something else", async () => {
    await run(create, "CREATE ROLE DEV", "GRANT ROLE DEV TO USER ADA", "USE SECONDARY ROLES NONE");
    const as = async (privilege: string, ...texts: string[]) => {
      await run(`GRANT ${privilege} ON COMPUTE POOL P TO ROLE DEV`, "USE ROLE DEV");
      const codes = await Promise.all(texts.map((text) => codeOf(run(text)).catch(() => "done")));
      await run("USE ROLE ACCOUNTADMIN", `REVOKE ${privilege} ON COMPUTE POOL P FROM ROLE DEV`);
      return codes;
    };
    const set = "ALTER COMPUTE POOL P SET COMMENT = 'x'";
    const all = [set, "ALTER COMPUTE POOL P STOP ALL", "DESC COMPUTE POOL P", "DROP COMPUTE POOL P"];
    expect(await as("USAGE", ...all)).toEqual(["003001", "003001", "003001", "003001"]);
    expect(await as("MODIFY", ...all)).toEqual(["done", "003001", "003001", "003001"]);
    expect(await as("OPERATE", ...all)).toEqual(["003001", "done", "003001", "003001"]);
    expect(await as("MONITOR", ...all)).toEqual(["003001", "003001", "done", "003001"]);
    await run("USE ROLE DEV");
    expect(await rows("SHOW COMPUTE POOLS")).toEqual([]);
    expect(await codeOf(run(create.replace("POOL P", "POOL MINE")))).toBe("003001");
    await run("USE ROLE ACCOUNTADMIN", "GRANT CREATE COMPUTE POOL ON ACCOUNT TO ROLE DEV", "USE ROLE DEV");
    await run(create.replace("POOL P", "POOL MINE"), "ALTER COMPUTE POOL MINE SUSPEND", "DROP COMPUTE POOL MINE");
    await run("USE ROLE ACCOUNTADMIN", "GRANT OWNERSHIP ON COMPUTE POOL P TO ROLE DEV", "USE ROLE DEV");
    expect(await rows("SHOW COMPUTE POOLS")).toMatchObject([{ name: "P", owner: "DEV" }]);
  });

  test("come through a restart with their state", async () => {
    const folder = mkdtempSync(join(tmpdir(), "snowflake-emulator-"));
    const stateFile = join(folder, "state.json");
    const first = await startEmulator({ stateFile });
    await execute(await connect(first.url), `${create} COMMENT = 'kept'`);
    first.advance(aWhile);
    await first.close();
    const second = await startEmulator({ stateFile });
    const { rows: kept } = await execute(await connect(second.url), "SHOW COMPUTE POOLS");
    expect(kept).toMatchObject([{ name: "P", state: "IDLE", idle_nodes: 1, comment: "kept" }]);
    await second.close();
    rmSync(folder, { recursive: true });
  });
});
