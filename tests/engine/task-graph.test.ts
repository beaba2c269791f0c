import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failures, printed, type Stage, startStage } from "./stage";

const PROGRAM = `
import { readFileSync } from "node:fs";
import * as snowflake from "pulumi-dynamic-snowflake";

const { graph, uses } = JSON.parse(readFileSync("graph.json", "utf8"));
const limit = 10;
const functions = {
  closed: { procedure: { body: () => "done" } },
  open: { procedure: { body: () => limit } },
};
if (uses) graph.tasks.load.definition = functions[uses as keyof typeof functions];
const made = graph && new snowflake.TaskGraph("graph", graph);
export const picture = made?.mermaid;
export const names = made?.taskNames;
export const states = made?.states;
export const found = made && snowflake.getTaskGraph({ schema: "D.S", name: made.name }).mermaid;
export const got = made && snowflake.TaskGraph.get("got", made.id).states;
`;

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ program: PROGRAM, files: { "graph.json": "{}" } });
  stage.sql("CREATE DATABASE D", "CREATE SCHEMA D.S");
});
afterAll(() => stage[Symbol.asyncDispose]());

const body = { definition: "SELECT 1" };
const forty = (more: object = {}) =>
  Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`t${index}`, { ...body, ...(index === 7 ? more : {}) }]),
  );
const graph = (more: object = {}) => ({ name: "nightly", schema: "D.S", schedule: "1 hour", started: true, ...more });

function declare(args: object | undefined, uses?: string): void {
  stage.project.write(JSON.stringify({ graph: args, uses }), "graph.json");
}

function states(): readonly (string | null | undefined)[] {
  return stage.sql("SHOW TASKS IN SCHEMA D.S").map(({ state }) => state);
}

/** Statements that manage the graph, and not those of look-ups and of TaskGraph.get. */
function sent(): readonly string[] {
  return stage.log().flatMap(({ sql, queryTag }) => (/"(lookup|read)"/.test(queryTag ?? "") ? [] : [sql]));
}

describe("a root and 40 children in one TaskGraph", () => {
  test("come up in one run, at a statement each and few others, and are unchanged in the next", async () => {
    declare(graph({ tasks: forty() }));
    const made = await stage.project.up();
    expect(failures(made)).toEqual([]);
    const statements = sent();
    expect(statements.filter((sql) => sql.startsWith("CREATE TASK"))).toHaveLength(41);
    expect(statements.filter((sql) => /RESUME|TASK_DEPENDENTS/.test(sql)).length).toBeLessThanOrEqual(2);
    expect(states()).toEqual(Array.from({ length: 41 }, () => "started"));
    const again = await stage.project.up({ args: ["--expect-no-changes"] });
    expect(failures(again)).toEqual([]);
  });

  test("take two statements to refresh, whatever their number", async () => {
    stage.sent();
    const result = await stage.project.refresh({ args: ["--expect-no-changes", "--target", "**graph"] });
    expect(failures(result)).toEqual([]);
    expect(stage.sent().length).toBeLessThanOrEqual(2);
  });

  test("take six statements when one body is changed", async () => {
    declare(graph({ tasks: forty({ definition: "SELECT 2" }) }));
    stage.sent();
    const result = await stage.project.up({ args: ["--target", "**graph"] });
    expect(failures(result)).toEqual([]);
    const writes = stage.sent().filter((sql) => !/^SHOW/.test(sql));
    expect(writes).toEqual([
      "ALTER TASK D.S.NIGHTLY SUSPEND",
      "ALTER TASK D.S.NIGHTLY$T7 MODIFY AS SELECT 2",
      "ALTER TASK D.S.NIGHTLY RESUME",
    ]);
    expect(states()).toEqual(Array.from({ length: 41 }, () => "started"));
  });
});

describe("a TaskGraph with a branch and a finalizer", () => {
  const small = graph({
    tasks: { load: body, choose: { ...body, after: "load", branches: ["big"] }, big: { ...body, after: "choose" } },
    finalizer: body,
  });
  const picture = [
    "flowchart LR",
    'root["NIGHTLY"]',
    't0["big"]',
    't1{"choose"}',
    't2["load"]',
    'finalizer(["finalizer"])',
    't1 -->|"= big"| t0',
    "t2 --> t1",
    "root --> t2",
    "root -.-> finalizer",
  ].join("\n");

  test("shows its picture at preview already, and what would be sent", async () => {
    declare(small);
    stage.sent();
    const result = await stage.project.preview({ env: { PULUMI_SNOWFLAKE_SHOW_SQL: "1" } });
    expect(failures(result)).toEqual([]);
    expect(stage.sent().filter((sql) => /^(CREATE|ALTER|DROP)/.test(sql))).toEqual([]);
    expect(printed(result)).toContain("flowchart LR");
  });

  test("is changed by the difference, and tells names, states and its picture", async () => {
    const result = await stage.project.up();
    expect(failures(result)).toEqual([]);
    expect(await stage.project.outputs()).toMatchObject({
      picture,
      found: expect.stringContaining('finalizer(["FINALIZER"])'),
      names: { load: "D.S.NIGHTLY$LOAD", finalizer: "D.S.NIGHTLY$FINALIZER" },
      states: { NIGHTLY: "started", load: "started", finalizer: "started" },
      got: { NIGHTLY: "started", LOAD: "started", FINALIZER: "started" },
    });
    expect(states()).toEqual(Array.from({ length: 5 }, () => "started"));
  });

  test("takes a function that is closed, and refuses another at preview with the task's name", async () => {
    declare(small, "open");
    const refused = await stage.project.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(/TaskGraph graph: tasks\.load\.definition .*limit/);
    declare(small, "closed");
    expect(failures(await stage.project.up())).toEqual([]);
    const [load] = stage.sql("SHOW TASKS LIKE 'NIGHTLY$LOAD' IN SCHEMA D.S");
    expect(load?.["definition"]).toMatch(/LANGUAGE JAVASCRIPT[\s\S]*"done"/);
    expect(failures(await stage.project.preview({ args: ["--expect-no-changes"] }))).toEqual([]);
  });

  test("is refused at preview as a whole where it cannot be", async () => {
    declare(
      graph({
        tasks: { load: { ...body, after: "big" }, big: { ...body, after: "load" }, odd: { ...body, after: "lod" } },
      }),
    );
    const refused = await stage.project.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(/tasks\.big\.after.*is in a cycle: big -> load -> big/);
    expect(printed(refused)).toMatch(/did you mean "load"\?/);
  });

  test("goes as a whole", async () => {
    declare(undefined);
    expect(failures(await stage.project.up())).toEqual([]);
    expect(states()).toEqual([]);
  });
});
