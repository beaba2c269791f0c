import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { prepareJavaScript } from "../../../emulator/engine/procedure/javascript-engine";
import { Account } from "./account";

beforeAll(prepareJavaScript);

let account: Account;

beforeEach(() => {
  account = new Account();
  account.run("CREATE DATABASE D", "CREATE WAREHOUSE W", "CREATE TABLE T (A INT, B TEXT)");
});

/** A procedure that returns its own signature and arguments. */
const echo = (args: string, label: string) =>
  account.run(
    `CREATE PROCEDURE P(${args}) RETURNS VARCHAR LANGUAGE JAVASCRIPT AS $$
      return "${label}: " + Array.from(arguments).join(",")$$`,
  );

describe("CALL", () => {
  test("answers one row, whose column is named after the procedure and has the type that it returns", () => {
    account.run("CREATE PROCEDURE P(a INT) RETURNS NUMBER(10,2) AS 'RETURN a + 1'");
    const { columns, rows } = account.result("CALL D.PUBLIC.P(1)");
    expect(columns).toMatchObject([{ name: "P", type: "fixed", precision: 10, scale: 2 }]);
    expect(rows).toEqual([["2.00"]]);
    expect(account.value("SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))")).toBe("2.00");
  });

  test.each([
    ["P(1.5)", "1.5,x"],
    ["P(1, 'y')", "1,y"],
    ["P(b => 'y', a => 2)", "2,y"],
    ["P(A => 2)", "2,x"],
    ["P('3')", "3,x"],
    ["P(2 * 2::FLOAT)", "4,x"],
    ["P((SELECT COUNT(*) FROM T))", "0,x"],
    ["P(SELECT COUNT(*) FROM T, 'y')", "0,y"],
    ["P($V)", "49,x"],
    ["P(1, TRUE)", "1,true"],
    ["P(NULL, '2024-01-02'::DATE)", ",2024-01-02"],
  ])("%s", (call, args) => {
    echo("a FLOAT, b TEXT DEFAULT 'x'", "p");
    account.run("SET V = 49");
    expect(account.value(`CALL ${call}`)).toBe(`p: ${args}`);
  });

  test.each([
    ["P()", "()"],
    ["P(1, 'a', 2)", "(NUMBER(1,0), VARCHAR(1), NUMBER(1,0))"],
    ["P(b => 'x')", "(VARCHAR(1))"],
    ["P(c => 1)", "(NUMBER(1,0))"],
    ["P(TRUE)", "(BOOLEAN)"],
  ])("%s fits no procedure", (call, types) => {
    echo("a FLOAT, b TEXT DEFAULT 'x'", "p");
    const error = account.error(`CALL ${call}`);
    expect([error.code, error.sqlState]).toEqual(["001044", "42P13"]);
    expect(error.message).toContain(`error line 1 at position 5\nInvalid argument types for function 'P': ${types}`);
  });

  test("takes the overload that is nearest to the arguments", () => {
    echo("n FLOAT", "number");
    echo("s TEXT", "text");
    echo("n FLOAT, s TEXT", "both");
    expect(account.value("CALL P(1)")).toBe("number: 1");
    expect(account.value("CALL P('1')")).toBe("text: 1");
    expect(account.value("CALL P('2014-01-01'::DATE)")).toBe("text: 2014-01-01");
    expect(account.value("CALL P(n => '1')")).toBe("number: 1");
    expect(account.value("CALL P(1, 'x')")).toBe("both: 1,x");
  });

  test("of an unknown procedure says so", () => {
    expect(account.error("CALL NOPE(1)")).toMatchObject({
      code: "002140",
      message: "SQL compilation error:\nUnknown function NOPE",
    });
    expect(account.error("CALL D.PUBLIC.NOPE(1)")).toMatchObject({
      code: "002141",
      message: "SQL compilation error:\nUnknown user-defined function D.PUBLIC.NOPE",
    });
  });

  test.each([
    ["CALL P(1, b => 'x')", "000002"],
    ["CALL P(1) INTO :x", "000002"],
    ["CALL P(1), P(2)", "001003"],
    ["CALL P(1) + 1", "001003"],
    ["CALL P", "001003"],
    ["SELECT * FROM (CALL P(1))", "001003"],
  ])("%s is refused", (statement, code) => {
    echo("a FLOAT, b TEXT DEFAULT 'x'", "p");
    expect(account.error(statement).code).toBe(code);
  });

  test("of a STRICT procedure with a NULL runs nothing", () => {
    account.run("CREATE PROCEDURE P(a INT) RETURNS INT STRICT AS 'INSERT INTO T VALUES (1, NULL)'");
    expect(account.value("CALL P(NULL)")).toBeNull();
    expect(account.rows("SELECT * FROM T")).toEqual([]);
  });

  test("of a NOT NULL procedure that returns nothing fails", () => {
    account.run("CREATE PROCEDURE P() RETURNS INT NOT NULL AS 'RETURN NULL'");
    expect(account.error("CALL P()")).toMatchObject({ code: "100072", sqlState: "22000" });
  });

  test("reaches functions of the system", () => {
    expect(account.error("CALL SYSTEM$NOPE()").code).toBe("002140");
  });

  test("describes its result without running", () => {
    account.run("CREATE PROCEDURE P() RETURNS INT AS 'INSERT INTO T VALUES (1, NULL)'");
    account.engine.execute(account.session, "CALL P()", { queryId: "d", describeOnly: true });
    expect(account.rows("SELECT * FROM T")).toEqual([]);
  });
});

describe("Languages that are not run", () => {
  const create = (returns: string) =>
    account.run(
      `CREATE PROCEDURE P() RETURNS ${returns} LANGUAGE PYTHON RUNTIME_VERSION = '3.11'
        PACKAGES = ('snowflake-snowpark-python') HANDLER = 'run' AS 'def run(session): pass'`,
    );

  test("say so where text can be returned", () => {
    create("VARCHAR");
    expect(account.value("CALL P()")).toBe("P was not run: the emulator does not execute Python");
  });

  test("return nothing otherwise", () => {
    create("NUMBER");
    expect(account.value("CALL P()")).toBeNull();
  });

  test("return a table without rows", () => {
    create("TABLE (A INT, B TEXT)");
    const { columns, rows } = account.result("CALL P()");
    expect(columns.map(({ name }) => name)).toEqual(["A", "B"]);
    expect(rows).toEqual([]);
  });
});

describe("WITH … AS PROCEDURE", () => {
  test("calls a procedure that lives for the call", () => {
    const row = account.row(
      "WITH n AS PROCEDURE (a STRING, b FLOAT) RETURNS STRING LANGUAGE JAVASCRIPT AS $$return A + B;$$ CALL n('x', 1)",
    );
    expect(row).toEqual({ N: "x1" });
    expect(account.rows("SHOW PROCEDURES")).toEqual([]);
  });

  test("takes what Python clients send, over several lines", () => {
    const statement = `
      WITH task_handler_sp AS PROCEDURE () RETURNS STRING LANGUAGE PYTHON RUNTIME_VERSION=3.11
      PACKAGES=('snowflake-snowpark-python','cloudpickle==3.0.0') HANDLER='compute'
      AS $$
x = "a; b"
$$
      CALL task_handler_sp()`;
    expect(account.value(statement)).toContain("was not run");
    expect(account.error(statement.replace("PROCEDURE ()", "PROCEDURE (a STRING)")).code).toBe("001044");
  });

  test("runs with the rights and in the session of the caller", () => {
    account.run("SET V = 'mine'");
    const body = `"SELECT CURRENT_SCHEMA() || $V"`;
    expect(
      account.value(
        `WITH n AS PROCEDURE () RETURNS STRING LANGUAGE JAVASCRIPT
          AS 'var r = snowflake.execute({sqlText: ${body}}); r.next(); return r.getColumnValue(1)' CALL n()`,
      ),
    ).toBe("PUBLICmine");
  });
});

describe("Rights", () => {
  const bobs = () => {
    const admin = new Account({
      users: [
        { name: "ann", password: "x" },
        { name: "bob", password: "x", roles: ["NURSE"] },
      ],
    });
    admin.run("CREATE DATABASE D", "CREATE TABLE T (A INT)", "CREATE SCHEMA S", "CREATE WAREHOUSE W");
    admin.run("GRANT USAGE ON DATABASE D TO ROLE NURSE", "GRANT USAGE ON ALL SCHEMAS IN DATABASE D TO ROLE NURSE");
    admin.run("GRANT USAGE ON WAREHOUSE W TO ROLE NURSE", "USE SCHEMA D.PUBLIC");
    const bob = admin.login({ user: "bob", warehouse: "W", database: "D", schema: "S" });
    return { admin, bob };
  };
  const insert =
    "RETURNS VARCHAR LANGUAGE JAVASCRIPT EXECUTE AS %s AS 'snowflake.execute({sqlText: `INSERT INTO T VALUES (1)`})'";

  test("without USAGE, a procedure is not there", () => {
    const { admin, bob } = bobs();
    admin.run(`CREATE PROCEDURE P() ${insert.replace("%s", "OWNER")}`);
    expect(bob.error("CALL D.PUBLIC.P()").code).toBe("002141");
    admin.run("GRANT USAGE ON PROCEDURE P() TO ROLE NURSE");
    expect(bob.value("CALL D.PUBLIC.P()")).toBeNull();
  });

  test("of the owner count in a procedure of its own, which works in its own schema", () => {
    const { admin, bob } = bobs();
    admin.run(`CREATE PROCEDURE P() ${insert.replace("%s", "OWNER")}`, "GRANT USAGE ON PROCEDURE P() TO ROLE NURSE");
    bob.run("CALL D.PUBLIC.P()");
    expect(admin.rows("SELECT * FROM T")).toEqual([{ A: "1" }]);
    expect(bob.error("SELECT * FROM D.PUBLIC.T").code).toBe("002003");
    expect([bob.session.role, bob.session.schema]).toEqual(["NURSE", "S"]);
  });

  test("of the caller count where the procedure says so", () => {
    const { admin, bob } = bobs();
    admin.run(`CREATE PROCEDURE P() ${insert.replace("%s", "CALLER")}`, "GRANT USAGE ON PROCEDURE P() TO ROLE NURSE");
    bob.run("USE SCHEMA D.PUBLIC");
    expect(bob.error("CALL P()").code).toBe("100183");
    admin.run("ALTER PROCEDURE P() EXECUTE AS OWNER");
    bob.run("CALL P()");
  });

  test("of the owner leave the session of the caller alone", () => {
    const { admin } = bobs();
    const create = (rights: string, statement: string) =>
      admin.run(`CREATE OR REPLACE PROCEDURE P() RETURNS INT EXECUTE AS ${rights} AS $$${statement}$$`);
    for (const statement of ["USE SCHEMA D.S", "SET V = 1", "ALTER SESSION SET QUERY_TAG = 'x'"]) {
      create("OWNER", statement);
      expect(admin.error("CALL P()").code).toBe("090236");
    }
    create("OWNER", "SELECT $OUTSIDE");
    admin.run("SET OUTSIDE = 1");
    expect(admin.error("CALL P()").code).toBe("002211");
    create("CALLER", "USE SCHEMA D.S");
    admin.run("CALL P()");
    expect(admin.session.schema).toBe("S");
  });
});

test("A temporary procedure goes with its session", () => {
  account.run(
    "CREATE TEMPORARY PROCEDURE P() RETURNS INT AS 'RETURN 1'",
    "CREATE PROCEDURE Q() RETURNS INT AS 'RETURN 1'",
  );
  expect(account.value("CALL P()")).toBe("1");
  const other = account.login({ user: "ann" });
  account.engine.closeSession(account.session);
  expect(other.names("SHOW PROCEDURES IN ACCOUNT")).toEqual(["Q"]);
});
