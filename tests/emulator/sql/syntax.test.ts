import { describe, expect, test } from "vitest";
import { Account } from "./account";

describe("What is not understood", () => {
  test.each([
    ["SELCT 1", 1, 0, "SELCT"],
    ["CREATE WAREHOUSE", 1, 16, "<EOF>"],
    ["CREATE WAREHOUSE W FOO = 1", 1, 19, "FOO"],
    ["CREATE WAREHOUSE W COMMENT = 'a' FOO = 1", 1, 33, "FOO"],
    ["CREATE DATABASE D\n  WAREHOUSE_SIZE = SMALL", 2, 2, "WAREHOUSE_SIZE"],
    ["CREATE DATABASE D COMMENT = 'a' COMMENT = 'b'", 1, 32, "COMMENT"],
    ["CREATE DATABASE D COMMENT 'a'", 1, 26, "'a'"],
    ["CREATE DATABASE D COMMENT =", 1, 27, "<EOF>"],
    ["CREATE DATABASE SELECT", 1, 16, "SELECT"],
    ["CREATE DATABASE 1D", 1, 16, "1"],
    ["CREATE DATABASE D BASE_LOCATION_PREFIX = 'x'", 1, 18, "BASE_LOCATION_PREFIX"],
    ["CREATE TRANSIENT WAREHOUSE W", 1, 7, "TRANSIENT"],
    ["CREATE UNICORN U", 1, 7, "UNICORN"],
    ["CREATE OR ALTER SEQUENCE Q", 1, 7, "OR"],
    ["CREATE OR ALTER DATABASE IF NOT EXISTS D", 1, 25, "IF"],
    ["ALTER WAREHOUSE W UNSET WAREHOUSE_SIZE", 1, 24, "WAREHOUSE_SIZE"],
    ["ALTER WAREHOUSE W SET INITIALLY_SUSPENDED = TRUE", 1, 22, "INITIALLY_SUSPENDED"],
    ["ALTER WAREHOUSE W SET AUTO_SUSPEND = 60,", 1, 40, "<EOF>"],
    ["ALTER DATABASE D SET CATALOG_SYNC_NAMESPACE_MODE = NEST", 1, 21, "CATALOG_SYNC_NAMESPACE_MODE"],
    ["ALTER DATABASE D SET TRANSIENT = TRUE", 1, 21, "TRANSIENT"],
    ["DROP WAREHOUSE W CASCADE", 1, 17, "CASCADE"],
    ["UNDROP WAREHOUSE W", 1, 7, "WAREHOUSE"],
    ["SHOW WAREHOUSES HISTORY", 1, 16, "HISTORY"],
    ["SHOW WAREHOUSES IN DATABASE D", 1, 19, "DATABASE"],
    ["SHOW DATABASES LIKE name", 1, 20, "name"],
    ["SELECT 1 UNION SELECT 2", 1, 9, "UNION"],
    ["SELECT *", 1, 7, "*"],
    ["DROP DATABASE D; --", undefined, undefined, undefined],
    ["USE", 1, 3, "<EOF>"],
    ["USE DATABASE A.B", 1, 14, "."],
    ["ALTER DATABASE D UNSET COMMENT LOG_LEVEL", 1, 31, "LOG_LEVEL"],
    ["DROP DATABASE a.b", 1, 15, "."],
    ["COMMENT ON DATABASE D IS", 1, 24, "<EOF>"],
    ["CREATE DATABASE D /* open", 1, 18, "/"],
    ["CREATE DATABASE D COMMENT = 'open", 1, 28, "'"],
    ["CREATE TABLE T", 1, 14, "<EOF>"],
  ])("%j is refused at its place", (text, line, position, token) => {
    const account = new Account();
    if (line === undefined) {
      expect(account.error(text).code).toBe("002003");
      return;
    }
    const error = account.error(text);
    expect([error.code, error.sqlState, error.line, error.position]).toEqual(["001003", "42000", line, position]);
    expect(error.message).toBe(
      `SQL compilation error:\nsyntax error line ${line} at position ${position} unexpected '${token}'.`,
    );
  });

  test("leaves no trace when a later part of the statement is wrong", () => {
    const account = new Account();
    account.run("CREATE WAREHOUSE W");
    account.error("ALTER WAREHOUSE W SET COMMENT = 'new' AUTO_SUSPEND = 'often'");
    expect(account.row("SHOW WAREHOUSES")["comment"]).toBe("");
  });
});

describe("One statement at a time", () => {
  test("several are refused", () => {
    expect(new Account().error("SELECT 1; SELECT 2")).toMatchObject({ code: "000008", sqlState: "0A000" });
  });

  test("none is refused", () => {
    expect(new Account().error(" -- nothing\n ;")).toMatchObject({ code: "000900" });
  });

  test("a text is split outside of literals, names and comments", () => {
    const text = "SELECT 'a;b'; SELECT \"c;d\" -- e;f\n; SELECT $$;$$ /* ; */";
    expect(new Account().engine.split(text)).toEqual(["SELECT 'a;b'", 'SELECT "c;d" -- e;f', "SELECT $$;$$ /* ; */"]);
  });
});

describe("Literals", () => {
  test.each([
    ["'it''s'", "it's"],
    ["'it\\'s'", "it's"],
    ["'a\\\\b'", "a\\b"],
    ["'a\\nb'", "a\nb"],
    ["'\\z'", "z"],
    ["'\\x41\\u00e9\\101'", "AéA"],
    ["$$it's \\n$$", "it's \\n"],
    ["'two\nlines'", "two\nlines"],
    ["'-- no comment /* */ ;'", "-- no comment /* */ ;"],
    ["'😀'", "😀"],
    ["''", ""],
  ])("%s", (literal, value) => {
    const account = new Account();
    account.run(`CREATE DATABASE D COMMENT = ${literal}`);
    expect(account.row("SHOW DATABASES")["comment"]).toBe(value);
  });
});

describe("Names", () => {
  test.each([
    ["my_db", "MY_DB"],
    ["_x$1", "_X$1"],
    ['"my db"', "my db"],
    ['"a""b"', 'a"b'],
    ['"a.b"', "a.b"],
    ['"SELECT"', "SELECT"],
    ['"back\\slash"', "back\\slash"],
    ['"; DROP DATABASE x; --"', "; DROP DATABASE x; --"],
    ['"😀"', "😀"],
    [`"${"x".repeat(255)}"`, "x".repeat(255)],
    ["IDENTIFIER('\"q\"')", "q"],
    ["IDENTIFIER($name)", "FROM_VARIABLE"],
  ])("%s is stored and found again", (written, stored) => {
    const account = new Account();
    account.run("SET name = 'from_variable'", `CREATE DATABASE ${written}`);
    expect(account.names("SHOW DATABASES")).toEqual([stored]);
    expect(account.run(`DROP DATABASE ${written}`)).toBe(`${stored} successfully dropped.`);
  });

  test("of 256 characters are refused", () => {
    const error = new Account().error(`CREATE DATABASE "${"x".repeat(256)}"`);
    expect(error.message).toContain("exceeds maximum length limit of 255 characters");
  });

  test("differ by case when quoted", () => {
    const account = new Account();
    account.run('CREATE DATABASE "abc"', "CREATE DATABASE abc");
    expect(account.names("SHOW DATABASES")).toEqual(["ABC", "abc"]);
    expect(account.error('CREATE DATABASE "ABC"').code).toBe("002002");
  });

  test("fold even when quoted, if the session says so", () => {
    const account = new Account();
    account.run("ALTER SESSION SET QUOTED_IDENTIFIERS_IGNORE_CASE = TRUE", 'CREATE DATABASE "abc"');
    expect(account.names("SHOW DATABASES")).toEqual(["ABC"]);
  });
});

describe("Binds", () => {
  test.each([
    ["SELECT ?", { "1": { type: "FIXED", value: "7" } }, "7"],
    ["SELECT :1", { "1": { type: "TEXT", value: "a'b" } }, "a'b"],
    ["SELECT ? || ?", { "1": { type: "TEXT", value: "a" }, "2": { type: "TEXT", value: "b" } }, "ab"],
    ["SELECT ?", { "1": { type: "BOOLEAN", value: "true" } }, "1"],
    ["SELECT ?", { "1": { type: "ANY", value: null } }, null],
  ])("%s", (text, bindings, value) => {
    expect(new Account().value(text, bindings)).toBe(value);
  });

  test("of lists insert one row each", () => {
    const account = new Account();
    account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", "CREATE TABLE T (A INT, B VARCHAR)");
    const bindings = { "1": { type: "FIXED", value: ["1", "2"] }, "2": { type: "TEXT", value: ["x", null] } };
    expect(account.value("INSERT INTO T VALUES (?, ?)", bindings)).toBe("2");
    expect(account.result("SELECT * FROM T").rows).toEqual([
      ["1", "x"],
      ["2", null],
    ]);
  });

  test("that are missing are an error", () => {
    expect(new Account().error("SELECT ?").code).toBe("002049");
  });
});
