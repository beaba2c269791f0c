import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Props } from "../../../provider/dynamic/handlers";
import { startTaskStage, type TaskStage } from "./task-stage";

let stage: TaskStage;
beforeAll(async () => {
  stage = await startTaskStage();
});
afterAll(() => stage.close());

/** Two running graphs, R → A and Q → B. */
const graphs = [
  "CREATE TASK {S}.R SCHEDULE = '10 MINUTES' AS SELECT 1",
  "CREATE TASK {S}.A AFTER {S}.R AS SELECT 1",
  "CREATE TASK {S}.Q SCHEDULE = '10 MINUTES' AS SELECT 1",
  "CREATE TASK {S}.B AFTER {S}.Q AS SELECT 1",
  "ALTER TASK {S}.A RESUME",
  "ALTER TASK {S}.B RESUME",
  "ALTER TASK {S}.R RESUME",
  "ALTER TASK {S}.Q RESUME",
];

/** What a task can be. */
const places: Readonly<Record<string, Props>> = {
  "a root": {
    schedule: "10 minutes",
    config: { a: 1 },
    overlapPolicy: "ALLOW_CHILD_OVERLAP",
    taskAutoRetryAttempts: 2,
  },
  "a child of R": { after: "R" },
  "a grandchild of Q": { after: "B" },
  "a child of both parts of R": { after: ["A", "R"] },
  "the finalizer of R": { finalize: "R" },
  "the finalizer of Q": { finalize: "Q" },
};
const pairs = Object.keys(places).flatMap((from) =>
  Object.keys(places).flatMap((to) => (from === to ? [] : [[from, to] as const])),
);

/** Statements in a schema that were refused. */
function refused(schema: string): readonly string[] {
  const failed = stage.emulator.statements().filter(({ sql, error }) => sql.includes(schema) && error !== null);
  return failed.map(({ sql, error }) => `${error}: ${sql}`);
}

describe.each(pairs)("a task that was %s and becomes %s", (from, to) => {
  test.each([
    [true, true],
    [true, false],
    [false, true],
    [undefined, undefined],
  ])("stands as declared, and so do all roots (started: %s → %s)", async (startedBefore, startedAfter) => {
    const { schema, states, sent } = await stage.schema(...graphs);
    const task = (place: Props | undefined, started: boolean | undefined): Props => ({
      name: "T",
      schema,
      definition: "SELECT 1",
      ...place,
      ...(started === undefined ? {} : { started }),
    });
    const made = await stage.run().up("task", task(places[from], startedBefore));
    expect(await states()).toMatchObject({ R: "started", Q: "started", T: startedBefore ? "started" : "suspended" });
    sent();

    const args = task(places[to], startedAfter);
    const run = stage.run();
    const changed = await run.up("task", args, made);
    expect(changed.effect).toBe("update");
    expect(await states()).toEqual({
      R: "started",
      A: "started",
      Q: "started",
      B: "started",
      T: startedAfter ? "started" : "suspended",
    });
    const read = await run.refresh("task", changed);
    expect(read?.outputs).toEqual(changed.outputs);
    expect((await run.up("task", args, read)).effect).toBe("same");
    expect(refused(schema)).toEqual([]);
  });
});

test("a task that somebody has started by hand, of which the program does not say whether it runs, runs on", async () => {
  const { schema, sql, states } = await stage.schema(...graphs);
  const args = (place: Props) => ({ name: "T", schema, definition: "SELECT 1", ...place });
  let entry = await stage.run().up("task", args({ after: "R" }));
  await sql("ALTER TASK {S}.R SUSPEND", "ALTER TASK {S}.T RESUME", "ALTER TASK {S}.R RESUME");
  for (const place of [{ after: "B" }, { finalize: "Q" }, { finalize: "R" }, { after: ["A", "R"] }]) {
    entry = await stage.run().up("task", args(place), entry);
    expect(await states()).toMatchObject({ R: "started", Q: "started", T: "started" });
  }
});

test("a root with children becomes a child, and a root again", async () => {
  const { root, child, states, links } = await stage.schema(...graphs);
  const top = await stage.run().up("task", root("TOP"));
  await stage.run().up("task", child("LOW", "TOP"));
  const below = await stage.run().up("task", child("TOP", "A"), top);
  expect(await states()).toMatchObject({ R: "started", A: "started", TOP: "started", LOW: "started" });
  const above = await stage.run().up("task", root("TOP"), below);
  expect(await states()).toMatchObject({ R: "started", A: "started", TOP: "started", LOW: "started" });
  expect(await links()).toMatchObject({ TOP: [], LOW: ["TOP"] });
  expect((await stage.run().up("task", root("TOP"), await stage.run().refresh("task", above))).effect).toBe("same");
});

describe("a task that runs on", () => {
  const computes: Readonly<Record<string, Props>> = {
    "a warehouse": { warehouse: "wh" },
    "another warehouse": { warehouse: "other" },
    "serverless compute": {},
    "serverless compute of some size": {
      userTaskManagedInitialWarehouseSize: "medium",
      serverlessTaskMinStatementSize: "SMALL",
      serverlessTaskMaxStatementSize: "xlarge",
      targetCompletionInterval: "5 minutes",
    },
  };
  const all = Object.keys(computes);
  test.each(all.flatMap((from) => all.flatMap((to) => (from === to ? [] : [[from, to] as const]))))(
    "%s goes over to %s, as a root and as a child of a running one",
    async (from, to) => {
      await stage.sql("CREATE WAREHOUSE IF NOT EXISTS OTHER");
      const { schema, root, child, states } = await stage.schema(...graphs);
      for (const task of [(more?: Props) => root("T", more), (more?: Props) => child("U", "A", more)]) {
        const made = await stage.run().up("task", task(computes[from]));
        const run = stage.run();
        const changed = await run.up("task", task(computes[to]), made);
        const read = await run.refresh("task", changed);
        expect(read?.outputs).toEqual(changed.outputs);
        expect((await run.up("task", task(computes[to]), read)).effect).toBe("same");
      }
      expect(await states()).toMatchObject({ R: "started", A: "started", T: "started", U: "started" });
      expect(refused(schema)).toEqual([]);
    },
  );
});
