import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Props } from "../../provider/dynamic/handlers";
import { definitions } from "../../provider/resources";
import { type Entry, type Stage, startStage } from "../resource/lifecycle/stage";
import { goPeer, type PeerOrReason, pythonPeer } from "./set-up";
import { inTicks } from "./shown";
import { expectOneStatementEach, inWorksheet, type SeenRow } from "./worksheet";

const setUpMs = 900_000;
const here = "SCRATCH.PUBLIC";
const image = "/scratch/public/pushed/web:1";
const job = "/scratch/public/pushed/load:1";
const hostile = [
  'it\'s "quoted"',
  "back\\slash \\' \\n",
  "; DROP DATABASE SAFE; --",
  "$$ /* a.b.c */ $$",
  "{{ x }} &y :1 ? %s",
  "  lower and blanks  ",
  "two\nlines: - # yaml",
  "é 😀 漢字",
  "x".repeat(255),
];

/** An object as a program declares it, then otherwise, and how somebody sees it in a worksheet each time. */
interface Sample {
  readonly kind: "computePool" | "imageRepository" | "service" | "jobService";
  readonly name: string;
  readonly declared: readonly [Props, Props];
  /** What SHOW has, every cell as text. */
  readonly shown: readonly [SeenRow, SeenRow];
  /** The specification that DESCRIBE has. */
  readonly spec?: readonly [object, object];
  /** What somebody changes by hand, and the properties that it changes. */
  readonly drift?: string;
  readonly drifted?: Props;
}

const samples: readonly Sample[] = [
  {
    kind: "computePool",
    name: "LOADING",
    declared: [
      { minNodes: 1, maxNodes: 2, instanceFamily: "cpu_x64_s", autoResume: false, comment: "it's \\ here" },
      {
        ...{ minNodes: 2, maxNodes: 4, instanceFamily: "CPU_X64_M", autoSuspendSecs: 600 },
        ...{ backupInstanceFamilies: ["cpu_x64_s"], allowDowntime: true },
      },
    ],
    shown: [
      { min_nodes: "1", max_nodes: "2", instance_family: "CPU_X64_S", auto_resume: "false", comment: "it's \\ here" },
      { min_nodes: "2", max_nodes: "4", instance_family: "CPU_X64_M", auto_resume: "true", auto_suspend_secs: "600" },
    ],
    drift: "SET MAX_NODES = 5 AUTO_SUSPEND_SECS = 900",
    drifted: { maxNodes: 5, autoSuspendSecs: 900 },
  },
  {
    kind: "imageRepository",
    name: `${here}.BUILT`,
    declared: [
      { encryption: "snowflake_sse", comment: "it's \\ here" },
      { encryption: "snowflake_sse", comment: "more" },
    ],
    shown: [
      {
        encryption: "SNOWFLAKE_SSE",
        comment: "it's \\ here",
        repository_url: expect.stringMatching(/\/scratch\/public\/built$/),
      },
      { encryption: "SNOWFLAKE_SSE", comment: "more" },
    ],
    drift: "SET COMMENT = 'by hand'",
    drifted: { comment: "by hand" },
  },
  {
    kind: "service",
    name: `${here}.WEB`,
    declared: [
      {
        spec: {
          containers: [{ name: "web", image, env: { GREETING: "it's $$ {{ x }}" } }],
          endpoints: [{ name: "ui", port: 80, public: true }],
        },
        ...{ minInstances: 1, maxInstances: 2, comment: "it's \\ here" },
      },
      {
        spec: { containers: [{ name: "web", image, args: ["--verbose"] }], endpoints: [{ name: "api", port: 8080 }] },
        ...{ minInstances: 2, maxInstances: 4, queryWarehouse: "compute_wh", autoResume: false, comment: "more" },
      },
    ],
    shown: [
      { min_instances: "1", max_instances: "2", compute_pool: "HOUSE", auto_resume: "true", comment: "it's \\ here" },
      { min_instances: "2", max_instances: "4", query_warehouse: "COMPUTE_WH", auto_resume: "false", is_job: "false" },
    ],
    spec: [
      {
        containers: [{ name: "web", image, env: { GREETING: "it's $$ {{ x }}" } }],
        endpoints: [{ name: "ui", port: 80, public: true }],
      },
      { containers: [{ name: "web", image, args: ["--verbose"] }], endpoints: [{ name: "api", port: 8080 }] },
    ],
    drift: "SET MAX_INSTANCES = 3 COMMENT = 'by hand'",
    drifted: { maxInstances: 3, comment: "by hand" },
  },
  {
    kind: "jobService",
    name: `${here}.LOAD`,
    declared: [
      { spec: { containers: [{ name: "main", image: job, env: { DAY: "it's $$" } }] }, comment: "first" },
      { spec: { containers: [{ name: "main", image: job }] }, replicas: 2, comment: "second" },
    ],
    shown: [
      { is_job: "true", status: "DONE", compute_pool: "HOUSE", comment: "first" },
      { is_job: "true", status: "DONE", target_instances: "2", comment: "second" },
    ],
    spec: [{ containers: [{ name: "main", image: job, env: { DAY: "it's $$" } }] }, { containers: [{ image: job }] }],
  },
];
const needs = [
  "CREATE DATABASE SCRATCH",
  "CREATE DATABASE SAFE",
  "CREATE TAG SAFE.PUBLIC.TEAM",
  "CREATE WAREHOUSE IF NOT EXISTS COMPUTE_WH",
  `CREATE IMAGE REPOSITORY ${here}.PUSHED`,
  "CREATE COMPUTE POOL HOUSE MIN_NODES = 1 MAX_NODES = 10 INSTANCE_FAMILY = CPU_X64_L",
];

describe("Pools, repositories, services and jobs beside clients that others wrote", () => {
  let stage: Stage;
  let python: PeerOrReason;
  let entries: Entry[] = [];
  beforeAll(async () => {
    python = await pythonPeer();
    stage = await startStage({ images: "pushed" });
    await inWorksheet(python, stage, ...needs);
    const ends = { outcome: "exits", exitCode: 0 } as const;
    stage.emulator.pushImage({ repository: `${here}.PUSHED`, image: "web", tag: "1" });
    stage.emulator.pushImage({ repository: `${here}.PUSHED`, image: "load", tag: "1", behaviour: ends });
  }, setUpMs);
  afterAll(() => stage?.close());

  test("Python is shown what we declare", async () => {
    entries = await upAll(0);
    await expectShown(python, 0);
  });

  test("Python is shown what we change", async () => {
    entries = await upAll(1, entries);
    await expectShown(python, 1);
  });

  test(
    "Go is shown the same",
    async (context) => {
      const go = await goPeer();
      if ("missing" in go) context.skip(`The Go driver is not tested: ${go.missing}.`);
      await expectShown(go, 1);
    },
    setUpMs,
  );

  test("we are shown what Python changes, and repair it", async () => {
    const drifts = samples.flatMap(({ kind, name, drift }) =>
      drift === undefined ? [] : [`ALTER ${definitions[kind].noun} ${name} ${drift}`],
    );
    const specification = `$$ ${JSON.stringify({ spec: { containers: [{ name: "web", image, args: ["by hand"] }] } })} $$`;
    await inWorksheet(python, stage, ...drifts, `ALTER SERVICE ${here}.WEB FROM SPECIFICATION ${specification}`);
    const run = stage.run();
    const seen: Entry[] = [];
    for (const [index, { kind, drifted = {} }] of samples.entries()) {
      const entry = entries[index] ?? missing();
      const found = (await run.refresh(kind, entry)) ?? missing();
      const upgraded =
        kind === "service" ? { spec: { spec: { containers: [{ name: "web", image, args: ["by hand"] }] } } } : {};
      expect(found.inputs).toMatchObject({ ...entry.inputs, ...drifted, ...upgraded });
      seen.push(found);
    }
    entries = await upAll(1, seen);
    await expectShown(python, 1);
  });

  test("hostile comments and arguments pass both ways, and values of variables and tags as declared", async () => {
    const specOf = (text: string, shown = text) => ({
      spec: { containers: [{ name: "web", image, args: [text], env: { TEXT: shown } }] },
    });
    const sent = (text: string) => JSON.stringify(specOf(text)).replaceAll("$$", "\\u0024$");
    const run = stage.run();
    const made: Entry[] = [];
    for (const [index, text] of hostile.entries()) {
      const args = { schema: here, name: `OURS_${index}`, computePool: "HOUSE", spec: specOf(text), comment: text };
      made.push(await run.up("service", { ...args, tags: { "SAFE.PUBLIC.TEAM": text } }));
    }
    const theirs = hostile.map(
      (text, index) =>
        `CREATE SERVICE ${here}.THEIRS_${index} IN COMPUTE POOL HOUSE FROM SPECIFICATION $$${sent(text)}$$ COMMENT = ${inTicks(text)} WITH TAG (SAFE.PUBLIC.TEAM = ${inTicks(text)})`,
    );
    await inWorksheet(python, stage, ...theirs);
    const answers = await inWorksheet(
      python,
      stage,
      ...hostile.flatMap((_, index) => [
        `DESCRIBE SERVICE ${here}.OURS_${index}`,
        `SELECT SYSTEM$GET_TAG('SAFE.PUBLIC.TEAM', '${here}.OURS_${index}', 'SERVICE') AS TAG`,
      ]),
    );
    for (const [index, text] of hostile.entries()) {
      const [row, tag] = answers.slice(2 * index).map(([first]) => first);
      expect([row?.["comment"], tag?.["TAG"]]).toEqual([text, text]);
      expect(parse(String(row?.["spec"]))).toMatchObject(specOf(text));
      // Values of variables that no program declares may be secret.
      const read = await run.handlers.service.read(`${here}.THEIRS_${index}`, {});
      expect(read?.inputs).toMatchObject({ comment: text, spec: specOf(text, "***") });
    }
    const turned = hostile.toReversed();
    const changes = turned.map((text, index) => `ALTER SERVICE ${here}.OURS_${index} SET COMMENT = ${inTicks(text)}`);
    await inWorksheet(python, stage, ...changes);
    for (const [index, text] of turned.entries())
      expect((await stage.run().refresh("service", made[index] ?? missing()))?.inputs).toMatchObject({ comment: text });
    const [safe] = await inWorksheet(python, stage, "SHOW DATABASES LIKE 'SAFE'");
    expect(safe).toHaveLength(1);
  });

  test("we are shown what Python makes, and what it drops is gone to us", async () => {
    const named = ["MADE", `${here}.MADE_IMAGES`, `${here}.MADE_SERVICE`, `${here}.MADE_JOB`] as const;
    const [pool, images, service, made] = named;
    const run = `FROM SPECIFICATION $$${JSON.stringify({ spec: { containers: [{ name: "main", image }] } })}$$`;
    await inWorksheet(
      python,
      stage,
      `CREATE COMPUTE POOL ${pool} MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = cpu_x64_xs COMMENT = 'c'`,
      `CREATE IMAGE REPOSITORY ${images} COMMENT = 'c'`,
      `CREATE SERVICE ${service} IN COMPUTE POOL ${pool} ${run} MIN_INSTANCES = 1 MAX_INSTANCES = 2 COMMENT = 'c'`,
      `EXECUTE JOB SERVICE IN COMPUTE POOL ${pool} NAME = ${made} ASYNC = TRUE COMMENT = 'c' ${run}`,
    );
    const { handlers } = stage.run();
    const kinds = samples.map(({ kind }) => kind);
    const found = await Promise.all(kinds.map((kind, index) => handlers[kind].read(named[index] ?? "", {})));
    const spec = { spec: { containers: [{ name: "main", image }] } };
    expect(found.map((one) => one?.inputs)).toMatchObject([
      { minNodes: 1, maxNodes: 2, instanceFamily: "CPU_X64_XS", comment: "c" },
      { comment: "c" },
      { computePool: "MADE", spec, maxInstances: 2, comment: "c" },
      { computePool: "MADE", spec, comment: "c" },
    ]);
    await inWorksheet(
      python,
      stage,
      `DROP SERVICE ${service}`,
      `ALTER COMPUTE POOL ${pool} STOP ALL`,
      `DROP COMPUTE POOL ${pool}`,
      `DROP IMAGE REPOSITORY ${images}`,
    );
    for (const [index, kind] of kinds.entries())
      expect(await stage.run().refresh(kind, found[index] as Entry)).toBeUndefined();
  });

  test("everything that was sent is one statement each to a parser that others wrote", async () => {
    await expectOneStatementEach(stage.sent());
  });

  async function upAll(which: 0 | 1, before: readonly Entry[] = []): Promise<Entry[]> {
    const run = stage.run();
    const done: Entry[] = [];
    for (const [index, { kind, name, declared }] of samples.entries()) {
      const place = name.includes(".") ? { schema: here } : {};
      const on = kind === "service" || kind === "jobService" ? { computePool: "HOUSE" } : {};
      const args = { ...place, ...on, name: name.split(".").at(-1), dataLoss: "allow", ...declared[which] };
      done.push(await run.up(kind, args, before[index]));
    }
    return done;
  }

  async function expectShown(peer: PeerOrReason, which: 0 | 1): Promise<void> {
    const [pools = [], repositories = [], services = [], ...descriptions] = await inWorksheet(
      peer,
      stage,
      "SHOW COMPUTE POOLS",
      `SHOW IMAGE REPOSITORIES IN SCHEMA ${here}`,
      `SHOW SERVICES IN SCHEMA ${here}`,
      ...samples.map(({ kind, name }) =>
        kind === "imageRepository"
          ? `SHOW IMAGES IN IMAGE REPOSITORY ${name}`
          : `DESCRIBE ${definitions[kind].noun} ${name}`,
      ),
    );
    const all = [...pools, ...repositories, ...services];
    for (const [index, { name, shown, spec }] of samples.entries()) {
      const row = all.find((one) => one["name"] === name.split(".").at(-1)) ?? missing();
      expect(asTexts(row)).toMatchObject(shown[which]);
      const [description] = descriptions[index] ?? [];
      if (spec !== undefined) expect(parse(String(description?.["spec"]))).toMatchObject({ spec: spec[which] });
    }
  }
});

/** Drivers decode numbers and truth values each in its own way. */
function asTexts(row: SeenRow): SeenRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, cell]) => [column, cell === null || cell === undefined ? cell : String(cell)]),
  );
}

function missing(): never {
  throw new Error("An object was not found.");
}
