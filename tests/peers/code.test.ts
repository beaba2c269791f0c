import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Props } from "../../provider/dynamic/handlers";
import { type Entry, type Kind, type Stage, startStage } from "../resource/lifecycle/stage";
import { aFile } from "../resources/stage-examples";
import { goPeer, type PeerOrReason, pythonPeer } from "./set-up";
import { described, expectOneStatementEach, inWorksheet, type SeenRow } from "./worksheet";

const setUpMs = 900_000;
const here = "SCRATCH.PUBLIC";
const snowpark = "snowflake-snowpark-python";

/** An object as a program declares it, and how somebody sees it in a worksheet. */
interface Sample {
  readonly kind: Kind;
  /** As statements refer to it. */
  readonly name: string;
  readonly args: Props;
  /** What SHOW has. */
  readonly shown: SeenRow;
  /** Properties by name, as DESCRIBE has them. */
  readonly described: SeenRow;
  /** What somebody changes by hand, and the properties that it changes. */
  readonly drift: string;
  readonly drifted: Props;
}

const samples: readonly Sample[] = [
  {
    kind: "stage",
    name: `${here}."the files"`,
    args: {
      name: '"the files"',
      encryption: { type: "snowflake_sse" },
      directory: { enable: true },
      fileFormat: { type: "csv", skipHeader: 1, fieldDelimiter: "|" },
      comment: "it's \\ here",
    },
    shown: { name: "the files", type: "INTERNAL NO CSE", url: "", directory_enabled: "Y", comment: "it's \\ here" },
    described: { TYPE: "CSV", SKIP_HEADER: "1", FIELD_DELIMITER: "|", ENABLE: "true" },
    drift: "SET COMMENT = 'by hand'",
    drifted: { comment: "by hand" },
  },
  {
    kind: "stage",
    name: `${here}.LAKE`,
    args: { name: "lake", url: "s3://lake/events/", storageIntegration: "lake", fileFormat: { type: "json" } },
    shown: { name: "LAKE", type: "EXTERNAL", url: "s3://lake/events/", cloud: "AWS", storage_integration: "LAKE" },
    described: { TYPE: "JSON", URL: '["s3://lake/events/"]', STORAGE_INTEGRATION: "LAKE" },
    drift: "SET URL = 's3://lake/by-hand/'",
    drifted: { url: "s3://lake/by-hand/" },
  },
  {
    kind: "procedure",
    name: `${here}.GREET(VARCHAR)`,
    args: {
      name: "greet",
      arguments: [{ name: "who", type: "text" }],
      returns: "varchar not null",
      language: "javascript",
      executeAs: "caller",
      comment: "it's \\ here",
      body: '\nreturn "it\'s $1 \\\\ " + WHO;\n',
    },
    shown: { name: "GREET", arguments: "GREET(VARCHAR) RETURN VARCHAR", description: "it's \\ here" },
    described: {
      signature: "(WHO VARCHAR)",
      returns: "VARCHAR NOT NULL",
      language: "JAVASCRIPT",
      "execute as": "CALLER",
      body: '\nreturn "it\'s $1 \\\\ " + WHO;\n',
    },
    drift: "EXECUTE AS OWNER",
    drifted: { executeAs: "OWNER" },
  },
  {
    kind: "procedure",
    name: `${here}.GREET()`,
    args: { name: "greet", returns: "int", language: "sql", secure: true, comment: "one", body: "BEGIN RETURN 1; END" },
    shown: { name: "GREET", arguments: "GREET() RETURN NUMBER", is_secure: "Y" },
    described: { signature: "()", returns: "NUMBER(38,0)", language: "SQL", body: "BEGIN RETURN 1; END" },
    drift: "SET COMMENT = 'by hand'",
    drifted: { comment: "by hand" },
  },
  {
    kind: "procedure",
    name: `${here}."load it"(NUMBER, VARCHAR)`,
    args: {
      name: '"load it"',
      arguments: [
        { name: "n", type: "number(10,2)" },
        { name: '"the rest"', type: "varchar", default: "'all'" },
      ],
      returns: { table: [{ name: "id", type: "int" }] },
      language: "python",
      runtimeVersion: "3.11",
      packages: [snowpark, "numpy==1.26.4"],
      imports: [`@${here}.CODE/a.py`],
      handler: "run",
      logLevel: "info",
      body: 'def run(session, n, rest):\n  return "it\'s $$"',
    },
    shown: { name: "load it", arguments: "load it(NUMBER, DEFAULT VARCHAR) RETURN TABLE (ID NUMBER)" },
    described: {
      language: "PYTHON",
      handler: "run",
      runtime_version: "3.11",
      packages: "['numpy==1.26.4','snowflake-snowpark-python']",
      imports: `[@${here}.CODE/a.py]`,
      body: 'def run(session, n, rest):\n  return "it\'s $$"',
    },
    drift: "SET LOG_LEVEL = 'WARN'",
    drifted: { logLevel: "WARN" },
  },
];

describe("Stages, files and procedures beside clients that others wrote", () => {
  let stage: Stage;
  let python: PeerOrReason;
  let entries: Entry[] = [];
  beforeAll(async () => {
    python = await pythonPeer();
    stage = await startStage();
    const needs = ["CREATE DATABASE SCRATCH", `CREATE STAGE ${here}.CODE ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')`];
    await inWorksheet(python, stage, ...needs);
  }, setUpMs);
  afterAll(() => stage?.close());

  test("Python is shown what we declare", async () => {
    entries = await upAll();
    await expectAsDeclared(python);
  });

  test("we are shown what Python changes, and repair it", async () => {
    await inWorksheet(
      python,
      stage,
      ...samples.map(({ kind, name, drift }) => `ALTER ${kind.toUpperCase()} ${name} ${drift}`),
    );
    const run = stage.run();
    const seen: Entry[] = [];
    for (const [index, { kind, drifted }] of samples.entries()) {
      const entry = entries[index] ?? missing();
      const found = (await run.refresh(kind, entry)) ?? missing();
      expect(found.inputs).toEqual({ ...entry.inputs, ...drifted });
      seen.push(found);
    }
    entries = await upAll(seen);
    await expectAsDeclared(python);
  });

  test("Go is shown the same", async (context) => {
    const go = await goPeer();
    if ("missing" in go) context.skip(`The Go driver is not tested: ${go.missing}.`);
    await expectAsDeclared(go);
  });

  test("Python calls what we made", async () => {
    const [greeted, counted, loaded] = await inWorksheet(
      python,
      stage,
      `CALL ${here}.GREET('Ada')`,
      `CALL ${here}.GREET()`,
      `CALL ${here}."load it"(1)`,
    );
    expect(greeted).toEqual([{ GREET: "it's $1 \\ Ada" }]);
    expect(counted?.map(({ GREET }) => Number(GREET))).toEqual([1]);
    // The emulator does not run Python.
    expect(loaded).toEqual([]);
  });

  test("a file that Python removes or writes over is seen and put again", async () => {
    const args = { stage: `${here}.CODE`, name: '"in/load.py"', ...aFile };
    const list = `LIST @${here}.CODE`;
    const made = await stage.run().up("stageFile", args);
    const [before] = await inWorksheet(python, stage, list);
    expect(before).toMatchObject([{ name: "code/in/load.py" }]);

    const wanted = before?.map(({ name, size, md5 }) => ({ name, size, md5 }));
    await inWorksheet(python, stage, `REMOVE @${here}.CODE/in/load.py`);
    expect(await stage.run().refresh("stageFile", made)).toBeUndefined();
    const again = await stage.run().up("stageFile", args);
    expect((await inWorksheet(python, stage, list))[0]).toMatchObject(wanted ?? []);

    const other = `${process.cwd()}/tests/resources/fixtures/load-again.py`;
    await inWorksheet(
      python,
      stage,
      `CREATE STAGE ${here}.OTHER ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')`,
      `PUT 'file://${process.cwd()}/${aFile.source}' @${here}.CODE/in AUTO_COMPRESS = TRUE`,
      `PUT 'file://${other}' @${here}.OTHER AUTO_COMPRESS = FALSE`,
    );
    expect((await stage.run().refresh("stageFile", again))?.outputs).toEqual(again.outputs);
    await stage.run().destroy("stageFile", again);
    const [left] = await inWorksheet(python, stage, list);
    expect(left).toMatchObject([{ name: "code/in/load.py.gz" }]);
  });

  test("we are shown what Python makes, and what it drops is gone to us", async () => {
    await inWorksheet(
      python,
      stage,
      `CREATE STAGE ${here}.BY_HAND DIRECTORY = (ENABLE = TRUE) FILE_FORMAT = (TYPE = PARQUET) COMMENT = 'c'`,
      `CREATE PROCEDURE ${here}.BY_HAND(N INT, "a b" VARCHAR) RETURNS TABLE (ID INT) LANGUAGE SQL COMMENT = 'c' EXECUTE AS CALLER AS $$BEGIN RETURN 1; END$$`,
    );
    const { handlers } = stage.run();
    const [files, code] = [
      await handlers.stage.read(`${here}.BY_HAND`, {}),
      await handlers.procedure.read(`${here}.BY_HAND(NUMBER, VARCHAR)`, {}),
    ];
    expect(files?.inputs).toMatchObject({ directory: { enable: true }, fileFormat: { type: "PARQUET" }, comment: "c" });
    expect(code?.inputs).toMatchObject({
      arguments: [
        { name: "N", type: "NUMBER" },
        { name: '"a b"', type: "VARCHAR" },
      ],
      returns: "TABLE(ID NUMBER)",
      language: "sql",
      executeAs: "CALLER",
      comment: "c",
      body: "BEGIN RETURN 1; END",
    });
    await inWorksheet(python, stage, `DROP STAGE ${here}.BY_HAND`, `DROP PROCEDURE ${here}.BY_HAND(INT, VARCHAR)`);
    expect(await stage.run().refresh("stage", files as Entry)).toBeUndefined();
    expect(await stage.run().refresh("procedure", code as Entry)).toBeUndefined();
  });

  test("everything that was sent is one statement each to a parser that others wrote", async () => {
    await expectOneStatementEach(stage.sent());
  });

  async function expectAsDeclared(peer: PeerOrReason): Promise<void> {
    const [stages = [], procedures = [], ...descriptions] = await inWorksheet(
      peer,
      stage,
      `SHOW STAGES IN SCHEMA ${here}`,
      `SHOW USER PROCEDURES IN SCHEMA ${here}`,
      ...samples.map(({ kind, name }) => `DESCRIBE ${kind.toUpperCase()} ${name}`),
    );
    for (const [index, { kind, shown, described: wanted }] of samples.entries()) {
      const rows = kind === "stage" ? stages : procedures;
      const isOwn = (row: SeenRow) =>
        row["name"] === shown["name"] && row["arguments"] === (shown["arguments"] ?? row["arguments"]);
      expect(rows.find(isOwn)).toMatchObject(shown);
      expect(properties(descriptions[index])).toMatchObject(wanted);
    }
  }

  async function upAll(before: readonly Entry[] = []): Promise<Entry[]> {
    const run = stage.run();
    const done: Entry[] = [];
    for (const [index, { kind, args }] of samples.entries())
      done.push(await run.up(kind, { schema: here, ...args }, before[index]));
    return done;
  }
});

/** What DESCRIBE tells, by property: those of a stage come with their defaults. */
function properties(rows: readonly SeenRow[] | undefined): SeenRow {
  const values = (rows ?? []).map((row) => ({
    property: row["property"],
    value: row["property_value"] ?? row["value"],
  }));
  return described(values);
}

function missing(): never {
  throw new Error("An object was not found.");
}
