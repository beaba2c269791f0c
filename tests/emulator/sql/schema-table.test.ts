import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", ...statements);
  return account;
};

describe("SCHEMA", () => {
  test.each([
    ["CREATE SCHEMA S", ""],
    ["CREATE TRANSIENT SCHEMA S", "TRANSIENT"],
    ["CREATE SCHEMA S WITH MANAGED ACCESS", "MANAGED ACCESS"],
    ["CREATE TRANSIENT SCHEMA D.S WITH MANAGED ACCESS COMMENT = 'c'", "TRANSIENT, MANAGED ACCESS"],
  ])("%s has options %j", (statement, options) => {
    expect(start(statement).row("SHOW SCHEMAS LIKE 'S'")["options"]).toBe(options);
  });

  test("PIPE_EXECUTION_PAUSED is its own parameter", () => {
    const account = start("CREATE SCHEMA S PIPE_EXECUTION_PAUSED = TRUE");
    expect(account.parameter("PIPE_EXECUTION_PAUSED", "SCHEMA D.S")).toMatchObject({ value: "true", level: "SCHEMA" });
    expect(account.error("CREATE DATABASE E PIPE_EXECUTION_PAUSED = TRUE").code).toBe("001003");
  });

  test("managed access is switched in place", () => {
    const account = start("CREATE SCHEMA S", "ALTER SCHEMA S ENABLE MANAGED ACCESS");
    expect(account.row("SHOW SCHEMAS LIKE 'S'")["options"]).toBe("MANAGED ACCESS");
    account.run("ALTER SCHEMA S DISABLE MANAGED ACCESS");
    expect(account.row("SHOW SCHEMAS LIKE 'S'")["options"]).toBe("");
  });

  test("RENAME to another database moves it with its tables", () => {
    const account = start("CREATE SCHEMA S", "CREATE TABLE T (A INT)", "CREATE DATABASE E");
    account.run("ALTER SCHEMA D.S RENAME TO E.S2");
    expect(account.row("SHOW TABLES IN ACCOUNT")).toMatchObject({ database_name: "E", schema_name: "S2" });
    expect(account.error("ALTER SCHEMA E.S2 RENAME TO NOPE.S").code).toBe("002003");
  });

  test("DROP, UNDROP, HISTORY and CLONE", () => {
    const account = start("CREATE SCHEMA S COMMENT = 'c'", "CREATE TABLE T (A INT)", "DROP SCHEMA S");
    expect(account.value("SELECT CURRENT_SCHEMA()")).toBeNull();
    expect(account.rows("SHOW SCHEMAS LIKE 'S'")).toEqual([]);
    expect(account.row("SHOW SCHEMAS HISTORY LIKE 'S'")["dropped_on"]).toMatch(/^\d+\.\d{9}$/);
    expect(account.run("UNDROP SCHEMA D.S")).toBe("Schema S successfully restored.");
    account.run("CREATE SCHEMA S2 CLONE S");
    expect(account.row("SHOW SCHEMAS LIKE 'S2'")["comment"]).toBe("c");
    expect(account.names("SHOW TABLES IN SCHEMA D.S2")).toEqual(["T"]);
  });

  test.each([
    ["CREATE SCHEMA NOPE.S", "002003", "Database 'NOPE' does not exist or not authorized."],
    ["DROP SCHEMA NOPE.S", "002003", "Database 'NOPE' does not exist or not authorized."],
    ["DROP SCHEMA IF EXISTS NOPE.S", "002003", "Database 'NOPE' does not exist or not authorized."],
    ["DROP SCHEMA S", "002003", "Schema 'D.S' does not exist or not authorized."],
    ["DROP SCHEMA INFORMATION_SCHEMA", "003001", "Insufficient privileges to operate on schema 'INFORMATION_SCHEMA'."],
    ["SHOW SCHEMAS IN DATABASE NOPE", "002043", "Object does not exist, or operation cannot be performed."],
    ["SHOW TABLES IN SCHEMA D.NOPE", "002043", "Object does not exist, or operation cannot be performed."],
    ["USE SCHEMA D.NOPE", "002043", "Object does not exist, or operation cannot be performed."],
  ])("%s fails with %s", (statement, code, text) => {
    const error = start().error(statement);
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
  });

  test("without a current database, an unqualified name is an error", () => {
    expect(new Account().error("CREATE SCHEMA S")).toMatchObject({ code: "090105", sqlState: "22000" });
  });
});

describe("TABLE", () => {
  test.each([
    ["NUMBER", "NUMBER(38,0)"],
    ["DECIMAL(11)", "NUMBER(11,0)"],
    ["NUMERIC(10, 2)", "NUMBER(10,2)"],
    ["BIGINT", "NUMBER(38,0)"],
    ["DOUBLE PRECISION", "FLOAT"],
    ["DECFLOAT", "DECFLOAT(38)"],
    ["STRING", "VARCHAR(16777216)"],
    ["CHAR", "VARCHAR(1)"],
    ["CHAR VARYING", "VARCHAR(16777216)"],
    ["VARBINARY(10)", "BINARY(10)"],
    ["BOOLEAN", "BOOLEAN"],
    ["DATE", "DATE"],
    ["TIME(3)", "TIME(3)"],
    ["DATETIME", "TIMESTAMP_NTZ(9)"],
    ["TIMESTAMP WITH TIME ZONE", "TIMESTAMP_TZ(9)"],
    ["TIMESTAMPLTZ(6)", "TIMESTAMP_LTZ(6)"],
    ["VARIANT", "VARIANT"],
    ["VECTOR(FLOAT, 3)", "VECTOR(FLOAT, 3)"],
  ])("a column of type %s is described as %s", (written, shown) => {
    expect(start(`CREATE TABLE T (C ${written})`).row("DESCRIBE TABLE T")["type"]).toBe(shown);
  });

  test("nullability, default and comment of a column", () => {
    const account = start(
      "CREATE TABLE T (A INT NOT NULL, B VARCHAR(5) DEFAULT 'it''s' COMMENT 'c', C INT DEFAULT -3)",
    );
    expect(account.rows("DESC TABLE T")).toMatchObject([
      { name: "A", kind: "COLUMN", "null?": "N", default: null, comment: null },
      { name: "B", "null?": "Y", default: "'it''s'", comment: "c" },
      { name: "C", default: "-3" },
    ]);
  });

  test("rows go in and come out", () => {
    const account = start("CREATE TABLE T (ID INT NOT NULL, N VARCHAR DEFAULT 'x', P NUMBER(6,2))");
    expect(account.value("INSERT INTO T (ID, P) VALUES (1, 1.5), (2, '7')")).toBe("2");
    account.run("INSERT INTO T VALUES (3, NULL, DEFAULT)");
    expect(account.result("SELECT * FROM T WHERE ID <> 2 ORDER BY ID DESC").rows).toEqual([
      ["3", null, null],
      ["1", "x", "1.50"],
    ]);
    expect(account.value("SELECT COUNT(*) FROM D.PUBLIC.T t WHERE t.N IS NOT NULL AND ID IN (1, 2)")).toBe("2");
    expect(account.row("SHOW TABLES")["rows"]).toBe("3");
  });

  test.each([
    ["INSERT INTO T VALUES (NULL)", "100072"],
    ["INSERT INTO T VALUES ('x')", "100038"],
    ["INSERT INTO T VALUES (1, 2)", "002020"],
    ["INSERT INTO T (B) VALUES (1)", "000904"],
    ["INSERT INTO NOPE VALUES (1)", "002003"],
    ["SELECT NOPE FROM T", "000904"],
    ["SELECT * FROM NOPE", "002003"],
    ["CREATE TABLE U (A INT, a INT)", "002025"],
    ["CREATE TABLE T (A INT)", "002002"],
    ["CREATE TABLE U (A UNICORN)", "002040"],
    ["ALTER TABLE NOPE SET COMMENT = 'c'", "002003"],
    ["CREATE TABLE D.NOPE.T (A INT)", "002003"],
  ])("%s fails with %s", (statement, code) => {
    expect(start("CREATE TABLE T (A INT NOT NULL)").error(statement).code).toBe(code);
  });

  test("a failed INSERT leaves no row behind", () => {
    const account = start("CREATE TABLE T (A INT NOT NULL)");
    account.error("INSERT INTO T VALUES (1), (NULL)");
    expect(account.value("SELECT COUNT(*) FROM T")).toBe("0");
  });

  test("reading rows needs a warehouse, and starts it", () => {
    const account = start("CREATE TABLE T (A INT)", "ALTER WAREHOUSE W SUSPEND");
    account.run("SELECT * FROM T");
    expect(account.row("SHOW WAREHOUSES")["state"]).toBe("STARTED");
    account.run("DROP WAREHOUSE W");
    expect(account.error("SELECT * FROM T")).toMatchObject({ code: "000606", sqlState: "57P03" });
    expect(account.rows("SHOW TABLES")).toHaveLength(1);
  });

  test("DROP, UNDROP, RENAME, SHOW TERSE TABLES and SHOW OBJECTS", () => {
    const account = start("CREATE TRANSIENT TABLE T (A INT) COMMENT = 'c'", "DROP TABLE T", "UNDROP TABLE T");
    account.run("CREATE SCHEMA S", "ALTER TABLE D.PUBLIC.T RENAME TO D.S.U");
    expect(account.row("SHOW TABLES IN ACCOUNT")).toMatchObject({ name: "U", kind: "TRANSIENT", comment: "c" });
    expect(account.row("SHOW TERSE TABLES IN S")).toMatchObject({ name: "U", kind: "TABLE", schema_name: "S" });
    expect(account.row("SHOW TERSE OBJECTS IN DATABASE D")).toMatchObject({ name: "U", kind: "TABLE" });
    expect(account.names("DESCRIBE SCHEMA D.S")).toEqual(["U"]);
  });
});
