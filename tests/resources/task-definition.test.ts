import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unknownValue } from "../../provider/resource/unknown";
import { closedFunctionBody } from "../../provider/resources/closed-function";
import {
  definitionHash,
  definitionSchema,
  definitionText,
  readDefinition,
  sameDefinition,
  type TaskDefinition,
} from "../../provider/resources/task-definition";

const js = { language: "javascript", body: "return LIMIT;" };
const python = {
  language: "python",
  runtimeVersion: "3.12",
  packages: ["snowflake-snowpark-python"],
  handler: "run",
  body: "def run(session, day):\n  return 'it''s'\n",
};

function canonical(written: unknown): TaskDefinition {
  return definitionSchema.parse(written) as TaskDefinition;
}

function textOf(written: unknown): string {
  return definitionText(canonical(written)).text;
}

function problemsOf(written: unknown): readonly string[] {
  const { error } = definitionSchema.safeParse(written);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("what a task runs", () => {
  test.each<[string, unknown, TaskDefinition]>([
    ["SQL", "\n  select 1;\n", "select 1"],
    ["a block", "begin select 1; select 2; end;", "begin select 1; select 2; end"],
    ["a call", { call: "db.etl.load" }, { call: "DB.ETL.LOAD" }],
    ["a call in the task's schema", { call: '"my load"', args: [] }, { call: '"my load"' }],
    [
      "a call with a list",
      { call: "load", args: [1, null, "a", { sql: " f(x) " }] },
      { call: "LOAD", args: [1, null, "a", { sql: "f(x)" }] },
    ],
    [
      "a call with names",
      { call: "load", args: { y: [1], x: { a: 1 } } },
      { call: "LOAD", args: { X: { a: 1 }, Y: [1] } },
    ],
    [
      "a procedure",
      { procedure: { ...js, language: "JavaScript" } },
      { procedure: { language: "javascript", body: "return LIMIT;", returns: "VARCHAR" } },
    ],
    [
      "a procedure with arguments by name",
      {
        procedure: {
          ...js,
          returns: "double",
          args: { limit: { type: "double precision", value: 10 }, day: { type: "date" } },
        },
      },
      {
        procedure: {
          language: "javascript",
          body: "return LIMIT;",
          args: [
            { name: "DAY", type: "DATE" },
            { name: "LIMIT", type: "FLOAT", value: 10 },
          ],
          returns: "FLOAT",
        },
      },
    ],
    [
      "a procedure with a list of arguments",
      {
        procedure: {
          ...python,
          args: [
            { name: "z", type: "int", value: 1 },
            { name: "a", type: "text", value: null },
          ],
        },
      },
      {
        procedure: {
          ...python,
          language: "python",
          args: [
            { name: "Z", type: "NUMBER", value: 1 },
            { name: "A", type: "VARCHAR" },
          ],
          returns: "VARCHAR",
        },
      },
    ],
  ])("is %s, in a canonical form that stays", (_, written, form) => {
    expect(canonical(written)).toEqual(form);
    expect(canonical(form)).toEqual(form);
  });

  test.each<[unknown]>([
    [unknownValue],
    [{ call: unknownValue, args: unknownValue }],
    [{ call: "LOAD", args: [unknownValue, { sql: unknownValue }, [unknownValue]] }],
    [{ call: "LOAD", args: { X: unknownValue } }],
    [{ procedure: unknownValue }],
    [{ procedure: { ...js, args: unknownValue, returns: unknownValue } }],
    [{ procedure: { ...js, args: { limit: unknownValue }, returns: "VARCHAR" } }],
    [{ procedure: { ...js, args: [unknownValue], returns: "VARCHAR" } }],
    [
      {
        procedure: {
          ...js,
          args: [{ name: unknownValue, type: unknownValue, value: unknownValue }],
          returns: "VARCHAR",
        },
      },
    ],
    [{ procedure: { language: unknownValue, body: unknownValue, returns: "VARCHAR" } }],
  ])("is let pass where it is not known yet: %j", (written) => {
    expect(canonical(written)).toEqual(written);
    expect(definitionText(canonical(written)).text).toBe("<definition>");
  });

  test.each<[unknown, readonly string[]]>([
    ["", [": is empty; write the SQL statement that shall run"]],
    ["-- later", [": is empty; write the SQL statement that shall run"]],
    [
      "select 1; select 2",
      [
        ': has several statements, the second of which starts with "select"; put them into a block, BEGIN … END, or into a procedure',
      ],
    ],
    [5, [': is none; give SQL text, { call: "PROCEDURE", args: […] }, or { procedure: { language, body } }']],
    [[], [': is none; give SQL text, { call: "PROCEDURE", args: […] }, or { procedure: { language, body } }']],
    [{ call: "a.b.c.d" }, ['call: "a.b.c.d" has 4 parts; a procedure\'s name has 3']],
    [{ call: "load", args: 1 }, ["args: is not a list, or an object by their names, of values"]],
    [
      { call: "load", args: [Number.NaN] },
      ['args.0: NaN cannot be passed; give text, a number, true or false, null, JSON, or { sql: "…" }'],
    ],
    [{ call: "load", args: [{ sql: "1); drop table t" }] }, ['args.0.sql: "1); drop table t": a ) closes nothing']],
    [{ call: "load", args: { x: 1, X: 2 } }, ["args: has the argument X twice"]],
    [
      { call: "load", args: { '"x"': 1 } },
      ['args."x": "x" needs quotes, which CALL does not take for an argument; give args as a list'],
    ],
    [{ procedure: { language: "javascript", body: " " } }, ["procedure.body: is empty; write the code that shall run"]],
    [
      { procedure: { ...js, args: 1 } },
      ["procedure.args: is not a list, or an object by their names, of arguments of type and value"],
    ],
    [
      {
        procedure: {
          ...js,
          args: { a: { type: "text", value: 1 }, b: { type: "float", value: "x" }, c: { type: "date", value: 1 } },
        },
      },
      [
        'procedure.args.a.value: 1 does not fit the type VARCHAR; give text, or an expression as { sql: "…" }',
        'procedure.args.b.value: "x" does not fit the type FLOAT; give a number, or an expression as { sql: "…" }',
        'procedure.args.c.value: 1 does not fit the type DATE; give text that Snowflake can read as one, or an expression as { sql: "…" }',
      ],
    ],
    [
      {
        procedure: {
          ...js,
          args: [
            { name: "a", type: "array", value: {} },
            { name: "b", type: "object", value: [] },
            { name: "c", type: "bool", value: 1 },
          ],
        },
      },
      [
        'procedure.args.0.value: {} does not fit the type ARRAY; give a list, or an expression as { sql: "…" }',
        'procedure.args.1.value: [] does not fit the type OBJECT; give an object, or an expression as { sql: "…" }',
        'procedure.args.2.value: 1 does not fit the type BOOLEAN; give true or false, or an expression as { sql: "…" }',
      ],
    ],
    [
      {
        procedure: {
          ...js,
          args: [
            { name: "a", type: "text" },
            { name: "A", type: "date" },
          ],
        },
      },
      ["procedure.args: has the argument A twice"],
    ],
    [
      { procedure: { ...js, args: { a: { type: "int", value: 1 } }, returns: "table()" } },
      [
        "procedure.returns: TABLE is not for procedures in JavaScript; return an ARRAY or a VARIANT",
        "procedure.args: A: NUMBER is no type of procedures in JavaScript, whose numbers are FLOAT; write FLOAT",
      ],
    ],
  ])("is none of %j", (written, problems) => {
    expect(problemsOf(written)).toEqual(problems);
  });
});

describe("the SQL behind AS", () => {
  test.each<[unknown, string]>([
    ["select 1;", "select 1"],
    [{ call: "db.etl.load", args: ["a", 1] }, "CALL DB.ETL.LOAD('a', 1)"],
    [{ call: "load", args: { y: 1, x: "a" } }, "CALL LOAD(X => 'a', Y => 1)"],
    [
      { procedure: { ...js, args: { limit: { type: "float", value: 10 } } } },
      `WITH TASK_BODY AS PROCEDURE (LIMIT FLOAT)
RETURNS VARCHAR
LANGUAGE JAVASCRIPT
AS $$
return LIMIT;
$$
CALL TASK_BODY(10)`,
    ],
    [
      { procedure: { language: "sql", body: "select '$$'" } },
      `WITH TASK_BODY AS PROCEDURE ()
RETURNS VARCHAR
LANGUAGE SQL
AS '
select ''$$''
'
CALL TASK_BODY()`,
    ],
    [
      {
        procedure: {
          ...python,
          imports: ["@code/it's.py"],
          args: [
            { name: "day", type: "date", value: "2024-01-01" },
            { name: "order", type: "variant", value: { a: 1 } },
          ],
          returns: "table (id int)",
        },
      },
      `WITH TASK_BODY AS PROCEDURE (DAY DATE, "ORDER" VARIANT)
RETURNS TABLE(ID NUMBER)
LANGUAGE PYTHON
RUNTIME_VERSION = '3.12'
PACKAGES = ('snowflake-snowpark-python')
IMPORTS = ('@code/it''s.py')
HANDLER = 'run'
AS $$
def run(session, day):
  return 'it''s'
$$
CALL TASK_BODY('2024-01-01'::DATE, PARSE_JSON('{"a":1}'))`,
    ],
    [
      { procedure: { ...python, body: undefined, handler: "jobs.run", imports: ["@code/jobs.py"] } },
      `WITH TASK_BODY AS PROCEDURE ()
RETURNS VARCHAR
LANGUAGE PYTHON
RUNTIME_VERSION = '3.12'
PACKAGES = ('snowflake-snowpark-python')
IMPORTS = ('@code/jobs.py')
HANDLER = 'jobs.run'
CALL TASK_BODY()`,
    ],
  ])("of %j", (written, text) => {
    expect(textOf(written)).toBe(text);
  });

  test("of a function of the program", () => {
    const { body } = closedFunctionBody((limit: number) => limit + 1);
    expect(
      textOf({ procedure: { language: "javascript", body, args: { limit: { type: "float", value: 1 } } } }),
    ).toContain(`AS $$\n${body}\n$$\nCALL TASK_BODY(1)`);
  });

  test("is one statement whatever the code holds", () => {
    const hostile = fc
      .string({ unit: fc.constantFrom(..."'\"\\;$-/*\n aZ1é🎉"), minLength: 1 })
      .filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(hostile, hostile, (body, value) => {
        const text = textOf({ procedure: { language: "javascript", body, args: { a: { type: "text", value } } } });
        expect(canonical(text)).toBe(text);
      }),
    );
  });
});

describe("the definition that Snowflake shows", () => {
  const managed = canonical({ procedure: { ...js, args: { limit: { type: "float", value: 10 } } } });

  test.each<[string, TaskDefinition]>([
    ["SQL", canonical("select 1")],
    ["a call", canonical({ call: "load", args: { x: 1 } })],
    ["a procedure", managed],
  ])("is the managed one, %s, however it is laid out", (_, definition) => {
    const shown = `\n  ${definitionText(definition).text} ;\n`.replace("CALL ", "\n  CALL   ");
    expect(readDefinition(shown, definition)).toEqual(definition);
  });

  test.each<[string, TaskDefinition | undefined]>([
    ["is another", managed],
    ["is taken up", undefined],
    ["is compared with what is not known yet", canonical({ call: "load", args: [unknownValue] })],
  ])("is SQL where it %s", (_, definition) => {
    expect(readDefinition("\n select 2;", definition)).toBe("select 2");
  });

  test("is another where the code differs by a blank", () => {
    const shown = definitionText(managed).text;
    expect(readDefinition(shown.replace("return LIMIT", "return  LIMIT"), managed)).not.toEqual(managed);
  });
});

describe("two definitions", () => {
  test("are the same if their SQL is", () => {
    expect(sameDefinition("select 1", "select  1")).toBe(true);
    expect(sameDefinition("CALL LOAD( 1 )", canonical({ call: "load", args: [1] }))).toBe(true);
    expect(sameDefinition("select 1", "SELECT 1")).toBe(false);
    expect(sameDefinition(unknownValue, unknownValue)).toBe(false);
  });

  test("have the same hash if their SQL is the same body", () => {
    expect(definitionHash("select 1")).toMatch(/^[0-9a-f]{64}$/);
    expect(definitionHash("select  1 ;")).toBe(definitionHash("select 1"));
    expect(definitionHash("select 2")).not.toBe(definitionHash("select 1"));
    expect(definitionHash(textOf({ call: "load" }))).toBe(
      "7088a88ed08dfc9c6f6faf675b1b28f70610e3f3785c389452185ec13181298d",
    );
  });
});
