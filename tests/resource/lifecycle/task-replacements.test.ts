import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Props } from "../../../provider/dynamic/handlers";
import type { Entry, Run } from "./stage";
import { startTaskStage, type TaskStage } from "./task-stage";

let stage: TaskStage;
beforeAll(async () => {
  stage = await startTaskStage();
});
afterEach(() => stage.emulator.setFaults([]));
afterAll(() => stage.close());

/** A replacement in the engine's order: the new one is made, what depends on it is updated, and the old one is dropped. */
async function replaced(
  run: Run,
  entry: Entry,
  args: Props,
  meanwhile: () => Promise<unknown> = async () => {},
  { deleteFirst = false } = {},
): Promise<Entry> {
  const { task } = run.handlers;
  const { inputs, problems } = task.check(entry.inputs, args);
  expect(problems).toEqual([]);
  expect(task.diff(entry.id, entry.outputs, inputs).replaces).not.toEqual([]);
  if (deleteFirst) await task.delete(entry.id, entry.outputs);
  const made = { ...(await task.create(inputs)), inputs };
  await meanwhile();
  if (!deleteFirst) await task.delete(entry.id, entry.outputs);
  return made;
}

/** R → M → { A, B }, F finalizes R; A and F are managed, B is not. */
async function graph() {
  const schema = await stage.schema();
  const { root, child, sql } = schema;
  const run = stage.run();
  const top = await run.up("task", root("R"));
  const middle = await run.up("task", child("M", "R"));
  const low = await run.up("task", child("A", "M"));
  const { after: _, ...rest } = child("F", "R");
  const last = await run.up("task", { ...rest, finalize: "R" });
  await sql(
    "ALTER TASK {S}.R SUSPEND",
    "CREATE TASK {S}.B AFTER {S}.M AS SELECT 1",
    "ALTER TASK {S}.B RESUME",
    "ALTER TASK {S}.R RESUME",
  );
  return { ...schema, top, middle, low, last, finalizer: (root: string) => ({ ...rest, finalize: root }) };
}

describe.each([[false], [true]])("with deleteBeforeReplace %s", (deleteFirst) => {
  test("a renamed root hands on what comes after it, and all of it runs", async () => {
    const { root, child, finalizer, top, middle, low, last, states, links } = await graph();
    const run = stage.run();
    const ends: Entry[] = [];
    const made = await replaced(
      run,
      top,
      root("R2"),
      async () => {
        ends.push(await run.up("task", child("M", "R2"), middle), await run.up("task", finalizer("R2"), last));
      },
      { deleteFirst },
    );
    expect(await links()).toEqual({ R2: [], M: ["R2"], F: ["R2"], A: ["M"], B: ["M"] });
    expect(new Set(Object.values(await states()))).toEqual(new Set(["started"]));
    for (const [entry, args] of [
      [made, root("R2")],
      [ends[0], child("M", "R2")],
      [ends[1], finalizer("R2")],
      [low, child("A", "M")],
    ] as const)
      expect((await run.up("task", args, entry && (await run.refresh("task", entry)))).effect).toBe("same");
  });

  test("a renamed root whose successors nobody manages hands them on", async () => {
    const { root, sql, states, links } = await stage.schema();
    const top = await stage.run().up("task", root("R"));
    await sql(
      "ALTER TASK {S}.R SUSPEND",
      "CREATE TASK {S}.A AFTER {S}.R AS SELECT 1",
      "CREATE TASK {S}.B AFTER {S}.R, {S}.A AS SELECT 1",
      "CREATE TASK {S}.F FINALIZE = {S}.R AS SELECT 1",
      "ALTER TASK {S}.A RESUME",
      "ALTER TASK {S}.F RESUME",
      "ALTER TASK {S}.R RESUME",
    );
    await replaced(stage.run(), top, root("R2"), undefined, { deleteFirst });
    expect(await links()).toEqual({ R2: [], A: ["R2"], B: ["A", "R2"], F: ["R2"] });
    expect(await states()).toEqual({ R2: "started", A: "started", B: "suspended", F: "started" });
  });

  test("a renamed task in the middle hands on what comes after it", async () => {
    const { child, middle, low, states, links } = await graph();
    const run = stage.run();
    await replaced(run, middle, child("M2", "R"), () => run.up("task", child("A", "M2"), low), { deleteFirst });
    expect(await links()).toEqual({ R: [], M2: ["R"], F: ["R"], A: ["M2"], B: ["M2"] });
    expect(new Set(Object.values(await states()))).toEqual(new Set(["started"]));
  });

  test("a renamed finalizer takes the place of the old one", async () => {
    const { finalizer, last, states, links } = await graph();
    await replaced(stage.run(), last, { ...finalizer("R"), name: "F2" }, undefined, { deleteFirst });
    expect(await links()).toEqual({ R: [], M: ["R"], F2: ["R"], A: ["M"], B: ["M"] });
    expect(new Set(Object.values(await states()))).toEqual(new Set(["started"]));
  });
});

test("a root whose graph comes together again below is renamed with both branches", async () => {
  const { root, child, states, links } = await stage.schema();
  const before = stage.run();
  const top = await before.up("task", root("R"));
  const [a, b] = [await before.up("task", child("A", "R")), await before.up("task", child("B", "R"))];
  await before.up("task", child("C", ["A", "B"]));
  const run = stage.run();
  await replaced(run, top, root("R2"), async () => {
    await run.up("task", child("A", "R2"), a);
    // Between the two, C has two roots.
    await run.up("task", child("B", "R2"), b);
  });
  expect(await links()).toEqual({ R2: [], A: ["R2"], B: ["R2"], C: ["A", "B"] });
  expect(new Set(Object.values(await states()))).toEqual(new Set(["started"]));
});

test("a replacement of a root that was interrupted after the new one was made is gone on with", async () => {
  const { root, child, finalizer, top, middle, last, states, links } = await graph();
  const first = stage.run();
  const { inputs } = first.handlers.task.check(top.inputs, root("R2"));
  first.handlers.task.diff(top.id, top.outputs, inputs);
  await first.handlers.task.create(inputs);

  // The engine has the new one in its state, and the old one as what is left to delete.
  const run = stage.run();
  await run.up("task", child("M", "R2"), middle);
  await run.up("task", finalizer("R2"), last);
  await run.destroy("task", top);
  expect(await links()).toEqual({ R2: [], M: ["R2"], F: ["R2"], A: ["M"], B: ["M"] });
  expect(new Set(Object.values(await states()))).toEqual(new Set(["started"]));
});

test("a renamed finalizer that cannot be made leaves the old one in its place", async () => {
  const { finalizer, last, states, links } = await graph();
  const args = { ...finalizer("R"), name: "F2", warehouse: "NOWHERE" };
  await expect(replaced(stage.run(), last, args)).rejects.toThrow(/NOWHERE/);
  expect(await links()).toMatchObject({ F: ["R"] });
  expect(new Set(Object.values(await states()))).toEqual(new Set(["started"]));
});

test('a predecessor made anew with createMode "orReplace" keeps what comes after it', async () => {
  const { root, child, states, links } = await graph();
  await stage.run().up("task", child("M", "R", { createMode: "orReplace", definition: "SELECT 7" }));
  expect(await links()).toEqual({ R: [], M: ["R"], F: ["R"], A: ["M"], B: ["M"] });
  expect(new Set(Object.values(await states()))).toEqual(new Set(["started"]));
  await stage.run().up("task", root("R", { createMode: "orReplace", definition: "SELECT 7" }));
  expect(await links()).toEqual({ R: [], M: ["R"], F: ["R"], A: ["M"], B: ["M"] });
  expect(new Set(Object.values(await states()))).toEqual(new Set(["started"]));
});

test("a task that moves to another schema is made there, and the rest goes on without it", async () => {
  const { child, middle, states, links } = await graph();
  const other = await stage.schema("CREATE TASK {S}.R SCHEDULE = '1 HOUR' AS SELECT 1", "ALTER TASK {S}.R RESUME");
  await replaced(stage.run(), middle, { ...child("M", "R"), schema: other.schema });
  expect(await other.links()).toEqual({ R: [], M: ["R"] });
  expect(await other.states()).toEqual({ R: "started", M: "started" });
  expect(await links()).toEqual({ R: [], F: ["R"], A: [], B: [] });
  expect(await states()).toMatchObject({ R: "started", F: "started" });
});

describe("a schema that is given another name", () => {
  /** A managed schema with a graph that runs. */
  async function managed() {
    const made = await graph();
    const [, name = ""] = made.schema.split(".");
    const place = { database: "TASKS", createMode: "ifNotExists" };
    const schema = await stage.run().up("schema", { ...place, name });
    const moved = `${made.schema}_NEW`;
    const rename = (run: Run) => run.up("schema", { ...place, name: `${name}_NEW` }, schema);
    stage.sent();
    return { ...made, rename, moved, in: (args: Props) => ({ ...args, schema: moved }) };
  }
  const writes = () => stage.sent().filter((sql) => /^(CREATE|ALTER|DROP)/.test(sql));

  test("takes its tasks along, which need no statement", async () => {
    const { rename, root, child, finalizer, top, middle, last, in: inMoved } = await managed();
    const run = stage.run();
    await rename(run);
    expect(writes()).toHaveLength(1);
    const all: (readonly [Entry, Props])[] = [
      [top, inMoved(root("R"))],
      [middle, inMoved(child("M", "R"))],
      [last, inMoved(finalizer("R"))],
    ];
    for (const [entry, args] of all) {
      const end = await run.up("task", args, entry);
      expect(end.effect).toBe("update");
      expect((await run.refresh("task", end))?.outputs).toEqual(end.outputs);
    }
    expect(writes()).toEqual([]);
  });

  test("by a run that ended before its tasks were looked at, takes them along too", async () => {
    const { rename, root, child, top, middle, in: inMoved } = await managed();
    const first = stage.run();
    await rename(first);
    writes();
    const run = stage.run();
    expect((await run.up("task", inMoved(root("R")), top)).effect).toBe("update");
    expect((await run.up("task", inMoved(child("M", "R")), middle)).effect).toBe("update");
    expect(writes()).toEqual([]);
  });
});
