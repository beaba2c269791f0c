import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { validate } from "../../provider/resource/validate";
import { definitions } from "../../provider/resources";
import { inlineProcedure, quoted, type SchemaReference, taskGraph } from "../../sdk/root";
import { kinds, writesOf } from "../root/kinds";
import { type Stage, startRoot } from "../root/stage";
import { parse } from "./parse";
import { goPeer, type PeerOrReason, pythonPeer } from "./set-up";
import {
  type DeclaredObject,
  declaredKinds,
  declaredObjects,
  fullName,
  inQuotes,
  inTicks,
  rowsOf,
  seenBy,
  showAll,
  visibleIn,
} from "./shown";
import { type PeerResult, talk } from "./talk";

const setUpMs = 900_000;
const hostile = [
  'it\'s "quoted"',
  "back\\slash \\' \\n",
  "; DROP DATABASE SAFE; --",
  "a.b.c",
  "$$ {{ x }} ? %s &y",
  "é 😀 漢字",
];
const written = /^(CREATE|ALTER|DROP|EXECUTE|PUT|REMOVE)/;

let stage: Stage;
let schema: SchemaReference;
let python: PeerOrReason;
beforeAll(async () => {
  python = await pythonPeer();
  const { XDG_CACHE_HOME } = process.env;
  stage = await startRoot();
  // Peers stand in the user's own cache.
  if (XDG_CACHE_HOME === undefined) delete process.env["XDG_CACHE_HOME"];
  else process.env["XDG_CACHE_HOME"] = XDG_CACHE_HOME;
  await runAs(python, "CREATE DATABASE SCRATCH", "CREATE DATABASE SAFE", "CREATE WAREHOUSE WORK", ...needs());
  schema = stage.root.database("SCRATCH").schema("PUBLIC");
}, setUpMs);
afterAll(() => stage?.close());

describe("Python is shown", () => {
  test.each(["a", "b"] as const)("every property that scripts create and alter (%s)", async (which) => {
    // What is transient stays so.
    const objects = declaredObjects.filter(({ keys }) => which === "a" || !keys.includes("transient"));
    // What Snowflake does not show of an object that exists is not altered, and said.
    const unseen: (readonly string[])[] = [];
    for (const object of objects) {
      const of = kinds.find(({ kind }) => kind === object.kind) ?? missing();
      const reference = of.reference(stage.root, inQuotes(object.name));
      const spec = specOf(object, which);
      const { action, notCompared } = await reference.createOrAlter(spec, { dataLoss: "allow" });
      unseen.push(notCompared);
      expect(action).toBe(which === "a" ? "created" : "altered");
      expect(await reference.createOrAlter(spec)).toMatchObject({ action: "unchanged", statements: [] });
    }
    const shows = objects.map(({ kind, name }) => `SHOW PARAMETERS IN ${kind} ${fullName(kind, name)}`);
    const results = (await runAs(python, ...declaredKinds.map(showAll), ...shows)).map(rowsOf);
    const asked = objects.map((object, index) => {
      const { values } = validate(definitions[object.kind], object.declared(which));
      return Object.fromEntries(Object.entries(values).filter(([key]) => unseen[index]?.includes(key) !== true));
    });
    const shown = objects.map(({ kind, name }, index) => {
      const row = results[declaredKinds.indexOf(kind)]?.find((one) => one["name"] === name) ?? {};
      return seenBy(kind, row, results[declaredKinds.length + index] ?? [], asked[index] ?? {});
    });
    expect(shown).toEqual(asked.map(visibleIn));
  });

  test.each(kinds.filter(({ kind }) => kind !== "imageRepository"))(
    "hostile names and comments of a $kind, which goes round",
    async (of) => {
      const collection = of.collection(stage.root);
      for (const [index, name] of hostile.entries())
        await collection.create({ ...of.least, name: quoted(name), comment: hostile.at(-index) });
      const [listed] = await runAs(python, showAll(of.kind));
      const comments = new Map(rowsOf(listed).map((row) => [row["name"], row["comment"]]));
      expect(hostile.map((name) => comments.get(name))).toEqual(hostile.map((_, index) => hostile.at(-index)));
      await runAs(
        python,
        ...hostile.map(
          (name) => `ALTER ${of.definition.noun} ${fullName(of.kind, name)} SET COMMENT = ${inTicks(`${name}2`)}`,
        ),
      );
      for (const name of hostile) {
        const reference = of.reference(stage.root, quoted(name));
        expect(await reference.fetch()).toMatchObject({ storedName: name, comment: `${name}2` });
        await reference.drop();
      }
      const [left] = await runAs(python, showAll(of.kind));
      expect(rowsOf(left).map((row) => row["name"])).not.toEqual(expect.arrayContaining([hostile[0]]));
    },
  );

  test("tables with their columns and keys, also by INFORMATION_SCHEMA", async () => {
    await schema.tables.create({ name: "elders", columns: [{ name: "id", type: "int" }], primaryKey: ["id"] });
    const table = await schema.tables.create({
      name: "people",
      columns: [
        { name: "id", type: "int", nullable: false, comment: "it's" },
        { name: '"full name"', type: "string" },
        { name: "price", type: "decimal(10,2)", default: 1.5 },
        { name: "at", type: "datetime(3)" },
      ],
      primaryKey: { columns: ["id"], name: "by_id" },
      uniqueKeys: [['"full name"']],
      foreignKeys: [{ columns: ["id"], references: { table: "elders" } }],
    });
    const place = "SCRATCH.PUBLIC.PEOPLE";
    const [, described, primary, imported, columns] = await runAs(
      python,
      "USE WAREHOUSE WORK",
      `DESCRIBE TABLE ${place}`,
      `SHOW PRIMARY KEYS IN TABLE ${place}`,
      `SHOW IMPORTED KEYS IN TABLE ${place}`,
      "SELECT COLUMN_NAME, DATA_TYPE, IS_NULLABLE FROM SCRATCH.INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'PEOPLE' ORDER BY ORDINAL_POSITION",
    );
    expect(
      rowsOf(described).map((row) => [row["name"], row["type"], row["null?"], row["default"], row["comment"]]),
    ).toEqual([
      ["ID", "NUMBER(38,0)", "N", null, "it's"],
      ["full name", expect.stringMatching(/^VARCHAR/), "Y", null, null],
      ["PRICE", "NUMBER(10,2)", "Y", "1.5", null],
      ["AT", "TIMESTAMP_NTZ(3)", "Y", null, null],
    ]);
    expect(rowsOf(primary)).toMatchObject([{ column_name: "ID", constraint_name: "BY_ID" }]);
    expect(rowsOf(imported)).toMatchObject([{ fk_column_name: "ID", pk_table_name: "ELDERS" }]);
    expect(columns?.rows).toEqual([
      ["ID", "NUMBER", "NO"],
      ["full name", "TEXT", "YES"],
      ["PRICE", "NUMBER", "YES"],
      ["AT", "TIMESTAMP_NTZ", "YES"],
    ]);
    const shown = await table.fetch({ foreignKeys: true });
    expect(await table.createOrAlter(shown.toSpec())).toMatchObject({ action: "unchanged", statements: [] });
  });

  test("task graphs, procedures, repositories, pools and services", async () => {
    const graph = taskGraph("nightly", { warehouse: "WORK", schedule: { hours: 1 }, started: true }, (g) => {
      const load = g.task("load", { definition: "SELECT 'it''s'" });
      const body = (limit: number) => limit + 1;
      g.task("count", {
        definition: inlineProcedure({ body, returns: "float", args: { limit: { type: "float", value: 1 } } }),
      }).after(load);
      g.finalizer({ definition: "SELECT 3" });
    });
    await schema.taskGraphs.deploy(graph);
    await schema.procedures.create({
      name: "twice",
      arguments: [{ name: "x", type: "float" }],
      returns: "float",
      language: "javascript",
      body: "return X * 2;",
    });
    await stage.root.computePools.create({
      name: "pool",
      instanceFamily: "CPU_X64_XS",
      minNodes: 1,
      maxNodes: 2,
      comment: "it's",
    });
    await schema.imageRepositories.create({ name: "repo" });
    await schema.services.create({
      name: "web",
      computePool: "pool",
      spec: { containers: [{ name: "main", image: "/SCRATCH/PUBLIC/REPO/web:1" }] },
    });
    const [tasks, procedures, pools, repositories, services, called] = await runAs(
      python,
      "SHOW TASKS LIKE 'NIGHTLY%' IN SCHEMA SCRATCH.PUBLIC",
      "SHOW PROCEDURES LIKE 'TWICE' IN SCHEMA SCRATCH.PUBLIC",
      "SHOW COMPUTE POOLS",
      "SHOW IMAGE REPOSITORIES IN SCHEMA SCRATCH.PUBLIC",
      "SHOW SERVICES IN SCHEMA SCRATCH.PUBLIC",
      "DESCRIBE SERVICE SCRATCH.PUBLIC.WEB",
    );
    expect(rowsOf(tasks).map((row) => [row["name"], row["state"]])).toEqual([
      ["NIGHTLY", "started"],
      ["NIGHTLY$COUNT", "started"],
      ["NIGHTLY$FINALIZER", "started"],
      ["NIGHTLY$LOAD", "started"],
    ]);
    expect(rowsOf(procedures)).toMatchObject([
      { name: "TWICE", arguments: expect.stringContaining("TWICE(FLOAT) RETURN FLOAT") },
    ]);
    expect(rowsOf(pools)).toMatchObject([{ name: "POOL", instance_family: "CPU_X64_XS", comment: "it's" }]);
    expect(rowsOf(repositories)).toMatchObject([{ name: "REPO" }]);
    expect(rowsOf(services)).toMatchObject([{ name: "WEB", compute_pool: "POOL" }]);
    expect(String(rowsOf(called)[0]?.["spec"])).toContain("/scratch/public/repo/web:1");
  });
});

describe("scripts are shown what Python creates, and find nothing to change", () => {
  const theirs: Readonly<
    Record<string, { readonly sql: readonly string[]; readonly look: () => Promise<Round>; readonly shown: object }>
  > = {
    database: {
      sql: [`CREATE TRANSIENT DATABASE "their's" DATA_RETENTION_TIME_IN_DAYS = 0 COMMENT = 'é'`],
      look: () => round(stage.root.database(quoted("their's"))),
      shown: { transient: true, comment: "é" },
    },
    schema: {
      sql: [`CREATE SCHEMA SCRATCH."a.b" WITH MANAGED ACCESS LOG_LEVEL = 'WARN'`],
      look: () => round(stage.root.database("SCRATCH").schema(quoted("a.b"))),
      shown: { managedAccess: true, database: "SCRATCH" },
    },
    warehouse: {
      sql: [
        `CREATE WAREHOUSE "their wh" WAREHOUSE_SIZE = 'X-Large' AUTO_SUSPEND = 0 MAX_CLUSTER_COUNT = 3 INITIALLY_SUSPENDED = TRUE`,
      ],
      look: () => round(stage.root.warehouse(quoted("their wh"))),
      shown: { warehouseSize: "XLARGE", maxClusterCount: 3, state: "SUSPENDED" },
    },
    table: {
      sql: [
        `CREATE TABLE SCRATCH.PUBLIC."Their Table" (A INTEGER PRIMARY KEY, B STRING(10) NOT NULL DEFAULT 'it''s', C DOUBLE PRECISION, D TIMESTAMP_LTZ,
         "e f" VARIANT, G TEXT COLLATE 'en-ci', H INT AUTOINCREMENT START 5 INCREMENT 2, UNIQUE (A, B)) CLUSTER BY (A) CHANGE_TRACKING = TRUE COMMENT = $$c'$$`,
      ],
      look: () => round(schema.table(quoted("Their Table"))),
      shown: { comment: "c'", changeTracking: true, rows: 0 },
    },
    stage: {
      sql: [
        `CREATE STAGE SCRATCH.PUBLIC."s/t" DIRECTORY = (ENABLE = TRUE) FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 1) COMMENT = 'c'`,
      ],
      look: () => round(schema.stage(quoted("s/t"))),
      shown: { type: "INTERNAL", directoryEnabled: true, comment: "c" },
    },
    task: {
      sql: [
        `CREATE TASK SCRATCH.PUBLIC."their task" WAREHOUSE = WORK SCHEDULE = 'USING CRON 0 3 * * * UTC' CONFIG = '{"a": 1}' WHEN 1 = 1 AS INSERT INTO T VALUES ('it''s; --')`,
      ],
      look: () => round(schema.task(quoted("their task"))),
      shown: { state: "suspended", definition: "INSERT INTO T VALUES ('it''s; --')" },
    },
    taskGraph: {
      sql: [
        "CREATE TASK SCRATCH.PUBLIC.G SCHEDULE = '1 HOUR' WAREHOUSE = WORK AS SELECT 1",
        "CREATE TASK SCRATCH.PUBLIC.G$X WAREHOUSE = WORK AFTER SCRATCH.PUBLIC.G AS SELECT 2",
        'CREATE TASK SCRATCH.PUBLIC."G$other" WAREHOUSE = WORK AFTER SCRATCH.PUBLIC.G$X AS SELECT 3',
        ...['"G$other"', "G$X", "G"].map((task) => `ALTER TASK SCRATCH.PUBLIC.${task} RESUME`),
      ],
      look: () => round(schema.taskGraph("G")),
      shown: { started: true },
    },
    procedure: {
      sql: [
        `CREATE PROCEDURE SCRATCH.PUBLIC."a b"(X FLOAT, "y" VARCHAR) RETURNS FLOAT LANGUAGE JAVASCRIPT EXECUTE AS CALLER COMMENT = 'c' AS $$return X;$$`,
      ],
      look: () => round(schema.procedure(`${quoted("a b")}(float, varchar)`)),
      shown: { executeAs: "CALLER", comment: "c" },
    },
    computePool: {
      sql: [
        "CREATE COMPUTE POOL THEIRS MIN_NODES = 1 MAX_NODES = 3 INSTANCE_FAMILY = CPU_X64_S AUTO_SUSPEND_SECS = 120 COMMENT = 'c'",
      ],
      look: () => round(stage.root.computePool("theirs")),
      shown: { maxNodes: 3, autoSuspendSecs: 120, comment: "c" },
    },
    imageRepository: {
      sql: ["CREATE IMAGE REPOSITORY SCRATCH.PUBLIC.THEIRS"],
      look: () => round(schema.imageRepository("theirs")),
      shown: { name: "THEIRS" },
    },
    service: {
      sql: [
        "CREATE IMAGE REPOSITORY IF NOT EXISTS SCRATCH.PUBLIC.THEIRS",
        "CREATE COMPUTE POOL IF NOT EXISTS THEIRS MIN_NODES = 1 MAX_NODES = 3 INSTANCE_FAMILY = CPU_X64_S",
        "CREATE SERVICE SCRATCH.PUBLIC.THEIRS IN COMPUTE POOL THEIRS FROM SPECIFICATION $$\nspec:\n  containers:\n  - name: main\n    image: /scratch/public/theirs/web:1\n$$ COMMENT = 'c'",
      ],
      look: () => round(schema.service("theirs")),
      shown: { computePool: "THEIRS", comment: "c" },
    },
  };

  interface Round {
    readonly details: object;
    readonly again: { readonly action: string; readonly statements: readonly string[] };
  }

  /** What is shown of an object, and what becomes of it when that is specified. */
  async function round(reference: {
    fetch(): Promise<{ toSpec(): object }>;
    createOrAlter(spec: never): Promise<Round["again"]>;
  }): Promise<Round> {
    const details = await reference.fetch();
    stage.sent();
    const again = await reference.createOrAlter(details.toSpec() as never);
    const fresh = stage.sent();
    expect(writesOf(fresh)).toEqual([]);
    return { details, again };
  }

  test.each(Object.entries(theirs))("a %s", async (_, { sql, look, shown }) => {
    await runAs(python, ...sql);
    const { details, again } = await look();
    expect(details).toMatchObject(shown);
    expect(again).toMatchObject({ action: "unchanged", statements: [] });
  });
});

describe("files", () => {
  const names = ["plain.txt", "with blank.csv", "it's.txt", "é😀.txt"];

  test("that scripts put are got by Python, and the other way round", async () => {
    const [out, back] = [mkdtempSync(path.join(tmpdir(), "peer-out-")), mkdtempSync(path.join(tmpdir(), "peer-back-"))];
    try {
      const files = await schema.stages.create({ name: "files" });
      for (const name of names) await files.put({ text: `ours: ${name}` }, "ours", { name, autoCompress: false });
      await files.put({ text: "small ".repeat(1000) }, "ours", { name: "zipped.txt", autoCompress: true });
      // The connector takes no PUT apart whose path has a quote.
      const theirs = names.filter((name) => !name.includes("'"));
      for (const name of theirs) writeFileSync(path.join(back, name), `theirs: ${name}`);
      const puts = theirs.map(
        (name) =>
          `PUT ${inTicks(`file://${path.join(back, name)}`)} @SCRATCH.PUBLIC.FILES/theirs AUTO_COMPRESS = FALSE`,
      );
      const [got] = await runAs(python, `GET @SCRATCH.PUBLIC.FILES/ours file://${out}`, ...puts);
      expect(rowsOf(got).map((row) => row["status"])).toEqual([...names, ""].map(() => "DOWNLOADED"));
      for (const name of names) expect(readFileSync(path.join(out, name), "utf8")).toBe(`ours: ${name}`);
      expect(gunzipSync(readFileSync(path.join(out, "zipped.txt.gz"))).toString()).toBe("small ".repeat(1000));
      for (const name of theirs) expect(String(await files.read(`theirs/${name}`))).toBe(`theirs: ${name}`);
      expect((await files.listFiles({ path: "theirs" }).toArray()).map((file) => file.path).sort()).toEqual(
        theirs.map((name) => `theirs/${name}`).sort(),
      );
    } finally {
      for (const folder of [out, back]) rmSync(folder, { recursive: true, force: true });
    }
  });
});

test(
  "Go is shown what Python is shown",
  async (context) => {
    const go = await goPeer();
    if ("missing" in go) context.skip(`The Go driver is not tested: ${go.missing}.`);
    const statements = [...declaredKinds, "stage" as const, "task" as const].map(showAll).concat("SHOW COMPUTE POOLS");
    const told = (results: PeerResult[]) =>
      results.map((result) => rowsOf(result).map(({ name, comment, state }) => ({ name, comment, state })));
    expect(told(await runAs(go, ...statements))).toEqual(told(await runAs(python, ...statements)));
  },
  setUpMs,
);

test("everything that scripts sent is one statement each to a parser that others wrote", async () => {
  const all = stage.emulator
    .statements()
    .filter(({ user }) => user === "ME")
    .map(({ sql }) => sql);
  const parsed = await parse(all);
  const wrong = [...parsed].filter(
    // The parser knows no such statement.
    ([text, { error, statements }]) =>
      !text.startsWith("DESCRIBE SERVICE ") && (error !== null || statements.length !== 1),
  );
  expect(wrong.map(([text, { error }]) => [text, error])).toEqual([]);
  expect(all.filter((sql) => written.test(sql)).length).toBeGreaterThan(80);
});

/** Runs statements with a client in one session; each has to succeed. */
async function runAs(peer: PeerOrReason, ...statements: string[]): Promise<PeerResult[]> {
  if ("missing" in peer) throw new Error(peer.missing);
  const answer = await talk(
    peer,
    { url: stage.emulator.url, user: "ada", password: "correct horse battery" },
    statements,
  );
  expect(answer.login).toBeNull();
  const failed = answer.results.flatMap(({ error }, index) => (error === null ? [] : [[statements[index], error]]));
  expect(failed).toEqual([]);
  return answer.results;
}

/** What a program declares, as a script specifies it: the place and what may be lost are said elsewhere. */
function specOf({ declared }: DeclaredObject, which: "a" | "b"): Readonly<Record<string, unknown>> {
  const { database: _, schema: __, dataLoss: ___, ...spec } = declared(which) as Readonly<Record<string, unknown>>;
  return spec;
}

/** Statements that make what the examples of all kinds need. */
function needs(): string[] {
  const all = kinds.flatMap(({ cases }) => cases.flatMap(([, { needs = [] }]) => needs));
  return [...new Set(all)].filter((sql) => !/^CREATE DATABASE SCRATCH$/.test(sql));
}

function missing(): never {
  throw new Error("There is no such object.");
}
