import { describe, expect, test } from "vitest";
import { Account } from "./account";

const start = (...statements: string[]) => {
  const account = new Account();
  account.run("CREATE WAREHOUSE W", "CREATE DATABASE D", "CREATE TABLE T (A INT, B VARCHAR, C NUMBER(10,2))");
  account.run("INSERT INTO T VALUES (1, 'a', 1.5), (2, 'b', NULL), (3, NULL, 2.25), (NULL, 'b', 10)", ...statements);
  return account;
};

const rows = (text: string) => start().result(text).rows;

describe("SELECT", () => {
  test.each([
    ["A FROM T WHERE A = 1", "1"],
    ["A FROM T WHERE A <> 1", "2 3"],
    ["A FROM T WHERE A != 1 AND NOT A = 3", "2"],
    ["A FROM T WHERE A > 1 AND A <= 3", "2 3"],
    ["A FROM T WHERE A BETWEEN 2 AND 3", "2 3"],
    ["A FROM T WHERE A NOT BETWEEN 2 AND 3", "1"],
    ["A FROM T WHERE A IN (1, 3)", "1 3"],
    ["A FROM T WHERE A NOT IN (1, NULL)", ""],
    ["A FROM T WHERE (B IS NULL OR B = 'a') AND A IS NOT NULL", "1 3"],
    ["A FROM T WHERE B LIKE '_' AND B NOT LIKE 'b%'", "1"],
    ["A FROM T WHERE B ILIKE 'A'", "1"],
    ["A FROM T WHERE C = 2.250", "3"],
    ["A FROM T WHERE '2' = A", "2"],
    ["A FROM T X WHERE X.A = 1", "1"],
    ["D.PUBLIC.T.A FROM D.PUBLIC.T WHERE T.A = 1", "1"],
    ["X.A FROM (SELECT A + 1 AS A FROM T) AS X WHERE X.A > 3", "4"],
    ["A FROM T WHERE A IN (SELECT MAX(A) FROM T)", "3"],
    ["A FROM T X WHERE EXISTS (SELECT 1 FROM T Y WHERE Y.A = X.A + 1)", "1 2"],
    ["A FROM T ORDER BY A", "1 2 3 -"],
    ["A FROM T ORDER BY A DESC", "- 3 2 1"],
    ["A FROM T ORDER BY A DESC NULLS LAST", "3 2 1 -"],
    ["A FROM T ORDER BY B, A DESC", "1 - 2 3"],
    ["A AS N FROM T WHERE A IS NOT NULL ORDER BY N DESC LIMIT 2", "3 2"],
    ["A FROM T ORDER BY 1 LIMIT 1 OFFSET 1", "2"],
    ["CASE WHEN A > 2 THEN 'big' WHEN A > 1 THEN 'mid' ELSE 'low' END FROM T ORDER BY A", "low mid big low"],
    ["CASE B WHEN 'a' THEN 1 END FROM T ORDER BY A", "1 - - -"],
    ["1 UNION ALL SELECT 2.50 UNION ALL SELECT NULL", "1.00 2.50 -"],
    ["A FROM T WHERE A = 1 UNION ALL SELECT COUNT(*) FROM T ORDER BY A DESC LIMIT 1", "4"],
  ])("SELECT %s", (query, cells) => {
    expect(
      rows(`SELECT ${query}`)
        .map(([cell]) => cell ?? "-")
        .join(" "),
    ).toBe(cells);
  });

  test.each([
    ["COUNT(*)", "4"],
    ["COUNT(A)", "3"],
    ["COUNT(DISTINCT B)", "2"],
    ["COUNT(*) > 0", "1"],
    ["MIN(A)", "1"],
    ["MAX(B)", "b"],
    ["SUM(C)", "13.75"],
    ["SUM(A) + 1", "7"],
    ["EXISTS(SELECT 1 FROM T WHERE A = 9)", "0"],
    ["(SELECT B FROM T WHERE A = 1)", "a"],
    ["(SELECT B FROM T WHERE A = 9)", null],
  ])("SELECT %s FROM T LIMIT 1 is %j", (expression, value) => {
    expect(rows(`SELECT ${expression} FROM T LIMIT 1`)).toEqual([[value]]);
  });

  test("asks about several tables in one statement", () => {
    const account = start("CREATE TABLE EMPTY (A INT)");
    const probe = (table: string) => `SELECT '${table}' AS NAME, EXISTS (SELECT 1 FROM ${table}) AS FILLED`;
    expect(account.rows(`${probe("T")} UNION ALL ${probe("EMPTY")} ORDER BY NAME`)).toEqual([
      { NAME: "EMPTY", FILLED: "0" },
      { NAME: "T", FILLED: "1" },
    ]);
    expect(account.result("SELECT (SELECT COUNT(*) FROM T), (SELECT COUNT(*) FROM EMPTY)").rows).toEqual([["4", "0"]]);
  });

  test("names and types the columns of what it lists", () => {
    const { columns } = start().result("SELECT T.*, a+ 1, c x FROM T");
    expect(columns.map(({ name, type, scale }) => [name, type, scale])).toEqual([
      ["A", "fixed", 0],
      ["B", "text", null],
      ["C", "fixed", 2],
      ["A+ 1", "fixed", 0],
      ["X", "fixed", 2],
    ]);
  });

  test.each([
    ["SELECT A, COUNT(*) FROM T", "000979"],
    ["SELECT NOPE.A FROM T", "000904"],
    ["SELECT T.A FROM T X", "000904"],
    ["SELECT X.* FROM T", "000904"],
    ["SELECT A FROM T WHERE FALSE AND NOPE = 1", "000904"],
    ["SELECT CASE WHEN TRUE THEN 1 ELSE NOPE END FROM T LIMIT 0", "000904"],
    ["SELECT A FROM T WHERE A IN (SELECT NOPE FROM T WHERE FALSE)", "000904"],
    ["SELECT A FROM T WHERE COUNT(*) = 1", "000002"],
    ["SELECT (SELECT A FROM T)", "090150"],
    ["SELECT 1 UNION ALL SELECT 1, 2", "001789"],
    ["SELECT A FROM T GROUP BY A", "001003"],
    ["SELECT DISTINCT A FROM T", "001003"],
    ["SELECT A FROM T, T", "001003"],
    ["SELECT A FROM T JOIN T", "001003"],
    ["SELECT A FROM T LIMIT 'x'", "001003"],
    ["SELECT A FROM T LIMIT -1", "001003"],
    ["SELECT NOPE.NEXTVAL", "002003"],
  ])("%s fails with %s", (text, code) => {
    expect(start().error(text).code).toBe(code);
  });
});

describe("Arithmetic", () => {
  test.each([
    ["0.1 + 0.2", "0.3"],
    ["12345678901234567890 + 1", "12345678901234567891"],
    ["99999999999999999999999999999999999999 - 1", "99999999999999999999999999999999999998"],
    ["12345678901234567890 * 10.5", "129629628462962962845.0"],
    ["1 / 3", "0.333333"],
    ["-2 / 3", "-0.666667"],
    ["7 % -3", "1"],
    ["1.5::FLOAT * 2", "3"],
    ["12345678901234567891 = 12345678901234567890", "0"],
    ["12345678901234567890123456789012345678 > 12345678901234567890123456789012345677", "1"],
    ["1.0 = 1.00", "1"],
    ["'2024-02-28'::DATE + 2", "19783"],
    ["'2024-03-01'::DATE - '2024-02-28'::DATE", "2"],
    ["DATEADD(month, 1, '2024-01-31'::DATE)::VARCHAR", "2024-02-29"],
    ["DATEADD(HOURS, -1, '2024-01-01 00:30:00'::TIMESTAMP_NTZ)::VARCHAR", "2023-12-31 23:30:00.000"],
    ["1.005::NUMBER(10,2)", "1.01"],
    ["-0.5::NUMBER(5,0)", "-1"],
    ["12345678901234567890.5::VARCHAR", "12345678901234567890.5"],
    ["COALESCE(NULL, 2)", "2"],
    ["IFF(1 > 2, 'a', 'b') || LENGTH('ab')", "b2"],
    ["'2024-02-29 01:02:03.5 +01:00'::TIMESTAMP_TZ::VARCHAR", "2024-02-29 01:02:03.500 +0100"],
  ])("%s is %s", (expression, value) => {
    expect(new Account().value(`SELECT ${expression}`)).toBe(value);
  });

  test.each([
    ["99999999999999999999999999999999999999 + 1", "100046"],
    ["1 % 0", "100051"],
    ["'a' + 1", "100038"],
    ["DATEADD(lustrum, 1, '2024-01-31'::DATE)", "001422"],
  ])("%s fails with %s", (expression, code) => {
    expect(new Account().error(`SELECT ${expression}`).code).toBe(code);
  });
});
