import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Props } from "../../../provider/dynamic/handlers";
import { type Entry, failure } from "./stage";
import { type GraphStage, settled, startGraphStage } from "./task-graph-stage";

let stage: GraphStage;
beforeAll(async () => {
  stage = await startGraphStage();
});
afterEach(() => stage.emulator.setFaults([]));
afterAll(() => stage.close());

const body = { definition: "SELECT 1" };

/** A running graph LOAD → CLEAN with a finalizer. */
function graph(schema: string, more: Props = {}): Props {
  return {
    name: "G",
    schema,
    schedule: "1 hour",
    warehouse: "WH",
    started: true,
    tasks: { load: body, clean: { ...body, after: "load" } },
    finalizer: body,
    ...more,
  };
}

const running = { G: "started", G$LOAD: "started", G$CLEAN: "started", G$FINALIZER: "started" };

describe("a root and 40 children", () => {
  const forty = (changed: Props = {}): Props =>
    Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`t${index}`, { ...body, ...(index === 7 ? changed : {}) }]),
    );

  test("take a statement each and few others; two to refresh, six for a changed body", async () => {
    const { schema, states } = await stage.schema();
    const args = graph(schema, { tasks: forty(), finalizer: undefined });
    const made = await stage.run().up("taskGraph", args);
    const sent = stage.sent();
    expect(sent.filter((sql) => sql.startsWith("CREATE"))).toHaveLength(41);
    expect(sent.length).toBeLessThanOrEqual(41 + 6);
    expect(new Set(Object.values(await states()))).toEqual(new Set(["started"]));

    const read = await stage.run().refresh("taskGraph", made);
    expect(stage.sent().length).toBeLessThanOrEqual(2);
    expect(read?.outputs).toEqual(made.outputs);

    await stage
      .run()
      .up("taskGraph", graph(schema, { tasks: forty({ definition: "SELECT 2" }), finalizer: undefined }), made);
    const change = stage.sent();
    expect(change.length).toBeLessThanOrEqual(6);
    expect(change.filter((sql) => /SUSPEND|RESUME|MODIFY/.test(sql))).toHaveLength(3);
    expect(new Set(Object.values(await states()))).toEqual(new Set(["started"]));
  });

  test("are removed by a statement each", async () => {
    const { schema, states } = await stage.schema();
    const made = await stage.run().up("taskGraph", graph(schema, { tasks: forty() }));
    stage.sent();
    await stage.run().destroy("taskGraph", made);
    expect(stage.sent().length).toBeLessThanOrEqual(42 + 4);
    expect(await states()).toEqual({});
  });
});

describe("a new graph that runs", () => {
  test("is started one task at a time where another resource declares a task in its schema", async () => {
    const { schema, states, child } = await stage.schema();
    const run = stage.run();
    run.handlers.task.check({}, child("MINE", "G", { started: false }));
    await run.up("taskGraph", graph(schema));
    expect(stage.sent().filter((sql) => sql.includes("TASK_DEPENDENTS_ENABLE"))).toEqual([]);
    expect(await states()).toEqual(running);
  });

  test("is started one task at a time where the function is refused", async () => {
    const { schema, states } = await stage.schema();
    stage.emulator.setFaults([
      { match: "TASK_DEPENDENTS_ENABLE", do: "error", code: "002140", sqlState: "42601", message: "Unknown function" },
    ]);
    await settled(stage.run(), graph(schema));
    expect(await states()).toEqual(running);
  });

  test("with a suspended task is started one task at a time", async () => {
    const { schema, states } = await stage.schema();
    const tasks = { load: body, clean: { ...body, after: "load", started: false } };
    await settled(stage.run(), graph(schema, { tasks }));
    expect(await states()).toEqual({ ...running, G$CLEAN: "suspended" });
  });

  test("that shall stand still has tasks that are ready", async () => {
    const { schema, states } = await stage.schema();
    const made = await settled(stage.run(), graph(schema, { started: false }));
    expect(await states()).toEqual({ ...running, G: "suspended" });
    await settled(stage.run(), graph(schema), { entry: made });
    expect(await states()).toEqual(running);
  });
});

describe("tasks change their places", () => {
  const before = { a: body, b: { ...body, after: "a" }, c: { ...body, after: "b" } };
  test.each<[string, Props, Props | undefined]>([
    ["in the other direction", { c: body, b: { ...body, after: "c" }, a: { ...body, after: "b" } }, body],
    ["one becomes the finalizer", { a: body, b: { ...body, after: "a" } }, { ...body, name: "c" }],
    ["the first becomes the finalizer", { c: body, b: { ...body, after: "c" } }, { ...body, name: "a" }],
    ["the finalizer becomes one of them", { ...before, finalizer: { ...body, after: "c" } }, undefined],
    ["the finalizer becomes the first", { finalizer: body, a: { ...body, after: "finalizer" } }, undefined],
    ["the finalizer and one change places", { a: body, finalizer: { ...body, after: "a" } }, { ...body, name: "b" }],
    ["another one comes in between", { ...before, d: { ...body, after: "a" }, b: { ...body, after: "d" } }, body],
    ["all go but the finalizer", {}, body],
    ["all go", {}, undefined],
  ])("%s", async (_, tasks, finalizer) => {
    const { schema, states } = await stage.schema();
    const made = await settled(stage.run(), graph(schema, { tasks: before }));
    await settled(stage.run(), graph(schema, { tasks, finalizer }), { entry: made });
    const names = Object.keys(tasks).map((key) => `G$${key.toUpperCase()}`);
    const last = finalizer === undefined ? [] : [`G$${String(finalizer["name"] ?? "finalizer").toUpperCase()}`];
    expect(await states()).toEqual(Object.fromEntries(["G", ...names, ...last].map((name) => [name, "started"])));
    expect(refused(schema)).toEqual([]);
  });
});

describe("what others do to a graph", () => {
  test.each([
    ["a body", "ALTER TASK {S}.G$LOAD MODIFY AS SELECT 99"],
    ["a condition", "ALTER TASK {S}.G$LOAD MODIFY WHEN 1 = 0"],
    ["a state", "ALTER TASK {S}.G$CLEAN SUSPEND"],
    ["a relation", "ALTER TASK {S}.G$CLEAN ADD AFTER {S}.G", "ALTER TASK {S}.G$CLEAN REMOVE AFTER {S}.G$LOAD"],
    ["a warehouse", "CREATE WAREHOUSE IF NOT EXISTS OTHER", "ALTER TASK {S}.G$CLEAN SET WAREHOUSE = OTHER"],
    ["a schedule", "ALTER TASK {S}.G SET SCHEDULE = '5 MINUTES'"],
    ["a dropped task", "DROP TASK {S}.G$CLEAN"],
    ["a dropped finalizer", "DROP TASK {S}.G$FINALIZER"],
    ["a suspended graph"],
  ])("is shown by refresh and repaired: %s", async (_, ...statements) => {
    const { schema, sql, states } = await stage.schema();
    const made = await settled(stage.run(), graph(schema));
    await sql("ALTER TASK {S}.G SUSPEND", ...statements);
    if (statements.length > 0) await sql("ALTER TASK {S}.G RESUME");
    const read = await stage.run().refresh("taskGraph", made);
    expect(read?.outputs).not.toEqual(made.outputs);
    const next = await stage.run().up("taskGraph", graph(schema), read);
    expect(next.outputs).toEqual(made.outputs);
    await settled(stage.run(), graph(schema), { entry: next });
    expect(await states()).toEqual(running);
  });

  test("is shown in the graph's own words", async () => {
    const { schema, sql } = await stage.schema();
    const made = await settled(stage.run(), graph(schema));
    await sql(
      "ALTER TASK {S}.G SUSPEND",
      "ALTER TASK {S}.G$CLEAN MODIFY AS SELECT 99",
      "ALTER TASK {S}.G$CLEAN ADD AFTER {S}.G",
      "ALTER TASK {S}.G$CLEAN REMOVE AFTER {S}.G$LOAD",
      "DROP TASK {S}.G$FINALIZER",
    );
    const read = await stage.run().refresh("taskGraph", made);
    expect(read?.outputs).toMatchObject({ started: false, tasks: { load: body, clean: { definition: "SELECT 99" } } });
    expect(read?.outputs).not.toHaveProperty("finalizer");
    expect(read?.outputs).not.toHaveProperty("tasks.clean.after");
  });

  test.each([
    ["gone", "REMOVE WHEN", undefined],
    ["another one", "MODIFY WHEN 1 = 0", "1 = 0"],
  ])("a branch whose condition is %s is shown as none, and repaired", async (_, clause, when) => {
    const { schema, sql } = await stage.schema();
    const tasks = {
      load: { ...body, branches: ["clean", "keep"] },
      clean: { ...body, after: "load" },
      keep: { ...body, after: "load" },
    };
    const made = await settled(stage.run(), graph(schema, { tasks }));
    await sql("ALTER TASK {S}.G SUSPEND", `ALTER TASK {S}.G$CLEAN ${clause}`, "ALTER TASK {S}.G RESUME");
    const read = await stage.run().refresh("taskGraph", made);
    const clean = { ...body, after: ["load"], ...(when === undefined ? {} : { when }) };
    expect(read?.outputs).toHaveProperty("tasks.load.branches", ["keep"]);
    expect(read?.outputs).toHaveProperty("tasks.clean", clean);
    const next = await settled(stage.run(), graph(schema, { tasks }), { entry: read });
    expect(next.outputs).toEqual(made.outputs);
  });

  test("parameters are taken to stand, since no listing tells of them", async () => {
    const { schema, sql } = await stage.schema();
    const args = graph(schema, { userTaskTimeoutMs: 60_000 });
    const made = await settled(stage.run(), args);
    await sql(
      "ALTER TASK {S}.G SUSPEND",
      "ALTER TASK {S}.G SET USER_TASK_TIMEOUT_MS = 1000",
      "ALTER TASK {S}.G RESUME",
    );
    expect((await stage.run().refresh("taskGraph", made))?.outputs).toEqual(made.outputs);
  });

  test("a root that was made anew is refused until refresh has taken it over", async () => {
    const { schema, sql, states } = await stage.schema();
    const made = await settled(stage.run(), graph(schema));
    await sql(
      "ALTER TASK {S}.G SUSPEND",
      "DROP TASK {S}.G",
      "CREATE TASK {S}.G SCHEDULE = '1 HOUR' WAREHOUSE = WH AS SELECT 1",
    );
    const changed = graph(schema, { comment: "new" });
    expect((await failure(stage.run().up("taskGraph", changed, made))).message).toMatch(
      /is another graph than the one in the state.*Run pulumi refresh/,
    );
    const read = await stage.run().refresh("taskGraph", made);
    await settled(stage.run(), changed, { entry: read });
    expect(await states()).toEqual(running);
  });

  test("a task that was moved into another running graph comes back, and that graph runs on", async () => {
    const { schema, sql, states, links } = await stage.schema();
    const made = await settled(stage.run(), graph(schema));
    await sql(
      "CREATE TASK {S}.Q SCHEDULE = '1 HOUR' AS SELECT 1",
      "ALTER TASK {S}.G SUSPEND",
      "ALTER TASK {S}.G$CLEAN ADD AFTER {S}.Q",
      "ALTER TASK {S}.G$CLEAN REMOVE AFTER {S}.G$LOAD",
      "ALTER TASK {S}.G RESUME",
      "ALTER TASK {S}.Q RESUME",
    );
    const read = await stage.run().refresh("taskGraph", made);
    expect(read?.outputs).toMatchObject({ tasks: { clean: { after: ["Q"] } } });
    await settled(stage.run(), graph(schema), { entry: read });
    expect(await links()).toMatchObject({ G$CLEAN: ["G$LOAD"], Q: [] });
    expect(await states()).toEqual({ ...running, Q: "started" });
  });

  test("a task that was moved away and is not declared any more is left alone", async () => {
    const { schema, sql, states } = await stage.schema();
    const made = await settled(stage.run(), graph(schema));
    await sql(
      "CREATE TASK {S}.Q SCHEDULE = '1 HOUR' AS SELECT 1",
      "ALTER TASK {S}.G SUSPEND",
      "ALTER TASK {S}.G$CLEAN ADD AFTER {S}.Q",
      "ALTER TASK {S}.G$CLEAN REMOVE AFTER {S}.G$LOAD",
      "ALTER TASK {S}.G RESUME",
      "ALTER TASK {S}.Q RESUME",
    );
    const next = await stage.run().up("taskGraph", graph(schema, { tasks: { load: body } }), made);
    expect(await states()).toEqual({ ...running, Q: "started" });
    await stage.run().destroy("taskGraph", next);
    expect(await states()).toEqual({ G$CLEAN: "started", Q: "started" });
  });

  test("tasks that they hang into it stay, and are named when their place goes", async () => {
    const { schema, sql, states, links } = await stage.schema();
    const made = await settled(stage.run(), graph(schema));
    await sql(
      "ALTER TASK {S}.G SUSPEND",
      "CREATE TASK {S}.THEIRS AFTER {S}.G$CLEAN AS SELECT 1",
      "ALTER TASK {S}.THEIRS RESUME",
      "ALTER TASK {S}.G RESUME",
    );
    expect((await stage.run().refresh("taskGraph", made))?.outputs).toEqual(made.outputs);
    const run = stage.run();
    const changed = await run.up(
      "taskGraph",
      graph(schema, { tasks: { load: { definition: "SELECT 2" }, clean: { ...body, after: "load" } } }),
      made,
    );
    expect(run.said).toEqual([]);
    expect(await links()).toMatchObject({ THEIRS: ["G$CLEAN"] });
    const fewer = await run.up("taskGraph", graph(schema, { tasks: { load: body } }), changed);
    expect(run.said.join()).toContain(
      "THEIRS, which this stack does not manage, came after what is dropped: left alone",
    );
    await stage.run().destroy("taskGraph", fewer as Entry);
    expect(await states()).toEqual({ THEIRS: "suspended" });
  });

  test("a destroy names the tasks of others that the graph holds", async () => {
    const { schema, sql, states } = await stage.schema();
    const made = await settled(stage.run(), graph(schema));
    await sql("ALTER TASK {S}.G SUSPEND", "CREATE TASK {S}.THEIRS AFTER {S}.G AS SELECT 1", "ALTER TASK {S}.G RESUME");
    const run = stage.run();
    await run.destroy("taskGraph", made);
    expect(run.said.join()).toContain("also holds THEIRS, which this stack does not manage: left alone");
    expect(await states()).toEqual({ THEIRS: "suspended" });
  });
});

/** Statements in a schema that were refused. */
function refused(schema: string): readonly string[] {
  const failed = stage.emulator.statements().filter(({ sql, error }) => sql.includes(schema) && error !== null);
  return failed.map(({ sql, error }) => `${error}: ${sql}`);
}
