import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = () => {
  const account = new Account();
  for (const name of ["A_B", "AXB", '"a_b"', "ALPHA", '"per%cent"', '"it\'s"', "BETA"]) {
    account.run(`CREATE DATABASE ${name}`);
  }
  return account;
};

describe("SHOW", () => {
  test.each([
    ["LIKE 'A_B'", ["AXB", "A_B", "a_b"]],
    ["LIKE 'A\\\\_B'", ["A_B", "a_b"]],
    ["LIKE 'per\\\\%cent'", ["per%cent"]],
    ["LIKE 'alpha'", ["ALPHA"]],
    ["LIKE '%ETA'", ["BETA"]],
    ["LIKE 'it''s'", ["it's"]],
    ["LIKE 'NOPE'", []],
    ["STARTS WITH 'A'", ["ALPHA", "AXB", "A_B"]],
    ["STARTS WITH 'a'", ["a_b"]],
    ["LIMIT 2", ["ALPHA", "AXB"]],
    ["LIMIT 2 FROM 'ALPHA'", ["AXB", "A_B"]],
    ["LIMIT 2 FROM 'AX'", ["A_B", "BETA"]],
    ["STARTS WITH 'A' LIMIT 5 FROM 'B'", []],
    ["LIKE 'A%' STARTS WITH 'A' LIMIT 1 FROM 'ALPHA'", ["AXB"]],
  ])("DATABASES %s", (clauses, names) => {
    expect(start().names(`SHOW DATABASES ${clauses}`)).toEqual(names);
  });

  test("orders by name", () => {
    expect(start().names("SHOW DATABASES")).toEqual(["ALPHA", "AXB", "A_B", "BETA", "a_b", "it's", "per%cent"]);
  });

  test("can be read again with RESULT_SCAN, column names in quotes", () => {
    const account = start();
    account.run("SHOW DATABASES");
    const text = 'SELECT "name" AS N FROM TABLE(RESULT_SCAN(LAST_QUERY_ID())) WHERE "name" LIKE \'B%\'';
    expect(account.rows(text)).toEqual([{ N: "BETA" }]);
    expect(account.error("SELECT name FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))").code).toBe("000904");
  });

  test("flags are text and times are TIMESTAMP_LTZ", () => {
    const types = new Map(
      start()
        .result("SHOW DATABASES")
        .columns.map(({ name, type }) => [name, type]),
    );
    expect([types.get("is_current"), types.get("created_on")]).toEqual(["text", "timestamp_ltz"]);
  });

  test("of more than 10,000 schemas is an error without LIMIT; of warehouses it is cut", () => {
    const account = new Account();
    account.run("CREATE DATABASE D");
    for (let i = 0; i < 10_000; i += 1) account.run(`CREATE SCHEMA D.S${i}`, `CREATE WAREHOUSE W${i}`);
    account.run("CREATE WAREHOUSE ONE_MORE");
    expect(account.error("SHOW SCHEMAS IN DATABASE D").code).toBe("090153");
    expect(account.rows("SHOW SCHEMAS IN DATABASE D LIMIT 10000")).toHaveLength(10_000);
    expect(account.error("SHOW SCHEMAS LIMIT 10001").code).toBe("001008");
    expect(account.rows("SHOW WAREHOUSES")).toHaveLength(10_000);
  });
});

describe("SHOW says", () => {
  test("what the user's defaults name", () => {
    const account = new Account();
    account.run("CREATE WAREHOUSE W", "CREATE WAREHOUSE V", "CREATE DATABASE D", "CREATE SCHEMA S");
    account.run("ALTER USER ann SET DEFAULT_WAREHOUSE = W, DEFAULT_NAMESPACE = 'D.S', DEFAULT_ROLE = ACCOUNTADMIN");
    const defaults = (kind: string) =>
      account
        .rows(`SHOW ${kind}`)
        .filter((row) => row["is_default"] === "Y")
        .map(({ name }) => name);
    expect(["WAREHOUSES", "DATABASES", "SCHEMAS IN ACCOUNT", "ROLES"].map(defaults)).toEqual([
      ["W"],
      ["D"],
      ["S"],
      ["ACCOUNTADMIN"],
    ]);
  });

  test("of a dropped database or schema that it is not the current one, whatever took its name", () => {
    const account = new Account();
    account.run("CREATE DATABASE D", "CREATE OR REPLACE DATABASE D", "CREATE SCHEMA S", "CREATE OR REPLACE SCHEMA S");
    for (const kind of ["DATABASES HISTORY", "SCHEMAS HISTORY LIKE 'S' IN DATABASE D"]) {
      const rows = account.rows(`SHOW ${kind}`).map((row) => [row["dropped_on"] === null, row["is_current"]]);
      expect(rows).toEqual([
        [false, "N"],
        [true, "Y"],
      ]);
    }
  });
});

describe("SHOW PARAMETERS", () => {
  test.each(["SESSION", "ACCOUNT", "USER", "USER ann", "WAREHOUSE W", "DATABASE", "DATABASE D", "SCHEMA", "TABLE T"])(
    "IN %s",
    (holder) => {
      const account = new Account();
      account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", "CREATE TABLE T (A INT)");
      const { columns, rows } = account.result(`SHOW PARAMETERS FOR ${holder}`);
      expect(columns.map(({ name }) => name).join(" ")).toBe("key value default level description type");
      expect(rows.length).toBeGreaterThan(2);
      expect(account.rows(`SHOW PARAMETERS LIKE 'NOPE' IN ${holder}`)).toEqual([]);
    },
  );

  test("IN WAREHOUSE is of the one in use, and IN TABLE of a view too", () => {
    const account = new Account();
    expect(account.error("SHOW PARAMETERS IN WAREHOUSE").code).toBe("002043");
    account.run("CREATE WAREHOUSE W MAX_CONCURRENCY_LEVEL = 3", "CREATE DATABASE D", "CREATE VIEW V AS SELECT 1");
    expect(account.row("SHOW PARAMETERS LIKE 'max_c%' IN WAREHOUSE")["value"]).toBe("3");
    account.run("ALTER DATABASE D SET DATA_RETENTION_TIME_IN_DAYS = 7");
    expect(account.parameter("DATA_RETENTION_TIME_IN_DAYS", "TABLE V")).toMatchObject({
      value: "7",
      level: "DATABASE",
    });
  });

  test("of what is missing", () => {
    expect(new Account().error("SHOW PARAMETERS IN WAREHOUSE W").code).toBe("002043");
    expect(new Account().error("SHOW PARAMETERS IN ROLE PUBLIC").code).toBe("001003");
  });

  test("a session's value hides the user's, which hides the account's", () => {
    const account = new Account();
    const read = () => account.parameter("TIMEZONE", "SESSION");
    account.run("ALTER ACCOUNT SET TIMEZONE = 'UTC'");
    expect(read()).toMatchObject({ value: "UTC", level: "ACCOUNT" });
    account.run("ALTER USER ann SET TIMEZONE = 'Europe/Berlin'");
    expect(read()).toMatchObject({ value: "Europe/Berlin", level: "USER" });
    account.run("ALTER SESSION SET TIMEZONE = 'Asia/Tokyo', QUERY_TAG = 'x'");
    expect(read()).toMatchObject({ value: "Asia/Tokyo", level: "SESSION" });
    expect(account.engine.sessionParameters(account.session)).toContainEqual({ name: "QUERY_TAG", value: "x" });
    account.run("ALTER SESSION UNSET TIMEZONE");
    expect(read()["level"]).toBe("USER");
  });
});
