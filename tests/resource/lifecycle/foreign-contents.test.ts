import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DataLossError } from "../../../provider/client/errors";
import { failure, freshName, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql("CREATE WAREHOUSE W", "USE WAREHOUSE W", "CREATE DATABASE SCRATCH");
});
afterAll(() => stage.close());

const columns = [{ name: "id", type: "int" }];

describe("a schema", () => {
  const made = async (args = {}) => stage.run().up("schema", { database: "SCRATCH", name: freshName(), ...args });
  const isThere = async (id: string) =>
    (await stage.sql("SHOW SCHEMAS IN DATABASE SCRATCH")).some((row) => `SCRATCH.${row["name"]}` === id);

  test("is kept for what somebody else has put into it, which is named with its rows", async () => {
    const entry = await made();
    await stage.sql(
      `CREATE TABLE ${entry.id}.THEIRS (ID INT)`,
      `INSERT INTO ${entry.id}.THEIRS VALUES (1), (2)`,
      `CREATE VIEW ${entry.id}.V AS SELECT ID FROM ${entry.id}.THEIRS`,
    );
    const error = await failure(stage.run().destroy("schema", entry));
    expect(error).toBeInstanceOf(DataLossError);
    expect(error.message).toContain(`Refused to drop Schema ${entry.id}, which holds:`);
    expect(error.message).toContain("\n  - table THEIRS with 2 rows");
    expect(error.message).toContain("\n  - view V");
    expect(await isThere(entry.id)).toBe(true);
  });

  test("is dropped once its own tables are, and may be empty or recoverable", async () => {
    const entry = await made();
    const table = await stage.run().up("table", { schema: entry.id, name: "t", columns });
    await failure(stage.run().destroy("schema", entry));
    await stage.run().destroy("table", table);
    const run = stage.run();
    await run.destroy("schema", entry);
    expect(run.said.join()).toContain(`To bring it back: UNDROP SCHEMA ${entry.id};  -- possible for 1 day`);
    expect(await isThere(entry.id)).toBe(false);

    const recoverable = await made({ dataLoss: "recoverable" });
    await stage.sql(`CREATE TABLE ${recoverable.id}.THEIRS (ID INT)`);
    await stage.run().destroy("schema", recoverable);
    await stage.sql(`UNDROP SCHEMA ${recoverable.id}`, `SELECT * FROM ${recoverable.id}.THEIRS`);
  });

  test.each(["refuse", "ifEmpty"])("under %s is not replaced", async (dataLoss) => {
    const entry = await made({ dataLoss });
    const args = { ...entry.inputs, transient: true };
    const error = await failure(stage.run().up("schema", args, entry));
    expect(error.message).toContain("Refused to replace (because of transient");
  });
});

describe("a table", () => {
  const made = async (rows: number, args = {}) => {
    const entry = await stage.run().up("table", { schema: "SCRATCH.PUBLIC", name: freshName(), columns, ...args });
    const values = Array.from({ length: rows }, (_, index) => `(${index})`);
    if (rows > 0) await stage.sql(`INSERT INTO ${entry.id} VALUES ${values.join(", ")}`);
    return entry;
  };
  const isThere = async (id: string) =>
    (await stage.sql("SHOW TABLES IN SCHEMA SCRATCH.PUBLIC")).some((row) => id.endsWith(`.${row["name"]}`));

  test.each<[string, number, number]>([
    ["refuse", 0, 1],
    ["ifEmpty", 1, 1],
    ["recoverable", 3, 0],
  ])("is kept under %s with %i rows and a retention of %i days", async (dataLoss, rows, days) => {
    const entry = await made(rows, { dataLoss, dataRetentionTimeInDays: days });
    const error = await failure(stage.run().destroy("table", entry));
    expect(error).toBeInstanceOf(DataLossError);
    expect(error.message).toContain(`Refused to drop Table ${entry.id}`);
    if (dataLoss !== "refuse") expect(error.message).toContain(`- ${rows} row`);
    expect(await isThere(entry.id)).toBe(true);
  });

  test.each<[string, number, number]>([
    ["ifEmpty", 0, 0],
    ["recoverable", 3, 1],
    ["allow", 3, 0],
  ])("is dropped under %s with %i rows and a retention of %i days", async (dataLoss, rows, days) => {
    const entry = await made(rows, { dataLoss, dataRetentionTimeInDays: days });
    const run = stage.run();
    await run.destroy("table", entry);
    expect(await isThere(entry.id)).toBe(false);
    const [, undrop] = /bring it back: (UNDROP TABLE [^;]+);/.exec(run.said.join()) ?? [];
    expect(undrop === undefined).toBe(days === 0);
    if (undrop === undefined) return;
    await stage.sql(undrop);
    expect(await stage.sql(`SELECT * FROM ${entry.id}`)).toHaveLength(rows);
  });
});
