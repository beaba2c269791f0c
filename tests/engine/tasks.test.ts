import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { killAll, until } from "./kill";
import { type Declared, failures, printed, type Stage, startStage } from "./stage";

/** How often the large graph is made and changed: more than once where somebody asks for it. */
const ROUNDS = Number(process.env["TASK_ROUNDS"] ?? 1);
const CHILDREN = 40;

let stage: Stage;
beforeAll(async () => {
  // The engine saves the state between steps, as it does for users: changes come one by one.
  stage = await startStage({ checkpoints: true });
  stage.sql("CREATE DATABASE D", "CREATE SCHEMA D.S", "CREATE SCHEMA D.T");
});
afterAll(() => stage[Symbol.asyncDispose]());

const task = (args: Declared["args"], opts?: Declared["opts"]): Declared => ({
  kind: "Task",
  args: { schema: "D.S", definition: "SELECT 1", started: true, ...args },
  ...(opts === undefined ? {} : { opts }),
});
const root = (args: Declared["args"] = {}, opts?: Declared["opts"]) => task({ schedule: "10 minutes", ...args }, opts);
const child = (after: unknown, args: Declared["args"] = {}) => task({ after, ...args });

function states(schema = "D.S"): Record<string, string | null> {
  const rows = stage.sql(`SHOW TASKS IN SCHEMA ${schema}`);
  return Object.fromEntries(rows.map(({ name, state }) => [name, state ?? null]));
}

function links(schema = "D.S"): Record<string, readonly string[]> {
  const rows = stage.sql(`SHOW TASKS IN SCHEMA ${schema}`);
  const own = (text: string) => text.replace(/^.*\./, "");
  return Object.fromEntries(
    rows.map(({ name, predecessors, task_relations }) => {
      const finalized: unknown = JSON.parse(task_relations ?? "{}").FinalizedRootTask;
      const after: readonly string[] = JSON.parse(predecessors ?? "[]");
      return [name, [...after, ...(typeof finalized === "string" ? [finalized] : [])].map(own)];
    }),
  );
}

const writes = () => stage.sent().filter((sql) => /^(CREATE|ALTER|DROP)/.test(sql));
const suspensions = () => writes().filter((sql) => /\.R SUSPEND$/.test(sql)).length;

/** Declares, brings it up, and sees that the next up finds nothing to do. */
async function up(resources: Readonly<Record<string, Declared>>): Promise<string> {
  stage.declare(resources);
  const result = await stage.project.up({ args: ["--parallel", "16"] });
  expect(failures(result)).toEqual([]);
  return printed(result);
}

async function isUnchanged(): Promise<void> {
  const again = await stage.project.preview({ args: ["--refresh", "--expect-no-changes"] });
  expect(failures(again)).toEqual([]);
}

const allStarted = (count: number) =>
  expect(Object.entries(states()).filter(([, state]) => state === "started")).toHaveLength(count);

describe("a graph of single tasks", () => {
  test.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    "comes up with a root and 40 children at once, is changed in 20 of them, and removed (round %i)",
    async () => {
      const graph = (definition: string): Record<string, Declared> => ({
        r: root(),
        ...Object.fromEntries(
          Array.from({ length: CHILDREN }, (_, index) => [
            `c${index}`,
            child({ ref: "r" }, index % 2 === 0 ? { definition } : {}),
          ]),
        ),
      });
      await up(graph("SELECT 1"));
      allStarted(CHILDREN + 1);
      writes();
      await up(graph("SELECT 2"));
      expect(suspensions()).toBeLessThanOrEqual(Math.ceil(CHILDREN / 2 / 8));
      allStarted(CHILDREN + 1);
      await isUnchanged();
      expect(failures(await stage.project.destroy())).toEqual([]);
      expect(states()).toEqual({});
    },
  );

  test("changes, comes and goes at once; a task moves to another graph", async () => {
    const before = { r: root(), q: root(), a: child({ ref: "r" }), b: child({ ref: "r" }), m: child({ ref: "r" }) };
    await up(before);
    writes();
    const { b: _, ...rest } = before;
    await up({
      ...rest,
      q: root({ comment: "new" }),
      a: child({ ref: "r" }, { definition: "SELECT 2" }),
      m: child({ ref: "q" }),
      n: child([{ ref: "m" }]),
      f: task({ finalize: { ref: "r" } }),
    });
    expect(links()).toEqual({ R: [], Q: [], A: ["R"], M: ["Q"], N: ["M"], F: ["R"] });
    allStarted(6);
    await isUnchanged();
  });

  test("goes on when its root is renamed, and when it is dropped before it is made anew", async () => {
    for (const [name, deleteBeforeReplace] of [
      ["R2", false],
      ["R3", true],
    ] as const) {
      await up({
        r: root({ name }, { deleteBeforeReplace }),
        a: child({ ref: "r" }),
        b: child([{ ref: "a" }, { ref: "r" }]),
        f: task({ finalize: { ref: "r" } }),
      });
      expect(links()).toEqual({ [name]: [], A: [name], B: ["A", name], F: [name] });
      allStarted(4);
    }
    await isUnchanged();
  });

  test("shows at preview what a change of a root and of a child sends", async () => {
    stage.declare({
      r: root({ name: "R3", comment: "new" }, { deleteBeforeReplace: true }),
      a: child({ ref: "r" }, { definition: "SELECT 2" }),
      b: child([{ ref: "a" }, { ref: "r" }]),
      f: task({ finalize: { ref: "r" } }),
    });
    stage.sent();
    const preview = await stage.project.preview({ env: { PULUMI_SNOWFLAKE_SHOW_SQL: "1" } });
    const planned = [...printed(preview).matchAll(/^\s*plan {2}([A-Z].*);/gm)].map(([, sql]) => sql);
    expect(planned.toSorted()).toEqual(
      [
        "ALTER TASK D.S.R3 SUSPEND",
        "ALTER TASK D.S.R3 SET COMMENT = 'new'",
        "ALTER TASK D.S.R3 RESUME",
        "ALTER TASK D.S.A MODIFY AS SELECT 2",
      ].toSorted(),
    );
    expect(stage.sent()).toEqual([]);
    expect(failures(await stage.project.up())).toEqual([]);
    const sent = writes();
    expect(sent.slice(0, 3)).toEqual([
      "ALTER TASK D.S.R3 SUSPEND",
      "ALTER TASK D.S.R3 SET COMMENT = 'new'",
      "ALTER TASK D.S.R3 RESUME",
    ]);
    expect(sent.slice(3)).toEqual([
      "ALTER TASK D.S.R3 SUSPEND",
      "ALTER TASK D.S.A MODIFY AS SELECT 2",
      "ALTER TASK D.S.R3 RESUME",
    ]);
    allStarted(4);
    expect(failures(await stage.project.destroy())).toEqual([]);
  });
});

describe("a run that is killed between SUSPEND and RESUME", () => {
  const declared = (comment: string, more: Declared["args"] = {}) => ({
    r: root(more),
    a: child({ ref: "r" }, { comment }),
  });
  beforeAll(() => up(declared("at first")));

  /** Kills everything while the child is given another comment. */
  async function killed(comment: string): Promise<void> {
    stage.emulator.setFaults([{ match: "SET COMMENT", do: "hang", every: true }]);
    stage.declare(declared(comment));
    const update = stage.project.start("up");
    await until("the child is being changed", () => stage.emulator.faults()[0]?.fired !== 0);
    await killAll(update);
    stage.emulator.setFaults([]);
    await stage.project.run(["cancel", "--yes"]);
    expect(states()).toEqual({ R: "suspended", A: "started" });
  }

  test("leaves a root that the next up brings back", async () => {
    await killed("one");
    const result = await up(declared("one"));
    expect(result).toMatch(/Task D\.S\.R had been suspended for a change by a run that was interrupted: it runs again/);
    expect(states()).toEqual({ R: "started", A: "started" });
    await isUnchanged();
  });

  test("leaves a root that refresh brings back, although the program has nothing left to do", async () => {
    await killed("two");
    stage.declare(declared("one"));
    expect(failures(await stage.project.refresh())).toEqual([]);
    expect(states()).toEqual({ R: "started", A: "started" });
    await isUnchanged();
  });

  test("leaves a root that stays suspended if the program says so by then", async () => {
    await killed("three");
    await up(declared("three", { started: false }));
    expect(states()).toEqual({ R: "suspended", A: "started" });
  });
});

test("what is wrong with tasks is all said at preview", async () => {
  stage.declare({
    one: task({ schedule: { cron: "* * * *", timezone: "Mars/Base" }, config: "[]", definition: " " }),
    two: child("two", { schedule: "5 minutes", sessionParameters: { AUTOCOMMIT: false } }),
    three: task({
      warehouse: "WH",
      userTaskManagedInitialWarehouseSize: "SMALL",
      schedule: "1 second",
      after: "D.T.R",
    }),
  });
  const preview = await stage.project.preview();
  expect(preview.exitCode).not.toBe(0);
  const all = printed(preview);
  for (const part of [
    /schedule\.cron: /,
    /schedule\.timezone: .*Mars\/Base/,
    /config: .*is not a JSON object/,
    /definition: .*empty/,
    /TWO is the task itself/,
    /schedule: cannot go together with after/,
    /AUTOCOMMIT: cannot be false for a task/,
    /cannot go together with warehouse/,
    /"1 second" is too short/,
    /stands in another schema/,
  ])
    expect(all).toMatch(part);
});
