import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  InvalidArgumentError,
  ObjectExistsError,
  ObjectMissingError,
  raw,
  type SchemaReference,
  SqlError,
  type TaskGraphSettings,
  TimeoutError,
  taskGraph,
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
  await stage.sql(`CREATE TABLE D.S${count}.LOG (WHAT VARCHAR)`);
  stage.sent();
});

/** Statements that changed something since the last call, with `{S}` for the schema. */
function written(): string[] {
  return short(stage.sent().filter((sql) => /^(CREATE|ALTER|DROP|EXECUTE|SELECT SYSTEM\$(?!GET_TAG))/.test(sql)));
}

function short(statements: readonly string[]): string[] {
  return statements.map((one) => one.replaceAll(schema.qualifiedName, "{S}"));
}

function logs(what: string) {
  return { definition: `INSERT INTO ${schema.qualifiedName}.LOG VALUES ('${what}')` };
}

async function log(): Promise<readonly (string | null | undefined)[]> {
  return (await stage.sql(`SELECT WHAT FROM ${schema.qualifiedName}.LOG`)).map((row) => row["WHAT"]);
}

/** load → choose → big or small, and a finalizer. */
function nightly(settings: TaskGraphSettings = {}, choice = "big") {
  return taskGraph("nightly", { warehouse: "WH", schedule: { hours: 24 }, started: true, ...settings }, (g) => {
    const load = g.task("load", logs("load"));
    const choose = g.branch("choose", { definition: `CALL SYSTEM$SET_RETURN_VALUE('${choice}')`, after: load });
    g.task("big", logs("big")).after(choose);
    g.task("small", logs("small")).after(choose);
    g.finalizer(logs("done"));
  });
}

/** a → b → c, without a schedule. */
function chain(of: Readonly<Record<"a" | "b" | "c", string>>, settings: TaskGraphSettings = {}) {
  return taskGraph("chain", { warehouse: "WH", ...settings }, (g) => {
    const a = g.task("a", { definition: of.a });
    const b = g.task("b", { definition: of.b }).after(a);
    g.task("c", { definition: of.c }).after(b);
  });
}

describe("a graph that is deployed", () => {
  test("is made in one go, and a second time nothing is sent that writes", async () => {
    const { action, statements } = await schema.taskGraphs.deploy(nightly());
    expect(action).toBe("created");
    expect(written()).toEqual(short(statements));
    expect(short(statements).map((one) => one.split(" ").slice(0, 3).join(" "))).toEqual([
      "CREATE TASK {S}.NIGHTLY",
      "CREATE TASK {S}.NIGHTLY$LOAD",
      "CREATE TASK {S}.NIGHTLY$CHOOSE",
      "CREATE TASK {S}.NIGHTLY$BIG",
      "CREATE TASK {S}.NIGHTLY$SMALL",
      "CREATE TASK {S}.NIGHTLY$FINALIZER",
      "SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('{S}.NIGHTLY')",
      "ALTER TASK {S}.NIGHTLY",
    ]);
    expect(await schema.taskGraphs.deploy(nightly())).toMatchObject({
      action: "unchanged",
      changes: [],
      statements: [],
      notices: [],
    });
    expect(written()).toEqual([]);
  });

  test("is unchanged with every property and spelling a second time", async () => {
    await stage.sql("CREATE TAG IF NOT EXISTS D.PUBLIC.T");
    const whole = () =>
      taskGraph(
        '"my g"',
        {
          schedule: "PT90M",
          userTaskManagedInitialWarehouseSize: "small",
          config: { table: "EVENTS", limit: 10 },
          overlapPolicy: "ALLOW_CHILD_OVERLAP",
          sessionParameters: { timezone: "UTC" },
          userTaskTimeoutMs: 1000,
          suspendTaskAfterNumFailures: 3,
          taskAutoRetryAttempts: 1,
          comment: "it's",
          when: "1 = 1;",
          tags: { "D.PUBLIC.T": "v" },
          defaults: { sessionParameters: { JSON_INDENT: 0 }, userTaskTimeoutMs: 500 },
        },
        (g) => {
          const a = g.task("a", { definition: { call: "P", args: { x: null, y: [1] } } });
          g.task('"B b"', {
            definition: { procedure: { body: (n: number) => n + 1, args: { n: { type: "float", value: 1 } } } },
          }).after(a);
          g.task("c", { definition: "SELECT 1 ; ", warehouse: "wh", when: "TRUE", started: false }).after(a, '"B b"');
          g.finalizer({ name: "last", definition: "BEGIN RETURN 1; END", serverless: true });
        },
      );
    expect((await schema.taskGraphs.deploy(whole())).action).toBe("created");
    stage.sent();
    expect(await schema.taskGraphs.deploy(whole())).toMatchObject({ action: "unchanged", statements: [] });
    expect(await schema.taskGraph('"my g"').createOrAlter(whole())).toMatchObject({ action: "unchanged" });
    expect(await schema.taskGraphs.deploy(whole(), { mode: "orReplace" })).toMatchObject({ action: "unchanged" });
    expect(written()).toEqual([]);
    const { states } = await schema.taskGraph('"my g"').fetch();
    expect(states).toEqual({
      '"my g"': "suspended",
      A: "started",
      '"B b"': "started",
      C: "suspended",
      LAST: "started",
    });
  });

  test("again with a task less and another one more stands still meanwhile, and sends the difference", async () => {
    await schema.taskGraphs.deploy(nightly());
    stage.sent();
    const next = taskGraph("nightly", { warehouse: "WH", schedule: "24 hours", started: true }, (g) => {
      const load = g.task("load", logs("load again"));
      g.task("report", { ...logs("report"), comment: "new" }).after(load);
      g.finalizer(logs("done"));
    });
    const dry = await schema.taskGraphs.deploy(next, { dryRun: true });
    expect(written()).toEqual([]);
    const done = await schema.taskGraphs.deploy(next);
    expect(dry.statements).toEqual(done.statements);
    expect(dry.changes).toEqual(done.changes);
    expect(written()).toEqual(short(done.statements));
    expect(short(done.statements)).toEqual([
      "ALTER TASK {S}.NIGHTLY SUSPEND",
      expect.stringMatching(/^CREATE TASK \{S\}\.NIGHTLY\$REPORT .* AFTER \{S\}\.NIGHTLY\$LOAD AS INSERT INTO/),
      "ALTER TASK {S}.NIGHTLY$LOAD MODIFY AS INSERT INTO {S}.LOG VALUES ('load again')",
      "DROP TASK {S}.NIGHTLY$SMALL",
      "DROP TASK {S}.NIGHTLY$BIG",
      "DROP TASK {S}.NIGHTLY$CHOOSE",
      "ALTER TASK {S}.NIGHTLY$REPORT RESUME",
      "ALTER TASK {S}.NIGHTLY RESUME",
    ]);
    expect(done).toMatchObject({ action: "altered", notCompared: [] });
    expect(done.changes.map(({ property }) => property)).toEqual(Array(6).fill("tasks"));
    expect(done.changes.map(({ reason }) => reason)).toContain("tasks.report: it is not there");
    await (await done.reference.run()).wait();
    expect(await log()).toEqual(["load again", "report", "done"]);
  });

  test("dry tells what making it would send", async () => {
    const dry = await schema.taskGraphs.deploy(nightly(), { dryRun: true });
    expect(written()).toEqual([]);
    expect(await dry.reference.exists()).toBe(false);
    const { statements } = await schema.taskGraphs.deploy(nightly());
    expect(statements).toEqual(dry.statements);
  });

  test("goes back to what it was if a statement fails, and runs on", async () => {
    const { reference } = await schema.taskGraphs.deploy(nightly());
    const before = await reference.fetch();
    const broken = taskGraph("nightly", { warehouse: "WH", schedule: "24 hours", started: true }, (g) => {
      g.task("load", { definition: "SELECT 2" });
      g.task("more", { definition: "SELECT 3", warehouse: "NO_SUCH_WAREHOUSE" });
    });
    await expect(schema.taskGraphs.deploy(broken)).rejects.toThrow(/NO_SUCH_WAREHOUSE/);
    const after = await reference.fetch();
    expect(after).toMatchObject({ states: before.states, tasks: before.tasks, finalizer: before.finalizer });
    expect(after.state).toBe("started");
  });

  test("keeps a task that hangs in it under a name of its own, unless all of it is replaced", async () => {
    const { reference } = await schema.taskGraphs.deploy(chain({ a: "SELECT 1", b: "SELECT 2", c: "SELECT 3" }));
    await stage.sql(`CREATE TASK ${schema}.FOREIGN_TASK WAREHOUSE = WH AFTER ${schema}.CHAIN AS SELECT 4`);
    const spec = (await reference.fetch()).toSpec();
    stage.sent();
    const told = /would lose FOREIGN_TASK, which hangs in it .* deploy with the mode "orReplace"/s;
    await expect(reference.createOrAlter(spec)).rejects.toThrow(told);
    await expect(schema.taskGraphs.deploy(chain({ a: "SELECT 1", b: "SELECT 2", c: "SELECT 3" }))).rejects.toThrow(
      told,
    );
    expect(written()).toEqual([]);
    expect(await schema.task("FOREIGN_TASK").exists()).toBe(true);
    await schema.taskGraphs.deploy(chain({ a: "SELECT 1", b: "SELECT 2", c: "SELECT 3" }), { mode: "orReplace" });
    expect(await schema.task("FOREIGN_TASK").exists()).toBe(false);
  });

  test("is not made of a misspelt name and a comment", async () => {
    await expect(schema.taskGraph("NIGHTYL").createOrAlter({ comment: "c" })).rejects.toThrow(
      /There is no TaskGraph \S+NIGHTYL, and the specification says nothing that one would run/,
    );
    expect(written()).toEqual([]);
  });

  test("ends as one of several that were deployed at once, and not as a mix of them", async () => {
    const sizes = ["a", "b", "c", "d"];
    const of = (own: string) =>
      taskGraph("race", { warehouse: "WH", schedule: "1 hour", started: true }, (g) => {
        g.task(`first_${own}`, { definition: "SELECT 1" });
        g.task(`second_${own}`, { definition: "SELECT 2" }).after(`first_${own}`);
      });
    await Promise.all(sizes.map((own) => schema.taskGraphs.deploy(of(own))));
    const { tasks = {}, state, states } = await schema.taskGraph("race").fetch();
    expect(Object.keys(tasks)).toEqual(["FIRST_D", "SECOND_D"]);
    expect([state, ...Object.values(states)]).toEqual(["started", "started", "started", "started"]);
  });

  test("leaves alone, replaces, or refuses what exists as the mode says", async () => {
    const { reference } = await schema.taskGraphs.deploy(nightly({ comment: "first" }), { mode: "errorIfExists" });
    stage.sent();
    const error = await schema.taskGraphs.deploy(nightly(), { mode: "errorIfExists" }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ObjectExistsError);
    expect((error as Error).message).toContain("deploy() without a mode");
    await expect(schema.taskGraphs.create(nightly())).rejects.toBeInstanceOf(ObjectExistsError);
    const small = taskGraph("nightly", { started: true, schedule: "1 hour" }, (g) => void g.task("load", logs("load")));
    expect(await schema.taskGraphs.deploy(small, { mode: "ifNotExists" })).toMatchObject({ action: "unchanged" });
    await schema.taskGraphs.create(small, { mode: "ifNotExists" });
    expect(written()).toEqual([]);
    const { id } = await reference.fetch();
    await schema.taskGraphs.deploy(small, { mode: "orReplace" });
    const now = await reference.fetch();
    expect(now).toMatchObject({ id, states: { NIGHTLY: "started", LOAD: "started" }, schedule: "1 HOUR" });
    expect([now.comment, now.warehouse, now.finalizer]).toEqual([undefined, undefined, undefined]);
    await expect(schema.taskGraphs.deploy(small, { mode: "replace" as never })).rejects.toThrow(/not one of/);
  });

  test("is refused over a task of another graph, and beside tasks that have its names", async () => {
    await schema.taskGraphs.deploy(nightly());
    const under = taskGraph("nightly$load", {}, (g) => void g.task("x", { definition: "SELECT 1" }));
    await expect(schema.taskGraphs.deploy(under)).rejects.toThrow(/is no graph: the task of that name is a child/);
    await schema.tasks.create({ name: "other$a", definition: "SELECT 1" });
    const other = taskGraph("other", {}, (g) => void g.task("a", { definition: "SELECT 1" }));
    await expect(schema.taskGraphs.create(other)).rejects.toThrow(/there is OTHER\$A already, without such a graph/);
    expect((await schema.taskGraphs.deploy(other)).action).toBe("created");
    expect(await schema.taskGraphs.deploy(other)).toMatchObject({ action: "unchanged", statements: [] });
  });

  test("is dropped whole, whatever hangs in it, and made again", async () => {
    const { reference } = await schema.taskGraphs.deploy(nightly());
    await stage.sql(
      `ALTER TASK ${reference.qualifiedName} SUSPEND`,
      `CREATE TASK ${schema.qualifiedName}.FOREIGN_ONE WAREHOUSE = WH AFTER ${reference.qualifiedName} AS SELECT 1`,
      `ALTER TASK ${reference.qualifiedName} RESUME`,
    );
    stage.sent();
    await reference.drop();
    expect(written()[0]).toBe("ALTER TASK {S}.NIGHTLY SUSPEND");
    expect(await schema.tasks.list().toArray()).toEqual([]);
    await expect(reference.drop()).rejects.toBeInstanceOf(ObjectMissingError);
    await reference.drop({ ifExists: true });
    expect((await schema.taskGraphs.deploy(nightly())).action).toBe("created");
    await reference.drop();
    expect(await schema.tasks.list().toArray()).toEqual([]);
  });
});

describe("a graph", () => {
  test("tells its tasks, states and picture, and its specification goes round", async () => {
    const { reference } = await schema.taskGraphs.deploy(nightly());
    const details = await reference.fetch();
    expect(details).toMatchObject({
      name: "NIGHTLY",
      warehouse: "WH",
      schedule: "24 HOURS",
      started: true,
      state: "started",
    });
    expect(details.taskNames["LOAD"]).toBe(`${schema.qualifiedName}.NIGHTLY$LOAD`);
    expect(details.mermaid).toContain('flowchart LR\nroot["NIGHTLY"]');
    expect(details.createdOn).toBeInstanceOf(Date);
    expect(details.taskRelations?.finalizer).toBe(`${schema.qualifiedName}.NIGHTLY$FINALIZER`);
    stage.sent();
    expect(await reference.createOrAlter(details.toSpec())).toMatchObject({ action: "unchanged", statements: [] });
    expect(await schema.taskGraph("none").tryFetch()).toBeUndefined();
    await expect(schema.taskGraph("none").fetch()).rejects.toBeInstanceOf(ObjectMissingError);
  });

  test("is changed in part: what is left out stays, null goes back", async () => {
    const { reference } = await schema.taskGraphs.deploy(
      nightly({ comment: "c", definition: "SELECT 7", when: "1=1" }),
    );
    stage.sent();
    await reference.createOrAlter({ comment: null });
    expect(written()).toEqual([
      "ALTER TASK {S}.NIGHTLY SUSPEND",
      "ALTER TASK {S}.NIGHTLY UNSET COMMENT",
      "ALTER TASK {S}.NIGHTLY RESUME",
    ]);
    await reference.createOrAlter({ finalizer: null });
    expect(Object.keys((await reference.fetch()).states)).toEqual(["NIGHTLY", "BIG", "CHOOSE", "LOAD", "SMALL"]);
    await reference.createOrAlter({ started: false, schedule: null });
    const { definition, when, schedule, state } = await reference.fetch();
    expect([definition, when, schedule, state]).toEqual(["SELECT 7", "1=1", undefined, "suspended"]);
    await reference.createOrAlter({ tasks: {} });
    expect((await reference.fetch()).tasks).toEqual({});
    stage.sent();
    await expect(reference.createOrAlter({ started: true, when: null })).rejects.toThrow(/nothing would make it run/);
    await expect(reference.createOrAlter({ tasks: { a: { definition: "SELECT 1", after: "b" } } })).rejects.toThrow(
      'tasks.a.after[0]: "b" is not a task of the graph',
    );
    expect(written()).toEqual([]);
  });

  test("changes its compute both ways, whether that was spoken of or not", async () => {
    const of = (spec: object) =>
      taskGraph("g", { warehouse: "WH" }, (g) => void g.task("a", { definition: "SELECT 1", ...spec }));
    const { reference } = await schema.taskGraphs.deploy(of({}));
    const compute = async () => (await reference.fetch()).tasks["A"]?.["warehouse"];
    expect(await compute()).toBe("WH");
    await schema.taskGraphs.deploy(of({ serverless: true, serverlessTaskMaxStatementSize: "LARGE" }));
    expect(await compute()).toBeUndefined();
    expect(await schema.taskGraphs.deploy(of({ serverless: true }))).toMatchObject({ action: "unchanged" });
    await schema.taskGraphs.deploy(of({}));
    expect(await compute()).toBe("WH");
    await schema.taskGraphs.deploy(of({ comment: "c" }));
    await schema.taskGraphs.deploy(of({ comment: null }));
    expect((await reference.fetch()).tasks["A"]).not.toHaveProperty("comment");
  });

  test.each(['"lower"', '"a.b"', "A$B", `"it's"`, '"say ""hi"""', '"Größe 猫"', '"a--b;c"', '"100%"'])(
    "may be called %s, and so may its tasks",
    async (name) => {
      const graph = () =>
        taskGraph(name, { warehouse: "WH" }, (g) => {
          const first = g.branch(name, { definition: "SELECT 1" });
          g.task("next", { definition: "SELECT 2" }).after(first);
          g.finalizer({ name: '"Last one;"', definition: "SELECT 3" });
        });
      const { reference } = await schema.taskGraphs.deploy(graph());
      expect(await schema.taskGraphs.deploy(graph())).toMatchObject({ action: "unchanged", statements: [] });
      expect(reference.name).toBe(name);
      expect((await reference.fetch()).name).toBe(name);
      expect((await schema.taskGraphs.list().toArray()).map((one) => one.name)).toEqual([name]);
      const { state } = await (await reference.run()).wait();
      expect(state).toBe("SUCCEEDED");
      expect(await reference.completedRuns()).toHaveLength(1);
      await reference.drop();
      expect(await schema.tasks.list().toArray()).toEqual([]);
    },
  );

  test("is listed by its root; a task that stands alone is none", async () => {
    await schema.taskGraphs.deploy(nightly());
    await schema.taskGraphs.deploy(chain({ a: "SELECT 1", b: "SELECT 1", c: "SELECT 1" }));
    await schema.tasks.create({ name: "alone", definition: "SELECT 1" });
    const names = async (options?: object) => (await schema.taskGraphs.list(options).toArray()).map(({ name }) => name);
    expect(await names()).toEqual(["CHAIN", "NIGHTLY"]);
    expect(await names({ like: "night%" })).toEqual(["NIGHTLY"]);
    expect(await names({ like: "c_ain" })).toEqual(["CHAIN"]);
    expect(await names({ startsWith: "N" })).toEqual(["NIGHTLY"]);
    expect(await names({ limit: 1 })).toEqual(["CHAIN"]);
    expect((await schema.taskGraphs.list().first())?.tasks).toHaveProperty("B");
    expect(await schema.taskGraphs.exists("chain")).toBe(true);
  });

  test("is suspended and resumed, alone or with all below it", async () => {
    const { reference } = await schema.taskGraphs.deploy(nightly());
    await reference.suspend();
    await schema.task("nightly$load").suspend();
    await reference.resume();
    expect((await reference.fetch()).states).toMatchObject({ NIGHTLY: "started", LOAD: "suspended", BIG: "started" });
    await reference.suspend();
    await reference.resume({ dependents: true });
    expect((await reference.fetch()).states).toMatchObject({ NIGHTLY: "started", LOAD: "started" });
    const [coming, ...others] = await reference.currentRuns();
    expect(others).toEqual([]);
    expect(coming).toMatchObject({ rootTaskName: "NIGHTLY", state: "SCHEDULED", scheduledFrom: "SCHEDULE" });
  });
});

describe("a run", () => {
  test("without a schedule ends with what became of each task, in order", async () => {
    const { reference } = await schema.taskGraphs.deploy(nightly({ schedule: undefined, started: false }, "small"));
    const run = await reference.run();
    expect(run.rootTask).toBe(reference.qualifiedName);
    const { state, tasks, firstError, attemptNumber } = await run.wait();
    expect({ state, firstError, attemptNumber }).toEqual({
      state: "SUCCEEDED",
      firstError: undefined,
      attemptNumber: 1,
    });
    expect(tasks.map(({ name, shortName, state }) => [name, shortName, state])).toEqual([
      ["NIGHTLY", undefined, "SUCCEEDED"],
      ["NIGHTLY$LOAD", "LOAD", "SUCCEEDED"],
      ["NIGHTLY$CHOOSE", "CHOOSE", "SUCCEEDED"],
      ["NIGHTLY$BIG", "BIG", "SKIPPED"],
      ["NIGHTLY$SMALL", "SMALL", "SUCCEEDED"],
      ["NIGHTLY$FINALIZER", "FINALIZER", "SUCCEEDED"],
    ]);
    expect(tasks[2]).toMatchObject({ returnValue: "small", queryId: expect.stringMatching(/^01/) });
    expect(tasks[2]?.scheduledTime).toBeInstanceOf(Date);
    expect(tasks[2]?.completedTime?.getTime()).toBeGreaterThanOrEqual(
      tasks[2]?.queryStartTime?.getTime() ?? Number.NaN,
    );
    expect(await log()).toEqual(["load", "small", "done"]);
  });

  test("in which a task fails tells the first error, as a result or as an error", async () => {
    const graph = chain({ a: "SELECT 1", b: "SELECT * FROM NOWHERE", c: "SELECT 3" });
    const { reference } = await schema.taskGraphs.deploy(graph);
    const run = await reference.run();
    const { state, firstError, tasks } = await run.wait();
    expect(state).toBe("FAILED");
    expect(firstError).toMatchObject({
      taskName: "CHAIN$B",
      code: "002003",
      message: expect.stringContaining("NOWHERE"),
    });
    expect(tasks.map(({ state }) => state)).toEqual(["SUCCEEDED", "SUCCEEDED", "FAILED"]);
    expect(tasks[2]?.error).toMatchObject({ code: "002003" });
    const error = await run.wait({ throwOnFailure: true }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(SqlError);
    expect(error).toMatchObject({ code: "002003", message: expect.stringContaining("task CHAIN$B: ") });
    const [completed] = await reference.completedRuns({ errorOnly: true });
    expect(completed).toMatchObject({ state: "FAILED", firstErrorTaskName: "CHAIN$B", firstErrorCode: "002003" });
  });

  test("is taken up where it failed, and that is another attempt of it", async () => {
    const { reference } = await schema.taskGraphs.deploy(
      chain({ a: "SELECT 1", b: `SELECT * FROM ${schema.qualifiedName}.LATER`, c: "SELECT 3" }),
    );
    const first = await (await reference.run()).wait();
    await stage.sql(`CREATE TABLE ${schema.qualifiedName}.LATER (X INT)`);
    const again = await (await reference.run({ retryLast: true })).wait();
    expect(again).toMatchObject({ state: "SUCCEEDED", attemptNumber: 2, graphRunGroupId: first.graphRunGroupId });
    expect(again.tasks.map(({ shortName, state }) => [shortName, state])).toEqual([
      ["B", "SUCCEEDED"],
      ["C", "SUCCEEDED"],
    ]);
    await expect(reference.run({ retryLast: true })).rejects.toThrow(/had no failures/);
    await expect(reference.run({ retryLast: true, config: {} })).rejects.toThrow(/cannot go together/);
  });

  test("is followed through automatic retries", async () => {
    const { reference } = await schema.taskGraphs.deploy(
      chain({ a: "SELECT 1", b: "SELECT * FROM NOWHERE", c: "SELECT 1" }, { taskAutoRetryAttempts: 2 }),
    );
    const { state, attemptNumber, tasks } = await (await reference.run()).wait();
    expect({ state, attemptNumber }).toEqual({ state: "FAILED", attemptNumber: 3 });
    expect(tasks.map(({ name }) => name)).toEqual(["CHAIN", "CHAIN$A", "CHAIN$B"]);
  });

  test("has the configuration that it is given", async () => {
    const { reference } = await schema.taskGraphs.deploy(
      chain(
        { a: "CALL SYSTEM$SET_RETURN_VALUE(SYSTEM$GET_TASK_GRAPH_CONFIG('table'))", b: "SELECT 1", c: "SELECT 1" },
        { config: { table: "EVENTS", limit: 1 } },
      ),
    );
    const { tasks } = await (await reference.run({ config: { table: "it's" } })).wait();
    expect(tasks[1]).toMatchObject({ shortName: "A", returnValue: "it's" });
    const [{ config } = {}] = await reference.completedRuns();
    expect(config).toEqual({ table: "it's", limit: 1 });
  });

  test("is not mistaken for another one of the same graph that was asked for at once", async () => {
    const { reference } = await schema.taskGraphs.deploy(
      chain({ a: "CALL SYSTEM$WAIT(60)", b: "SELECT 1", c: "SELECT 1" }),
    );
    const [one, other] = await Promise.all([reference.run(), reference.run()]);
    expect(await one.status()).toMatchObject({ state: "EXECUTING", hasEnded: false });
    expect(await other.status()).toEqual({ state: "REQUESTED", hasEnded: false, tasks: [] });
    stage.emulator.advance(60_000);
    const first = await one.wait();
    expect(first.state).toBe("SUCCEEDED");
    expect(await other.status()).toMatchObject({ state: "EXECUTING" });
    stage.emulator.advance(60_000);
    const second = await other.wait();
    expect(second.state).toBe("SUCCEEDED");
    expect(second.graphRunGroupId).not.toBe(first.graphRunGroupId);
    expect((await one.wait()).graphRunGroupId).toBe(first.graphRunGroupId);
  });

  test("that was asked for twice before it could begin is one run", async () => {
    const { reference } = await schema.taskGraphs.deploy(
      chain({ a: "CALL SYSTEM$WAIT(60)", b: "SELECT 1", c: "SELECT 1" }),
    );
    const running = await reference.run();
    const [one, other] = [await reference.run(), await reference.run()];
    stage.emulator.advance(60_000);
    expect((await running.wait()).state).toBe("SUCCEEDED");
    stage.emulator.advance(60_000);
    const [first, second] = await Promise.all([one.wait(), other.wait()]);
    expect(first.graphRunGroupId).toBe(second.graphRunGroupId);
  });

  test("is waited for until the time is over or the call is aborted, and goes on", async () => {
    const { reference } = await schema.taskGraphs.deploy(
      chain({ a: "CALL SYSTEM$WAIT(60)", b: "SELECT 1", c: "SELECT 1" }),
    );
    const run = await reference.run();
    const late = await run.wait({ timeoutMs: 1 }).catch((error: unknown) => error);
    expect(late).toBeInstanceOf(TimeoutError);
    expect((late as Error).message).toMatch(
      /had not ended within 1 ms: it (is EXECUTING, with CHAIN\$A|could not be looked at)/,
    );
    const controller = new AbortController();
    const waiting = run.wait({ signal: controller.signal }).catch((error: unknown) => error);
    while (!stage.sent().some((sql) => sql.includes("GRAPH_RUN_GROUP_ID")))
      await new Promise((go) => setTimeout(go, 5));
    controller.abort();
    const aborted = await waiting;
    expect(aborted).toBeInstanceOf(TimeoutError);
    expect((aborted as Error).message).toContain("had not ended before the call was aborted");
    stage.emulator.advance(60_000);
    expect((await run.wait()).state).toBe("SUCCEEDED");
  });

  test("is cancelled", async () => {
    const { reference } = await schema.taskGraphs.deploy(
      chain({ a: "CALL SYSTEM$WAIT(60)", b: "SELECT 1", c: "SELECT 1" }),
    );
    const run = await reference.run();
    const [current] = await reference.currentRuns();
    expect(current).toMatchObject({ state: "EXECUTING", scheduledFrom: "EXECUTE_TASK" });
    expect(await run.cancel()).toEqual([`${schema.qualifiedName}.CHAIN$A`]);
    const { state, tasks } = await run.wait();
    expect(state).toBe("CANCELLED");
    expect(tasks.map(({ shortName, state }) => [shortName, state])).toEqual([
      [undefined, "SUCCEEDED"],
      ["A", "CANCELLED"],
    ]);
    expect(await run.cancel()).toEqual([]);
    await expect(run.wait({ throwOnFailure: true })).rejects.toThrow(/cancelled/);
  });

  test("of what is not there is an error at once", async () => {
    await expect(schema.taskGraph("none").run()).rejects.toBeInstanceOf(ObjectMissingError);
    await expect(schema.taskGraph("none").suspend()).rejects.toBeInstanceOf(ObjectMissingError);
    await schema.taskGraph("none").suspend({ ifExists: true });
    expect(() => schema.taskGraph("a b")).toThrow(InvalidArgumentError);
  });
});
