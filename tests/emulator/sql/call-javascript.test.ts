import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { prepareJavaScript } from "../../../emulator/engine/procedure/javascript-engine";
import { Account } from "./account";

beforeAll(prepareJavaScript);

let account: Account;

beforeEach(() => {
  account = new Account();
  account.run("CREATE DATABASE D", "CREATE WAREHOUSE W", "CREATE TABLE T (A INT, B TEXT)");
  account.run("INSERT INTO T VALUES (1, 'one'), (2, NULL)");
});

const create = (body: string, { returns = "VARIANT", args = "" } = {}) =>
  account.run(`CREATE OR REPLACE PROCEDURE P(${args}) RETURNS ${returns} LANGUAGE JAVASCRIPT AS $$${body}$$`);
/** What a body returns, by way of VARIANT. */
const returned = (body: string): unknown => {
  create(body);
  return JSON.parse(account.value("CALL P()") ?? "null");
};
const failure = (body: string, returns = "VARIANT") => {
  create(body, { returns });
  return account.error("CALL P()");
};

describe("A body in JavaScript", () => {
  test("finds its arguments under their names in upper case, NULL as undefined", () => {
    create("return [A, B, C, typeof D, typeof a, arguments.length]", {
      args: "a FLOAT, b TEXT, c BOOLEAN, d TEXT",
    });
    expect(JSON.parse(account.value("CALL P(1.5, 'x', TRUE, NULL)") ?? "")).toEqual([
      1.5,
      "x",
      true,
      "undefined",
      "undefined",
      4,
    ]);
  });

  test("gets dates, times, documents and bytes as JavaScript has them", () => {
    create("return [D instanceof Date, D.toISOString(), V.a[1], X.length, TS.getTime()]", {
      args: "d DATE, v VARIANT, x BINARY, ts TIMESTAMP_NTZ",
    });
    const call = `CALL P('2024-01-02', PARSE_JSON('{"a": [1, 2]}'), 'FF00'::BINARY, '2024-01-02 03:04:05')`;
    expect(JSON.parse(account.value(call) ?? "")).toEqual([true, "2024-01-02T00:00:00.000Z", 2, 2, 1704164645000]);
  });

  test.each([
    ["return 1.5", "FLOAT", "1.5"],
    ["return 3", "VARCHAR", "3"],
    ["return '3'", "FLOAT", "3"],
    ["return true", "BOOLEAN", "1"],
    ["return true", "VARCHAR", "true"],
    ["return new Date(Date.UTC(2024, 0, 2))", "DATE", "19724"],
    ["return new Date(1704164645678)", "TIMESTAMP_NTZ", "1704164645.678000000"],
    ["return {b: [1, null]}", "VARIANT", '{"b":[1,null]}'],
    ["return [1]", "ARRAY", "[1]"],
    ["return 'x'", "VARIANT", '"x"'],
    ["return null", "VARIANT", null],
    ["", "VARCHAR", null],
    ["return undefined", "FLOAT", null],
  ])("%j as %s is %s", (body, returns, cell) => {
    create(body, { returns });
    expect(account.value("CALL P()")).toBe(cell);
  });

  test("keeps nanoseconds of a timestamp that it got from a statement", () => {
    create(
      `var r = snowflake.execute({sqlText: "SELECT '2024-01-02 03:04:05.123456789'::TIMESTAMP_NTZ"}); r.next();
      return r.getColumnValue(1)`,
      { returns: "TIMESTAMP_NTZ" },
    );
    expect(account.value("CALL P()")).toBe("1704164645.123456789");
  });

  test("may assign to names that it did not declare, call itself, and use closures", () => {
    expect(returned("f = (n) => n < 2 ? 1 : n * f(n - 1); return f(10)")).toBe(3628800);
  });

  test("reaches nothing of the process", () => {
    const names = ["eval", "process", "require", "fetch", "console", "setTimeout", "WebAssembly", "call"];
    expect(returned(`return [${names.map((name) => `typeof ${name}`)}]`)).toEqual(names.map(() => "undefined"));
  });

  test("begins afresh with each call", () => {
    const body = "globalThis.n = (globalThis.n ?? 0) + 1; Object.prototype.left = 1; return n";
    expect([returned(body), returned(body)]).toEqual([1, 1]);
  });
});

describe("snowflake", () => {
  test("runs statements with binds, and hands out their rows", () => {
    const body = `
      const rs = snowflake.execute({sqlText: "SELECT A, B FROM T WHERE A < ? AND :2 = 'x' ORDER BY A", binds: [3, "x"]});
      const rows = [];
      while (rs.next()) rows.push([rs.getColumnValue(1), rs.getColumnValue("B"), rs.A, rs.getColumnValueAsString(1)]);
      return {rows, rowCount: rs.getRowCount(), columns: rs.getColumnCount(), type: rs.getColumnSqlType("A")}`;
    expect(returned(body)).toEqual({
      rows: [
        [1, "one", 1, "1"],
        [2, null, 2, "2"],
      ],
      rowCount: 2,
      columns: 2,
      type: "NUMBER",
    });
  });

  test("tells of a statement what it is and what it did", () => {
    const body = `
      const s = snowflake.createStatement({sqlText: "SELECT A, B, '2024-01-02'::TIMESTAMP_LTZ(3) AS C, 1.50 AS N FROM T"});
      const text = s.getSqlText().slice(0, 6);
      s.execute();
      return [text, s.getColumnCount(), s.getColumnName(2), s.getColumnScale(4), s.getColumnType("A"), s.getColumnType(3),
        s.isColumnText(2), s.isColumnText(1), s.isColumnTimestamp(3), s.isColumnNumber(4), s.getRowCount(), s.getQueryId().length]`;
    expect(returned(body)).toEqual(["SELECT", 4, "B", 2, "number", "date", true, false, true, true, 2, 36]);
  });

  test("counts the rows that a statement changed", () => {
    const body = `
      const run = (sqlText, binds) => { const s = snowflake.createStatement({sqlText, binds}); s.execute(); return s; };
      const inserted = run("INSERT INTO T VALUES (?, ?), (?, NULL)", [3, "it's", 4]).getNumRowsInserted();
      const updated = run("UPDATE T SET B = 'x' WHERE A > 2").getNumRowsUpdated();
      const deleted = run("DELETE FROM T WHERE A = 4");
      return [inserted, updated, deleted.getNumRowsDeleted(), deleted.getNumRowsAffected(), deleted.getNumRowsInserted()]`;
    expect(returned(body)).toEqual([2, 2, 1, 1, 0]);
    expect(account.value("SELECT COUNT(*) FROM T")).toBe("3");
  });

  test("binds dates, truth and nothing", () => {
    account.run("CREATE TABLE U (D TIMESTAMP_NTZ(3), F BOOLEAN, N TEXT)");
    returned(
      "snowflake.execute({sqlText: 'INSERT INTO U VALUES (?, ?, ?)', binds: [new Date(1704164645678), true, null]})",
    );
    expect(account.row("SELECT * FROM U")).toEqual({ D: "1704164645.678000000", F: "1", N: null });
    expect(failure("snowflake.execute({sqlText: 'SELECT ?', binds: [{}]})").message).toContain(
      "Invalid binds argument",
    );
  });

  test("SfDate knows its parts", () => {
    const body = `
      const rs = snowflake.execute({sqlText: "SELECT '1971-01-01 00:00:00.000123456'::TIMESTAMP_NTZ, '2024-01-02'::DATE"});
      rs.next();
      const [a, b] = [rs.getColumnValue(1), rs.getColumnValue(2)];
      return [a.getEpochSeconds(), a.getNanoSeconds(), a.getScale(), a.getTimezone(), a instanceof SfDate, b.getTime()]`;
    expect(returned(body)).toEqual([31536000, 123456, 9, 0, true, 1704153600000]);
  });

  test("takes logs and traces, and keeps none", () => {
    expect(
      returned(
        "snowflake.log('info', 'x'); snowflake.addEvent('e', {a: 1}); snowflake.setSpanAttribute('k', 1); return 1",
      ),
    ).toBe(1);
    expect(failure("snowflake.log('loud', 'x')").code).toBe("100132");
  });

  test("needs next() before a value, and a column that is there", () => {
    expect(failure("snowflake.execute({sqlText: 'SELECT 1'}).getColumnValue(1)").message).toContain("next()");
    expect(
      failure("var r = snowflake.execute({sqlText: 'SELECT 1'}); r.next(); r.getColumnValue(2)").message,
    ).toContain("does not exist: 2");
    expect(failure("snowflake.createStatement({sqlText: 'SELECT 1'}).getRowCount()").message).toContain(
      "not executed yet",
    );
    expect(failure("snowflake.execute({})").message).toContain("sqlText");
  });

  test("calls other procedures, also itself", () => {
    create(
      "if (N <= 1) return 1; var r = snowflake.execute({sqlText: 'CALL P(?)', binds: [N - 1]}); r.next(); return N * r.P",
      { args: "n FLOAT", returns: "FLOAT" },
    );
    expect(account.value("CALL P(5)")).toBe("120");
    expect(account.error("CALL P(100)").message).toContain("more than 16 deep");
    expect(account.value("CALL P(4)")).toBe("24");
  });
});

describe("Errors", () => {
  test("of a statement can be caught, with code, state and place", () => {
    const body = `
      try {
        snowflake.execute({sqlText: "SELECT * FROM NOPE"});
      } catch (e) {
        return [e.code, e.state, e.message, e.stackTraceTxt, e instanceof Error];
      }`;
    expect(returned(body)).toEqual([
      100183,
      "P0000",
      "SQL compilation error:\nObject 'D.PUBLIC.NOPE' does not exist or not authorized.",
      expect.stringMatching(/^At Snowflake\.execute, line 3 position \d+$/),
      true,
    ]);
  });

  test("of a statement that is not caught end the call", () => {
    const error = failure("\n  snowflake.createStatement({sqlText: 'SELECT * FROM NOPE'}).execute();");
    expect([error.code, error.sqlState]).toEqual(["100183", "P0000"]);
    expect(error.message).toMatch(
      /^Execution error in store procedure P:\nSQL compilation error:\nObject 'D\.PUBLIC\.NOPE' does not exist or not authorized\.\nAt Statement\.execute, line 2 position \d+$/,
    );
  });

  test("of the code name the line", () => {
    const error = failure("\n  let a = 1;\n  nope.x();");
    expect(error.code).toBe("100132");
    expect(error.message).toMatch(
      /^JavaScript execution error: Uncaught ReferenceError: .*nope.* is not defined in P at ' {2}nope\.x\(\);' position \d+\nstackstrace: \nP line: 3$/,
    );
  });

  test.each([
    ["throw 'mine'", "100132", "Uncaught mine in P"],
    ["throw new Error('mine')", "100132", "Uncaught Error: mine in P"],
    ["return (", "100131", "JavaScript compilation error: Uncaught SyntaxError"],
    ["function f() { return f() + 1 } return f()", "100132", "stack overflow"],
    ["const a = []; for (;;) a.push(new Uint8Array(1000000))", "100132", "out of memory"],
  ])("%j", (body, code, text) => {
    const error = failure(body);
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
    expect(returned("return 1")).toBe(1);
  });

  test("of a value that its type does not take", () => {
    expect(failure("return 'abc'", "FLOAT").code).toBe("100038");
    expect(failure("return 'abc'", "DATE").code).toBe("100040");
  });

  test("a body that does not end is stopped, whatever it catches", () => {
    account.run("ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = 1");
    const error = failure("for (;;) { try { for (;;); } catch (e) {} }");
    expect([error.code, error.sqlState]).toEqual(["000630", "57014"]);
    expect(returned("return 1")).toBe(1);
  });

  test("changes before an error stay", () => {
    failure("snowflake.execute({sqlText: 'DELETE FROM T'}); throw 1");
    expect(account.rows("SELECT * FROM T")).toEqual([]);
  });
});
