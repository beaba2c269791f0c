import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ObjectExistsError } from "../../../provider/client/errors";
import type { Props } from "../../../provider/dynamic/handlers";
import { failure } from "./stage";
import { type GraphStage, settled, startGraphStage } from "./task-graph-stage";

let stage: GraphStage;
beforeAll(async () => {
  stage = await startGraphStage();
});
afterAll(() => stage.close());

const graph = (schema: string, more: Props = {}): Props => ({
  name: "G",
  schema,
  schedule: "1 hour",
  definition: "SELECT 0",
  userTaskTimeoutMs: 60_000,
  started: true,
  tasks: {
    load: { definition: "SELECT 1", userTaskTimeoutMs: 10_000 },
    clean: { definition: "SELECT 2", after: "load" },
  },
  ...more,
});
const equal = [
  "CREATE TASK {S}.G SCHEDULE = '60 MINUTES' USER_TASK_TIMEOUT_MS = 60000 AS SELECT 0",
  "CREATE TASK {S}.G$LOAD USER_TASK_TIMEOUT_MS = 10000 AFTER {S}.G AS SELECT 1",
  "CREATE TASK {S}.G$CLEAN AFTER {S}.G$LOAD AS SELECT 2",
  "ALTER TASK {S}.G$CLEAN RESUME",
  "ALTER TASK {S}.G$LOAD RESUME",
];
const resumed = "ALTER TASK {S}.G RESUME";
const other = [...equal.slice(0, 4), "CREATE TASK {S}.G$MORE COMMENT = 'more' AFTER {S}.G$LOAD AS SELECT 3"];
const running = { G: "started", G$LOAD: "started", G$CLEAN: "started" };

describe("a graph that exists, and equals the declaration", () => {
  test("is refused with the line that takes it up, and that line works", async () => {
    const { schema, states } = await stage.schema(...equal, resumed);
    const error = await failure(stage.run().up("taskGraph", graph(schema)));
    expect(error).toBeInstanceOf(ObjectExistsError);
    expect(error.message).toContain("exists already: it equals what the program declares");
    const [, pattern = ""] = /PULUMI_SNOWFLAKE_ADOPT='([^']+)' pulumi up/.exec(error.message) ?? [];
    const made = await settled(stage.run({ env: { PULUMI_SNOWFLAKE_ADOPT: pattern } }), graph(schema));
    expect(made.outputs["identity"]).toMatchObject({ adopted: true });
    expect(await states()).toEqual(running);
  });

  test("is taken up by ifNotExists without a write, and released by destroy", async () => {
    const { schema, sent, states } = await stage.schema(...equal, resumed);
    const made = await settled(stage.run(), graph(schema, { createMode: "ifNotExists" }));
    expect(sent().filter((sql) => !sql.endsWith(".G RESUME"))).toEqual([]);
    const run = stage.run();
    await run.destroy("taskGraph", made);
    expect(run.said.join()).toContain("was taken up, not created, by this stack: released, not dropped");
    expect(await states()).toEqual(running);
  });
});

describe("a graph that exists, and differs", () => {
  test.each(["errorIfExists", "ifNotExists"])("is refused by %s with what it would take", async (createMode) => {
    const { schema, sent } = await stage.schema(...other);
    const changed = graph(schema, { createMode, userTaskTimeoutMs: 1000, tasks: { load: { definition: "SELECT 9" } } });
    const error = await failure(stage.run().up("taskGraph", changed));
    expect(error).toBeInstanceOf(ObjectExistsError);
    expect(error.message).toMatch(
      /would take:\n {2}- ALTER TASK .*\.G SET USER_TASK_TIMEOUT_MS = 1000\n {2}- ALTER TASK .*\.G\$LOAD MODIFY AS SELECT 9\n.*createMode: "createOrAlter"/s,
    );
    expect(sent()).toEqual([]);
  });

  test("is altered by createOrAlter, parameters included; what is not declared stays", async () => {
    const { schema, states, sql } = await stage.schema(...other);
    const changed = graph(schema, {
      createMode: "createOrAlter",
      userTaskTimeoutMs: 1000,
      tasks: { load: { definition: "SELECT 9" }, fresh: { definition: "SELECT 4", after: "load" } },
    });
    const run = stage.run();
    const made = await settled(run, changed);
    expect(made.outputs["identity"]).toMatchObject({ adopted: true });
    expect(run.said.join()).toContain('taken up (createMode "createOrAlter")');
    expect(await states()).toEqual({ ...running, G$FRESH: "started", G$MORE: "suspended" });
    const [timeout] = await sql("SHOW PARAMETERS LIKE 'USER_TASK_TIMEOUT_MS' IN TASK {S}.G");
    expect(timeout).toMatchObject({ value: "1000", level: "TASK" });
  });

  test("is brought to nothing but the declaration by orReplace, and is ours then", async () => {
    const { schema, states, sql } = await stage.schema(...other);
    const made = await settled(
      stage.run(),
      graph(schema, { createMode: "orReplace", tasks: { load: { definition: "SELECT 9" } } }),
    );
    expect(made.outputs["identity"]).not.toHaveProperty("adopted");
    expect(await states()).toEqual({ G: "started", G$LOAD: "started" });
    const [timeout] = await sql("SHOW PARAMETERS LIKE 'USER_TASK_TIMEOUT_MS' IN TASK {S}.G$LOAD");
    expect(timeout?.["level"]).not.toBe("TASK");
    await stage.run().destroy("taskGraph", made);
    expect(await states()).toEqual({});
  });
});

describe("a task of the same name that is none of the graph's", () => {
  const foreign = [
    "CREATE TASK {S}.G$LOAD SCHEDULE = '5 MINUTES' AS SELECT 'theirs'",
    "ALTER TASK {S}.G$LOAD RESUME",
    "CREATE TASK {S}.Q SCHEDULE = '5 MINUTES' AS SELECT 1",
    "CREATE TASK {S}.G$CLEAN AFTER {S}.Q AS SELECT 'theirs'",
    "ALTER TASK {S}.Q RESUME",
  ];

  test.each(["errorIfExists", "ifNotExists"])("is refused by %s, and stays", async (createMode) => {
    const { schema, states, sent } = await stage.schema(...foreign);
    const error = await failure(stage.run().up("taskGraph", graph(schema, { createMode })));
    expect(error.message).toMatch(/there are tasks G\$LOAD, G\$CLEAN already, which this stack did not make/);
    expect(sent()).toEqual([]);
    expect(await states()).toEqual({ G$LOAD: "started", Q: "started", G$CLEAN: "suspended" });
  });

  test.each(["createOrAlter", "orReplace"])(
    "is drawn into the graph by %s, from wherever it ran",
    async (createMode) => {
      const { schema, states, links } = await stage.schema(...foreign);
      await settled(stage.run(), graph(schema, { createMode }));
      expect(await states()).toEqual({ ...running, Q: "started" });
      expect(await links()).toEqual({ G: [], G$LOAD: ["G"], G$CLEAN: ["G$LOAD"], Q: [] });
    },
  );

  test.each([
    ["errorIfExists", false],
    ["createOrAlter", true],
  ])("and that a change would add is taken only where %s allows it", async (createMode, isTaken) => {
    const { schema, states, links } = await stage.schema();
    const before = graph(schema, { createMode, tasks: { first: { definition: "SELECT 1" } } });
    const made = await settled(stage.run(), before);
    await stage.sql(
      `CREATE TASK ${schema}.G$LOAD SCHEDULE = '5 MINUTES' AS SELECT 'theirs'`,
      `ALTER TASK ${schema}.G$LOAD RESUME`,
    );
    const after = graph(schema, { createMode });
    if (isTaken) {
      await settled(stage.run(), after, { entry: made });
      expect(await states()).toEqual(running);
      expect(await links()).toMatchObject({ G$LOAD: ["G"] });
    } else {
      const error = await failure(stage.run().up("taskGraph", after, made));
      expect(error.message).toMatch(
        /there is a task G\$LOAD already, which this stack did not make. Nothing was changed/,
      );
      expect(await states()).toEqual({ G: "started", G$FIRST: "started", G$LOAD: "started" });
    }
  });
});

test("two graphs of one program cannot have one name", async () => {
  const { schema } = await stage.schema();
  const run = stage.run();
  await run.up("taskGraph", graph(schema));
  const error = await failure(run.up("taskGraph", graph(schema, { createMode: "createOrAlter" })));
  expect(error.message).toContain("another resource of this program stands for it");
});
