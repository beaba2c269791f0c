import { describe, expect, test } from "vitest";
import { warehouse } from "../../provider/resources";
import { created, edited, problemsOf } from "./plans";

describe("a warehouse is created by", () => {
  test.each([
    [{}, "CREATE WAREHOUSE LOADING"],
    [{ warehouseSize: "4X-Large" }, "CREATE WAREHOUSE LOADING WAREHOUSE_SIZE = 'X4LARGE'"],
    [{ comment: "it's" }, "CREATE WAREHOUSE LOADING COMMENT = 'it''s'"],
    [{ comment: "" }, "CREATE WAREHOUSE LOADING"],
    [{ name: '"my wh"' }, 'CREATE WAREHOUSE "my wh"'],
    [{ warehouseType: "snowpark-optimized" }, "CREATE WAREHOUSE LOADING WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED'"],
    [{ generation: "2" }, "CREATE WAREHOUSE LOADING GENERATION = '2'"],
    [
      { warehouseType: "SNOWPARK-OPTIMIZED", resourceConstraint: "memory_64x_X86", warehouseSize: "large" },
      "CREATE WAREHOUSE LOADING WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED' WAREHOUSE_SIZE = 'LARGE' RESOURCE_CONSTRAINT = MEMORY_64X_x86",
    ],
    [
      { minClusterCount: 2, maxClusterCount: 4, scalingPolicy: "economy" },
      "CREATE WAREHOUSE LOADING MAX_CLUSTER_COUNT = 4 MIN_CLUSTER_COUNT = 2 SCALING_POLICY = ECONOMY",
    ],
    [
      { autoSuspend: 0, autoResume: false, initiallySuspended: true },
      "CREATE WAREHOUSE LOADING AUTO_SUSPEND = 0 AUTO_RESUME = FALSE INITIALLY_SUSPENDED = TRUE",
    ],
    [{ resourceMonitor: "monthly" }, "CREATE WAREHOUSE LOADING RESOURCE_MONITOR = MONTHLY"],
    [
      { enableQueryAcceleration: true, queryAccelerationMaxScaleFactor: 0 },
      "CREATE WAREHOUSE LOADING ENABLE_QUERY_ACCELERATION = TRUE QUERY_ACCELERATION_MAX_SCALE_FACTOR = 0",
    ],
    [
      { maxConcurrencyLevel: 4, statementQueuedTimeoutInSeconds: 0, statementTimeoutInSeconds: 60 },
      "CREATE WAREHOUSE LOADING MAX_CONCURRENCY_LEVEL = 4 STATEMENT_QUEUED_TIMEOUT_IN_SECONDS = 0 STATEMENT_TIMEOUT_IN_SECONDS = 60",
    ],
    [
      { warehouseType: "ADAPTIVE", maxQueryPerformanceLevel: "x-large", queryThroughputMultiplier: 3 },
      "CREATE WAREHOUSE LOADING WAREHOUSE_TYPE = 'ADAPTIVE' MAX_QUERY_PERFORMANCE_LEVEL = 'XLARGE' QUERY_THROUGHPUT_MULTIPLIER = 3",
    ],
    [
      { warehouseType: "INTERACTIVE", tables: ["db.s.t", 'DB.S."my t"'] },
      'CREATE INTERACTIVE WAREHOUSE LOADING TABLES (DB.S.T, DB.S."my t")',
    ],
    // It would raise 0 to its least value.
    [{ warehouseType: "INTERACTIVE", autoSuspend: 0 }, "CREATE INTERACTIVE WAREHOUSE LOADING AUTO_SUSPEND = NULL"],
    // Only a resize can wait.
    [{ warehouseSize: "SMALL", waitForCompletion: true }, "CREATE WAREHOUSE LOADING WAREHOUSE_SIZE = 'SMALL'"],
    [
      { tags: { "db.s.cost": "it's" }, comment: "c" },
      "CREATE WAREHOUSE LOADING COMMENT = 'c' WITH TAG (DB.S.COST = 'it''s')",
    ],
  ])("%o", (written, statement) => {
    expect(created(warehouse, written)).toEqual([statement]);
  });

  test("two statements, if it falls back to another", () => {
    expect(created(warehouse, { warehouseType: "INTERACTIVE", fallbackWarehouse: "general" })).toEqual([
      "CREATE INTERACTIVE WAREHOUSE LOADING",
      "ALTER WAREHOUSE LOADING SET FALLBACK_WAREHOUSE = GENERAL",
    ]);
  });
});

const snowpark = { warehouseType: "SNOWPARK-OPTIMIZED" };
const adaptive = { warehouseType: "ADAPTIVE" };
const interactive = { warehouseType: "INTERACTIVE" };

describe("a warehouse is changed by", () => {
  test.each<[Record<string, unknown>, Record<string, unknown>, string[]]>([
    [{ warehouseSize: "SMALL" }, { warehouseSize: "LARGE" }, ["SET WAREHOUSE_SIZE = 'LARGE'"]],
    [
      { warehouseSize: "SMALL" },
      { warehouseSize: "LARGE", waitForCompletion: true },
      ["SET WAREHOUSE_SIZE = 'LARGE' WAIT_FOR_COMPLETION = TRUE"],
    ],
    // It means nothing without a resize.
    [{ warehouseSize: "SMALL" }, { warehouseSize: "SMALL", waitForCompletion: true }, []],
    [{}, { initiallySuspended: true }, []],
    // Lower and upper bound in one statement, so that no order of them is wrong.
    [
      { minClusterCount: 2, maxClusterCount: 3 },
      { minClusterCount: 5, maxClusterCount: 6 },
      ["SET MAX_CLUSTER_COUNT = 6 MIN_CLUSTER_COUNT = 5"],
    ],
    [{ minClusterCount: 2, maxClusterCount: 3 }, {}, ["SET MAX_CLUSTER_COUNT = 1 MIN_CLUSTER_COUNT = 1"]],
    // One SET and one UNSET, however many properties.
    [
      { comment: "a", autoSuspend: 60, autoResume: false, statementTimeoutInSeconds: 5 },
      { autoSuspend: 120, warehouseSize: "SMALL" },
      ["SET WAREHOUSE_SIZE = 'SMALL' AUTO_SUSPEND = 120", "UNSET AUTO_RESUME, COMMENT, STATEMENT_TIMEOUT_IN_SECONDS"],
    ],
    [adaptive, { ...adaptive, queryThroughputMultiplier: 4 }, ["SET QUERY_THROUGHPUT_MULTIPLIER = 4"]],
    [{}, adaptive, ["SET WAREHOUSE_TYPE = 'ADAPTIVE'"]],
    [
      { warehouseSize: "LARGE", autoSuspend: 60, generation: "1", maxConcurrencyLevel: 3, comment: "c" },
      { ...adaptive, maxQueryPerformanceLevel: "XLARGE", comment: "c" },
      ["SET WAREHOUSE_TYPE = 'ADAPTIVE' MAX_QUERY_PERFORMANCE_LEVEL = 'XLARGE'"],
    ],
    [
      { ...adaptive, queryThroughputMultiplier: 4 },
      { warehouseType: "STANDARD", warehouseSize: "SMALL" },
      ["SET WAREHOUSE_TYPE = 'STANDARD' WAREHOUSE_SIZE = 'SMALL'"],
    ],
    [adaptive, {}, ["SET WAREHOUSE_TYPE = 'STANDARD'"]],
    [
      { generation: "2" },
      { ...snowpark, warehouseSize: "MEDIUM" },
      ["SET WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED' WAREHOUSE_SIZE = 'MEDIUM'"],
    ],
    [
      { ...snowpark, resourceConstraint: "MEMORY_1X" },
      { warehouseType: "STANDARD" },
      ["SET WAREHOUSE_TYPE = 'STANDARD'"],
    ],
    // A warehouse too small for the new type would be refused.
    [
      { comment: "c" },
      { ...snowpark, comment: "c" },
      ["SET WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED' WAREHOUSE_SIZE = 'MEDIUM'"],
    ],
    [{ warehouseSize: "SMALL" }, snowpark, ["SET WAREHOUSE_TYPE = 'SNOWPARK-OPTIMIZED' WAREHOUSE_SIZE = 'MEDIUM'"]],
    [snowpark, { ...snowpark, resourceConstraint: "MEMORY_1X" }, ["SET RESOURCE_CONSTRAINT = MEMORY_1X"]],
    [
      { ...interactive, tables: ["A.B.C", "A.B.D"] },
      { ...interactive, tables: ["A.B.D", "A.B.E"] },
      ["ADD TABLES (A.B.E)", "DROP TABLES (A.B.C)"],
    ],
    [
      { tags: { "A.B.C": "1", "A.B.D": "2" } },
      { tags: { "A.B.C": "3", "A.B.E": "4" } },
      ["SET TAG A.B.C = '3', A.B.E = '4'", "UNSET TAG A.B.D"],
    ],
  ])("%o → %o", (before, after, clauses) => {
    expect(edited(warehouse, before, after)).toEqual(clauses.map((clause) => `ALTER WAREHOUSE LOADING ${clause}`));
  });
});

describe("a warehouse without", () => {
  test.each<[Record<string, unknown>, string, Record<string, unknown>?]>([
    // UNSET would switch suspending off.
    [{ autoSuspend: 60 }, "SET AUTO_SUSPEND = 600"],
    // INTERACTIVE has a least value.
    [{ autoSuspend: 90_000 }, "SET AUTO_SUSPEND = 86400", interactive],
    // A size cannot be unset.
    [{ warehouseSize: "LARGE" }, "SET WAREHOUSE_SIZE = 'XSMALL'"],
    [{ warehouseSize: "LARGE" }, "SET WAREHOUSE_SIZE = 'MEDIUM'", snowpark],
    [{ warehouseType: "SNOWPARK-OPTIMIZED" }, "SET WAREHOUSE_TYPE = 'STANDARD'"],
    [{ generation: "1" }, "UNSET GENERATION"],
    [{ resourceConstraint: "MEMORY_1X" }, "UNSET RESOURCE_CONSTRAINT", snowpark],
    [{ maxClusterCount: 3 }, "SET MAX_CLUSTER_COUNT = 1"],
    [{ minClusterCount: 1 }, "SET MIN_CLUSTER_COUNT = 1"],
    [{ scalingPolicy: "ECONOMY" }, "UNSET SCALING_POLICY"],
    [{ autoResume: false }, "UNSET AUTO_RESUME"],
    [{ resourceMonitor: "M" }, "UNSET RESOURCE_MONITOR"],
    [{ comment: "c" }, "UNSET COMMENT"],
    [{ enableQueryAcceleration: true }, "UNSET ENABLE_QUERY_ACCELERATION"],
    [{ queryAccelerationMaxScaleFactor: 3 }, "UNSET QUERY_ACCELERATION_MAX_SCALE_FACTOR"],
    [{ maxQueryPerformanceLevel: "SMALL" }, "UNSET MAX_QUERY_PERFORMANCE_LEVEL", adaptive],
    [{ queryThroughputMultiplier: 3 }, "UNSET QUERY_THROUGHPUT_MULTIPLIER", adaptive],
    [{ maxConcurrencyLevel: 3 }, "UNSET MAX_CONCURRENCY_LEVEL"],
    [{ statementQueuedTimeoutInSeconds: 3 }, "UNSET STATEMENT_QUEUED_TIMEOUT_IN_SECONDS"],
    [{ statementTimeoutInSeconds: 3 }, "UNSET STATEMENT_TIMEOUT_IN_SECONDS"],
    [{ fallbackWarehouse: "W" }, "UNSET FALLBACK_WAREHOUSE", interactive],
    [{ tables: ["A.B.C"] }, "DROP TABLES (A.B.C)", interactive],
    [{ tags: { "A.B.C": "1" } }, "UNSET TAG A.B.C"],
  ])("%o any more goes back by %s", (before, clause, beside = {}) => {
    expect(edited(warehouse, { ...beside, ...before }, beside)).toEqual([`ALTER WAREHOUSE LOADING ${clause}`]);
  });
});

describe("a warehouse is refused with", () => {
  test.each<[Record<string, unknown>, string, string]>([
    [{ warehouseSize: "HUGE" }, "warehouseSize", "XSMALL, SMALL, MEDIUM"],
    [{ minClusterCount: 3 }, "minClusterCount", "3 is above maxClusterCount 1, its default;"],
    [{ minClusterCount: 3, maxClusterCount: 2 }, "minClusterCount", "3 is above maxClusterCount 2"],
    [{ maxClusterCount: 11, warehouseSize: "X6LARGE" }, "maxClusterCount", "11 is above 10"],
    [{ maxClusterCount: 161, warehouseSize: "LARGE" }, "maxClusterCount", "161 is above 160"],
    [{ maxClusterCount: 301 }, "maxClusterCount", "at most 300"],
    [{ autoSuspend: -1 }, "autoSuspend", "at least 0"],
    [{ autoSuspend: 1.5 }, "autoSuspend", "a whole number is expected"],
    [{ autoSuspend: "60" }, "autoSuspend", '"60" is text; a number is expected'],
    [{ statementTimeoutInSeconds: 604_801 }, "statementTimeoutInSeconds", "at most 604800"],
    [{ queryAccelerationMaxScaleFactor: 101 }, "queryAccelerationMaxScaleFactor", "at most 100"],
    [{ ...adaptive, warehouseSize: "SMALL" }, "warehouseSize", "not for warehouses of type ADAPTIVE"],
    [{ maxQueryPerformanceLevel: "SMALL" }, "maxQueryPerformanceLevel", "for warehouses of type ADAPTIVE"],
    [{ ...adaptive, queryThroughputMultiplier: 1 }, "queryThroughputMultiplier", "use 0, or 2 and more"],
    [{ tables: ["A.B.C"] }, "tables", "for warehouses of type INTERACTIVE"],
    [{ ...interactive, tables: ["A.B"] }, "tables[0]", "has 2 of the 3 parts"],
    [{ ...interactive, autoSuspend: 60 }, "autoSuspend", "below 86400 seconds"],
    [{ ...interactive, warehouseSize: "X5LARGE" }, "warehouseSize", "not offered for INTERACTIVE"],
    [{ ...snowpark, generation: "2" }, "generation", "for STANDARD warehouses"],
    [{ resourceConstraint: "MEMORY_1X" }, "resourceConstraint", "does not go with warehouseType STANDARD"],
    [{ resourceConstraint: "STANDARD_GEN_1", generation: "2" }, "resourceConstraint", "contradicts generation 2"],
    [{ ...snowpark, warehouseSize: "SMALL" }, "warehouseSize", "use MEDIUM or larger"],
    [{ ...snowpark, resourceConstraint: "MEMORY_64X" }, "warehouseSize", "use LARGE or larger"],
    [{ generation: "2", warehouseSize: "X5LARGE" }, "warehouseSize", "not offered in generation 2"],
    [{ resourceMonitor: "a-b" }, "resourceMonitor", "is not an identifier"],
    [{ tags: { COST: "1" } }, "tags.COST", 'needs its database and schema: "DB.SCHEMA.COST"'],
    [{ tags: { "A.B.C": "x".repeat(257) } }, "tags.A.B.C", "at most 256"],
    [{ comment: "a\u0000b" }, "comment", "NUL character"],
  ])("%o", (written, path, words) => {
    const problems = problemsOf(warehouse, written);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(words);
  });
});
