import { beforeEach, describe, expect, test } from "vitest";
import { Account } from "./account";

let account: Account;

beforeEach(() => {
  account = new Account();
  account.run("CREATE DATABASE D");
});

const python = "LANGUAGE PYTHON RUNTIME_VERSION = '3.11' PACKAGES = ('snowflake-snowpark-python') HANDLER = 'run'";

const described = (procedure: string) =>
  Object.fromEntries(account.rows(`DESCRIBE PROCEDURE ${procedure}`).map(({ property, value }) => [property, value]));

describe("CREATE PROCEDURE", () => {
  test("answers that a function was created", () => {
    expect(account.run("CREATE PROCEDURE P() RETURNS FLOAT LANGUAGE JAVASCRIPT AS 'return 1'")).toBe(
      "Function P successfully created.",
    );
  });

  test.each([
    ["'RETURN 1'", "RETURN 1"],
    ["$$\nBEGIN\n  RETURN 'it''s';\nEND\n$$", "\nBEGIN\n  RETURN 'it''s';\nEND\n"],
    ["BEGIN\n  LET a := :x; -- one\n  RETURN a;\nEND;", "BEGIN\n  LET a := :x; -- one\n  RETURN a;\nEND"],
    [
      "DECLARE a INT; BEGIN IF (TRUE) THEN RETURN 1; END IF; END",
      "DECLARE a INT; BEGIN IF (TRUE) THEN RETURN 1; END IF; END",
    ],
  ])("keeps the body %j as it was written", (written, body) => {
    account.run(`CREATE PROCEDURE P(x INT) RETURNS INT AS ${written}`);
    expect(described("P(INT)")).toMatchObject({ language: "SQL", body });
  });

  test("OR REPLACE makes a new procedure, and keeps grants only with COPY GRANTS", () => {
    const create = (clause = "") =>
      `CREATE OR REPLACE PROCEDURE P(a FLOAT) ${clause} RETURNS FLOAT LANGUAGE JAVASCRIPT AS 'return 1'`;
    const privileges = () => account.rows("SHOW GRANTS ON PROCEDURE P(FLOAT)").map(({ privilege }) => privilege);
    account.run(create(), "GRANT USAGE ON PROCEDURE P(FLOAT) TO ROLE PUBLIC");
    const before = account.row("SHOW PROCEDURES");
    account.run(create("COPY GRANTS"));
    expect(privileges()).toEqual(["OWNERSHIP", "USAGE"]);
    expect(account.row("SHOW PROCEDURES")["created_on"]).not.toBe(before["created_on"]);
    account.run(create());
    expect(privileges()).toEqual(["OWNERSHIP"]);
  });

  test("OR ALTER keeps the object and takes out what it does not say", () => {
    account.run(
      "CREATE PROCEDURE P() RETURNS FLOAT LANGUAGE JAVASCRIPT COMMENT = 'c' EXECUTE AS CALLER AS 'return 1'",
      "ALTER PROCEDURE P() SET LOG_LEVEL = 'INFO'",
    );
    const before = account.row("SHOW PROCEDURES");
    account.run(`CREATE OR ALTER PROCEDURE P() RETURNS VARCHAR LANGUAGE JAVASCRIPT LOG_LEVEL = 'WARN' AS 'return 2'`);
    const after = account.row("SHOW PROCEDURES");
    expect(after).toEqual({
      ...before,
      arguments: "P() RETURN VARCHAR",
      description: "user-defined procedure",
    });
    expect(described("P()")).toMatchObject({ "execute as": "OWNER", body: "return 2", returns: "VARCHAR" });
    expect(account.parameter("LOG_LEVEL", "PROCEDURE P()")).toMatchObject({ value: "WARN", level: "PROCEDURE" });
  });

  test.each([
    ["P() LANGUAGE JAVASCRIPT AS ''", "002029", "[RETURNS]"],
    ["P() RETURNS FLOAT LANGUAGE JAVASCRIPT", "002029", "[AS]"],
    ["P() RETURNS FLOAT LANGUAGE PYTHON AS ''", "002029", "[RUNTIME_VERSION, PACKAGES, HANDLER]"],
    [`P() RETURNS FLOAT ${python}`, "002029", "[AS]"],
    ["P() RETURNS FLOAT LANGUAGE JAVASCRIPT HANDLER = 'f' AS ''", "001420", "HANDLER"],
    ["P() RETURNS FLOAT PACKAGES = ('a') AS 'RETURN 1'", "001420", "PACKAGES"],
    [`P() RETURNS FLOAT ${python} TARGET_PATH = '@s/f.jar' AS ''`, "001420", "TARGET_PATH"],
    ["P() RETURNS TABLE () LANGUAGE JAVASCRIPT AS ''", "000002", "RETURNS TABLE"],
    ["P() RETURNS NUMBER LANGUAGE JAVASCRIPT AS ''", "002099", "'NUMBER(38,0)'"],
    ["P(a TIME) RETURNS FLOAT LANGUAGE JAVASCRIPT AS ''", "002099", "'TIME(9)'"],
    ["P(a DECFLOAT) RETURNS FLOAT AS 'RETURN 1'", "002099", "Language SQL does not support type 'DECFLOAT(38)'"],
    ["P(a OUT FLOAT) RETURNS FLOAT LANGUAGE JAVASCRIPT AS ''", "000002", "OUT argument"],
    ["P(a INT DEFAULT 1, b INT) RETURNS INT AS 'RETURN 1'", "000002", "required argument 'B'"],
    ["P(a INT, A INT) RETURNS INT AS 'RETURN 1'", "000002", "two arguments"],
    ["P() RETURNS INT LOG_LEVEL = 'INFO' AS 'RETURN 1'", "000002", "LOG_LEVEL"],
    ["P() RETURNS FLOAT LANGUAGE JAVASCRIPT AS BEGIN RETURN 1; END", "001003", "unexpected 'BEGIN'"],
    ["P() RETURNS INT WITH TAG (t = 'v') AS 'RETURN 1'", "000002", "TAG"],
    ["P RETURNS FLOAT LANGUAGE JAVASCRIPT AS ''", "001003", "unexpected 'RETURNS'"],
    ["P() RETURNS FLOAT RETURNS FLOAT AS ''", "001003", "unexpected 'RETURNS'"],
    [`P() RETURNS FLOAT ${python} SECRETS = ('a' = NOPE) AS ''`, "002003", "Secret 'D.PUBLIC.NOPE'"],
  ])("refuses %s", (definition, code, detail) => {
    const error = account.error(`CREATE PROCEDURE ${definition}`);
    expect(error.code).toBe(code);
    expect(error.message).toContain(detail);
  });
});

describe("Procedures of one name", () => {
  const create = (args: string) => account.run(`CREATE PROCEDURE P(${args}) RETURNS INT AS 'RETURN 1'`);
  const list = () => account.rows("SHOW PROCEDURES").map((row) => row["arguments"]);

  test("differ by the types of their arguments, whatever their length or spelling", () => {
    create("");
    create("a NUMBER(36,2)");
    create("a TEXT, b INT");
    expect(list()).toEqual(["P() RETURN NUMBER", "P(NUMBER) RETURN NUMBER", "P(VARCHAR, NUMBER) RETURN NUMBER"]);
    expect(account.error("CREATE PROCEDURE P(z DECIMAL) RETURNS INT AS 'RETURN 1'").code).toBe("002002");
    expect(account.run("DROP PROCEDURE P(INTEGER)")).toBe("P successfully dropped.");
    expect(account.run("DROP PROCEDURE P(CHAR(10), BIGINT)")).toBe("P successfully dropped.");
    expect(list()).toEqual(["P() RETURN NUMBER"]);
  });

  test.each([
    ["", "a INT DEFAULT 0"],
    ["a INT", "a INT, b INT DEFAULT 0"],
    ["a INT, b INT DEFAULT 0", "a INT"],
    ["a INT, b INT DEFAULT 0", "a INT, b TEXT DEFAULT ''"],
  ])("(%s) and (%s) could not be told apart", (one, other) => {
    create(one);
    const error = account.error(`CREATE PROCEDURE P(${other}) RETURNS INT AS 'RETURN 1'`);
    expect([error.code, error.sqlState]).toEqual(["000949", "42723"]);
    account.run(`CREATE PROCEDURE Q(${other}) RETURNS INT AS 'RETURN 1'`);
    const types = other.replaceAll(/\w (\w+)( DEFAULT \S+)?/g, "$1");
    expect(account.error(`ALTER PROCEDURE Q(${types}) RENAME TO P`).code).toBe("000949");
  });

  test("with an argument that may be left out are fine where the others need more", () => {
    create("a INT, b INT DEFAULT 0");
    create("a TEXT");
    expect(list()).toHaveLength(2);
  });

  test("are missing by their whole signature", () => {
    create("a INT");
    for (const statement of [
      "DROP PROCEDURE P(TEXT)",
      "DESC PROCEDURE P(TEXT)",
      "ALTER PROCEDURE P(TEXT) UNSET COMMENT",
    ]) {
      expect(account.error(statement).message).toContain("Procedure 'D.PUBLIC.P(VARCHAR)' does not exist");
    }
    expect(account.run("DROP PROCEDURE IF EXISTS P(TEXT)")).toContain("already dropped");
    expect(account.error("DROP PROCEDURE P").code).toBe("001003");
  });
});

describe("SHOW PROCEDURES", () => {
  test("has a row with these columns, also with USER", () => {
    account.run(
      "CREATE SECURE PROCEDURE P(a FLOAT, b VARCHAR(20) DEFAULT 'x') RETURNS VARCHAR LANGUAGE JAVASCRIPT AS ''",
    );
    const row = account.row("SHOW PROCEDURES LIKE 'p%' IN SCHEMA D.PUBLIC");
    expect(Object.entries(row).slice(1)).toEqual([
      ["name", "P"],
      ["schema_name", "PUBLIC"],
      ["is_builtin", "N"],
      ["is_aggregate", "N"],
      ["is_ansi", "N"],
      ["min_num_arguments", "1"],
      ["max_num_arguments", "2"],
      ["arguments", "P(FLOAT, DEFAULT VARCHAR) RETURN VARCHAR"],
      ["description", "user-defined procedure"],
      ["catalog_name", "D"],
      ["is_table_function", "N"],
      ["valid_for_clustering", "N"],
      ["is_secure", "Y"],
      ["secrets", ""],
      ["external_access_integrations", ""],
    ]);
    expect(account.rows("SHOW USER PROCEDURES")).toEqual([row]);
  });

  test.each([
    ["a NUMBER(36,2), b INTEGER", "NUMBER, NUMBER"],
    ["a DOUBLE", "FLOAT"],
    ["a TEXT, b CHAR(10), c VARCHAR(20)", "VARCHAR, VARCHAR, VARCHAR"],
    ["a VARBINARY, b DATETIME, c TIME(3)", "BINARY, TIMESTAMP_NTZ, TIME"],
    ["a VECTOR(INT, 16), b VARIANT", "VECTOR(INT, 16), VARIANT"],
    ["a IN INT, b OUT INT", "NUMBER, OUT NUMBER"],
  ])("generalises the types of (%s)", (args, types) => {
    account.run(`CREATE PROCEDURE P(${args}) RETURNS TABLE (x INT, y TEXT) AS 'RETURN 1'`);
    expect(account.row("SHOW PROCEDURES")).toMatchObject({
      arguments: `P(${types}) RETURN TABLE (X NUMBER, Y VARCHAR)`,
      is_table_function: "Y",
    });
  });
});

describe("DESCRIBE PROCEDURE", () => {
  test("of SQL has five rows", () => {
    account.run(`CREATE PROCEDURE P("x" FLOAT, y INT) RETURNS NUMBER(36,2) NOT NULL STRICT AS 'RETURN 1'`);
    expect(account.rows("DESC PROCEDURE P(FLOAT, INT)").map(Object.values)).toEqual([
      ["signature", "(x FLOAT, Y NUMBER)"],
      ["returns", "NUMBER(36,2) NOT NULL"],
      ["language", "SQL"],
      ["execute as", "OWNER"],
      ["body", "RETURN 1"],
    ]);
  });

  test("of JavaScript says how it is called too", () => {
    account.run("CREATE PROCEDURE P() RETURNS CHAR LANGUAGE JAVASCRIPT STRICT IMMUTABLE AS '1'");
    expect(account.rows("DESC PROCEDURE P()").map(Object.values)).toEqual([
      ["signature", "()"],
      ["returns", "VARCHAR(1)"],
      ["language", "JAVASCRIPT"],
      ["null handling", "RETURNS NULL ON NULL INPUT"],
      ["volatility", "IMMUTABLE"],
      ["execute as", "OWNER"],
      ["body", "1"],
    ]);
  });

  test("of Python names its code, packages and secrets", () => {
    account.run("CREATE SECRET S TYPE = GENERIC_STRING SECRET_STRING = 'hush'");
    account.run(
      `CREATE PROCEDURE P() RETURNS NUMBER LANGUAGE PYTHON RUNTIME_VERSION = 3.12 PACKAGES = ('a==1', 'b==2')
        IMPORTS = ('@s/f.zip') HANDLER = 'f.g' EXTERNAL_ACCESS_INTEGRATIONS = (net) SECRETS = ('v' = s)`,
    );
    expect(described("P()")).toMatchObject({
      returns: "NUMBER(38,0)",
      body: null,
      imports: "[@s/f.zip]",
      handler: "f.g",
      runtime_version: "3.12",
      packages: "['a==1','b==2']",
      external_access_integrations: "[NET]",
      secrets: '{"v":"\\"D\\".\\"PUBLIC\\".S"}',
    });
  });
});

describe("ALTER PROCEDURE", () => {
  beforeEach(() => {
    account.run(`CREATE PROCEDURE P(a INT) RETURNS INT ${python} AS 'def'`, "CREATE SCHEMA D.S", "USE SCHEMA D.PUBLIC");
  });

  test("sets and unsets the comment, the parameters and whose rights count", () => {
    account.run("ALTER PROCEDURE P(INT) SET COMMENT = 'c', LOG_LEVEL = 'DEBUG' TRACE_LEVEL = 'ALWAYS'");
    expect(account.row("SHOW PROCEDURES")["description"]).toBe("c");
    expect(account.parameter("TRACE_LEVEL", "PROCEDURE P(INT)")["value"]).toBe("ALWAYS");
    account.run(
      "ALTER PROCEDURE P(INT) UNSET COMMENT, LOG_LEVEL",
      "ALTER PROCEDURE P(INT) EXECUTE AS RESTRICTED CALLER",
    );
    expect(account.row("SHOW PROCEDURES")["description"]).toBe("user-defined procedure");
    expect(account.parameter("LOG_LEVEL", "PROCEDURE P(INT)")["value"]).toBe("OFF");
    expect(described("P(INT)")["execute as"]).toBe("RESTRICTED CALLER");
    expect(account.run("COMMENT ON PROCEDURE P(INT) IS 'd'")).toBe("Statement executed successfully.");
    expect(account.row("SHOW PROCEDURES")["description"]).toBe("d");
    expect(account.error("ALTER PROCEDURE P(INT) SET AUTO_EVENT_LOGGING = 'ALL'").code).toBe("001420");
  });

  test("sets and unsets secrets and integrations", () => {
    account.run("CREATE SECRET T TYPE = GENERIC_STRING SECRET_STRING = 'x'");
    account.run("ALTER PROCEDURE P(INT) SET EXTERNAL_ACCESS_INTEGRATIONS = (a, b) SECRETS = ('v' = t)");
    expect(account.row("SHOW PROCEDURES")).toMatchObject({
      secrets: '{"v":"\\"D\\".\\"PUBLIC\\".T"}',
      external_access_integrations: "[A,B]",
    });
    account.run("ALTER PROCEDURE P(INT) UNSET SECRETS, EXTERNAL_ACCESS_INTEGRATIONS");
    expect(account.row("SHOW PROCEDURES")).toMatchObject({ secrets: "", external_access_integrations: "" });
  });

  test("gives another name or schema, and keeps the object", () => {
    const { created_on } = account.row("SHOW PROCEDURES");
    account.run("ALTER PROCEDURE P(INT) RENAME TO D.S.Q");
    expect(account.row("SHOW PROCEDURES")).toMatchObject({ name: "Q", schema_name: "S", created_on });
    account.run(`CREATE PROCEDURE D.S.R(a INT) RETURNS INT AS 'RETURN 1'`);
    expect(account.error("ALTER PROCEDURE D.S.R(INT) RENAME TO Q").code).toBe("002002");
  });

  test("takes tags, on its own signature alone", () => {
    account.run("CREATE TAG T", `CREATE PROCEDURE P(a TEXT) RETURNS INT ${python} AS 'def'`);
    expect(account.run("ALTER PROCEDURE P(TEXT) SET TAG T = 'v'")).toBe("Statement executed successfully.");
    expect(account.error("ALTER PROCEDURE P(DATE) SET TAG T = 'v'").code).toBe("002003");
  });
});

describe("Procedures elsewhere", () => {
  test("are granted and shown with their signature", () => {
    account.run("CREATE PROCEDURE P(a INT, b TEXT) RETURNS VARCHAR AS 'RETURN 1'", "CREATE ROLE R");
    account.run("GRANT USAGE ON PROCEDURE P(INT, VARCHAR) TO ROLE R");
    const shown = account.rows("SHOW GRANTS TO ROLE R");
    expect(shown).toMatchObject([
      { privilege: "USAGE", granted_on: "PROCEDURE", name: 'D.PUBLIC."P(A NUMBER, B VARCHAR):VARCHAR"' },
    ]);
    account.run("REVOKE USAGE ON PROCEDURE P(INT, VARCHAR) FROM ROLE R");
    expect(account.rows("SHOW GRANTS TO ROLE R")).toEqual([]);
    account.run("GRANT OWNERSHIP ON ALL PROCEDURES IN SCHEMA D.PUBLIC TO ROLE R");
    expect(account.row("SHOW GRANTS TO ROLE R")["privilege"]).toBe("OWNERSHIP");
    expect(account.error("GRANT SELECT ON PROCEDURE P(INT, VARCHAR) TO ROLE R").code).toBe("003008");
  });

  test("come along with a clone of their schema, all overloads of them", () => {
    account.run(
      "CREATE PROCEDURE P() RETURNS INT AS 'RETURN 1'",
      "CREATE PROCEDURE P(a INT) RETURNS INT AS 'RETURN 2'",
    );
    account.run("CREATE SCHEMA C CLONE PUBLIC");
    expect(account.rows("SHOW PROCEDURES IN SCHEMA C").map((row) => row["arguments"])).toEqual([
      "P() RETURN NUMBER",
      "P(NUMBER) RETURN NUMBER",
    ]);
    account.run("DROP PROCEDURE D.C.P(INT)");
    expect(account.rows("SHOW PROCEDURES IN SCHEMA PUBLIC")).toHaveLength(2);
  });

  test("are found again in a saved account", () => {
    account.run("CREATE PROCEDURE P(a INT) RETURNS INT AS 'RETURN 1'");
    const other = new Account();
    other.engine.load(JSON.parse(JSON.stringify(account.engine.save())));
    expect(other.rows("DESC PROCEDURE D.PUBLIC.P(INT)")).toHaveLength(5);
  });
});

test("a secure procedure shows its code to those alone who own it", () => {
  account.run(`CREATE SECURE PROCEDURE P() RETURNS INT ${python} AS 'x'`, "CREATE ROLE READER");
  account.run(
    "GRANT USAGE ON DATABASE D TO ROLE READER",
    "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE READER",
    "GRANT USAGE ON PROCEDURE P() TO ROLE READER",
  );
  const hidden = ["body", "handler", "imports", "packages"];
  expect(Object.keys(described("P()"))).toEqual(expect.arrayContaining(hidden));
  account.run("GRANT ROLE READER TO USER ann", "USE ROLE READER");
  const shown = Object.keys(described("D.PUBLIC.P()"));
  expect(shown).toEqual(expect.arrayContaining(["signature", "returns", "language", "runtime_version"]));
  expect(shown.filter((property) => hidden.includes(property ?? ""))).toEqual([]);
});
