import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InvalidArgumentError, ObjectMissingError, quoted, type TableCollection } from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

const many = 10_000;
const nameOf = (index: number) => `T${String(index).padStart(5, "0")}`;

let stage: Stage;
beforeAll(async () => {
  stage = await startRoot();
  await stage.sql("CREATE DATABASE BIG", "CREATE SCHEMA BIG.WIDE", "CREATE SCHEMA BIG.ODD", "CREATE SCHEMA BIG.OLD");
  const { engine } = stage.emulator;
  const session = engine.openSession({ user: "BY_HAND", role: "ACCOUNTADMIN" });
  for (let index = 0; index < many; index++)
    engine.execute(session, `CREATE TABLE BIG.WIDE.${nameOf(index)} (A INT)`, { queryId: randomUUID() });
}, 120_000);
afterAll(() => stage.close());

const tables = (schema: string): TableCollection => stage.root.database("BIG").schema(schema).tables;
const shows = () => stage.sent().filter((sql) => sql.startsWith("SHOW TABLES"));

describe("10,000 tables", () => {
  test("come page by page, each once, in their order", async () => {
    stage.sent();
    const names: string[] = [];
    const pages: number[] = [];
    for await (const { name } of tables("WIDE").list()) {
      names.push(name);
      const asked = shows().length;
      if (asked > 0) pages.push(names.length);
    }
    expect(names).toEqual(Array.from({ length: many }, (_, index) => nameOf(index)));
    // No page is asked for before the one before it has been read.
    expect(pages[0]).toBe(1);
    expect(pages.length).toBeGreaterThanOrEqual(10);
    for (const [index, at] of pages.entries()) expect(at).toBeGreaterThanOrEqual(index * 990 + 1);
  });

  test("nothing is asked for before it is read, and no more than is read", async () => {
    stage.sent();
    const listing = tables("WIDE").list();
    await Promise.resolve();
    expect(stage.sent()).toEqual([]);
    for await (const { name } of listing) {
      expect(name).toBe(nameOf(0));
      break;
    }
    expect(stage.sent()).toEqual(["SHOW TABLES IN SCHEMA BIG.WIDE LIMIT 1000"]);
    expect((await listing.first())?.name).toBe(nameOf(0));
    expect(stage.sent()).toHaveLength(1);
    await stage.root.databases.list().first();
    expect(stage.sent()).toEqual(["SHOW DATABASES LIMIT 1"]);
  });

  test.each([1, 999, 1000, 1001, 2500])("a limit of %i is kept across pages", async (limit) => {
    const found = await tables("WIDE").list({ limit }).toArray();
    expect(found.map(({ name }) => name)).toEqual(Array.from({ length: limit }, (_, index) => nameOf(index)));
  });

  test("startsWith and like go on across pages", async () => {
    const starting = await tables("WIDE").list({ startsWith: "T03" }).toArray();
    expect(starting.map(({ name }) => name)).toEqual(Array.from({ length: 1000 }, (_, index) => nameOf(3000 + index)));
    const alike = await tables("WIDE").list({ like: "t_____" }).toArray();
    expect(alike).toHaveLength(many);
    const odd = await tables("WIDE").list({ like: "%7", startsWith: "T0" }).toArray();
    expect(odd.map(({ name }) => name)).toEqual(Array.from({ length: 1000 }, (_, index) => nameOf(index * 10 + 7)));
    expect(await tables("WIDE").list({ like: "%7", startsWith: "T0", limit: 3 }).toArray()).toHaveLength(3);
  });

  test("two readers of one listing do not disturb each other", async () => {
    const listing = tables("WIDE").list({ startsWith: "T01" });
    const [one, two] = await Promise.all([listing.toArray(), listing.toArray()]);
    expect(two.map(({ name }) => name)).toEqual(one.map(({ name }) => name));
    expect(one).toHaveLength(1000);
  });
});

describe("patterns", () => {
  const odd = ["a_b", "aXb", "a%b", "a\\b", "it's", "it''s", "A_B", "100%", "_", "%", 'q"q'];
  beforeAll(async () => {
    for (const name of odd) await tables("ODD").create({ name: quoted(name), columns: [{ name: "a", type: "int" }] });
  });
  const found = async (options: Parameters<TableCollection["list"]>[0]) =>
    (await tables("ODD").list(options).toArray()).map(({ storedName }) => storedName).toSorted();

  test.each<[string, string[]]>([
    ["a_b", ["A_B", "a_b", "aXb", "a%b", "a\\b"]],
    ["a\\_b", ["A_B", "a_b"]],
    ["a\\%b", ["a%b"]],
    ["a\\\\b", ["a\\b"]],
    ["it's", ["it's"]],
    ["it''s", ["it''s"]],
    ["100\\%", ["100%"]],
    ["_", ["_", "%"]],
    ['q"q', ['q"q']],
    ["", []],
    ["'; DROP TABLE X; --", []],
  ])("like %j", async (like, names) => {
    expect(await found({ like })).toEqual(names.toSorted());
  });

  test.each<[string, string[]]>([
    ["a", ["a_b", "aXb", "a%b", "a\\b"]],
    ["a_", ["a_b"]],
    ["a%", ["a%b"]],
    ["a\\", ["a\\b"]],
    ["it'", ["it's", "it''s"]],
    ['q"', ['q"q']],
    ["", odd],
    ["nothing of that sort", []],
  ])("startsWith %j", async (startsWith, names) => {
    expect(await found({ startsWith })).toEqual(names.toSorted());
  });

  test.each([0, -1, 1.5, Number.NaN])("a limit of %d is refused", async (limit) => {
    await expect(tables("ODD").list({ limit }).toArray()).rejects.toBeInstanceOf(InvalidArgumentError);
    await expect(tables("ODD").list({ limit }).first()).rejects.toBeInstanceOf(InvalidArgumentError);
  });
});

describe("history", () => {
  test("tells dropped tables of one name apart, also where a page ends among them", async () => {
    const { engine } = stage.emulator;
    const session = engine.openSession({ user: "BY_HAND", role: "ACCOUNTADMIN" });
    const run = (sql: string) => engine.execute(session, sql, { queryId: randomUUID() });
    for (let index = 0; index < 1100; index++) {
      run(`CREATE TABLE BIG.OLD.A${String(index).padStart(4, "0")} (A INT)`);
      if (index % 100 !== 98) continue;
      for (let round = 0; round < 3; round++) {
        run(`DROP TABLE BIG.OLD.A${String(index).padStart(4, "0")}`);
        run(`CREATE TABLE BIG.OLD.A${String(index).padStart(4, "0")} (A INT, B${round} INT)`);
      }
    }
    const now = await tables("OLD").list().toArray();
    expect(now).toHaveLength(1100);
    expect(now.every(({ droppedOn }) => droppedOn === undefined)).toBe(true);
    const all = await tables("OLD").list({ history: true }).toArray();
    expect(all).toHaveLength(1100 + 11 * 3);
    expect(all.filter(({ droppedOn }) => droppedOn instanceof Date)).toHaveLength(33);
    const moments = all.map(({ name, raw }) => `${name} ${raw["created_on"]} ${raw["dropped_on"]}`);
    expect(new Set(moments).size).toBe(all.length);
  });

  test("of databases and schemas", async () => {
    const db = await stage.root.databases.create({ name: "GONE" });
    await db.schemas.create({ name: "S" });
    await db.schema("S").drop();
    const schemas = await db.schemas.list({ history: true, like: "s" }).toArray();
    expect(schemas).toMatchObject([{ name: "S", droppedOn: expect.any(Date) }]);
    await db.drop();
    expect(await stage.root.databases.list({ like: "gone" }).toArray()).toEqual([]);
    const [database] = await stage.root.databases.list({ like: "gone", history: true }).toArray();
    expect(database?.droppedOn).toBeInstanceOf(Date);
  });
});

test("an empty schema has nothing, a missing one is missing", async () => {
  await stage.sql("CREATE SCHEMA BIG.EMPTY");
  expect(await tables("EMPTY").list().toArray()).toEqual([]);
  expect(await tables("EMPTY").list().first()).toBeUndefined();
  for (const deep of [true, false]) {
    const missing = await tables("NOWHERE")
      .list({ deep })
      .toArray()
      .catch((error: Error) => error);
    expect(missing).toBeInstanceOf(ObjectMissingError);
    expect(missing).toMatchObject({ kind: "ObjectMissing", code: "002043" });
  }
  const nowhere = stage.root.database("NOWHERE");
  await expect(nowhere.schemas.list().first()).rejects.toBeInstanceOf(ObjectMissingError);
  expect(await nowhere.schema("S").table("T").exists()).toBe(false);
});

test("a listing that is stopped says so, and asks for nothing more", async () => {
  const controller = new AbortController();
  stage.sent();
  let count = 0;
  const read = async () => {
    for await (const _ of tables("WIDE").list({ signal: controller.signal })) {
      count += 1;
      if (count === 1500) controller.abort();
    }
  };
  await expect(read()).rejects.toMatchObject({ kind: "Timeout" });
  expect(count).toBe(2000);
  expect(shows()).toHaveLength(2);
});
