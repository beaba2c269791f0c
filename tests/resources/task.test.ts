import { describe, expect, test } from "vitest";
import { unknownValue } from "../../provider/resource/unknown";
import { task } from "../../provider/resources";
import { checked, created, edited, planned, problemsOf } from "./plans";

const NAME = "SCRATCH.PUBLIC.LOADING";
const body = { definition: "SELECT 1" };

describe("a task is created from", () => {
  test.each<[object, string]>([
    [{}, "AS SELECT 1"],
    [{ warehouse: "wh", schedule: { minutes: 5 } }, "WAREHOUSE = WH SCHEDULE = '5 MINUTES' AS SELECT 1"],
    [
      { schedule: { cron: "0 9 * * MON-FRI", timezone: "Europe/Berlin" } },
      "SCHEDULE = 'USING CRON 0 9 * * 1-5 Europe/Berlin' AS SELECT 1",
    ],
    [
      { after: ["second", '"first one"'], when: "SYSTEM$STREAM_HAS_DATA('S')" },
      "AFTER SCRATCH.PUBLIC.\"first one\", SCRATCH.PUBLIC.SECOND WHEN SYSTEM$STREAM_HAS_DATA('S') AS SELECT 1",
    ],
    [{ finalize: "top" }, "FINALIZE = SCRATCH.PUBLIC.TOP AS SELECT 1"],
    [
      { config: { name: "it's", deep: { list: [1, null] } } },
      'CONFIG = \'{"name":"it\'\'s","deep":{"list":[1,null]}}\' AS SELECT 1',
    ],
    [
      { userTaskManagedInitialWarehouseSize: "x-small", targetCompletionInterval: { minutes: 2 } },
      "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'XSMALL' TARGET_COMPLETION_INTERVAL = '2 MINUTES' AS SELECT 1",
    ],
    [
      { sessionParameters: { timezone: "UTC", JSON_INDENT: 0 }, userTaskTimeoutMs: 0, comment: "it's" },
      "JSON_INDENT = 0, TIMEZONE = 'UTC' USER_TASK_TIMEOUT_MS = 0 COMMENT = 'it''s' AS SELECT 1",
    ],
    [{ executeAsUser: "loader", after: "a" }, "AFTER SCRATCH.PUBLIC.A EXECUTE AS USER LOADER AS SELECT 1"],
    [{ definition: { call: "db.s.load", args: ["it's", 2] } }, "AS CALL DB.S.LOAD('it''s', 2)"],
  ])("%o", (written, clauses) => {
    expect(created(task, { ...body, ...written })).toEqual([`CREATE TASK ${NAME} ${clauses}`]);
  });

  test("started: it is resumed after its creation, because CREATE leaves it suspended", () => {
    expect(created(task, { ...body, schedule: "1 hour", started: true })).toEqual([
      `CREATE TASK ${NAME} SCHEDULE = '1 HOUR' AS SELECT 1`,
      `ALTER TASK ${NAME} RESUME`,
    ]);
    expect(created(task, { ...body, started: false })).toEqual([`CREATE TASK ${NAME} AS SELECT 1`]);
  });
});

describe("a change of a task sends, in this order,", () => {
  const root = {
    schedule: "5 minutes",
    config: { a: 1 },
    overlapPolicy: "ALLOW_ALL_OVERLAP",
    taskAutoRetryAttempts: 2,
  };
  const rootSettings = "SCHEDULE, CONFIG, OVERLAP_POLICY, TASK_AUTO_RETRY_ATTEMPTS";
  test.each<[string, object, object, readonly string[]]>([
    [
      "the settings of a root away before it becomes a child",
      root,
      { after: "a" },
      [`UNSET ${rootSettings}`, "ADD AFTER SCRATCH.PUBLIC.A"],
    ],
    [
      "and before it becomes a finalizer",
      root,
      { finalize: "a" },
      [`UNSET ${rootSettings}`, "SET FINALIZE = SCRATCH.PUBLIC.A"],
    ],
    [
      "the predecessors of a child away before it is given a schedule",
      { after: ["a", "b"] },
      { schedule: "5 minutes" },
      ["REMOVE AFTER SCRATCH.PUBLIC.A, SCRATCH.PUBLIC.B", "SET SCHEDULE = '5 MINUTES'"],
    ],
    [
      "and before it becomes a finalizer",
      { after: "a" },
      { finalize: "b" },
      ["REMOVE AFTER SCRATCH.PUBLIC.A", "SET FINALIZE = SCRATCH.PUBLIC.B"],
    ],
    [
      "the root of a finalizer away before it becomes a child",
      { finalize: "b" },
      { after: "a" },
      ["UNSET FINALIZE", "ADD AFTER SCRATCH.PUBLIC.A"],
    ],
    [
      "and before it gets a schedule",
      { finalize: "b" },
      { schedule: "1 hour" },
      ["UNSET FINALIZE", "SET SCHEDULE = '1 HOUR'"],
    ],
    [
      "one root away before another",
      { finalize: "a" },
      { finalize: "b" },
      ["UNSET FINALIZE", "SET FINALIZE = SCRATCH.PUBLIC.B"],
    ],
    [
      "new predecessors before old ones go, so that it never is a root",
      { after: ["a", "b"] },
      { after: ["b", "c"] },
      ["ADD AFTER SCRATCH.PUBLIC.C", "REMOVE AFTER SCRATCH.PUBLIC.A"],
    ],
    [
      "its warehouse away before it becomes serverless",
      { warehouse: "wh", comment: "c" },
      { userTaskManagedInitialWarehouseSize: "SMALL", serverlessTaskMaxStatementSize: "LARGE" },
      [
        "UNSET COMMENT",
        "UNSET WAREHOUSE",
        "SET USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'SMALL' SERVERLESS_TASK_MAX_STATEMENT_SIZE = 'LARGE'",
      ],
    ],
    [
      "what only a serverless one has away before its warehouse, which comes alone",
      { serverlessTaskMinStatementSize: "SMALL", targetCompletionInterval: "1 hour" },
      { warehouse: "wh", comment: "c" },
      [
        "UNSET SERVERLESS_TASK_MIN_STATEMENT_SIZE, TARGET_COMPLETION_INTERVAL",
        "SET COMMENT = 'c'",
        "SET WAREHOUSE = WH",
      ],
    ],
    [
      "a condition and a body",
      { when: "TRUE" },
      { when: "FALSE", definition: "SELECT 2" },
      ["MODIFY WHEN FALSE", "MODIFY AS SELECT 2"],
    ],
    ["a condition that goes", { when: "TRUE" }, {}, ["REMOVE WHEN"]],
    [
      "parameters that go before those that come",
      { sessionParameters: { TIMEZONE: "UTC", JSON_INDENT: 0 } },
      { sessionParameters: { JSON_INDENT: 2, LOCK_TIMEOUT: 5 } },
      ["UNSET TIMEZONE", "SET JSON_INDENT = 2, LOCK_TIMEOUT = 5"],
    ],
  ])("%s", (_, before, after, statements) => {
    expect(edited(task, { ...body, ...before }, { ...body, ...after })).toEqual(
      statements.map((clause) => `ALTER TASK ${NAME} ${clause}`),
    );
  });
});

describe("a plan of a change tells what will be sent", () => {
  const plan = (before: object, after: object) =>
    planned(task, { ...body, ...before }, { ...body, ...after }).map(
      ({ statement, class: what, reason }) =>
        `${statement.text.replace(`ALTER TASK ${NAME} `, "")} · ${what} · ${reason}`,
    );

  test("of a root that runs: it stands still meanwhile", () => {
    const root = { schedule: "5 minutes", started: true };
    expect(plan(root, { ...root, comment: "c" })).toEqual([
      "SUSPEND · needs suspend · it stands still while it is changed",
      "SET COMMENT = 'c' · needs suspend · comment: default → \"c\"",
      "RESUME · needs suspend · it runs as before",
    ]);
  });

  test("of a root that is suspended: the change alone", () => {
    const root = { schedule: "5 minutes" };
    expect(plan(root, { ...root, comment: "c" })).toEqual([
      "SET COMMENT = 'c' · needs suspend · comment: default → \"c\"",
    ]);
  });

  test("of a root that is stopped or started, with nothing else or with more", () => {
    const on = { schedule: "5 minutes", started: true };
    const off = { ...on, started: false };
    expect(plan(on, off)).toEqual(["SUSPEND · needs suspend · started: true → false"]);
    expect(plan(off, on)).toEqual(["RESUME · needs suspend · started: false → true"]);
    expect(plan(on, { ...off, comment: "c" })).toEqual([
      "SUSPEND · needs suspend · it stands still while it is changed",
      "SET COMMENT = 'c' · needs suspend · comment: default → \"c\"",
    ]);
    expect(plan(off, { ...on, comment: "c" })).toEqual([
      "SET COMMENT = 'c' · needs suspend · comment: default → \"c\"",
      "RESUME · needs suspend · started: false → true",
    ]);
  });

  test("of a child that runs: only its root stands still, which the plan of the child cannot name", () => {
    const child = { after: "a", started: true };
    expect(plan(child, { ...child, comment: "c" })).toEqual([
      "SET COMMENT = 'c' · needs suspend · comment: default → \"c\"",
    ]);
  });

  test("of a child that becomes a root: it is suspended by that, and resumed", () => {
    expect(plan({ after: "a", started: true }, { schedule: "1 hour", started: true })).toEqual([
      expect.stringMatching(/^REMOVE AFTER/),
      expect.stringMatching(/^SET SCHEDULE/),
      "RESUME · needs suspend · it runs as before",
    ]);
  });

  test("of a finalizer that becomes a child: it is suspended by that, and resumed", () => {
    expect(plan({ finalize: "a", started: true }, { after: "a", started: true })).toEqual([
      expect.stringMatching(/^UNSET FINALIZE/),
      expect.stringMatching(/^ADD AFTER/),
      "RESUME · needs suspend · it runs as before",
    ]);
  });
});

describe("what Snowflake would refuse is said before anything is sent:", () => {
  test.each<[object, string, string]>([
    [
      { schedule: "5 minutes", after: "a" },
      "schedule",
      "cannot go together with after: only a root has it; set it on the root",
    ],
    [
      { schedule: "5 minutes", finalize: "a" },
      "schedule",
      "cannot go together with finalize: only a root has it; set it on the root",
    ],
    [
      { config: { a: 1 }, after: "a" },
      "config",
      "cannot go together with after: only a root has it; set it on the root",
    ],
    [
      { overlapPolicy: "NO_OVERLAP", after: "a" },
      "overlapPolicy",
      "cannot go together with after: only a root has it; set it on the root",
    ],
    [
      { taskAutoRetryAttempts: 1, finalize: "a" },
      "taskAutoRetryAttempts",
      "cannot go together with finalize: only a root has it; set it on the root",
    ],
    [
      { after: "a", finalize: "b" },
      "after",
      "cannot go together with finalize: a finalizer runs after all tasks of its graph by itself",
    ],
    [
      { warehouse: "wh", userTaskManagedInitialWarehouseSize: "SMALL" },
      "userTaskManagedInitialWarehouseSize",
      "cannot go together with warehouse: it is for serverless tasks; leave one of them out",
    ],
    [
      { warehouse: "wh", targetCompletionInterval: "1 hour" },
      "targetCompletionInterval",
      "cannot go together with warehouse: it is for serverless tasks; leave one of them out",
    ],
    [
      { serverlessTaskMinStatementSize: "LARGE", serverlessTaskMaxStatementSize: "SMALL" },
      "serverlessTaskMinStatementSize",
      "LARGE is larger than serverlessTaskMaxStatementSize, SMALL",
    ],
    [{ schedule: "5 seconds" }, "schedule", '"5 seconds" is too short; 10 seconds to 8 days are allowed'],
    [{ schedule: { days: 9 } }, "schedule", '{"days":9} is too long; 10 seconds to 8 days are allowed'],
    [{ schedule: { cron: "0 9 * * 7", timezone: "UTC" } }, "schedule.cron", "7"],
    [{ schedule: { cron: "0 25 * * *", timezone: "UTC" } }, "schedule.cron", "25"],
    [{ schedule: { cron: "0 9 * * *", timezone: "Mars/Base" } }, "schedule.timezone", "Mars/Base"],
    [{ config: "[1]" }, "config", '"[1]" is not a JSON object; write one like { table: "EVENTS", limit: 10 }'],
    [{ config: "{" }, "config", '"{" is not a JSON object; write one like { table: "EVENTS", limit: 10 }'],
    [
      { config: { n: 2 ** 60 } },
      "config",
      "holds the number 1152921504606847000, which is too large to be kept exactly; write it as text",
    ],
    [{ definition: "  \n" }, "definition", "empty"],
    [{ definition: " -- nothing\n" }, "definition", "empty"],
    [{ sessionParameters: { autocommit: false } }, "sessionParameters.AUTOCOMMIT", "cannot be false for a task"],
    [{ sessionParameters: { SEARCH_PATH: "X" } }, "sessionParameters.SEARCH_PATH", "cannot be set for a task"],
    [
      { sessionParameters: { USER_TASK_TIMEOUT_MS: 1 } },
      "sessionParameters.USER_TASK_TIMEOUT_MS",
      "has a property of its own; set userTaskTimeoutMs",
    ],
    [{ after: ["a", "loading"] }, "after", "LOADING is the task itself; leave it out"],
    [{ after: "scratch.public.loading" }, "after", "LOADING is the task itself; leave it out"],
    [{ after: "scratch.other.a" }, "after", "OTHER.A stands in another schema; all tasks of a graph stand in one"],
    [
      { finalize: "other.public.a" },
      "finalize",
      "OTHER.PUBLIC.A stands in another schema; all tasks of a graph stand in one",
    ],
    [{ finalize: "loading" }, "finalize", "LOADING is the task itself; name the root of its graph"],
    [
      { after: Array.from({ length: 101 }, (_, index) => `T${index}`) },
      "after",
      "names 101 tasks; a task runs after at most 100",
    ],
    [{ started: true }, "started", "give it a schedule, or a condition on a stream"],
    [{ userTaskTimeoutMs: 604_800_001 }, "userTaskTimeoutMs", "604800000"],
    [{ taskAutoRetryAttempts: 31 }, "taskAutoRetryAttempts", "30"],
  ])("%o", (written, path, message) => {
    const problems = problemsOf(task, { ...body, ...written });
    expect(problems.map((one) => one.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(message);
  });

  test("no definition", () => {
    expect(problemsOf(task, {})).toEqual([
      { path: "definition", message: "is missing: write the SQL that it runs, { call, args }, or { procedure }" },
    ]);
  });

  test("all of it at once", () => {
    const written = {
      schedule: { cron: "* * * *", timezone: "Nowhere" },
      warehouse: "wh",
      config: 7,
      userTaskTimeoutMs: -1,
      after: "a b",
      sessionParameters: { "no name": 1 },
    };
    expect(problemsOf(task, written).map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        "schedule.cron",
        "schedule.timezone",
        "config",
        "userTaskTimeoutMs",
        "after",
        "sessionParameters.NO NAME",
        "definition",
      ]),
    );
  });

  test("but nothing of what is not known yet", () => {
    const written = {
      after: unknownValue,
      schedule: { minutes: unknownValue },
      warehouse: unknownValue,
      targetCompletionInterval: "1 hour",
      config: { table: unknownValue },
      definition: { call: unknownValue },
    };
    expect(checked(task, written).problems).toEqual([]);
    expect(checked(task, { ...body, after: ["a", unknownValue] }).problems).toEqual([]);
  });
});
