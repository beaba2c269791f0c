import { describe, expect, test } from "vitest";
import { changesOf, createStatements, unknownValue, validate } from "../../provider/resource";
import { namesOf, namesOfId } from "../../provider/resource/names";
import { procedure } from "../../provider/resources";
import { canonicalQualified } from "../../provider/sql";
import { canonical, checked, created, edited, planned, problemsOf } from "./plans";
import { leastProcedure as python } from "./procedure-examples";

const inSql = { language: "sql", returns: "varchar", body: "RETURN 1" };
const inJavaScript = { language: "javascript", returns: "varchar", body: "return A;" };
const name = "SCRATCH.PUBLIC.LOADING";
const pythonTail = `HANDLER = 'run' AS $$${python.body}$$`;

describe("a procedure is created by", () => {
  test.each<[Record<string, unknown>, string]>([
    [inSql, `CREATE PROCEDURE ${name} () RETURNS VARCHAR LANGUAGE SQL AS $$RETURN 1$$`],
    [
      { ...inSql, secure: true, copyGrants: true, executeAs: "caller", comment: "it's" },
      `CREATE SECURE PROCEDURE ${name} () COPY GRANTS RETURNS VARCHAR LANGUAGE SQL COMMENT = 'it''s' EXECUTE AS CALLER AS $$RETURN 1$$`,
    ],
    [
      {
        ...inSql,
        arguments: [
          { name: "a", type: "int", mode: "output" },
          { name: '"b c"', type: "text", default: "'$$'" },
          { name: "d", type: "date", default: "current_date" },
        ],
        returns: { table: [{ name: "id", type: "int" }] },
      },
      `CREATE PROCEDURE ${name} (A OUT NUMBER, "b c" VARCHAR DEFAULT '$$', D DATE DEFAULT CURRENT_DATE()) RETURNS TABLE(ID NUMBER) LANGUAGE SQL AS $$RETURN 1$$`,
    ],
    [
      { ...inJavaScript, nullHandling: "strict", returns: { type: "float", notNull: true } },
      `CREATE PROCEDURE ${name} () RETURNS FLOAT NOT NULL LANGUAGE JAVASCRIPT RETURNS NULL ON NULL INPUT AS $$return A;$$`,
    ],
    [
      { ...inJavaScript, body: "return '$$' + \"\\n\";" },
      `CREATE PROCEDURE ${name} () RETURNS VARCHAR LANGUAGE JAVASCRIPT AS 'return ''$$'' + "\\\\n";'`,
    ],
    [
      python,
      `CREATE PROCEDURE ${name} () RETURNS VARCHAR LANGUAGE PYTHON RUNTIME_VERSION = '3.11' PACKAGES = ('snowflake-snowpark-python') ${pythonTail}`,
    ],
    [
      {
        ...python,
        body: undefined,
        handler: "m.run",
        artifactRepository: "a.b.c",
        imports: ["@a.b.c/m.py"],
        externalAccessIntegrations: ["net", '"my net"'],
        secrets: { b: "a.b.c", "a'": 'A.B."c d"' },
      },
      `CREATE PROCEDURE ${name} () RETURNS VARCHAR LANGUAGE PYTHON RUNTIME_VERSION = '3.11' ARTIFACT_REPOSITORY = A.B.C ` +
        "PACKAGES = ('snowflake-snowpark-python') IMPORTS = ('@a.b.c/m.py') HANDLER = 'm.run' " +
        `EXTERNAL_ACCESS_INTEGRATIONS = (NET, "my net") SECRETS = ('a''' = A.B."c d", 'b' = A.B.C)`,
    ],
  ])("%o", (written, statement) => {
    expect(created(procedure, written)).toEqual([statement]);
  });

  test("further statements for what CREATE does not take", () => {
    const [, ...rest] = created(procedure, {
      ...inSql,
      arguments: [{ name: "a", type: "char(3)" }],
      logLevel: "info",
      traceLevel: "always",
      autoEventLogging: "all",
      tags: { "a.b.c": "1" },
    });
    expect(rest).toEqual([
      `ALTER PROCEDURE ${name}(VARCHAR) SET LOG_LEVEL = 'INFO' TRACE_LEVEL = 'ALWAYS'`,
      `ALTER PROCEDURE ${name}(VARCHAR) SET AUTO_EVENT_LOGGING = 'ALL'`,
      `ALTER PROCEDURE ${name}(VARCHAR) SET TAG A.B.C = '1'`,
    ]);
  });
});

describe("a procedure is altered by", () => {
  test.each<[Record<string, unknown>, Record<string, unknown>, string[]]>([
    [{ comment: "a" }, { comment: "b" }, ["SET COMMENT = 'b'"]],
    [{ comment: "a" }, {}, ["UNSET COMMENT"]],
    [{}, { executeAs: "restricted caller" }, ["EXECUTE AS RESTRICTED CALLER"]],
    [{ executeAs: "CALLER" }, {}, ["EXECUTE AS OWNER"]],
    [{ executeAs: "OWNER", nullHandling: "CALLED ON NULL INPUT", secure: false }, {}, []],
    [{ logLevel: "INFO", traceLevel: "OFF" }, { logLevel: "WARN" }, ["SET LOG_LEVEL = 'WARN'", "UNSET TRACE_LEVEL"]],
    [{ autoEventLogging: "ALL" }, {}, ["UNSET AUTO_EVENT_LOGGING"]],
    [{ tags: { "A.B.C": "1" } }, { tags: { "A.B.D": "2" } }, ["SET TAG A.B.D = '2'", "UNSET TAG A.B.C"]],
    [{ copyGrants: true }, {}, []],
  ])("%o → %o", (before, after, clauses) => {
    expect(edited(procedure, { ...inSql, ...before }, { ...inSql, ...after })).toEqual(
      clauses.map((clause) => `ALTER PROCEDURE ${name}() ${clause}`),
    );
  });
});

describe("a procedure is changed by one CREATE OR ALTER", () => {
  const whole = (rest: string) => `CREATE OR ALTER PROCEDURE ${name} () RETURNS VARCHAR LANGUAGE SQL ${rest}`;

  test.each<[Record<string, unknown>, Record<string, unknown>, string[]]>([
    [{}, { body: "RETURN 2" }, [whole("AS $$RETURN 2$$")]],
    [
      { comment: "a", logLevel: "INFO", copyGrants: true },
      { comment: "b", logLevel: "INFO", executeAs: "CALLER", body: "RETURN 2", copyGrants: true },
      [whole("COMMENT = 'b' EXECUTE AS CALLER LOG_LEVEL = 'INFO' AS $$RETURN 2$$")],
    ],
    [
      { autoEventLogging: "ALL", tags: { "A.B.C": "1" } },
      { autoEventLogging: "ALL", tags: { "A.B.C": "2" }, body: "RETURN 2" },
      [
        whole("AS $$RETURN 2$$"),
        `ALTER PROCEDURE ${name}() SET AUTO_EVENT_LOGGING = 'ALL'`,
        `ALTER PROCEDURE ${name}() SET TAG A.B.C = '2'`,
      ],
    ],
    [
      { autoEventLogging: "ALL" },
      { body: "RETURN 2" },
      [whole("AS $$RETURN 2$$"), `ALTER PROCEDURE ${name}() UNSET AUTO_EVENT_LOGGING`],
    ],
  ])("%o → %o", (before, after, statements) => {
    expect(edited(procedure, { ...inSql, ...before }, { ...inSql, ...after })).toEqual(statements);
  });

  test.each<[Record<string, unknown>]>([
    [{ returns: "NUMBER" }],
    [{ secure: true }],
    [{ runtimeVersion: "3.12" }],
    [{ artifactRepository: "A.B.C" }],
    [{ packages: [...python.packages, "numpy"] }],
    [{ imports: ["@A.B.C/m.py"] }],
    [{ externalAccessIntegrations: ["NET"], secrets: { a: "A.B.C" } }],
  ])("where %o is new", (change) => {
    for (const [before, after] of [
      [python, { ...python, ...change }],
      [{ ...python, ...change }, python],
    ] as const) {
      const steps = planned(procedure, before, after);
      expect(steps).toMatchObject([{ rebuilds: "altered", properties: Object.keys(change) }]);
      expect(steps[0]?.statement.text).toMatch(/^CREATE OR ALTER (?:SECURE )?PROCEDURE /);
    }
  });
});

describe("a procedure is made anew, with the grants that it had, where", () => {
  test.each<[Record<string, unknown>, Record<string, unknown>]>([
    [python, { ...python, handler: "start" }],
    [python, { ...python, nullHandling: "STRICT" }],
    [{ ...python, nullHandling: "STRICT" }, python],
    [inSql, { ...inSql, language: "javascript" }],
    [
      { ...python, arguments: [{ name: "A", type: "int" }] },
      { ...python, arguments: [{ name: "B", type: "int" }] },
    ],
    [
      { ...python, arguments: [{ name: "A", type: "int", default: 1 }] },
      { ...python, arguments: [{ name: "A", type: "number(10,2)" }] },
    ],
  ])("%o becomes %o", (before, after) => {
    const [step, ...rest] = planned(procedure, before, after);
    expect(rest).toEqual([]);
    expect(step).toMatchObject({ rebuilds: "anew" });
    expect(step?.statement.text).toMatch(
      /^CREATE OR REPLACE PROCEDURE SCRATCH\.PUBLIC\.LOADING \(.*\) COPY GRANTS RETURNS/,
    );
  });

  test("and what CREATE does not take is set again", () => {
    const others = { comment: "c", logLevel: "INFO", tags: { "A.B.C": "1" } };
    expect(
      edited(procedure, { ...python, ...others }, { ...python, ...others, handler: "start", traceLevel: "OFF" }).slice(
        1,
      ),
    ).toEqual([
      `ALTER PROCEDURE ${name}() SET LOG_LEVEL = 'INFO' TRACE_LEVEL = 'OFF'`,
      `ALTER PROCEDURE ${name}() SET TAG A.B.C = '1'`,
    ]);
  });
});

describe("what means the same is no change", () => {
  test.each<[Record<string, unknown>, Record<string, unknown>]>([
    [
      { ...inSql, body: "BEGIN RETURN 1; END" },
      { ...inSql, body: "BEGIN\n  RETURN 1;\nEND;" },
    ],
    [
      { ...inSql, returns: "string" },
      { ...inSql, returns: "VARCHAR(134217728)" },
    ],
    [
      { ...python, packages: ["snowflake-snowpark-python", "NumPy==1"] },
      { ...python, packages: ["numpy==1", "snowflake-snowpark-python"] },
    ],
    [
      { ...python, imports: ['@"A".b."C"/m.py'] },
      { ...python, imports: ["@a.B.c/m.py"] },
    ],
    [
      { ...inSql, arguments: [{ name: "a", type: "text", default: "$$x$$" }] },
      { ...inSql, arguments: [{ name: "A", type: "VARCHAR", default: "'x'", mode: "IN" }] },
    ],
    [
      { ...inSql, arguments: [] },
      { ...inSql, comment: "user-defined procedure" },
    ],
  ])("%o and %o", (left, right) => {
    expect(changesOf(procedure, canonical(procedure, left), canonical(procedure, right))).toEqual([]);
  });

  test.each([inJavaScript, python])("but blanks count in %o", (written) => {
    const other = { ...written, body: `${written.body}\n` };
    expect(changesOf(procedure, canonical(procedure, written), canonical(procedure, other))).toMatchObject([
      { key: "body" },
    ]);
  });
});

describe("the types of its arguments", () => {
  const values = (types: readonly string[]) =>
    canonical(procedure, { ...inSql, arguments: types.map((type, index) => ({ name: `A${index}`, type })) });

  test("tell it apart from others of its name", () => {
    expect(canonicalQualified(namesOf(procedure, values(["text", "decimal(10,2)"])))).toBe(`${name}(VARCHAR, NUMBER)`);
    expect(canonicalQualified(namesOf(procedure, values([])))).toBe(`${name}()`);
    expect(namesOfId(procedure, `${name}(text, int)`)).toEqual(namesOf(procedure, values(["VARCHAR", "NUMBER(5,0)"])));
  });

  test("make it another one when they change", () => {
    expect(changesOf(procedure, values(["int"]), values(["text"]))).toMatchObject([
      { key: "arguments", effect: "replace", why: expect.stringContaining("types") },
    ]);
  });

  test("may not be known yet", () => {
    const { values: unknown } = checked(procedure, { ...inSql, arguments: [{ name: "A", type: unknownValue }] });
    expect(createStatements(procedure, unknown)[0]?.statement.text).not.toContain(unknownValue);
    expect(changesOf(procedure, values(["int"]), unknown)).toEqual([{ key: "arguments", effect: "record" }]);
  });
});

describe("a procedure is refused with", () => {
  const argument = (...args: readonly object[]) => ({ ...inSql, arguments: args });

  test.each<[Record<string, unknown>, string, string]>([
    [{ ...inSql, body: " \n" }, "body", "is empty"],
    [{ ...inSql, body: "-- nothing" }, "body", "is empty"],
    [{ ...inSql, body: undefined }, "body", "is missing"],
    [{ ...inSql, body: "SELECT 1; SELECT 2" }, "body", "put them into a block"],
    [{ ...inJavaScript, body: "" }, "body", "is empty"],
    [{ ...python, body: undefined }, "body", "is missing"],
    [{ ...inJavaScript, body: `"${"x".repeat(1024 * 1024)}"` }, "body", "at most 1048576"],
    [{ ...python, handler: undefined }, "handler", "is missing"],
    [{ ...python, handler: "a b" }, "handler", "is not a function"],
    [{ ...python, packages: undefined }, "packages", "snowflake-snowpark-python"],
    [{ ...python, runtimeVersion: undefined }, "runtimeVersion", "is missing"],
    [{ ...python, runtimeVersion: "2.7" }, "runtimeVersion", "3.14"],
    [{ ...python, runtimeVersion: 3.1 }, "runtimeVersion", "write it in quotes"],
    [{ ...inJavaScript, packages: python.packages }, "packages", "is for Python alone"],
    [{ ...inSql, imports: ["@A.B.C/m.py"] }, "imports", "is for Python alone"],
    [{ ...inSql, externalAccessIntegrations: ["NET"] }, "externalAccessIntegrations", "is for Python alone"],
    [{ ...python, imports: ["m.py"] }, "imports[0]", "is not on a stage"],
    [{ ...python, imports: ["@CODE/m.py"] }, "imports", "@DB.SCHEMA.STAGE"],
    [{ ...python, imports: ["@A.B.C/m.py", "@A.B.D/m.py"] }, "imports", "has the file m.py twice"],
    [{ ...python, secrets: { a: "A.B.C" } }, "secrets", "need externalAccessIntegrations"],
    [{ ...python, externalAccessIntegrations: ["NET"], secrets: { a: "C" } }, "secrets.a", "qualified name"],
    [argument({ name: "a", type: "decfloat" }), "arguments", "DECFLOAT"],
    [{ ...inSql, returns: "DECFLOAT" }, "returns", "DECFLOAT"],
    [{ ...inJavaScript, returns: "TABLE()" }, "returns", "TABLE"],
    [{ ...inJavaScript, arguments: [{ name: "A", type: "int" }] }, "arguments", "write FLOAT"],
    [{ ...inSql, returns: undefined }, "returns", "is missing"],
    [{ ...inSql, returns: "nonsense" }, "returns", "nonsense"],
    [{ ...inSql, language: undefined }, "language", "is missing"],
    [{ ...inSql, language: "cobol" }, "language", "javascript, sql, python"],
    [argument({ name: "a", type: "int" }, { name: "A", type: "text" }), "arguments", "has the argument A twice"],
    [argument({ name: "a", type: "int", default: 1 }, { name: "b", type: "int" }), "arguments", "has B behind"],
    [argument({ name: "a", type: "int", default: "1; DROP" }), "arguments[0].default", "a ; ends the statement"],
    [argument({ name: "a b", type: "int" }), "arguments[0].name", "is not an identifier"],
    [argument({ name: "a", type: "int", mode: "inout" }), "arguments[0].mode", "IN, OUT"],
    [{ ...python, arguments: [{ name: "a", type: "int", mode: "OUT" }] }, "arguments", 'for language "sql" alone'],
    [{ ...python, autoEventLogging: "ALL" }, "autoEventLogging", 'for language "sql" alone'],
    [{ ...inSql, executeAs: "everybody" }, "executeAs", "RESTRICTED CALLER"],
  ])("%o", (written, path, words) => {
    const problems = problemsOf(procedure, written);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(words);
  });

  test("no schema", () => {
    expect(validate(procedure, { name: "p", ...inSql }).problems).toEqual([
      { path: "schema", message: "is missing: a Procedure needs a schema" },
    ]);
  });
});
