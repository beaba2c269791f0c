import { describe, expect, test } from "vitest";
import { unknownValue } from "../../provider/resource/unknown";
import { bodyOfFile } from "../../provider/resources/body-file";
import { codeSchema } from "../../provider/resources/procedure-language";

type Written = Readonly<Record<string, unknown>>;

const python = {
  language: "python",
  runtimeVersion: "3.12",
  packages: ["snowflake-snowpark-python"],
  handler: "run",
  body: "def run(session):\n  return 1\n",
};

function problemsOf(written: Written): readonly string[] {
  const { error } = codeSchema.safeParse(written);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("the code of a procedure", () => {
  test.each<[Written, Written]>([
    [
      { language: "JavaScript", body: " return 1; " },
      { language: "javascript", body: " return 1; " },
    ],
    [
      { language: "SQL", body: "begin select 1; return 2; end" },
      { language: "sql", body: "begin select 1; return 2; end" },
    ],
    [
      { ...python, packages: ["pandas >= 2.0, < 3", "Snowflake_Snowpark_Python==1.20.0"] },
      { ...python, packages: ["Snowflake_Snowpark_Python==1.20.0", "pandas>=2.0,<3"] },
    ],
    [
      { ...python, body: undefined, handler: "jobs.run", imports: ["@db.s.code/jobs.py", "@~/data/a b.csv"] },
      {
        language: "python",
        runtimeVersion: "3.12",
        packages: ["snowflake-snowpark-python"],
        handler: "jobs.run",
        imports: ["@db.s.code/jobs.py", "@~/data/a b.csv"],
      },
    ],
    [{ ...python, imports: [] }, python],
  ])("%j has a canonical form, which stays", (written, canonical) => {
    expect(codeSchema.parse(written)).toEqual(canonical);
    expect(codeSchema.parse(canonical)).toEqual(canonical);
  });

  test.each<[Written]>([
    [{ language: unknownValue, body: unknownValue }],
    [{ ...python, packages: unknownValue }],
    [{ ...python, packages: [unknownValue], runtimeVersion: unknownValue, handler: unknownValue }],
    [{ ...python, body: unknownValue, imports: [unknownValue, "@s/a.py"].toSorted() }],
    [
      {
        language: "python",
        runtimeVersion: "3.12",
        packages: unknownValue,
        handler: unknownValue,
        imports: unknownValue,
      },
    ],
  ])("is let pass where it is not known yet: %j", (written) => {
    expect(codeSchema.parse(written)).toEqual(written);
  });

  test.each<[Written, readonly string[]]>([
    [{ language: "java", body: "x" }, [`language: "java" is not one of javascript, sql, python`]],
    [{ language: "javascript" }, ["body: is missing: a procedure in javascript needs one"]],
    [{ language: "javascript", body: " \n" }, ["body: is empty; write the code that shall run"]],
    [{ language: "sql", body: "-- nothing" }, ["body: is empty; write the SQL statement that shall run"]],
    [
      { language: "sql", body: "select 1; select 2" },
      [
        'body: has several statements, the second of which starts with "select"; put them into a block, BEGIN … END, or into a procedure',
      ],
    ],
    [{ language: "javascript", body: "a\0b" }, ["body: holds a NUL character, which Snowflake cannot keep"]],
    [
      { ...python, language: "sql", body: "select 1" },
      ["packages", "runtimeVersion", "handler"].map(
        (key) => `${key}: is for Python alone; leave it out, or say language: "python"`,
      ),
    ],
    [
      { language: "python" },
      [
        "runtimeVersion: is missing: say which Python, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14",
        'packages: is missing: every procedure in Python needs "snowflake-snowpark-python"',
        'handler: is missing: name the function to run, such as "run"',
        "body: is missing: give it, or the file with the module in imports",
      ],
    ],
    [{ ...python, runtimeVersion: "3.8" }, ['runtimeVersion: "3.8" is not one of 3.9, 3.10, 3.11, 3.12, 3.13, 3.14']],
    [
      { ...python, runtimeVersion: 3.1 },
      ['runtimeVersion: is not text; write it in quotes, such as "3.10", which is no number'],
    ],
    [
      { ...python, packages: ["numpy"] },
      ['packages: has no snowflake-snowpark-python: every procedure in Python needs "snowflake-snowpark-python"'],
    ],
    [
      { ...python, packages: ["numpy 1", "snowflake-snowpark-python"] },
      ['packages.0: "numpy 1" is not a package; write "numpy==1.26.4"'],
    ],
    [
      { ...python, packages: ["snowflake-snowpark-python", "'); drop"] },
      [`packages.1: "'); drop" is not a package; write "numpy==1.26.4"`],
    ],
    [
      { ...python, packages: ["snowflake-snowpark-python", "snowflake_snowpark_python==1.0"] },
      ["packages: has the package snowflake-snowpark-python twice"],
    ],
    [
      { ...python, imports: ["./jobs.py"] },
      ['imports.0: "./jobs.py" is not on a stage; put it there and write "@DB.SCHEMA.STAGE/file.py"'],
    ],
    [{ ...python, imports: ["@a/jobs.py", "@b/x/jobs.py"] }, ["imports: has the file jobs.py twice"]],
    [
      { ...python, handler: "run()" },
      ['handler: "run()" is not a function; write "run", or "module.run" of an import'],
    ],
    [
      { ...python, body: undefined, imports: ["@a/jobs.py"] },
      ['handler: "run" names no module; without a body, write "module.run"'],
    ],
  ])("%j is refused", (written, problems) => {
    expect(problemsOf(written)).toEqual(problems);
  });
});

describe("a body in a file", () => {
  test("is the same on every machine", () => {
    expect(bodyOfFile("\uFEFFreturn 1;\r\nreturn 2;\n")).toBe("return 1;\nreturn 2;\n");
  });
});
