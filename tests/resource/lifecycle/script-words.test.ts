import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { scriptAdvice } from "../../../provider/client/advice";
import type { Props } from "../../../provider/dynamic/handlers";
import { halfAMinute, told as hasTold, outOfTime, type PoolStage, startPoolStage } from "./pool-stage";
import { type Entry, failure, freshName, type Kind, type Run } from "./stage";

/** Words that mean nothing to the author of a script. */
const ofPulumi = /pulumi|snowflake:\w|\bstacks?\b|\bresources?\b|\brefresh\b|\bin the state\b|retainOnDelete/i;

let stage: PoolStage;
beforeAll(async () => {
  stage = await startPoolStage();
  await stage.sql("CREATE WAREHOUSE WH", "CREATE SCHEMA D.FORGETFUL DATA_RETENTION_TIME_IN_DAYS = 0");
  const failing = { outcome: "fails", exitCode: 3, message: "no such table" } as const;
  stage.emulator.pushImage({ repository: "D.PUBLIC.IMAGES", image: "broken", behaviour: failing });
  stage.emulator.pushImage({
    repository: "D.PUBLIC.IMAGES",
    image: "done",
    behaviour: { outcome: "exits", exitCode: 0 },
  });
});
afterEach(() => stage.emulator.setFaults([]));
afterAll(() => stage.close());

const columns = [
  { name: "ID", type: "int" },
  { name: "NOTE", type: "text" },
];
const [id, note] = columns;

function run(): Run {
  return stage.run({ advice: scriptAdvice });
}

/** A run of somebody else. */
function another(): Run {
  return stage.run({ env: { PULUMI_NODEJS_PROJECT: "another" } });
}

/** Changes an object as a script does, which no preview has looked at before. */
async function update(one: Run, kind: Kind, args: Props, { id, outputs }: Entry): Promise<unknown> {
  const { inputs, problems } = one.handlers[kind].check({}, args);
  expect(problems).toEqual([]);
  return one.handlers[kind].update(id, outputs, inputs);
}

/** A statement that fails. */
function breaks(match: string): void {
  stage.emulator.setFaults([{ match, do: "error", code: "000603", sqlState: "XX000", message: "oops" }]);
}

/** What a change ends with, all that was said on the way included. */
async function told(work: (one: Run) => Promise<unknown>): Promise<string> {
  const one = run();
  const { message } = await failure(work(one));
  return [message, ...one.said].join("\n");
}

interface Made {
  readonly args: Props;
  readonly entry: Entry;
  /** What it ends with to bring it to other arguments. */
  change(to: Props): Promise<string>;
}

async function made(kind: Kind, args: Props): Promise<Made> {
  const entry = await run().up(kind, args);
  return { args, entry, change: (to) => told((one) => update(one, kind, { ...args, ...to }, entry)) };
}

/** A table, with a row in it. */
async function table(more: Props = {}): Promise<Made> {
  const one = await made("table", { schema: "D.PUBLIC", name: freshName(), columns, ...more });
  await stage.sql(`INSERT INTO ${one.entry.id} VALUES (1, 'a')`);
  return one;
}

const pool = () => made("computePool", stage.args());
const job = (image: string, more: Props = {}) => ({
  schema: "D.PUBLIC",
  name: freshName(),
  computePool: "JOBS",
  spec: { containers: [{ name: "main", image: `/d/public/images/${image}` }] },
  ...more,
});
const graph = (more: Props = {}) => ({
  schema: "D.PUBLIC",
  name: freshName(),
  schedule: { hours: 1 },
  warehouse: "WH",
  started: true,
  tasks: { LOAD: { definition: "SELECT 1" } },
  ...more,
});

describe("a script is told in its own words what to do", () => {
  test.each<[string, () => Promise<string>, string]>([
    [
      "about a column with values",
      async () => (await table()).change({ columns: [id] }),
      'Ways out: give dataLoss: "allow" in the options, or "recoverable" if its Time Travel retention is above 0; ' +
        "leave in the specification what it would take away; remove what is inside first.",
    ],
    [
      "about a column that no warehouse looks at",
      async () => (await table()).change({ columns: [id] }),
      "takes a warehouse to look at (warehouse of connect())",
    ],
    [
      "about a history that would end",
      async () => (await table()).change({ schema: "D.FORGETFUL" }),
      'Ways out: give dataLoss: "allow" in the options',
    ],
    [
      "about what a replacement would lose",
      async () => {
        const { args } = await table();
        return told((one) => one.up("table", { ...args, createMode: "orReplace" }));
      },
      "; keep the object; remove what is inside first.",
    ],
    [
      "about what a drop would lose",
      async () => {
        const { entry } = await table();
        return told((one) => one.destroy("table", entry));
      },
      'Ways out: give dataLoss: "allow" in the options, or "recoverable"',
    ],
    [
      "about a name that is taken",
      async () => {
        const { args, entry } = await table();
        return (await table()).change({ name: args["name"], columns: entry.inputs["columns"] });
      },
      "If it is itself renamed in this run, run it again;",
    ],
    [
      "about an object that exists",
      async () => {
        const args = { schema: "D.PUBLIC", name: freshName(), columns };
        await another().up("table", args);
        return told((one) => one.up("table", args));
      },
      "To have it altered where it differs, use createOrAlter(). To use it as it is, take a reference to it by its name;",
    ],
    [
      "about an object that is gone",
      async () => {
        const { entry, change } = await table();
        await stage.sql(`DROP TABLE ${entry.id}`);
        return change({ comment: "new" });
      },
      "it was dropped or renamed meanwhile. Call fetch(), look at what it shows, then run it again.",
    ],
    [
      "about an object that was made again",
      async () => {
        const { entry, change } = await table();
        await stage.sql(`CREATE OR REPLACE TABLE ${entry.id} (ID INT)`);
        return change({ comment: "new" });
      },
      "is another object than the one that was read: it was dropped and created again meanwhile.",
    ],
    [
      "about a kind that has no rename",
      async () => {
        const { change } = await made("imageRepository", { schema: "D.PUBLIC", name: freshName() });
        return change({ name: freshName() });
      },
      "Nothing was changed. Make another of the new name, and drop this one.",
    ],
    [
      "about a change that stopped halfway",
      async () => {
        const { change } = await made("warehouse", { name: freshName(), autoResume: false });
        breaks("UNSET AUTO_RESUME");
        return change({ autoResume: undefined, comment: "new" });
      },
      "was changed in part; the next createOrAlter() goes on from there.",
    ],
    [
      "about an object that could not be read back",
      async () => {
        const name = freshName();
        breaks(`^SHOW WAREHOUSES LIKE '${name}'|^SHOW WAREHOUSES`);
        return told((one) => one.up("warehouse", { name }));
      },
      "was created, but could not be read back; the next createOrAlter() goes on from there.",
    ],
    [
      "about a column that is gone",
      async () => {
        const { entry, change } = await table();
        await stage.sql(`ALTER TABLE ${entry.id} DROP COLUMN NOTE`);
        return change({ columns: [id, { ...note, comment: "new" }] });
      },
      "Column NOTE is not there any more: it was dropped or renamed meanwhile. Call fetch()",
    ],
    [
      "about a column that somebody else has added",
      async () => {
        const { entry, change } = await table();
        await stage.sql(`ALTER TABLE ${entry.id} ADD COLUMN MORE INT`);
        return change({ columns: [...columns, { name: "MORE", type: "text" }] });
      },
      "is there already, added meanwhile. Call fetch(), look at what it shows, then run it again.",
    ],
    [
      "about a column whose new name is taken",
      async () => {
        const { entry, change } = await table();
        await stage.sql(`ALTER TABLE ${entry.id} ADD COLUMN TEXT_ TEXT`);
        return change({ columns: [id, { ...note, name: "TEXT_", renamedFrom: "NOTE" }] });
      },
      "both are there. Call fetch(), and look at what it shows.",
    ],
    [
      "about a change that stops services",
      async () => {
        const { args, change } = await pool();
        await stage.service(String(args["name"]));
        return change({ maxNodes: 3, instanceFamily: "CPU_X64_S" });
      },
      "Give allowDowntime: true if that is meant, or take the change back.",
    ],
    [
      "about a pool that does not come back",
      async () => {
        const { change } = await pool();
        breaks("^ALTER COMPUTE POOL .* RESUME");
        return change({ instanceFamily: "CPU_X64_S", allowDowntime: true });
      },
      "was suspended for that, and could not be resumed: oops (000603) Call resume() on it.",
    ],
    [
      "about a pool with services",
      async () => {
        const { args, entry } = await pool();
        await stage.service(String(args["name"]));
        return told((one) => one.destroy("computePool", entry));
      },
      "or let them run on another pool; give allowDowntime: true, to have them dropped with it; keep the pool.",
    ],
    [
      "about a pool with volumes",
      async () => {
        const { args, entry } = await made("computePool", stage.args({ allowDowntime: true }));
        const volumes = "  volumes:\n  - name: data\n    source: block\n    size: 1Gi\n";
        await stage.service(String(args["name"]), { volumes });
        return told((one) => one.destroy("computePool", entry));
      },
      'by whoever may lose their data; give dataLoss: "allow" in the options; keep the pool.',
    ],
    [
      "about a root that does not come back",
      async () => {
        const schema = `D.${freshName()}`;
        await stage.sql(`CREATE SCHEMA ${schema}`);
        const task = { schema, definition: "SELECT 1", started: true };
        await run().up("task", { ...task, name: "R", schedule: "10 minutes" });
        const { change } = await made("task", { ...task, name: "C", after: ["R"] });
        breaks("^ALTER TASK .*\\bR RESUME");
        return change({ comment: "new" });
      },
      "was suspended for that, and could not be resumed: oops (000603) Mend that; call resume() on it.",
    ],
    [
      "about a graph that is gone",
      async () => {
        const { entry, change } = await made("taskGraph", graph());
        await stage.sql(`ALTER TASK ${entry.id} SUSPEND`, `DROP TASK ${entry.id}`);
        return change({ comment: "new" });
      },
      "its root was dropped meanwhile. Call fetch(), look at what it shows, then run it again.",
    ],
    [
      "about a graph that was made again",
      async () => {
        const { entry, change } = await made("taskGraph", graph());
        const again = `CREATE TASK ${entry.id} SCHEDULE = '1 HOUR' WAREHOUSE = WH AS SELECT 1`;
        await stage.sql(`ALTER TASK ${entry.id} SUSPEND`, `DROP TASK ${entry.id}`, again);
        return change({ comment: "new" });
      },
      "is another graph than the one that was read: its root was dropped and created again meanwhile.",
    ],
    [
      "about a task of a graph that exists",
      async () => {
        const { args, entry, change } = await made("taskGraph", graph());
        await stage.sql(`CREATE TASK ${entry.id}$MORE WAREHOUSE = WH AS SELECT 1`);
        return change({ tasks: { ...(args["tasks"] as Props), MORE: { definition: "SELECT 2", after: "LOAD" } } });
      },
      "already, which this script did not make.",
    ],
    [
      "about a graph that exists",
      async () => {
        const args = graph();
        await another().up("taskGraph", args);
        return told((one) => one.up("taskGraph", args));
      },
      "To have it altered where it differs, use createOrAlter().",
    ],
  ])("%s", async (_, provoke, advice) => {
    const text = await provoke();
    expect(text).toContain(advice);
    expect(text).not.toMatch(ofPulumi);
  });
});

describe("a script is told in its own words what to do about a job", () => {
  beforeAll(() =>
    stage.sql("CREATE COMPUTE POOL JOBS MIN_NODES = 1 MAX_NODES = 5 INSTANCE_FAMILY = CPU_X64_L").then(() => undefined),
  );

  test("that fails", async () => {
    const text = await told((one) => one.up("jobService", job("broken")));
    expect(text).toContain("Mend its image or its spec, and run it again: it runs again then.");
    expect(text).not.toMatch(ofPulumi);
  });

  test("that is not done in time", async () => {
    const text = await told(async (one) => {
      const done = one.up("jobService", job("job", { timeouts: { create: halfAMinute } }));
      await hasTold(one, /is (PENDING|RUNNING)/);
      return outOfTime(stage, done);
    });
    expect(text).toContain("The next createOrAlter() waits for it again. Give it longer with timeoutMs, or cancel it");
    expect(text).not.toMatch(ofPulumi);
  });

  test("that exists", async () => {
    const args = job("done");
    await another().up("jobService", args);
    const text = await told((one) => one.up("jobService", args));
    expect(text).toContain("use createOrAlter()");
    expect(text).not.toMatch(ofPulumi);
  });

  test("that somebody else has run, and has failed", async () => {
    const args = job("broken");
    await failure(another().up("jobService", args));
    const text = await told((one) => one.up("jobService", { ...args, createMode: "ifNotExists" }));
    expect(text).toContain("was not started by this script, and ended as FAILED");
    expect(text).toContain("then run it again.");
    expect(text).not.toMatch(ofPulumi);
  });
});
