import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Entry, type Stage, startStage } from "../resource/lifecycle/stage";
import { goPeer, type PeerOrReason, pythonPeer } from "./set-up";
import { rowsOf } from "./shown";
import { type PeerStatement, talk } from "./talk";

const setUpMs = 900_000;
const config = { "snowflake:warehouse": "QUERIES" };
const place = { schema: "SHOP.RAW" };

const parent = { ...place, name: "parent", columns: [{ name: "id", type: "int" }], primaryKey: ["id"] };
const columns = [
  { name: "id", type: "int", nullable: false, comment: "it's" },
  { name: '"full name"', type: "varchar(20)", collate: "en-ci" },
  { name: "price", type: "decimal(10,2)", default: 1.5 },
  { name: "ok", type: "boolean" },
  { name: "born", type: "date" },
  { name: "at", type: "timestamp_ntz(3)" },
  { name: "seen", type: "timestamp_tz" },
  { name: "share", type: "double" },
  { name: "body", type: "variant" },
  { name: "bytes", type: "binary(4)" },
];
const before = {
  ...place,
  name: "people",
  columns,
  primaryKey: { columns: ["id"], name: "by_id" },
  uniqueKeys: [['"full name"', "born"]],
  foreignKeys: [{ columns: ["id"], references: { table: "parent" }, onDelete: "cascade" }],
};
const after = {
  ...before,
  columns: [
    ...columns.filter(({ name }) => name !== '"full name"' && name !== "ok" && name !== "price"),
    { name: "name", type: "varchar(50)", collate: "en-ci", renamedFrom: '"full name"', nullable: false },
    { name: "price", type: "number(12,2)" },
    { name: "more", type: "text", default: "'new'" },
  ],
  primaryKey: { columns: ["id"], name: "key" },
  uniqueKeys: [],
  dataLoss: "allow",
};

describe.each([
  ["The Python connector", pythonPeer],
  ["The Go driver", goPeer],
])("%s", (who, setUp) => {
  let stage: Stage;
  let peer: PeerOrReason;
  let entry: Entry;
  beforeAll(async () => {
    peer = await setUp();
    stage = await startStage();
    await stage.sql("CREATE WAREHOUSE QUERIES", "CREATE DATABASE SHOP");
    await stage.run().up("schema", { database: "shop", name: "raw" });
    await stage.run().up("table", parent);
    entry = await stage.run().up("table", before);
  }, setUpMs);
  afterAll(() => stage?.close());
  beforeEach((context) => {
    if ("missing" in peer) context.skip(`${who} is not tested: ${peer.missing}.`);
  });

  /** Runs statements in one session; each has to succeed. Answers the rows of the last ones. */
  async function ask(...statements: PeerStatement[]) {
    if ("missing" in peer) throw new Error(peer.missing);
    const login = { url: stage.emulator.url, user: "ada", password: "correct horse battery" };
    const answer = await talk(peer, login, ["USE WAREHOUSE QUERIES", ...statements]);
    expect(answer.login).toBeNull();
    expect(answer.results.flatMap(({ error }, index) => (error ? [[statements[index - 1], error]] : []))).toEqual([]);
    return answer.results.slice(1);
  }

  async function described(): Promise<unknown[]> {
    const [result] = await ask("DESCRIBE TABLE SHOP.RAW.PEOPLE");
    return rowsOf(result).map((row) => [row["name"], row["type"], row["null?"], row["default"], row["comment"]]);
  }

  async function keys(): Promise<unknown[]> {
    const shown = await ask(
      ...["PRIMARY KEYS", "UNIQUE KEYS", "IMPORTED KEYS"].map((what) => `SHOW ${what} IN TABLE SHOP.RAW.PEOPLE`),
    );
    return shown.map((result) =>
      rowsOf(result).map((row) => [
        row["column_name"] ?? row["fk_column_name"],
        row["constraint_name"] ?? [row["pk_table_name"], row["pk_column_name"], row["delete_rule"]].join(" "),
      ]),
    );
  }

  test("is shown the columns and keys that we declare", async () => {
    expect(await described()).toEqual([
      ["ID", "NUMBER(38,0)", "N", null, "it's"],
      ["full name", expect.stringMatching(/^VARCHAR\(20\)/), "Y", null, null],
      ["PRICE", "NUMBER(10,2)", "Y", "1.5", null],
      ["OK", "BOOLEAN", "Y", null, null],
      ["BORN", "DATE", "Y", null, null],
      ["AT", "TIMESTAMP_NTZ(3)", "Y", null, null],
      ["SEEN", "TIMESTAMP_TZ(9)", "Y", null, null],
      ["SHARE", "FLOAT", "Y", null, null],
      ["BODY", "VARIANT", "Y", null, null],
      ["BYTES", "BINARY(4)", "Y", null, null],
    ]);
    expect(await keys()).toEqual([
      [["ID", "BY_ID"]],
      [
        ["full name", expect.stringMatching(/^SYS_CONSTRAINT_/)],
        ["BORN", expect.stringMatching(/^SYS_CONSTRAINT_/)],
      ],
      [["ID", "PARENT ID CASCADE"]],
    ]);
  });

  test("fills them, and reads what it has written", async () => {
    const [, , selected] = await ask(
      {
        sql: 'INSERT INTO SHOP.RAW.PEOPLE (ID, "full name", OK, BORN, AT, SHARE) VALUES (?, ?, ?, ?, ?, ?)',
        binds: [1, "Ada 😀 O'Hara\\", true, "1815-12-10", "2026-01-31 09:30:00.125", 0.25],
      },
      "INSERT INTO SHOP.RAW.PEOPLE (ID, \"full name\", PRICE) VALUES (2, 'Grace', 99.95)",
      'SELECT ID, "full name", PRICE, OK, BORN, AT, SHARE FROM SHOP.RAW.PEOPLE ORDER BY ID',
    );
    const [ada, grace] = selected?.rows ?? [];
    expect(ada?.slice(1, 2)).toEqual(["Ada 😀 O'Hara\\"]);
    expect(ada?.map(String).map((cell) => cell.slice(0, 10).replace(/^1\.50$/, "1.5"))).toEqual([
      "1",
      "Ada 😀 O'Hara\\".slice(0, 10),
      "1.5",
      // Go gives what stood on the wire.
      expect.stringMatching(/^(true|1)$/),
      "1815-12-10",
      "2026-01-31",
      "0.25",
    ]);
    expect(grace?.map(String).slice(0, 4)).toEqual(["2", "Grace", "99.95", "null"]);
  });

  test("is shown what we change, and its rows are still there", async () => {
    entry = await stage.run({ config }).up("table", after, entry);
    expect(await described()).toEqual([
      ["ID", "NUMBER(38,0)", "N", null, "it's"],
      ["NAME", expect.stringMatching(/^VARCHAR\(50\)/), "N", null, null],
      ["PRICE", "NUMBER(12,2)", "Y", null, null],
      ["BORN", "DATE", "Y", null, null],
      ["AT", "TIMESTAMP_NTZ(3)", "Y", null, null],
      ["SEEN", "TIMESTAMP_TZ(9)", "Y", null, null],
      ["SHARE", "FLOAT", "Y", null, null],
      ["BODY", "VARIANT", "Y", null, null],
      ["BYTES", "BINARY(4)", "Y", null, null],
      ["MORE", "VARCHAR(16777216)", "Y", "'new'", null],
    ]);
    expect(await keys()).toEqual([[["ID", "KEY"]], [], [["ID", "PARENT ID CASCADE"]]]);
    const [rows] = await ask("SELECT NAME, MORE FROM SHOP.RAW.PEOPLE ORDER BY ID");
    expect(rows?.rows).toEqual([
      ["Ada 😀 O'Hara\\", "new"],
      ["Grace", "new"],
    ]);
  });

  test("changes a table in a way that we are shown, and repair without losing a row", async () => {
    const shown = [await described(), await keys()];
    await ask(
      "ALTER TABLE SHOP.RAW.PEOPLE ADD COLUMN BY_HAND VARIANT",
      "ALTER TABLE SHOP.RAW.PEOPLE ALTER COLUMN NAME DROP NOT NULL, COLUMN ID COMMENT 'by hand'",
      "ALTER TABLE SHOP.RAW.PEOPLE DROP PRIMARY KEY",
      "ALTER TABLE SHOP.RAW.PEOPLE ADD UNIQUE (BORN)",
    );
    const seen = await stage.run().refresh("table", entry);
    expect(seen?.inputs["columns"]).toContainEqual({ name: "BY_HAND", type: "VARIANT" });
    expect(seen?.inputs).not.toHaveProperty("primaryKey");
    entry = await stage.run({ config }).up("table", { ...after, uniqueKeys: [] }, seen);
    await ask("ALTER TABLE SHOP.RAW.PEOPLE DROP UNIQUE (BORN)");
    expect([await described(), await keys()]).toEqual(shown);
    const [rows] = await ask("SELECT COUNT(*) FROM SHOP.RAW.PEOPLE");
    expect(rows?.rows.flat().map(Number)).toEqual([2]);
  });

  test("reads a table that we have moved and renamed", async () => {
    await stage.run().up("schema", { database: "shop", name: "marts" });
    entry = await stage.run().up("table", { ...after, schema: "SHOP.MARTS", name: '"the people"' }, entry);
    const [rows] = await ask('SELECT NAME FROM SHOP.MARTS."the people" ORDER BY ID');
    expect(rows?.rows.flat()).toEqual(["Ada 😀 O'Hara\\", "Grace"]);
  });
});
