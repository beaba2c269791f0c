import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const admin = new Account({
    users: [
      { name: "ann", password: "x" },
      { name: "bob", password: "x", roles: ["DEV"] },
    ],
  });
  admin.run("CREATE WAREHOUSE W", "CREATE DATABASE D", "CREATE TABLE T (A INT)", ...statements);
  return { admin, bob: admin.login({ user: "bob" }) };
};

describe("DATABASE ROLE", () => {
  test.each([
    ["CREATE DATABASE ROLE D.X", "Database role X successfully created."],
    ["CREATE DATABASE ROLE X COMMENT = 'c'", "Database role X successfully created."],
    ["CREATE DATABASE ROLE IF NOT EXISTS D.R", "R already exists, statement succeeded."],
    ["CREATE OR REPLACE DATABASE ROLE D.R", "Database role R successfully created."],
    ["CREATE OR ALTER DATABASE ROLE D.R COMMENT = 'c'", "Statement executed successfully."],
    ["ALTER DATABASE ROLE D.R RENAME TO D.Q", "Statement executed successfully."],
    ["ALTER DATABASE ROLE IF EXISTS D.NOPE SET COMMENT = 'c'", "Statement executed successfully."],
    ["COMMENT ON DATABASE ROLE D.R IS 'c'", "Statement executed successfully."],
    ["DROP DATABASE ROLE D.R", "R successfully dropped."],
    ["DROP DATABASE ROLE IF EXISTS D.NOPE", "Drop statement executed successfully (NOPE already dropped)."],
  ])("%s answers %s", (statement, answer) => {
    expect(start("CREATE DATABASE ROLE D.R").admin.run(statement)).toBe(answer);
  });

  test.each([
    ["CREATE DATABASE ROLE D.R", "002002"],
    ["CREATE DATABASE ROLE NOPE.R", "002003"],
    ["ALTER DATABASE ROLE D.R RENAME TO E.X", "000002"],
    ["UNDROP DATABASE ROLE D.R", "001003"],
    ["SHOW DATABASE ROLES", "001003"],
    ["SHOW DATABASE ROLES IN ACCOUNT", "001003"],
    ["SHOW DATABASE ROLES IN DATABASE NOPE", "002043"],
    ["GRANT SELECT ON TABLE T TO DATABASE ROLE D.NOPE", "002003"],
    ["GRANT USAGE ON WAREHOUSE W TO DATABASE ROLE D.R", "000002"],
    ["GRANT USAGE ON DATABASE E TO DATABASE ROLE D.R", "000002"],
    ["GRANT SELECT ON FUTURE TABLES IN DATABASE E TO DATABASE ROLE D.R", "000002"],
    ["GRANT DATABASE ROLE D.R TO DATABASE ROLE E.R", "000002"],
    ["GRANT DATABASE ROLE D.R TO USER bob WITH GRANT OPTION", "001003"],
    ["GRANT ROLE DEV TO DATABASE ROLE D.R", "000002"],
    ["USE ROLE R", "002043"],
  ])("%s fails with %s", (statement, code) => {
    const { admin } = start(
      "CREATE DATABASE ROLE D.R",
      "CREATE DATABASE E",
      "CREATE DATABASE ROLE E.R",
      "USE DATABASE D",
    );
    expect(admin.error(statement).code).toBe(code);
  });

  test("has USAGE on its database, and is listed with its counts", () => {
    const { admin } = start("CREATE DATABASE ROLE D.R COMMENT = 'c'", "CREATE DATABASE ROLE D.Q");
    admin.run("GRANT DATABASE ROLE D.R TO DATABASE ROLE D.Q", "GRANT DATABASE ROLE D.R TO ROLE DEV");
    expect(admin.rows("SHOW GRANTS TO DATABASE ROLE D.R")).toMatchObject([
      { privilege: "USAGE", granted_on: "DATABASE", name: "D", granted_to: "DATABASE_ROLE", grantee_name: "R" },
    ]);
    expect(admin.rows("SHOW DATABASE ROLES IN DATABASE D")).toMatchObject([
      { name: "Q", granted_to_roles: "0", granted_to_database_roles: "0", granted_database_roles: "1" },
      { name: "R", granted_to_roles: "1", granted_to_database_roles: "1", comment: "c", owner_role_type: "ROLE" },
    ]);
    expect(admin.names("SHOW DATABASE ROLES LIKE 'r' IN DATABASE D")).toEqual(["R"]);
    expect(admin.names("SHOW DATABASE ROLES IN DATABASE D LIMIT 1 FROM 'Q'")).toEqual(["R"]);
  });

  test("brings its privileges to whoever has it, also through another", () => {
    const { admin, bob } = start(
      "CREATE DATABASE ROLE D.R",
      "CREATE DATABASE ROLE D.Q",
      "GRANT USAGE ON WAREHOUSE W TO DEV",
    );
    admin.run(
      "GRANT USAGE ON SCHEMA D.PUBLIC TO DATABASE ROLE D.R",
      "GRANT SELECT ON TABLE D.PUBLIC.T TO DATABASE ROLE D.R",
    );
    bob.run("USE WAREHOUSE W");
    expect(bob.error("SELECT * FROM D.PUBLIC.T").code).toBe("002003");
    admin.run("GRANT DATABASE ROLE D.R TO DATABASE ROLE D.Q", "GRANT DATABASE ROLE D.Q TO ROLE DEV");
    expect(bob.rows("SELECT * FROM D.PUBLIC.T")).toEqual([]);
    expect(bob.names("SHOW DATABASE ROLES IN DATABASE D")).toEqual(["Q", "R"]);
    expect(bob.value("SELECT CURRENT_AVAILABLE_ROLES()")).toBe('["DEV","PUBLIC"]');
    admin.run("REVOKE DATABASE ROLE D.Q FROM ROLE DEV");
    expect(bob.error("SELECT * FROM D.PUBLIC.T").code).toBe("002003");
  });

  test("granted to a user counts with secondary roles", () => {
    const { admin, bob } = start("CREATE DATABASE ROLE D.R", "GRANT DATABASE ROLE D.R TO USER bob");
    expect(bob.names("SHOW DATABASES")).toEqual([]);
    bob.run("USE SECONDARY ROLES ALL");
    expect(bob.names("SHOW DATABASES")).toEqual(["D"]);
    expect(admin.rows("SHOW GRANTS TO USER bob").map((row) => row["role"])).toEqual(["DEV", "D.R"]);
    expect(admin.engine.findUser("bob")?.roles).toEqual(["DEV"]);
  });

  test("SHOW GRANTS OF names both with their database", () => {
    const { admin } = start("CREATE DATABASE ROLE D.R", "CREATE DATABASE ROLE D.Q");
    admin.run("GRANT DATABASE ROLE D.R TO DATABASE ROLE D.Q", "GRANT DATABASE ROLE D.R TO ROLE DEV WITH GRANT OPTION");
    expect(admin.rows("SHOW GRANTS OF DATABASE ROLE D.R")).toMatchObject([
      { role: "D.R", granted_to: "DATABASE_ROLE", grantee_name: "D.Q" },
      { role: "D.R", granted_to: "ROLE", grantee_name: "DEV" },
    ]);
    expect(admin.error("GRANT DATABASE ROLE D.Q TO DATABASE ROLE D.R").code).toBe("003096");
  });

  test("owns what is in its database, and gives it up when it is dropped", () => {
    const { admin } = start("CREATE DATABASE ROLE D.R", "GRANT OWNERSHIP ON TABLE T TO DATABASE ROLE D.R");
    expect(admin.row("SHOW TABLES")).toMatchObject({ owner: "R", owner_role_type: "DATABASE_ROLE" });
    admin.run("DROP DATABASE ROLE D.R");
    expect(admin.row("SHOW TABLES")).toMatchObject({ owner: "ACCOUNTADMIN", owner_role_type: "ROLE" });
  });

  test("has future grants", () => {
    const { admin } = start(
      "CREATE DATABASE ROLE D.R",
      "GRANT SELECT ON FUTURE TABLES IN DATABASE D TO DATABASE ROLE D.R",
    );
    expect(admin.row("SHOW FUTURE GRANTS TO DATABASE ROLE D.R")).toMatchObject({
      grant_to: "DATABASE_ROLE",
      grantee_name: "R",
    });
    admin.run("CREATE TABLE U (A INT)");
    expect(admin.rows("SHOW GRANTS ON TABLE U")[1]).toMatchObject({ privilege: "SELECT", granted_to: "DATABASE_ROLE" });
  });

  test("goes and comes back with its database", () => {
    const { admin } = start("CREATE DATABASE ROLE D.R", "GRANT DATABASE ROLE D.R TO ROLE DEV", "DROP DATABASE D");
    expect(admin.rows("SHOW GRANTS TO ROLE DEV")).toEqual([]);
    admin.run("UNDROP DATABASE D");
    expect(admin.rows("SHOW GRANTS TO ROLE DEV")).toMatchObject([{ granted_on: "DATABASE_ROLE", name: "D.R" }]);
  });
});
