import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", ...statements);
  return account;
};

const rows = (account: Account, text = "SELECT * FROM T") => account.result(text).rows;

describe("A value put into a column", () => {
  test.each([
    ["NUMBER(38,0)", "12345678901234567890123456789012345678", "12345678901234567890123456789012345678"],
    ["NUMBER(38,0)", "'-00012345678901234567890'", "-12345678901234567890"],
    ["NUMBER(38,10)", "1234567890123456789012345678.0123456789", "1234567890123456789012345678.0123456789"],
    ["NUMBER(5,2)", "2.345", "2.35"],
    ["NUMBER(5,2)", "-2.345", "-2.35"],
    ["NUMBER(5,0)", "0.5", "1"],
    ["NUMBER(5,2)", "'1e2'", "100.00"],
    ["NUMBER(1,0)", "TRUE", "1"],
    ["FLOAT", "'1.5'", "1.5"],
    ["FLOAT", "1e300", "1e+300"],
    ["VARCHAR(5)", "12.50", "12.50"],
    ["VARCHAR", "TRUE", "true"],
    ["VARCHAR(2)", "'😀😀'", "😀😀"],
    ["BOOLEAN", "'yes'", "1"],
    ["BOOLEAN", "0", "0"],
    ["BINARY", "'00ff'", "00FF"],
    ["DATE", "'2024-02-29'", "19782"],
    ["DATE", "'2024-02-29 23:59:59'::TIMESTAMP_NTZ", "19782"],
    ["TIME", "'01:02:03.123456789'", "3723.123456789"],
    ["TIME(3)", "'01:02:03.123456789'", "3723.123000000"],
    ["TIME", "'2024-02-29 01:02'::TIMESTAMP_NTZ", "3720.000000000"],
    ["TIMESTAMP_NTZ", "'2024-02-29 01:02:03.123456789'", "1709168523.123456789"],
    ["TIMESTAMP_NTZ(0)", "'2024-02-29 01:02:03.9'", "1709168523.000000000"],
    ["TIMESTAMP_NTZ", "'2024-02-29T01:02:03+02:00'", "1709168523.000000000"],
    ["TIMESTAMP_LTZ", "'2024-02-29 01:02:03 +0200'", "1709161323.000000000"],
    ["TIMESTAMP_TZ", "'2024-02-29 01:02:03 -08:00'", "1709197323.000000000 960"],
    ["TIMESTAMP_NTZ", "'1969-12-31 23:59:59.5'", "-0.500000000"],
    ["VARIANT", "1.5", "1.5"],
    ["VARIANT", "TRUE", "true"],
    ["VARCHAR", "NULL", null],
  ])("of type %s: %s is kept as %s", (type, written, cell) => {
    const account = start(`CREATE TABLE T (C ${type})`, `INSERT INTO T VALUES (${written})`);
    expect(rows(account)).toEqual([[cell]]);
  });

  test.each([
    ["VARIANT", `PARSE_JSON('{ "a": [1, 12345678901234567890] }')`, '{"a":[1,12345678901234567890]}'],
    ["VARIANT", "'x'::VARIANT", '"x"'],
    ["VARIANT", "TO_VARIANT('2024-01-02'::DATE)", '"2024-01-02"'],
    ["VARIANT", "PARSE_JSON('null')", "null"],
    ["ARRAY", "ARRAY_CONSTRUCT(1, 'a', NULL)", '[1,"a",null]'],
    ["ARRAY", "PARSE_JSON('[1]')::ARRAY", "[1]"],
    ["OBJECT", "OBJECT_CONSTRUCT('k', 1, 'n', NULL)", '{"k":1}'],
    ["OBJECT", "TO_OBJECT(PARSE_JSON('{}'))", "{}"],
    ["VARCHAR", `PARSE_JSON('"x"')`, "x"],
    ["NUMBER(38,0)", "PARSE_JSON('12345678901234567890')", "12345678901234567890"],
  ])("of type %s by SELECT: %s is kept as %s", (type, written, cell) => {
    const account = start(`CREATE TABLE T (C ${type})`, `INSERT INTO T SELECT ${written}`);
    expect(rows(account)).toEqual([[cell]]);
  });

  test.each([
    ["NUMBER(3,1)", "100", "100046", "22003", "type FIXED[SB2](3,1){nullable}, value 100.0"],
    ["NUMBER(38,0)", "'1e38'", "100046", "22003", "type FIXED[SB16](38,0){nullable}"],
    ["NUMBER", "'x'", "100038", "22018", "Numeric value 'x' is not recognized"],
    ["VARCHAR(2)", "'abc'", "100078", "22000", "String 'abc' is too long and would be truncated"],
    ["BOOLEAN", "'maybe'", "100037", "22018", "Boolean value 'maybe' is not recognized"],
    ["DATE", "'2024-02-30'", "100040", "22007", "Date value '2024-02-30' is not recognized"],
    ["TIMESTAMP_NTZ", "'soon'", "100035", "22007", "Timestamp value 'soon' is not recognized"],
    ["TIME", "'25:00'", "100108", "22007", "Time value '25:00' is not recognized"],
    ["BINARY", "'xyz'", "100115", "22000", "not a legal hex-encoded value"],
    ["VARIANT", "'x'", "002023", "22000", "expecting VARIANT but got VARCHAR(1) for column C"],
    ["DATE", "1", "002023", "22000", "expecting DATE but got NUMBER(1,0) for column C"],
    ["VARIANT", "PARSE_JSON('{}')", "002014", "22000", "Invalid expression [PARSE_JSON('{}')] in VALUES clause"],
    ["VARCHAR NOT NULL", "NULL", "100072", "22000", "NULL result in a non-nullable column"],
  ])("of type %s: %s is refused with %s", (type, written, code, sqlState, text) => {
    const error = start(`CREATE TABLE T (C ${type})`).error(`INSERT INTO T VALUES (${written})`);
    expect(error).toMatchObject({ code, sqlState });
    expect(error.message).toContain(text);
  });
});

describe("INSERT", () => {
  test("takes rows from a query, even of the table itself", () => {
    const account = start("CREATE TABLE T (A INT, B VARCHAR)", "INSERT INTO T VALUES (1, 'a'), (2, 'b')");
    expect(account.value("INSERT INTO T (B, A) SELECT UPPER(B), A + 10 FROM T WHERE A < 5")).toBe("2");
    account.run("INSERT INTO T (SELECT 3, 'c' UNION ALL SELECT 4, NULL)");
    expect(rows(account)).toEqual([
      ["1", "a"],
      ["2", "b"],
      ["11", "A"],
      ["12", "B"],
      ["3", "c"],
      ["4", null],
    ]);
    expect(account.error("INSERT INTO T SELECT 1").code).toBe("002020");
  });

  test("OVERWRITE puts its rows in the place of others", () => {
    const account = start("CREATE TABLE T (A INT)", "INSERT INTO T VALUES (1), (2)");
    expect(account.value("INSERT OVERWRITE INTO T SELECT MAX(A) + 1 FROM T")).toBe("1");
    expect(rows(account)).toEqual([["3"]]);
  });

  test("counts an identity up, and remembers where it was", () => {
    const account = start("CREATE TABLE T (ID INT IDENTITY START 10 INCREMENT 5, A INT)");
    account.run("INSERT INTO T (A) VALUES (1), (2)", "DELETE FROM T", "INSERT INTO T (A) VALUES (3)");
    account.run("INSERT INTO T VALUES (7, 4)", "INSERT INTO T VALUES (DEFAULT, 5)");
    account.run("ALTER TABLE T RENAME COLUMN ID TO N", "INSERT INTO T (A) SELECT 6");
    expect(rows(account)).toEqual([
      ["20", "3"],
      ["7", "4"],
      ["25", "5"],
      ["30", "6"],
    ]);
  });

  test("takes the next number of a sequence, as a default and by name", () => {
    const account = start("CREATE SEQUENCE S START 5 INCREMENT 2", "CREATE TABLE T (ID INT DEFAULT S.NEXTVAL, A INT)");
    account.run("INSERT INTO T (A) VALUES (1)", "INSERT INTO T (A) SELECT 2", "INSERT INTO T VALUES (S.NEXTVAL, 3)");
    expect(rows(account).map(([id]) => id)).toEqual(["5", "7", "9"]);
    expect(account.value("SELECT D.PUBLIC.S.NEXTVAL")).toBe("11");
  });

  test("evaluates defaults and virtual columns for each row", () => {
    const now = new Date("2024-02-29T01:02:03.004Z");
    const account = new Account({ now: () => now });
    account.run("CREATE WAREHOUSE W", "CREATE DATABASE D");
    account.run(
      "CREATE TABLE T (A INT, V INT AS (A * 2), B INT DEFAULT A + 1, C TIMESTAMP_LTZ DEFAULT CURRENT_TIMESTAMP)",
    );
    account.run("INSERT INTO T (A) VALUES (1), (2)");
    expect(rows(account, "SELECT A, V, B, C::DATE::VARCHAR FROM T")).toEqual([
      ["1", "2", "2", "2024-02-29"],
      ["2", "4", "3", "2024-02-29"],
    ]);
    account.run("UPDATE T SET A = 5 WHERE A = 1");
    expect(account.value("SELECT V FROM T WHERE A = 5")).toBe("10");
    expect(account.error("UPDATE T SET V = 1").code).toBe("000002");
  });

  test.each([
    ["INSERT INTO T (A, A) VALUES (1, 2)", "002025"],
    ["INSERT INTO T (A) VALUES ((SELECT 1))", "001003"],
    ["INSERT INTO T VALUES (COUNT(*))", "000002"],
    ["INSERT INTO T SET A = 1", "001003"],
    ["INSERT INTO T VALUES (B)", "000904"],
  ])("%s fails with %s", (statement, code) => {
    expect(start("CREATE TABLE T (A INT)").error(statement).code).toBe(code);
  });

  test("refuses a row that a CHECK does not hold for", () => {
    const account = start("CREATE TABLE T (A INT, CONSTRAINT POSITIVE CHECK (A > 0))");
    account.run("INSERT INTO T VALUES (1), (NULL)");
    expect(account.error("INSERT INTO T VALUES (0)").sqlState).toBe("23514");
    expect(account.error("UPDATE T SET A = -1").message).toContain("POSITIVE");
  });
});

describe("UPDATE and DELETE", () => {
  const filled = () =>
    start("CREATE TABLE T (A INT, B VARCHAR(3) NOT NULL DEFAULT 'x')", "INSERT INTO T VALUES (1, 'a'), (2, 'b')");

  test.each([
    ["UPDATE T SET A = A + 1, B = 'z' WHERE A = 2", ["1", "0"], ["1 a", "3 z"]],
    ["UPDATE T SET A = A * 10", ["2", "0"], ["10 a", "20 b"]],
    ["UPDATE D.PUBLIC.T AS X SET X.B = DEFAULT WHERE X.A IN (1)", ["1", "0"], ["1 x", "2 b"]],
    ["UPDATE T SET A = (SELECT MAX(A) FROM T)", ["2", "0"], ["2 a", "2 b"]],
    ["UPDATE T SET A = 5 WHERE A IS NULL", ["0", "0"], ["1 a", "2 b"]],
    ["DELETE FROM T WHERE A > 1 OR B LIKE 'z%'", ["1"], ["1 a"]],
    ["DELETE FROM T X WHERE X.A = (SELECT MIN(A) FROM T)", ["1"], ["2 b"]],
    ["DELETE FROM T WHERE NULL", ["0"], ["1 a", "2 b"]],
    ["DELETE FROM T", ["2"], []],
    ["TRUNCATE TABLE T", ["Statement executed successfully."], []],
    ["TRUNCATE IF EXISTS NOPE", ["Statement executed successfully."], ["1 a", "2 b"]],
    ["TRUNCATE TABLE IF EXISTS D.PUBLIC.T", ["Statement executed successfully."], []],
  ])("%s answers %j", (statement, answer, left) => {
    const account = filled();
    expect(account.result(statement).rows).toEqual([answer]);
    expect(rows(account, "SELECT A || ' ' || B FROM T ORDER BY A").flat()).toEqual(left);
  });

  test("name what they count", () => {
    const account = filled();
    const names = (text: string) => account.result(text).columns.map(({ name }) => name);
    expect(names("UPDATE T SET A = 1")).toEqual(["number of rows updated", "number of multi-joined rows updated"]);
    expect(names("DELETE FROM T")).toEqual(["number of rows deleted"]);
    expect(
      account.engine.execute(account.session, "DELETE FROM T", { queryId: "q", describeOnly: true }),
    ).toMatchObject({
      columns: [{ name: "number of rows deleted" }],
      statementTypeId: 0x3300,
    });
  });

  test.each([
    ["UPDATE T SET B = NULL", "100072"],
    ["UPDATE T SET B = 'long'", "100078"],
    ["UPDATE T SET C = 1", "000904"],
    ["UPDATE T SET A = 1, A = 2", "002025"],
    ["UPDATE T SET A = 1 WHERE C = 1", "000904"],
    ["UPDATE T SET A = C WHERE FALSE", "000904"],
    ["UPDATE T SET A = 1 FROM T", "001003"],
    ["UPDATE NOPE SET A = 1", "002003"],
    ["DELETE FROM T USING T", "001003"],
    ["DELETE T", "001003"],
    ["TRUNCATE TABLE NOPE", "002003"],
  ])("%s fails with %s and changes nothing", (statement, code) => {
    const account = filled();
    expect(account.error(statement).code).toBe(code);
    expect(rows(account).flat()).toEqual(["1", "a", "2", "b"]);
  });

  test.each([
    ["UPDATE D.PUBLIC.T SET A = 1", "UPDATE"],
    ["DELETE FROM D.PUBLIC.T", "DELETE"],
    ["TRUNCATE TABLE D.PUBLIC.T", "TRUNCATE"],
    ["INSERT INTO D.PUBLIC.T (A) VALUES (1)", "INSERT"],
  ])("%s needs a privilege: %s", (statement, privilege) => {
    const account = filled();
    account.run("CREATE ROLE R", "GRANT ROLE R TO USER ANN", "GRANT USAGE ON WAREHOUSE W TO ROLE R");
    account.run("GRANT USAGE ON DATABASE D TO ROLE R", "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R");
    account.run("GRANT REFERENCES ON TABLE D.PUBLIC.T TO ROLE R", "USE ROLE R", "USE WAREHOUSE W");
    expect(account.error(statement).code).toBe("003001");
    account.run("USE ROLE ACCOUNTADMIN", `GRANT ${privilege} ON TABLE D.PUBLIC.T TO ROLE R`, "USE ROLE R", statement);
  });

  test.each([
    ["DATE", "1709164800000", "DATE", "19782"],
    ["DATE", "-86400000", "DATE", "-1"],
    ["TIME", "3723123456789", "TIME", "3723.123456789"],
    ["TIMESTAMP_NTZ", "1709168523123456789", "TIMESTAMP_NTZ", "1709168523.123456789"],
    ["TIMESTAMP_LTZ", "-1", "TIMESTAMP_LTZ", "-0.000000001"],
    ["TIMESTAMP_TZ", "1709197323000000000 960", "TIMESTAMP_TZ", "1709197323.000000000 960"],
    ["TEXT", "2024-02-29T01:02:03.123Z", "TIMESTAMP_NTZ", "1709168523.123000000"],
    ["TEXT", "1709164800000", "VARCHAR", "1709164800000"],
    ["FIXED", "-12345678901234567890", "NUMBER(38,0)", "-12345678901234567890"],
  ])("a bound %s of %s is kept in a %s as %s", (type, value, column, cell) => {
    const account = start(`CREATE TABLE T (C ${column})`);
    account.result("INSERT INTO T VALUES (?)", { 1: { type, value } });
    expect(rows(account)).toEqual([[cell]]);
  });

  test("bindings of several rows are counted together", () => {
    const account = filled();
    const bindings = { 1: { type: "FIXED", value: ["1", "2", "3"] } };
    expect(account.result("DELETE FROM T WHERE A = ?", bindings).rows).toEqual([["2"]]);
  });
});
