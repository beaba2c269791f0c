import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Props } from "../../../provider/dynamic/handlers";
import { failure, freshName } from "./stage";
import { type GraphStage, settled, startGraphStage } from "./task-graph-stage";

let stage: GraphStage;
beforeAll(async () => {
  stage = await startGraphStage();
});
afterEach(() => stage.emulator.setFaults([]));
afterAll(() => stage.close());

const graph = (schema: string, more: Props = {}): Props => ({
  name: "G",
  schema,
  schedule: "1 hour",
  started: true,
  tasks: { load: { definition: "SELECT 1" }, clean: { definition: "SELECT 2", after: "load" } },
  ...more,
});
const running = { G: "started", G$LOAD: "started", G$CLEAN: "started" };

describe("a graph of another name", () => {
  test("is made before the old one is dropped, which stands still from then on", async () => {
    const { schema, sent, states } = await stage.schema();
    const made = await settled(stage.run(), graph(schema));
    sent();
    const renamed = await stage.run().up("taskGraph", graph(schema, { name: "H" }), made);
    expect(renamed.effect).toBe("replace");
    const order = sent().filter((sql) => /TASK \S+\.[GH]( |$)/.test(sql));
    expect(order).toEqual([
      "ALTER TASK {S}.G SUSPEND",
      expect.stringMatching(/^CREATE TASK \{S\}\.H /),
      "ALTER TASK {S}.H RESUME",
      "DROP TASK {S}.G",
    ]);
    expect(await states()).toEqual({ H: "started", H$LOAD: "started", H$CLEAN: "started" });
    await settled(stage.run(), graph(schema, { name: "H" }), { entry: renamed });
  });

  test("that cannot be made leaves the old one running", async () => {
    const { schema, states } = await stage.schema();
    const made = await settled(stage.run(), graph(schema));
    const tasks = { load: { definition: "SELECT 1", warehouse: "NOWHERE" } };
    const error = await failure(stage.run().up("taskGraph", graph(schema, { name: "H", tasks }), made));
    expect(error.message).toMatch(/NOWHERE/);
    expect(await states()).toEqual(running);
  });

  test("that shall stand still lets the old one run until it is dropped", async () => {
    const { schema, sent, states } = await stage.schema();
    const made = await settled(stage.run(), graph(schema));
    sent();
    await stage.run().up("taskGraph", graph(schema, { name: "H", started: false }), made);
    expect(sent().filter((sql) => sql.endsWith("SUSPEND"))).toEqual(["ALTER TASK {S}.G SUSPEND"]);
    expect(await states()).toEqual({ H: "suspended", H$LOAD: "started", H$CLEAN: "started" });
  });
});

test("a graph moves to another schema by being made there first", async () => {
  const from = await stage.schema();
  const to = await stage.schema();
  const made = await settled(stage.run(), graph(from.schema));
  const moved = await stage.run().up("taskGraph", graph(to.schema), made);
  expect(moved.effect).toBe("replace");
  await settled(stage.run(), graph(to.schema), { entry: moved });
  expect([await from.states(), await to.states()]).toEqual([{}, running]);
});

test("a graph whose schema was renamed by hand is followed by refresh", async () => {
  const { schema } = await stage.schema();
  const made = await settled(stage.run(), graph(schema));
  const other = `TASKS.${freshName()}`;
  await stage.sql(`ALTER SCHEMA ${schema} RENAME TO ${other}`);
  const run = stage.run();
  const read = await run.refresh("taskGraph", made);
  expect(run.said.join()).toContain("the state follows");
  expect(`TASKS.${read?.outputs["schema"]}`).toBe(other);
  await settled(stage.run(), graph(other), { entry: read });
  await stage.run().destroy("taskGraph", made);
  expect(await stage.sql(`SHOW TASKS IN SCHEMA ${other}`)).toEqual([]);
});

test("a graph goes along with its schema that the program renames, and can be changed at once", async () => {
  const [database, first, second] = ["TASKS", freshName(), freshName()];
  const run = stage.run();
  const schema = await run.up("schema", { database, name: first });
  const made = await run.up("taskGraph", graph(`${database}.${first}`));
  const next = stage.run();
  await next.up("schema", { database, name: second }, schema);
  const args = graph(`${database}.${second}`, { comment: "moved" });
  const moved = await next.up("taskGraph", args, made);
  expect(moved.effect).toBe("update");
  await settled(stage.run(), args, { entry: moved });
});

test("a task of another name is a new one, and the old one goes", async () => {
  const { schema, states, links } = await stage.schema();
  const made = await settled(stage.run(), graph(schema));
  const tasks = { fetch: { definition: "SELECT 1" }, clean: { definition: "SELECT 2", after: "fetch" } };
  await settled(stage.run(), graph(schema, { tasks }), { entry: made });
  expect(await states()).toEqual({ G: "started", G$FETCH: "started", G$CLEAN: "started" });
  expect(await links()).toEqual({ G: [], G$FETCH: ["G"], G$CLEAN: ["G$FETCH"] });
});
