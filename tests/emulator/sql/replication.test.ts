import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE DATABASE D COMMENT = 'c'", "CREATE DATABASE R AS REPLICA OF ACME.OTHER.P", ...statements);
  return account;
};

const to = (account: Account) => {
  const row = account.row("SHOW REPLICATION DATABASES LIKE 'd'");
  return [row["replication_allowed_to_accounts"], row["failover_allowed_to_accounts"]];
};

describe("A database", () => {
  test("becomes a primary with the first account that it is replicated to, and is listed from then on", () => {
    const account = start();
    expect(account.names("SHOW REPLICATION DATABASES")).toEqual(["R"]);
    account.run("ALTER DATABASE D ENABLE REPLICATION TO ACCOUNTS acme.a, acme.b IGNORE EDITION CHECK");
    expect(account.row("SHOW REPLICATION DATABASES LIKE 'd'")).toMatchObject({
      snowflake_region: "AWS_US_WEST_2",
      account_name: "MAIN",
      name: "D",
      comment: "c",
      is_primary: "true",
      primary: "ACME.MAIN.D",
      organization_name: "ACME",
      account_locator: "MAIN",
    });
    expect(to(account)).toEqual(["ACME.A, ACME.B, ACME.MAIN", "ACME.MAIN"]);
  });

  test("gets and loses accounts, and stays a primary without any", () => {
    const account = start("ALTER DATABASE D ENABLE REPLICATION TO ACCOUNTS acme.a");
    account.run("ALTER DATABASE D ENABLE REPLICATION TO ACCOUNTS acme.a, acme.b");
    account.run("ALTER DATABASE D ENABLE FAILOVER TO ACCOUNTS acme.a, acme.b");
    expect(to(account)).toEqual(["ACME.A, ACME.B, ACME.MAIN", "ACME.A, ACME.B, ACME.MAIN"]);
    account.run("ALTER DATABASE D DISABLE FAILOVER TO ACCOUNTS acme.b");
    account.run("ALTER DATABASE D DISABLE REPLICATION TO ACCOUNTS acme.b");
    expect(to(account)).toEqual(["ACME.A, ACME.MAIN", "ACME.A, ACME.MAIN"]);
    account.run("ALTER DATABASE D DISABLE FAILOVER", "ALTER DATABASE D DISABLE REPLICATION");
    expect(to(account)).toEqual(["ACME.MAIN", "ACME.MAIN"]);
  });

  test("that is a secondary names its primary, and can take its place", () => {
    const account = start("ALTER DATABASE R REFRESH");
    const secondary = { is_primary: "false", primary: "ACME.OTHER.P", replication_allowed_to_accounts: null };
    expect(account.row("SHOW REPLICATION DATABASES")).toMatchObject({ name: "R", comment: null, ...secondary });
    expect(account.row("SHOW DATABASES LIKE 'R'")["origin"]).toBe("ACME.OTHER.P");
    account.run("ALTER DATABASE R PRIMARY");
    expect(account.row("SHOW REPLICATION DATABASES")).toMatchObject({
      is_primary: "true",
      primary: "ACME.MAIN.R",
      replication_allowed_to_accounts: "ACME.OTHER, ACME.MAIN",
    });
    expect(account.row("SHOW DATABASES LIKE 'R'")["origin"]).toBe("");
    expect(account.error("ALTER DATABASE R REFRESH").code).toBe("000002");
  });

  test.each([
    "D REFRESH",
    "D PRIMARY",
    "D ENABLE FAILOVER TO ACCOUNTS acme.a",
    "R ENABLE REPLICATION TO ACCOUNTS acme.a",
    "R ENABLE FAILOVER TO ACCOUNTS acme.a",
    "I ENABLE REPLICATION TO ACCOUNTS acme.a",
    "I REFRESH",
  ])("cannot do what is not for one of its sort: ALTER DATABASE %s", (change) => {
    const account = start("CREATE DATABASE I FROM SHARE org.acct.share");
    expect(account.error(`ALTER DATABASE ${change}`)).toMatchObject({ code: "000002", sqlState: "0A000" });
  });

  test.each([
    ["ALTER DATABASE D ENABLE REPLICATION", "001003"],
    ["ALTER DATABASE D ENABLE REPLICATION TO ACCOUNTS", "001003"],
    ["ALTER DATABASE D ENABLE FAILOVER TO ACCOUNTS a.b IGNORE EDITION CHECK", "001003"],
    ["ALTER DATABASE NOPE REFRESH", "002003"],
  ])("%s fails with %s", (statement, code) => {
    expect(start().error(statement).code).toBe(code);
  });

  test("is replicated by account administrators, and refreshed by its owner too", () => {
    const admin = new Account({ users: [{ name: "ann" }, { name: "bob", roles: ["SYSADMIN"] }] });
    const bob = admin.login({ user: "bob" });
    bob.run("CREATE DATABASE D", "CREATE DATABASE R AS REPLICA OF acme.other.p", "ALTER DATABASE R REFRESH");
    expect(bob.error("ALTER DATABASE D ENABLE REPLICATION TO ACCOUNTS acme.a").code).toBe("003001");
    expect(bob.error("ALTER DATABASE R PRIMARY").code).toBe("003001");
    admin.run("ALTER DATABASE D ENABLE REPLICATION TO ACCOUNTS acme.a");
  });
});

test("SHOW REPLICATION DATABASES finds those of one primary, and has the columns of its page", () => {
  const account = start("ALTER DATABASE D ENABLE REPLICATION TO ACCOUNTS acme.a");
  expect(account.names("SHOW REPLICATION DATABASES WITH PRIMARY acme.other.p")).toEqual(["R"]);
  expect(account.names("SHOW REPLICATION DATABASES LIKE '%' WITH PRIMARY acme.main.d")).toEqual(["D"]);
  const { columns } = account.result("SHOW REPLICATION DATABASES");
  expect(columns.map(({ name }) => name).join(" ")).toBe(
    "snowflake_region created_on account_name name comment is_primary primary replication_allowed_to_accounts failover_allowed_to_accounts organization_name account_locator",
  );
});
