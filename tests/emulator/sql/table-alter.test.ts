import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", ...statements);
  return account;
};

/** A table with two rows, or with none. */
const withRows = () =>
  start("CREATE TABLE T (A INT, B VARCHAR(5), N NUMBER(6,2))", "INSERT INTO T VALUES (1, 'x', 1.5), (2, NULL, 1234.5)");
const empty = () => start("CREATE TABLE T (A INT, B VARCHAR(5), N NUMBER(6,2))");

const shown = (account: Account, column: string) =>
  account.rows("DESC TABLE T").find((row) => row["name"] === column) ?? {};

describe("ADD COLUMN", () => {
  test.each([
    ["ADD C INT", ["A", "B", "N", "C"]],
    ["ADD COLUMN C INT COMMENT 'c', D DATE", ["A", "B", "N", "C", "D"]],
    ["ADD COLUMN C INT, COLUMN D DATE", ["A", "B", "N", "C", "D"]],
    ["ADD (C INT, D DATE)", ["A", "B", "N", "C", "D"]],
    ["ADD COLUMN IF NOT EXISTS C INT", ["A", "B", "N", "C"]],
    ["ADD COLUMN IF NOT EXISTS A VARCHAR", ["A", "B", "N"]],
    ["ADD COLUMN C INT NOT NULL DEFAULT 7", ["A", "B", "N", "C"]],
    ["ADD COLUMN C INT UNIQUE", ["A", "B", "N", "C"]],
    ["ADD COLUMN C INT AS (A + 1)", ["A", "B", "N", "C"]],
  ])("%s", (action, names) => {
    const account = withRows();
    expect(account.run(`ALTER TABLE T ${action}`)).toBe("Statement executed successfully.");
    expect(account.names("DESC TABLE T")).toEqual(names);
  });

  test("gives the literal default to the rows that are there", () => {
    const account = withRows();
    account.run("ALTER TABLE T ADD COLUMN C VARCHAR(3) DEFAULT 'abc', E INT");
    expect(account.result("SELECT A, C, E FROM T ORDER BY A").rows).toEqual([
      ["1", "abc", null],
      ["2", "abc", null],
    ]);
  });

  test.each([
    ["ADD COLUMN a INT", "001430", "42601", "column 'A' already exists"],
    [
      "ADD COLUMN C INT NOT NULL",
      "000002",
      "0A000",
      "Non-nullable column 'C' cannot be added to non-empty table 'T' unless",
    ],
    ["ADD COLUMN C INT NOT NULL DEFAULT NULL", "000002", "0A000", "Non-nullable column 'C'"],
    [
      "ADD COLUMN C INT IDENTITY",
      "000002",
      "0A000",
      "Cannot add column 'C' with non-constant default to non-empty table 'T'.",
    ],
    ["ADD COLUMN C INT DEFAULT Q.NEXTVAL", "000002", "0A000", "Cannot add column 'C' with non-constant default"],
    [
      "ADD COLUMN C VARCHAR DEFAULT 12345::VARCHAR",
      "002263",
      "22000",
      "Invalid column default expression [CAST(12345 AS VARCHAR(134217728))]",
    ],
    ["ADD COLUMN C TIMESTAMP DEFAULT CURRENT_TIMESTAMP", "002263", "22000", "[CURRENT_TIMESTAMP()]"],
    [
      "ADD COLUMN C6 DATE DEFAULT '20240101'",
      "002023",
      "22000",
      "Expression type does not match column data type, expecting DATE but got VARCHAR(8) for column C6",
    ],
    ["ADD COLUMN IF NOT EXISTS C INT DEFAULT 1", "000002", "0A000", "IF NOT EXISTS"],
    ["ADD COLUMN IF NOT EXISTS C INT UNIQUE", "000002", "0A000", "IF NOT EXISTS"],
    ["ADD COLUMN C INT, C DATE", "002025", "42S21", "duplicate column name 'C'"],
    ["ADD COLUMN C UNICORN", "002040", "42601", "Unsupported data type 'UNICORN'"],
    ["ADD COLUMN C INT DROP COLUMN A", "001003", "42000", "unexpected 'DROP'"],
  ])("%s fails with %s and leaves the table alone", (action, code, sqlState, text) => {
    const account = withRows();
    account.run("CREATE SEQUENCE Q");
    const error = account.error(`ALTER TABLE T ${action}`);
    expect(error).toMatchObject({ code, sqlState });
    expect(error.message).toContain(text);
    expect(account.names("DESC TABLE T")).toEqual(["A", "B", "N"]);
  });

  test.each([
    ["ADD COLUMN C INT NOT NULL", { "null?": "N" }],
    ["ADD COLUMN C INT IDENTITY", { default: "IDENTITY START 1 INCREMENT 1 NOORDER" }],
    ["ADD COLUMN C INT DEFAULT Q.NEXTVAL", { default: "D.PUBLIC.Q.NEXTVAL" }],
  ])("%s is fine while the table is empty", (action, described) => {
    const account = empty();
    account.run("CREATE SEQUENCE Q", `ALTER TABLE T ${action}`);
    expect(shown(account, "C")).toMatchObject(described);
  });
});

describe("DROP COLUMN", () => {
  test.each([
    ["DROP COLUMN B", ["A", "N"]],
    ["DROP B", ["A", "N"]],
    ["DROP COLUMN A, N CASCADE", ["B"]],
    ["DROP COLUMN IF EXISTS NOPE, B", ["A", "N"]],
    ["DROP COLUMN IF EXISTS NOPE", ["A", "B", "N"]],
  ])("%s", (action, names) => {
    const account = withRows();
    account.run(`ALTER TABLE T ${action}`);
    expect(account.names("DESC TABLE T")).toEqual(names);
    expect(account.result("SELECT * FROM T").rows.map((row) => row.length)).toEqual([names.length, names.length]);
  });

  test.each([
    ["DROP COLUMN NOPE", "000904", "invalid identifier 'NOPE'"],
    ["DROP COLUMN A, B, N", "001432", "cannot drop all the columns of a table"],
    ["DROP COLUMN N", "000002", "Cannot drop column 'N' which belongs to a clustering key"],
  ])("%s fails with %s", (action, code, text) => {
    const account = empty();
    account.run("ALTER TABLE T CLUSTER BY (N, A + 1)");
    if (code === "001432") account.run("ALTER TABLE T DROP CLUSTERING KEY");
    const error = account.error(`ALTER TABLE T ${action}`);
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(text)]);
  });

  test("of a virtual column's source is refused", () => {
    const account = start("CREATE TABLE T (A INT, B INT, V INT AS (A + 1))");
    const error = account.error("ALTER TABLE T DROP COLUMN A");
    expect(error.code).toBe("011208");
    expect(error.message).toContain("Cannot drop column 'A' because virtual column V depends on it.");
    account.run("ALTER TABLE T DROP COLUMN B", "ALTER TABLE T DROP COLUMN V, A2".replace(", A2", ""));
    expect(account.names("DESC TABLE T")).toEqual(["A"]);
  });
});

describe("RENAME COLUMN", () => {
  test("keeps place and rows; keys, defaults and virtual columns follow", () => {
    const account = start("CREATE TABLE T (A INT PRIMARY KEY, B INT DEFAULT A + 1, V INT AS (A * 2), CHECK (A > 0))");
    account.run("CREATE TABLE F (X INT REFERENCES T (A))", 'ALTER TABLE T RENAME COLUMN A TO "a b"');
    expect(account.names("DESC TABLE T")).toEqual(["a b", "B", "V"]);
    expect(account.row("SHOW PRIMARY KEYS IN TABLE T")["column_name"]).toBe("a b");
    expect(account.row("SHOW IMPORTED KEYS IN TABLE F")["pk_column_name"]).toBe("a b");
    expect(shown(account, "B")["default"]).toBe('T."a b" + 1');
    expect(shown(account, "V")["expression"]).toBe('"a b" * 2');
  });

  test.each([
    ["RENAME COLUMN NOPE TO C", "000904"],
    ["RENAME COLUMN A TO B", "001430"],
    ["RENAME COLUMN N TO C", "000002"],
    ["RENAME COLUMN A", "001003"],
  ])("%s fails with %s", (action, code) => {
    const account = empty();
    account.run("ALTER TABLE T CLUSTER BY (ROUND(N))");
    expect(account.error(`ALTER TABLE T ${action}`).code).toBe(code);
  });
});

describe("The type of a column", () => {
  test.each([
    ["ALTER COLUMN B SET DATA TYPE VARCHAR(10)", "B", "VARCHAR(10)"],
    ["ALTER B TYPE STRING", "B", "VARCHAR(16777216)"],
    ["MODIFY COLUMN B TEXT(5)", "B", "VARCHAR(5)"],
    ["ALTER COLUMN N SET DATA TYPE NUMBER(38,2)", "N", "NUMBER(38,2)"],
    ["ALTER COLUMN A TYPE BIGINT", "A", "NUMBER(38,0)"],
    ["ALTER COLUMN A TYPE NUMBER(1,0)", "A", "NUMBER(1,0)"],
  ])("%s", (action, column, type) => {
    const account = withRows();
    account.run(`ALTER TABLE T ${action}`);
    expect(shown(account, column)["type"]).toBe(type);
  });

  test.each([
    [
      "B TYPE VARCHAR(4)",
      "040050",
      "cannot change column B from type VARCHAR(5) to VARCHAR(4) because reducing the byte-length of varchar is not supported.",
    ],
    [
      "N TYPE NUMBER(11,1)",
      "040052",
      "cannot change column N from type NUMBER(6,2) to NUMBER(11,1) because changing the scale of a number is not supported.",
    ],
    ["A TYPE VARCHAR", "002108", "cannot change column A from type NUMBER(38,0) to VARCHAR(16777216)"],
    ["B TYPE INT", "002108", "cannot change column B from type VARCHAR(5) to NUMBER(38,0)"],
    ["BIN TYPE BINARY(10)", "002108", "cannot change column BIN from type BINARY(5) to BINARY(10)"],
    ["TS TYPE TIMESTAMP_NTZ(9)", "002108", "cannot change column TS from type TIMESTAMP_NTZ(3) to TIMESTAMP_NTZ(9)"],
  ])("%s fails with %s", (action, code, text) => {
    const account = withRows();
    account.run("ALTER TABLE T ADD COLUMN BIN BINARY(5), TS TIMESTAMP(3)");
    const error = account.error(`ALTER TABLE T ALTER COLUMN ${action}`);
    expect(error).toMatchObject({ code, sqlState: "22000" });
    expect(error.message).toContain(text);
  });

  test("NUMBER gets narrower only as far as its values allow", () => {
    const account = withRows();
    const error = account.error("ALTER TABLE T ALTER COLUMN N TYPE NUMBER(5,2)");
    expect(error.message).toContain("cannot change column N from type NUMBER(6,2) to NUMBER(5,2)");
    account.run("DELETE FROM T WHERE N > 1000", "ALTER TABLE T ALTER COLUMN N TYPE NUMBER(5,2)");
    expect(shown(account, "N")["type"]).toBe("NUMBER(5,2)");
  });

  test("its collation stays", () => {
    const account = start("CREATE TABLE T (C VARCHAR(50) COLLATE 'en')");
    const error = account.error("ALTER TABLE T ALTER COLUMN C TYPE VARCHAR(100) COLLATE 'fr'");
    expect(error.message).toContain(`to type "VARCHAR(100) COLLATE 'fr'" because they have incompatible collations.`);
    account.run(
      "ALTER TABLE T ALTER COLUMN C TYPE VARCHAR(100) COLLATE 'en'",
      "ALTER TABLE T ALTER C TYPE VARCHAR(200)",
    );
    expect(shown(account, "C")["type"]).toBe("VARCHAR(200) COLLATE 'en'");
  });
});

describe("ALTER COLUMN", () => {
  test("NOT NULL", () => {
    const account = withRows();
    account.run("ALTER TABLE T ALTER COLUMN A SET NOT NULL", "ALTER TABLE T MODIFY COLUMN N NOT NULL");
    expect([shown(account, "A")["null?"], shown(account, "N")["null?"]]).toEqual(["N", "N"]);
    account.run("ALTER TABLE T ALTER A DROP NOT NULL");
    expect(shown(account, "A")["null?"]).toBe("Y");
    const error = account.error("ALTER TABLE T ALTER COLUMN B SET NOT NULL");
    expect(error).toMatchObject({ code: "001471", sqlState: "42601" });
    expect(error.message).toContain("Column 'B' contains null values. Not null constraint cannot be added.");
    expect(account.error("ALTER TABLE T MODIFY A NUMBER NULL").code).toBe("001003");
  });

  test.each(["VARIANT", "ARRAY", "OBJECT"])("NOT NULL on a %s needs an empty table", (type) => {
    const account = start(`CREATE TABLE T (A INT, C ${type})`);
    account.run("ALTER TABLE T ALTER COLUMN C SET NOT NULL", "ALTER TABLE T ALTER COLUMN C DROP NOT NULL");
    account.run("INSERT INTO T (A) VALUES (1)");
    expect(account.error("ALTER TABLE T ALTER COLUMN C SET NOT NULL").code).toBe("000002");
  });

  test("defaults can go, and a sequence can be another", () => {
    const account = start("CREATE SEQUENCE Q", "CREATE SEQUENCE R");
    account.run(
      "CREATE TABLE T (A INT DEFAULT 1, B INT DEFAULT Q.NEXTVAL, C INT)",
      "ALTER TABLE T ADD COLUMN E INT DEFAULT 1",
    );
    account.run("ALTER TABLE T ALTER A DROP DEFAULT, COLUMN B SET DEFAULT R.NEXTVAL, C DROP DEFAULT");
    expect(account.rows("DESC TABLE T").map((row) => row["default"])).toEqual([null, "D.PUBLIC.R.NEXTVAL", null, "1"]);
    expect(account.error("ALTER TABLE T ALTER COLUMN E DROP DEFAULT").message).toContain("default of column 'E'");
    for (const change of ["A SET DEFAULT 2", "C SET DEFAULT R.NEXTVAL", "B SET DEFAULT 5"]) {
      expect(account.error(`ALTER TABLE T ALTER COLUMN ${change}`)).toMatchObject({
        code: "000002",
        sqlState: "0A000",
      });
    }
  });

  test.each([
    "ALTER TABLE T ALTER (A DROP NOT NULL, B TYPE VARCHAR(50), COLUMN B COMMENT 'c', COLUMN A DROP DEFAULT)",
    "ALTER TABLE T MODIFY A DROP NOT NULL, COLUMN B TYPE VARCHAR(50), B COMMENT 'c', A DROP DEFAULT",
  ])("%s", (statement) => {
    const account = start("CREATE TABLE T (A INT NOT NULL DEFAULT 1, B VARCHAR(5))", statement);
    expect(shown(account, "A")).toMatchObject({ "null?": "Y", default: null });
    expect(shown(account, "B")).toMatchObject({ type: "VARCHAR(50)", comment: "c" });
  });

  test("several actions happen together or not at all", () => {
    const account = start("CREATE TABLE T (A INT, B VARCHAR(5))");
    expect(account.error("ALTER TABLE T ALTER A SET NOT NULL, B TYPE INT").code).toBe("002108");
    expect(shown(account, "A")["null?"]).toBe("Y");
    expect(account.error("ALTER TABLE T ALTER A SET NOT NULL, NOPE SET NOT NULL").code).toBe("000904");
  });

  test("comments", () => {
    const account = start("CREATE TABLE T (A INT COMMENT 'old')", "COMMENT ON COLUMN D.PUBLIC.T.A IS 'new'");
    expect(shown(account, "A")["comment"]).toBe("new");
    account.run("ALTER TABLE T ALTER A COMMENT ''");
    expect(shown(account, "A")["comment"]).toBe("");
    account.run("ALTER TABLE T ALTER A UNSET COMMENT");
    expect(shown(account, "A")["comment"]).toBeNull();
    expect(account.error("COMMENT ON COLUMN T.NOPE IS 'x'").code).toBe("000904");
    expect(account.error("COMMENT ON COLUMN NOPE.A IS 'x'").code).toBe("002003");
    account.run("COMMENT IF EXISTS ON COLUMN NOPE.A IS 'x'", "COMMENT ON TABLE T IS 't'");
    expect(account.row("SHOW TABLES")["comment"]).toBe("t");
  });

  test("a row access policy is exchanged in one statement", () => {
    const account = start("CREATE TABLE T (A INT) WITH ROW ACCESS POLICY D.PUBLIC.P ON (A)");
    account.run("ALTER TABLE T DROP ROW ACCESS POLICY D.PUBLIC.P, ADD ROW ACCESS POLICY D.PUBLIC.Q ON (A)");
    expect(account.error("ALTER TABLE T DROP ROW ACCESS POLICY D.PUBLIC.P").code).toBe("000002");
    account.run("ALTER TABLE T DROP ROW ACCESS POLICY D.PUBLIC.Q");
  });

  test("masking policies and tags", () => {
    const account = start("CREATE TAG G", "CREATE TAG H", "CREATE TABLE T (A INT, B INT)");
    account.run(
      "ALTER TABLE T MODIFY COLUMN A SET MASKING POLICY M USING (A, B), COLUMN B SET TAG G = 'x', H = 'y', COLUMN A SET TAG G = 'z'",
    );
    expect(shown(account, "A")["policy name"]).toBe("D.PUBLIC.M");
    expect(account.error("ALTER TABLE T ALTER A SET MASKING POLICY N").code).toBe("000002");
    account.run("ALTER TABLE T ALTER A SET MASKING POLICY D.PUBLIC.N FORCE");
    expect(shown(account, "A")["policy name"]).toBe("D.PUBLIC.N");
    account.run("ALTER TABLE T ALTER A UNSET MASKING POLICY, COLUMN B UNSET TAG G, H");
    expect(shown(account, "A")["policy name"]).toBeNull();
    expect(account.error("ALTER TABLE T ALTER A SET TAG NOPE = 'x'").code).toBe("002003");
  });

  test("tags of columns are read with TAG_REFERENCES", () => {
    const account = start(
      "CREATE TAG G",
      "CREATE TAG H",
      "CREATE TABLE T (A INT WITH TAG (G = 'x'), B INT) WITH TAG (H = 'y')",
    );
    const read = (call: string) =>
      account
        .rows(`SELECT * FROM TABLE(D.INFORMATION_SCHEMA.${call})`)
        .map((row) => [row["COLUMN_NAME"], row["TAG_NAME"], row["TAG_VALUE"], row["LEVEL"], row["DOMAIN"]]);
    expect(read("TAG_REFERENCES_ALL_COLUMNS('T', 'table')")).toEqual([
      ["A", "G", "x", "COLUMN", "COLUMN"],
      ["A", "H", "y", "TABLE", "COLUMN"],
      ["B", "H", "y", "TABLE", "COLUMN"],
    ]);
    expect(read("TAG_REFERENCES('D.PUBLIC.T.A', 'COLUMN')")).toHaveLength(2);
    expect(read("TAG_REFERENCES('T', 'TABLE')")).toEqual([[null, "H", "y", "TABLE", "TABLE"]]);
    expect(account.value("SELECT SYSTEM$GET_TAG('G', 'T.A', 'COLUMN')")).toBe("x");
    expect(account.error("SELECT SYSTEM$GET_TAG('G', 'T.NOPE', 'COLUMN')").code).toBe("000904");
  });
});

describe("ALTER TABLE", () => {
  test.each([
    ["CHANGE_TRACKING", "TRUE", "change_tracking", "ON", "OFF"],
    ["ENABLE_SCHEMA_EVOLUTION", "TRUE", "enable_schema_evolution", "Y", "N"],
    ["DATA_RETENTION_TIME_IN_DAYS", "5", "retention_time", "5", "1"],
    ["COMMENT", "'c'", "comment", "c", ""],
  ])("SET and UNSET %s", (option, value, column, after, before) => {
    const account = start("CREATE TABLE T (A INT)", `ALTER TABLE T SET ${option} = ${value}`);
    expect(account.row("SHOW TABLES")[column]).toBe(after);
    account.run(`ALTER TABLE T UNSET ${option}`);
    expect(account.row("SHOW TABLES")[column]).toBe(before);
  });

  test.each([
    ["DATA_RETENTION_TIME_IN_DAYS", "0", "1"],
    ["MAX_DATA_EXTENSION_TIME_IN_DAYS", "90", "14"],
    ["DEFAULT_DDL_COLLATION", "'de'", ""],
    ["ICEBERG_DEFAULT_DDL_COLLATION", "'de'", ""],
    ["DATA_METRIC_SCHEDULE", "'5 MINUTE'", "60 MINUTE"],
    ["DATA_METRIC_SCHEDULE", "''", "60 MINUTE"],
  ])("SHOW PARAMETERS tells where %s was set", (name, written, standard) => {
    const account = start("CREATE TABLE T (A INT)", `ALTER TABLE T SET ${name} = ${written}`);
    expect(account.parameter(name, "TABLE T")).toMatchObject({ value: written.replaceAll("'", ""), level: "TABLE" });
    account.run(`ALTER TABLE T UNSET ${name}`);
    expect(account.parameter(name, "TABLE T")).toMatchObject({ value: standard, level: "" });
  });

  test.each([
    "SET ERROR_LOGGING = TRUE, ROW_TIMESTAMP = TRUE",
    "UNSET ERROR_LOGGING, ROW_TIMESTAMP",
    "SET MAX_DATA_EXTENSION_TIME_IN_DAYS = 3 COMMENT = 'c'",
    "SET CONTACT STEWARD = C",
    "UNSET CONTACT STEWARD",
    "ADD ROW ACCESS POLICY P ON (A)",
    "SET AGGREGATION POLICY P ENTITY KEY (A)",
    "SET JOIN POLICY P FORCE",
    "ADD STORAGE LIFECYCLE POLICY P ON (A)",
    "DROP ALL ROW ACCESS POLICIES",
  ])("%s", (action) => {
    expect(start("CREATE TABLE T (A INT)").run(`ALTER TABLE T ${action}`)).toBe("Statement executed successfully.");
  });

  test.each([
    ["ADD ROW ACCESS POLICY P ON (A)", "DROP ROW ACCESS POLICY P"],
    ["SET AGGREGATION POLICY P", "UNSET AGGREGATION POLICY"],
    ["SET JOIN POLICY P", "UNSET JOIN POLICY"],
    ["ADD STORAGE LIFECYCLE POLICY P ON (A)", "DROP STORAGE LIFECYCLE POLICY"],
  ])("%s once, %s once", (add, drop) => {
    const account = start("CREATE TABLE T (A INT)", `ALTER TABLE T ${add}`);
    expect(account.error(`ALTER TABLE T ${add}`).code).toBe("000002");
    account.run(`ALTER TABLE T ${drop}`);
    expect(account.error(`ALTER TABLE T ${drop}`).code).toBe("000002");
  });

  test("clustering", () => {
    const account = start("CREATE TABLE T (C1 DATE, C2 STRING)", "ALTER TABLE T CLUSTER BY (c2, to_date( C1 ))");
    const read = () => {
      const { cluster_by, automatic_clustering } = account.row("SHOW TABLES");
      return [cluster_by, automatic_clustering];
    };
    expect(read()).toEqual(["LINEAR(C2, to_date( C1 ))", "ON"]);
    account.run("ALTER TABLE T SUSPEND RECLUSTER");
    expect(read()[1]).toBe("OFF");
    account.run("ALTER TABLE T RESUME RECLUSTER");
    expect(read()[1]).toBe("ON");
    expect(account.error("ALTER TABLE T CLUSTER BY (NOPE)").code).toBe("000904");
    account.run("ALTER TABLE T ADD COLUMN V DATE AS (C1)");
    expect(account.error("ALTER TABLE T CLUSTER BY (V)").code).toBe("000002");
    account.run("ALTER TABLE T DROP CLUSTERING KEY");
    expect(read()).toEqual(["", "OFF"]);
  });

  test("search optimization", () => {
    const account = start(
      "CREATE TABLE T (A INT, B VARCHAR)",
      "ALTER TABLE T ADD SEARCH OPTIMIZATION ON EQUALITY(A, B)",
    );
    account.run("ALTER TABLE T ADD SEARCH OPTIMIZATION ON SUBSTRING(B), EQUALITY(A)");
    expect(
      account
        .rows("DESCRIBE SEARCH OPTIMIZATION ON T")
        .map((row) => [row["expression_id"], row["method"], row["target"]]),
    ).toEqual([
      ["1", "EQUALITY", "A"],
      ["2", "EQUALITY", "B"],
      ["3", "SUBSTRING", "B"],
    ]);
    expect(account.row("SHOW TABLES")).toMatchObject({
      search_optimization: "ON",
      search_optimization_progress: "100",
    });
    account.run(
      "ALTER TABLE T DROP SEARCH OPTIMIZATION ON EQUALITY(A), SUBSTRING(B)",
      "ALTER TABLE T DROP SEARCH OPTIMIZATION ON 2",
    );
    expect(account.row("SHOW TABLES")).toMatchObject({
      search_optimization: "OFF",
      search_optimization_progress: null,
    });
    account.run("ALTER TABLE T ADD SEARCH OPTIMIZATION", "ALTER TABLE T DROP SEARCH OPTIMIZATION");
  });

  test.each([
    ["RENAME TO U", [["D", "PUBLIC", "U"]]],
    ["RENAME TO S.U", [["D", "S", "U"]]],
    ["RENAME TO E.PUBLIC.T", [["E", "PUBLIC", "T"]]],
  ])("%s moves it and keeps created_on", (action, paths) => {
    const account = start("CREATE SCHEMA S", "CREATE DATABASE E", "USE SCHEMA D.PUBLIC", "CREATE TABLE T (A INT)");
    const before = account.row("SHOW TABLES IN ACCOUNT")["created_on"];
    account.run(`ALTER TABLE T ${action}`);
    const rows = account.rows("SHOW TABLES IN ACCOUNT");
    expect(rows.map((row) => [row["database_name"], row["schema_name"], row["name"]])).toEqual(paths);
    expect(rows[0]?.["created_on"]).toBe(before);
  });

  test.each([
    ["ALTER TABLE T RENAME TO TAKEN", "002002"],
    ["ALTER TABLE T RENAME TO A_VIEW", "002002"],
    ["ALTER TABLE T RENAME TO NOPE.T", "002003"],
    ["ALTER TABLE T RENAME TO NOPE.PUBLIC.T", "002003"],
    ["ALTER TABLE NOPE RENAME TO U", "002003"],
    ["ALTER TABLE A_VIEW RENAME TO U", "002003"],
    ["ALTER TABLE T SWAP WITH NOPE", "002003"],
    ["ALTER TABLE T SET NOPE = 1", "001003"],
    ["ALTER TABLE T SET COMMENT = 'c' ADD COLUMN B INT", "001003"],
    ["ALTER TABLE T UNSET NOPE", "001003"],
    ["ALTER TABLE T", "001003"],
  ])("%s fails with %s", (statement, code) => {
    const account = start("CREATE TABLE T (A INT)", "CREATE TABLE TAKEN (A INT)", "CREATE VIEW A_VIEW AS SELECT 1");
    expect(account.error(statement).code).toBe(code);
  });

  test("into a schema with managed access only its owner moves a table", () => {
    const account = start("CREATE SCHEMA S WITH MANAGED ACCESS", "USE SCHEMA D.PUBLIC", "CREATE TABLE T (A INT)");
    account.run("CREATE ROLE R", "GRANT OWNERSHIP ON SCHEMA S TO ROLE R", "GRANT ROLE R TO ROLE ACCOUNTADMIN");
    expect(account.error("ALTER TABLE T RENAME TO D.S.T")).toMatchObject({ code: "003001", sqlState: "42501" });
    account.run("GRANT OWNERSHIP ON TABLE T TO ROLE R", "ALTER TABLE D.PUBLIC.T RENAME TO D.S.T");
    expect(account.names("SHOW TABLES IN SCHEMA D.S")).toEqual(["T"]);
  });

  test("IF EXISTS is quiet about a missing table, not about a missing schema", () => {
    const account = start();
    expect(account.run("ALTER TABLE IF EXISTS NOPE ADD COLUMN A INT")).toBe("Statement executed successfully.");
    expect(account.error("ALTER TABLE IF EXISTS NOPE.NOPE ADD COLUMN A INT").code).toBe("002003");
  });

  test("SWAP WITH exchanges everything but the names", () => {
    const account = start(
      "CREATE TABLE T (A INT) COMMENT = 't'",
      "CREATE TRANSIENT TABLE U (B INT)",
      "ALTER TABLE T SWAP WITH U",
    );
    expect(account.rows("SHOW TABLES").map((row) => [row["name"], row["kind"], row["comment"]])).toEqual([
      ["T", "TRANSIENT", ""],
      ["U", "TABLE", "t"],
    ]);
    expect(account.names("DESC TABLE T")).toEqual(["B"]);
  });

  test("only the owner alters a table", () => {
    const account = start("CREATE TABLE T (A INT)", "CREATE ROLE R", "GRANT ROLE R TO USER ann");
    account.run(
      "GRANT USAGE ON DATABASE D TO ROLE R",
      "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R",
      "GRANT SELECT ON TABLE T TO ROLE R",
    );
    account.run("USE ROLE R", "USE SECONDARY ROLES NONE");
    for (const action of [
      "ADD COLUMN B INT",
      "DROP COLUMN A",
      "RENAME COLUMN A TO B",
      "ALTER A SET NOT NULL",
      "CLUSTER BY (A)",
      "ADD PRIMARY KEY (A)",
      "DROP PRIMARY KEY",
      "SET COMMENT = 'c'",
      "ADD SEARCH OPTIMIZATION",
      "DROP ALL ROW ACCESS POLICIES",
      "RENAME TO U",
    ]) {
      expect(account.error(`ALTER TABLE D.PUBLIC.T ${action}`).code).toBe("003001");
    }
    expect(account.error("COMMENT ON COLUMN D.PUBLIC.T.A IS 'c'").code).toBe("003001");
  });
});
