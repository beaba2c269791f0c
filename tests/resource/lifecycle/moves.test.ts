import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ObjectMissingError } from "../../../provider/client/errors";
import { type Entry, failure, freshName, type Run, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql("CREATE WAREHOUSE W", "USE WAREHOUSE W");
});
afterAll(() => stage.close());

const columns = [{ name: "id", type: "int" }];

/** Where a database, a schema in it and two tables in that stand; the second refers to the first. */
interface Place {
  readonly database: string;
  readonly schema: string;
  readonly parent: string;
  readonly child: string;
}

interface Entries {
  readonly database: Entry;
  readonly schema: Entry;
  readonly parent: Entry;
  readonly child: Entry;
}

const fresh = (): Place => ({ database: freshName(), schema: "RAW", parent: "PARENT", child: "CHILD" });

/** What the program declares, once in terms of the schema that the class resolves. */
const declared = (place: Place) => ({
  database: { name: place.database },
  schema: { database: place.database, name: place.schema },
  parent: { schema: `${place.database}.${place.schema}`, name: place.parent, columns, primaryKey: ["id"] },
  child: {
    schema: `${place.database}.${place.schema}`,
    name: place.child,
    columns,
    foreignKeys: [
      { columns: ["id"], references: { table: `${place.database}.${place.schema}.${place.parent}`, columns: ["id"] } },
    ],
  },
});

/** What the engine does in one run: children after what they stand in or refer to. */
async function up(run: Run, place: Place, entries?: Entries): Promise<Entries> {
  const args = declared(place);
  const database = await run.up("database", args.database, entries?.database);
  const schema = await run.up("schema", args.schema, entries?.schema);
  const parent = await run.up("table", args.parent, entries?.parent);
  const child = await run.up("table", args.child, entries?.child);
  return { database, schema, parent, child };
}

async function refresh(run: Run, { database, schema, parent, child }: Entries): Promise<Entries> {
  return {
    database: (await run.refresh("database", database)) as Entry,
    schema: (await run.refresh("schema", schema)) as Entry,
    parent: (await run.refresh("table", parent)) as Entry,
    child: (await run.refresh("table", child)) as Entry,
  };
}

async function made(): Promise<{ place: Place; entries: Entries }> {
  const place = fresh();
  const entries = await up(stage.run(), place);
  await stage.sql(
    `INSERT INTO ${place.database}.RAW.PARENT VALUES (1)`,
    `INSERT INTO ${place.database}.RAW.CHILD VALUES (1)`,
  );
  stage.sent();
  return { place, entries };
}

const alters = () => stage.sent().filter((sql) => !/^(SHOW|SELECT|DESCRIBE)/.test(sql));

/** That everything stands where it shall, as the same objects, and stays there. */
async function expectAt(place: Place, entries: Entries, before: Entries): Promise<void> {
  const read = await refresh(stage.run(), entries);
  for (const key of ["database", "schema", "parent", "child"] as const) {
    expect(read[key].outputs, key).toEqual(entries[key].outputs);
    expect(read[key].outputs["identity"], key).toEqual(before[key].outputs["identity"]);
    expect(read[key].id, key).toBe(before[key].id);
  }
  stage.sent();
  await up(stage.run(), place, read);
  expect(stage.sent()).toEqual([]);
  expect(await stage.sql(`SELECT ID FROM ${place.database}.${place.schema}.${place.child}`)).toEqual([{ ID: "1" }]);
}

const renames = (place: Place): readonly (readonly [string, Place, readonly string[]])[] => {
  const to = freshName();
  const { database } = place;
  return [
    ["a database", { ...place, database: to }, [`ALTER DATABASE ${database} RENAME TO ${to}`]],
    ["a schema", { ...place, schema: "CLEAN" }, [`ALTER SCHEMA ${database}.RAW RENAME TO ${database}.CLEAN`]],
    ["a table", { ...place, parent: "P" }, [`ALTER TABLE ${database}.RAW.PARENT RENAME TO ${database}.RAW.P`]],
    [
      "a database and a schema in it",
      { ...place, database: to, schema: "CLEAN" },
      [`ALTER DATABASE ${database} RENAME TO ${to}`, `ALTER SCHEMA ${to}.RAW RENAME TO ${to}.CLEAN`],
    ],
    [
      "a schema and both tables",
      { ...place, schema: "CLEAN", parent: "P", child: "C" },
      [
        `ALTER SCHEMA ${database}.RAW RENAME TO ${database}.CLEAN`,
        `ALTER TABLE ${database}.CLEAN.PARENT RENAME TO ${database}.CLEAN.P`,
        `ALTER TABLE ${database}.CLEAN.CHILD RENAME TO ${database}.CLEAN.C`,
      ],
    ],
    [
      "everything",
      { database: to, schema: "CLEAN", parent: "P", child: "C" },
      [
        `ALTER DATABASE ${database} RENAME TO ${to}`,
        `ALTER SCHEMA ${to}.RAW RENAME TO ${to}.CLEAN`,
        `ALTER TABLE ${to}.CLEAN.PARENT RENAME TO ${to}.CLEAN.P`,
        `ALTER TABLE ${to}.CLEAN.CHILD RENAME TO ${to}.CLEAN.C`,
      ],
    ],
  ];
};
const cases = renames(fresh()).map(([what], index) => [what, index] as const);

describe.each(cases)("the rename of %s", (_, index) => {
  test("takes along what stands in it and refers to it, without a statement of theirs", async () => {
    const { place, entries } = await made();
    const [, to = place, statements] = renames(place)[index] ?? [];
    const renamed = await up(stage.run(), to, entries);
    expect(alters()).toEqual(statements);
    await expectAt(to, renamed, entries);
  });

  test("is gone on from by the next run where it was killed after the first statement", async () => {
    const { place, entries } = await made();
    const [, to = place, statements = []] = renames(place)[index] ?? [];
    await stage.sql(statements[0] ?? "");
    const renamed = await up(stage.run(), to, entries);
    expect(alters()).toEqual(statements.slice(1));
    await expectAt(to, renamed, entries);
  });

  test("is gone on from where only what was renamed first got into the state", async () => {
    const { place, entries } = await made();
    const [, to = place, statements = []] = renames(place)[index] ?? [];
    const args = declared(to);
    const killed = stage.run();
    const database = await killed.up("database", args.database, entries.database);
    const schema = await killed.up("schema", args.schema, entries.schema);
    const renamed = await up(stage.run(), to, { ...entries, database, schema });
    expect(alters()).toEqual(statements);
    await expectAt(to, renamed, entries);
  });

  test("is gone on from after a refresh, which follows what has been renamed", async () => {
    const { place, entries } = await made();
    const [, to = place, statements = []] = renames(place)[index] ?? [];
    const args = declared(to);
    const killed = stage.run();
    const database = await killed.up("database", args.database, entries.database);
    const schema = await killed.up("schema", args.schema, entries.schema);
    const read = await refresh(stage.run(), { ...entries, database, schema });
    const renamed = await up(stage.run(), to, read);
    expect(alters()).toEqual(statements);
    await expectAt(to, renamed, entries);
  });
});

describe("a table", () => {
  test("moves to another schema with its rows, and back", async () => {
    const { place, entries } = await made();
    await stage.sql(`CREATE SCHEMA ${place.database}.OTHER`);
    const args = declared(place).parent;
    const moved = await stage.run().up("table", { ...args, schema: `${place.database}.OTHER` }, entries.parent);
    expect(alters()).toEqual([`ALTER TABLE ${place.database}.RAW.PARENT RENAME TO ${place.database}.OTHER.PARENT`]);
    expect((await stage.run().refresh("table", moved))?.outputs).toEqual(moved.outputs);
    expect(await stage.sql(`SELECT ID FROM ${place.database}.OTHER.PARENT`)).toEqual([{ ID: "1" }]);
    const back = await stage.run().up("table", args, moved);
    expect(back.outputs).toEqual(entries.parent.outputs);
  });

  test("moves to another database under another name, and is changed there", async () => {
    const { place, entries } = await made();
    const other = freshName();
    await stage.sql(`CREATE DATABASE ${other}`);
    const args = { ...declared(place).parent, schema: `${other}.PUBLIC`, name: "MOVED", comment: "c" };
    const moved = await stage.run().up("table", args, entries.parent);
    expect(alters()).toEqual([
      `ALTER TABLE ${place.database}.RAW.PARENT RENAME TO ${other}.PUBLIC.MOVED`,
      `ALTER TABLE ${other}.PUBLIC.MOVED SET COMMENT = 'c'`,
    ]);
    expect((await stage.run().refresh("table", moved))?.outputs).toEqual(moved.outputs);
  });

  test("does not move into a schema that is not there", async () => {
    const { place, entries } = await made();
    const args = { ...declared(place).parent, schema: `${place.database}.NOWHERE` };
    await failure(stage.run().up("table", args, entries.parent));
    expect((await stage.run().refresh("table", entries.parent))?.outputs).toEqual(entries.parent.outputs);
  });

  test("is not renamed to a name that is taken", async () => {
    const { place, entries } = await made();
    const error = await failure(
      stage.run().up("table", { ...declared(place).parent, name: place.child }, entries.parent),
    );
    expect(error.message).toContain(
      `Cannot rename Table ${place.database}.RAW.PARENT to ${place.database}.RAW.CHILD: an object of that name exists`,
    );
    expect(alters()).toEqual([]);
  });

  test("does not exchange its name with another one in one run", async () => {
    const { place, entries } = await made();
    const args = declared(place);
    const run = stage.run();
    for (const [one, name, entry] of [
      [args.parent, place.child, entries.parent],
      [args.child, place.parent, entries.child],
    ] as const) {
      const error = await failure(run.up("table", { ...one, name }, entry));
      expect(error.message).toContain("if the two names are swapped, go through a third name in two runs");
    }
    expect(alters()).toEqual([]);
  });

  test("leaves a name to the next one in one run", async () => {
    const { place, entries } = await made();
    const args = declared(place);
    const run = stage.run();
    const freed = await run.up("table", { ...args.child, name: "GRANDCHILD" }, entries.child);
    const followed = await run.up("table", { ...args.parent, name: place.child }, entries.parent);
    for (const entry of [freed, followed])
      expect((await stage.run().refresh("table", entry))?.outputs).toMatchObject({ name: entry.outputs["name"] });
    expect(followed.outputs["identity"]).toEqual(entries.parent.outputs["identity"]);
  });

  test("that somebody dropped and made again under the new name is not taken for it", async () => {
    const { place, entries } = await made();
    await stage.sql(`DROP TABLE ${place.database}.RAW.CHILD`, `CREATE TABLE ${place.database}.RAW.C (ID INT)`);
    const error = await failure(stage.run().up("table", { ...declared(place).child, name: "C" }, entries.child));
    expect(error.message).toContain("an object of that name exists");
  });

  test("in a schema that somebody renamed is followed by refresh; in one that is dropped it is gone", async () => {
    const { place, entries } = await made();
    await stage.sql(`ALTER SCHEMA ${place.database}.RAW RENAME TO ${place.database}.BY_HAND`);
    const run = stage.run();
    const read = await run.refresh("table", entries.child);
    expect(read?.outputs).toEqual({ ...entries.child.outputs, schema: "BY_HAND" });
    expect(run.said).toEqual([
      `Table ${place.database}.RAW.CHILD is ${place.database}.BY_HAND.CHILD now: the state follows.`,
    ]);
    await stage.sql(`DROP SCHEMA ${place.database}.BY_HAND`);
    expect(await stage.run().refresh("table", entries.child)).toBeUndefined();
    const error = await failure(stage.run().up("table", { ...declared(place).child, comment: "c" }, entries.child));
    expect(error).toBeInstanceOf(ObjectMissingError);
  });
});

test("a schema moves to another database with what stands in it", async () => {
  const { place, entries } = await made();
  const other = freshName();
  await stage.sql(`CREATE DATABASE ${other}`);
  const args = declared({ ...place, database: other });
  const run = stage.run();
  const schema = await run.up("schema", args.schema, entries.schema);
  const parent = await run.up("table", args.parent, entries.parent);
  const child = await run.up("table", args.child, entries.child);
  expect(alters()).toEqual([`ALTER SCHEMA ${place.database}.RAW RENAME TO ${other}.RAW`]);
  for (const [kind, entry] of [
    ["schema", schema],
    ["table", parent],
    ["table", child],
  ] as const)
    expect((await stage.run().refresh(kind, entry))?.outputs).toEqual(entry.outputs);
});
