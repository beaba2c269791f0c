import { describe, expect, test } from "vitest";
import type { Catalog } from "../../../emulator/engine/catalog/catalog";
import { Engine } from "../../../emulator/engine/engine";
import { Account } from "./account";
import { stepsOf } from "./steps";

const hour = 3_600_000;

/** An account whose clock the test moves. */
function start(...statements: string[]) {
  let time = Date.parse("2024-01-01T00:00:00Z");
  const account = new Account({ now: () => new Date(time) });
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", ...statements);
  return {
    account,
    /** Lets hours pass, then runs statements. */
    later(hours: number, ...texts: string[]) {
      time += hours * hour;
      account.run(...texts);
    },
    rows: (text: string) => account.result(text).rows.map(([cell]) => cell),
  };
}

const unavailable = { code: "000707", sqlState: "02000" };

describe("SELECT … AT and BEFORE", () => {
  /** A table of 1 at midnight, 2 at one o'clock, 20 in place of 2 at two, nothing at three. */
  const filled = () => {
    const started = start("CREATE TABLE T (A INT)", "INSERT INTO T VALUES (1)");
    started.later(1, "INSERT INTO T VALUES (2)");
    started.later(1, "UPDATE T SET A = A * 10 WHERE A = 2");
    started.later(1, "TRUNCATE TABLE T");
    started.later(1);
    return started;
  };

  test.each([
    ["AT (OFFSET => 0)", []],
    ["AT (OFFSET => -60 * 90)", ["1", "20"]],
    ["AT (OFFSET => -3600 * 2.5)", ["1", "2"]],
    ["AT (OFFSET => -3600 * 3.5)", ["1"]],
    ["AT (TIMESTAMP => '2024-01-01 02:00:00'::TIMESTAMP_LTZ)", ["1", "20"]],
    ["BEFORE (TIMESTAMP => '2024-01-01 02:00:00'::TIMESTAMP_LTZ)", ["1", "2"]],
    ["AT (TIMESTAMP => '2024-01-01 03:30:00 +02:00')", ["1", "2"]],
    ["AT (TIMESTAMP => DATEADD(hour, -2, CURRENT_TIMESTAMP()))", ["1", "20"]],
    ["AT (STATEMENT => 'q-1-5')", ["1", "2"]],
    ["BEFORE (STATEMENT => 'q-1-5')", ["1"]],
    ["BEFORE (STATEMENT => 'q-1-7')", ["1", "20"]],
  ])("%s finds %j", (moment, found) => {
    expect(filled().rows(`SELECT A FROM T ${moment} ORDER BY A`)).toEqual(found);
  });

  test.each([
    ["AT (OFFSET => -3600 * 5)", "000707"],
    ["AT (OFFSET => 60)", "000707"],
    ["BEFORE (STATEMENT => 'q-1-3')", "000707"],
    ["AT (STATEMENT => 'nope')", "000709"],
    ["AT (TIMESTAMP => 'soon')", "100035"],
    ["AT (OFFSET => NULL)", "001008"],
    ["AT (VERSION => 1)", "001003"],
  ])("%s fails with %s", (moment, code) => {
    expect(filled().account.error(`SELECT A FROM T ${moment}`).code).toBe(code);
  });

  test("columns are those of now", () => {
    const { account, later } = start("CREATE TABLE T (A INT, GONE INT)", "INSERT INTO T VALUES (1, 2)");
    later(1, "ALTER TABLE T ADD COLUMN B INT DEFAULT 7", "ALTER TABLE T RENAME COLUMN A TO C");
    account.run("ALTER TABLE T DROP COLUMN GONE", "ALTER TABLE T ADD COLUMN GONE INT", "UPDATE T SET C = 5, B = 6");
    expect(account.rows("SELECT * FROM T")).toEqual([{ C: "5", B: "6", GONE: null }]);
    expect(account.rows("SELECT * FROM T AT (OFFSET => -60)")).toEqual([{ C: "1", B: "7", GONE: null }]);
  });

  test("other changes of the table are none of its rows", () => {
    const { later, rows } = start("CREATE TABLE T (A INT)", "INSERT INTO T VALUES (1)");
    later(1, "ALTER TABLE T SET COMMENT = 'c'");
    later(1, "ALTER TABLE T RENAME TO U");
    expect(rows("SELECT A FROM U AT (OFFSET => -5400)")).toEqual(["1"]);
  });

  test("a restored table has its past", () => {
    const { later, rows } = start("CREATE TABLE T (A INT)", "INSERT INTO T VALUES (1)");
    later(1, "DELETE FROM T", "INSERT INTO T VALUES (2)");
    later(1, "DROP TABLE T", "UNDROP TABLE T");
    expect(rows("SELECT A FROM T")).toEqual(["2"]);
    expect(rows("SELECT A FROM T AT (OFFSET => -5400)")).toEqual(["1"]);
  });

  test("the past ends where the retention does, and is none without it", () => {
    const { account, later, rows } = start(
      "CREATE TABLE T (A INT)",
      "CREATE TABLE N (A INT) DATA_RETENTION_TIME_IN_DAYS = 0",
    );
    later(1, "INSERT INTO T VALUES (1)", "INSERT INTO N VALUES (1)");
    later(1, "DELETE FROM T", "DELETE FROM N");
    expect(rows("SELECT A FROM T AT (OFFSET => -60)")).toEqual(["1"]);
    expect(account.error("SELECT A FROM N AT (OFFSET => -60)")).toMatchObject(unavailable);
    account.run("ALTER TABLE N SET DATA_RETENTION_TIME_IN_DAYS = 1");
    expect(account.error("SELECT A FROM N AT (OFFSET => -60)")).toMatchObject(unavailable);
    later(25);
    expect(account.error("SELECT A FROM T AT (OFFSET => -90000)")).toMatchObject(unavailable);
    expect(rows("SELECT A FROM T AT (OFFSET => -3600)")).toEqual([]);
  });

  test("the saved catalog is without it", () => {
    const { account, later } = start("CREATE TABLE T (A INT)", "INSERT INTO T VALUES (1)");
    later(1, "DELETE FROM T");
    const engine = new Engine({ organization: "acme", account: "main", now: () => new Date("2024-01-01T02:00:00Z") });
    engine.load(JSON.parse(JSON.stringify(account.engine.save())));
    const again = new Account({ engine });
    again.run("USE WAREHOUSE W");
    expect(again.result("SELECT * FROM D.PUBLIC.T AT (OFFSET => -60)").rows).toEqual([]);
    expect(again.error("SELECT * FROM D.PUBLIC.T AT (OFFSET => -5400)")).toMatchObject(unavailable);
  });

  test("is bounded: of many changes the oldest cannot be read any more", () => {
    const { account, rows } = start("CREATE TABLE T (A INT)");
    for (let i = 1; i <= 1500; i += 1) account.run(`INSERT INTO T VALUES (${i})`);
    expect(rows("SELECT COUNT(*) FROM T BEFORE (STATEMENT => 'q-1-1003')")).toEqual(["999"]);
    expect(account.error("SELECT COUNT(*) FROM T BEFORE (STATEMENT => 'q-1-103')")).toMatchObject(unavailable);
  });

  test("one row more costs the same in a large table", () => {
    const [few, many] = [10, 10_000].map((count) => {
      const { account } = start("CREATE TABLE T (A INT)");
      const one = "INSERT INTO T VALUES (1)";
      account.run(`INSERT INTO T VALUES ${Array(count).fill("(0)").join(", ")}`, one);
      const before = listOfRows(account);
      const steps = stepsOf(() => account.run(one));
      // Copying the list is one call, however long it is.
      expect(listOfRows(account)).toBe(before);
      expect(before).toHaveLength(count + 2);
      return steps;
    }) as [number, number];
    expect(few).toBeGreaterThan(100);
    expect(Math.abs(many - few)).toBeLessThan(few / 10);
  });
});

/** The very list in which the engine keeps the rows of its only table. */
function listOfRows({ engine }: Account): unknown {
  const { catalog } = engine as unknown as { catalog: Catalog };
  const [table] = catalog.ofKind("TABLE");
  return table?.properties["rows"];
}

describe("CREATE … CLONE … AT and BEFORE", () => {
  test("a table is cloned with the columns and rows of the moment, and has no past of its own", () => {
    const { account, later, rows } = start("CREATE TABLE T (A INT NOT NULL, B VARCHAR DEFAULT 'x' COMMENT 'c')");
    account.run("INSERT INTO T (A) VALUES (1)");
    later(1, "DELETE FROM T", "ALTER TABLE T DROP COLUMN B");
    account.run("CREATE TABLE C CLONE T AT (OFFSET => -60)", "INSERT INTO C (A) VALUES (2)");
    expect(account.result("SELECT * FROM C").rows).toEqual([
      ["1", "x"],
      ["2", "x"],
    ]);
    expect(rows("SELECT A FROM T")).toEqual([]);
    expect(account.error("SELECT * FROM C AT (OFFSET => -60)")).toMatchObject(unavailable);
    expect(account.error("CREATE TABLE E CLONE T AT (OFFSET => -7200)")).toMatchObject(unavailable);
    expect(account.rows("SHOW TABLES LIKE 'E'")).toEqual([]);
  });

  test("rows of the clone and of the source go their own ways", () => {
    const { account, rows } = start("CREATE TABLE T (A INT)", "INSERT INTO T VALUES (1)", "CREATE TABLE C CLONE T");
    account.run("INSERT INTO T VALUES (2)", "UPDATE C SET A = 5");
    expect(rows("SELECT A FROM T")).toEqual(["1", "2"]);
    expect(rows("SELECT A FROM C")).toEqual(["5"]);
  });

  test.each(["SCHEMA", "DATABASE"])("a %s is cloned with the tables that it had", (kind) => {
    const { account, later, rows } = start("CREATE SCHEMA S", "CREATE TABLE KEPT (A INT)", "CREATE TABLE GONE (A INT)");
    account.run("INSERT INTO KEPT VALUES (1)", "INSERT INTO GONE VALUES (2)", "CREATE TABLE AGAIN (A INT)");
    later(1, "INSERT INTO KEPT VALUES (3)", "DROP TABLE GONE", "CREATE OR REPLACE TABLE AGAIN (B INT)");
    account.run("CREATE TABLE LATER (A INT)", "ALTER TABLE KEPT ADD COLUMN NEW INT");
    later(
      1,
      kind === "SCHEMA"
        ? "CREATE SCHEMA C CLONE S AT (OFFSET => -5400)"
        : "CREATE DATABASE C CLONE D AT (OFFSET => -5400)",
    );
    const schema = kind === "SCHEMA" ? "D.C" : "C.S";
    expect(account.names(`SHOW TABLES IN SCHEMA ${schema}`)).toEqual(["AGAIN", "GONE", "KEPT"]);
    expect(rows(`SELECT A FROM ${schema}.KEPT UNION ALL SELECT A FROM ${schema}.GONE`)).toEqual(["1", "2"]);
    expect(account.rows(`SELECT * FROM ${schema}.KEPT`)).toEqual([{ A: "1", NEW: null }]);
    expect(account.result(`SELECT * FROM ${schema}.AGAIN`).columns.map(({ name }) => name)).toEqual(["A"]);
  });

  test("a schema that was dropped since comes back in a clone of its database", () => {
    const { later, rows } = start("CREATE SCHEMA S", "CREATE TABLE T (A INT)", "INSERT INTO T VALUES (1)");
    later(1, "DROP SCHEMA D.S", "CREATE DATABASE C CLONE D BEFORE (OFFSET => -60)");
    expect(rows("SELECT A FROM C.S.T")).toEqual(["1"]);
  });

  test("a table of too little retention is an error, or left out on demand", () => {
    const { account, later } = start("CREATE SCHEMA S", "CREATE TABLE T (A INT)");
    account.run("CREATE TABLE N (A INT) DATA_RETENTION_TIME_IN_DAYS = 0");
    later(1);
    expect(account.error("CREATE SCHEMA C CLONE S AT (OFFSET => -60)")).toMatchObject(unavailable);
    expect(account.rows("SHOW SCHEMAS LIKE 'C' IN DATABASE D")).toEqual([]);
    account.run("CREATE SCHEMA C CLONE S AT (OFFSET => -60) IGNORE TABLES WITH INSUFFICIENT DATA RETENTION");
    expect(account.names("SHOW TABLES IN SCHEMA D.C")).toEqual(["T"]);
  });

  test("defaults take their numbers from the sequence that was cloned with them", () => {
    const { account, rows } = start(
      "CREATE SCHEMA S",
      "CREATE SEQUENCE Q",
      "CREATE TABLE T (A INT DEFAULT Q.NEXTVAL, B INT)",
    );
    account.run("INSERT INTO T (B) VALUES (0)", "CREATE SCHEMA C CLONE S", "INSERT INTO C.T (B) VALUES (0), (0)");
    account.run("INSERT INTO S.T (B) VALUES (0)");
    expect(rows("SELECT A FROM C.T")).toEqual(["1", "2", "3"]);
    expect(rows("SELECT A FROM S.T")).toEqual(["1", "2"]);
    expect(account.rows("DESCRIBE TABLE C.T")[0]?.["default"]).toBe("D.C.Q.NEXTVAL");
  });
});
