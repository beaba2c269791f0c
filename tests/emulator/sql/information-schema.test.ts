import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", "CREATE SCHEMA S WITH MANAGED ACCESS COMMENT = 'c'");
  account.run(...statements);
  return account;
};

const table = `CREATE TRANSIENT TABLE T (
  ID NUMBER(10,2) IDENTITY START 5 INCREMENT 2 ORDER,
  N VARCHAR(20) NOT NULL DEFAULT 'x' COMMENT 'name',
  AT TIMESTAMP_LTZ(3), F FLOAT, V INT AS (ID + 1),
  CONSTRAINT PK PRIMARY KEY (ID) RELY, UNIQUE (N), CONSTRAINT LONG CHECK (LENGTH(N) > 0)
) CLUSTER BY (N) COMMENT = 't'`;

describe("INFORMATION_SCHEMA", () => {
  test.each([
    ["SCHEMATA", "CATALOG_NAME SCHEMA_NAME SCHEMA_OWNER IS_TRANSIENT IS_MANAGED_ACCESS RETENTION_TIME", 13],
    [
      "TABLES",
      "TABLE_CATALOG TABLE_SCHEMA TABLE_NAME TABLE_OWNER TABLE_TYPE IS_TRANSIENT CLUSTERING_KEY ROW_COUNT",
      29,
    ],
    ["COLUMNS", "TABLE_CATALOG TABLE_SCHEMA TABLE_NAME COLUMN_NAME ORDINAL_POSITION COLUMN_DEFAULT IS_NULLABLE", 47],
    [
      "TABLE_CONSTRAINTS",
      "CONSTRAINT_CATALOG CONSTRAINT_SCHEMA CONSTRAINT_NAME TABLE_CATALOG TABLE_SCHEMA TABLE_NAME",
      14,
    ],
    ["CHECK_CONSTRAINTS", "CONSTRAINT_CATALOG CONSTRAINT_SCHEMA CONSTRAINT_TABLE CONSTRAINT_NAME CHECK_CLAUSE", 5],
  ])("%s has its columns in order", (view, first, count) => {
    const names = start()
      .result(`SELECT * FROM D.INFORMATION_SCHEMA.${view}`)
      .columns.map(({ name }) => name);
    expect(names.join(" ").startsWith(first)).toBe(true);
    expect(names).toHaveLength(count);
  });

  test("SCHEMATA", () => {
    const text = "SELECT * FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = 'S'";
    expect(start().row(text)).toMatchObject({
      SCHEMA_OWNER: "ACCOUNTADMIN",
      IS_TRANSIENT: "NO",
      IS_MANAGED_ACCESS: "YES",
      RETENTION_TIME: "1",
      COMMENT: "c",
    });
  });

  test("TABLES", () => {
    const account = start(table, "INSERT INTO T (N) VALUES ('a')", "CREATE VIEW V AS SELECT 1 AS ONE");
    expect(account.rows("SELECT * FROM INFORMATION_SCHEMA.TABLES")).toMatchObject([
      {
        TABLE_CATALOG: "D",
        TABLE_SCHEMA: "S",
        TABLE_NAME: "T",
        TABLE_OWNER: "ACCOUNTADMIN",
        TABLE_TYPE: "BASE TABLE",
        IS_TRANSIENT: "YES",
        CLUSTERING_KEY: "LINEAR(N)",
        ROW_COUNT: "1",
        RETENTION_TIME: "1",
        COMMENT: "t",
      },
      { TABLE_NAME: "V", TABLE_TYPE: "VIEW", ROW_COUNT: null },
    ]);
    expect(account.value("SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE LAST_DDL < LAST_ALTERED")).toBe("1");
    account.run("DROP TABLE T");
    expect(account.value("SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES")).toBe("1");
  });

  test("COLUMNS", () => {
    const text = "SELECT * FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = 'S' ORDER BY ORDINAL_POSITION";
    expect(start(table).rows(text)).toMatchObject([
      {
        COLUMN_NAME: "ID",
        ORDINAL_POSITION: "1",
        IS_NULLABLE: "NO",
        DATA_TYPE: "NUMBER",
        NUMERIC_PRECISION: "10",
        NUMERIC_PRECISION_RADIX: "10",
        NUMERIC_SCALE: "2",
        IS_IDENTITY: "YES",
        IDENTITY_GENERATION: "BY DEFAULT",
        IDENTITY_START: "5",
        IDENTITY_INCREMENT: "2",
        IDENTITY_ORDERED: "YES",
      },
      {
        COLUMN_NAME: "N",
        COLUMN_DEFAULT: "'x'",
        DATA_TYPE: "TEXT",
        CHARACTER_MAXIMUM_LENGTH: "20",
        CHARACTER_OCTET_LENGTH: "80",
        COMMENT: "name",
        IS_IDENTITY: "NO",
        IDENTITY_START: null,
      },
      { COLUMN_NAME: "AT", DATA_TYPE: "TIMESTAMP_LTZ", IS_NULLABLE: "YES", DATETIME_PRECISION: "3" },
      { COLUMN_NAME: "F", DATA_TYPE: "FLOAT", NUMERIC_PRECISION: null },
      { COLUMN_NAME: "V", KIND: "VIRTUAL_COLUMN", EXPRESSION: "ID + 1" },
    ]);
  });

  test("TABLE_CONSTRAINTS and CHECK_CONSTRAINTS", () => {
    const account = start(table);
    expect(account.rows("SELECT * FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS ORDER BY CONSTRAINT_TYPE")).toMatchObject([
      {
        CONSTRAINT_NAME: "PK",
        TABLE_NAME: "T",
        CONSTRAINT_TYPE: "PRIMARY KEY",
        IS_DEFERRABLE: "NO",
        INITIALLY_DEFERRED: "YES",
        ENFORCED: "NO",
        RELY: "YES",
      },
      { CONSTRAINT_TYPE: "UNIQUE", RELY: "NO" },
    ]);
    expect(account.row("SELECT * FROM INFORMATION_SCHEMA.CHECK_CONSTRAINTS")).toMatchObject({
      CONSTRAINT_NAME: "LONG",
      CHECK_CLAUSE: "LENGTH(N) > 0",
    });
  });

  test("hides what only MANAGE GRANTS shows, needs a warehouse, and has no other views", () => {
    const account = start("CREATE TABLE T (A INT)", "CREATE ROLE R", "GRANT ROLE R TO USER ANN");
    account.run("GRANT USAGE ON DATABASE D TO ROLE R", "GRANT USAGE ON WAREHOUSE W TO ROLE R");
    account.run("GRANT MANAGE GRANTS ON ACCOUNT TO ROLE R", "USE ROLE R", "USE WAREHOUSE W");
    expect(account.value("SELECT COUNT(*) FROM D.INFORMATION_SCHEMA.TABLES")).toBe("0");
    expect(account.error("SELECT * FROM D.INFORMATION_SCHEMA.KEY_COLUMN_USAGE").code).toBe("002003");
    account.run("USE ROLE ACCOUNTADMIN", "DROP WAREHOUSE W");
    expect(account.error("SELECT * FROM D.INFORMATION_SCHEMA.TABLES").code).toBe("000606");
  });
});
