import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (create = "CREATE WAREHOUSE W") => {
  const account = new Account();
  account.run(create);
  return account;
};
const shown = (account: Account, column: string) => account.row("SHOW WAREHOUSES LIKE 'W'")[column];

describe("A property of a warehouse", () => {
  test.each([
    // property, written at creation, column, shown, changed to, shown, after UNSET
    ["WAREHOUSE_TYPE", "'STANDARD'", "type", "STANDARD", "'STANDARD'", "STANDARD", "STANDARD"],
    ["GENERATION", "'1'", "generation", "1", "'2'", "2", "2"],
    ["RESOURCE_CONSTRAINT", "STANDARD_GEN_1", "generation", "1", "STANDARD_GEN_2", "2", "2"],
    ["MAX_CLUSTER_COUNT", "3", "max_cluster_count", "3", "10", "10", "1"],
    ["MIN_CLUSTER_COUNT", "1", "min_cluster_count", "1", "1", "1", "1"],
    ["SCALING_POLICY", "ECONOMY", "scaling_policy", "ECONOMY", "'standard'", "STANDARD", "STANDARD"],
    ["AUTO_SUSPEND", "60", "auto_suspend", "60", "NULL", null, null],
    ["AUTO_RESUME", "FALSE", "auto_resume", "false", "TRUE", "true", "true"],
    ["COMMENT", "'a'", "comment", "a", "'b'", "b", ""],
    ["ENABLE_QUERY_ACCELERATION", "FALSE", "enable_query_acceleration", "false", "TRUE", "true", "true"],
    ["QUERY_ACCELERATION_MAX_SCALE_FACTOR", "0", "query_acceleration_max_scale_factor", "0", "100", "100", "2"],
    ["RESOURCE_MONITOR", "rm", "resource_monitor", "RM", '"rm2"', "rm2", "null"],
  ])("%s: create, show, change, unset", (name, written, column, first, changed, second, unset) => {
    const account = new Account();
    account.run("CREATE RESOURCE MONITOR RM", 'CREATE RESOURCE MONITOR "rm2"');
    account.run(`CREATE WAREHOUSE W ${name} = ${written}`);
    expect(shown(account, column)).toBe(first);
    account.run(`ALTER WAREHOUSE W SET ${name} = ${changed}`);
    expect(shown(account, column)).toBe(second);
    account.run(`ALTER WAREHOUSE W UNSET ${name}`);
    expect(shown(account, column)).toBe(unset);
  });

  test.each([
    ["MAX_CONCURRENCY_LEVEL", "4", "8"],
    ["STATEMENT_QUEUED_TIMEOUT_IN_SECONDS", "5", "0"],
    ["STATEMENT_TIMEOUT_IN_SECONDS", "604800", "172800"],
  ])("the parameter %s", (name, value, standard) => {
    const account = start(`CREATE WAREHOUSE W ${name} = ${value}`);
    expect(account.parameter(name, "WAREHOUSE W")).toMatchObject({ value, level: "WAREHOUSE", type: "NUMBER" });
    account.run(`ALTER WAREHOUSE W UNSET ${name}`);
    expect(account.parameter(name, "WAREHOUSE W")).toMatchObject({ value: standard, level: "" });
  });

  test("all together, with WITH and TAG, come back as written", () => {
    const account = new Account();
    account.run("CREATE DATABASE D", "CREATE TAG COST", "CREATE RESOURCE MONITOR RM");
    account.run(`CREATE WAREHOUSE W WITH WAREHOUSE_TYPE = STANDARD WAREHOUSE_SIZE = LARGE GENERATION = '1'
      MAX_CLUSTER_COUNT = 4, MIN_CLUSTER_COUNT = 2 SCALING_POLICY = ECONOMY AUTO_SUSPEND = 0 AUTO_RESUME = FALSE
      INITIALLY_SUSPENDED = TRUE RESOURCE_MONITOR = RM COMMENT = 'c' ENABLE_QUERY_ACCELERATION = TRUE
      QUERY_ACCELERATION_MAX_SCALE_FACTOR = 5 WITH TAG (D.PUBLIC.COST = 'x') STATEMENT_TIMEOUT_IN_SECONDS = 9`);
    expect(account.row("SHOW WAREHOUSES")).toMatchObject({
      state: "SUSPENDED",
      size: "Large",
      generation: "1",
      max_cluster_count: "4",
      min_cluster_count: "2",
      scaling_policy: "ECONOMY",
      auto_suspend: "0",
      auto_resume: "false",
      resource_monitor: "RM",
      enable_query_acceleration: "true",
      query_acceleration_max_scale_factor: "5",
      resumed_on: "0.000000000",
    });
  });
});

test.each([
  ["XSMALL", "X-Small"],
  ["'X-SMALL'", "X-Small"],
  ["'x-small'", "X-Small"],
  ["small", "Small"],
  ["'Medium'", "Medium"],
  ["LARGE", "Large"],
  ["XLARGE", "X-Large"],
  ["'X-Large'", "X-Large"],
  ["XXLARGE", "2X-Large"],
  ["X2LARGE", "2X-Large"],
  ["'2X-LARGE'", "2X-Large"],
  ["XXXLARGE", "3X-Large"],
  ["X3LARGE", "3X-Large"],
  ["'3X-Large'", "3X-Large"],
  ["X4LARGE", "4X-Large"],
  ["'4X-LARGE'", "4X-Large"],
  ["X5LARGE", "5X-Large"],
  ["'6X-LARGE'", "6X-Large"],
])("WAREHOUSE_SIZE = %s is shown as %s", (written, size) => {
  expect(shown(start(`CREATE WAREHOUSE W WAREHOUSE_SIZE = ${written}`), "size")).toBe(size);
});

test.each([
  ["WAREHOUSE_SIZE = HUGE", "001422"],
  ["WAREHOUSE_SIZE = 5", "001422"],
  ["WAREHOUSE_TYPE = TURBO", "001422"],
  ["SCALING_POLICY = FAST", "001422"],
  ["AUTO_SUSPEND = -1", "001422"],
  ["AUTO_SUSPEND = 'often'", "001422"],
  ["AUTO_RESUME = 5", "001422"],
  ["MAX_CLUSTER_COUNT = 0", "001422"],
  ["MAX_CLUSTER_COUNT = 301", "001422"],
  ["WAREHOUSE_SIZE = X4LARGE MAX_CLUSTER_COUNT = 11", "001422"],
  ["MAX_CLUSTER_COUNT = 2 MIN_CLUSTER_COUNT = 3", "001425"],
  ["MIN_CLUSTER_COUNT = 2", "001425"],
  ["QUERY_ACCELERATION_MAX_SCALE_FACTOR = 101", "001422"],
  ["GENERATION = '3'", "001422"],
  ["GENERATION = '2' RESOURCE_CONSTRAINT = STANDARD_GEN_1", "001425"],
  ["GENERATION = '2' WAREHOUSE_SIZE = X5LARGE", "001425"],
  ["RESOURCE_CONSTRAINT = MEMORY_16X", "001425"],
  ["WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED' GENERATION = '2' ", "001425"],
  ["WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED' WAREHOUSE_SIZE = XSMALL", "001425"],
  ["WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED' WAREHOUSE_SIZE = MEDIUM RESOURCE_CONSTRAINT = MEMORY_64X_x86", "001425"],
  ["WAREHOUSE_TYPE = ADAPTIVE WAREHOUSE_SIZE = SMALL", "001425"],
  ["WAREHOUSE_TYPE = ADAPTIVE QUERY_THROUGHPUT_MULTIPLIER = 1", "001422"],
  ["MAX_QUERY_PERFORMANCE_LEVEL = LARGE", "001425"],
  ["MAX_CONCURRENCY_LEVEL = 0", "001008"],
  ["STATEMENT_TIMEOUT_IN_SECONDS = 604801", "001008"],
  ["COMMENT = 5", "001422"],
])("CREATE WAREHOUSE W %s is refused with %s", (options, code) => {
  const account = new Account();
  expect(account.error(`CREATE WAREHOUSE W ${options}`)).toMatchObject({ code, sqlState: "22023" });
  expect(account.rows("SHOW WAREHOUSES")).toEqual([]);
});

test("a resource monitor that is not there is refused", () => {
  const error = new Account().error("CREATE WAREHOUSE W RESOURCE_MONITOR = nobody");
  expect([error.code, error.sqlState]).toEqual(["002003", "02000"]);
});

describe("Types", () => {
  test("SNOWPARK-OPTIMIZED starts at MEDIUM with MEMORY_16X and has no generation", () => {
    const account = start("CREATE WAREHOUSE W WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED'");
    const row = { type: "SNOWPARK-OPTIMIZED", size: "Medium", resource_constraint: "MEMORY_16X", generation: null };
    expect(account.row("SHOW WAREHOUSES")).toMatchObject(row);
    account.run("ALTER WAREHOUSE W SET RESOURCE_CONSTRAINT = 'memory_1x_X86'");
    expect(shown(account, "resource_constraint")).toBe("MEMORY_1X_x86");
    account.run("ALTER WAREHOUSE W UNSET RESOURCE_CONSTRAINT");
    expect(shown(account, "resource_constraint")).toBe("MEMORY_16X");
    account.run("ALTER WAREHOUSE W UNSET WAREHOUSE_TYPE");
    expect(account.row("SHOW WAREHOUSES")).toMatchObject({ type: "STANDARD", resource_constraint: null });
  });

  test("the text of a refused combination names both properties", () => {
    const error = start().error("ALTER WAREHOUSE W SET WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED'");
    expect(error.message).toBe(
      "SQL compilation error:\ninvalid property combination 'RESOURCE_CONSTRAINT'='MEMORY_16X' and 'WAREHOUSE_SIZE'='X-Small'",
    );
  });

  test("ADAPTIVE reads back nothing that a size decides, and finds back to STANDARD", () => {
    const account = start("CREATE WAREHOUSE W WAREHOUSE_SIZE = MEDIUM");
    account.run("ALTER WAREHOUSE W SET WAREHOUSE_TYPE = 'ADAPTIVE'");
    expect(account.row("SHOW WAREHOUSES")).toMatchObject({
      state: "ENABLED",
      size: null,
      min_cluster_count: null,
      scaling_policy: null,
      auto_suspend: null,
      auto_resume: "true",
      enable_query_acceleration: null,
      max_query_performance_level: "Large",
      query_throughput_multiplier: "2",
    });
    account.run("ALTER WAREHOUSE W DISABLE", "ALTER WAREHOUSE W SET COMMENT = 'c'");
    expect(shown(account, "state")).toBe("DISABLED");
    account.run("ALTER WAREHOUSE W SET WAREHOUSE_TYPE = STANDARD WAREHOUSE_SIZE = SMALL");
    expect(account.row("SHOW WAREHOUSES")).toMatchObject({
      size: "Small",
      generation: "2",
      max_cluster_count: "1",
      auto_suspend: "600",
      enable_query_acceleration: "true",
      query_acceleration_max_scale_factor: "2",
    });
  });

  test("CREATE ADAPTIVE and CREATE INTERACTIVE WAREHOUSE", () => {
    const account = start("CREATE ADAPTIVE WAREHOUSE W MAX_QUERY_PERFORMANCE_LEVEL = SMALL");
    expect(account.row("SHOW WAREHOUSES")).toMatchObject({ type: "ADAPTIVE", max_query_performance_level: "Small" });
    account.run("CREATE INTERACTIVE WAREHOUSE I TABLES (D.S.T) AUTO_SUSPEND = 60");
    account.run("ALTER WAREHOUSE I ADD TABLES (D.S.U)", "ALTER WAREHOUSE I DROP TABLES (D.S.T)");
    const row = { type: "INTERACTIVE", auto_suspend: "86400", generation: null, tables: "D.S.U" };
    expect(account.row("SHOW WAREHOUSES LIKE 'I'")).toMatchObject(row);
  });

  test("an interactive warehouse has FALLBACK_WAREHOUSE among its parameters, no other has", () => {
    const account = start('CREATE INTERACTIVE WAREHOUSE I FALLBACK_WAREHOUSE = "other wh"');
    account.run("CREATE WAREHOUSE W");
    const shown = () => account.parameter("FALLBACK_WAREHOUSE", "WAREHOUSE I");
    expect(shown()).toMatchObject({ value: "other wh", level: "WAREHOUSE" });
    account.run("ALTER WAREHOUSE I UNSET FALLBACK_WAREHOUSE");
    expect(shown()).toMatchObject({ value: "", level: "" });
    expect(account.rows("SHOW PARAMETERS LIKE 'FALLBACK_WAREHOUSE' IN WAREHOUSE W")).toEqual([]);
    expect(account.error("ALTER WAREHOUSE W SET FALLBACK_WAREHOUSE = I").message).toContain("FALLBACK_WAREHOUSE");
  });

  test("the first generation has no acceleration by itself, and changing the generation does not switch it on", () => {
    const account = start("CREATE WAREHOUSE W GENERATION = '1'");
    const row = { enable_query_acceleration: "false", query_acceleration_max_scale_factor: "8" };
    expect(account.row("SHOW WAREHOUSES")).toMatchObject(row);
    account.run("ALTER WAREHOUSE W SET GENERATION = '2'");
    expect(account.row("SHOW WAREHOUSES")).toMatchObject(row);
  });

  test("Standard edition has no clusters, and SHOW leaves their columns out", () => {
    const account = new Account({ edition: "STANDARD" });
    expect(account.error("CREATE WAREHOUSE W MAX_CLUSTER_COUNT = 2").code).toBe("000002");
    account.run("CREATE WAREHOUSE W");
    expect(Object.keys(account.row("SHOW WAREHOUSES"))).not.toContain("max_cluster_count");
  });
});

describe("ALTER WAREHOUSE", () => {
  test("suspends and resumes, and says when it cannot", () => {
    let time = Date.UTC(2026, 0, 1);
    const account = new Account({ now: () => new Date(time) });
    account.run("CREATE WAREHOUSE W");
    expect(account.error("ALTER WAREHOUSE W RESUME")).toMatchObject({ code: "090063", sqlState: "22000" });
    account.run("ALTER WAREHOUSE W RESUME IF SUSPENDED", "ALTER WAREHOUSE W SUSPEND");
    expect(account.error("ALTER WAREHOUSE W SUSPEND")).toMatchObject({
      code: "090064",
      message: "Invalid state. Warehouse 'W' cannot be suspended.",
    });
    expect(account.row("SHOW WAREHOUSES")).toMatchObject({ state: "SUSPENDED", available: "" });
    time += 60_000;
    account.run("ALTER WAREHOUSE W RESUME");
    expect(shown(account, "resumed_on")).toBe(`${time / 1000}.000000000`);
    account.run("ALTER WAREHOUSE W ABORT ALL QUERIES");
  });

  test.each(["SUSPEND", "RESUME", "RESUME IF SUSPENDED", "ABORT ALL QUERIES"])(
    "%s without a name is for the warehouse in use, or 000606",
    (change) => {
      const account = start();
      if (change === "RESUME") account.run("ALTER WAREHOUSE SUSPEND");
      account.run(`ALTER WAREHOUSE ${change}`);
      expect(account.row("SHOW WAREHOUSES")["state"]).toBe(change === "SUSPEND" ? "SUSPENDED" : "STARTED");
      account.run("DROP WAREHOUSE W");
      expect(account.error(`ALTER WAREHOUSE ${change}`)).toMatchObject({ code: "000606", sqlState: "57P03" });
    },
  );

  test("a name may be a word of the statement", () => {
    const account = start();
    account.run("CREATE WAREHOUSE SUSPEND", "USE WAREHOUSE W", "ALTER WAREHOUSE SUSPEND SUSPEND");
    expect(account.rows("SHOW WAREHOUSES").map(({ name, state }) => [name, state])).toEqual([
      ["SUSPEND", "SUSPENDED"],
      ["W", "STARTED"],
    ]);
  });

  test.each(["SUSPEND", "RESUME", "ABORT ALL QUERIES", "RENAME TO V"])(
    "%s of a missing one is quiet with IF EXISTS, else 002003",
    (change) => {
      const account = start();
      expect(account.run(`ALTER WAREHOUSE IF EXISTS NOPE ${change}`)).toBe("Statement executed successfully.");
      expect(account.error(`ALTER WAREHOUSE NOPE ${change}`).code).toBe("002003");
    },
  );

  test("resizes while running, waiting only together with a size", () => {
    const account = start();
    account.run("ALTER WAREHOUSE W SET WAREHOUSE_SIZE = MEDIUM WAIT_FOR_COMPLETION = TRUE");
    expect(account.row("SHOW WAREHOUSES")).toMatchObject({ size: "Medium", state: "STARTED" });
    expect(account.error("ALTER WAREHOUSE W SET WAIT_FOR_COMPLETION = TRUE").code).toBe("001425");
  });

  test("RENAME keeps created_on and the session's warehouse", () => {
    const account = start();
    const before = shown(account, "created_on");
    account.run("ALTER WAREHOUSE W RENAME TO V");
    expect(account.row("SHOW WAREHOUSES")).toMatchObject({ name: "V", created_on: before, is_current: "Y" });
  });

  test("changes nothing when one of several options is wrong", () => {
    const account = start();
    account.error("ALTER WAREHOUSE W SET COMMENT = 'new' MIN_CLUSTER_COUNT = 5");
    expect(account.row("SHOW WAREHOUSES")).toMatchObject({ comment: "", min_cluster_count: "1" });
  });
});

test("CREATE OR ALTER WAREHOUSE makes what is left out as it is at creation", () => {
  const account = start("CREATE WAREHOUSE W WAREHOUSE_SIZE = LARGE AUTO_SUSPEND = 60 COMMENT = 'c'");
  const before = shown(account, "created_on");
  account.run("CREATE OR ALTER WAREHOUSE W AUTO_RESUME = FALSE");
  const row = { created_on: before, size: "X-Small", auto_suspend: "600", comment: "", auto_resume: "false" };
  expect(account.row("SHOW WAREHOUSES")).toMatchObject(row);
});

test("DROP WAREHOUSE takes it away from the session", () => {
  const account = start();
  expect(account.run("DROP WAREHOUSE W")).toBe("W successfully dropped.");
  expect(account.value("SELECT CURRENT_WAREHOUSE()")).toBeNull();
  expect(account.error("DROP WAREHOUSE W").message).toContain("Warehouse 'W' does not exist or not authorized.");
});

test("SHOW WAREHOUSES has its columns in order", () => {
  const names = start()
    .result("SHOW WAREHOUSES")
    .columns.map(({ name }) => name);
  expect(names.slice(0, 12).join(" ")).toBe(
    "name state type size min_cluster_count max_cluster_count started_clusters running queued is_default is_current auto_suspend",
  );
  expect(names.slice(-8).join(" ")).toBe(
    "budget owner_role_type resource_constraint generation max_query_performance_level query_throughput_multiplier tables disabled_reasons",
  );
});

test("DESCRIBE WAREHOUSE is one row", () => {
  expect(start().row("DESC WAREHOUSE W")).toMatchObject({ name: "W", kind: "WAREHOUSE" });
});
