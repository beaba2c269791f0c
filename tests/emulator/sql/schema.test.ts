import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", ...statements);
  return account;
};

const shown = (account: Account, name = "S") => account.row(`SHOW SCHEMAS LIKE '${name}' IN ACCOUNT`);

describe("CREATE SCHEMA", () => {
  test.each([
    ["CREATE SCHEMA S", "Schema S successfully created."],
    ["CREATE OR REPLACE SCHEMA D.PUBLIC", "Schema PUBLIC successfully created."],
    ["CREATE SCHEMA IF NOT EXISTS PUBLIC", "PUBLIC already exists, statement succeeded."],
    ["CREATE OR ALTER SCHEMA PUBLIC COMMENT = 'c'", "Statement executed successfully."],
    ["CREATE OR ALTER SCHEMA S", "Schema S successfully created."],
    [
      "CREATE SCHEMA S CLONE PUBLIC IGNORE TABLES WITH INSUFFICIENT DATA RETENTION IGNORE HYBRID TABLES",
      "Schema S successfully created.",
    ],
    ["DROP SCHEMA PUBLIC", "PUBLIC successfully dropped."],
    ["DROP SCHEMA IF EXISTS NOPE CASCADE", "Drop statement executed successfully (NOPE already dropped)."],
    ["ALTER SCHEMA IF EXISTS NOPE SET COMMENT = 'c'", "Statement executed successfully."],
  ])("%s answers %s", (statement, answer) => {
    expect(start().run(statement)).toBe(answer);
  });

  test("makes it the current schema, unless it was there", () => {
    const account = start("CREATE SCHEMA S", "CREATE SCHEMA IF NOT EXISTS PUBLIC");
    expect(account.value("SELECT CURRENT_SCHEMA()")).toBe("S");
    account.run("CREATE DATABASE E", "CREATE SCHEMA D.S2");
    expect([account.value("SELECT CURRENT_DATABASE()"), account.value("SELECT CURRENT_SCHEMA()")]).toEqual(["D", "S2"]);
  });

  test("in a transient database it is transient", () => {
    const account = new Account();
    account.run("CREATE TRANSIENT DATABASE D", "CREATE SCHEMA S");
    expect(shown(account)["options"]).toBe("TRANSIENT");
    expect(account.error("CREATE SCHEMA S2 DATA_RETENTION_TIME_IN_DAYS = 2").code).toBe("001008");
  });

  test.each([
    ["CREATE SCHEMA PUBLIC", "002002"],
    ["CREATE OR REPLACE SCHEMA IF NOT EXISTS S", "001430"],
    ["CREATE SCHEMA S WITH MANAGED", "001003"],
    ["CREATE SCHEMA A.B.C", "001003"],
    ["CREATE SCHEMA INFORMATION_SCHEMA", "002002"],
    ["CREATE SCHEMA S CATALOG_SYNC_NAMESPACE_MODE = NEST", "001003"],
    ["CREATE SCHEMA S OAUTH_AUTHORIZATION_SERVER = A", "001003"],
    ["CREATE SCHEMA S CLONE NOPE", "002003"],
    ["CREATE OR ALTER TRANSIENT SCHEMA PUBLIC", "000002"],
    ["CREATE OR ALTER SCHEMA PUBLIC WITH TAG (G = 'x')", "000002"],
    ["DROP SCHEMA INFORMATION_SCHEMA", "003001"],
    ["ALTER SCHEMA NOPE SET COMMENT = 'c'", "002003"],
    ["ALTER SCHEMA PUBLIC RENAME TO TAKEN", "002002"],
    ["ALTER SCHEMA PUBLIC RENAME TO NOPE.S", "002003"],
    ["ALTER SCHEMA PUBLIC SWAP WITH NOPE", "002003"],
    ["ALTER SCHEMA PUBLIC SET TRANSIENT = TRUE", "001003"],
    ["SHOW SCHEMAS IN DATABASE NOPE", "002043"],
  ])("%s fails with %s", (statement, code) => {
    expect(start("CREATE SCHEMA TAKEN").error(statement).code).toBe(code);
  });
});

describe("ALTER SCHEMA", () => {
  test("comment, tags and contacts", () => {
    const account = start("CREATE TAG G", "CREATE SCHEMA S COMMENT = 'a' WITH TAG (D.PUBLIC.G = 'x')");
    account.run(
      "ALTER SCHEMA S SET COMMENT = 'b'",
      "ALTER SCHEMA S SET CONTACT STEWARD = C",
      "ALTER SCHEMA S UNSET CONTACT STEWARD",
    );
    expect(shown(account)["comment"]).toBe("b");
    expect(account.value("SELECT SYSTEM$GET_TAG('D.PUBLIC.G', 'S', 'SCHEMA')")).toBe("x");
    account.run(
      "ALTER SCHEMA S UNSET TAG D.PUBLIC.G",
      "ALTER SCHEMA S UNSET COMMENT",
      "COMMENT ON SCHEMA D.PUBLIC IS 'p'",
    );
    expect(account.value("SELECT SYSTEM$GET_TAG('D.PUBLIC.G', 'S', 'SCHEMA')")).toBeNull();
    expect([shown(account)["comment"], shown(account, "PUBLIC")["comment"]]).toEqual(["", "p"]);
  });

  test("CREATE OR ALTER unsets what it does not name", () => {
    const account = start(
      "CREATE SCHEMA S WITH MANAGED ACCESS COMMENT = 'c' DATA_RETENTION_TIME_IN_DAYS = 5 LOG_LEVEL = INFO",
    );
    const { created_on } = shown(account);
    account.run("CREATE TABLE T (A INT)", "CREATE OR ALTER SCHEMA D.S LOG_LEVEL = WARN");
    expect(shown(account)).toMatchObject({ created_on, options: "", comment: "", retention_time: "1" });
    expect(account.parameter("LOG_LEVEL", "SCHEMA D.S")["value"]).toBe("WARN");
    expect(account.names("SHOW TABLES IN SCHEMA D.S")).toEqual(["T"]);
  });

  test("SWAP WITH exchanges contents, comments and grants", () => {
    const account = start(
      "CREATE SCHEMA S COMMENT = 's'",
      "CREATE TABLE T (A INT)",
      "CREATE SCHEMA S2",
      "CREATE ROLE R",
    );
    account.run("GRANT USAGE ON SCHEMA S TO ROLE R", "ALTER SCHEMA S SWAP WITH S2");
    expect(account.names("SHOW TABLES IN SCHEMA S2")).toEqual(["T"]);
    expect(account.names("SHOW TABLES IN SCHEMA S")).toEqual([]);
    expect([shown(account)["comment"], shown(account, "S2")["comment"]]).toEqual(["", "s"]);
    expect(account.rows("SHOW GRANTS ON SCHEMA S2").some((row) => row["grantee_name"] === "R")).toBe(true);
  });

  test("RENAME keeps created_on and the session in it", () => {
    const account = start("CREATE SCHEMA S", "CREATE TABLE T (A INT)");
    const { created_on } = shown(account);
    account.run("ALTER SCHEMA S RENAME TO S2");
    expect(shown(account, "S2")["created_on"]).toBe(created_on);
    expect(account.value("SELECT CURRENT_SCHEMA()")).toBe("S2");
    expect(account.names("SHOW TABLES IN SCHEMA")).toEqual(["T"]);
  });

  test("OBJECT_VISIBILITY is listed", () => {
    const account = start("CREATE SCHEMA S OBJECT_VISIBILITY = PRIVILEGED");
    expect(shown(account)["object_visibility"]).toBe("PRIVILEGED");
    account.run("ALTER SCHEMA S UNSET OBJECT_VISIBILITY");
    expect(shown(account)["object_visibility"]).toBeNull();
  });
});

describe("SHOW SCHEMAS", () => {
  test("lists INFORMATION_SCHEMA without an owner", () => {
    expect(shown(start(), "INFORMATION_SCHEMA")).toMatchObject({
      owner: "",
      comment: "Views describing the contents of schemas in this database",
    });
  });

  test("TERSE has five columns", () => {
    const [row] = start().rows("SHOW TERSE SCHEMAS LIKE 'PUBLIC' IN DATABASE D");
    expect(row).toMatchObject({ name: "PUBLIC", kind: null, database_name: "D", schema_name: null });
    expect(Object.keys(row ?? {})).toHaveLength(5);
  });

  test("DESCRIBE lists what is in it", () => {
    const account = start(
      "CREATE SCHEMA S",
      "CREATE TABLE T (A INT)",
      "CREATE VIEW V AS SELECT 1",
      "CREATE SEQUENCE Q",
    );
    expect(account.rows("DESCRIBE SCHEMA S").map((row) => [row["name"], row["kind"]])).toEqual([
      ["Q", "SEQUENCE"],
      ["T", "TABLE"],
      ["V", "VIEW"],
    ]);
    expect(account.error("DESC SCHEMA NOPE").code).toBe("002003");
  });
});
