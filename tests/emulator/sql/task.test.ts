import { beforeEach, describe, expect, test } from "vitest";
import { Account } from "./account";

let account: Account;

beforeEach(() => {
  account = new Account();
  account.run("CREATE DATABASE D", "CREATE SCHEMA D.S", "CREATE WAREHOUSE W");
});

const shown = (name: string) => account.row(`SHOW TASKS LIKE '${name}' IN SCHEMA D.S`);

describe("CREATE TASK", () => {
  test("makes a suspended task with the body as it was written", () => {
    expect(account.run("CREATE TASK T SCHEDULE = '5 MINUTES' AS SELECT 1")).toBe("Task T successfully created.");
    expect(shown("T")).toMatchObject({
      name: "T",
      database_name: "D",
      schema_name: "S",
      owner: "ACCOUNTADMIN",
      comment: "",
      warehouse: null,
      schedule: "5 MINUTES",
      target_completion_interval: null,
      predecessors: "[]",
      state: "suspended",
      definition: "SELECT 1",
      condition: null,
      allow_overlapping_execution: "false",
      error_integration: "null",
      last_committed_on: null,
      last_suspended_on: null,
      config: null,
      task_relations: '{"Predecessors":[]}',
      last_suspended_reason: null,
      execute_as_user: null,
      overlap_policy: "NO_OVERLAP",
    });
  });

  test.each([
    ["SELECT  'a;b' -- why\n  FROM t", "SELECT  'a;b' -- why\n  FROM t"],
    ["\n  CALL p($$ x; y $$);", "CALL p($$ x; y $$)"],
    ["/* first */ SELECT ';'", "/* first */ SELECT ';'"],
    ["SELECT v:a, :x, x::INT FROM t WHERE b = ?", "SELECT v:a, :x, x::INT FROM t WHERE b = ?"],
    ["COPY INTO t FROM (SELECT $1, s.$2 FROM @stage s)", "COPY INTO t FROM (SELECT $1, s.$2 FROM @stage s)"],
    ["SHOW TASKS ->> SELECT * FROM $1", "SHOW TASKS ->> SELECT * FROM $1"],
    ["BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;", "BEGIN\n  SELECT 1;\n  SELECT 2;\nEND"],
    ["DECLARE x FLOAT; y FLOAT; BEGIN x := 3; RETURN x; END", "DECLARE x FLOAT; y FLOAT; BEGIN x := 3; RETURN x; END"],
    [
      "BEGIN IF (TRUE) THEN SELECT CASE WHEN 1=1 THEN 2 END; END IF; BEGIN TRANSACTION; COMMIT; END",
      "BEGIN IF (TRUE) THEN SELECT CASE WHEN 1=1 THEN 2 END; END IF; BEGIN TRANSACTION; COMMIT; END",
    ],
    [
      "WITH f AS PROCEDURE () RETURNS STRING LANGUAGE PYTHON AS $$\ndef f():\n  pass\n$$ CALL f()",
      "WITH f AS PROCEDURE () RETURNS STRING LANGUAGE PYTHON AS $$\ndef f():\n  pass\n$$ CALL f()",
    ],
  ])("keeps the body %j", (written, kept) => {
    account.run(`CREATE TASK T AS ${written}`);
    expect(shown("T")["definition"]).toBe(kept);
  });
});

test("a text of several statements is cut around the blocks of bodies", () => {
  const statements = [
    "CREATE TASK A AS BEGIN SELECT 1; CASE (1) WHEN 1 THEN SELECT 2; END CASE; END",
    "ALTER TASK A MODIFY AS DECLARE x INT; BEGIN IF (TRUE) THEN RETURN 1; END IF; END",
    "BEGIN",
    "COMMIT",
    "SELECT 1 AS begin",
    "SELECT 2",
  ];
  expect(account.engine.split(`${statements.join(";\n")};`)).toEqual(statements);
});

describe("CREATE TASK with options", () => {
  test("takes every option, tags, contacts and session parameters", () => {
    account.run("CREATE TAG D.S.COST", "CREATE USER BOB");
    account.run(
      `CREATE TASK D.S.T WITH TAG (D.S.COST = 'low') WITH CONTACT (STEWARD = D.S.C) WAREHOUSE = 'w'
        SCHEDULE = 'using cron 0 9 * * MON-FRI Europe/berlin' CONFIG = $$ {"a": 1} $$ OVERLAP_POLICY = ALLOW_ALL_OVERLAP
        JSON_INDENT = 10, LOCK_TIMEOUT = 5 USER_TASK_TIMEOUT_MS = 0 SUSPEND_TASK_AFTER_NUM_FAILURES = 3
        ERROR_INTEGRATION = ERR SUCCESS_INTEGRATION = 'OK' LOG_LEVEL = 'INFO' COMMENT = 'it''s'
        TASK_AUTO_RETRY_ATTEMPTS = 2 USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS = 15
        EXECUTE AS USER BOB
        WHEN SYSTEM$STREAM_HAS_DATA('S1')  OR NOT SYSTEM$GET_PREDECESSOR_RETURN_VALUE('X')::BOOLEAN
        AS SELECT 1`,
    );
    expect(shown("T")).toMatchObject({
      warehouse: "W",
      schedule: "using cron 0 9 * * MON-FRI Europe/berlin",
      config: ' {"a": 1} ',
      overlap_policy: "ALLOW_ALL_OVERLAP",
      allow_overlapping_execution: "true",
      error_integration: "ERR",
      success_integration: "OK",
      comment: "it's",
      execute_as_user: "BOB",
      condition: "SYSTEM$STREAM_HAS_DATA('S1')  OR NOT SYSTEM$GET_PREDECESSOR_RETURN_VALUE('X')::BOOLEAN",
      definition: "SELECT 1",
    });
    expect(account.parameter("JSON_INDENT", "TASK D.S.T")).toMatchObject({ value: "10", level: "TASK" });
    expect(account.parameter("LOG_LEVEL", "TASK D.S.T")).toMatchObject({ value: "INFO", level: "TASK" });
    expect(account.value("SELECT SYSTEM$GET_TAG('D.S.COST', 'D.S.T', 'TASK')")).toBe("low");
  });

  test.each([
    ["USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE", "Medium"],
    ["SERVERLESS_TASK_MIN_STATEMENT_SIZE", "XSMALL"],
    ["SERVERLESS_TASK_MAX_STATEMENT_SIZE", "X2Large"],
    ["USER_TASK_TIMEOUT_MS", "3600000"],
    ["SUSPEND_TASK_AFTER_NUM_FAILURES", "10"],
    ["TASK_AUTO_RETRY_ATTEMPTS", "0"],
    ["USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS", "30"],
    ["LOG_LEVEL", "OFF"],
    ["TIMEZONE", "America/Los_Angeles"],
  ])("has %s = %s unless its schema says otherwise", (name, value) => {
    account.run("CREATE TASK T AS SELECT 1");
    expect(account.parameter(name, "TASK T")).toMatchObject({ value, default: value, level: "" });
    expect(account.row(`SHOW PARAMETERS LIKE '${name}' FOR TASK T`)["value"]).toBe(value);
  });

  test("takes any parameter of a session", () => {
    account.run("CREATE TASK T AS SELECT 1");
    account.run("ALTER TASK T SET TIMEZONE = 'America/Los_Angeles', CLIENT_TIMESTAMP_TYPE_MAPPING = TIMESTAMP_NTZ");
    expect(account.parameter("CLIENT_TIMESTAMP_TYPE_MAPPING", "TASK T")).toMatchObject({
      ...{ value: "TIMESTAMP_NTZ", default: "TIMESTAMP_LTZ", level: "TASK" },
    });
    const names = (holder: string) => account.rows(`SHOW PARAMETERS ${holder}`).map((row) => row["key"]);
    expect(names("IN TASK T")).toEqual(expect.arrayContaining(names("IN SESSION")));
  });

  test("inherits parameters from schema and account", () => {
    account.run("ALTER SCHEMA D.S SET USER_TASK_TIMEOUT_MS = 5", "ALTER ACCOUNT SET JSON_INDENT = 4");
    account.run("CREATE TASK T AS SELECT 1");
    expect(account.parameter("USER_TASK_TIMEOUT_MS", "TASK T")).toMatchObject({ value: "5", level: "SCHEMA" });
    expect(account.parameter("JSON_INDENT", "TASK T")).toMatchObject({ value: "4", level: "ACCOUNT" });
  });

  test.each([
    ["SCHEDULE = '5 DAYS' AS SELECT 1", "091400", "is not a valid schedule"],
    ["SCHEDULE = '9 SECONDS' AS SELECT 1", "091400", "is not a valid schedule"],
    ["SCHEDULE = 'USING CRON 0 0 * * 7 UTC' AS SELECT 1", "091400", "is not a valid schedule"],
    ["SCHEDULE = 'USING CRON 0 0 * * * PST' AS SELECT 1", "091400", '"PST" is not a recognized time zone'],
    ["CONFIG = '[1]' AS SELECT 1", "091400", "Invalid config."],
    ["CONFIG = 'x' AS SELECT 1", "091400", "Invalid config."],
    ["WAREHOUSE = NOPE AS SELECT 1", "091400", "Nonexistent warehouse NOPE was specified."],
    ["WAREHOUSE = W TARGET_COMPLETION_INTERVAL = '10 M' AS SELECT 1", "091857", "only allowed for serverless Tasks"],
    [
      "WAREHOUSE = W USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'SMALL' AS SELECT 1",
      "091400",
      "Cannot set USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE on a non-serverless task.",
    ],
    [
      "SERVERLESS_TASK_MIN_STATEMENT_SIZE = LARGE SERVERLESS_TASK_MAX_STATEMENT_SIZE = SMALL AS SELECT 1",
      "091400",
      "SERVERLESS_TASK_MIN_STATEMENT_SIZE (LARGE) cannot be greater than SERVERLESS_TASK_MAX_STATEMENT_SIZE (SMALL).",
    ],
    ["TARGET_COMPLETION_INTERVAL = '2 DAYS' AS SELECT 1", "001422", "TARGET_COMPLETION_INTERVAL"],
    ["TARGET_COMPLETION_INTERVAL = '25 HOURS' AS SELECT 1", "001422", "TARGET_COMPLETION_INTERVAL"],
    ["USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = X4LARGE AS SELECT 1", "001008", "X4LARGE"],
    ["USER_TASK_TIMEOUT_MS = 604800001 AS SELECT 1", "001008", "604800001"],
    ["TASK_AUTO_RETRY_ATTEMPTS = 31 AS SELECT 1", "001008", "31"],
    ["AUTOCOMMIT = FALSE AS SELECT 1", "091400", "AUTOCOMMIT = false is not supported with Tasks"],
    ["SEARCH_PATH = 'X' AS SELECT 1", "091400", "SEARCH_PATH is not supported with Tasks"],
    [
      "OVERLAP_POLICY = NO_OVERLAP ALLOW_OVERLAPPING_EXECUTION = TRUE AS SELECT 1",
      "091400",
      "to different values in the same command",
    ],
    ["EXECUTE AS USER NOBODY AS SELECT 1", "002003", "User 'NOBODY' does not exist"],
    ["WHEN PARSE_JSON('1') = 1 AS SELECT 1", "091400", "Invalid expression for task condition."],
    ["WHEN x = 1 AS SELECT 1", "091400", "Invalid expression for task condition."],
    ["WHEN SYSTEM$STREAM_HAS_DATA( AS SELECT 1", "001003", "syntax error"],
    ["", "001003", "unexpected '<EOF>'"],
    ["AS", "001003", "unexpected '<EOF>'"],
    ["AS $$ SELECT 1 $$", "001003", "syntax error"],
    ["AFTER R WAREHOUSE = W AS SELECT 1", "001003", "unexpected 'WAREHOUSE'"],
    ["NOPE = 1 AS SELECT 1", "001003", "unexpected 'NOPE'"],
  ])("refuses %s", (rest, code, text) => {
    const error = account.error(`CREATE TASK T ${rest}`);
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
    expect(account.rows("SHOW TASKS")).toEqual([]);
  });

  test.each([
    ["TRUE", "ALLOW_CHILD_OVERLAP", "true"],
    ["FALSE", "NO_OVERLAP", "false"],
  ])("reads ALLOW_OVERLAPPING_EXECUTION = %s as %s", (written, policy, allows) => {
    account.run(`CREATE TASK T ALLOW_OVERLAPPING_EXECUTION = ${written} AS SELECT 1`);
    expect(shown("T")).toMatchObject({ overlap_policy: policy, allow_overlapping_execution: allows });
  });

  test("replaces: another id, suspended again", () => {
    account.run("CREATE TASK T SCHEDULE = '1 M' AS SELECT 1", "ALTER TASK T RESUME");
    const { id } = shown("T");
    expect(account.error("CREATE TASK T AS SELECT 2").code).toBe("002002");
    account.run("CREATE TASK IF NOT EXISTS T AS SELECT 2");
    expect(shown("T")["definition"]).toBe("SELECT 1");
    account.run("CREATE OR REPLACE TASK T SCHEDULE = '1 M' AS SELECT 2");
    expect(shown("T")).toMatchObject({ definition: "SELECT 2", state: "suspended", last_suspended_reason: null });
    expect(shown("T")["id"]).not.toBe(id);
    expect(account.error("CREATE OR REPLACE TASK IF NOT EXISTS T AS SELECT 3").code).toBe("001430");
  });

  test("OR ALTER sets what it names, takes out the rest, and keeps id and tags", () => {
    account.run("CREATE TAG D.S.COST");
    account.run(
      `CREATE TASK T WITH TAG (D.S.COST = 'low') SCHEDULE = '1 M' COMMENT = 'c' CONFIG = '{}' JSON_INDENT = 3
        WHEN SYSTEM$STREAM_HAS_DATA('S1') AS SELECT 1`,
    );
    const { id, created_on } = shown("T");
    account.run("CREATE OR ALTER TASK T WAREHOUSE = W USER_TASK_TIMEOUT_MS = 7 AS SELECT 2");
    expect(shown("T")).toMatchObject({
      ...{ id, created_on, warehouse: "W", schedule: null, comment: "", config: null, condition: null },
      definition: "SELECT 2",
    });
    expect(account.parameter("JSON_INDENT", "TASK T")["level"]).toBe("");
    expect(account.parameter("USER_TASK_TIMEOUT_MS", "TASK T")["value"]).toBe("7");
    expect(account.value("SELECT SYSTEM$GET_TAG('D.S.COST', 'D.S.T', 'TASK')")).toBe("low");
    account.run("CREATE OR ALTER TASK T SCHEDULE = '1 M' AS SELECT 2", "ALTER TASK T RESUME");
    expect(account.error("CREATE OR ALTER TASK T SCHEDULE = '2 M' AS SELECT 2").code).toBe("091421");
    expect(account.error("CREATE OR ALTER TASK N LOG_LEVEL = 'INFO' AS SELECT 2").code).toBe("000002");
    account.run("CREATE OR ALTER TASK N AS SELECT 5");
    expect(shown("N")["definition"]).toBe("SELECT 5");
  });

  test("clones a child only while its root is suspended", () => {
    account.run("CREATE TASK R SCHEDULE = '1 M' AS SELECT 1", "CREATE TASK C AFTER R AS SELECT 1");
    account.run("ALTER TASK R RESUME");
    expect(account.error("CREATE TASK C2 CLONE C").code).toBe("091421");
    account.run("ALTER TASK R SUSPEND", "CREATE TASK C2 CLONE C COMMENT = 'copy'");
    expect(shown("C2")).toMatchObject({ comment: "copy", predecessors: '[\n  "D.S.R"\n]', definition: "SELECT 1" });
  });

  test("clones: all properties but state, past and id", () => {
    account.run("CREATE ROLE R", "CREATE TAG D.S.COST");
    account.run(
      `CREATE TASK T WITH TAG (D.S.COST = 'low') WAREHOUSE = W SCHEDULE = '1 M' COMMENT = 'c' CONFIG = '{}' JSON_INDENT = 3
        WHEN SYSTEM$STREAM_HAS_DATA('S1') AS SELECT 1`,
      "GRANT MONITOR ON TASK T TO ROLE R",
      "ALTER TASK T RESUME",
      "CREATE TASK C CLONE T COPY GRANTS",
    );
    const { id, created_on, state, last_committed_on, ...rest } = shown("T");
    expect(shown("C")).toMatchObject({ ...rest, name: "C", state: "suspended", last_committed_on: null });
    expect([state, last_committed_on]).toEqual(["started", expect.any(String)]);
    expect(shown("C")["id"]).not.toBe(id);
    expect(shown("C")["created_on"]).not.toBe(created_on);
    expect(account.parameter("JSON_INDENT", "TASK C")["value"]).toBe("3");
    expect(account.value("SELECT SYSTEM$GET_TAG('D.S.COST', 'D.S.C', 'TASK')")).toBe("low");
    expect(account.names("SHOW GRANTS ON TASK C")).toHaveLength(2);
  });
});

describe("ALTER TASK", () => {
  beforeEach(() => void account.run("CREATE TASK T SCHEDULE = '1 M' AS SELECT 1"));

  test("sets options parted by blanks or commas, and takes them out", () => {
    account.run(
      "ALTER TASK T SET SCHEDULE = '2 M', COMMENT = 'x' CONFIG = '{\"a\":1}', WAREHOUSE = W TIMEZONE = 'UTC'",
    );
    expect(shown("T")).toMatchObject({ schedule: "2 M", comment: "x", config: '{"a":1}', warehouse: "W" });
    expect(account.parameter("TIMEZONE", "TASK T")).toMatchObject({ value: "UTC", level: "TASK" });
    account.run("ALTER TASK T UNSET SCHEDULE, COMMENT, CONFIG, WAREHOUSE, TIMEZONE");
    expect(shown("T")).toMatchObject({ schedule: null, comment: "", config: null, warehouse: null });
    expect(account.parameter("TIMEZONE", "TASK T")["level"]).toBe("");
  });

  test("changes body, condition and user", () => {
    account.run("CREATE USER BOB", "ALTER TASK T MODIFY AS BEGIN SELECT 1; SELECT 2; END");
    account.run(
      "ALTER TASK T MODIFY WHEN SYSTEM$STREAM_HAS_DATA('X') AND TRUE",
      "ALTER TASK T SET COMMENT = 'x' EXECUTE AS USER BOB",
    );
    expect(shown("T")).toMatchObject({
      definition: "BEGIN SELECT 1; SELECT 2; END",
      condition: "SYSTEM$STREAM_HAS_DATA('X') AND TRUE",
      execute_as_user: "BOB",
    });
    account.run("ALTER TASK T REMOVE WHEN", "ALTER TASK T UNSET COMMENT, EXECUTE AS USER");
    expect(shown("T")).toMatchObject({ condition: null, execute_as_user: null });
  });

  test("starts and stops", () => {
    account.run("ALTER TASK T RESUME", "ALTER TASK T RESUME");
    expect(shown("T")).toMatchObject({
      state: "started",
      last_committed_on: expect.any(String),
      last_suspended_on: null,
    });
    account.run("ALTER TASK T SUSPEND", "ALTER TASK T SUSPEND");
    expect(shown("T")).toMatchObject({ state: "suspended", last_suspended_reason: "USER_SUSPENDED" });
    expect(shown("T")["last_suspended_on"]).not.toBeNull();
  });

  test.each([
    "SET COMMENT = 'x'",
    "UNSET SCHEDULE",
    "MODIFY AS SELECT 2",
    "MODIFY WHEN TRUE",
    "REMOVE WHEN",
    "SET FINALIZE = R",
    "ADD AFTER R",
  ])("leaves a started task alone: %s", (action) => {
    account.run("CREATE TASK R SCHEDULE = '1 M' AS SELECT 1", "ALTER TASK T RESUME");
    const error = account.error(`ALTER TASK T ${action}`);
    expect([error.code, error.sqlState]).toEqual(["091421", "22000"]);
    expect(error.message).toBe("Unable to update graph with root task D.S.T since that root task is not suspended.");
  });

  test("a started task that stands alone may be dropped", () => {
    account.run("ALTER TASK T RESUME");
    expect(account.run("DROP TASK T")).toBe("T successfully dropped.");
    expect(account.run("DROP TASK IF EXISTS T")).toBe("Drop statement executed successfully (T already dropped).");
    expect(account.error("DROP TASK T").code).toBe("002003");
    expect(account.run("ALTER TASK IF EXISTS T RESUME")).toBe("Statement executed successfully.");
  });

  test.each([
    ["RENAME TO X", "001003"],
    ["SET FINALIZE = T", "091400"],
    ["UNSET NOPE", "001003"],
    ["SET SCHEDULE = 'often'", "091400"],
    ["SET CONTACT", "001003"],
    ["MODIFY AS", "001003"],
  ])("refuses %s", (action, code) => {
    expect(account.error(`ALTER TASK T ${action}`).code).toBe(code);
  });

  test("becomes serverless and back in the order that Snowflake wants", () => {
    account.run("ALTER TASK T SET WAREHOUSE = W");
    const size = "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE";
    expect(account.error(`ALTER TASK T SET ${size} = XSMALL`).message).toBe(
      `Cannot set ${size} on a non-serverless task.`,
    );
    expect(account.error("ALTER TASK T SET TARGET_COMPLETION_INTERVAL = '10 MINUTES'").code).toBe("091857");
    account.run("ALTER TASK T UNSET WAREHOUSE");
    account.run(`ALTER TASK T SET ${size} = XSMALL, TARGET_COMPLETION_INTERVAL = '10 MINUTES'`);
    expect(shown("T")).toMatchObject({ target_completion_interval: "10 MINUTES", scheduling_mode: "FLEXIBLE" });
    expect(account.error("ALTER TASK T SET WAREHOUSE = W").code).toBe("091857");
    account.run("ALTER TASK T UNSET TARGET_COMPLETION_INTERVAL", "ALTER TASK T SET WAREHOUSE = W");
    expect(shown("T")["warehouse"]).toBe("W");
  });

  test("keeps tags and contacts", () => {
    account.run("CREATE TAG D.S.COST", "ALTER TASK T SET TAG D.S.COST = 'high'");
    expect(account.value("SELECT SYSTEM$GET_TAG('D.S.COST', 'D.S.T', 'TASK')")).toBe("high");
    account.run("ALTER TASK T UNSET TAG D.S.COST", "ALTER TASK T SET CONTACT STEWARD = D.S.C");
    expect(account.value("SELECT SYSTEM$GET_TAG('D.S.COST', 'D.S.T', 'TASK')")).toBeNull();
    account.run("ALTER TASK T UNSET CONTACT STEWARD");
  });
});

describe("SHOW and DESCRIBE TASK", () => {
  beforeEach(() => {
    account.run("CREATE TASK A SCHEDULE = '1 M' AS SELECT 1", "CREATE TASK B AFTER A AS SELECT 1");
    account.run("CREATE TASK F FINALIZE = A AS SELECT 1", 'CREATE TASK "z.Z" AS SELECT 1');
  });

  test.each([
    ["SHOW TASKS", ["A", "B", "F", "z.Z"]],
    ["SHOW TASKS LIKE 'z%'", ["z.Z"]],
    ["SHOW TASKS IN SCHEMA D.S STARTS WITH 'B'", ["B"]],
    ["SHOW TASKS IN ACCOUNT LIMIT 2 FROM 'A'", ["B", "F"]],
    ["SHOW TASKS IN DATABASE D ROOT ONLY", ["A", "z.Z"]],
    ["SHOW TASKS STARTS WITH 'A' ROOT ONLY LIMIT 1", ["A"]],
    ["SHOW TASKS IN SCHEMA D.PUBLIC", []],
  ])("%s lists %s", (statement, names) => {
    expect(account.names(statement)).toEqual(names);
  });

  test("TERSE leaves columns out", () => {
    expect(account.result("SHOW TERSE TASKS").columns.map(({ name }) => name)).toEqual([
      ...["created_on", "name", "kind", "database_name", "schema_name", "schedule"],
    ]);
    expect(account.row("SHOW TERSE TASKS LIKE 'A'")).toMatchObject({ kind: null, schedule: "1 M" });
  });

  test("DESCRIBE gives the same row", () => {
    expect(account.row("DESCRIBE TASK D.S.A")).toEqual(shown("A"));
    expect(account.row("DESC TASK B")["predecessors"]).toBe('[\n  "D.S.A"\n]');
    expect(account.error("DESC TASK NOPE").code).toBe("002003");
  });
});
