import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Entry, failure, freshName, type Run, type Stage, startStage } from "./stage";

let stage: Stage;
let schema: string;

beforeAll(async () => {
  stage = await startStage();
  const database = freshName();
  schema = `${database}.S`;
  await stage.sql(`CREATE DATABASE ${database}`, `CREATE SCHEMA ${schema}`, `CREATE WAREHOUSE ${database}_WH`);
  stage.sent();
});
afterAll(() => stage.close());

/** States of tasks by name. */
async function states(): Promise<Record<string, string>> {
  const rows = await stage.sql(`SHOW TASKS IN SCHEMA ${schema}`);
  return Object.fromEntries(rows.map((row) => [row["name"] ?? "", row["state"] ?? ""]));
}

function rootOf(name: string, more: object = {}) {
  return { name, schema, schedule: "10 minutes", definition: "SELECT 1", started: true, ...more };
}

function childOf(name: string, after: string | readonly string[], more: object = {}) {
  return { name, schema, after, definition: `SELECT '${name}'`, started: true, ...more };
}

describe("Task", () => {
  test("a root and 40 children, all started, come up at once, and stand as declared", async () => {
    const run = stage.run();
    const root = await run.up("task", rootOf("R"));
    const names = Array.from({ length: 40 }, (_, index) => `C${index}`);
    const children = await inEights(names, (name) => run.up("task", childOf(name, "R")));
    const sent = stage.sent();
    expect(sent.filter((sql) => sql.endsWith("SUSPEND"))).toHaveLength(5);
    const now = await states();
    expect(Object.values(now).every((state) => state === "started")).toBe(true);
    expect(Object.keys(now)).toHaveLength(41);

    const next = stage.run();
    expect((await next.up("task", rootOf("R"), root)).effect).toBe("same");
    const changed = await inEights(children.slice(0, 20), (entry) =>
      next.up("task", { ...entry.inputs, definition: "SELECT 2" }, entry),
    );
    const later = stage.sent();
    expect(later.filter((sql) => sql.endsWith("SUSPEND")).length).toBeLessThanOrEqual(3);
    expect(Object.values(await states()).every((state) => state === "started")).toBe(true);
    for (const entry of changed) expect((await next.up("task", entry.inputs, entry)).effect).toBe("same");
    const last = stage.run();
    await inEights([...changed, ...children.slice(20)], (entry) => last.destroy("task", entry));
    await last.destroy("task", root);
    expect(await states()).toEqual({});
  });
});

async function inEights<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let index = 0; index < items.length; index += 8)
    results.push(...(await Promise.all(items.slice(index, index + 8).map(work))));
  return results;
}
void failure;

export type { Entry, Run };
