import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { FaultRule } from "../../../emulator/http/fault-rules";
import { type Entry, freshName, kept, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql(
    "CREATE WAREHOUSE W",
    "USE WAREHOUSE W",
    "CREATE DATABASE SCRATCH",
    "CREATE TABLE SCRATCH.PUBLIC.PARENT (ID INT PRIMARY KEY)",
  );
});
afterEach(() => stage.emulator.setFaults([]));
afterAll(() => stage.close());

const config = { "snowflake:warehouse": "W" };
const int = (name: string, more = {}) => ({ name, type: "int", ...more });

const before = {
  schema: "SCRATCH.PUBLIC",
  dataLoss: "allow",
  columns: [
    int("id", { nullable: false }),
    int("a", { comment: "a" }),
    { name: "b", type: "varchar(10)", default: "'x'", nullable: false },
    int("c"),
    int("gone"),
  ],
  primaryKey: ["a"],
  uniqueKeys: [["id"]],
  foreignKeys: [{ columns: ["c"], references: { table: "parent" } }],
  clusterBy: ["a"],
  comment: "before",
};

/** Every sort of change at once. */
const after = {
  schema: "SCRATCH.PUBLIC",
  dataLoss: "allow",
  columns: [
    int("id", { nullable: false }),
    int("z", { comment: "z", renamedFrom: "a" }),
    int("a", { comment: "new" }),
    { name: "b", type: "varchar(20)" },
    int("d", { renamedFrom: "c" }),
    int("c", { renamedFrom: "e" }),
  ],
  primaryKey: ["a"],
  uniqueKeys: [["id", "z"]],
  foreignKeys: [{ columns: ["d"], references: { table: "parent" }, onDelete: "CASCADE" }],
  clusterBy: ["z"],
  enableSchemaEvolution: true,
};

const isWrite = (sql: string) => !/^(SHOW|SELECT|DESCRIBE)/.test(sql);

async function made(): Promise<{ readonly name: string; readonly entry: Entry }> {
  const name = freshName();
  const entry = await stage.run({ config }).up("table", { ...before, name });
  await stage.sql(`INSERT INTO ${entry.id} VALUES (1, 2, 'b', 3, 4)`);
  stage.sent();
  return { name, entry };
}

async function expectArrived({ id, ...entry }: Entry, name: string): Promise<void> {
  const read = await stage.run({ config }).refresh("table", { id, ...entry });
  expect(read?.outputs).toEqual(entry.outputs);
  expect((await stage.run({ config }).up("table", { ...after, name }, read)).effect).toBe("same");
  const values = await stage.sql(`SELECT ID, Z, A, B, D, C FROM ${id}`);
  expect(values).toEqual([{ ID: "1", Z: "2", A: null, B: "b", D: "3", C: null }]);
}

test("the change takes many statements", async () => {
  const { name, entry } = await made();
  const changed = await stage.run({ config }).up("table", { ...after, name }, entry);
  expect(
    stage
      .sent()
      .filter(isWrite)
      .map((sql) => sql.replace(`ALTER TABLE ${entry.id} `, "")),
  ).toEqual([
    "DROP CLUSTERING KEY",
    "DROP FOREIGN KEY (C)",
    "DROP UNIQUE (ID)",
    "DROP PRIMARY KEY",
    "SET ENABLE_SCHEMA_EVOLUTION = TRUE",
    "UNSET COMMENT",
    "RENAME COLUMN A TO Z",
    "RENAME COLUMN C TO D",
    expect.stringMatching(/^ADD COLUMN A .*, C /),
    expect.stringMatching(/^ALTER COLUMN Z COMMENT 'z', COLUMN B SET DATA TYPE VARCHAR\(20\)$/),
    "ALTER COLUMN B DROP NOT NULL",
    "ALTER COLUMN B DROP DEFAULT",
    "DROP COLUMN GONE",
    "ADD PRIMARY KEY (A)",
    "ADD UNIQUE (ID, Z)",
    expect.stringMatching(/^ADD FOREIGN KEY \(D\)/),
    "CLUSTER BY (Z)",
  ]);
  await expectArrived(changed, name);
});

const error = { do: "error", code: "000603", sqlState: "XX000", message: "internal error" } as const;

/** The change of a table for each of its statements, at which it is struck; answers how each run ended. */
async function struck(strike: object): Promise<readonly { name: string; entry: Entry; args: object; end: unknown }[]> {
  const tables = await Promise.all(Array.from({ length: 17 }, made));
  const rules = tables.map(({ entry }, index) => ({ match: `^ALTER TABLE ${entry.id} `, nth: index + 1, ...strike }));
  stage.emulator.setFaults(rules as FaultRule[]);
  const ended = await Promise.all(
    tables.map(async ({ name, entry }) => {
      const args = { ...after, name };
      const end: unknown = await stage
        .run({ config })
        .up("table", args, entry)
        .catch((failed: unknown) => failed);
      return { name, entry, args, end };
    }),
  );
  expect(stage.emulator.faults().map(({ fired }) => fired)).toEqual(tables.map(() => 1));
  stage.emulator.setFaults([]);
  return ended;
}

describe("struck at each statement of the change", () => {
  test.each<[string, object]>([
    ["an error", error],
    ["a connection that breaks before it", { do: "drop-before" }],
    ["a connection that breaks after it", { do: "drop-after" }],
    ["a session that ends", { do: "kill-session" }],
  ])("by %s, a run ends well or is gone on from", async (_, strike) => {
    for (const { name, entry, args, end } of await struck(strike)) {
      const arrived =
        end instanceof Error
          ? await stage.run({ config }).up("table", { ...args }, kept(end, entry.inputs))
          : (end as Entry);
      await expectArrived(arrived, name);
    }
  });

  test("a run that is killed, whose state is lost, is gone on from", async () => {
    for (const { name, entry, args } of await struck(error))
      await expectArrived(await stage.run({ config }).up("table", { ...args }, entry), name);
  });

  test("a run that is killed is gone on from after a refresh", async () => {
    for (const { name, entry, args } of await struck(error)) {
      const read = await stage.run({ config }).refresh("table", entry);
      await expectArrived(await stage.run({ config }).up("table", { ...args }, read), name);
    }
  });
});
