import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshName, type Stage, startStage } from "./stage";

let stage: Stage;
const database = freshName();
beforeAll(async () => {
  stage = await startStage();
  await stage.sql(`CREATE DATABASE ${database}`, `CREATE SCHEMA ${database}.S`, `CREATE TAG ${database}.S.LEVEL`);
});
afterAll(() => stage.close());

const at = { database, schema: "S" };
const id = { name: "ID", type: "int" };
const mail = { name: "MAIL", type: "varchar" };
const mask = `${database}.S.MASK`;
const level = `${database}.S.LEVEL`;

function altered(): readonly string[] {
  return stage.sent().filter((sql) => sql.startsWith("ALTER"));
}

describe("what Snowflake does not show of a column", () => {
  async function policyOf(table: string): Promise<string | null | undefined> {
    const rows = await stage.sql(`DESCRIBE TABLE ${database}.S.${table}`);
    return rows.find((row) => row["name"] === "MAIL")?.["policy name"];
  }

  test("is set on a column that exists", async () => {
    const name = freshName();
    const entry = await stage.run().up("table", { ...at, name, columns: [id, mail] });
    stage.sent();
    await stage.run().up(
      "table",
      {
        ...at,
        name,
        columns: [id, { ...mail, maskingPolicy: mask, projectionPolicy: mask, tags: { [level]: "x" } }],
      },
      entry,
    );
    const alter = `ALTER TABLE ${database}.S.${name} ALTER COLUMN MAIL`;
    expect(altered()).toEqual([
      `${alter} SET MASKING POLICY ${mask} FORCE`,
      `${alter} SET PROJECTION POLICY ${mask} FORCE`,
      `${alter} SET TAG ${level} = 'x'`,
    ]);
    expect(await policyOf(name)).toBe(mask);
  });

  test("is set on a column that somebody has added meanwhile", async () => {
    const name = freshName();
    const entry = await stage.run().up("table", { ...at, name, columns: [id] });
    await stage.sql(`ALTER TABLE ${database}.S.${name} ADD COLUMN MAIL VARCHAR`);
    await stage.run().up("table", { ...at, name, columns: [id, { ...mail, maskingPolicy: mask }] }, entry);
    expect(await policyOf(name)).toBe(mask);
  });
});
