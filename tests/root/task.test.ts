import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  callProcedure,
  InvalidArgumentError,
  inlineProcedure,
  ObjectExistsError,
  ObjectMissingError,
  raw,
  type SchemaReference,
  sql,
  type TaskReference,
  type TaskSpec,
} from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
let schema: SchemaReference;
let count = 0;

beforeAll(async () => {
  stage = await startRoot();
  await stage.root.warehouses.create({ name: "WH" });
  await stage.sql("CREATE DATABASE D", "USE WAREHOUSE WH");
  await stage.root.query(raw("USE WAREHOUSE WH"));
});
afterAll(() => stage.close());
beforeEach(async () => {
  schema = await stage.root.database("D").schemas.create({ name: `S${++count}` });
  stage.sent();
});

/** Statements that changed something since the last call, with `{S}` for the schema. */
function written(): string[] {
  const changes = stage.sent().filter((sql) => /^(CREATE|ALTER|DROP|EXECUTE|SELECT SYSTEM\$(?!GET_TAG))/.test(sql));
  return changes.map((one) => one.replaceAll(schema.qualifiedName, "{S}"));
}

async function states(): Promise<Record<string, unknown>> {
  return Object.fromEntries((await schema.tasks.list().toArray()).map(({ name, state }) => [name, state]));
}

/** A root that runs, and a child. */
async function running(): Promise<{ root: TaskReference; child: TaskReference }> {
  const root = await schema.tasks.create({
    name: "r",
    warehouse: "WH",
    schedule: { minutes: 10 },
    definition: "SELECT 1",
  });
  const child = await schema.tasks.create({
    name: "c",
    warehouse: "WH",
    after: root,
    definition: "SELECT 2",
    started: true,
  });
  await root.resume();
  stage.sent();
  return { root, child };
}

describe("a task", () => {
  const definitions: readonly (readonly [string, TaskSpec["definition"], string])[] = [
    ["SQL text", "SELECT 1;", "SELECT 1"],
    [
      "built SQL",
      sql`INSERT INTO ${{ qualifiedName: "D.PUBLIC.T" }} VALUES (${"it's"})`,
      "INSERT INTO D.PUBLIC.T VALUES ('it''s')",
    ],
    ["a call", callProcedure("load", ["EVENTS", 10, null]), "CALL LOAD('EVENTS', 10, NULL)"],
    [
      "a call by names",
      callProcedure("D.PUBLIC.LOAD", { b: { sql: "CURRENT_DATE()" }, a: null }),
      "CALL D.PUBLIC.LOAD(A => NULL, B => CURRENT_DATE())",
    ],
    [
      "a function",
      inlineProcedure({ body: (limit: number) => limit + 1, args: { limit: { type: "float", value: 2 } } }),
      "WITH TASK_BODY AS PROCEDURE (LIMIT FLOAT)\nRETURNS VARCHAR\nLANGUAGE JAVASCRIPT\nAS $$\nreturn ((limit) => limit + 1)(LIMIT);\n$$\nCALL TASK_BODY(2)",
    ],
    [
      "Python",
      inlineProcedure({
        language: "python",
        handler: "run",
        runtimeVersion: "3.12",
        packages: ["snowflake-snowpark-python"],
        body: "def run(session):\n  return 1",
      }),
      "WITH TASK_BODY AS PROCEDURE ()\nRETURNS VARCHAR\nLANGUAGE PYTHON\nRUNTIME_VERSION = '3.12'\nPACKAGES = ('snowflake-snowpark-python')\nHANDLER = 'run'\nAS $$\ndef run(session):\n  return 1\n$$\nCALL TASK_BODY()",
    ],
  ];

  test.each(definitions)("runs %s, which is the same the next time", async (_, definition, shown) => {
    const task = await schema.tasks.create({ name: "t", warehouse: "WH", definition });
    expect((await task.fetch()).definition).toBe(shown);
    written();
    expect(await task.createOrAlter({ definition, schedule: null })).toMatchObject({
      action: "unchanged",
      statements: [],
    });
    expect(written()).toEqual([]);
  });

  test("tells everything that SHOW TASKS does, and its specification goes round", async () => {
    const { root, child } = await running();
    await root.suspend();
    const details = await root.fetch();
    expect(details).toMatchObject({
      name: "R",
      qualifiedName: root.qualifiedName,
      state: "suspended",
      started: false,
      schedule: "10 MINUTES",
      lastSuspendedReason: "USER_SUSPENDED",
      taskRelations: { predecessors: [] },
      owner: "ACCOUNTADMIN",
    });
    expect(details.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(details.lastCommittedOn).toBeInstanceOf(Date);
    expect(details.lastSuspendedOn).toBeInstanceOf(Date);
    const below = await child.fetch();
    expect(below.taskRelations).toEqual({ predecessors: [root.qualifiedName] });
    expect(below.after).toEqual(["R"]);
    written();
    expect(await root.createOrAlter(details.toSpec())).toMatchObject({ action: "unchanged" });
    expect(await child.createOrAlter(below.toSpec())).toMatchObject({ action: "unchanged" });
    expect(written()).toEqual([]);
  });

  test("has every property, which a second time is unchanged and with null goes back", async () => {
    await stage.sql("CREATE TAG IF NOT EXISTS D.PUBLIC.T");
    const spec: Omit<TaskSpec, "name"> = {
      definition: "SELECT 1",
      schedule: { cron: "0 9 * * MON-FRI", timezone: "europe/berlin" },
      when: "1 = 1",
      config: { a: 1 },
      overlapPolicy: "ALLOW_ALL_OVERLAP",
      sessionParameters: { timezone: "UTC" },
      userTaskTimeoutMs: 1000,
      suspendTaskAfterNumFailures: 1,
      taskAutoRetryAttempts: 2,
      userTaskMinimumTriggerIntervalInSeconds: 20,
      userTaskManagedInitialWarehouseSize: "x-small",
      serverlessTaskMinStatementSize: "XSMALL",
      serverlessTaskMaxStatementSize: "medium",
      targetCompletionInterval: { minutes: 5 },
      logLevel: "INFO",
      comment: "it's",
      tags: { "D.PUBLIC.T": "v" },
    };
    const task = schema.task("t");
    expect((await task.createOrAlter(spec)).action).toBe("created");
    written();
    expect(await task.createOrAlter(spec)).toMatchObject({ action: "unchanged", statements: [] });
    expect(written()).toEqual([]);
    const kept = ["definition", "schedule"];
    const gone = Object.fromEntries(Object.keys(spec).flatMap((key) => (kept.includes(key) ? [] : [[key, null]])));
    const dry = await task.createOrAlter(gone, { dryRun: true });
    expect(written()).toEqual([]);
    const reset = await task.createOrAlter(gone);
    expect(reset.action).toBe("altered");
    expect(dry.statements).toEqual(reset.statements);
    expect(await task.createOrAlter(gone)).toMatchObject({ action: "unchanged" });
    const { definition, schedule, config, when, comment } = await task.fetch();
    expect([definition, config, when, comment]).toEqual(["SELECT 1", undefined, undefined, undefined]);
    expect(schedule).toEqual({ cron: "0 9 * * 1-5", timezone: "Europe/Berlin" });
  });

  test("is met by create as the mode says", async () => {
    const { root, child } = await running();
    const again = { name: "c", after: root, definition: "SELECT 3", started: false };
    await expect(schema.tasks.create(again)).rejects.toBeInstanceOf(ObjectExistsError);
    written();
    await schema.tasks.create(again, { mode: "ifNotExists" });
    expect(written()).toEqual([]);
    expect((await child.fetch()).state).toBe("started");
    await schema.tasks.create(again, { mode: "orReplace" });
    expect((await child.fetch()).definition).toBe("SELECT 3");
    expect(await states()).toEqual({ C: "suspended", R: "started" });
    await expect(schema.tasks.create({ name: "x" } as TaskSpec)).rejects.toBeInstanceOf(InvalidArgumentError);
  });

  test.each(['"lower"', '"a.b"', "A$B", `"it's"`, '"say ""hi"""', '"Größe 猫"', '"a--b;c"', '"100%"'])(
    "may be called %s",
    async (name) => {
      const task = await schema.tasks.create({ name, warehouse: "WH", definition: "SELECT 1" });
      expect(task.name).toBe(name);
      expect((await schema.tasks.list().toArray()).map((one) => one.name)).toEqual([name]);
      expect((await task.fetch()).qualifiedName).toBe(task.qualifiedName);
      await task.createOrAlter({ comment: "c" });
      expect(await task.createOrAlter({ comment: "c" })).toMatchObject({ action: "unchanged" });
      await schema.tasks.create({ name: '"next one"', after: task, definition: "SELECT 1" });
      expect((await task.dependents()).map((one) => one.name)).toEqual([name, '"next one"']);
      expect((await (await task.execute()).wait()).state).toBe("SUCCEEDED");
      expect(await task.runs()).toHaveLength(1);
      await task.drop();
      expect(await task.exists()).toBe(false);
    },
  );

  test("is listed with all others, or with roots alone", async () => {
    await running();
    await schema.tasks.create({ name: "alone", definition: "SELECT 1" });
    const names = async (options?: object) => (await schema.tasks.list(options).toArray()).map(({ name }) => name);
    expect(await names()).toEqual(["ALONE", "C", "R"]);
    expect(await names({ rootOnly: true })).toEqual(["ALONE", "R"]);
    expect(await names({ rootOnly: true, like: "r%" })).toEqual(["R"]);
    expect(stage.sent().at(-1)).toMatch(/^SHOW TASKS LIKE 'r%' IN SCHEMA .* ROOT ONLY LIMIT 1000$/);
  });
});

describe("a task of a graph that runs", () => {
  test.each<
    readonly [
      string,
      (child: TaskReference, dryRun: boolean) => Promise<{ readonly statements: readonly string[] }>,
      readonly string[],
    ]
  >([
    [
      "is changed",
      (child, dryRun) => child.createOrAlter({ definition: "SELECT 3", comment: "c" }, { dryRun }),
      ["ALTER TASK {S}.C MODIFY AS SELECT 3", "ALTER TASK {S}.C SET COMMENT = 'c'"],
    ],
    [
      "is suspended",
      (child, dryRun) => child.createOrAlter({ started: false }, { dryRun }),
      ["ALTER TASK {S}.C SUSPEND"],
    ],
    [
      "is made",
      (_, dryRun) =>
        schema.task("n").createOrAlter({ after: ["c"], definition: "SELECT 9", started: true }, { dryRun }),
      ["CREATE TASK {S}.N AFTER {S}.C AS SELECT 9", "ALTER TASK {S}.N RESUME"],
    ],
  ])("%s while its root stands still, and dry runs tell so", async (_, change, statements) => {
    const { child } = await running();
    const all = ["ALTER TASK {S}.R SUSPEND", ...statements, "ALTER TASK {S}.R RESUME"];
    const dry = await change(child, true);
    expect(dry.statements.map((one) => one.replaceAll(schema.qualifiedName, "{S}"))).toEqual(all);
    expect(written()).toEqual([]);
    const done = await change(child, false);
    expect(done.statements).toEqual(dry.statements);
    expect(written()).toEqual(all);
    expect((await states())["R"]).toBe("started");
  });

  test("is made by create, and dropped, while its root stands still", async () => {
    const { child } = await running();
    await schema.tasks.create({ name: "f", finalize: "r", definition: "SELECT 3", started: true });
    await child.drop();
    expect(written()).toEqual([
      "ALTER TASK {S}.R SUSPEND",
      "CREATE TASK {S}.F FINALIZE = {S}.R AS SELECT 3",
      "ALTER TASK {S}.F RESUME",
      "ALTER TASK {S}.R RESUME",
      "ALTER TASK {S}.R SUSPEND",
      "DROP TASK {S}.C",
      "ALTER TASK {S}.R RESUME",
    ]);
    expect(await states()).toEqual({ F: "started", R: "started" });
  });

  test("is started and suspended by verbs too", async () => {
    const { root, child } = await running();
    await child.suspend();
    expect(await states()).toEqual({ C: "suspended", R: "started" });
    await child.resume();
    expect(await states()).toEqual({ C: "started", R: "started" });
    await root.suspend();
    await child.suspend();
    await root.resume({ dependents: true });
    expect(await states()).toEqual({ C: "started", R: "started" });
  });

  test("brings back what ran just before, and nothing else", async () => {
    const { root, child } = await running();
    await root.createOrAlter({ schedule: "1 hour", started: true });
    await root.suspend();
    await child.createOrAlter({ comment: "while the root is suspended" });
    expect(await states()).toEqual({ C: "started", R: "suspended" });
    await root.resume();
    await root.createOrAlter({ comment: "runs on" });
    expect(await states()).toEqual({ C: "started", R: "started" });
  });

  test("and its root change at the same time", async () => {
    const { root, child } = await running();
    await Promise.all([
      child.createOrAlter({ comment: "child" }),
      root.createOrAlter({ comment: "root" }),
      schema.tasks.create({ name: "d", after: child, definition: "SELECT 3", started: true }),
    ]);
    expect(written().at(-1)).toBe("ALTER TASK {S}.R RESUME");
    expect(await states()).toEqual({ C: "started", D: "started", R: "started" });
  });
});

describe("runs of a task", () => {
  test("are told with what came of them", async () => {
    const { root, child } = await running();
    await root.suspend();
    await child.createOrAlter({ definition: "SELECT * FROM NOWHERE" });
    const { state } = await (await root.execute()).wait();
    expect(state).toBe("FAILED");
    const [run, ...others] = await child.runs();
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      name: "C",
      qualifiedName: child.qualifiedName,
      state: "FAILED",
      errorCode: "002003",
      queryText: "SELECT * FROM NOWHERE",
      scheduledFrom: "EXECUTE_TASK",
      attemptNumber: 1,
    });
    expect(run?.completedTime).toBeInstanceOf(Date);
    expect(run?.runId).toBe(run && (await root.runs())[0]?.scheduledTime?.getTime());
    expect(await root.runs({ errorOnly: true })).toEqual([]);
    expect(await root.runs({ from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() - 1_800_000) })).toEqual(
      [],
    );
    const all = await root.completedRuns();
    expect(all.map(({ state, firstErrorTaskName }) => [state, firstErrorTaskName])).toEqual([["FAILED", "C"]]);
    expect(await root.completedRuns({ errorOnly: true, limit: 1 })).toEqual(all);
    expect(await child.completedRuns()).toEqual([]);
  });

  test("are of this task alone, whatever others of its name do", async () => {
    const other = await stage.root.database("D").schemas.create({ name: `O${count}` });
    for (const place of [schema, other])
      await (
        await (await place.tasks.create({ name: "same", warehouse: "WH", definition: "SELECT 1" })).execute()
      ).wait();
    await (
      await (await schema.tasks.create({ name: '"same"', warehouse: "WH", definition: "SELECT 1" })).execute()
    ).wait();
    expect(await schema.task("same").runs()).toHaveLength(1);
    expect(await schema.task("same").completedRuns()).toHaveLength(1);
  });

  test("come from its root alone", async () => {
    const { child } = await running();
    await expect(child.execute()).rejects.toThrow(/non-root task C/);
    await expect(schema.task("none").execute()).rejects.toBeInstanceOf(ObjectMissingError);
    const { root } = { root: schema.task("r") };
    expect((await root.dependents({ recursive: false })).map(({ name, state, after }) => [name, state, after])).toEqual(
      [
        ["R", "started", undefined],
        ["C", "started", ["R"]],
      ],
    );
  });
});
