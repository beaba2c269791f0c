import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failure, kept, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql(
    "CREATE WAREHOUSE W",
    "CREATE DATABASE D",
    "CREATE TABLE D.PUBLIC.SOURCE (ID INT NOT NULL, V VARCHAR(10), PRIMARY KEY (ID))",
    "INSERT INTO D.PUBLIC.SOURCE VALUES (1, 'a')",
  );
});
afterAll(() => stage.close());

const columns = [
  { name: "ID", type: "int", nullable: false },
  { name: "V", type: "varchar(10)" },
];
const like = { schema: "D.PUBLIC", like: "D.PUBLIC.SOURCE" };
const clone = { schema: "D.PUBLIC", clone: { source: "D.PUBLIC.SOURCE" } };

describe.each([
  ["like", like, 0],
  ["clone", clone, 1],
] as const)("a table made by %s", (name, origin, rows) => {
  test("takes its columns from the source, and is compared with those that are declared", async () => {
    const args = { ...origin, name: `same_${name}`, columns, primaryKey: ["ID"] };
    const made = await stage.run().up("table", args);
    expect((await stage.run().refresh("table", made))?.outputs).toEqual(made.outputs);
    expect((await stage.run().up("table", args, made)).effect).toBe("same");
    expect(await stage.sql(`SELECT COUNT(*) AS N FROM D.PUBLIC.SAME_${name}`)).toEqual([{ N: String(rows) }]);
  });

  test("is kept, and told apart, if those differ; they may change in a later run", async () => {
    const other = [
      { name: "ID", type: "int" },
      { name: "V", type: "varchar(20)" },
    ];
    const args = { ...origin, name: `other_${name}`, columns: other };
    const error = await failure(stage.run().up("table", args));
    expect(error.message).toContain("V: type VARCHAR(10) → VARCHAR(20)");
    const entry = kept(error, { ...args, database: "D", schema: "PUBLIC" });
    expect(entry.outputs).not.toHaveProperty("columns");
    const taken = await stage.run().up("table", { ...args, columns }, entry);
    expect(taken.effect).toBe("update");
    stage.sent();
    const widened = await stage.run().up("table", { ...args, columns: other }, taken);
    expect(stage.sent().filter((sql) => /^(CREATE|ALTER|DROP)/.test(sql))).toEqual([
      `ALTER TABLE D.PUBLIC.OTHER_${name.toUpperCase()} ALTER COLUMN ID DROP NOT NULL, COLUMN V SET DATA TYPE VARCHAR(20)`,
    ]);
    expect((await stage.run().refresh("table", widened))?.outputs).toEqual(widened.outputs);
  });
});

test.each([
  ["table", { schema: "D.PUBLIC", name: "kept_table", clone: { source: "D.PUBLIC.SOURCE" }, columns }, "clone"],
  ["table", { schema: "D.PUBLIC", name: "kept_twin", like: "D.PUBLIC.SOURCE", columns }, "like"],
  ["schema", { database: "D", name: "kept_schema", clone: { source: "D.PUBLIC" } }, "clone"],
  ["database", { name: "kept_database", clone: { source: "D" } }, "clone"],
] as const)("a %s forgets where it came from when that is taken out, and stays: %o", async (kind, args, origin) => {
  const made = await stage.run().up(kind, args);
  const { [origin as "name"]: _, ...without } = args as { name: string };
  stage.sent();
  const forgotten = await stage.run().up(kind, without, made);
  expect(forgotten.effect).toBe("update");
  expect(stage.sent()).toEqual([]);
  expect((await stage.run().up(kind, without, forgotten)).effect).toBe("same");
});
