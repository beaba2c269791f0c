import { beforeEach, describe, expect, test } from "vitest";
import { Engine } from "../../../emulator/engine/engine";
import { hour, minute, ms, start, TaskAccount } from "./task-run-account";

let account: TaskAccount;
beforeEach(() => {
  account = new TaskAccount();
});

const names = (text: string) => text.trim().split(/\s+/);
const columns = (name: string) =>
  account.result(`SELECT * FROM TABLE(D.INFORMATION_SCHEMA.${name}())`).columns.map((column) => column.name);

const graphColumns = names(`ROOT_TASK_NAME DATABASE_NAME SCHEMA_NAME STATE SCHEDULED_FROM FIRST_ERROR_TASK_NAME
  FIRST_ERROR_CODE FIRST_ERROR_MESSAGE SCHEDULED_TIME QUERY_START_TIME NEXT_SCHEDULED_TIME`);
const lastGraphColumns = names(
  "ROOT_TASK_ID GRAPH_VERSION RUN_ID ATTEMPT_NUMBER CONFIG GRAPH_RUN_GROUP_ID BACKFILL_INFO",
);

test("the functions have the columns of Snowflake's pages", () => {
  expect(columns("TASK_HISTORY")).toEqual(
    names(`QUERY_ID NAME DATABASE_NAME SCHEMA_NAME QUERY_TEXT CONDITION_TEXT STATE ERROR_CODE ERROR_MESSAGE
      SCHEDULED_TIME QUERY_START_TIME NEXT_SCHEDULED_TIME COMPLETED_TIME ROOT_TASK_ID GRAPH_VERSION RUN_ID RETURN_VALUE
      SCHEDULED_FROM ATTEMPT_NUMBER CONFIG QUERY_HASH QUERY_HASH_VERSION QUERY_PARAMETERIZED_HASH
      QUERY_PARAMETERIZED_HASH_VERSION GRAPH_RUN_GROUP_ID BACKFILL_INFO SPCS_JOB_ID`),
  );
  expect(columns("CURRENT_TASK_GRAPHS")).toEqual([...graphColumns, ...lastGraphColumns]);
  expect(columns("COMPLETE_TASK_GRAPHS")).toEqual([...graphColumns, "COMPLETED_TIME", ...lastGraphColumns]);
});

describe("TASK_HISTORY", () => {
  beforeEach(() => {
    account.root("R", "SCHEDULE = '10 MINUTES'", "CALL SYSTEM$SET_RETURN_VALUE('x')");
    account.child("C", "R", { body: "SELECT * FROM NONE" });
    account.run("ALTER TASK R RESUME");
    account.engine.advance(25 * minute);
  });

  test("shows the newest first, and the run to come before all", () => {
    const rows = account.rows("SELECT NAME, STATE FROM TABLE(D.INFORMATION_SCHEMA.TASK_HISTORY())");
    expect(rows.map((row) => Object.values(row).join(" "))).toEqual([
      "R SCHEDULED",
      "C FAILED",
      "R SUCCEEDED",
      "C FAILED",
      "R SUCCEEDED",
    ]);
  });

  test("tells of a run what there is to know", () => {
    const { id } = account.row("SHOW TASKS LIKE 'R'");
    const [row] = account.history("*", "TASK_NAME => 'r'");
    expect(row).toMatchObject({
      NAME: "R",
      DATABASE_NAME: "D",
      SCHEMA_NAME: "PUBLIC",
      QUERY_TEXT: "CALL SYSTEM$SET_RETURN_VALUE('x')",
      CONDITION_TEXT: null,
      STATE: "SUCCEEDED",
      ERROR_CODE: null,
      ERROR_MESSAGE: null,
      ROOT_TASK_ID: id,
      GRAPH_VERSION: "1",
      RETURN_VALUE: "x",
      SCHEDULED_FROM: "SCHEDULE",
      ATTEMPT_NUMBER: "1",
      CONFIG: null,
    });
    expect(row?.["QUERY_ID"]).toMatch(/^01[0-9a-f-]{34}$/);
    expect(ms(row?.["SCHEDULED_TIME"])).toBe(Number(row?.["RUN_ID"]));
    expect(ms(row?.["NEXT_SCHEDULED_TIME"]) - ms(row?.["SCHEDULED_TIME"])).toBe(10 * minute);
    expect(ms(row?.["QUERY_START_TIME"])).toBeGreaterThanOrEqual(ms(row?.["SCHEDULED_TIME"]));
    expect(ms(row?.["COMPLETED_TIME"])).toBeGreaterThan(ms(row?.["QUERY_START_TIME"]));
  });

  test.each([
    ["TASK_NAME => 'c'", ["C FAILED", "C FAILED"]],
    ["RESULT_LIMIT => 2", ["C FAILED", "R SCHEDULED"]],
    ["ERROR_ONLY => TRUE", ["C FAILED", "C FAILED"]],
    ["DATABASE_NAME => 'd', SCHEMA_NAME => 'public', TASK_NAME => 'C'", ["C FAILED", "C FAILED"]],
    [`DATABASE_NAME => '"d"'`, []],
    ["SCHEDULED_TIME_RANGE_START => DATEADD('minute', -10, CURRENT_TIMESTAMP()), TASK_NAME => 'C'", ["C FAILED"]],
    [
      "SCHEDULED_TIME_RANGE_START => '2030-01-01 00:09:00'::TIMESTAMP_LTZ, SCHEDULED_TIME_RANGE_END => '2030-01-01 00:12:00'::TIMESTAMP_LTZ",
      ["R SUCCEEDED", "C FAILED"],
    ],
    ["ROOT_TASK_ID => 'none'", []],
  ])("takes %s", (args, states) => {
    expect(account.states(args)).toEqual(states);
  });

  test.each([
    ["RESULT_LIMIT => 0", "001008"],
    ["RESULT_LIMIT => 10001", "001008"],
    ["SCHEMA_NAME => 'PUBLIC'", "000002"],
    ["SCHEDULED_TIME_RANGE_START => DATEADD('day', -8, CURRENT_TIMESTAMP())", "000002"],
    ["NAME => 'R'", "000904"],
  ])("refuses %s", (args, code) => {
    expect(account.error(`SELECT * FROM TABLE(D.INFORMATION_SCHEMA.TASK_HISTORY(${args}))`).code).toBe(code);
  });

  test("can be asked with conditions, orders and limits", () => {
    const history = "TABLE(D.INFORMATION_SCHEMA.TASK_HISTORY())";
    expect(account.value(`SELECT COUNT(*) FROM ${history} WHERE STATE = 'FAILED' AND QUERY_ID IS NOT NULL`)).toBe("2");
    expect(
      account.rows(`SELECT NAME FROM ${history} WHERE NAME IN ('R') ORDER BY SCHEDULED_TIME DESC LIMIT 1`),
    ).toEqual([{ NAME: "R" }]);
    expect(account.value(`SELECT RETURN_VALUE FROM ${history} AS H WHERE H.RETURN_VALUE IS NOT NULL LIMIT 1`)).toBe(
      "x",
    );
  });

  test("shows a role what it may see of a task", () => {
    account.run("CREATE ROLE R1", "GRANT ROLE R1 TO USER ANN", "GRANT USAGE ON DATABASE D TO ROLE R1");
    account.run("GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R1", "GRANT USAGE ON WAREHOUSE W TO ROLE R1");
    account.run("USE ROLE R1", "USE SECONDARY ROLES NONE");
    expect(account.states()).toEqual([]);
    account.run("USE ROLE ACCOUNTADMIN", "GRANT MONITOR ON TASK R TO ROLE R1", "USE ROLE R1");
    expect(account.states()).toEqual(["R SUCCEEDED", "R SUCCEEDED", "R SCHEDULED"]);
    account.run("USE ROLE ACCOUNTADMIN", "GRANT MONITOR EXECUTION ON ACCOUNT TO ROLE R1", "USE ROLE R1");
    expect(account.states("TASK_NAME => 'C'")).toEqual(["C FAILED", "C FAILED"]);
  });

  test("is in the database SNOWFLAKE too", () => {
    expect(account.value("SELECT COUNT(*) FROM TABLE(SNOWFLAKE.INFORMATION_SCHEMA.TASK_HISTORY())")).toBe("5");
  });

  test("forgets what is older than seven days", () => {
    account.run("ALTER TASK R SUSPEND");
    account.engine.advance(7 * 24 * hour);
    expect(account.states()).toEqual([]);
  });
});

describe("the runs of graphs", () => {
  test("to come and under way are in CURRENT_TASK_GRAPHS, those of the last hour in COMPLETE_TASK_GRAPHS", () => {
    account.root("DAILY", "SCHEDULE = 'USING CRON 0 9 * * * UTC'");
    account.root("LONG", "", "CALL SYSTEM$WAIT(5)");
    account.root("YEARLY", "SCHEDULE = 'USING CRON 0 9 1 12 * UTC'");
    account.run("ALTER TASK DAILY RESUME", "ALTER TASK YEARLY RESUME", "EXECUTE TASK LONG");
    expect(account.current()).toEqual([
      { ROOT_TASK_NAME: "DAILY", STATE: "SCHEDULED", SCHEDULED_FROM: "SCHEDULE" },
      { ROOT_TASK_NAME: "LONG", STATE: "EXECUTING", SCHEDULED_FROM: "EXECUTE_TASK" },
    ]);
    expect(account.current("STATE", "ROOT_TASK_NAME => 'long', RESULT_LIMIT => 1")).toEqual([{ STATE: "EXECUTING" }]);
    expect(account.graphs()).toEqual([]);
    account.engine.advance(6_000);
    expect(account.graphs("*")).toEqual([
      expect.objectContaining({ ROOT_TASK_NAME: "LONG", STATE: "SUCCEEDED", FIRST_ERROR_CODE: null }),
    ]);
    account.engine.advance(hour);
    expect(account.graphs()).toEqual([]);
  });

  test("that failed are all that ERROR_ONLY leaves", () => {
    account.root("GOOD");
    account.root("BAD", "", "SELECT * FROM NONE");
    account.run("EXECUTE TASK GOOD", "EXECUTE TASK BAD");
    expect(account.graphs("ROOT_TASK_NAME")).toEqual([{ ROOT_TASK_NAME: "BAD" }, { ROOT_TASK_NAME: "GOOD" }]);
    expect(account.graphs("ROOT_TASK_NAME", "ERROR_ONLY => TRUE")).toEqual([{ ROOT_TASK_NAME: "BAD" }]);
  });

  test("are numbered by the version of the graph, which changes only with its tasks", () => {
    account.root("R", "SCHEDULE = '1 HOUR'");
    expect(account.row("SHOW TASKS")["last_committed_on"]).toBeNull();
    account.run("ALTER TASK R RESUME", "ALTER TASK R SUSPEND", "EXECUTE TASK R");
    expect(account.row("SHOW TASKS")["last_committed_on"]).not.toBeNull();
    account.run("ALTER TASK R SET CONFIG = '{}'", "ALTER TASK R SET SCHEDULE = '2 HOURS'", "EXECUTE TASK R");
    account.run("CREATE OR REPLACE TASK R AS SELECT 1", "EXECUTE TASK R");
    expect(account.history("GRAPH_VERSION").map((row) => row["GRAPH_VERSION"])).toEqual(["1", "2", "1"]);
  });
});

describe("a saved account", () => {
  const restarted = (time: Date) => {
    const saved = JSON.parse(JSON.stringify(account.engine.save()));
    const engine = new Engine({ organization: "acme", account: "main", now: () => time });
    engine.load(saved);
    account = Object.assign(Object.create(TaskAccount.prototype), account, {
      engine,
      session: engine.openSession({ user: "ann", database: "D", warehouse: "W" }),
    });
  };

  test("keeps its history, its plans and what is under way", () => {
    account.root("R", "SCHEDULE = '10 MINUTES'", "CALL SYSTEM$WAIT(5, 'MINUTES')");
    account.child("C", "R");
    account.run("ALTER TASK R RESUME");
    account.engine.advance(12 * minute);
    account.engine.setStream("D.PUBLIC.S", true);
    restarted(start);
    expect(account.states()).toEqual(["R EXECUTING"]);
    expect(account.value("SELECT SYSTEM$STREAM_HAS_DATA('S')")).toBe("1");
    account.engine.advance(5 * minute);
    expect(account.states()).toEqual(["R SUCCEEDED", "C SUCCEEDED", "R SCHEDULED"]);
    account.engine.advance(10 * minute);
    expect(account.log()).toEqual(["C", "C"]);
  });

  test("does not make up for the time in which it was not running", () => {
    account.root("R", "SCHEDULE = '10 MINUTES'");
    account.run("ALTER TASK R RESUME");
    restarted(new Date(start.getTime() + 25 * minute));
    expect(account.log()).toEqual([]);
    account.engine.advance(10 * minute);
    expect(account.log()).toEqual(["R"]);
    const [run] = account.history("SCHEDULED_TIME");
    expect(Math.floor((ms(run?.["SCHEDULED_TIME"]) - start.getTime()) / minute)).toBe(30);
  });
});
