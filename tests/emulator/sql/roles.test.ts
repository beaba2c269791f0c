import { describe, expect, test } from "vitest";
import { Account } from "./account";

/** ACCOUNTADMIN's account with a database, a warehouse, and two roles for the user bob. */
const start = () => {
  const admin = new Account({
    users: [
      { name: "ann", password: "x" },
      { name: "bob", password: "x", roles: ["ANALYST", "LOADER"] },
    ],
  });
  admin.run("CREATE DATABASE D", "CREATE TABLE T (A INT)", "CREATE WAREHOUSE W", "CREATE TAG TAG1");
  return { admin, bob: admin.login({ user: "bob" }) };
};

describe("What a role cannot see", () => {
  test("SHOW leaves out, and every other statement calls missing", () => {
    const { bob } = start();
    expect(bob.rows("SHOW DATABASES")).toEqual([]);
    expect(bob.rows("SHOW WAREHOUSES")).toEqual([]);
    expect(bob.rows("SHOW TABLES IN ACCOUNT")).toEqual([]);
    for (const [statement, code] of [
      ["DROP DATABASE D", "002003"],
      ["ALTER WAREHOUSE W SUSPEND", "002003"],
      ["DESCRIBE TABLE D.PUBLIC.T", "002003"],
      ["SHOW SCHEMAS IN DATABASE D", "002043"],
      ["SHOW PARAMETERS IN WAREHOUSE W", "002043"],
      ["USE WAREHOUSE W", "002043"],
      ["USE DATABASE D", "002043"],
      ["CREATE SCHEMA D.S", "002003"],
    ] as const) {
      expect([statement, bob.error(statement).code]).toEqual([statement, code]);
    }
    expect(bob.run("DROP DATABASE IF EXISTS D")).toContain("already dropped");
  });

  test("a name that is taken by something hidden has an error of its own", () => {
    const { admin, bob } = start();
    admin.run("GRANT CREATE DATABASE ON ACCOUNT TO ROLE ANALYST");
    expect(bob.error("CREATE DATABASE D").code).toBe("003041");
    expect(bob.error("CREATE OR REPLACE DATABASE D").code).toBe("003041");
  });

  test("any one privilege shows the object, not what is in it", () => {
    const { admin, bob } = start();
    admin.run("GRANT USAGE ON DATABASE D TO ROLE ANALYST", "GRANT MONITOR ON WAREHOUSE W TO ANALYST");
    expect(bob.names("SHOW DATABASES")).toEqual(["D"]);
    expect(bob.names("SHOW SCHEMAS IN DATABASE D")).toEqual(["INFORMATION_SCHEMA"]);
    expect(bob.names("SHOW WAREHOUSES")).toEqual(["W"]);
    admin.run("REVOKE USAGE ON DATABASE D FROM ROLE ANALYST");
    expect(bob.names("SHOW DATABASES")).toEqual([]);
  });

  test.each([
    ["SHOW DATABASES WITH PRIVILEGES USAGE", ["D"]],
    ["SHOW DATABASES WITH PRIVILEGES USAGE, MODIFY", []],
    ["SHOW DATABASES WITH PRIVILEGES USAGE, CREATE SCHEMA", ["D"]],
    ["SHOW SCHEMAS IN DATABASE D WITH PRIVILEGES USAGE", ["PUBLIC"]],
    ["SHOW WAREHOUSES LIKE 'w' WITH PRIVILEGES OPERATE, MONITOR", ["W"]],
  ])("%s lists only what all of them are held on", (statement, names) => {
    const { admin, bob } = start();
    for (const grant of ["USAGE, CREATE SCHEMA ON DATABASE D", "USAGE ON SCHEMA D.PUBLIC"]) {
      admin.run(`GRANT ${grant} TO ROLE ANALYST`);
    }
    admin.run("CREATE WAREHOUSE V", "GRANT MONITOR, OPERATE ON WAREHOUSE W TO ROLE ANALYST");
    admin.run("GRANT MONITOR ON WAREHOUSE V TO ROLE ANALYST");
    expect(bob.names(statement)).toEqual(names);
    expect(admin.names(statement)).toEqual(statement.includes("SCHEMAS") ? ["PUBLIC"] : expect.arrayContaining(names));
  });

  test("a privilege to create counts with the active role alone, and HISTORY goes with none", () => {
    const { admin, bob } = start();
    admin.run("GRANT USAGE, CREATE SCHEMA ON DATABASE D TO ROLE LOADER");
    bob.run("USE SECONDARY ROLES ALL");
    expect(bob.names("SHOW DATABASES WITH PRIVILEGES USAGE")).toEqual(["D"]);
    expect(bob.names("SHOW DATABASES WITH PRIVILEGES CREATE SCHEMA")).toEqual([]);
    expect(bob.error("SHOW DATABASES HISTORY WITH PRIVILEGES USAGE").code).toBe("001003");
  });

  test("MANAGE GRANTS sees everything and may change nothing", () => {
    const { admin, bob } = start();
    admin.run("GRANT MANAGE GRANTS ON ACCOUNT TO ROLE ANALYST");
    expect(bob.names("SHOW DATABASES")).toEqual(["D"]);
    expect(bob.error("DROP DATABASE D").code).toBe("003001");
  });
});

describe("What a role sees and may not do", () => {
  test.each([
    ["CREATE DATABASE E", "account 'MAIN'"],
    ["CREATE WAREHOUSE V", "account 'MAIN'"],
    ["CREATE ROLE R", "account 'MAIN'"],
    ["DROP DATABASE D", "database 'D'"],
    ["ALTER DATABASE D SET COMMENT = 'c'", "database 'D'"],
    ["CREATE SCHEMA D.S", "database 'D'"],
    ["ALTER WAREHOUSE W SET COMMENT = 'c'", "warehouse 'W'"],
    ["ALTER WAREHOUSE W SUSPEND", "warehouse 'W'"],
    ["DROP WAREHOUSE W", "warehouse 'W'"],
    ["GRANT MODIFY ON WAREHOUSE W TO ROLE ANALYST", "warehouse 'W'"],
    ["ALTER ACCOUNT SET TIMEZONE = 'UTC'", "account 'MAIN'"],
    ["GRANT ROLE LOADER TO USER bob", "role 'LOADER'"],
  ])("%s", (statement, object) => {
    const { admin, bob } = start();
    admin.run("GRANT USAGE ON DATABASE D TO ROLE ANALYST", "GRANT USAGE ON WAREHOUSE W TO ROLE ANALYST");
    const error = bob.error(statement);
    expect([error.code, error.sqlState]).toEqual(["003001", "42501"]);
    expect(error.message).toBe(`SQL access control error:\nInsufficient privileges to operate on ${object}.`);
  });
});

describe("Privileges", () => {
  test.each([
    ["OPERATE ON WAREHOUSE W", "ALTER WAREHOUSE W SUSPEND"],
    ["MODIFY ON WAREHOUSE W", "ALTER WAREHOUSE W SET COMMENT = 'c'"],
    ["USAGE ON WAREHOUSE W", "USE WAREHOUSE W"],
    ["USAGE ON DATABASE D", "USE DATABASE D"],
    ["MODIFY ON DATABASE D", "COMMENT ON DATABASE D IS 'c'"],
    ["USAGE, CREATE SCHEMA ON DATABASE D", "CREATE SCHEMA D.S"],
    ["ALL PRIVILEGES ON DATABASE D", "CREATE SCHEMA D.S"],
    ["CREATE WAREHOUSE ON ACCOUNT", "CREATE WAREHOUSE V"],
    ["OWNERSHIP ON WAREHOUSE W", "DROP WAREHOUSE W"],
  ])("GRANT %s allows %s", (privilege, statement) => {
    const { admin, bob } = start();
    admin.run(`GRANT ${privilege} TO ROLE ANALYST`);
    bob.run(statement);
  });

  test("on a table count only with those on what contains it", () => {
    const { admin, bob } = start();
    admin.run("GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE ANALYST", "GRANT USAGE ON WAREHOUSE W TO ROLE ANALYST");
    bob.run("USE WAREHOUSE W");
    expect(bob.error("SELECT * FROM D.PUBLIC.T").code).toBe("002003");
    admin.run("GRANT USAGE ON DATABASE D TO ROLE ANALYST", "GRANT USAGE ON ALL SCHEMAS IN DATABASE D TO ROLE ANALYST");
    expect(bob.rows("SELECT * FROM D.PUBLIC.T")).toEqual([]);
    expect(bob.error("INSERT INTO D.PUBLIC.T VALUES (1)").code).toBe("003001");
  });

  test("are inherited through roles, and end with the role", () => {
    const { admin, bob } = start();
    admin.run("CREATE ROLE READERS", "GRANT USAGE ON DATABASE D TO ROLE READERS", "GRANT ROLE READERS TO ROLE ANALYST");
    expect(bob.names("SHOW DATABASES")).toEqual(["D"]);
    expect(bob.value("SELECT IS_ROLE_IN_SESSION('READERS')")).toBe("1");
    expect(admin.error("GRANT ROLE ANALYST TO ROLE READERS").code).toBe("003096");
    admin.run("DROP ROLE READERS");
    expect(bob.names("SHOW DATABASES")).toEqual([]);
  });

  test.each([
    ["GRANT OPERATE ON DATABASE D TO ROLE ANALYST", "003008"],
    ["GRANT USAGE ON DATABASE NOPE TO ROLE ANALYST", "002003"],
    ["GRANT USAGE ON DATABASE D TO ROLE NOPE", "002003"],
    ["GRANT ROLE NOPE TO USER bob", "002003"],
    ["GRANT USAGE ON UNICORN D TO ROLE ANALYST", "001003"],
    ["GRANT SELECT ON FUTURE WAREHOUSES IN DATABASE D TO ROLE ANALYST", "001003"],
  ])("%s fails with %s", (statement, code) => {
    expect(start().admin.error(statement).code).toBe(code);
  });

  test("are listed by SHOW GRANTS, with the owner", () => {
    const { admin } = start();
    admin.run("GRANT USAGE ON WAREHOUSE W TO ROLE ANALYST WITH GRANT OPTION");
    expect(admin.rows("SHOW GRANTS ON WAREHOUSE W")).toMatchObject([
      { privilege: "OWNERSHIP", granted_on: "WAREHOUSE", name: "W", grantee_name: "ACCOUNTADMIN" },
      { privilege: "USAGE", granted_to: "ROLE", grantee_name: "ANALYST", grant_option: "true" },
    ]);
    expect(admin.row("SHOW GRANTS TO ROLE ANALYST")).toMatchObject({ privilege: "USAGE", name: "W" });
    expect(admin.rows("SHOW GRANTS TO USER bob").map((row) => row["role"])).toEqual(["ANALYST", "LOADER"]);
    expect(admin.row("SHOW GRANTS OF ROLE LOADER")).toMatchObject({ granted_to: "USER", grantee_name: "BOB" });
    expect(admin.rows("SHOW GRANTS ON ACCOUNT").map((row) => row["privilege"])).toContain("CREATE DATABASE");
  });

  test("are gone after OR REPLACE", () => {
    const { admin, bob } = start();
    admin.run("GRANT USAGE ON WAREHOUSE W TO ROLE ANALYST", "CREATE OR REPLACE WAREHOUSE W");
    expect(bob.rows("SHOW WAREHOUSES")).toEqual([]);
  });
});

describe("Ownership", () => {
  test("belongs to the role that creates, and comes to whoever drops that role", () => {
    const { admin, bob } = start();
    admin.run("GRANT CREATE WAREHOUSE ON ACCOUNT TO ROLE ANALYST");
    bob.run("CREATE WAREHOUSE V");
    expect(admin.row("SHOW WAREHOUSES LIKE 'V'")["owner"]).toBe("ANALYST");
    expect(admin.error("DROP WAREHOUSE V").code).toBe("003001");
    admin.run("GRANT ROLE ANALYST TO ROLE ACCOUNTADMIN", "DROP ROLE ANALYST", "DROP WAREHOUSE V");
  });

  test.each([
    ["SYSADMIN", "CREATE DATABASE E", true],
    ["SYSADMIN", "CREATE ROLE R", false],
    ["USERADMIN", "CREATE ROLE R", true],
    ["SECURITYADMIN", "CREATE USER U", true],
    ["SECURITYADMIN", "CREATE WAREHOUSE V", false],
    ["PUBLIC", "CREATE DATABASE E", false],
  ])("%s: %s", (role, statement, allowed) => {
    const { admin } = start();
    admin.run("USE ROLE ACCOUNTADMIN", "GRANT ROLE SYSADMIN TO USER ann", `USE ROLE ${role}`);
    if (allowed) admin.run(statement);
    else expect(admin.error(statement).code).toBe("003001");
  });
});

describe("Sessions", () => {
  test("take the default role, or the one that is asked for", () => {
    const { admin } = start();
    expect(admin.login({ user: "bob" }).value("SELECT CURRENT_ROLE()")).toBe("ANALYST");
    expect(admin.login({ user: "bob", role: "loader" }).value("SELECT CURRENT_ROLE()")).toBe("LOADER");
    expect(admin.login({ user: "bob", role: "PUBLIC" }).value("SELECT CURRENT_ROLE()")).toBe("PUBLIC");
  });

  test.each([
    [{ user: "bob", role: "SYSADMIN" }, "390189"],
    [{ user: "bob", role: "NOPE" }, "390189"],
    [{ user: "bob", warehouse: "W" }, "390201"],
    [{ user: "eve" }, "390100"],
  ])("%o is refused with %s", (request, code) => {
    const { admin } = start();
    expect(() => admin.login(request)).toThrow(expect.objectContaining({ code }));
  });

  test("USE ROLE takes granted roles alone", () => {
    const { bob } = start();
    bob.run("USE ROLE LOADER");
    expect(bob.error("USE ROLE SYSADMIN").code).toBe("003013");
    expect(bob.error("USE ROLE NOPE").code).toBe("002043");
  });

  test("secondary roles add what they may see", () => {
    const { admin, bob } = start();
    admin.run("GRANT USAGE ON DATABASE D TO ROLE LOADER");
    expect(bob.rows("SHOW DATABASES")).toEqual([]);
    bob.run("USE SECONDARY ROLES ALL");
    expect(bob.names("SHOW DATABASES")).toEqual(["D"]);
  });

  test("CREATE USER makes a user that a login is checked against", () => {
    const { admin } = start();
    admin.run(
      "CREATE USER carl PASSWORD = 'secret' DEFAULT_ROLE = LOADER RSA_PUBLIC_KEY = 'MIIB'",
      "GRANT ROLE LOADER TO USER carl",
    );
    expect(admin.engine.findUser("carl")).toEqual({
      name: "CARL",
      password: "secret",
      publicKeys: ["MIIB"],
      defaultRole: "LOADER",
      roles: ["LOADER"],
    });
    expect(admin.login({ user: "carl" }).value("SELECT CURRENT_ROLE()")).toBe("LOADER");
    expect(JSON.stringify(admin.rows("SHOW USERS"))).not.toContain("secret");
    admin.run("ALTER USER carl SET DISABLED = TRUE");
    expect(() => admin.login({ user: "carl" })).toThrow(expect.objectContaining({ code: "390101" }));
  });
});
