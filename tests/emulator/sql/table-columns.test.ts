import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", ...statements);
  return account;
};

const describeColumn = (definition: string) => start(`CREATE TABLE T (${definition})`).row("DESCRIBE TABLE T");

describe("A data type", () => {
  test.each([
    ["NUMBER", "NUMBER(38,0)"],
    ["DEC(5)", "NUMBER(5,0)"],
    ["NUMERIC(38, 37)", "NUMBER(38,37)"],
    ["INT", "NUMBER(38,0)"],
    ["INTEGER", "NUMBER(38,0)"],
    ["SMALLINT", "NUMBER(38,0)"],
    ["TINYINT", "NUMBER(38,0)"],
    ["BYTEINT", "NUMBER(38,0)"],
    ["FLOAT", "FLOAT"],
    ["FLOAT4", "FLOAT"],
    ["FLOAT8", "FLOAT"],
    ["DOUBLE", "FLOAT"],
    ["REAL", "FLOAT"],
    ["VARCHAR(134217728)", "VARCHAR(134217728)"],
    ["TEXT", "VARCHAR(16777216)"],
    ["VARCHAR2(3)", "VARCHAR(3)"],
    ["NVARCHAR", "VARCHAR(16777216)"],
    ["NVARCHAR2(7)", "VARCHAR(7)"],
    ["NCHAR VARYING(9)", "VARCHAR(9)"],
    ["CHARACTER", "VARCHAR(1)"],
    ["NCHAR(4)", "VARCHAR(4)"],
    ["BINARY", "BINARY(8388608)"],
    ["VARBINARY(67108864)", "BINARY(67108864)"],
    ["TIME", "TIME(9)"],
    ["TIMESTAMP", "TIMESTAMP_NTZ(9)"],
    ["TIMESTAMP(3)", "TIMESTAMP_NTZ(3)"],
    ["DATETIME(0)", "TIMESTAMP_NTZ(0)"],
    ["TIMESTAMPNTZ", "TIMESTAMP_NTZ(9)"],
    ["TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP_NTZ(9)"],
    ["TIMESTAMP WITH LOCAL TIME ZONE", "TIMESTAMP_LTZ(9)"],
    ["TIMESTAMP(6) WITH TIME ZONE", "TIMESTAMP_TZ(6)"],
    ["TIMESTAMPTZ", "TIMESTAMP_TZ(9)"],
    ["OBJECT", "OBJECT"],
    ["ARRAY", "ARRAY"],
    ["ARRAY(INT)", "ARRAY(NUMBER(38,0))"],
    ["ARRAY(VARCHAR NOT NULL)", "ARRAY(VARCHAR NOT NULL)"],
    ["OBJECT(str VARCHAR NOT NULL, Num NUMBER(5,2))", "OBJECT(str VARCHAR NOT NULL, Num NUMBER(5,2))"],
    ["MAP(VARCHAR, VARCHAR(10))", "MAP(VARCHAR, VARCHAR(10))"],
    ["MAP(INT, ARRAY(OBJECT(a DATE)))", "MAP(NUMBER(38,0), ARRAY(OBJECT(a DATE)))"],
    ["VECTOR(INT, 4096)", "VECTOR(INT, 4096)"],
    ["GEOGRAPHY", "GEOGRAPHY"],
    ["GEOMETRY", "GEOMETRY"],
    ["FILE", "FILE"],
    ["UUID", "UUID"],
  ])("%s is described as %s", (written, shown) => {
    expect(describeColumn(`C ${written}`)["type"]).toBe(shown);
  });

  test.each([
    ["NUMBER(39)", "001003"],
    ["NUMBER(10, 11)", "001003"],
    ["INT(5)", "001003"],
    ["VARCHAR(0)", "001003"],
    ["VARCHAR(134217729)", "001003"],
    ["TIMESTAMP(10)", "001003"],
    ["VECTOR(FLOAT, 4097)", "001003"],
    ["VECTOR(VARCHAR, 3)", "001003"],
    ["MAP", "001003"],
    ["MAP(FLOAT, INT)", "000002"],
    ["BOOL", "002040"],
  ])("%s fails with %s", (written, code) => {
    expect(start().error(`CREATE TABLE T (C ${written})`).code).toBe(code);
  });

  test("TIMESTAMP is what TIMESTAMP_TYPE_MAPPING says", () => {
    const account = start(
      "ALTER SESSION SET TIMESTAMP_TYPE_MAPPING = 'TIMESTAMP_TZ'",
      "CREATE TABLE T (C TIMESTAMP(3))",
    );
    expect(account.row("DESC TABLE T")["type"]).toBe("TIMESTAMP_TZ(3)");
  });
});

describe("A default", () => {
  test.each([
    ["INT DEFAULT 3", "3"],
    ["INT DEFAULT 0 NOT NULL", "0"],
    ["NUMBER(6,2) DEFAULT -1.50 COMMENT 'c'", "-1.50"],
    ["VARCHAR(20) DEFAULT 'abcde'", "'abcde'"],
    ["VARCHAR DEFAULT ''", "''"],
    ["VARCHAR DEFAULT ''''", "''''"],
    ["VARCHAR DEFAULT '\"apples\"'", "'\"apples\"'"],
    ["BOOLEAN DEFAULT false", "FALSE"],
    ["INT DEFAULT NULL", null],
    ["TIMESTAMP_LTZ DEFAULT CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP()"],
    ["TIMESTAMP_NTZ DEFAULT current_timestamp()", "CURRENT_TIMESTAMP()"],
    ["VARCHAR DEFAULT uuid_string()", "UUID_STRING()"],
    ["DATE DEFAULT '2024-01-31'::date", "CAST('2024-01-31' AS DATE)"],
    ["VARCHAR DEFAULT upper('a') || 'b'", "UPPER('a') || 'b'"],
    ["INT DEFAULT (1+2)*3", "(1 + 2) * 3"],
    ["INT DEFAULT seq1.nextval", "D.PUBLIC.SEQ1.NEXTVAL"],
    ['INT DEFAULT d.public."s 2".NEXTVAL', "D.PUBLIC.s 2.NEXTVAL"],
  ])("%s is described as %s", (definition, text) => {
    const account = start("CREATE SEQUENCE SEQ1", 'CREATE SEQUENCE "s 2"', `CREATE TABLE T (C ${definition})`);
    expect(account.row("DESCRIBE TABLE T")["default"]).toBe(text);
  });

  test("may use another column", () => {
    const account = start("CREATE TABLE T (N1 NUMBER DEFAULT 5, N2 INT DEFAULT n1+5)");
    expect(account.rows("SHOW COLUMNS IN TABLE T").map((row) => row["default"])).toEqual(["5", "T.N1 + 5"]);
  });

  test.each([
    ["C6 DATE DEFAULT '20240101'", "002023", "expecting DATE but got VARCHAR(8) for column C6"],
    ["C INT DEFAULT 'x'", "002023", "expecting NUMBER(38,0) but got VARCHAR(1) for column C"],
    ["C VARCHAR DEFAULT 5", "002023", "expecting VARCHAR(16777216) but got NUMBER(1,0) for column C"],
    ["C VARCHAR(3) DEFAULT 'abcd'", "002023", "expecting VARCHAR(3) but got VARCHAR(4) for column C"],
    ["C NUMBER(2,0) DEFAULT 123", "002023", "expecting NUMBER(2,0)"],
    ["C BOOLEAN DEFAULT CURRENT_TIMESTAMP", "002023", "expecting BOOLEAN"],
    ["C INT DEFAULT COUNT(*)", "002263", "Invalid column default expression [COUNT(*)]"],
    ["C INT DEFAULT NOPE + 1", "000904", "invalid identifier 'NOPE'"],
    ["C INT DEFAULT NOPE.NEXTVAL", "002003", "Sequence 'D.PUBLIC.NOPE' does not exist or not authorized."],
    ["C DATE DEFAULT SEQ.NEXTVAL", "002023", "expecting DATE"],
    ["C INT DEFAULT 1 AUTOINCREMENT", "001003", "unexpected 'AUTOINCREMENT'"],
    ["C INT IDENTITY DEFAULT 1", "001003", "unexpected 'DEFAULT'"],
  ])("%s fails with %s", (definition, code, text) => {
    const error = start("CREATE SEQUENCE SEQ").error(`CREATE TABLE T (${definition})`);
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(text)]);
  });
});

describe("AUTOINCREMENT", () => {
  test.each([
    ["AUTOINCREMENT", "IDENTITY START 1 INCREMENT 1 NOORDER"],
    ["IDENTITY(1,1)", "IDENTITY START 1 INCREMENT 1 NOORDER"],
    ["IDENTITY (5, -10) ORDER", "IDENTITY START 5 INCREMENT -10 ORDER"],
    ["AUTOINCREMENT START 3 INCREMENT 2 NOORDER", "IDENTITY START 3 INCREMENT 2 NOORDER"],
    ["AUTOINCREMENT START WITH 3 INCREMENT BY 2", "IDENTITY START 3 INCREMENT 2 NOORDER"],
  ])("%s is %s", (written, text) => {
    const account = start(`CREATE TABLE T (C NUMBER ${written} NOT NULL)`);
    expect(account.row("DESC TABLE T")).toMatchObject({ default: text, "null?": "N" });
    expect(account.row("SHOW COLUMNS IN TABLE T")).toMatchObject({ default: "", autoincrement: text });
  });

  test("is in order where NOORDER_SEQUENCE_AS_DEFAULT is off", () => {
    const account = start("ALTER SESSION SET NOORDER_SEQUENCE_AS_DEFAULT = FALSE", "CREATE TABLE T (C INT IDENTITY)");
    expect(account.row("DESC TABLE T")["default"]).toBe("IDENTITY START 1 INCREMENT 1 ORDER");
  });

  test("is for numbers only", () => {
    expect(start().error("CREATE TABLE T (C VARCHAR IDENTITY)").code).toBe("002023");
  });
});

describe("COLLATE", () => {
  test.each([
    ["C VARCHAR COLLATE 'en_US'", "", "VARCHAR(16777216) COLLATE 'en_us'"],
    [
      "C VARCHAR(5) NOT NULL COLLATE 'fr'",
      "ALTER SCHEMA D.PUBLIC SET DEFAULT_DDL_COLLATION = 'de'",
      "VARCHAR(5) COLLATE 'fr'",
    ],
    ["C VARCHAR(5)", "ALTER SCHEMA D.PUBLIC SET DEFAULT_DDL_COLLATION = 'de'", "VARCHAR(5) COLLATE 'de'"],
    ["C INT", "ALTER SCHEMA D.PUBLIC SET DEFAULT_DDL_COLLATION = 'de'", "NUMBER(38,0)"],
    ["C VARCHAR(5)", "ALTER DATABASE D SET DEFAULT_DDL_COLLATION = 'EN-ci'", "VARCHAR(5) COLLATE 'en-ci'"],
  ])("%s after %j is %s", (definition, before, type) => {
    const account = start(...(before ? [before] : []), `CREATE TABLE T (${definition})`);
    expect(account.row("DESC TABLE T")["type"]).toBe(type);
  });

  test("the table's own DEFAULT_DDL_COLLATION counts first, and for later columns", () => {
    const account = start("ALTER SCHEMA D.PUBLIC SET DEFAULT_DDL_COLLATION = 'de'");
    account.run(
      "CREATE TABLE T (A VARCHAR(1)) DEFAULT_DDL_COLLATION = ''",
      "ALTER TABLE T SET DEFAULT_DDL_COLLATION = 'fr'",
    );
    account.run("ALTER TABLE T ADD COLUMN B VARCHAR(1)");
    expect(account.rows("DESC TABLE T").map((row) => row["type"])).toEqual(["VARCHAR(1)", "VARCHAR(1) COLLATE 'fr'"]);
  });

  test("is for text only", () => {
    expect(start().error("CREATE TABLE T (C INT COLLATE 'en')").code).toBe("000002");
  });
});

describe("A virtual column", () => {
  test("may use a virtual column before it", () => {
    const account = start("CREATE TABLE T (C NUMBER, C1 NUMBER AS (C + 1), C2 NUMBER AS (C1 + 1))");
    expect(account.error("ALTER TABLE T DROP COLUMN C1").code).toBe("011208");
    account.run("ALTER TABLE T DROP COLUMN C2", "ALTER TABLE T DROP COLUMN C1");
  });

  test.each(["AS (a + 1)", "AS (a + 1) VIRTUAL", "GENERATED ALWAYS AS (a + 1)"])("%s", (written) => {
    const account = start(`CREATE TABLE T (A INT, B INT ${written} COMMENT 'c')`);
    expect(account.rows("DESC TABLE T")[1]).toMatchObject({ kind: "VIRTUAL", expression: "A + 1", default: null });
    expect(account.rows("SHOW COLUMNS IN TABLE T")[1]).toMatchObject({ kind: "VIRTUAL_COLUMN", expression: "A + 1" });
  });

  test.each([
    ["J INT AS (A) NOT NULL", "011207", "Cannot set NOT NULL constraint on virtual column J."],
    ["J INT AS (A) CHECK (J > 0)", "011207", "Cannot set CHECK constraint on virtual column J."],
    ["J INT AS (NOPE)", "000904", "invalid identifier 'NOPE'"],
    ["J INT AS (K), K INT AS (A)", "000904", "invalid identifier 'K'"],
    ["J INT AS (J)", "000904", "invalid identifier 'J'"],
    ["J INT AS (A) DEFAULT 1", "001003", "unexpected 'DEFAULT'"],
    ["J INT IDENTITY AS (A)", "000002", "Virtual column 'J' cannot have a default value."],
    ["J INT AS (B)", "000002", "Column 'B' has a default value"],
    ["J NUMBER(5,0) AS (A)", "001482", "Expected data type 'NUMBER(5,0)', found 'NUMBER(38,0)'."],
    [
      "J INT AS (RANDOM())",
      "011201",
      "Invalid usage of non-deterministic RANDOM function in J virtual column definition.",
    ],
    ["J INT AS (A + COUNT(*))", "011201", "non-deterministic COUNT function"],
    ["J INT AS ((SELECT 1))", "011202", "Invalid usage of subquery in J virtual column definition."],
    ["J INT AS ($V)", "011204", "Invalid usage of session variable in J virtual column definition."],
  ])("%s fails with %s", (definition, code, text) => {
    const error = start("SET V = 1").error(`CREATE TABLE T (A INT, B INT DEFAULT 2, ${definition})`);
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(text)]);
  });
});

describe("CREATE TABLE", () => {
  test.each([
    ["CREATE TABLE T (A INT, a INT)", "002025"],
    ["CREATE TABLE T (CURRENT_DATE DATE)", "001003"],
    ["CREATE TABLE T (CONSTRAINT INT)", "001003"],
    ["CREATE TABLE T (TABLE INT)", "001003"],
    ["CREATE TABLE T ()", "001003"],
    ["CREATE TABLE T", "001003"],
    ["CREATE TABLE T (PRIMARY KEY (A))", "001003"],
    ["CREATE TABLE T (A INT) LIKE S", "001003"],
    ["CREATE TEMPORARY TABLE T (A INT)", "001003"],
    ["CREATE OR REPLACE TABLE IF NOT EXISTS T (A INT)", "001430"],
    ["CREATE TABLE T (A INT) DATA_RETENTION_TIME_IN_DAYS = 91", "001008"],
    ["CREATE TRANSIENT TABLE T (A INT) DATA_RETENTION_TIME_IN_DAYS = 2", "001008"],
    ["CREATE TABLE T (A INT) CHANGE_TRACKING = MAYBE", "001422"],
    ["CREATE TABLE T (A INT) CLUSTER BY (NOPE)", "000904"],
    ["CREATE TABLE V (A INT)", "002002"],
    ["CREATE OR REPLACE TABLE V (A INT)", "002002"],
  ])("%s fails with %s", (statement, code) => {
    expect(start("CREATE VIEW V AS SELECT 1").error(statement).code).toBe(code);
  });

  test("names in quotes may be anything", () => {
    const account = start('CREATE TABLE "my ""t""" ("CURRENT_DATE" DATE, "a.b" INT, "TABLE" INT)');
    expect(account.names('DESC TABLE "my ""t"""')).toEqual(["CURRENT_DATE", "a.b", "TABLE"]);
  });

  test("takes every option", () => {
    const account = start(
      `CREATE TABLE T (A DATE, B VARCHAR WITH TAG (G = 'x'))
      CLUSTER BY (A, date_trunc('month', a)) DATA_RETENTION_TIME_IN_DAYS = 7 MAX_DATA_EXTENSION_TIME_IN_DAYS = 8
      CHANGE_TRACKING = TRUE ENABLE_SCHEMA_EVOLUTION = TRUE ERROR_LOGGING = TRUE ROW_TIMESTAMP = TRUE
      DEFAULT_DDL_COLLATION = 'en' COPY GRANTS WITH ROW ACCESS POLICY P ON (A) WITH TAG (G = 'y') COMMENT = 'it''s'
      WITH CONTACT (STEWARD = C)`
        .replace("WITH TAG (G = 'x')", "")
        .replace("WITH TAG (G = 'y')", ""),
    );
    expect(account.row("SHOW TABLES")).toMatchObject({
      kind: "TABLE",
      comment: "it's",
      cluster_by: "LINEAR(A, date_trunc('month', A))",
      rows: "0",
      retention_time: "7",
      automatic_clustering: "ON",
      change_tracking: "ON",
      enable_schema_evolution: "Y",
      search_optimization: "OFF",
    });
    expect(account.parameter("MAX_DATA_EXTENSION_TIME_IN_DAYS", "TABLE T")).toMatchObject({
      value: "8",
      level: "TABLE",
    });
  });

  test("column tags, policies and comments are kept through save and load", () => {
    const account = start("CREATE TAG G", "CREATE SEQUENCE Q");
    account.run(
      "CREATE TABLE P (ID INT PRIMARY KEY)",
      `CREATE TABLE T (A INT MASKING POLICY M USING (A, B) COMMENT 'c' REFERENCES P, B VARCHAR(3) COLLATE 'en' WITH TAG (G = 'x'),
        C INT DEFAULT Q.NEXTVAL, E INT AS (A), F INT IDENTITY) CLUSTER BY (A)`,
    );
    const read = () =>
      ["DESC TABLE T", "SHOW COLUMNS IN ACCOUNT", "SHOW IMPORTED KEYS IN TABLE T"].map((text) => account.rows(text));
    const before = read();
    expect(before[0]?.[0]).toMatchObject({ "policy name": "D.PUBLIC.M", comment: "c" });
    account.engine.load(JSON.parse(JSON.stringify(account.engine.save())));
    expect(read()).toEqual(before);
  });

  test("the retention of schema, database and account counts where the table has none", () => {
    const account = start("CREATE TABLE T (A INT)");
    const shown = () => account.row("SHOW TABLES")["retention_time"];
    account.run("ALTER ACCOUNT SET DATA_RETENTION_TIME_IN_DAYS = 2");
    expect(shown()).toBe("2");
    account.run("ALTER DATABASE D SET DATA_RETENTION_TIME_IN_DAYS = 3");
    expect(shown()).toBe("3");
    account.run("ALTER SCHEMA PUBLIC SET DATA_RETENTION_TIME_IN_DAYS = 4");
    expect(shown()).toBe("4");
    account.run("ALTER TABLE T SET DATA_RETENTION_TIME_IN_DAYS = 0");
    expect(shown()).toBe("0");
    account.run("ALTER TABLE T UNSET DATA_RETENTION_TIME_IN_DAYS");
    expect(shown()).toBe("4");
  });
});
