import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", "CREATE SCHEMA S", "CREATE TABLE A (X INT) COMMENT = 'a'");
  account.run("CREATE SCHEMA D.S2", "CREATE TABLE B (Y INT PRIMARY KEY) COMMENT = 'b'", ...statements);
  return account;
};

const shown = (account: Account) =>
  account.rows("SHOW TABLES IN DATABASE D").map((row) => [row["schema_name"], row["name"], row["comment"]].join(" "));

describe("ALTER TABLE … SWAP WITH", () => {
  test("exchanges rows, columns, comments, keys and grants, also with another schema", () => {
    const account = start("INSERT INTO D.S.A VALUES (1)", "CREATE ROLE R", "GRANT SELECT ON TABLE D.S.A TO ROLE R");
    const made = (name: string) => account.row(`SHOW TABLES LIKE '${name}' IN DATABASE D`)["created_on"];
    const before = [made("A"), made("B")];
    account.run("CREATE TABLE D.S2.C (Z INT REFERENCES B)", "ALTER TABLE D.S.A SWAP WITH D.S2.B");
    expect(shown(account)).toEqual(["S A b", "S2 B a", "S2 C "]);
    expect([made("B"), made("A")]).toEqual(before);
    expect(account.rows("SELECT X FROM D.S2.B")).toEqual([{ X: "1" }]);
    expect(account.row("SHOW IMPORTED KEYS IN TABLE D.S2.C")).toMatchObject({
      pk_schema_name: "S",
      pk_table_name: "A",
    });
    expect(account.rows("SHOW GRANTS ON TABLE D.S2.B")[1]).toMatchObject({ privilege: "SELECT", grantee_name: "R" });
  });

  test("resolves a bare name in the current schema, and IF EXISTS asks for the first alone", () => {
    const account = start("USE SCHEMA D.S");
    expect(account.error("ALTER TABLE A SWAP WITH B")).toMatchObject({ code: "002003", sqlState: "42S02" });
    expect(account.run("ALTER TABLE IF EXISTS NOPE SWAP WITH A")).toBe("Statement executed successfully.");
    expect(account.error("ALTER TABLE IF EXISTS A SWAP WITH NOPE").code).toBe("002003");
    account.run("CREATE VIEW V AS SELECT 1");
    expect(account.error("ALTER TABLE A SWAP WITH V").code).toBe("002003");
    expect(shown(account)).toEqual(["S A a", "S2 B b"]);
  });

  test("takes the ownership of both", () => {
    const account = start("CREATE ROLE R", "GRANT ROLE R TO USER ann", "GRANT OWNERSHIP ON TABLE D.S.A TO ROLE R");
    for (const on of ["DATABASE D", "SCHEMA D.S", "SCHEMA D.S2"]) account.run(`GRANT USAGE ON ${on} TO ROLE R`);
    account.run("GRANT SELECT ON TABLE D.S2.B TO ROLE R", "USE ROLE R");
    expect(account.error("ALTER TABLE D.S.A SWAP WITH D.S2.B").code).toBe("003001");
  });
});

describe("With IF EXISTS, a missing table is quiet for", () => {
  test.each([
    "RENAME TO Z",
    "SWAP WITH D.S.A",
    "SUSPEND RECLUSTER",
    "RESUME RECLUSTER",
    "SET COMMENT = 'c'",
    "UNSET COMMENT",
    "CLUSTER BY (A)",
  ])("%s", (change) => {
    const account = start();
    expect(account.run(`ALTER TABLE IF EXISTS D.S.NOPE ${change}`)).toBe("Statement executed successfully.");
    expect(account.error(`ALTER TABLE D.S.NOPE ${change}`).code).toBe("002003");
  });
});

test("SUSPEND and RESUME RECLUSTER show in automatic_clustering", () => {
  const account = start("ALTER TABLE D.S.A CLUSTER BY (X)");
  const state = () => account.row("SHOW TABLES LIKE 'A' IN SCHEMA D.S")["automatic_clustering"];
  expect(state()).toBe("ON");
  account.run("ALTER TABLE IF EXISTS D.S.A SUSPEND RECLUSTER");
  expect(state()).toBe("OFF");
  account.run("ALTER TABLE IF EXISTS D.S.A RESUME RECLUSTER");
  expect(state()).toBe("ON");
});

test("A database with tables that a foreign key from another database needs stays with RESTRICT, and goes with CASCADE", () => {
  const account = start("CREATE DATABASE E", "CREATE TABLE F (Y INT, CONSTRAINT FK FOREIGN KEY (Y) REFERENCES D.S2.B)");
  expect(account.run("DROP DATABASE D RESTRICT")).toContain("foreign key 'FK'");
  expect(account.names("SHOW DATABASES LIKE 'D'")).toEqual(["D"]);
  expect(account.run("DROP DATABASE IF EXISTS D CASCADE")).toBe("D successfully dropped.");
  expect(account.rows("SHOW IMPORTED KEYS IN TABLE E.PUBLIC.F")).toEqual([]);
});
