import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { writesOf } from "./kinds";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startRoot();
  await stage.sql("CREATE DATABASE D");
});
afterAll(() => stage.close());
beforeEach(() => void stage.sent());

const writes = () => writesOf(stage.sent());

/** What notes of changes under way stand in the user's cache folder. */
function notes(): string[] {
  const folder = process.env["XDG_CACHE_HOME"] ?? "";
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).map((path) => join(folder, String(path))) : [];
}

describe("a dry run", () => {
  test("of what would be created leaves nothing behind, and the real run says the same", async () => {
    const table = stage.root.database("D").schema("PUBLIC").table("planned");
    const spec = { columns: [{ name: "a", type: "int" }], clusterBy: ["a"], automaticClustering: false };
    const before = notes();
    const plan = await table.createOrAlter(spec, { dryRun: true });
    expect(plan).toMatchObject({ action: "created", changes: [] });
    expect(writes()).toEqual([]);
    expect(notes()).toEqual(before);
    expect(await table.exists()).toBe(false);
    const done = await table.createOrAlter(spec);
    expect(done).toEqual(plan);
    expect(writes()).toEqual(done.statements);
    expect(plan.statements).toEqual([
      "CREATE TABLE D.PUBLIC.PLANNED (A NUMBER(38,0)) CLUSTER BY (A)",
      "ALTER TABLE D.PUBLIC.PLANNED SUSPEND RECLUSTER",
    ]);
  });

  test("of several changes tells all of them, in their order", async () => {
    const wh = await stage.root.warehouses.create({ name: "W", warehouseSize: "SMALL", comment: "old" });
    stage.sent();
    const change = { warehouseSize: "LARGE", maxClusterCount: 3, minClusterCount: 2, comment: null } as const;
    const plan = await wh.createOrAlter(change, { dryRun: true });
    expect(plan.changes.map(({ property }) => property).toSorted()).toEqual([
      "comment",
      "maxClusterCount",
      "minClusterCount",
      "warehouseSize",
    ]);
    expect(writes()).toEqual([]);
    expect(await wh.createOrAlter(change)).toEqual(plan);
    expect(writes()).toEqual(plan.statements);
    expect(await wh.createOrAlter(change, { dryRun: true })).toMatchObject({ action: "unchanged", statements: [] });
  });

  test("of a schema in a database that is missing says so, or what would be sent", async () => {
    const schema = stage.root.database("NOT_YET").schema("S");
    const plan = await schema.createOrAlter({ comment: "c" }, { dryRun: true });
    expect(plan.statements).toEqual(["CREATE SCHEMA NOT_YET.S COMMENT = 'c'"]);
    expect(writes()).toEqual([]);
  });

  test("and a real run at once do not disturb each other", async () => {
    const db = stage.root.database("AT_ONCE");
    const [plan, done] = await Promise.all([
      db.createOrAlter({ comment: "c" }, { dryRun: true }),
      db.createOrAlter({ comment: "c" }),
    ]);
    expect(done.action).toBe("created");
    expect(plan.statements.length).toBeLessThanOrEqual(1);
    expect(writes()).toEqual(done.statements);
  });
});
