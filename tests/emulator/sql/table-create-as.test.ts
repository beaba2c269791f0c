import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", ...statements);
  return account;
};

const described = (account: Account) =>
  account.rows("DESC TABLE T").map((row) => [row["name"], row["type"], row["null?"], row["default"]]);

describe("CREATE TABLE … AS", () => {
  const source = () =>
    start("CREATE TABLE S (A INT PRIMARY KEY, B VARCHAR(5))", "INSERT INTO S VALUES (1, 'x'), (2, NULL)");

  test.each([
    [
      "CREATE TABLE T AS SELECT * FROM S",
      [
        ["A", "NUMBER(38,0)"],
        ["B", "VARCHAR(5)"],
      ],
      2,
    ],
    [
      "CREATE OR REPLACE TABLE T CLUSTER BY (A) COPY GRANTS AS (SELECT A FROM S WHERE A > 1)",
      [["A", "NUMBER(38,0)"]],
      1,
    ],
    [
      "CREATE TABLE T (X, Y) AS SELECT A, B FROM S",
      [
        ["X", "NUMBER(38,0)"],
        ["Y", "VARCHAR(5)"],
      ],
      2,
    ],
    [
      "CREATE TABLE T (X VARCHAR, Y VARCHAR(9)) COMMENT = 'c' AS SELECT A, B FROM S",
      [
        ["X", "VARCHAR(16777216)"],
        ["Y", "VARCHAR(9)"],
      ],
      2,
    ],
    ["CREATE TABLE T (X) AS SELECT 5", [["X", "NUMBER(1,0)"]], 1],
  ])("%s", (statement, columns, rows) => {
    const account = source();
    expect(account.run(statement)).toBe("Table T successfully created.");
    expect(described(account).map(([name, type]) => [name, type])).toEqual(columns);
    expect(account.value("SELECT COUNT(*) FROM T")).toBe(String(rows));
    expect(account.rows("SHOW PRIMARY KEYS IN TABLE T")).toEqual([]);
  });

  test.each([
    ["CREATE TABLE T AS SELECT A, A FROM S", "002025"],
    ["CREATE TABLE T (X, Y) AS SELECT A FROM S", "000002"],
    ["CREATE TABLE T (X INT) AS SELECT A, B FROM S", "000002"],
    ["CREATE TABLE T (X, Y)", "001003"],
    ["CREATE TABLE T AS SELECT * FROM NOPE", "002003"],
    ["CREATE OR ALTER TABLE T AS SELECT 1 AS A", "000002"],
  ])("%s fails with %s", (statement, code) => {
    const account = source();
    expect(account.error(statement).code).toBe(code);
    expect(account.error("DESC TABLE T").code).toBe("002003");
  });

  test("needs a warehouse", () => {
    const account = start("DROP WAREHOUSE W");
    expect(account.error("CREATE TABLE T AS SELECT 1 AS A").code).toBe("000606");
  });
});

describe("CREATE OR ALTER TABLE", () => {
  const before = () =>
    start(
      "CREATE SEQUENCE Q",
      "CREATE SEQUENCE R",
      "CREATE TABLE T (A INT, B VARCHAR(5) DEFAULT 'x' COMMENT 'b', C INT DEFAULT Q.NEXTVAL, CONSTRAINT K UNIQUE (B)) COMMENT = 'c' CHANGE_TRACKING = TRUE ENABLE_SCHEMA_EVOLUTION = TRUE CLUSTER BY (A)",
      "INSERT INTO T (A) VALUES (1)",
    );

  test("makes a table where there is none", () => {
    const account = start();
    expect(account.run("CREATE OR ALTER TABLE T (A INT)")).toBe("Table T successfully created.");
  });

  test("makes the table match, and keeps rows and created_on", () => {
    const account = before();
    const { created_on } = account.row("SHOW TABLES");
    const statement =
      "CREATE OR ALTER TABLE T (A NUMBER(38,0) PRIMARY KEY, B VARCHAR(50) DEFAULT 'x', C INT DEFAULT R.NEXTVAL, E INT DEFAULT 7) COMMENT = 'd'";
    expect(account.run(statement)).toBe("Statement executed successfully.");
    expect(described(account)).toEqual([
      ["A", "NUMBER(38,0)", "N", null],
      ["B", "VARCHAR(50)", "Y", "'x'"],
      ["C", "NUMBER(38,0)", "Y", "D.PUBLIC.R.NEXTVAL"],
      ["E", "NUMBER(38,0)", "Y", "7"],
    ]);
    expect(account.rows("DESC TABLE T")[1]?.["comment"]).toBeNull();
    expect(account.row("SHOW TABLES")).toMatchObject({
      created_on,
      rows: "1",
      comment: "d",
      cluster_by: "",
      change_tracking: "ON",
      enable_schema_evolution: "N",
    });
    expect(account.rows("SHOW PRIMARY KEYS IN TABLE T")).toHaveLength(1);
    expect(account.rows("SHOW UNIQUE KEYS IN TABLE T")).toEqual([]);
    expect(account.result("SELECT A, B, E FROM T").rows).toEqual([["1", "x", "7"]]);
    account.run(statement);
    expect(described(account)).toHaveLength(4);
  });

  test("an inline primary key changes nullability, there and back", () => {
    const account = start("CREATE TABLE T (A INT)", "CREATE OR ALTER TABLE T (A INT PRIMARY KEY, B INT, C INT UNIQUE)");
    const nulls = () => account.rows("DESC TABLE T").map((row) => row["null?"]);
    expect(nulls()).toEqual(["N", "Y", "Y"]);
    account.run("CREATE OR ALTER TABLE T (A INT, B INT, C INT, E INT, PRIMARY KEY (B, E))");
    expect(nulls()).toEqual(["Y", "N", "Y", "N"]);
  });

  test("takes out what is not named", () => {
    const account = before();
    account.run(
      "CREATE OR ALTER TABLE T (B VARCHAR(5) DEFAULT 'x', CONSTRAINT K UNIQUE (B)) CLUSTER BY (B)".replace(
        "T (",
        "T (A INT, ",
      ),
    );
    expect(account.names("DESC TABLE T")).toEqual(["A", "B"]);
    expect(account.row("SHOW UNIQUE KEYS")["constraint_name"]).toBe("K");
    expect(account.row("SHOW TABLES")).toMatchObject({ comment: "", cluster_by: "LINEAR(B)" });
  });

  test.each([
    ["CREATE OR ALTER TABLE T (B VARCHAR(5) DEFAULT 'x', A INT)", "000002"],
    ["CREATE OR ALTER TABLE T (A INT, N INT, B VARCHAR(5) DEFAULT 'x')", "000002"],
    ["CREATE OR ALTER TABLE T (A INT, B VARCHAR(4) DEFAULT 'x')", "040050"],
    ["CREATE OR ALTER TABLE T (A INT, B VARCHAR(5) DEFAULT 'y')", "000002"],
    ["CREATE OR ALTER TABLE T (A INT, B VARCHAR(5) DEFAULT 'x' COLLATE 'fr')", "000002"],
    ["CREATE OR ALTER TABLE T (A INT, N INT NOT NULL)", "000002"],
    ["CREATE OR ALTER TABLE T (B VARCHAR(5) DEFAULT 'x')", "000002"],
    ["CREATE OR ALTER TABLE T (A INT, V INT AS (A))", "000002"],
    ["CREATE OR ALTER TABLE T (A INT CHECK (A > 0))", "000002"],
    ["CREATE OR ALTER TRANSIENT TABLE T (A INT)", "000002"],
    ["CREATE OR ALTER TABLE T LIKE S", "000002"],
    ["CREATE OR ALTER TABLE T CLONE S", "000002"],
    ["CREATE OR ALTER TABLE T (A INT) WITH ROW ACCESS POLICY P ON (A)", "000002"],
    ["CREATE OR ALTER TABLE T (A INT) WITH TAG (G = 'x')", "000002"],
    ["CREATE OR ALTER TABLE IF NOT EXISTS T (A INT)", "001003"],
    ["CREATE OR ALTER TABLE V (A INT)", "002002"],
  ])("%s fails with %s", (statement, code) => {
    const account = before();
    account.run("CREATE VIEW V AS SELECT 1");
    expect(account.error(statement).code).toBe(code);
    expect(account.names("DESC TABLE T")).toEqual(["A", "B", "C"]);
  });
});

describe("Columns that fill themselves", () => {
  test("a virtual column that is added has values for the rows that are there", () => {
    const account = start(
      "CREATE TABLE T (A INT)",
      "INSERT INTO T VALUES (1), (2)",
      "ALTER TABLE T ADD COLUMN V INT AS (A * 10)",
    );
    expect(account.result("SELECT A, V FROM T ORDER BY A").rows).toEqual([
      ["1", "10"],
      ["2", "20"],
    ]);
  });

  test("an identity column counts on after RENAME, and anew after DROP", () => {
    const account = start("CREATE TABLE T (A INT IDENTITY, B INT)", "INSERT INTO T (B) VALUES (0), (0)");
    account.run("ALTER TABLE T RENAME COLUMN A TO C", "INSERT INTO T (B) VALUES (0)");
    expect(account.result("SELECT C FROM T ORDER BY C").rows.flat()).toEqual(["1", "2", "3"]);
    account.run(
      "ALTER TABLE T DROP COLUMN C",
      "TRUNCATE TABLE T",
      "ALTER TABLE T ADD COLUMN C INT IDENTITY",
      "INSERT INTO T (B) VALUES (0)",
    );
    expect(account.result("SELECT C FROM T").rows.flat()).toEqual(["1"]);
  });

  test("COPY TAGS takes the tags of the table that is replaced, and of the columns that stay the same", () => {
    const account = start(
      "CREATE TAG G",
      "CREATE TABLE T (A INT WITH TAG (G = 'a'), B INT WITH TAG (G = 'b')) WITH TAG (G = 'x')",
      "CREATE OR REPLACE TABLE T (A INT, B DATE) WITH TAG (G = 'y') COPY TAGS",
    );
    const tag = (name: string, domain: string) => account.value(`SELECT SYSTEM$GET_TAG('G', '${name}', '${domain}')`);
    expect([tag("T", "TABLE"), tag("T.A", "COLUMN"), tag("T.B", "COLUMN")]).toEqual(["x", "a", "x"]);
    account.run("CREATE OR REPLACE TABLE T (A INT)");
    expect(tag("T.A", "COLUMN")).toBeNull();
  });
});
