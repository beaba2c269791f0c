import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Props } from "../../../provider/dynamic/handlers";
import { startTaskStage, type TaskStage } from "./task-stage";

let stage: TaskStage;
beforeAll(async () => {
  stage = await startTaskStage();
});
afterAll(() => stage.close());

const javascript = { language: "javascript", body: "return 1;" };

/** Spellings of one declaration, and what somebody may do to it by hand. */
const spellings: readonly (readonly [string, readonly Props[], string])[] = [
  [
    "after",
    [{ after: ["P", "Q", '"a.b"'] }, { after: ['"a.b"', "q", '"P"'] }, { after: ["{S}.Q", "{s}.p", '{S}."a.b"'] }],
    "REMOVE AFTER {S}.P",
  ],
  [
    "a single predecessor",
    [{ after: "P" }, { after: ["p"] }, { after: '{S}."P"' }, { after: ["P", "{S}.P"] }],
    "ADD AFTER {S}.Q",
  ],
  ["finalize", [{ finalize: "P" }, { finalize: '"P"' }, { finalize: "{s}.p" }], "UNSET FINALIZE"],
  [
    "an interval",
    [
      { schedule: "90 minutes" },
      { schedule: { minutes: 90 } },
      { schedule: { hours: 1, minutes: 30 } },
      { schedule: "1h30m" },
      { schedule: "90 M" },
      { schedule: "PT5400S" },
    ],
    "SET SCHEDULE = '91 MINUTES'",
  ],
  [
    "cron",
    [
      { schedule: { cron: "0 9 * * MON-FRI", timezone: "Europe/Berlin" } },
      { schedule: { cron: " 0  9 * * mon-fri ", timezone: "europe/berlin" } },
      { schedule: "using cron 0 9 * * Mon-Fri EUROPE/BERLIN" },
    ],
    "SET SCHEDULE = 'USING CRON 0 10 * * MON-FRI Europe/Berlin'",
  ],
  [
    "config",
    [{ config: { a: 1, b: { c: [1, 2], d: null } } }, { config: '{ "b": {"d":null,"c": [1,2]},\n "a": 1 }' }],
    "SET CONFIG = '{\"a\": 2}'",
  ],
  [
    "a body",
    [{ definition: "SELECT 'a  b',\n  1" }, { definition: "\n\tSELECT   'a  b', 1  ;\n" }],
    "MODIFY AS SELECT 'a b', 1",
  ],
  [
    "a condition",
    [{ when: "SYSTEM$STREAM_HAS_DATA('S')  AND\n TRUE" }, { when: " SYSTEM$STREAM_HAS_DATA('S') AND TRUE\n" }],
    "MODIFY WHEN FALSE",
  ],
  [
    "a call",
    [
      { definition: { call: "DB.S.LOAD", args: ["it's", 1, null, true] } },
      { definition: { call: "db.s.load", args: ["it's", 1, null, true] } },
      { definition: "CALL  DB.S.LOAD('it''s', 1, NULL, TRUE)" },
    ],
    "MODIFY AS CALL DB.S.LOAD('it''s', 2, NULL, TRUE)",
  ],
  [
    "a procedure",
    [
      { definition: { procedure: { ...javascript, args: [{ name: "n", type: "float", value: 1 }] } } },
      {
        definition: {
          procedure: { ...javascript, args: [{ name: "N", type: "DOUBLE", value: 1 }], returns: "string" },
        },
      },
    ],
    "MODIFY AS SELECT 1",
  ],
  ["a warehouse", [{ warehouse: "wh" }, { warehouse: '"WH"' }], "UNSET WAREHOUSE"],
  [
    "sizes",
    [{ userTaskManagedInitialWarehouseSize: "x-small" }, { userTaskManagedInitialWarehouseSize: "XSMALL" }],
    "UNSET USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE",
  ],
  [
    "parameters",
    [
      { sessionParameters: { timezone: "UTC", JSON_INDENT: 0 } },
      { sessionParameters: { json_indent: "0", TIMEZONE: "UTC" } },
    ],
    "SET JSON_INDENT = 4",
  ],
];

describe.each(spellings)("spellings of %s", (_, written, drift) => {
  test("are no change, also as they are read; what somebody changes by hand is shown by refresh and repaired", async () => {
    const { schema, sql, sent } = await stage.schema(
      "CREATE TASK {S}.P AS SELECT 1",
      "CREATE TASK {S}.Q AFTER {S}.P AS SELECT 1",
      'CREATE TASK {S}."a.b" AFTER {S}.P AS SELECT 1',
    );
    const here = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll("{S}", schema).replaceAll("{s}", schema.toLowerCase()));
    const args = (more: Props) => ({ name: "T", schema, definition: "SELECT 1", ...(here(more) as Props) });
    const [first = {}, ...others] = written;
    const made = await stage.run().up("task", args(first));
    sent();
    const run = stage.run();
    const read = await run.refresh("task", made);
    expect(read?.outputs).toEqual(made.outputs);
    for (const other of [first, ...others])
      for (const entry of [made, read])
        expect((await run.up("task", args(other), entry)).effect, JSON.stringify(other)).toBe("same");
    expect(sent()).toEqual([]);

    await sql(`ALTER TASK {S}.T ${drift}`);
    const drifted = await stage.run().refresh("task", made);
    expect(drifted?.inputs).not.toEqual(made.inputs);
    const repaired = await stage.run().up("task", args(first), drifted);
    expect(repaired.effect).toBe("update");
    expect((await stage.run().refresh("task", repaired))?.outputs).toEqual(made.outputs);
  });

  test("are no change after each other", async () => {
    const { schema } = await stage.schema(
      "CREATE TASK {S}.P AS SELECT 1",
      "CREATE TASK {S}.Q AFTER {S}.P AS SELECT 1",
      'CREATE TASK {S}."a.b" AFTER {S}.P AS SELECT 1',
    );
    const here = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll("{S}", schema).replaceAll("{s}", schema.toLowerCase()));
    const args = (more: Props) => ({ name: "T", schema, definition: "SELECT 1", ...(here(more) as Props) });
    for (const one of written.slice(1)) {
      const { name: _, ...rest } = args(one);
      const made = await stage.run().up("task", { ...rest, name: "U" });
      for (const other of written)
        expect((await stage.run().up("task", { ...args(other), name: "U" }, made)).effect).toBe("same");
      await stage.run().destroy("task", made);
    }
  });
});

const hostile = [
  ["quotes", `"it's ""so"""`],
  ["dots and commas", '"a.b,c"'],
  ["dollars", "G$T$"],
  ["two dollars", '"$$"'],
  ["brackets as in JSON", '"[{""a"":1}]"'],
  ["a backslash", '"a\\b"'],
  ["a semicolon and a comment", '"x; DROP TABLE t; --"'],
  ["emoji", '"🙂 task"'],
  ["lower case", '"lower"'],
  ["255 letters", `"${"n".repeat(255)}"`],
] as const;

describe.each(hostile)("a name with %s", (_, name) => {
  test("is that of a root, of a predecessor, of a child and of a finalizer", async () => {
    const { root, child, sql, states } = await stage.schema();
    const bare = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
    const run = stage.run();
    const top = await run.up("task", root(name));
    const low = await run.up("task", child("C", name));
    const { after: _after, ...rest } = child("F", name);
    const last = await run.up("task", { ...rest, finalize: name });
    for (const [entry, args] of [
      [top, root(name)],
      [low, child("C", name)],
      [last, { ...rest, finalize: name }],
    ] as const) {
      const read = await run.refresh("task", entry);
      expect(read?.outputs).toEqual(entry.outputs);
      expect((await run.up("task", args, read)).effect).toBe("same");
    }
    expect(await states()).toEqual({ [bare]: "started", C: "started", F: "started" });
    const next = stage.run();
    await next.up("task", child("C", name, { comment: "new" }), low);
    expect(await states()).toEqual({ [bare]: "started", C: "started", F: "started" });
    const end = stage.run();
    for (const entry of [last, low, top]) await end.destroy("task", entry);
    const deep = await run.up("task", child(name, (await run.up("task", root("R"))).outputs["name"] as string));
    expect((await run.refresh("task", deep))?.outputs).toEqual(deep.outputs);
    expect(await sql("SHOW TASKS IN SCHEMA {S}")).toHaveLength(2);
  });
});

test.each([
  ["dollar quotes", "SELECT '$$', $$ ' $$"],
  ["a comment at its end", "SELECT 1 -- and so on"],
  ["a semicolon in text", "SELECT ';', \"a;b\""],
  ["emoji and line breaks", "SELECT '🙂\n\n\t'"],
  ["what looks like a clause", "INSERT INTO T SELECT ' AS SELECT 1; DROP TASK T'"],
  ["a block", "BEGIN\n  LET x := 1;\n  RETURN :x;\nEND"],
  ["a backslash", "SELECT 'a\\\\b', 'it\\'s'"],
])("a body with %s is kept as it is", async (_, definition) => {
  const { root } = await stage.schema();
  const made = await stage.run().up("task", root("R", { definition }));
  const run = stage.run();
  const read = await run.refresh("task", made);
  expect(read?.outputs).toEqual(made.outputs);
  expect(made.outputs["definition"]).toBe(definition);
  const changed = await run.up("task", root("R", { definition: "SELECT 2" }), read);
  const again = await run.up("task", root("R", { definition }), changed);
  expect((await run.refresh("task", again))?.outputs).toEqual(made.outputs);
});
