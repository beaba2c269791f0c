import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DataLossError } from "../../../provider/client/errors";
import { unknownValue } from "../../../provider/resource/unknown";
import { failure, freshName, kept, type Stage, startStage } from "./stage";

let stage: Stage;
const database = freshName();
beforeAll(async () => {
  stage = await startStage();
  await stage.sql(`CREATE DATABASE ${database}`, `CREATE SCHEMA ${database}.S`, `CREATE TAG ${database}.S.LEVEL`);
});
afterAll(() => stage.close());

const at = { database, schema: "S" };
const withWarehouse = { config: { "snowflake:warehouse": "WORKSHEET" } };
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

describe("checks", () => {
  const check = (name: string, expression = "ID > 0") => ({ checks: [{ name, expression }] });

  test("are exchanged again after a run that ended before the state was saved", async () => {
    const name = freshName();
    const args = { ...at, name, columns: [id] };
    const entry = await stage.run().up("table", { ...args, ...check("OLD") });
    await stage.run().up("table", { ...args, ...check("NEW") }, entry);
    await stage.sql(`ALTER TABLE ${database}.S.${name} DROP CONSTRAINT NEW`);
    await stage.run().up("table", { ...args, ...check("NEW") }, entry);
    expect(altered().slice(-2)).toEqual([
      `ALTER TABLE ${database}.S.${name} DROP CONSTRAINT OLD`,
      `ALTER TABLE ${database}.S.${name} ADD CONSTRAINT NEW CHECK (ID > 0) ENABLE NOVALIDATE`,
    ]);
  });
});

describe("a table that is taken up", () => {
  const rules = { policy: `${database}.S.RULES`, on: ["ID"] };

  test("by the run after one that was interrupted keeps what its CREATE has said", async () => {
    const args = {
      ...at,
      name: freshName(),
      columns: [id],
      rowAccessPolicy: rules,
      storageLifecyclePolicy: rules,
      contacts: { STEWARD: rules.policy },
    };
    await stage.run().up("table", args);
    const again = stage.run();
    const entry = await again.up("table", args);
    expect(again.said.join()).toContain("was made by a run that was interrupted");
    expect(altered()).toEqual([]);
    expect(entry.outputs["rowAccessPolicy"]).toEqual(rules);
  });

  test("and altered says what it could not look at", async () => {
    const name = freshName();
    await stage.sql(`CREATE TABLE ${database}.S.${name} (ID INT)`);
    const run = stage.run();
    await run.up("table", { ...at, name, columns: [id], createMode: "createOrAlter", joinPolicy: rules.policy });
    expect(run.said.join()).toContain("joinPolicy could not be compared: nothing was sent for it");
  });
});

test("row timestamps are not deleted with a table that has rows", async () => {
  const name = freshName();
  const args = { ...at, name, columns: [id] };
  const entry = await stage.run().up("table", { ...args, rowTimestamp: true });
  await stage.sql(
    "CREATE WAREHOUSE IF NOT EXISTS WORKSHEET",
    "USE WAREHOUSE WORKSHEET",
    `INSERT INTO ${database}.S.${name} VALUES (1)`,
  );
  for (const off of [{}, { rowTimestamp: false }]) {
    const error = await failure(stage.run().up("table", { ...args, ...off }, entry));
    expect(error).toBeInstanceOf(DataLossError);
    expect(error.message).toContain("delete the times of the last change of the rows (rowTimestamp)");
  }
  await stage.run().up("table", { ...args, rowTimestamp: false, dataLoss: "allow" }, entry);
});

test("a column of the primary key stays NOT NULL when nullable is taken out", async () => {
  const args = { ...at, name: freshName(), primaryKey: ["ID"] };
  const entry = await stage.run().up("table", { ...args, columns: [{ ...id, nullable: false }] });
  stage.sent();
  const after = await stage.run().up("table", { ...args, columns: [id] }, entry);
  expect(altered()).toEqual([]);
  expect((await stage.run().up("table", { ...args, columns: [id] }, after)).effect).toBe("same");
});

test("a clustering key that is made again is not kept sorted if that was switched off", async () => {
  const args = { ...at, name: freshName(), automaticClustering: false };
  const entry = await stage.run().up("table", { ...args, columns: [id, mail], clusterBy: ["ID"] });
  const renamed = { name: "NUMBER", type: "int", renamedFrom: "ID" };
  const after = await stage.run().up("table", { ...args, columns: [renamed, mail], clusterBy: ["NUMBER"] }, entry);
  const read = await stage.run().refresh("table", after);
  expect(read?.outputs["automaticClustering"]).toBe(false);
});

test("a default that came with ADD COLUMN is remembered when the column's change ends halfway", async () => {
  const args = { ...at, name: freshName() };
  const state = { name: "STATE", type: "varchar", default: "'new'" };
  const first = await stage.run().up("table", { ...args, columns: [id] });
  const added = await stage.run().up("table", { ...args, columns: [id, state] }, first);
  const renamed = { ...state, name: "PHASE", renamedFrom: "STATE" };
  const missing = { tags: { [`${database}.S.NO_SUCH_TAG`]: "x" } };
  const run = stage.run();
  const halfway = await run
    .up("table", { ...args, columns: [id, { ...renamed, ...missing }] }, added)
    .catch((error) => kept(error, added.inputs));
  const after = await stage.run().up("table", { ...args, columns: [id, renamed] }, halfway);
  const { default: _, ...without } = renamed;
  const error = await failure(stage.run().up("table", { ...args, columns: [id, without] }, after));
  expect(error.message).toContain("a default that came with ADD COLUMN cannot be dropped");
});

test("a sequence whose name takes quotes is no change, though Snowflake shows none", async () => {
  await stage.sql(`CREATE SEQUENCE ${database}.S."numbers"`);
  const numbered = { ...id, default: `${database}.S."numbers".NEXTVAL` };
  const entry = await stage.run().up("table", { ...at, name: freshName(), columns: [numbered] });
  const read = await stage.run().refresh("table", entry);
  expect(read?.outputs["columns"]).toEqual(entry.outputs["columns"]);
});

describe("a column that goes", () => {
  const other = { name: "OTHER", type: "int" };

  test("is not taken for empty because a policy masks it", async () => {
    const args = { ...at, name: freshName() };
    const entry = await stage.run().up("table", { ...args, columns: [id, { ...mail, maskingPolicy: mask }] });
    await stage.sql(
      "CREATE WAREHOUSE IF NOT EXISTS WORKSHEET",
      "USE WAREHOUSE WORKSHEET",
      `INSERT INTO ${database}.S.${args.name} (ID) VALUES (1)`,
    );
    const error = await failure(stage.run(withWarehouse).up("table", { ...args, columns: [id] }, entry));
    expect(error).toBeInstanceOf(DataLossError);
    expect(error.message).toContain("1 row; what is in MAIL may be hidden by a policy on it");
  });

  test("goes after the policy that needed it", async () => {
    const args = { ...at, name: freshName() };
    const [before, after] = [other, id].map(({ name }) => ({ rowAccessPolicy: { policy: level, on: [name] } }));
    const entry = await stage.run().up("table", { ...args, ...before, columns: [id, other] });
    stage.sent();
    await stage.run().up("table", { ...args, ...after, columns: [id] }, entry);
    const alter = `ALTER TABLE ${database}.S.${args.name}`;
    expect(altered()).toEqual([
      `${alter} DROP ROW ACCESS POLICY ${level}, ADD ROW ACCESS POLICY ${level} ON (ID)`,
      `${alter} DROP COLUMN OTHER`,
    ]);
  });
});

test("numbers are not narrowed under refuse, whether they fit or not", async () => {
  const args = { ...at, name: freshName() };
  const narrow = { ...args, columns: [{ ...id, type: "number(5)" }] };
  const entry = await stage.run().up("table", { ...args, columns: [id] });
  const error = await failure(stage.run().up("table", { ...narrow, dataLoss: "refuse" }, entry));
  expect(error.message).toContain("Refused to narrow column ID of Table");
  expect((await stage.run().up("table", narrow, entry)).effect).toBe("update");
});

test("text that is widened keeps its collation", async () => {
  const args = { ...at, name: freshName() };
  const [short, long] = [5, 9].map((length) => ({ ...mail, type: `varchar(${length})`, collate: "en-ci" }));
  const entry = await stage.run().up("table", { ...args, columns: [short] });
  stage.sent();
  const after = await stage.run().up("table", { ...args, columns: [long] }, entry);
  expect(altered()).toEqual([
    `ALTER TABLE ${database}.S.${args.name} ALTER COLUMN MAIL SET DATA TYPE VARCHAR(9) COLLATE 'en-ci'`,
  ]);
  expect((await stage.run().refresh("table", after))?.outputs["columns"]).toEqual(after.outputs["columns"]);
});

test("a preview survives checks and keys of a join policy that are not known yet", async () => {
  const args = { ...at, name: freshName(), columns: [id] };
  const entry = await stage.run().up("table", { ...args, checks: ["ID > 0"], joinPolicy: level });
  const later = [
    { checks: unknownValue, joinPolicy: level },
    { checks: ["ID > 0"], joinPolicy: { policy: level, keys: unknownValue } },
  ];
  for (const after of later) {
    const { table } = stage.run().handlers;
    const { inputs } = table.check(entry.inputs, { ...args, ...after });
    expect(table.diff(entry.id, entry.outputs, inputs).replaces).toEqual([]);
  }
});

describe("with a column that is renamed", () => {
  const renamed = { name: "NUMBER", type: "int", renamedFrom: "ID" };

  test("go its checks, also those without a name, and its search optimization", async () => {
    const args = { ...at, name: freshName() };
    const about = (column: string) => ({
      checks: [`${column} > 0`, { name: "SMALL", expression: `${column} < 9` }],
      searchOptimization: [`EQUALITY(${column})`, "SUBSTRING(MAIL)"],
    });
    const entry = await stage.run().up("table", { ...args, ...about("ID"), columns: [id, mail] });
    stage.sent();
    const after = await stage.run().up("table", { ...args, ...about("NUMBER"), columns: [renamed, mail] }, entry);
    expect(after.effect).toBe("update");
    expect(altered()).toEqual([`ALTER TABLE ${database}.S.${args.name} RENAME COLUMN ID TO NUMBER`]);
    const again = await stage.run().up("table", { ...args, ...about("NUMBER"), columns: [renamed, mail] }, after);
    expect(again.effect).toBe("same");
  });

  test("search optimization is taken away under the name that the column has by then", async () => {
    const args = { ...at, name: freshName() };
    const optimized = (...searchOptimization: string[]) => ({ searchOptimization });
    const before = { ...args, ...optimized("EQUALITY(ID)", "SUBSTRING(ID)"), columns: [id, mail] };
    const entry = await stage.run().up("table", before);
    stage.sent();
    const after = { ...args, ...optimized("EQUALITY(NUMBER)"), columns: [renamed, mail] };
    await stage.run().up("table", after, entry);
    const alter = `ALTER TABLE ${database}.S.${args.name}`;
    expect(altered()).toEqual([
      `${alter} RENAME COLUMN ID TO NUMBER`,
      `${alter} DROP SEARCH OPTIMIZATION ON SUBSTRING(NUMBER)`,
    ]);
    await stage.run().up("table", after, entry);
    expect(altered()).toEqual([`${alter} ADD SEARCH OPTIMIZATION ON EQUALITY(NUMBER)`]);
  });
});
