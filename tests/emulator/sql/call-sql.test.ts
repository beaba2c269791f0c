import { beforeEach, describe, expect, test } from "vitest";
import { Account } from "./account";

let account: Account;

beforeEach(() => {
  account = new Account();
  account.run("CREATE DATABASE D", "CREATE WAREHOUSE W", "CREATE TABLE T (A INT, B TEXT)");
});

const create = (body: string, { args = "", returns = "VARCHAR" } = {}) =>
  account.run(`CREATE OR REPLACE PROCEDURE P(${args}) RETURNS ${returns} LANGUAGE SQL AS $$${body}$$`);

describe("A body in SQL", () => {
  test("is one statement, with arguments behind colons", () => {
    create("INSERT INTO T VALUES (:a, :B)", { args: "a INT, b TEXT" });
    expect(account.value("CALL P(-5, 'it''s')")).toBeNull();
    expect(account.rows("SELECT * FROM T")).toEqual([{ A: "-5", B: "it's" }]);
  });

  test("is a block of statements, one after the other, and a RETURN", () => {
    create(
      `BEGIN
        -- a comment; with a semicolon
        INSERT INTO T VALUES (:a, 'x; y');
        UPDATE T SET A = A + :a;
        RETURN 'did ' || a || ' and ' || :a;
      END;`,
      { args: "a INT" },
    );
    expect(account.value("CALL P(2)")).toBe("did 2 and 2");
    expect(account.rows("SELECT * FROM T")).toEqual([{ A: "4", B: "x; y" }]);
  });

  test.each([
    ["RETURN 1 + 1", "2"],
    ["BEGIN RETURN 'x'; END", "x"],
    ["BEGIN RETURN; END", null],
    ["BEGIN SELECT 1; END", null],
    ["DECLARE n INT DEFAULT 1; m FLOAT := 2.5; k TEXT; BEGIN n := n + m * 2; RETURN n || k; END", null],
    ["DECLARE n INT DEFAULT 1; m FLOAT := 2.5; BEGIN n := n + m * 2; RETURN n; END", "6"],
    ["BEGIN LET n := (SELECT COUNT(*) FROM T); LET t VARCHAR := 'rows: '; RETURN t || n; END", "rows: 0"],
    [
      "BEGIN LET q TEXT := 'INSERT INTO T VALUES (1, NULL)'; EXECUTE IMMEDIATE :q; RETURN (SELECT COUNT(*) FROM T); END",
      "1",
    ],
    ["BEGIN BEGIN TRANSACTION; INSERT INTO T VALUES (1, NULL); COMMIT; RETURN 'ok'; END", "ok"],
    ["BEGIN RETURN CASE WHEN 1 = 1 THEN 'yes' ELSE 'no' END; END", "yes"],
  ])("%s", (body, value) => {
    create(body);
    expect(account.value("CALL P()")).toBe(value);
  });

  test("returns the rows of a RESULTSET", () => {
    account.run("INSERT INTO T VALUES (1, 'x'), (2, NULL)");
    const rows = [
      { N: "1", S: "x" },
      { N: "2", S: null },
    ];
    create("DECLARE r RESULTSET DEFAULT (SELECT A, B FROM T); BEGIN RETURN TABLE(r); END", {
      returns: "TABLE (N INT, S TEXT)",
    });
    expect(account.rows("CALL P()")).toEqual(rows);
    create("BEGIN LET r RESULTSET := (SELECT A AS N, B AS S FROM T WHERE A = :a); RETURN TABLE(r); END", {
      returns: "TABLE ()",
      args: "a INT",
    });
    expect(account.rows("CALL P(1)")).toEqual([rows[0]]);
    create("DECLARE r RESULTSET DEFAULT (SELECT A FROM T); BEGIN RETURN TABLE(r); END", { returns: "TABLE (X DATE)" });
    expect(account.error("CALL P()").message).toContain("data type of returned table");
  });

  test.each([
    "BEGIN IF (TRUE) THEN RETURN 1; END IF; END",
    "BEGIN FOR i IN 1 TO 2 DO SELECT 1; END FOR; END",
    "BEGIN DELETE FROM T; EXCEPTION WHEN OTHER THEN RETURN 1; END",
    "BEGIN SELECT 1 INTO :x; END",
    "DECLARE c CURSOR FOR SELECT 1; BEGIN OPEN c; END",
    "BEGIN BEGIN DELETE FROM T; END; END",
    "BEGIN DELETE FROM T; RAISE e; END",
  ])("%s is not emulated: nothing is run, and the error says so", (body) => {
    account.run("INSERT INTO T VALUES (1, NULL)");
    create(body);
    const error = account.error("CALL P()");
    expect([error.code, error.sqlState]).toEqual(["000002", "0A000"]);
    expect(error.message).toContain("The emulator runs plain SQL statements, variables and RETURN");
    expect(account.value("SELECT COUNT(*) FROM T")).toBe("1");
  });
});

describe("Errors", () => {
  test("of a statement keep their code and say where it stands", () => {
    create("BEGIN\n  SELECT 1;\n  SELECT * FROM NOPE;\n  INSERT INTO T VALUES (1, NULL);\nEND");
    expect(account.error("CALL P()")).toMatchObject({
      code: "002003",
      sqlState: "42S02",
      message:
        "Uncaught exception of type 'STATEMENT_ERROR' on line 3 at position 2 : SQL compilation error:\nObject 'D.PUBLIC.NOPE' does not exist or not authorized.",
    });
    expect(account.rows("SELECT * FROM T")).toEqual([]);
  });

  test("of an expression are told apart", () => {
    create("BEGIN\n  RETURN 1 / 0;\nEND");
    expect(account.error("CALL P()").message).toContain("'EXPRESSION_ERROR' on line 2 at position 2");
  });

  test.each([
    ["BEGIN SELECT :nope; END", "002049"],
    ["BEGIN nope := 1; END", "000904"],
    ["BEGIN RETURN TABLE(nope); END", "000904"],
  ])("%s names a variable that is not there", (body, code) => {
    create(body);
    expect(account.error("CALL P()").code).toBe(code);
  });

  test("a call with an output argument is not emulated", () => {
    create("BEGIN x := 1; END", { args: "x OUT INT" });
    expect(account.error("CALL P(1)").code).toBe("000002");
  });
});
