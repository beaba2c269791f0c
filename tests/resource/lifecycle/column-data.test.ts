import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DataLossError } from "../../../provider/client/errors";
import { type Entry, failure, freshName, type Stage, startStage } from "./stage";

const withWarehouse = { config: { "snowflake:warehouse": "W" } };
const schema = "SCRATCH.PUBLIC";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql("CREATE WAREHOUSE W", "USE WAREHOUSE W", "CREATE DATABASE SCRATCH");
});
afterAll(() => stage.close());

const id = { name: "id", type: "int" };
const note = { name: "note", type: "text" };
const amount = { name: "amount", type: "number(10,2)" };
const columns = [id, note, amount];

/** A table with rows. */
async function filled(rows: string, args: Record<string, unknown> = {}) {
  const name = freshName();
  const entry = await stage.run().up("table", { schema, name, columns, ...args });
  if (rows !== "") await stage.sql(`INSERT INTO ${entry.id} VALUES ${rows}`);
  stage.sent();
  const change = (to: Record<string, unknown>, options = withWarehouse) => {
    const run = stage.run(options);
    return { run, work: run.up("table", { schema, name, columns, ...args, ...to }, entry) };
  };
  return { entry, change };
}

const altered = () => stage.sent().filter((sql) => !/^(SHOW|SELECT|DESCRIBE)/.test(sql));
const columnsOf = async ({ id: name }: Entry) =>
  (await stage.sql(`SHOW COLUMNS IN TABLE ${name}`)).map((row) => row["column_name"]);

describe("a column that goes", () => {
  const values = "(1, 'a', 1), (2, 'b', 2), (3, NULL, 3)";
  const empty = "(1, NULL, 1), (2, NULL, 2)";

  test.each<[string, string, number]>([
    ["refuse", values, 1],
    ["refuse", empty, 1],
    ["refuse", "", 1],
    ["ifEmpty", values, 1],
    ["recoverable", values, 0],
  ])("is kept under %s with %j and a retention of %i days", async (dataLoss, rows, days) => {
    const { entry, change } = await filled(rows, { dataLoss, dataRetentionTimeInDays: days });
    const error = await failure(change({ columns: [id, amount], comment: "c" }).work);
    expect(error).toBeInstanceOf(DataLossError);
    expect(error.message).toContain(`Refused to drop column NOTE of Table ${entry.id}`);
    if (dataLoss !== "refuse") expect(error.message).toContain("2 values in column NOTE");
    expect(altered()).toEqual([]);
    expect(await columnsOf(entry)).toEqual(["ID", "NOTE", "AMOUNT"]);
  });

  test.each<[string, string, number]>([
    ["ifEmpty", empty, 1],
    ["ifEmpty", "", 0],
    ["recoverable", values, 1],
    ["allow", values, 0],
  ])("goes under %s with %j and a retention of %i days", async (dataLoss, rows, days) => {
    const { entry, change } = await filled(rows, { dataLoss, dataRetentionTimeInDays: days });
    await change({ columns: [id, amount] }).work;
    expect(altered()).toEqual([`ALTER TABLE ${entry.id} DROP COLUMN NOTE`]);
    expect(await columnsOf(entry)).toEqual(["ID", "AMOUNT"]);
  });

  test("can be seen again by the line that is printed", async () => {
    const { entry, change } = await filled(values, { dataLoss: "recoverable", dataRetentionTimeInDays: 1 });
    const { run, work } = change({ columns: [id, amount] });
    await work;
    const [, line = ""] = /as it was: (CREATE TABLE \S+ CLONE \S+ AT \(.*?\));/.exec(run.said.join("\n")) ?? [];
    expect(run.said.join("\n")).toContain("-- possible for 1 day, until ");
    await stage.sql(line);
    const rows = await stage.sql(`SELECT NOTE FROM ${entry.id}_BEFORE ORDER BY ID`);
    expect(rows.map((row) => row["NOTE"])).toEqual(["a", "b", null]);
  });

  test("is counted only in the columns that hold values", async () => {
    const { change } = await filled("(1, 'a', NULL)");
    const error = await failure(change({ columns: [id] }).work);
    expect(error.message).toContain("Refused to drop columns NOTE, AMOUNT");
    expect(error.message).toContain("1 value in column NOTE");
    expect(error.message).not.toContain("in column AMOUNT");
  });

  test("names renamedFrom as a way out where a new column may be meant", async () => {
    const { change } = await filled(values);
    const error = await failure(change({ columns: [id, amount, { ...note, name: "remark" }] }).work);
    expect(error.message).toContain('if a column was renamed, say so on the new one: renamedFrom: "NOTE"');
    const { work } = change({ columns: [id, amount, { ...note, name: "remark", renamedFrom: "note" }] });
    expect((await work).effect).toBe("update");
  });

  test("is kept without a warehouse, which it takes to look", async () => {
    const { entry, change } = await filled(empty);
    const error = await failure(change({ columns: [id, amount] }, { config: {} as never }).work);
    expect(error.message).toContain(
      "2 rows; whether NOTE is empty in them takes a warehouse to look at (snowflake:warehouse)",
    );
    expect(await columnsOf(entry)).toContain("NOTE");
  });

  test("takes no warehouse in a table without rows", async () => {
    const { change } = await filled("");
    expect((await change({ columns: [id, amount] }, { config: {} as never }).work).effect).toBe("update");
  });
});

describe("what only the rows can tell is asked before the first statement:", () => {
  test.each<[string, string, Record<string, unknown>[], string]>([
    [
      "NOT NULL",
      "(1, NULL, 1), (2, NULL, 2)",
      [id, { ...note, nullable: false }, amount],
      "column NOTE holds 2 NULLs, so it cannot become NOT NULL; fill them first",
    ],
    [
      "fewer digits",
      "(1, 'a', 12345.67), (2, 'b', 1)",
      [id, note, { ...amount, type: "number(6,2)" }],
      "column AMOUNT holds 12345.67, which does not fit into NUMBER(6,2)",
    ],
    [
      "fewer digits below zero",
      "(1, 'a', -12345.67), (2, 'b', 1)",
      [id, note, { ...amount, type: "number(6,2)" }],
      "column AMOUNT holds -12345.67, which does not fit into NUMBER(6,2)",
    ],
    [
      "a new NOT NULL column",
      "(1, 'a', 1)",
      [...columns, { name: "more", type: "int", nullable: false }],
      "it holds 1 row, so MORE cannot be added",
    ],
    [
      "a new numbered column",
      "(1, 'a', 1)",
      [...columns, { name: "more", type: "int", autoincrement: true }],
      "it holds 1 row, so MORE cannot be added",
    ],
  ])("%s", async (_, rows, after, words) => {
    const { entry, change } = await filled(rows);
    // Something that could be done stands beside it.
    const error = await failure(change({ columns: [...after, { name: "other", type: "int" }], comment: "c" }).work);
    expect(error.message).toContain(words);
    expect(error.message).toContain("Nothing was changed.");
    expect(altered()).toEqual([]);
    expect((await stage.run().refresh("table", entry))?.outputs).toEqual(entry.outputs);
  });

  test.each<[string, string, Record<string, unknown>[]]>([
    ["NOT NULL without NULLs", "(1, 'a', 1)", [id, { ...note, nullable: false }, amount]],
    [
      "fewer digits that fit",
      "(1, 'a', 1234.56), (2, 'b', -9999.99), (3, NULL, NULL)",
      [id, note, { ...amount, type: "number(6,2)" }],
    ],
    [
      "a new NOT NULL column with a default",
      "(1, 'a', 1)",
      [...columns, { name: "more", type: "int", nullable: false, default: 7 }],
    ],
    ["anything without rows", "", [id, { ...note, nullable: false }, { ...amount, type: "number(6,2)" }]],
  ])("%s, which is done", async (_, rows, after) => {
    const { entry, change } = await filled(rows);
    const before = await stage.sql(`SELECT ID, NOTE, AMOUNT FROM ${entry.id}`);
    const changed = await change({ columns: after }).work;
    expect((await stage.run().refresh("table", changed))?.outputs).toEqual(changed.outputs);
    expect(await stage.sql(`SELECT ID, NOTE, AMOUNT FROM ${entry.id}`)).toEqual(before);
  });

  test("in one statement for all columns, and none without rows", async () => {
    const after = [
      { ...id, nullable: false },
      { ...note, nullable: false },
      { ...amount, type: "number(6,2)" },
    ];
    const { change } = await filled("(1, 'a', 1)");
    await change({ columns: after }).work;
    expect(stage.sent().filter((sql) => sql.startsWith("SELECT"))).toHaveLength(1);
    const none = await filled("");
    await none.change({ columns: after }).work;
    expect(stage.sent().filter((sql) => sql.startsWith("SELECT"))).toEqual([]);
  });

  test("and said at preview, which asks nothing", async () => {
    const { entry } = await filled("(1, NULL, 1)");
    const run = stage.run();
    const { inputs } = run.handlers.table.check(entry.inputs, {
      ...entry.inputs,
      columns: [id, { ...note, nullable: false }, amount],
    });
    run.handlers.table.diff(entry.id, entry.outputs, inputs);
    expect(run.said).toEqual([
      `Table ${entry.id}: column NOTE must hold no NULL to become NOT NULL; this is looked at before anything is changed.`,
    ]);
    expect(stage.sent()).toEqual([]);
  });
});

test("a key that foreign keys of another table refer to is not dropped", async () => {
  const [parent, child] = [freshName(), freshName()];
  const before = { schema, name: parent, columns, primaryKey: ["id"] };
  const entry = await stage.run().up("table", before);
  const foreignKeys = [{ columns: ["id"], references: { table: parent } }];
  const referring = await stage.run().up("table", { schema, name: child, columns, foreignKeys });
  stage.sent();
  const { primaryKey: _, ...without } = before;
  const error = await failure(stage.run().up("table", without, entry));
  expect(error.message).toContain(`foreign keys of SCRATCH.PUBLIC.${child} refer to it, and would be dropped along`);
  expect(altered()).toEqual([]);
  await stage.run().up("table", { schema, name: child, columns }, referring);
  expect((await stage.run().up("table", without, entry)).outputs).not.toHaveProperty("primaryKey");
});
