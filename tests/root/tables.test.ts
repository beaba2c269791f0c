import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { col, DataLossError, InvalidArgumentError, type TableReference, type TableSpec } from "../../sdk/root";
import { type AnyTable, anyChange, anyTable } from "../resources/any-table";
import { dataTypes } from "../resources/data-types";
import { writesOf } from "./kinds";
import { type Stage, startRoot } from "./stage";

const numRuns = Number(process.env["ANY_TABLE_RUNS"] ?? 25);

let stage: Stage;
let count = 0;
beforeAll(async () => {
  stage = await startRoot();
  await stage.sql(
    "CREATE WAREHOUSE W",
    "CREATE DATABASE SCRATCH",
    "CREATE SEQUENCE SCRATCH.PUBLIC.SEQ",
    "CREATE TABLE SCRATCH.PUBLIC.PARENT (ID INT PRIMARY KEY)",
  );
});
afterAll(() => stage.close());

const freshName = () => `any ${++count}`;
const schema = () => stage.root.database("SCRATCH").schema("PUBLIC");
const writes = () => writesOf(stage.sent());

async function made(spec: Omit<TableSpec, "name">): Promise<TableReference> {
  const table = await schema().tables.create({ name: `"${freshName()}"`, ...spec });
  stage.sent();
  return table;
}

describe("any table", () => {
  const specOf = ({ written }: AnyTable) => written as Omit<TableSpec, "name">;

  test("becomes any other, as its dry run says, or is refused before anything is changed", {
    timeout: 600_000,
  }, async () => {
    // Which columns had appeared by themselves is told only while they may.
    const stopsEvolving = (before: AnyTable, after: AnyTable) =>
      before.written["enableSchemaEvolution"] === true && after.written["enableSchemaEvolution"] === false;
    const pair = anyTable
      .chain((before) => fc.tuple(fc.constant(before), anyChange(before)))
      .filter(([before, after]) => !stopsEvolving(before, after));
    await fc.assert(
      fc.asyncProperty(pair, async ([before, after]) => {
        const table = await made(specOf(before)).catch((error: Error) => error);
        if (table instanceof Error) {
          expect(table).toBeInstanceOf(InvalidArgumentError);
          return;
        }
        expect(await table.createOrAlter(specOf(before))).toMatchObject({ action: "unchanged", statements: [] });
        const first = (await table.fetch({ foreignKeys: true, parameters: true })).toSpec();
        expect(await table.createOrAlter(first)).toMatchObject({ action: "unchanged", statements: [] });
        const plan = await table
          .createOrAlter(specOf(after), { dryRun: true, dataLoss: "allow" })
          .catch((error: Error) => error);
        expect(writes()).toEqual([]);
        const done = await table.createOrAlter(specOf(after), { dataLoss: "allow" }).catch((error: Error) => error);
        if (plan instanceof Error || done instanceof Error) {
          expect(done).toBeInstanceOf(InvalidArgumentError);
          expect(plan).toMatchObject({ message: (done as Error).message });
          expect(writes()).toEqual([]);
          expect((await table.fetch({ foreignKeys: true, parameters: true })).toSpec()).toEqual(first);
          return;
        }
        expect(writes()).toEqual(done.statements);
        expect(plan).toEqual({ ...done, notices: plan.notices });
        expect(await table.createOrAlter(specOf(after), { dataLoss: "refuse" })).toMatchObject({
          action: "unchanged",
          statements: [],
        });
        const { columns: shown = [], enableSchemaEvolution: evolves } = await table.fetch();
        const names = shown.map(({ name }) => name);
        const wanted = after.columns.map(({ name }) => (name.startsWith('"') ? name : name.toUpperCase()));
        // Columns that may have appeared by themselves are left alone.
        if (evolves === true) expect(names).toEqual(expect.arrayContaining(wanted));
        else expect(names.toSorted()).toEqual(wanted.toSorted());
      }),
      { numRuns, seed: 20_260_131 },
    );
  });
});

test("every spelling of every data type is unchanged when said again, or in another spelling", async () => {
  const columns = dataTypes.flatMap(({ spellings, canonical }, type) =>
    spellings.map((spelling, index) => ({ name: `c${type}_${index}`, type: spelling, canonical, spellings })),
  );
  const specOf = (shift: number) =>
    columns.map(({ name, type, spellings }, index) =>
      col(name, shift === 0 ? type : (spellings[(index + shift) % spellings.length] ?? type)),
    );
  const table = await made({ columns: specOf(0) });
  for (const shift of [0, 1, 2])
    expect(await table.createOrAlter({ columns: specOf(shift) })).toMatchObject({
      action: "unchanged",
      statements: [],
    });
  expect(writes()).toEqual([]);
  const { columns: found } = await table.fetch();
  expect(found?.map(({ type }) => type)).toEqual(columns.map(({ canonical }) => canonical));
});

test("names of keys that Snowflake makes up are no difference", async () => {
  const table = await made({
    columns: [col('"id"', "int"), col('"parent id"', "int"), col("code", "string")],
    primaryKey: ['"id"'],
    uniqueKeys: [["code"], ['"id"', "code"]],
    foreignKeys: [{ columns: ['"parent id"'], references: { table: "PARENT" } }],
  });
  const spec = (await table.fetch({ foreignKeys: true })).toSpec();
  expect(await table.createOrAlter(spec)).toMatchObject({ action: "unchanged", statements: [] });
  expect(
    await table.createOrAlter({
      uniqueKeys: [{ columns: ["CODE"] }, ['"id"', "CODE"]],
      foreignKeys: [{ columns: ['"parent id"'], references: { table: "scratch.public.parent", columns: ["id"] } }],
    }),
  ).toMatchObject({ action: "unchanged", statements: [] });
  expect(writes()).toEqual([]);
  const { name: _, ...nameless } = spec;
  const copy = await made(nameless);
  expect((await copy.fetch({ foreignKeys: true })).toSpec()).toEqual({ ...nameless, name: copy.name });
});

describe("a change says only what changes", () => {
  const columns = [col("id", "int", { nullable: false }), col("body", "variant")];

  test("what it leaves out stays", async () => {
    const table = await made({ columns, comment: "old", clusterBy: ["id"], changeTracking: true, primaryKey: ["id"] });
    const { statements } = await table.createOrAlter({ comment: "new" });
    expect(statements).toEqual([`ALTER TABLE ${table} SET COMMENT = 'new'`]);
    expect(await table.fetch()).toMatchObject({ comment: "new", clusterBy: ["ID"], changeTracking: true });
    expect(await table.createOrAlter({ clusterBy: ["id"], automaticClustering: false })).toMatchObject({
      statements: [`ALTER TABLE ${table} SUSPEND RECLUSTER`],
    });
    expect(await table.createOrAlter({ automaticClustering: null })).toMatchObject({
      statements: [`ALTER TABLE ${table} RESUME RECLUSTER`],
    });
    expect(await table.createOrAlter({ automaticClustering: null })).toMatchObject({ action: "unchanged" });
  });

  test("what it says is empty is taken away", async () => {
    const table = await made({ columns, comment: "old", clusterBy: ["id"], primaryKey: ["id"], uniqueKeys: [["id"]] });
    await table.createOrAlter({ comment: "", clusterBy: [], uniqueKeys: [], primaryKey: null });
    const found = await table.fetch();
    for (const key of ["comment", "clusterBy", "uniqueKeys", "primaryKey"] as const)
      expect(found[key], key).toBeUndefined();
    stage.sent();
    expect(await table.createOrAlter({ comment: "", clusterBy: [], uniqueKeys: [], primaryKey: null })).toMatchObject({
      action: "unchanged",
    });
    expect(writes()).toEqual([]);
  });

  test("of a table that is not there it has to say all", async () => {
    const table = schema().table("not_yet");
    const refused = await table.createOrAlter({ comment: "new" }).catch((error: Error) => error);
    expect(refused).toMatchObject({ kind: "InvalidArgument", message: expect.stringContaining("columns: is missing") });
    expect(writes()).toEqual([]);
    const plan = await table.createOrAlter({ columns, comment: "new" }, { dryRun: true });
    expect(plan).toMatchObject({ action: "created", changes: [] });
    expect(writes()).toEqual([]);
    expect(await table.exists()).toBe(false);
    expect((await table.createOrAlter({ columns, comment: "new" })).statements).toEqual(plan.statements);
    expect(writes()).toEqual(plan.statements);
  });
});

describe("nothing is lost without a word", () => {
  const columns = [col("id", "int"), col("name", "varchar(50)"), col("old", "string", { comment: "c" })];
  const filled = async (spec: Partial<TableSpec> = {}) => {
    const table = await made({ columns, ...spec });
    await stage.sql("USE WAREHOUSE W", `INSERT INTO ${table} (ID, NAME, OLD) VALUES (1, 'one', 'x'), (2, 'two', 'y')`);
    return table;
  };
  const [id, name] = columns as [(typeof columns)[0], (typeof columns)[0]];
  const losses = {
    "a column": { spec: { columns: [id, name] }, lost: /column OLD/, statement: /DROP COLUMN OLD/ },
    "the retention": {
      with: { dataRetentionTimeInDays: 7 },
      spec: { dataRetentionTimeInDays: 1 },
      lost: /retention from 7 to 1/,
      statement: /DATA_RETENTION_TIME_IN_DAYS = 1/,
    },
    "the retention, by null": {
      with: { dataRetentionTimeInDays: 7 },
      spec: { dataRetentionTimeInDays: null },
      lost: /retention from 7 to 1/,
      statement: /UNSET DATA_RETENTION_TIME_IN_DAYS/,
    },
    "change tracking": {
      with: { changeTracking: true },
      spec: { changeTracking: false },
      lost: /change tracking/,
      statement: /CHANGE_TRACKING = FALSE/,
    },
  } as const;

  test.each(Object.entries(losses))("%s", async (_, { spec, lost, statement, ...one }) => {
    const table = await filled("with" in one ? one.with : {});
    const before = (await table.fetch({ parameters: true })).toSpec();
    stage.sent();
    for (const options of [{}, { dataLoss: "refuse" }, { dataLoss: "ifEmpty" }] as const) {
      const refused = await table.createOrAlter(spec as Partial<TableSpec>, options).catch((error: Error) => error);
      expect(refused).toBeInstanceOf(DataLossError);
      const { message } = refused as DataLossError;
      expect(message).toMatch(lost);
      expect(message).toMatch(/dataLoss/);
      expect(message).not.toMatch(/pulumi|resource\b|stack|snowflake:|program/i);
      const dry = await table.createOrAlter(spec as Partial<TableSpec>, { ...options, dryRun: true }).catch((e) => e);
      expect(dry).toMatchObject({ kind: "DataLoss", message });
    }
    expect(writes()).toEqual([]);
    expect((await table.fetch({ parameters: true })).toSpec()).toEqual(before);
    const done = await table.createOrAlter(spec as Partial<TableSpec>, { dataLoss: "allow" });
    expect(done.statements).toEqual([expect.stringMatching(statement)]);
    expect(await table.createOrAlter(spec as Partial<TableSpec>)).toMatchObject({ action: "unchanged" });
  });

  test("what is recoverable says the line that brings it back", async () => {
    const table = await filled();
    const done = await table.createOrAlter({ columns: [id, name] }, { dataLoss: "recoverable" });
    const [line = ""] = done.notices.flatMap((notice) => /CREATE TABLE .*$/.exec(notice) ?? []);
    expect(line).toContain("CLONE");
    expect(line).not.toContain("\n");
  });

  test("an empty table loses nothing by losing a column", async () => {
    const table = await made({ columns });
    const done = await table.createOrAlter({ columns: [id, name] }, { dataLoss: "ifEmpty" });
    expect(done.statements).toEqual([`ALTER TABLE ${table} DROP COLUMN OLD`]);
    const other = await made({ columns });
    await expect(other.createOrAlter({ columns: [id, name] })).rejects.toBeInstanceOf(DataLossError);
  });

  test.each([
    ["varchar(50)", "varchar(20)"],
    ["varchar(50)", "int"],
  ])("a type is not narrowed from %s to %s", async (_, type) => {
    const table = await filled();
    for (const dataLoss of ["refuse", "ifEmpty", "recoverable", "allow"] as const) {
      const change = { columns: [id, col("name", type), col("old", "string")] };
      const refused = await table.createOrAlter(change, { dataLoss }).catch((error: Error) => error);
      expect(refused).toMatchObject({ kind: "InvalidArgument" });
      expect((refused as Error).message).not.toMatch(/pulumi|resource\b|stack|snowflake:/i);
    }
    expect(writes()).toEqual([]);
  });

  test("a column that is renamed keeps its values", async () => {
    const table = await filled();
    const renamed = [id, name, col("new", "string", { comment: "c", renamedFrom: "old" })];
    const plan = await table.createOrAlter({ columns: renamed }, { dryRun: true });
    const done = await table.createOrAlter({ columns: renamed });
    expect(plan.statements).toEqual(done.statements);
    expect(done.statements).toEqual([`ALTER TABLE ${table} RENAME COLUMN OLD TO NEW`]);
    expect(await stage.sql("USE WAREHOUSE W", `SELECT NEW FROM ${table} ORDER BY ID`)).toEqual([
      { NEW: "x" },
      { NEW: "y" },
    ]);
    expect(await table.createOrAlter({ columns: renamed })).toMatchObject({ action: "unchanged" });
  });
});
