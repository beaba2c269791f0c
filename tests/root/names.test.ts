import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InvalidArgumentError, identifier, quoted, type Root, raw, sql } from "../../sdk/root";
import type { AnyCollection, AnyReference } from "./kinds";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startRoot();
  await stage.sql("CREATE WAREHOUSE W", "CREATE DATABASE HOME");
});
afterAll(() => stage.close());

/** Names as they are stored. */
const hostile = [
  "lower",
  "MiXeD case",
  "dotted.name",
  ".",
  "a$b$$c",
  'say "hi"',
  '"',
  "it's",
  "''",
  "a--b",
  "a;b",
  "/* c */",
  "%",
  "_",
  "a_b%c\\d",
  "\\",
  "Größe",
  "表",
  "🏔️ alps",
  "İstanbul",
  " leading and trailing ",
  "SELECT",
  "1st",
  "NULL",
  "null",
  "x".repeat(255),
  "雪".repeat(255),
];

interface Nameable extends AnyReference {
  rename(to: string): Promise<Nameable>;
  undrop?(): Promise<void>;
}

type Kind = readonly [string, (root: Root) => readonly [AnyCollection, (name: string) => Nameable], object];

// What a spec may say differs by kind: here it is anything.
const pick = (collection: unknown, reference: unknown) =>
  [collection as AnyCollection, reference as (name: string) => Nameable] as const;
const kinds: readonly Kind[] = [
  ["Database", (root) => pick(root.databases, (name: string) => root.database(name)), {}],
  ["Schema", (root) => pick(root.database("HOME").schemas, (name: string) => root.database("HOME").schema(name)), {}],
  [
    "Table",
    (root) =>
      pick(root.database("HOME").schema("PUBLIC").tables, (name: string) =>
        root.database("HOME").schema("PUBLIC").table(name),
      ),
    { columns: [{ name: "id", type: "int" }] },
  ],
  ["Warehouse", (root) => pick(root.warehouses, (name: string) => root.warehouse(name)), {}],
];

describe.each(kinds)("%s", (kind, of, least) => {
  test.each(hostile)("%j can be its name", async (stored) => {
    const [collection, reference] = of(stage.root);
    const made = (await collection.create({ name: quoted(stored), ...least, comment: stored })) as Nameable;
    expect(made.storedName).toBe(stored);
    const found = await made.fetch();
    expect(found).toMatchObject({ name: made.name, storedName: stored, qualifiedName: made.qualifiedName });
    expect(found["comment"]).toBe(stored);
    expect(found.raw["name"]).toBe(stored);
    // What is answered can be passed back.
    for (const name of [found.name, quoted(stored)]) {
      expect(reference(name).qualifiedName).toBe(made.qualifiedName);
      expect(await collection.exists(name)).toBe(true);
    }
    const listed = await collection.list({ startsWith: stored }).toArray();
    expect(listed.filter(({ storedName }) => storedName === stored)).toHaveLength(1);
    const like = stored.replaceAll(/[\\%_]/g, "\\$&");
    const alike = await collection.list({ like }).toArray();
    expect(alike.map(({ storedName }) => storedName)).toContain(stored);
    stage.sent();
    expect(await made.createOrAlter({ ...found.toSpec() })).toMatchObject({ action: "unchanged", statements: [] });
    expect(await made.createOrAlter({ comment: "other" })).toMatchObject({ action: "altered" });
    const { comment } = await made.fetch();
    expect(comment).toBe("other");

    const renamed = await made.rename(quoted(`${stored.slice(0, 250)} 2`));
    expect(renamed.storedName).toBe(`${stored.slice(0, 250)} 2`);
    expect([await made.exists(), await renamed.exists()]).toEqual([false, true]);
    await renamed.drop();
    expect(await renamed.exists()).toBe(false);
    if (renamed.undrop === undefined) return;
    await renamed.undrop();
    expect((await renamed.fetch()).storedName).toBe(renamed.storedName);
    await renamed.drop();
  });

  test.each(["", " ", "a b", "a.b", "a-b", "1a", '"a', 'a"', '"a"b"', "a\nb", "a;drop", "x".repeat(256), '""'])(
    "%j is no name: nothing is sent",
    async (written) => {
      const [collection, reference] = of(stage.root);
      stage.sent();
      expect(() => reference(written)).toThrow(InvalidArgumentError);
      await expect(collection.create({ name: written, ...least })).rejects.toBeInstanceOf(InvalidArgumentError);
      await expect(collection.exists(written)).rejects.toBeInstanceOf(InvalidArgumentError);
      expect(stage.sent()).toEqual([]);
      try {
        reference(written);
      } catch (error) {
        expect(error).toMatchObject({ kind: "InvalidArgument", objectKind: kind });
      }
    },
  );

  test("is read as Snowflake reads it without quotes", async () => {
    const [collection, reference] = of(stage.root);
    const made = await collection.create({ name: "read_me$1", ...least });
    expect(made).toMatchObject({ name: "READ_ME$1", storedName: "READ_ME$1" });
    for (const spelling of ["read_me$1", "READ_ME$1", '"READ_ME$1"', "Read_Me$1"])
      expect(await reference(spelling).exists(), spelling).toBe(true);
    expect(await reference('"read_me$1"').exists()).toBe(false);
    await made.drop();
  });
});

test("tables exchange their names, whatever these are", async () => {
  const { tables } = stage.root.database("HOME").schema("PUBLIC");
  const one = await tables.create({ name: quoted("o'n.e"), columns: [{ name: "a", type: "int" }] });
  const two = await tables.create({ name: quoted('t"w;o--'), columns: [{ name: "b", type: "int" }] });
  await one.swapWith(two);
  expect((await one.fetch()).columns).toEqual([{ name: "B", type: "NUMBER(38,0)" }]);
  await one.swapWith(two.name);
  expect((await one.fetch()).columns).toEqual([{ name: "A", type: "NUMBER(38,0)" }]);
});

test("hostile names of what contains an object", async () => {
  for (const stored of hostile.slice(0, 12)) {
    const db = await stage.root.databases.create({ name: quoted(`db ${stored}`) });
    const schema = await db.schemas.create({ name: quoted(stored) });
    const table = await schema.tables.create({
      name: quoted(stored),
      columns: [{ name: quoted(stored), type: "int" }],
    });
    const found = await table.fetch();
    expect(found).toMatchObject({ database: quoted(`db ${stored}`), qualifiedName: table.qualifiedName });
    expect(found.columns?.map(({ name }) => name)).toEqual([schema.name]);
    expect(await table.createOrAlter(found.toSpec())).toMatchObject({ action: "unchanged" });
    expect(await schema.tables.list().toArray()).toHaveLength(1);
    const { rows } = await stage.root.query(sql`SHOW TABLES IN SCHEMA ${schema}`);
    expect(rows).toHaveLength(1);
    await stage.root.query(sql`USE WAREHOUSE W`);
    await stage.root.query(sql`INSERT INTO ${found} (${identifier(schema.name)}) VALUES (${7})`);
    await db.drop();
  }
});

test("values in sql`…` are literals, names are names", () => {
  const table = stage.root.database("HOME").schema("public").table('"my table"');
  expect(sql`SELECT ${"it's; --"}, ${1}, ${true} FROM ${table} WHERE ${raw("X")} = ${identifier('a."b c"')}`.text).toBe(
    `SELECT 'it''s; --', 1, TRUE FROM HOME.PUBLIC."my table" WHERE X = A."b c"`,
  );
  expect(`${table}`).toBe('HOME.PUBLIC."my table"');
  expect(quoted('a "b"')).toBe('"a ""b"""');
  for (const wrong of ["", "a b", "a.b.c.d", "a..b"]) expect(() => identifier(wrong)).toThrow(InvalidArgumentError);
});
