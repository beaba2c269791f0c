import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", ...statements);
  return account;
};

const day = 86_400_000;

/** An account whose clock stands still until it is moved. */
const withClock = (...statements: string[]) => {
  const clock = { time: Date.UTC(2026, 0, 1) };
  const account = new Account({ now: () => new Date(clock.time) });
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", ...statements);
  return {
    account,
    wait: (days: number) => {
      clock.time += days * day;
    },
  };
};

describe("CREATE TABLE", () => {
  test.each([
    ["CREATE TABLE U (A INT)", "Table U successfully created."],
    ['CREATE TABLE "u" (A INT)', "Table u successfully created."],
    ["CREATE OR REPLACE TABLE T (B INT)", "Table T successfully created."],
    ["CREATE TABLE IF NOT EXISTS T (B INT)", "T already exists, statement succeeded."],
    ["CREATE TRANSIENT TABLE D..U (A INT)", "Table U successfully created."],
    ["CREATE TABLE U LIKE T", "Table U successfully created."],
    ["CREATE TABLE U CLONE T", "Table U successfully created."],
    ["DROP TABLE T", "T successfully dropped."],
    ["DROP TABLE IF EXISTS T RESTRICT", "T successfully dropped."],
    ["DROP TABLE IF EXISTS NOPE", "Drop statement executed successfully (NOPE already dropped)."],
    ["ALTER TABLE T SET COMMENT = 'c'", "Statement executed successfully."],
  ])("%s answers %s", (statement, answer) => {
    expect(start("CREATE TABLE T (A INT)").run(statement)).toBe(answer);
  });

  test.each([
    ["CREATE TABLE T (A INT)", "002002", "42710", "Object 'T' already exists."],
    ["CREATE TABLE NOPE.T (A INT)", "002003", "02000", "Schema 'D.NOPE' does not exist or not authorized."],
    ["CREATE TABLE NOPE.PUBLIC.T (A INT)", "002003", "02000", "Database 'NOPE' does not exist or not authorized."],
    ["CREATE TABLE U LIKE NOPE", "002003", "42S02", "Table 'D.PUBLIC.NOPE' does not exist or not authorized."],
    ["CREATE TABLE U CLONE NOPE", "002003", "42S02", "Table 'D.PUBLIC.NOPE' does not exist or not authorized."],
    ["DROP TABLE NOPE", "002003", "42S02", "Table 'D.PUBLIC.NOPE' does not exist or not authorized."],
    ["DROP TABLE IF EXISTS NOPE.T", "002003", "02000", "Schema 'D.NOPE' does not exist or not authorized."],
    ["UNDROP TABLE NOPE", "002003", "42S02", "Table 'D.PUBLIC.NOPE' does not exist or not authorized."],
  ])("%s fails with %s", (statement, code, sqlState, text) => {
    const error = start("CREATE TABLE T (A INT)").error(statement);
    expect(error).toMatchObject({ code, sqlState });
    expect(error.message).toContain(text);
  });

  test.each([
    ["database", "CREATE TABLE T (A INT)", "090105"],
    ["schema", "CREATE TABLE T (A INT)", "090106"],
  ])("without a current %s: %s", (missing, statement, code) => {
    const account = new Account();
    if (missing === "schema") account.run("CREATE DATABASE D", "DROP SCHEMA PUBLIC");
    const error = account.error(statement);
    expect(error).toMatchObject({ code, sqlState: "22000" });
    expect(error.message).toContain(`Cannot perform CREATE TABLE. This session does not have a current ${missing}.`);
  });

  test("OR REPLACE makes another table, and the old one can come back", () => {
    const account = start("CREATE TABLE T (A INT) COMMENT = 'old'");
    const before = account.row("SHOW TABLES")["created_on"];
    account.run("CREATE OR REPLACE TABLE T (B INT)");
    expect(account.row("SHOW TABLES")["created_on"]).not.toBe(before);
    expect(account.rows("SHOW TABLES HISTORY").map((row) => [row["comment"], row["dropped_on"] === null])).toEqual([
      ["old", false],
      ["", true],
    ]);
    expect(account.error("UNDROP TABLE T").code).toBe("002002");
    account.run("ALTER TABLE T RENAME TO T2");
    expect(account.run("UNDROP TABLE T")).toBe("Table T successfully restored.");
    expect(account.rows("SHOW TABLES").map((row) => [row["name"], row["created_on"] === before])).toEqual([
      ["T", true],
      ["T2", false],
    ]);
  });

  test("everything in a transient schema is transient", () => {
    const account = start("CREATE TRANSIENT SCHEMA S", "CREATE TABLE T (A INT)");
    expect(account.row("SHOW TABLES")["kind"]).toBe("TRANSIENT");
    expect(account.error("ALTER TABLE T SET DATA_RETENTION_TIME_IN_DAYS = 2").code).toBe("001008");
  });

  const source = () => {
    const account = start(
      "CREATE TABLE P (ID INT PRIMARY KEY)",
      "CREATE TABLE S (A INT NOT NULL DEFAULT 1 COMMENT 'c', B INT REFERENCES P, CONSTRAINT K UNIQUE (A)) CLUSTER BY (A) COMMENT = 's'",
      "INSERT INTO S (A) VALUES (5)",
      "CREATE ROLE R",
      "GRANT SELECT, INSERT ON TABLE S TO ROLE R",
    );
    return account;
  };
  const granted = (account: Account, table: string) =>
    account.rows(`SHOW GRANTS ON TABLE ${table}`).filter((row) => row["grantee_name"] === "R");

  test("LIKE copies columns, keys and clustering, no rows", () => {
    const account = source();
    account.run("CREATE TABLE T LIKE S");
    expect(account.rows("DESC TABLE T")).toEqual(account.rows("DESC TABLE S"));
    expect(account.rows("SHOW UNIQUE KEYS IN TABLE T")).toHaveLength(1);
    expect(account.rows("SHOW IMPORTED KEYS IN TABLE T")).toHaveLength(1);
    expect(account.row("SHOW TABLES LIKE 'T'")).toMatchObject({
      rows: "0",
      cluster_by: "LINEAR(A)",
      automatic_clustering: "ON",
      comment: "",
    });
    account.run("CREATE OR REPLACE TABLE T LIKE S CLUSTER BY (B)");
    expect(account.row("SHOW TABLES LIKE 'T'")["cluster_by"]).toBe("LINEAR(B)");
  });

  test("CLONE copies everything; clustering arrives suspended", () => {
    const account = source();
    account.run("CREATE TABLE T CLONE S");
    expect(account.rows("DESC TABLE T")).toEqual(account.rows("DESC TABLE S"));
    expect(account.row("SHOW TABLES LIKE 'T'")).toMatchObject({
      rows: "1",
      comment: "s",
      cluster_by: "LINEAR(A)",
      automatic_clustering: "OFF",
    });
    expect(account.row("SHOW TABLES LIKE 'S'")["automatic_clustering"]).toBe("ON");
    account.run("INSERT INTO T (A) VALUES (6)", "ALTER TABLE T DROP COLUMN B");
    expect(account.row("SHOW TABLES LIKE 'S'")["rows"]).toBe("1");
    expect(account.names("DESC TABLE S")).toEqual(["A", "B"]);
  });

  test.each([
    ["CREATE TABLE T CLONE S", 0],
    ["CREATE TABLE T CLONE S COPY GRANTS", 2],
    ["CREATE TABLE T LIKE S COPY GRANTS", 2],
    ["CREATE OR REPLACE TABLE S (B INT)", 0],
    ["CREATE OR REPLACE TABLE S (B INT) COPY GRANTS", 2],
    ["CREATE OR REPLACE TABLE S (B INT) DATA_RETENTION_TIME_IN_DAYS = 0 COPY GRANTS", 2],
    ["CREATE OR REPLACE TABLE P CLONE S COPY GRANTS", 0],
  ])("%s leaves %i grants", (statement, count) => {
    const account = source();
    account.run(statement);
    expect(granted(account, statement.split(" TABLE ")[1]?.[0] ?? "")).toHaveLength(count);
  });
});

describe("DROP and UNDROP", () => {
  test("a table comes back as it was, for as long as its retention", () => {
    const { account, wait } = withClock("CREATE TABLE T (A INT) DATA_RETENTION_TIME_IN_DAYS = 3");
    const before = account.row("SHOW TABLES");
    account.run("DROP TABLE T");
    wait(2.9);
    account.run("UNDROP TABLE T");
    expect(account.row("SHOW TABLES")).toEqual(before);
    account.run("DROP TABLE T");
    wait(3.1);
    expect(account.error("UNDROP TABLE T").code).toBe("002003");
    expect(account.rows("SHOW TABLES HISTORY")).toEqual([]);
  });

  test("without retention it is gone", () => {
    const account = start("CREATE TABLE T (A INT) DATA_RETENTION_TIME_IN_DAYS = 0", "DROP TABLE T");
    expect(account.error("UNDROP TABLE T").code).toBe("002003");
  });

  test("the newest version comes back first", () => {
    const account = start(
      "CREATE TABLE T (A INT)",
      "DROP TABLE T",
      "CREATE TABLE T (B INT)",
      "DROP TABLE T",
      "UNDROP TABLE T",
    );
    expect(account.names("DESC TABLE T")).toEqual(["B"]);
    account.run("ALTER TABLE T RENAME TO U", "UNDROP TABLE T");
    expect(account.names("DESC TABLE T")).toEqual(["A"]);
  });

  test("what its schema is dropped with comes back with it, by the retention of the schema", () => {
    const { account, wait } = withClock("CREATE SCHEMA S DATA_RETENTION_TIME_IN_DAYS = 5");
    account.run("CREATE TABLE T (A INT) DATA_RETENTION_TIME_IN_DAYS = 0", "DROP SCHEMA S");
    wait(4);
    account.run("UNDROP SCHEMA D.S");
    expect(account.names("SHOW TABLES IN SCHEMA D.S")).toEqual(["T"]);
  });

  test("the table's retention does not outlive that of its schema or database", () => {
    const { account, wait } = withClock("CREATE SCHEMA S", "CREATE TABLE T (A INT) DATA_RETENTION_TIME_IN_DAYS = 30");
    account.run("DROP SCHEMA S");
    wait(2);
    expect(account.error("UNDROP SCHEMA D.S").code).toBe("002003");
    expect(account.error("UNDROP TABLE D.S.T").code).toBe("002003");
  });

  test("a later change of the schema does not reach what is dropped already", () => {
    const { account, wait } = withClock(
      "CREATE SCHEMA S DATA_RETENTION_TIME_IN_DAYS = 1",
      "CREATE TABLE T (A INT)",
      "DROP TABLE T",
    );
    account.run("ALTER SCHEMA S SET DATA_RETENTION_TIME_IN_DAYS = 9");
    wait(2);
    expect(account.error("UNDROP TABLE T").code).toBe("002003");
  });

  test("MIN_DATA_RETENTION_TIME_IN_DAYS of the account raises it", () => {
    const { account, wait } = withClock("ALTER ACCOUNT SET MIN_DATA_RETENTION_TIME_IN_DAYS = 7");
    account.run("CREATE TABLE T (A INT) DATA_RETENTION_TIME_IN_DAYS = 0", "DROP TABLE T");
    wait(6);
    expect(account.run("UNDROP TABLE T")).toBe("Table T successfully restored.");
  });

  test.each([
    ["SCHEMA", "D.S", "S"],
    ["DATABASE", "E", "E"],
  ])("a %s that is taken again has to make room first", (kind, name, answer) => {
    const account = start(`CREATE ${kind} ${name} COMMENT = 'old'`, `CREATE OR REPLACE ${kind} ${name}`);
    expect(account.error(`UNDROP ${kind} ${name}`)).toMatchObject({ code: "002002", sqlState: "42710" });
    account.run(`ALTER ${kind} ${name} RENAME TO ${name}2`);
    expect(account.run(`UNDROP ${kind} ${name}`)).toBe(
      `${kind === "SCHEMA" ? "Schema" : "Database"} ${answer} successfully restored.`,
    );
    expect(account.row(`SHOW ${kind}S LIKE '${answer}'`)["comment"]).toBe("old");
  });

  test("a table does not come back into a schema that is dropped", () => {
    const account = start("CREATE SCHEMA S", "CREATE TABLE T (A INT)", "DROP TABLE T", "DROP SCHEMA S");
    expect(account.error("UNDROP TABLE D.S.T").message).toContain("Schema 'D.S' does not exist");
    account.run("UNDROP SCHEMA D.S", "UNDROP TABLE D.S.T");
    expect(account.error("UNDROP WAREHOUSE W").code).toBe("001003");
  });

  test("needs OWNERSHIP, and CREATE TABLE on the schema", () => {
    const account = start(
      "CREATE ROLE R",
      "GRANT ROLE R TO USER ann",
      "GRANT USAGE ON DATABASE D TO ROLE R",
      "CREATE TABLE T (A INT)",
    );
    account.run(
      "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R",
      "GRANT SELECT ON TABLE T TO ROLE R",
      "USE ROLE R",
      "USE SECONDARY ROLES NONE",
    );
    expect(account.error("DROP TABLE D.PUBLIC.T").code).toBe("003001");
    account.run(
      "USE ROLE ACCOUNTADMIN",
      "GRANT OWNERSHIP ON TABLE D.PUBLIC.T TO ROLE R COPY CURRENT GRANTS",
      "USE ROLE R",
      "DROP TABLE D.PUBLIC.T",
    );
    expect(account.error("UNDROP TABLE D.PUBLIC.T").code).toBe("003001");
    expect(account.error("CREATE TABLE D.PUBLIC.U (A INT)").code).toBe("003001");
    account.run("USE ROLE ACCOUNTADMIN", "GRANT CREATE TABLE ON SCHEMA D.PUBLIC TO ROLE R", "USE ROLE R");
    expect(account.run("UNDROP TABLE D.PUBLIC.T")).toBe("Table T successfully restored.");
  });
});

describe("SEQUENCE", () => {
  test("create, show, alter, drop", () => {
    const account = start("CREATE SEQUENCE Q START WITH = 5 INCREMENT BY = 2 ORDER COMMENT = 'c'");
    expect(account.row("SHOW SEQUENCES")).toMatchObject({
      name: "Q",
      database_name: "D",
      schema_name: "PUBLIC",
      next_value: "5",
      interval: "2",
      comment: "c",
      ordered: "Y",
    });
    account.run(
      "ALTER SEQUENCE Q RENAME TO R",
      "ALTER SEQUENCE R SET COMMENT = 'd'",
      "ALTER SEQUENCE R SET INCREMENT BY 3",
      "ALTER SEQUENCE R SET NOORDER",
    );
    expect(account.row("SHOW SEQUENCES IN SCHEMA D.PUBLIC")).toMatchObject({
      name: "R",
      interval: "3",
      comment: "d",
      ordered: "N",
    });
    expect(account.run("DROP SEQUENCE R")).toBe("R successfully dropped.");
  });

  test.each(["", "START 1", "START = 1 INCREMENT = 1", "WITH START WITH 1 INCREMENT BY 1 NOORDER"])(
    "%s counts from 1",
    (clauses) => {
      expect(start(`CREATE OR REPLACE SEQUENCE Q ${clauses}`).row("SHOW SEQUENCES")).toMatchObject({
        next_value: "1",
        interval: "1",
      });
    },
  );

  test.each([
    ["CREATE SEQUENCE Q", "002002"],
    ["CREATE SEQUENCE R START 1 START 2", "001003"],
    ["ALTER SEQUENCE NOPE SET COMMENT = 'c'", "002003"],
    ["ALTER SEQUENCE Q SET START = 5", "001003"],
    ["UNDROP SEQUENCE Q", "001003"],
  ])("%s fails with %s", (statement, code) => {
    expect(start("CREATE SEQUENCE Q").error(statement).code).toBe(code);
  });
});

describe("VIEW", () => {
  test("create, show, drop", () => {
    const account = start("CREATE TABLE T (A INT)", "CREATE SECURE VIEW V COMMENT = 'c' AS SELECT  A\n FROM T");
    expect(account.row("SHOW VIEWS")).toMatchObject({
      name: "V",
      comment: "c",
      text: "CREATE SECURE VIEW V AS SELECT A FROM T",
      is_secure: "true",
    });
    expect(account.names("SHOW TERSE VIEWS IN DATABASE D")).toEqual(["V"]);
    expect(account.names("SHOW TABLES")).toEqual(["T"]);
    account.run("CREATE OR REPLACE VIEW V AS SELECT 1", "COMMENT ON VIEW V IS 'd'", "ALTER VIEW V RENAME TO V2");
    expect(account.run("DROP VIEW V2")).toBe("V2 successfully dropped.");
  });

  test.each([
    ["CREATE VIEW T AS SELECT 1", "002002"],
    ["CREATE OR REPLACE VIEW T AS SELECT 1", "002002"],
    ["CREATE VIEW U", "001003"],
    ["CREATE VIEW U AS DELETE", "001003"],
    ["DROP TABLE V", "002003"],
    ["DROP VIEW T", "002003"],
    ["ALTER TABLE V ADD COLUMN B INT", "002003"],
    ["UNDROP VIEW V", "001003"],
  ])("%s fails with %s", (statement, code) => {
    expect(start("CREATE TABLE T (A INT)", "CREATE VIEW V AS SELECT 1").error(statement).code).toBe(code);
  });
});
