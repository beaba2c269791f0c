import { describe, expect, test } from "vitest";
import { Engine } from "../../../emulator/engine/engine";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE DATABASE D", "CREATE SCHEMA S", "CREATE ROLE R", "CREATE ROLE Q", ...statements);
  return account;
};

/** Who has what on an object, besides its owner. */
const granted = (account: Account, on: string) =>
  account
    .rows(`SHOW GRANTS ON ${on}`)
    .filter(({ privilege }) => privilege !== "OWNERSHIP")
    .map((row) => `${row["privilege"]} ${row["grantee_name"]}`);

const future = (account: Account, scope: string) =>
  account.rows(`SHOW FUTURE GRANTS ${scope}`).map((row) => `${row["privilege"]} ${row["name"]} ${row["grantee_name"]}`);

describe("GRANT … ON FUTURE", () => {
  test("reaches what is created afterwards, however it is created", () => {
    const account = start("CREATE TABLE OLD (A INT)");
    account.run("GRANT SELECT, INSERT ON FUTURE TABLES IN SCHEMA D.S TO ROLE R WITH GRANT OPTION");
    account.run(
      "CREATE TABLE T (A INT)",
      "CREATE TABLE L LIKE OLD",
      "CREATE TABLE C CLONE OLD",
      "CREATE VIEW V AS SELECT 1",
    );
    for (const table of ["T", "L", "C"]) expect(granted(account, `TABLE ${table}`)).toEqual(["SELECT R", "INSERT R"]);
    expect(account.rows("SHOW GRANTS ON TABLE T")[1]).toMatchObject({
      grant_option: "true",
      granted_by: "ACCOUNTADMIN",
    });
    expect(granted(account, "TABLE OLD")).toEqual([]);
    expect(granted(account, "VIEW V")).toEqual([]);
  });

  test("does not reach what is renamed or moved there, nor what exists already", () => {
    const account = start("CREATE TABLE D.PUBLIC.T (A INT)", "GRANT SELECT ON FUTURE TABLES IN SCHEMA D.S TO ROLE R");
    account.run("ALTER TABLE D.PUBLIC.T RENAME TO D.S.T", "CREATE TABLE IF NOT EXISTS D.S.T (A INT)");
    expect(granted(account, "TABLE D.S.T")).toEqual([]);
  });

  test("of the schema hide those of the database, for that kind alone", () => {
    const account = start(
      "GRANT SELECT ON FUTURE TABLES IN DATABASE D TO ROLE R",
      "GRANT SELECT ON FUTURE VIEWS IN DATABASE D TO ROLE R",
      "GRANT INSERT ON FUTURE TABLES IN SCHEMA D.S TO ROLE Q",
    );
    account.run("CREATE TABLE D.S.T (A INT)", "CREATE VIEW D.S.V AS SELECT 1", "CREATE TABLE D.PUBLIC.T (A INT)");
    expect(granted(account, "TABLE D.S.T")).toEqual(["INSERT Q"]);
    expect(granted(account, "VIEW D.S.V")).toEqual(["SELECT R"]);
    expect(granted(account, "TABLE D.PUBLIC.T")).toEqual(["SELECT R"]);
  });

  test("SCHEMAS IN DATABASE", () => {
    const account = start("GRANT USAGE ON FUTURE SCHEMAS IN DATABASE D TO ROLE R", "CREATE SCHEMA D.NEW");
    expect(granted(account, "SCHEMA D.NEW")).toEqual(["USAGE R"]);
    expect(granted(account, "SCHEMA D.S")).toEqual([]);
  });

  test("OWNERSHIP makes the role the owner", () => {
    const account = start("GRANT OWNERSHIP ON FUTURE TABLES IN SCHEMA D.S TO ROLE R", "CREATE TABLE T (A INT)");
    expect(account.row("SHOW TABLES")["owner"]).toBe("R");
    expect(account.error("GRANT OWNERSHIP ON FUTURE TABLES IN SCHEMA D.S TO ROLE Q").code).toBe("000002");
    account.run("REVOKE OWNERSHIP ON FUTURE TABLES IN SCHEMA D.S FROM ROLE R", "CREATE TABLE U (A INT)");
    expect(account.row("SHOW TABLES LIKE 'U'")["owner"]).toBe("ACCOUNTADMIN");
  });

  test("OWNERSHIP in the database leaves schemas with managed access alone", () => {
    const account = start("GRANT OWNERSHIP ON FUTURE TABLES IN DATABASE D TO ROLE R");
    account.run(
      "ALTER SCHEMA D.S ENABLE MANAGED ACCESS",
      "CREATE TABLE D.S.T (A INT)",
      "CREATE TABLE D.PUBLIC.T (A INT)",
    );
    expect(account.rows("SHOW TABLES IN DATABASE D").map((row) => row["owner"])).toEqual(["R", "ACCOUNTADMIN"]);
  });

  test("gives an internal stage READ and WRITE, an external one USAGE", () => {
    const account = start();
    expect(account.error("GRANT WRITE ON FUTURE STAGES IN SCHEMA D.S TO ROLE R").code).toBe("000002");
    account.run("GRANT READ, WRITE, USAGE ON FUTURE STAGES IN SCHEMA D.S TO ROLE R");
    account.run("CREATE STAGE I", "CREATE STAGE E URL = 's3://bucket/path/'");
    expect(granted(account, "STAGE I").sort()).toEqual(["READ R", "WRITE R"]);
    expect(granted(account, "STAGE E")).toEqual(["USAGE R"]);
    expect(account.error("REVOKE READ ON FUTURE STAGES IN SCHEMA D.S FROM ROLE R").code).toBe("000002");
  });

  test("COPY GRANTS keeps those of before instead", () => {
    const account = start("CREATE TABLE T (A INT)", "GRANT DELETE ON TABLE T TO ROLE Q");
    account.run(
      "GRANT SELECT ON FUTURE TABLES IN SCHEMA D.S TO ROLE R",
      "CREATE OR REPLACE TABLE T (B INT) COPY GRANTS",
    );
    expect(granted(account, "TABLE T")).toEqual(["DELETE Q"]);
    account.run("CREATE OR REPLACE TABLE T (B INT)");
    expect(granted(account, "TABLE T")).toEqual(["SELECT R"]);
  });

  test("ALL stands for every privilege of the kind", () => {
    const account = start("GRANT ALL PRIVILEGES ON FUTURE SEQUENCES IN SCHEMA D.S TO ROLE R", "CREATE SEQUENCE Q1");
    expect(granted(account, "SEQUENCE Q1")).toEqual(["USAGE R"]);
  });

  test.each([
    ["GRANT USAGE ON FUTURE TABLES IN SCHEMA D.S TO ROLE R", "003008"],
    ["GRANT SELECT ON FUTURE TABLES IN SCHEMA D.NOPE TO ROLE R", "002003"],
    ["GRANT SELECT ON FUTURE TABLES IN DATABASE NOPE TO ROLE R", "002003"],
    ["GRANT SELECT ON FUTURE TABLES IN ACCOUNT TO ROLE R", "001003"],
    ["GRANT SELECT ON FUTURE TABLES TO ROLE R", "001003"],
    ["GRANT SELECT ON FUTURE TABLES IN SCHEMA D.S TO ROLE NOPE", "002003"],
    ["GRANT USAGE ON FUTURE SCHEMAS IN SCHEMA D.S TO ROLE R", "001003"],
    ["GRANT USAGE ON FUTURE DATABASES IN DATABASE D TO ROLE R", "001003"],
    ["GRANT APPLY ON FUTURE TAGS IN SCHEMA D.S TO ROLE R", "000002"],
    ["GRANT READ ON FUTURE IMAGE REPOSITORIES IN SCHEMA D.S TO ROLE R", "000002"],
    ["SHOW FUTURE GRANTS IN SCHEMA D.NOPE", "002003"],
    ["SHOW FUTURE GRANTS TO ROLE NOPE", "002003"],
    ["SHOW FUTURE GRANTS", "001003"],
    ["SHOW FUTURE GRANTS ON SCHEMA D.S", "001003"],
  ])("%s fails with %s", (statement, code) => {
    expect(start().error(statement).code).toBe(code);
  });

  test("takes MANAGE GRANTS; in a schema with managed access its ownership will do", () => {
    const admin = new Account({ users: [{ name: "ann" }, { name: "bob", roles: ["DEV"] }] });
    admin.run("CREATE DATABASE D", "GRANT OWNERSHIP ON SCHEMA D.PUBLIC TO ROLE DEV", "CREATE ROLE R");
    admin.run("GRANT OWNERSHIP ON DATABASE D TO ROLE DEV");
    const bob = admin.login({ user: "bob" });
    const grant = "GRANT SELECT ON FUTURE TABLES IN SCHEMA D.PUBLIC TO ROLE R";
    expect(bob.error(grant).code).toBe("003001");
    bob.run("ALTER SCHEMA D.PUBLIC ENABLE MANAGED ACCESS", grant);
    expect(bob.error("GRANT SELECT ON FUTURE TABLES IN DATABASE D TO ROLE R").code).toBe("003001");
    admin.run("GRANT MANAGE GRANTS ON ACCOUNT TO ROLE DEV");
    bob.run("GRANT SELECT ON FUTURE TABLES IN DATABASE D TO ROLE R");
  });
});

describe("SHOW FUTURE GRANTS and REVOKE … ON FUTURE", () => {
  const filled = () =>
    start(
      "GRANT SELECT ON FUTURE TABLES IN SCHEMA D.S TO ROLE R",
      "GRANT USAGE ON FUTURE FILE FORMATS IN DATABASE D TO ROLE R",
      "GRANT USAGE ON FUTURE SCHEMAS IN DATABASE D TO ROLE Q WITH GRANT OPTION",
      "GRANT SELECT ON FUTURE TABLES IN SCHEMA D.S TO ROLE R",
    );

  test("list a container, or a role", () => {
    const account = filled();
    expect(future(account, "IN SCHEMA D.S")).toEqual(["SELECT D.S.<TABLE> R"]);
    expect(future(account, "IN SCHEMA S LIMIT 0")).toEqual([]);
    expect(future(account, "IN DATABASE D")).toEqual(["USAGE D.<FILE_FORMAT> R", "USAGE D.<SCHEMA> Q"]);
    expect(future(account, "TO ROLE R")).toEqual(["SELECT D.S.<TABLE> R", "USAGE D.<FILE_FORMAT> R"]);
    const { columns } = account.result("SHOW FUTURE GRANTS IN DATABASE D");
    expect(columns.map(({ name }) => name).join(" ")).toBe(
      "created_on privilege grant_on name grant_to grantee_name grant_option",
    );
    const [row] = account.rows("SHOW FUTURE GRANTS TO ROLE Q");
    expect(row).toMatchObject({ grant_on: "SCHEMA", grant_to: "ROLE", grant_option: "true" });
  });

  test("take back what is to come, not what came", () => {
    const account = filled();
    account.run("CREATE TABLE T (A INT)", "REVOKE SELECT ON FUTURE TABLES IN SCHEMA D.S FROM ROLE R");
    account.run("CREATE TABLE U (A INT)", "REVOKE SELECT ON FUTURE TABLES IN SCHEMA D.S FROM ROLE R");
    expect(future(account, "IN SCHEMA D.S")).toEqual([]);
    expect([granted(account, "TABLE T"), granted(account, "TABLE U")]).toEqual([["SELECT R"], []]);
    account.run("REVOKE GRANT OPTION FOR USAGE ON FUTURE SCHEMAS IN DATABASE D FROM ROLE Q");
    expect(account.rows("SHOW FUTURE GRANTS TO ROLE Q")[0]).toMatchObject({ grant_option: "false" });
    account.run("REVOKE ALL ON FUTURE SCHEMAS IN DATABASE D FROM ROLE Q");
    expect(future(account, "TO ROLE Q")).toEqual([]);
  });

  test("end with the role, and rest with the container", () => {
    const account = filled();
    account.run("DROP ROLE Q");
    expect(future(account, "IN DATABASE D")).toEqual(["USAGE D.<FILE_FORMAT> R"]);
    account.run("DROP SCHEMA D.S");
    expect(future(account, "TO ROLE R")).toEqual(["USAGE D.<FILE_FORMAT> R"]);
    account.run("UNDROP SCHEMA D.S");
    expect(future(account, "TO ROLE R")).toHaveLength(2);
  });

  test("are kept with the account", () => {
    const account = filled();
    const engine = new Engine({ organization: "acme", account: "main" });
    engine.load(JSON.parse(JSON.stringify(account.engine.save())));
    const again = new Account({ engine });
    expect(future(again, "TO ROLE R")).toHaveLength(2);
    again.run("CREATE TABLE D.S.T (A INT)");
    expect(granted(again, "TABLE D.S.T")).toEqual(["SELECT R"]);
  });
});
