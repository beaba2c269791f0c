import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Props } from "../../../provider/dynamic/handlers";
import { type Entry, failure } from "./stage";
import { startTaskStage, type TaskSchema, type TaskStage } from "./task-stage";

let stage: TaskStage;
beforeAll(async () => {
  stage = await startTaskStage();
});
afterEach(() => stage.emulator.setFaults([]));
afterAll(() => stage.close());

const folder = () => path.join(stage.cache, "pulumi-dynamic-snowflake", "journal");
const notes = () => readdirSync(folder()).map((file) => path.join(folder(), file));

/** A process that has ended. */
const DEAD = 4_194_305;

/** What a process that was killed between SUSPEND and RESUME leaves behind: a suspended root, and a note that it was to run. */
async function killedWhile(change: Promise<unknown>): Promise<void> {
  await failure(change);
  for (const file of notes()) {
    const { over: _, ...note } = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...note, pid: DEAD }));
  }
}

/** A root and a child that run, and what a killed change of the child has left. */
async function interrupted(more: Props = {}): Promise<TaskSchema & { readonly top: Entry; readonly entry: Entry }> {
  const schema = await stage.schema();
  const { root, child } = schema;
  const top = await stage.run().up("task", root("R"));
  const entry = await stage.run().up("task", child("A", "R"));
  stage.emulator.setFaults([
    { match: "\\.R RESUME", every: true, do: "error", code: "000603", sqlState: "XX000", message: "killed" },
  ]);
  await killedWhile(stage.run().up("task", child("A", "R", { comment: "new", ...more }), entry));
  stage.emulator.setFaults([]);
  expect(await schema.states()).toEqual({ R: "suspended", A: "started" });
  expect(notes()).not.toEqual([]);
  return { ...schema, top, entry };
}

afterEach(() => expect(notes().filter((file) => readFileSync(file, "utf8").includes("Task suspended"))).toEqual([]));

describe("a root that a killed run has left suspended", () => {
  test("runs again with the next change of any of its tasks", async () => {
    const { child, entry, states } = await interrupted();
    const run = stage.run();
    await run.up("task", child("A", "R", { comment: "new" }), entry);
    expect(await states()).toEqual({ R: "started", A: "started" });
    expect(run.said.join()).toMatch(
      /Task TASKS\.\w+\.R had been suspended for a change by a run that was interrupted: it runs again/,
    );
  });

  test("runs again with the next creation in its graph", async () => {
    const { child, states } = await interrupted();
    await stage.run().up("task", child("B", "R"));
    expect(await states()).toEqual({ R: "started", A: "started", B: "started" });
  });

  test("runs again with the next deletion in its graph", async () => {
    const { entry, states } = await interrupted();
    await stage.run().destroy("task", entry);
    expect(await states()).toEqual({ R: "started" });
  });

  test("runs again with an operation on another task of the program", async () => {
    const { states } = await interrupted();
    const other = await stage.schema();
    await stage.run().up("task", other.root("ELSEWHERE"));
    expect(await states()).toEqual({ R: "started", A: "started" });
  });

  test("runs again with a refresh, and up finds nothing to do", async () => {
    const { root, child, top, entry, states } = await interrupted();
    const run = stage.run();
    const [now, below] = [await run.refresh("task", top), await run.refresh("task", entry)];
    expect(await states()).toEqual({ R: "started", A: "started" });
    const next = stage.run();
    expect((await next.up("task", root("R"), now)).effect).toBe("same");
    expect((await next.up("task", child("A", "R", { comment: "new" }), below)).effect).toBe("update");
    expect(await states()).toEqual({ R: "started", A: "started" });
  });

  test("runs again although nobody manages it", async () => {
    const { child, states, sql } = await stage.schema(
      "CREATE TASK {S}.R SCHEDULE = '1 HOUR' AS SELECT 1",
      "ALTER TASK {S}.R RESUME",
    );
    stage.emulator.setFaults([
      { match: "\\.R RESUME", every: true, do: "error", code: "000603", sqlState: "XX000", message: "killed" },
    ]);
    await killedWhile(stage.run().up("task", child("A", "R")));
    stage.emulator.setFaults([]);
    expect(await states()).toEqual({ R: "suspended", A: "started" });
    const [{ name } = {}] = await sql("SHOW TASKS LIKE 'R' IN SCHEMA {S}");
    expect(name).toBe("R");
    await stage.run().up("task", child("B", "R"));
    expect(await states()).toEqual({ R: "started", A: "started", B: "started" });
  });

  test("stays suspended if the program says so now", async () => {
    const { root, child, top, entry, states } = await interrupted();
    const run = stage.run();
    const stopped = await run.up("task", root("R", { started: false }), top);
    await run.up("task", child("A", "R", { comment: "new" }), entry);
    expect(await states()).toEqual({ R: "suspended", A: "started" });
    expect((await stage.run().refresh("task", stopped))?.outputs).toEqual(stopped.outputs);
  });

  test("stays suspended if the program said so when the run was killed", async () => {
    const schema = await stage.schema();
    const { root, child, states } = schema;
    const top = await stage.run().up("task", root("R"));
    const run = stage.run();
    run.handlers.task.check({}, root("R", { started: false }));
    stage.emulator.setFaults([
      { match: "SET COMMENT", do: "error", code: "000603", sqlState: "XX000", message: "killed" },
    ]);
    await killedWhile(run.up("task", root("R", { started: false, comment: "new" }), { ...top }));
    stage.emulator.setFaults([]);
    await stage.run().up("task", root("R", { started: false, comment: "new" }), top);
    await stage.run().up("task", child("A", "R"));
    expect(await states()).toEqual({ R: "suspended", A: "started" });
  });

  test("stays suspended if somebody has suspended it by hand since", async () => {
    const { child, entry, states, sql } = await interrupted();
    await sql("ALTER TASK {S}.R RESUME");
    stage.emulator.advance(5 * 60_000);
    await sql("ALTER TASK {S}.R SUSPEND");
    await stage.run().up("task", child("A", "R", { comment: "new" }), entry);
    expect(await states()).toEqual({ R: "suspended", A: "started" });
  });

  test("is left alone if it is gone, or was resumed by hand", async () => {
    const one = await interrupted();
    await one.sql("DROP TASK {S}.R");
    const other = await interrupted();
    await other.sql("ALTER TASK {S}.R RESUME");
    other.sent();
    await stage.run().refresh("task", other.top);
    expect(other.sent()).toEqual([]);
  });

  test("that could not be brought back at first runs again when its graph has been mended", async () => {
    const { child, entry, states, sql } = await interrupted();
    await sql("CREATE TASK {S}.ALSO AS SELECT 1", "ALTER TASK {S}.A ADD AFTER {S}.ALSO");
    // What was added by hand is taken out by the next up, after a refresh has seen it.
    const seen = await stage.run().refresh("task", entry);
    expect(await states()).toMatchObject({ R: "suspended" });
    await stage.run().up("task", child("A", "R", { comment: "new" }), seen);
    expect(await states()).toMatchObject({ R: "started", A: "started" });
  });

  test("runs again in its schema, which is given another name by then", async () => {
    const { schema, child, entry } = await interrupted();
    const [, name = ""] = schema.split(".");
    const place = { database: "TASKS", name };
    const taken = await stage.run().up("schema", { ...place, createMode: "ifNotExists" });
    const run = stage.run();
    await run.up("schema", { ...place, name: `${name}_NEW`, createMode: "ifNotExists" }, taken);
    await run.up("task", { ...child("A", "R", { comment: "new" }), schema: `${schema}_NEW` }, entry);
    const rows = await stage.sql(`SHOW TASKS IN SCHEMA ${schema}_NEW`);
    expect(rows.map((row) => [row["name"], row["state"]])).toEqual([
      ["A", "started"],
      ["R", "started"],
    ]);
  });
});

describe("a task that a killed run had made, and of which no state is kept", () => {
  const killed = { do: "error", code: "000603", sqlState: "XX000", message: "killed", every: true } as const;

  test("is taken up as a root, and started", async () => {
    const { root, states, sent } = await stage.schema();
    stage.emulator.setFaults([{ match: "\\.R RESUME", ...killed }]);
    await killedWhile(stage.run().up("task", root("R")));
    stage.emulator.setFaults([]);
    expect(await states()).toEqual({ R: "suspended" });
    sent();
    const entry = await stage.run().up("task", root("R"));
    expect(await states()).toEqual({ R: "started" });
    expect(sent().filter((sql) => sql.startsWith("DROP"))).toEqual([]);
    expect(entry.outputs["identity"]).not.toHaveProperty("adopted");
    expect((await stage.run().refresh("task", entry))?.outputs).toEqual(entry.outputs);
  });

  test("is taken up as a child, and started with its root", async () => {
    const { root, child, states } = await stage.schema();
    await stage.run().up("task", root("R"));
    stage.emulator.setFaults([{ match: "\\.[AR] RESUME", ...killed }]);
    await killedWhile(stage.run().up("task", child("A", "R")));
    stage.emulator.setFaults([]);
    expect(await states()).toEqual({ R: "suspended", A: "suspended" });
    const entry = await stage.run().up("task", child("A", "R"));
    expect(await states()).toEqual({ R: "started", A: "started" });
    expect((await stage.run().refresh("task", entry))?.outputs).toEqual(entry.outputs);
  });
});
