import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unknownValue } from "../../provider/resource/unknown";
import { taskGraph } from "../../provider/resources/task-graph";
import { created, edited, planned, problemsOf } from "./plans";

const one = { definition: "SELECT 1" };
const place = "SCRATCH.PUBLIC.";

/** Statements without the place and the words that all share. */
function short(statements: readonly string[]): string[] {
  return statements.map((sql) => sql.replaceAll(place, ""));
}

describe("a graph is created", () => {
  test("root first, each task behind those that it runs after, the finalizer last", () => {
    const tasks = { publish: { ...one, after: ["clean", "load"] }, clean: { ...one, after: "load" }, load: one };
    expect(short(created(taskGraph, { schedule: "1 hour", tasks, finalizer: one }))).toEqual([
      "CREATE TASK LOADING SCHEDULE = '1 HOUR' AS SELECT 'The tasks of LOADING run after this'",
      "CREATE TASK LOADING$LOAD AFTER LOADING AS SELECT 1",
      "CREATE TASK LOADING$CLEAN AFTER LOADING$LOAD AS SELECT 1",
      "CREATE TASK LOADING$PUBLISH AFTER LOADING$CLEAN, LOADING$LOAD AS SELECT 1",
      "CREATE TASK LOADING$FINALIZER FINALIZE = LOADING AS SELECT 1",
      ...["LOAD", "CLEAN", "PUBLISH", "FINALIZER"].map((name) => `ALTER TASK LOADING$${name} RESUME`),
    ]);
  });

  test("and started as a whole in one statement", () => {
    const statements = short(created(taskGraph, { schedule: "1 hour", tasks: { a: one, b: one }, started: true }));
    expect(statements.slice(3)).toEqual(["SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('LOADING')"]);
  });

  test("with what its tasks share, unless they say otherwise", () => {
    const statements = created(taskGraph, {
      warehouse: "wh",
      defaults: { userTaskTimeoutMs: 1000, sessionParameters: { timezone: "UTC" } },
      tasks: {
        a: one,
        b: { ...one, warehouse: "big", userTaskTimeoutMs: 2000 },
        c: { ...one, serverless: true },
        d: { ...one, serverlessTaskMaxStatementSize: "small" },
      },
    });
    expect(short(statements).slice(1, 5)).toEqual([
      "CREATE TASK LOADING$A WAREHOUSE = WH TIMEZONE = 'UTC' USER_TASK_TIMEOUT_MS = 1000 AFTER LOADING AS SELECT 1",
      "CREATE TASK LOADING$B WAREHOUSE = BIG TIMEZONE = 'UTC' USER_TASK_TIMEOUT_MS = 2000 AFTER LOADING AS SELECT 1",
      "CREATE TASK LOADING$C TIMEZONE = 'UTC' USER_TASK_TIMEOUT_MS = 1000 AFTER LOADING AS SELECT 1",
      "CREATE TASK LOADING$D SERVERLESS_TASK_MAX_STATEMENT_SIZE = 'SMALL' TIMEZONE = 'UTC' USER_TASK_TIMEOUT_MS = 1000 AFTER LOADING AS SELECT 1",
    ]);
  });

  test("with branches as conditions on what a task returns, beside its own", () => {
    const tasks = {
      choose: { ...one, branches: ["big", '"very small"'] },
      big: { ...one, after: "choose" },
      '"very small"': { ...one, after: ["choose"], when: "SYSTEM$STREAM_HAS_DATA('S') OR 1 = 0" },
    };
    const conditions = short(created(taskGraph, { tasks })).flatMap((sql) => /WHEN .*(?= AS)/.exec(sql) ?? []);
    expect(conditions).toEqual([
      `WHEN SYSTEM$GET_PREDECESSOR_RETURN_VALUE('LOADING$CHOOSE') = 'very small' AND (SYSTEM$STREAM_HAS_DATA('S') OR 1 = 0)`,
      "WHEN SYSTEM$GET_PREDECESSOR_RETURN_VALUE('LOADING$CHOOSE') = 'big'",
    ]);
  });

  test.each(["a b", "it's", 'say "x"', "$", "-- ;", "é\\n", "Ünï", "null"])("with a task called %s", (name) => {
    const key = `"${name.replaceAll('"', '""')}"`;
    const statements = created(taskGraph, {
      tasks: { [key]: { definition: "SELECT 1" }, next: { ...one, after: key } },
    });
    const quoted = `${place}"LOADING$${name.replaceAll('"', '""')}"`;
    const full = /^[A-Z$]+$/.test(name) ? `${place}LOADING$${name}` : quoted;
    expect(statements.filter((sql) => sql.includes(`AFTER ${full} `))).toHaveLength(1);
  });
});

describe("a graph is changed", () => {
  test("by the difference, while it stands still", () => {
    const running = { schedule: "1 hour", started: true };
    const before = { ...running, tasks: { a: one, b: { ...one, after: "a" } } };
    const after = { ...running, tasks: { a: { definition: "SELECT 2" }, c: { ...one, after: "a" } } };
    expect(short(edited(taskGraph, before, after))).toEqual([
      "ALTER TASK LOADING SUSPEND",
      "CREATE TASK LOADING$C AFTER LOADING$A AS SELECT 1",
      "ALTER TASK LOADING$A MODIFY AS SELECT 2",
      "DROP TASK LOADING$B",
      "ALTER TASK LOADING$C RESUME",
      "ALTER TASK LOADING RESUME",
    ]);
  });

  test("and says in the plan which task a statement is about", () => {
    const reasons = planned(taskGraph, { tasks: { a: one } }, { tasks: { a: { definition: "SELECT 2" } } });
    expect(reasons.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^tasks\.a: definition: /)]);
  });

  test.each<[string, object, object]>([
    [
      "names in another letter case",
      { tasks: { load: one, next: { ...one, after: "load" } } },
      { tasks: { LOAD: one, Next: { ...one, after: "Load" } } },
    ],
    ["names in quotes", { tasks: { load: one } }, { tasks: { '"LOAD"': one } }],
    [
      "one predecessor as text or as list",
      { tasks: { a: one, b: { ...one, after: "a" } } },
      { tasks: { b: { ...one, after: ["a"] }, a: one } },
    ],
    [
      "predecessors in any order, and twice",
      { tasks: { a: one, b: one, c: { ...one, after: ["a", "b"] } } },
      { tasks: { a: one, b: one, c: { ...one, after: ["B", "a", "A"] } } },
    ],
    [
      "branches in any order and letter case",
      { tasks: { a: { ...one, branches: ["b", "c"] }, b: { ...one, after: "a" }, c: { ...one, after: "a" } } },
      { tasks: { a: { ...one, branches: ["C", "b"] }, b: { ...one, after: "A" }, c: { ...one, after: "a" } } },
    ],
    [
      "a finalizer that says its name",
      { tasks: { a: one }, finalizer: one },
      { tasks: { a: one }, finalizer: { ...one, name: "FINALIZER" } },
    ],
    [
      "bodies with other blanks",
      { tasks: { a: { definition: "SELECT 1,\n   2;" } } },
      { tasks: { a: { definition: "SELECT 1, 2" } } },
    ],
    ["what is empty", { tasks: { a: one } }, { tasks: { a: { ...one, after: [], branches: [] } }, defaults: {} }],
  ])("not at all by %s", (_, before, after) => {
    expect(edited(taskGraph, { ...before }, { ...after })).toEqual([]);
    expect(edited(taskGraph, { ...after }, { ...before })).toEqual([]);
  });
});

describe("a graph is refused for", () => {
  test.each<[string, object, [string, string | RegExp][]]>([
    [
      "a cycle",
      { tasks: { a: { ...one, after: "b" }, b: { ...one, after: "a" } } },
      [["tasks.a.after", /is in a cycle: a -> b -> a/]],
    ],
    [
      "an unknown name",
      { tasks: { load: one, b: { ...one, after: "laod" } } },
      [["tasks.b.after[0]", /did you mean "load"\?/]],
    ],
    ["two names that mean the same", { tasks: { a: one, A: one } }, [["tasks.A", /are the same name, A; rename one/]]],
    [
      "a branch to what does not run after it",
      { tasks: { a: { ...one, branches: ["b"] }, b: one } },
      [["tasks.a.branches[0]", /"b" does not run after a/]],
    ],
    [
      "a task without a definition",
      { tasks: { a: {} } },
      [["tasks.a.definition", /is missing: write the SQL that it runs/]],
    ],
    ["a task with a schedule", { tasks: { a: { ...one, schedule: "1 hour" } } }, [["tasks.a", /schedule/]]],
    ["edges of the finalizer", { tasks: { a: one }, finalizer: { ...one, after: "a" } }, [["finalizer", /after/]]],
    ["two finalizers", { tasks: { a: one }, finalizer: [one, one] }, [["finalizer", /a graph has one finalizer/]]],
    ["a task that is no object", { tasks: { a: "SELECT 1" } }, [["tasks.a", /definition/]]],
    ["tasks as a list", { tasks: [one] }, [["tasks", /give the tasks by their short names/]]],
    ["a bad condition in a task", { tasks: { a: { ...one, when: "" } } }, [["tasks.a.when", /empty/]]],
    [
      "a warehouse beside serverless sizes",
      { tasks: { a: { ...one, warehouse: "wh", serverlessTaskMaxStatementSize: "SMALL" } } },
      [["tasks.a.serverlessTaskMaxStatementSize", /cannot go together with warehouse/]],
    ],
    ["a body that is empty", { tasks: { a: { definition: " ;" } } }, [["tasks.a.definition", /empty/]]],
  ])("%s", (_, written, problems) => {
    const found = problemsOf(taskGraph, { ...written });
    expect(found.map(({ path }) => path)).toEqual(problems.map(([path]) => path));
    for (const [index, [, message]] of problems.entries()) expect(found[index]?.message).toMatch(message);
  });
});

test("a graph that holds something unknown anywhere is checked as far as it is known, and never sent half", () => {
  const whole = {
    schedule: "1 hour",
    warehouse: "wh",
    defaults: { userTaskTimeoutMs: 1000 },
    tasks: {
      a: { definition: "SELECT 1", comment: "a", branches: ["b"] },
      b: { definition: { call: "P", args: [1] }, after: ["a"], when: "1 = 1", started: true },
    },
    finalizer: { definition: "SELECT 1", name: "last" },
  };
  const paths = placesIn(whole);
  expect(paths.length).toBeGreaterThan(20);
  fc.assert(
    fc.property(fc.subarray([...paths], { minLength: 1 }), (some) => {
      const written = some.reduce<unknown>((value, path) => withUnknown(value, path), whole) as Record<string, unknown>;
      expect(problemsOf(taskGraph, written)).toEqual([]);
      expect(created(taskGraph, written).join("\n")).not.toContain(unknownValue);
      expect(edited(taskGraph, whole, written).join("\n")).not.toContain(unknownValue);
    }),
    { numRuns: 300 },
  );
});

test("999 tasks in layers are planned in order, at once", () => {
  const tasks = Object.fromEntries(
    Array.from({ length: 999 }, (_, index) => [
      `t${index}`,
      index < 100
        ? one
        : { ...one, after: [`t${index - 100}`, `t${(Math.floor(index / 100) - 1) * 100 + ((index * 7) % 100)}`] },
    ]),
  );
  const statements = created(taskGraph, { schedule: "1 hour", tasks, started: true });
  expect(statements).toHaveLength(1001);
  const made = new Set(["LOADING"]);
  for (const sql of statements.slice(0, -1)) {
    const [, name = "", after = ""] = /^CREATE TASK (\S+)(?: AFTER (.*?))? AS/.exec(sql.replaceAll(place, "")) ?? [];
    expect(after === "" ? [] : after.split(", ").filter((before) => !made.has(before))).toEqual([]);
    made.add(name);
  }
  expect(
    edited(taskGraph, { tasks }, { tasks: { ...tasks, t998: { ...tasks["t998"], comment: "new" } } }),
  ).toHaveLength(1);
});

/** Where values stand in a declaration. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const inside = Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]));
  return path.length === 0 ? inside : [path, ...inside];
}

function withUnknown(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return unknownValue;
  if (typeof value !== "object" || value === null) return value;
  const inner = withUnknown((value as Readonly<Record<string, unknown>>)[key], rest);
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
}
