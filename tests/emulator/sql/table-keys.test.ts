import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", ...statements);
  return account;
};

/** Constraint, column and place in the key. */
const keys = (account: Account, what: string) =>
  account.rows(`SHOW ${what}`).map((row) => [row["constraint_name"], row["column_name"], row["key_sequence"]]);

const generated = expect.stringMatching(/^SYS_CONSTRAINT_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

describe("A key", () => {
  test.each([
    ["CREATE TABLE T (A INT PRIMARY KEY, B INT)", "PRIMARY KEYS", [[generated, "A", "1"]]],
    ["CREATE TABLE T (A INT CONSTRAINT K PRIMARY KEY, B INT)", "PRIMARY KEYS", [["K", "A", "1"]]],
    [
      "CREATE TABLE T (A INT, B INT, CONSTRAINT K PRIMARY KEY (B, A))",
      "PRIMARY KEYS",
      [
        ["K", "B", "1"],
        ["K", "A", "2"],
      ],
    ],
    ["CREATE TABLE T (A INT UNIQUE RELY NOT NULL, B INT)", "UNIQUE KEYS", [[generated, "A", "1"]]],
    [
      'CREATE TABLE T (A INT, UNIQUE (A), CONSTRAINT "k 2" UNIQUE (A) NOT ENFORCED)',
      "UNIQUE KEYS",
      [
        [generated, "A", "1"],
        ["k 2", "A", "1"],
      ],
    ],
  ])("%s is shown by SHOW %s", (statement, what, rows) => {
    expect(keys(start(statement), what)).toEqual(rows);
  });

  test("SHOW PRIMARY KEYS has these columns", () => {
    const account = start("CREATE TABLE T (A INT, CONSTRAINT K PRIMARY KEY (A) RELY COMMENT 'c')");
    expect(account.row("SHOW PRIMARY KEYS IN TABLE T")).toEqual({
      created_on: expect.stringMatching(/^\d+\.\d{9}$/),
      database_name: "D",
      schema_name: "PUBLIC",
      table_name: "T",
      column_name: "A",
      key_sequence: "1",
      constraint_name: "K",
      rely: "true",
      comment: "c",
    });
  });

  test.each(["PRIMARY", "UNIQUE", "IMPORTED", "EXPORTED"])("TERSE changes nothing about SHOW %s KEYS", (kind) => {
    const account = start("CREATE TABLE T (A INT PRIMARY KEY, B INT UNIQUE REFERENCES T)");
    expect(account.rows(`SHOW TERSE ${kind} KEYS`)).toEqual(account.rows(`SHOW ${kind} KEYS`));
    expect(account.rows(`SHOW ${kind} KEYS`)).toHaveLength(1);
  });

  test.each([
    ["IN SCHEMA", 2],
    ["IN TABLE", 2],
    ["IN DATABASE", 2],
  ])("without a current database, %s is the whole account", (scope, count) => {
    const account = start(
      "CREATE TABLE T (A INT PRIMARY KEY)",
      "CREATE DATABASE E",
      "CREATE TABLE T (A INT PRIMARY KEY)",
    );
    account.run("CREATE DATABASE GONE", "DROP DATABASE GONE");
    expect(account.rows(`SHOW PRIMARY KEYS ${scope}`)).toHaveLength(count);
    account.run("USE DATABASE D", "DROP SCHEMA PUBLIC");
    expect(account.rows(`SHOW COLUMNS ${scope}`)).toHaveLength(0);
  });

  test("DESCRIBE tells the columns of keys", () => {
    const account = start("CREATE TABLE T (A INT, B INT UNIQUE, C INT, PRIMARY KEY (A, C))");
    expect(account.rows("DESC TABLE T").map((row) => [row["null?"], row["primary key"], row["unique key"]])).toEqual([
      ["N", "Y", "N"],
      ["Y", "N", "Y"],
      ["N", "Y", "N"],
    ]);
  });

  test("ADD PRIMARY KEY leaves nullability alone", () => {
    const account = start("CREATE TABLE T (A INT)", "ALTER TABLE T ADD PRIMARY KEY (A)");
    expect(account.row("DESC TABLE T")).toMatchObject({ "null?": "Y", "primary key": "Y" });
  });

  test.each([
    "IN ACCOUNT",
    "IN DATABASE",
    "IN DATABASE D",
    "IN SCHEMA",
    "IN SCHEMA D.PUBLIC",
    "IN SCHEMA PUBLIC",
    "IN TABLE",
    "IN TABLE T",
    "IN T",
    "IN D.PUBLIC.T",
    "",
  ])("SHOW PRIMARY KEYS %s", (scope) => {
    expect(keys(start("CREATE TABLE T (A INT CONSTRAINT K PRIMARY KEY)"), `PRIMARY KEYS ${scope}`)).toHaveLength(1);
  });

  test.each([
    ["SHOW PRIMARY KEYS IN TABLE NOPE", "002003", "42S02"],
    ["SHOW UNIQUE KEYS IN TABLE D.NOPE.T", "002003", "02000"],
    ["SHOW IMPORTED KEYS IN SCHEMA NOPE", "002043", "02000"],
    ["SHOW EXPORTED KEYS IN DATABASE NOPE", "002043", "02000"],
    ["SHOW PRIMARY KEYS LIMIT 1", "001003", "42000"],
  ])("%s fails with %s", (statement, code, sqlState) => {
    expect(start().error(statement)).toMatchObject({ code, sqlState });
  });

  test.each([
    ["CREATE TABLE U (A INT PRIMARY KEY, B INT PRIMARY KEY)", "000002"],
    ["CREATE TABLE U (A INT, PRIMARY KEY (NOPE))", "000904"],
    ["CREATE TABLE U (A INT, UNIQUE (A, A))", "002025"],
    ["CREATE TABLE U (A INT, CONSTRAINT K UNIQUE (A), CONSTRAINT K PRIMARY KEY (A))", "002002"],
    ["ALTER TABLE T ADD PRIMARY KEY (A)", "000002"],
    ["ALTER TABLE T ADD CONSTRAINT K UNIQUE (A)", "002002"],
    ["ALTER TABLE T ADD CHECK (A > 0)", "000002"],
    ["ALTER TABLE T DROP CONSTRAINT NOPE", "002003"],
    ["ALTER TABLE T DROP UNIQUE (B)", "002003"],
    ["ALTER TABLE T RENAME CONSTRAINT NOPE TO X", "002003"],
    ["ALTER TABLE T RENAME CONSTRAINT K TO K2", "002002"],
    ["ALTER TABLE T ALTER PRIMARY KEY", "001003"],
  ])("%s fails with %s", (statement, code) => {
    const account = start("CREATE TABLE T (A INT CONSTRAINT K PRIMARY KEY, B INT, CONSTRAINT K2 UNIQUE (A))");
    expect(account.error(statement).code).toBe(code);
  });

  test("ENABLE or VALIDATE makes none, unless UNSUPPORTED_DDL_ACTION is FAIL", () => {
    const account = start("CREATE TABLE T (A INT PRIMARY KEY ENABLE, B INT UNIQUE VALIDATE, C INT UNIQUE ENFORCED)");
    expect(account.rows("SHOW PRIMARY KEYS IN TABLE T")).toEqual([]);
    expect(keys(account, "UNIQUE KEYS IN TABLE T")).toEqual([[generated, "C", "1"]]);
    account.run("CREATE TABLE U (A INT CHECK (A > 0) DISABLE)", "INSERT INTO U VALUES (-1)");
    account.run("ALTER SESSION SET UNSUPPORTED_DDL_ACTION = 'FAIL'");
    expect(account.error("ALTER TABLE T ADD PRIMARY KEY (A) ENABLE").code).toBe("000002");
  });

  test("can be renamed, changed and dropped", () => {
    const account = start("CREATE TABLE T (A INT CONSTRAINT K PRIMARY KEY, B INT, UNIQUE (B, A))");
    account.run(
      "ALTER TABLE T RENAME CONSTRAINT K TO K2",
      "ALTER TABLE T MODIFY CONSTRAINT K2 RELY",
      "ALTER TABLE T ALTER UNIQUE (B, A) NOVALIDATE RELY",
    );
    expect(account.row("SHOW PRIMARY KEYS")).toMatchObject({ constraint_name: "K2", rely: "true" });
    account.run("ALTER TABLE T ALTER PRIMARY KEY NORELY NOT ENFORCED");
    expect(account.row("SHOW PRIMARY KEYS")["rely"]).toBe("false");
    account.run("ALTER TABLE T DROP UNIQUE (B, A)", "ALTER TABLE T DROP PRIMARY KEY");
    expect([account.rows("SHOW PRIMARY KEYS"), account.rows("SHOW UNIQUE KEYS")]).toEqual([[], []]);
    account.run("ALTER TABLE T ADD CONSTRAINT C CHECK (A > 0) NOVALIDATE", "ALTER TABLE T DROP CONSTRAINT C RESTRICT");
  });

  test("goes with a column of it", () => {
    const account = start("CREATE TABLE T (A INT, B INT, C INT, PRIMARY KEY (A, B), UNIQUE (C))");
    account.run("ALTER TABLE T DROP COLUMN B");
    expect([account.rows("SHOW PRIMARY KEYS"), account.rows("SHOW UNIQUE KEYS")]).toEqual([[], [expect.anything()]]);
  });
});

describe("A foreign key", () => {
  const parent = "CREATE TABLE P (A INT, B INT, C INT, CONSTRAINT PK PRIMARY KEY (A, B), CONSTRAINT UK UNIQUE (C))";

  test.each([
    ["CREATE TABLE F (X INT REFERENCES P (C))", [["C", "X", "1", "UK"]]],
    ["CREATE TABLE F (X INT CONSTRAINT FK FOREIGN KEY REFERENCES D.PUBLIC.P (C))", [["C", "X", "1", "UK"]]],
    [
      "CREATE TABLE F (X INT, Y INT, FOREIGN KEY (Y, X) REFERENCES P)",
      [
        ["A", "Y", "1", "PK"],
        ["B", "X", "2", "PK"],
      ],
    ],
    [
      "CREATE TABLE F (X INT, Y INT, FOREIGN KEY (X, Y) REFERENCES P (A, B))",
      [
        ["A", "X", "1", "PK"],
        ["B", "Y", "2", "PK"],
      ],
    ],
    ["CREATE TABLE F (X INT PRIMARY KEY, Y INT REFERENCES F)", [["X", "Y", "1", generated]]],
  ])("%s", (statement, rows) => {
    const account = start(parent, statement);
    const shown = account.rows("SHOW IMPORTED KEYS IN TABLE F");
    expect(
      shown.map((row) => [row["pk_column_name"], row["fk_column_name"], row["key_sequence"], row["pk_name"]]),
    ).toEqual(rows);
  });

  test("SHOW IMPORTED KEYS and SHOW EXPORTED KEYS have the same columns", () => {
    const account = start(parent, "CREATE SCHEMA S", "CREATE TABLE F (X INT)");
    account.run(
      "ALTER TABLE F ADD CONSTRAINT FK FOREIGN KEY (X) REFERENCES D.PUBLIC.P (C) MATCH SIMPLE ON UPDATE CASCADE DELETE SET NULL DEFERRABLE INITIALLY IMMEDIATE RELY COMMENT 'c'",
    );
    const row = {
      created_on: expect.stringMatching(/^\d+\.\d{9}$/),
      pk_database_name: "D",
      pk_schema_name: "PUBLIC",
      pk_table_name: "P",
      pk_column_name: "C",
      fk_database_name: "D",
      fk_schema_name: "S",
      fk_table_name: "F",
      fk_column_name: "X",
      key_sequence: "1",
      update_rule: "CASCADE",
      delete_rule: "SET NULL",
      fk_name: "FK",
      pk_name: "UK",
      deferrability: "INITIALLY IMMEDIATE",
      rely: "true",
      comment: "c",
    };
    expect(account.row("SHOW IMPORTED KEYS IN SCHEMA D.S")).toEqual(row);
    expect(account.row("SHOW EXPORTED KEYS IN TABLE D.PUBLIC.P")).toEqual(row);
    expect(account.rows("SHOW EXPORTED KEYS IN TABLE D.S.F")).toEqual([]);
  });

  test("without rules it has the usual ones", () => {
    const account = start(parent, "CREATE TABLE F (X INT REFERENCES P (C))");
    expect(account.row("SHOW IMPORTED KEYS IN TABLE F")).toMatchObject({
      update_rule: "NO ACTION",
      delete_rule: "NO ACTION",
      deferrability: "NOT DEFERRABLE",
      rely: "false",
      comment: null,
    });
  });

  test.each([
    ["CREATE TABLE F (X INT REFERENCES P (A))", "000002"],
    ["CREATE TABLE F (X INT, Y INT, FOREIGN KEY (X, Y) REFERENCES P (B, A))", "000002"],
    ["CREATE TABLE F (X INT REFERENCES P)", "000002"],
    ["CREATE TABLE F (X INT REFERENCES NO_KEY)", "000002"],
    ["CREATE TABLE F (X INT REFERENCES NOPE)", "002003"],
    ["CREATE TABLE F (X INT, FOREIGN KEY (NOPE) REFERENCES P (C))", "000904"],
    ["CREATE TABLE F (X INT UNIQUE ON DELETE CASCADE)", "001003"],
  ])("%s fails with %s", (statement, code) => {
    const account = start(parent, "CREATE TABLE NO_KEY (A INT)");
    expect(account.error(statement).code).toBe(code);
    expect(account.error("DESC TABLE F").code).toBe("002003");
  });

  const family = () => start(parent, "CREATE TABLE F (X INT CONSTRAINT FK REFERENCES P (C))");

  test("follows its tables to other names", () => {
    const account = family();
    account.run("CREATE SCHEMA S", "ALTER TABLE D.PUBLIC.P RENAME TO D.S.Q", "ALTER TABLE D.PUBLIC.F RENAME TO D.S.G");
    expect(account.row("SHOW IMPORTED KEYS IN TABLE D.S.G")).toMatchObject({ pk_schema_name: "S", pk_table_name: "Q" });
  });

  test.each([
    ["ALTER TABLE P DROP CONSTRAINT UK"],
    ["ALTER TABLE P DROP UNIQUE (C) CASCADE"],
    ["ALTER TABLE P DROP COLUMN C"],
    ["DROP TABLE P"],
    ["DROP TABLE P CASCADE"],
    [parent.replace("CREATE", "CREATE OR REPLACE")],
    ["ALTER TABLE F DROP FOREIGN KEY (X)"],
    ["ALTER TABLE F DROP COLUMN X"],
  ])("is gone after %s", (statement) => {
    const account = family();
    account.run("ALTER TABLE F ADD COLUMN Y INT", statement);
    expect(account.rows("SHOW IMPORTED KEYS IN ACCOUNT")).toEqual([]);
  });

  test("stops DROP RESTRICT, with a warning for a table and an error for a constraint", () => {
    const account = family();
    expect(account.run("DROP TABLE P RESTRICT")).toContain("foreign key 'FK'");
    expect(account.error("ALTER TABLE P DROP CONSTRAINT UK RESTRICT").message).toContain("foreign key 'FK'");
    expect(account.rows("SHOW IMPORTED KEYS IN TABLE F")).toHaveLength(1);
    expect(account.names("SHOW TABLES")).toEqual(["F", "P"]);
  });

  test("of a table to itself does not stop DROP RESTRICT", () => {
    const account = start("CREATE TABLE T (A INT PRIMARY KEY, B INT REFERENCES T)");
    expect(account.run("DROP TABLE T RESTRICT")).toBe("T successfully dropped.");
  });

  test.each(["SCHEMA D.PUBLIC", "DATABASE D"])(
    "from outside makes DROP %s RESTRICT answer with a warning",
    (container) => {
      const account = family();
      account.run("CREATE DATABASE E", "CREATE TABLE G (X INT REFERENCES D.PUBLIC.P (C))");
      expect(account.run(`DROP ${container} RESTRICT`)).toContain("foreign key");
      expect(account.names("SHOW TABLES IN SCHEMA D.PUBLIC")).toEqual(["F", "P"]);
      account.run("DROP TABLE E.PUBLIC.G");
      expect(account.run(`DROP ${container} RESTRICT`)).toMatch(/successfully dropped/);
    },
  );

  test("needs REFERENCES on the table that it points to", () => {
    const account = start(parent, "CREATE ROLE R", "GRANT ROLE R TO USER ann", "GRANT USAGE ON DATABASE D TO ROLE R");
    account.run("GRANT USAGE, CREATE TABLE ON SCHEMA D.PUBLIC TO ROLE R", "GRANT SELECT ON TABLE P TO ROLE R");
    account.run("USE ROLE R", "USE SECONDARY ROLES NONE");
    expect(account.error("CREATE TABLE D.PUBLIC.F (X INT REFERENCES D.PUBLIC.P (C))").code).toBe("003001");
    account.run("USE ROLE ACCOUNTADMIN", "GRANT REFERENCES ON TABLE D.PUBLIC.P TO ROLE R", "USE ROLE R");
    account.run("CREATE TABLE D.PUBLIC.F (X INT REFERENCES D.PUBLIC.P (C))");
  });

  test.each(["SCHEMA D.S2 CLONE D.PUBLIC", "DATABASE E CLONE D"])(
    "inside of CREATE %s points to the clone",
    (statement) => {
      const account = family();
      account.run(`CREATE ${statement}`);
      const row = account.row("SHOW IMPORTED KEYS IN SCHEMA");
      expect([row["pk_database_name"], row["pk_schema_name"]]).toEqual([
        row["fk_database_name"],
        row["fk_schema_name"],
      ]);
      account.run("DROP TABLE F");
      expect(account.rows("SHOW EXPORTED KEYS IN TABLE D.PUBLIC.P")).toHaveLength(1);
    },
  );

  test("of a cloned table points to the same key", () => {
    const account = family();
    account.run("CREATE TABLE F2 CLONE F", "CREATE TABLE F3 LIKE F");
    expect(account.rows("SHOW EXPORTED KEYS IN TABLE P").map((row) => row["fk_table_name"])).toEqual(["F", "F2", "F3"]);
  });

  test("is found again after save and load", () => {
    const account = family();
    account.engine.load(JSON.parse(JSON.stringify(account.engine.save())));
    expect(account.row("SHOW EXPORTED KEYS IN TABLE P")["fk_name"]).toBe("FK");
    expect(account.run("DROP TABLE P RESTRICT")).toContain("FK");
  });
});
