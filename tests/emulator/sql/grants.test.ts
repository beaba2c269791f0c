import { describe, expect, test } from "vitest";
import { Account } from "./account";

/** A database, a warehouse and roles; bob has all roles, and is whoever `USE ROLE` says. */
const start = (...statements: string[]) => {
  const roles = ["LEAD", "DEV", "GUEST"];
  const admin = new Account({
    users: [
      { name: "ann", password: "x" },
      { name: "bob", password: "x", roles },
    ],
  });
  admin.run("CREATE DATABASE D", "CREATE TABLE T (A INT)", "CREATE WAREHOUSE W");
  for (const role of roles) {
    admin.run(`GRANT USAGE ON DATABASE D TO ROLE ${role}`, `GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE ${role}`);
  }
  admin.run(...statements);
  const bob = admin.login({ user: "bob" });
  const as = (role: string) => {
    bob.run(`USE ROLE ${role}`);
    return bob;
  };
  /** Who was given what on the table by whom, besides its owner. */
  const onTable = () =>
    admin
      .rows("SHOW GRANTS ON TABLE D.PUBLIC.T")
      .filter(({ privilege }) => privilege !== "OWNERSHIP")
      .map((row) => [row["privilege"], row["grantee_name"], row["granted_by"], row["grant_option"]].join(" "));
  return { admin, as, onTable };
};

describe("Whoever grants", () => {
  test("is the owner, also when a role with MANAGE GRANTS does it", () => {
    const { admin, as, onTable } = start("GRANT MANAGE GRANTS ON ACCOUNT TO ROLE LEAD");
    as("LEAD").run("GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE GUEST");
    expect(onTable()).toEqual(["SELECT GUEST ACCOUNTADMIN false"]);
    admin.run("GRANT OWNERSHIP ON TABLE D.PUBLIC.T TO ROLE DEV COPY CURRENT GRANTS");
    as("LEAD").run("GRANT INSERT ON TABLE D.PUBLIC.T TO ROLE GUEST");
    expect(onTable()).toEqual(["SELECT GUEST DEV false", "INSERT GUEST DEV false"]);
  });

  test("is the role that may pass the privilege on, and each of several counts", () => {
    const { admin, as, onTable } = start("GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE LEAD WITH GRANT OPTION");
    as("LEAD").run("GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE GUEST");
    admin.run("GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE GUEST");
    const given = ["SELECT LEAD ACCOUNTADMIN true", "SELECT GUEST LEAD false", "SELECT GUEST ACCOUNTADMIN false"];
    expect(onTable()).toEqual(given);
    as("LEAD").run("REVOKE SELECT ON TABLE D.PUBLIC.T FROM ROLE GUEST");
    expect(onTable()).toEqual(["SELECT LEAD ACCOUNTADMIN true", "SELECT GUEST ACCOUNTADMIN false"]);
  });

  test("may give a part of what is asked for: that is given, the rest is 003011", () => {
    const { as, onTable } = start("GRANT SELECT, INSERT ON TABLE D.PUBLIC.T TO ROLE LEAD WITH GRANT OPTION");
    const error = as("LEAD").error("GRANT SELECT, UPDATE, INSERT ON TABLE D.PUBLIC.T TO ROLE GUEST");
    expect(error).toMatchObject({ code: "003011", sqlState: "42501" });
    expect(error.message).toBe("Grant partially executed: privileges [UPDATE] not granted.");
    expect(onTable().filter((row) => row.includes("GUEST"))).toEqual([
      "SELECT GUEST LEAD false",
      "INSERT GUEST LEAD false",
    ]);
    expect(as("LEAD").error("GRANT UPDATE ON TABLE D.PUBLIC.T TO ROLE GUEST").code).toBe("003001");
  });

  test("says of what kind the grantor is, in SHOW GRANTS ON alone", () => {
    const { admin } = start("GRANT SELECT ON TABLE T TO ROLE DEV");
    expect(admin.rows("SHOW GRANTS ON TABLE T").map((row) => row["granted_by_role_type"])).toEqual(["ROLE", "ROLE"]);
    expect(Object.keys(admin.rows("SHOW GRANTS TO ROLE DEV")[0] ?? {})).not.toContain("granted_by_role_type");
    expect(admin.rows("SHOW GRANTS ON ACCOUNT LIMIT 1")).toMatchObject([{ granted_by: "", granted_by_role_type: "" }]);
  });

  test.each([
    ["SHOW GRANTS ON ACCOUNT LIMIT 3", 3],
    ["SHOW GRANTS TO ROLE ACCOUNTADMIN LIMIT 2", 2],
    ["SHOW GRANTS TO USER bob LIMIT 1", 1],
    ["SHOW GRANTS OF ROLE DEV LIMIT 0", 0],
    ["SHOW GRANTS LIMIT 5", 1],
  ])("%s lists %i", (statement, count) => {
    expect(start().admin.rows(statement)).toHaveLength(count);
  });

  test.each([
    "AUDIT ON ACCOUNT",
    "APPLY MASKING POLICY ON ACCOUNT",
    "CREATE STREAM, CREATE FUNCTION, CREATE MATERIALIZED VIEW ON SCHEMA D.PUBLIC",
    "ADD SEARCH OPTIMIZATION ON SCHEMA D.PUBLIC",
    "ALL ON ACCOUNT",
  ])("knows %s", (privileges) => {
    expect(start().admin.run(`GRANT ${privileges} TO ROLE DEV`)).toBe("Statement executed successfully.");
  });
});

test("ALL leaves out what only an imported database has", () => {
  const { admin } = start("GRANT ALL ON DATABASE D TO ROLE DEV", "CREATE DATABASE I FROM SHARE org.acct.share");
  expect(admin.rows("SHOW GRANTS ON DATABASE D").map((row) => row["privilege"])).not.toContain("IMPORTED PRIVILEGES");
  expect(admin.error("GRANT IMPORTED PRIVILEGES ON DATABASE D TO ROLE DEV").code).toBe("000002");
  admin.run("GRANT IMPORTED PRIVILEGES ON DATABASE I TO ROLE DEV");
});

describe("In a schema with managed access", () => {
  const managed = () =>
    start(
      "ALTER SCHEMA D.PUBLIC ENABLE MANAGED ACCESS",
      "GRANT OWNERSHIP ON TABLE D.PUBLIC.T TO ROLE DEV",
      "GRANT OWNERSHIP ON SCHEMA D.PUBLIC TO ROLE LEAD COPY CURRENT GRANTS",
    );

  test("the owner of an object grants nothing on it, the owner of the schema does", () => {
    const { as, onTable } = managed();
    expect(as("DEV").error("GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE GUEST").code).toBe("003001");
    as("LEAD").run("GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE GUEST WITH GRANT OPTION");
    expect(onTable()).toEqual(["SELECT GUEST LEAD false"]);
    expect(as("GUEST").error("GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE DEV").code).toBe("003001");
    as("LEAD").run("REVOKE SELECT ON TABLE D.PUBLIC.T FROM ROLE GUEST");
    expect(onTable()).toEqual([]);
  });
});

describe("REVOKE of what was given on", () => {
  const chain = () => {
    const started = start("GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE LEAD WITH GRANT OPTION");
    started.as("LEAD").run("GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE DEV WITH GRANT OPTION");
    started.as("DEV").run("GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE GUEST");
    return started;
  };

  test.each(["", "RESTRICT"])("%s is refused with 003935 and leaves it", (word) => {
    const { admin, onTable } = chain();
    admin.run("GRANT INSERT ON TABLE T TO ROLE LEAD");
    const error = admin.error(`REVOKE SELECT, INSERT ON TABLE D.PUBLIC.T FROM ROLE LEAD ${word}`);
    expect(error).toMatchObject({ code: "003935", sqlState: "23001" });
    expect(error.message).toBe(
      "Revoke partially executed: 1 grant(s) revoked, 1 grant(s) skipped due to dependent grants and no CASCADE is specified.",
    );
    expect(onTable()).toHaveLength(3);
  });

  test("CASCADE takes all of it", () => {
    const { admin, onTable } = chain();
    admin.run("REVOKE SELECT ON TABLE D.PUBLIC.T FROM ROLE LEAD CASCADE");
    expect(onTable()).toEqual([]);
  });

  test("GRANT OPTION FOR leaves the privilege, and with CASCADE takes what came of the option", () => {
    const { admin, onTable } = chain();
    expect(admin.error("REVOKE GRANT OPTION FOR SELECT ON TABLE T FROM ROLE LEAD").code).toBe("003935");
    admin.run("REVOKE GRANT OPTION FOR SELECT ON TABLE T FROM ROLE LEAD CASCADE");
    expect(onTable()).toEqual(["SELECT LEAD ACCOUNTADMIN false"]);
  });

  test("a parallel grant holds what was given on", () => {
    const { admin, as, onTable } = chain();
    admin.run("GRANT SELECT ON TABLE T TO ROLE DEV WITH GRANT OPTION");
    as("LEAD").run("REVOKE SELECT ON TABLE D.PUBLIC.T FROM ROLE DEV");
    expect(onTable()).toEqual([
      "SELECT LEAD ACCOUNTADMIN true",
      "SELECT GUEST DEV false",
      "SELECT DEV ACCOUNTADMIN true",
    ]);
  });

  test("ends where two roles gave it to one another", () => {
    const { admin, as, onTable } = chain();
    as("DEV").run("GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE LEAD WITH GRANT OPTION");
    admin.run("REVOKE SELECT ON TABLE D.PUBLIC.T FROM ROLE LEAD CASCADE");
    expect(onTable()).toEqual([]);
  });

  test("nobody takes back what another gave", () => {
    const { admin, as, onTable } = chain();
    admin.run("GRANT UPDATE ON TABLE T TO ROLE GUEST", "GRANT UPDATE ON TABLE T TO ROLE DEV WITH GRANT OPTION");
    as("DEV").run("REVOKE UPDATE ON TABLE D.PUBLIC.T FROM ROLE GUEST");
    expect(onTable()).toContain("UPDATE GUEST ACCOUNTADMIN false");
    expect(as("GUEST").error("REVOKE UPDATE ON TABLE D.PUBLIC.T FROM ROLE DEV").code).toBe("003001");
  });
});

describe("Roles are granted", () => {
  const of = (account: Account, role: string) =>
    account.rows(`SHOW GRANTS OF ROLE ${role}`).map((row) => `${row["grantee_name"]} ${row["granted_by"]}`);

  test("to roles with the option to pass them on, which can be taken back", () => {
    const { admin, as } = start("CREATE ROLE R", "GRANT ROLE R TO ROLE LEAD WITH GRANT OPTION");
    expect(admin.rows("SHOW GRANTS TO ROLE LEAD")).toContainEqual(
      expect.objectContaining({ privilege: "USAGE", granted_on: "ROLE", name: "R", grant_option: "true" }),
    );
    expect(as("DEV").error("GRANT ROLE R TO ROLE GUEST").code).toBe("003001");
    as("LEAD").run("GRANT ROLE R TO ROLE GUEST");
    expect(of(admin, "R")).toEqual(["LEAD ACCOUNTADMIN", "GUEST LEAD"]);
    expect(admin.error("REVOKE ROLE R FROM ROLE LEAD").code).toBe("003935");
    admin.run("REVOKE GRANT OPTION FOR ROLE R FROM ROLE LEAD CASCADE");
    expect(of(admin, "R")).toEqual(["LEAD ACCOUNTADMIN"]);
    admin.run("REVOKE ROLE R FROM ROLE LEAD RESTRICT");
    expect(of(admin, "R")).toEqual([]);
  });

  test("to users without one, once however often", () => {
    const { admin } = start();
    admin.run("GRANT ROLE DEV TO USER bob", "GRANT ROLE DEV TO USER bob");
    expect(of(admin, "DEV")).toEqual(["BOB ACCOUNTADMIN"]);
    expect(admin.row("SHOW ROLES LIKE 'DEV'")).toMatchObject({ assigned_to_users: "1", granted_to_roles: "0" });
    expect(admin.error("GRANT ROLE DEV TO USER bob WITH GRANT OPTION").code).toBe("001003");
    expect(admin.error("REVOKE GRANT OPTION FOR ROLE DEV FROM USER bob").code).toBe("001003");
    admin.run("REVOKE ROLE DEV FROM USER bob");
    expect(of(admin, "DEV")).toEqual([]);
  });

  test("and counted", () => {
    const { admin } = start("CREATE ROLE R", "GRANT ROLE R TO ROLE DEV", "GRANT ROLE GUEST TO ROLE R");
    const counted = { assigned_to_users: "0", granted_to_roles: "1", granted_roles: "1" };
    expect(admin.row("SHOW ROLES LIKE 'R'")).toMatchObject(counted);
  });
});

describe("GRANT OWNERSHIP", () => {
  test("is refused while others have grants, unless it says what becomes of them", () => {
    const { admin, onTable } = start("GRANT SELECT ON TABLE T TO ROLE GUEST");
    const error = admin.error("GRANT OWNERSHIP ON TABLE T TO ROLE DEV");
    expect(error).toMatchObject({ code: "003036", sqlState: "23001" });
    expect(error.message).toContain("'SELECT' on securable 'D.PUBLIC.T' to role 'GUEST' exists.");
    expect(admin.rows("SHOW GRANTS ON TABLE T")[0]).toMatchObject({ grantee_name: "ACCOUNTADMIN" });
    admin.run("GRANT OWNERSHIP ON TABLE T TO ROLE DEV COPY CURRENT GRANTS");
    expect(onTable()).toEqual(["SELECT GUEST DEV false"]);
    admin.run("GRANT OWNERSHIP ON TABLE T TO ROLE LEAD REVOKE CURRENT GRANTS");
    expect(onTable()).toEqual([]);
  });

  test("of one object with grants among several changes none", () => {
    const { admin } = start("CREATE TABLE U (A INT)", "GRANT SELECT ON TABLE U TO ROLE GUEST");
    expect(admin.error("GRANT OWNERSHIP ON ALL TABLES IN SCHEMA D.PUBLIC TO ROLE DEV").code).toBe("003036");
    expect(admin.rows("SHOW TABLES").map((row) => row["owner"])).toEqual(["ACCOUNTADMIN", "ACCOUNTADMIN"]);
  });

  test("of a role needs no word for those who have it", () => {
    const { admin } = start("GRANT OWNERSHIP ON ROLE DEV TO ROLE LEAD");
    expect(admin.row("SHOW ROLES LIKE 'DEV'")["owner"]).toBe("LEAD");
  });

  test("with COPY takes the new owner's role, or MANAGE GRANTS", () => {
    const { as } = start("GRANT OWNERSHIP ON TABLE T TO ROLE DEV");
    expect(as("DEV").error("GRANT OWNERSHIP ON TABLE D.PUBLIC.T TO ROLE LEAD COPY CURRENT GRANTS").code).toBe("003001");
    as("DEV").run("GRANT OWNERSHIP ON TABLE D.PUBLIC.T TO ROLE LEAD");
  });
});

test("A clone of a container has the grants on what is in it, not those on the container itself", () => {
  const { admin } = start("GRANT SELECT ON TABLE T TO ROLE GUEST", "CREATE SCHEMA D.C CLONE D.PUBLIC");
  const grantees = (on: string) => admin.rows(`SHOW GRANTS ON ${on}`).map((row) => row["grantee_name"]);
  expect(grantees("TABLE D.C.T")).toEqual(["ACCOUNTADMIN", "GUEST"]);
  expect(grantees("SCHEMA D.C")).toEqual(["ACCOUNTADMIN"]);
});

test("Grants on what is in a dropped database are not shown until it comes back", () => {
  const { admin } = start("GRANT SELECT ON TABLE T TO ROLE GUEST", "DROP DATABASE D");
  expect(admin.rows("SHOW GRANTS TO ROLE GUEST")).toEqual([]);
  admin.run("UNDROP DATABASE D");
  expect(admin.rows("SHOW GRANTS TO ROLE GUEST")).toHaveLength(3);
});
