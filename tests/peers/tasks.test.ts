import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Props } from "../../provider/dynamic/handlers";
import { type Entry, type Stage, startStage } from "../resource/lifecycle/stage";
import { goPeer, type PeerOrReason, pythonPeer } from "./set-up";
import { expectOneStatementEach, inWorksheet, ownParameters, type SeenRow } from "./worksheet";

const setUpMs = 900_000;
const here = "SCRATCH.PUBLIC";

/** A task as a program declares it, and how somebody sees it in a worksheet: what SHOW TASKS has, and its own parameters. */
interface Sample {
  readonly name: string;
  readonly args: Props;
  readonly shown: SeenRow;
  readonly parameters: SeenRow;
  /** What somebody changes by hand, and the properties that it changes. */
  readonly drift: string;
  readonly drifted: Props;
}

/** One graph: predecessors come first. */
const samples: readonly Sample[] = [
  {
    name: `${here}."the root"`,
    args: {
      warehouse: "compute",
      schedule: { cron: "0 9 * * mon-fri", timezone: "europe/berlin" },
      config: { table: "EVENTS", nested: { limit: 10 } },
      overlapPolicy: "allow_child_overlap",
      sessionParameters: { timezone: "UTC", json_indent: 4 },
      taskAutoRetryAttempts: 2,
      comment: "it's \\ here",
      definition: "INSERT INTO T SELECT 'it''s', $$a;b$$",
      started: true,
    },
    shown: {
      warehouse: "COMPUTE",
      schedule: "USING CRON 0 9 * * 1-5 Europe/Berlin",
      predecessors: [],
      state: "started",
      definition: "INSERT INTO T SELECT 'it''s', $$a;b$$",
      allow_overlapping_execution: "true",
      config: { table: "EVENTS", nested: { limit: 10 } },
      comment: "it's \\ here",
      task_relations: { Predecessors: [], FinalizerTask: `${here}.TIDY` },
    },
    parameters: { TIMEZONE: "UTC", JSON_INDENT: "4", TASK_AUTO_RETRY_ATTEMPTS: "2" },
    drift: "SET SCHEDULE = '11 minutes'",
    drifted: { schedule: "11 MINUTES" },
  },
  {
    name: `${here}.SERVERLESS`,
    args: {
      userTaskManagedInitialWarehouseSize: "x-small",
      serverlessTaskMaxStatementSize: "2x-large",
      targetCompletionInterval: { minutes: 10 },
      userTaskTimeoutMs: 60_000,
      logLevel: "info",
      after: ['"the root"'],
      definition: { call: "load", args: [1, "it's", { list: [true] }] },
      started: true,
    },
    shown: {
      warehouse: null,
      schedule: null,
      predecessors: [`${here}."the root"`],
      target_completion_interval: "10 MINUTES",
      state: "started",
      definition: "CALL LOAD(1, 'it''s', PARSE_JSON('{\"list\":[true]}'))",
      allow_overlapping_execution: "null",
      config: null,
      comment: "",
      task_relations: { Predecessors: [`${here}."the root"`] },
    },
    parameters: {
      USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE: "XSMALL",
      SERVERLESS_TASK_MAX_STATEMENT_SIZE: "X2LARGE",
      USER_TASK_TIMEOUT_MS: "60000",
      LOG_LEVEL: "INFO",
    },
    drift: "MODIFY AS SELECT 'by hand'",
    drifted: { definition: "SELECT 'by hand'" },
  },
  {
    name: `${here}.LAST`,
    args: {
      warehouse: '"other compute"',
      after: ['"the root"', "serverless"],
      when: "SYSTEM$GET_PREDECESSOR_RETURN_VALUE('SERVERLESS') = 'it''s'",
      definition: "SELECT 1",
    },
    shown: {
      warehouse: "other compute",
      predecessors: [`${here}.SERVERLESS`, `${here}."the root"`],
      state: "suspended",
      condition: "SYSTEM$GET_PREDECESSOR_RETURN_VALUE('SERVERLESS') = 'it''s'",
      definition: "SELECT 1",
      comment: "",
    },
    parameters: {},
    drift: `REMOVE AFTER ${here}.SERVERLESS`,
    drifted: { after: ['"the root"'] },
  },
  {
    name: `${here}.TIDY`,
    args: { warehouse: "compute", finalize: '"the root"', definition: "SELECT 'tidy'", started: true },
    shown: {
      warehouse: "COMPUTE",
      predecessors: [],
      state: "started",
      definition: "SELECT 'tidy'",
      task_relations: { Predecessors: [], FinalizedRootTask: `${here}."the root"` },
    },
    parameters: {},
    drift: "SUSPEND",
    drifted: { started: false },
  },
];

describe("Tasks beside clients that others wrote", () => {
  let stage: Stage;
  let python: PeerOrReason;
  let entries: Entry[] = [];
  beforeAll(async () => {
    python = await pythonPeer();
    stage = await startStage();
    await inWorksheet(
      python,
      stage,
      "CREATE DATABASE SCRATCH",
      "CREATE WAREHOUSE COMPUTE",
      'CREATE WAREHOUSE "other compute"',
      "CREATE TABLE SCRATCH.PUBLIC.LOG (WHAT VARCHAR)",
    );
  }, setUpMs);
  afterAll(() => stage?.close());

  test("Python is shown what we declare, in SHOW and in DESCRIBE", async () => {
    entries = await upAll();
    await expectAsDeclared();
  });

  test("we are shown what Python changes, and repair it", async () => {
    const root = samples[0]?.name;
    await inWorksheet(
      python,
      stage,
      `ALTER TASK ${root} SUSPEND`,
      ...samples.map(({ name, drift }) => `ALTER TASK ${name} ${drift}`),
      `ALTER TASK ${root} RESUME`,
    );
    const run = stage.run();
    const seen: Entry[] = [];
    for (const entry of entries) seen.push((await run.refresh("task", entry)) ?? missing());
    for (const [index, { drifted }] of samples.entries()) {
      expect(seen[index]?.inputs).toEqual({ ...entries[index]?.inputs, ...drifted });
    }
    entries = await upAll(seen);
    await expectAsDeclared();
  });

  test("Go is shown what Python is shown", async (context) => {
    const go = await goPeer();
    if ("missing" in go) context.skip(`The Go driver is not tested: ${go.missing}.`);
    const told = async (peer: PeerOrReason) => {
      const [shown = [], ...parameters] = await inWorksheet(peer, stage, ...questions);
      const columns = ["name", "id", "warehouse", "schedule", "predecessors", "state", "definition", "task_relations"];
      const cells = shown.map((row) => columns.map((column) => row[column]));
      return [cells, parameters.slice(samples.length).map((rows) => ownParameters(rows, "TASK"))];
    };
    expect(await told(go)).toEqual(await told(python));
  });

  test("we are shown what Python makes, and Python what we make of it", async () => {
    await inWorksheet(
      python,
      stage,
      `CREATE TASK ${here}.BY_HAND WAREHOUSE = COMPUTE SCHEDULE = 'using cron 0 0 1 1 * UTC' JSON_INDENT = 2 COMMENT = 'c' AS SELECT 'by hand'`,
      `CREATE TASK ${here}."then" SERVERLESS_TASK_MIN_STATEMENT_SIZE = 'SMALL' AFTER ${here}.BY_HAND WHEN 1 = 1 AS SELECT 2`,
      `ALTER TASK ${here}."then" RESUME`,
      `ALTER TASK ${here}.BY_HAND RESUME`,
    );
    const { handlers } = stage.run();
    const [root, child] = [
      await handlers.task.read(`${here}.BY_HAND`, {}),
      await handlers.task.read(`${here}."then"`, {}),
    ];
    expect(root?.inputs).toMatchObject({
      warehouse: "COMPUTE",
      schedule: { cron: "0 0 1 1 *", timezone: "UTC" },
      sessionParameters: { JSON_INDENT: "2" },
      comment: "c",
      definition: "SELECT 'by hand'",
      started: true,
    });
    expect(child?.inputs).toMatchObject({
      serverlessTaskMinStatementSize: "SMALL",
      after: ["BY_HAND"],
      when: "1 = 1",
      definition: "SELECT 2",
      started: true,
    });

    await stage.run().up("task", { ...child?.inputs, comment: "ours" }, child as Entry);
    const [shown = []] = await inWorksheet(python, stage, `SHOW TASKS IN SCHEMA ${here}`);
    const seen = shown.map(({ name, comment, state }) => [name, comment, state]);
    expect(seen).toContainEqual(["BY_HAND", "c", "started"]);
    expect(seen).toContainEqual(["then", "ours", "started"]);
    const drops = [`ALTER TASK ${here}.BY_HAND SUSPEND`, `DROP TASK ${here}.BY_HAND`, `DROP TASK ${here}."then"`];
    await inWorksheet(python, stage, ...drops);
    expect(await stage.run().refresh("task", child as Entry)).toBeUndefined();
  });

  test("Python runs a graph that we made, and reads its history", async () => {
    const log = (what: string) => `INSERT INTO ${here}.LOG VALUES ('${what}')`;
    const tasks = {
      choose: { definition: "CALL SYSTEM$SET_RETURN_VALUE('big')", branches: ["big", "small"] },
      big: { after: "choose", definition: log("big") },
      small: { after: "choose", definition: log("small") },
      broken: { after: "big", definition: `INSERT INTO ${here}.NONE VALUES (1)` },
      never: { after: "broken", definition: log("never") },
    };
    const declared = { name: "nightly", schema: here, tasks, finalizer: { definition: log("done") } };
    const graph = await stage.run().up("taskGraph", declared);
    const history = `SELECT NAME, STATE, RETURN_VALUE, ERROR_CODE FROM TABLE(SCRATCH.INFORMATION_SCHEMA.TASK_HISTORY())
      WHERE NAME LIKE 'NIGHTLY%' ORDER BY SCHEDULED_TIME, NAME`;
    const ran = async () => {
      const answers = await inWorksheet(
        python,
        stage,
        `EXECUTE TASK ${here}.NIGHTLY`,
        "USE WAREHOUSE COMPUTE",
        history,
        `SELECT * FROM ${here}.LOG`,
      );
      return { history: answers[2], log: answers[3]?.map(({ WHAT }) => WHAT).toSorted() };
    };
    const first = await ran();
    const states = Object.fromEntries((first.history ?? []).map(({ NAME, STATE }) => [NAME, STATE]));
    expect(states).toEqual({
      NIGHTLY: "SUCCEEDED",
      NIGHTLY$CHOOSE: "SUCCEEDED",
      NIGHTLY$BIG: "SUCCEEDED",
      NIGHTLY$SMALL: "SKIPPED",
      NIGHTLY$BROKEN: "FAILED",
      NIGHTLY$FINALIZER: "SUCCEEDED",
    });
    expect(first.history).toContainEqual(expect.objectContaining({ NAME: "NIGHTLY$CHOOSE", RETURN_VALUE: "big" }));
    expect(first.log).toEqual(["big", "done"]);

    const mended = { ...declared, tasks: { ...tasks, broken: { after: "big", definition: log("mended") } } };
    const changed = await stage.run().up("taskGraph", mended, graph);
    expect((await ran()).log).toEqual(["big", "big", "done", "done", "mended", "never"]);
    const dependents = `SELECT NAME FROM TABLE(SCRATCH.INFORMATION_SCHEMA.TASK_DEPENDENTS(TASK_NAME => '${here}.NIGHTLY', RECURSIVE => TRUE))`;
    const [, names] = await inWorksheet(python, stage, "USE WAREHOUSE COMPUTE", dependents);
    expect(names?.map(({ NAME }) => NAME).toSorted()).toEqual(
      ["", "$BIG", "$BROKEN", "$CHOOSE", "$FINALIZER", "$NEVER", "$SMALL"].map((end) => `NIGHTLY${end}`),
    );

    await inWorksheet(
      python,
      stage,
      `ALTER TASK ${here}.NIGHTLY$BIG SET COMMENT = 'by hand'`,
      `DROP TASK ${here}.NIGHTLY$NEVER`,
    );
    const seen = await stage.run().refresh("taskGraph", changed);
    expect(seen?.inputs["tasks"]).not.toHaveProperty("NEVER");
    expect((await stage.run().up("taskGraph", mended, seen)).effect).toBe("update");
    expect((await ran()).log).toHaveLength(10);
  });

  test("everything that was sent is one statement each to a parser that others wrote", async () => {
    await expectOneStatementEach(stage.sent());
  });

  const questions = [
    `SHOW TASKS IN SCHEMA ${here}`,
    ...samples.map(({ name }) => `DESCRIBE TASK ${name}`),
    ...samples.map(({ name }) => `SHOW PARAMETERS IN TASK ${name}`),
  ];

  async function expectAsDeclared(): Promise<void> {
    const [shown = [], ...answers] = await inWorksheet(python, stage, ...questions);
    for (const [index, { name, shown: wanted, parameters }] of samples.entries()) {
      const own = name.replace(/^.*\./, "").replaceAll('"', "");
      expect(readable(shown.find((row) => row["name"] === own))).toMatchObject(wanted);
      expect(readable(answers[index]?.[0])).toMatchObject(wanted);
      expect({ name, ...ownParameters(answers[samples.length + index], "TASK") }).toEqual({ name, ...parameters });
    }
  }

  /** Brings all of them to what is declared, predecessors first. */
  async function upAll(before: readonly Entry[] = []): Promise<Entry[]> {
    const run = stage.run();
    const done: Entry[] = [];
    for (const [index, { name, args }] of samples.entries()) {
      const own = name.replace(`${here}.`, "");
      done.push(await run.up("task", { schema: here, name: own, ...args }, before[index]));
    }
    return done;
  }
});

/** A row whose JSON is read. */
function readable(row: SeenRow = {}): SeenRow {
  const read = (cell: unknown) => (typeof cell === "string" && /^[{[]/.test(cell) ? JSON.parse(cell) : cell);
  return Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, read(cell)]));
}

function missing(): never {
  throw new Error("A task was not found.");
}
