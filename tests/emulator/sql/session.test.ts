import { describe, expect, test } from "vitest";
import { Engine } from "../../../emulator/engine/engine";
import { Account } from "./account";

describe("SELECT without FROM", () => {
  test.each([
    ["CURRENT_ACCOUNT_NAME()", "MAIN"],
    ["CURRENT_ORGANIZATION_NAME()", "ACME"],
    ["CURRENT_ACCOUNT()", "MAIN"],
    ["CURRENT_REGION()", "AWS_US_WEST_2"],
    ["CURRENT_ROLE()", "ACCOUNTADMIN"],
    ["CURRENT_USER", "ANN"],
    ["CURRENT_DATABASE()", null],
    ["CURRENT_SECONDARY_ROLES()", '{"roles":"","value":""}'],
    ["IS_ROLE_IN_SESSION('SYSADMIN')", "1"],
    ["IS_ROLE_IN_SESSION('NOPE')", "0"],
    ["1 + 2 * 3", "7"],
    ["1.50", "1.50"],
    ["-3", "-3"],
    ["'a' || 'b'", "ab"],
    ["'5'::NUMBER(5,1)", "5.0"],
    ["CAST(TRUE AS VARCHAR)", "true"],
    ["TRY_CAST('x' AS INT)", null],
    ["'2024-01-02'::DATE", "19724"],
    ["NULL", null],
    ["NOT (1 = 2) AND 'abc' LIKE 'a%'", "1"],
    ["NULL = 1", null],
    ["2 IN (1, 2)", "1"],
  ])("%s is %j", (expression, value) => {
    expect(new Account().value(`SELECT ${expression}`)).toBe(value);
  });

  test("names and types its columns", () => {
    const { columns } = new Account().result(
      "SELECT current_role(), 1 AS one, TRUE \"Yes\", CURRENT_TIMESTAMP(), 'ab'",
    );
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ["CURRENT_ROLE()", "text"],
      ["ONE", "fixed"],
      ["Yes", "boolean"],
      ["CURRENT_TIMESTAMP()", "timestamp_ltz"],
      ["'AB'", "text"],
    ]);
    expect(columns[1]).toMatchObject({ precision: 1, scale: 0 });
  });

  test.each([
    ["SELECT NOPE()", "002140"],
    ["SELECT X", "000904"],
    ["SELECT CURRENT_ROLE(1)", "000939"],
    ["SELECT IS_ROLE_IN_SESSION()", "000938"],
    ["SELECT 1 / 0", "100051"],
    ["SELECT 'x'::INT", "100038"],
    ["SELECT $nope", "002211"],
  ])("%s fails with %s", (text, code) => {
    expect(new Account().error(text).code).toBe(code);
  });

  test("CURRENT_AVAILABLE_ROLES lists what the user may take", () => {
    const roles = JSON.parse(String(new Account().value("SELECT CURRENT_AVAILABLE_ROLES()")));
    expect(roles).toEqual(["ACCOUNTADMIN", "PUBLIC", "SECURITYADMIN", "SYSADMIN", "USERADMIN"]);
  });
});

describe("Statement types", () => {
  test.each([
    ["CREATE DATABASE E", 0x6000],
    ["USE DATABASE D", 0x4301],
    ["USE SCHEMA D.PUBLIC", 0x4302],
    ["USE WAREHOUSE W", 0x4303],
    ["USE ROLE PUBLIC", 0x4300],
    ["ALTER SESSION SET QUERY_TAG = 'x'", 0x4100],
    ["BEGIN TRANSACTION", 0x5000],
    ["COMMIT", 0x5000],
    ["ROLLBACK", 0x5000],
    ["SHOW DATABASES", 0x4400],
    ["DESCRIBE DATABASE D", 0x4500],
    ["SELECT 1", 0x1000],
    ["INSERT INTO T VALUES (1)", 0x3100],
  ])("%s", (text, type) => {
    const account = new Account();
    account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", "CREATE TABLE T (A INT)");
    expect(account.result(text).statementTypeId).toBe(type);
  });
});

test("describeOnly answers the columns and executes nothing", () => {
  const account = new Account();
  const describe = (text: string) =>
    account.engine.execute(account.session, text, { queryId: "q", describeOnly: true });
  expect(describe("CREATE DATABASE D")).toMatchObject({ columns: [{ name: "status" }], rows: [] });
  expect(describe("SELECT 1 AS A, ? AS B")).toMatchObject({ columns: [{ name: "A" }, { name: "B" }], rows: [] });
  expect(account.rows("SHOW DATABASES")).toEqual([]);
});

describe("Tags", () => {
  const start = () => {
    const account = new Account();
    account.run("CREATE DATABASE D", "CREATE TAG COST COMMENT = 'c'", "CREATE TAG TIER ALLOWED_VALUES 'a', 'b'");
    return account;
  };
  const tag = (account: Account, object: string, domain: string) =>
    account.value(`SELECT SYSTEM$GET_TAG('D.PUBLIC.COST', '${object}', '${domain}')`);

  test("are set by CREATE and ALTER, read with a function, and inherited", () => {
    const account = start();
    account.run("CREATE WAREHOUSE W WITH TAG (COST = 'it''s')", "CREATE SCHEMA S TAG (D.PUBLIC.COST = 's')");
    expect(tag(account, "W", "WAREHOUSE")).toBe("it's");
    expect(tag(account, "D", "DATABASE")).toBeNull();
    account.run("ALTER DATABASE D SET TAG D.PUBLIC.COST = 'd', D.PUBLIC.TIER = 'a'");
    expect(tag(account, "D.S", "SCHEMA")).toBe("s");
    expect(tag(account, "D.PUBLIC", "SCHEMA")).toBe("d");
    account.run("ALTER DATABASE D UNSET TAG D.PUBLIC.COST");
    expect(tag(account, "D.PUBLIC", "SCHEMA")).toBeNull();
  });

  test("are listed by TAG_REFERENCES, which needs a warehouse", () => {
    const account = start();
    account.run("ALTER DATABASE D SET TAG COST = 'd'");
    const text = "SELECT * FROM TABLE(D.INFORMATION_SCHEMA.TAG_REFERENCES('D.PUBLIC', 'SCHEMA'))";
    expect(account.error(text).code).toBe("000606");
    account.run("CREATE WAREHOUSE W");
    expect(account.rows(text)).toEqual([
      {
        TAG_DATABASE: "D",
        TAG_SCHEMA: "PUBLIC",
        TAG_NAME: "COST",
        TAG_VALUE: "d",
        APPLY_METHOD: "INHERITED",
        LEVEL: "DATABASE",
        OBJECT_DATABASE: "D",
        OBJECT_SCHEMA: null,
        OBJECT_NAME: "PUBLIC",
        DOMAIN: "SCHEMA",
        COLUMN_NAME: null,
      },
    ]);
  });

  test.each([
    ["ALTER DATABASE D SET TAG NOPE = 'x'", "002003"],
    ["ALTER DATABASE D SET TAG TIER = 'c'", "391817"],
    [`ALTER DATABASE D SET TAG COST = '${"x".repeat(257)}'`, "391803"],
    ["CREATE OR ALTER DATABASE D TAG (COST = 'x')", "000002"],
    ["CREATE DATABASE E AS REPLICA OF o.a.d TAG (D.PUBLIC.COST = 'x')", "000002"],
    ["CREATE TAG COST", "002002"],
  ])("%s fails with %s", (statement, code) => {
    expect(start().error(statement).code).toBe(code);
  });

  test("SHOW TAGS shows the allowed values", () => {
    const account = start();
    account.run("ALTER TAG TIER ADD ALLOWED_VALUES 'c'", "ALTER TAG TIER DROP ALLOWED_VALUES 'a'");
    expect(account.row("SHOW TAGS LIKE 'TIER'")).toMatchObject({ allowed_values: '["b","c"]', schema_name: "PUBLIC" });
  });
});

describe("The saved catalog", () => {
  test("brings everything back, dropped objects and grants too, and survives JSON", () => {
    const account = new Account();
    account.run(
      "CREATE WAREHOUSE W COMMENT = 'c'",
      "CREATE DATABASE D",
      "CREATE TABLE T (A INT)",
      "INSERT INTO T VALUES (1)",
    );
    account.run("CREATE DATABASE GONE", "DROP DATABASE GONE", "CREATE ROLE R", "GRANT USAGE ON WAREHOUSE W TO ROLE R");
    const engine = new Engine({ organization: "acme", account: "main" });
    engine.load(JSON.parse(JSON.stringify(account.engine.save())));
    const again = new Account({ engine });
    expect(again.rows("SHOW WAREHOUSES")[0]?.["created_on"]).toBe(account.rows("SHOW WAREHOUSES")[0]?.["created_on"]);
    again.run("USE WAREHOUSE W", "UNDROP DATABASE GONE");
    expect(again.value("SELECT COUNT(*) FROM D.PUBLIC.T")).toBe("1");
    expect(again.row("SHOW GRANTS TO ROLE R")["name"]).toBe("W");
  });

  test("is refused when it is something else", () => {
    expect(() => new Engine({ organization: "o", account: "a" }).load({ name: "package" })).toThrow("saved state");
  });

  test("is announced after a change, not after a look", () => {
    const account = new Account();
    let changes = 0;
    account.engine.onChange = () => {
      changes += 1;
    };
    account.run("CREATE WAREHOUSE W", "SHOW WAREHOUSES", "SELECT 1");
    account.error("CREATE WAREHOUSE W");
    expect(changes).toBe(1);
  });
});
