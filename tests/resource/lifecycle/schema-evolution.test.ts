import { afterAll, beforeAll, expect, test } from "vitest";
import { failure, freshName, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql("CREATE WAREHOUSE W", "USE WAREHOUSE W", "CREATE DATABASE SCRATCH");
});
afterAll(() => stage.close());

const id = { name: "id", type: "int" };
const config = { "snowflake:warehouse": "W" };

async function withNewColumn(enableSchemaEvolution: boolean) {
  const args = { schema: "SCRATCH.PUBLIC", name: freshName(), columns: [id], enableSchemaEvolution };
  const entry = await stage.run().up("table", args);
  await stage.sql(`ALTER TABLE ${entry.id} ADD COLUMN LOADED VARCHAR`, `INSERT INTO ${entry.id} VALUES (1, 'a')`);
  return { args, entry };
}

test("a column that appears in a table that evolves is left alone", async () => {
  const { args, entry } = await withNewColumn(true);
  const read = await stage.run().refresh("table", entry);
  expect(read?.outputs).toEqual(entry.outputs);
  expect((await stage.run().up("table", args, read)).effect).toBe("same");

  const more = { ...args, columns: [id, { name: "other", type: "int" }], comment: "c" };
  const changed = await stage.run().up("table", more, read);
  expect((await stage.run().refresh("table", changed))?.outputs).toEqual(changed.outputs);
  expect(await stage.sql(`SELECT LOADED FROM ${entry.id}`)).toEqual([{ LOADED: "a" }]);
});

test("a column that has appeared can be declared, and is managed then", async () => {
  const { args, entry } = await withNewColumn(true);
  const declared = { ...args, columns: [id, { name: "loaded", type: "text", comment: "from files" }] };
  stage.sent();
  const changed = await stage.run().up("table", declared, entry);
  expect(stage.sent().filter((sql) => sql.startsWith("ALTER"))).toEqual([
    `ALTER TABLE ${entry.id} ALTER COLUMN LOADED COMMENT 'from files'`,
  ]);
  expect((await stage.run().refresh("table", changed))?.outputs).toEqual(changed.outputs);
});

test("a column that somebody adds to a table that does not evolve is drift, and its removal is guarded", async () => {
  const { args, entry } = await withNewColumn(false);
  const read = await stage.run().refresh("table", entry);
  expect(read?.inputs["columns"]).toEqual([
    { name: "ID", type: "NUMBER(38,0)" },
    { name: "LOADED", type: "VARCHAR(16777216)" },
  ]);
  const error = await failure(stage.run({ config }).up("table", args, read));
  expect(error.message).toContain("Refused to drop column LOADED");
  expect(error.message).toContain("1 value in column LOADED");

  await stage.sql(`UPDATE ${entry.id} SET LOADED = NULL`);
  const repaired = await stage.run({ config }).up("table", args, read);
  expect((await stage.run().refresh("table", repaired))?.outputs).toEqual(entry.outputs);
});

test("a column that somebody adds is not taken for the one that the program adds, unless it is the same", async () => {
  const { args, entry } = await withNewColumn(false);
  const error = await failure(
    stage.run().up("table", { ...args, columns: [id, { name: "loaded", type: "int" }] }, entry),
  );
  expect(error.message).toContain(
    "Column LOADED NUMBER(38,0) cannot be added: a column of that name, VARCHAR(16777216), is there already",
  );
  const same = await stage.run().up("table", { ...args, columns: [id, { name: "loaded", type: "text" }] }, entry);
  expect((await stage.run().refresh("table", same))?.outputs).toEqual(same.outputs);
});
