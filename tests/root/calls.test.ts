import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TimeoutError } from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
const count = 200;
const indexes = Array.from({ length: count }, (_, index) => index);
beforeAll(async () => {
  stage = await startRoot();
  await stage.sql("CREATE DATABASE D", "CREATE SCHEMA D.S", "CREATE TABLE D.S.PARENT (ID INT PRIMARY KEY)");
  const statements = indexes.flatMap((index) => [
    `CREATE TABLE D.S.T${index} (ID INT PRIMARY KEY, P INT REFERENCES D.S.PARENT (ID), X INT UNIQUE)`,
    `CREATE STAGE D.S.G${index}`,
    `CREATE TASK D.S.K${index} SCHEDULE = '60 MINUTE' AS SELECT ${index}`,
    `CREATE SCHEMA D.S${index}`,
  ]);
  await stage.sql(...statements);
}, 120_000);
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.root.identity();
  stage.sent();
});

const schema = () => stage.root.database("D").schema("S");

describe("200 at once take at most 4 statements:", () => {
  test("tables", async () => {
    const found = await Promise.all(indexes.map((index) => schema().table(`T${index}`).fetch()));
    expect(found.map(({ name }) => name)).toEqual(indexes.map((index) => `T${index}`));
    expect(found.every(({ columns }) => columns?.length === 3)).toBe(true);
    expect(stage.sent().length).toBeLessThanOrEqual(4);
  });

  test("tables with their foreign keys", async () => {
    const found = await Promise.all(indexes.map((index) => schema().table(`T${index}`).fetch({ foreignKeys: true })));
    expect(found.every(({ foreignKeys }) => foreignKeys?.length === 1)).toBe(true);
    expect(stage.sent().length).toBeLessThanOrEqual(5);
  });

  test("whether tables exist", async () => {
    const found = await Promise.all(indexes.map((index) => schema().tables.exists(`T${index * 2}`)));
    expect(found).toEqual(indexes.map((index) => index * 2 < count));
    expect(stage.sent().length).toBeLessThanOrEqual(4);
  });

  test("tables that may be missing", async () => {
    const found = await Promise.all(
      indexes.map((index) =>
        schema()
          .table(`T${index * 2}`)
          .tryFetch(),
      ),
    );
    expect(found.filter((one) => one !== undefined)).toHaveLength(count / 2);
    expect(stage.sent().length).toBeLessThanOrEqual(4);
  });

  test("tables of many schemas", async () => {
    await stage.sql(...indexes.slice(0, 20).map((index) => `CREATE TABLE D.S${index}.T (A INT)`));
    stage.sent();
    const db = stage.root.database("D");
    const found = await Promise.all(indexes.slice(0, 20).map((index) => db.schema(`S${index}`).table("T").fetch()));
    expect(found).toHaveLength(20);
    expect(stage.sent().length).toBeLessThanOrEqual(4);
  });

  test("schemas, without their parameters", async () => {
    const db = stage.root.database("D");
    const found = await Promise.all(indexes.map((index) => db.schema(`S${index}`).fetch({ parameters: false })));
    expect(found).toHaveLength(count);
    expect(stage.sent().length).toBeLessThanOrEqual(4);
  });

  test("tasks", async () => {
    const found = await Promise.all(indexes.map((index) => schema().task(`K${index}`).fetch()));
    expect(found.map(({ name }) => name)).toEqual(indexes.map((index) => `K${index}`));
    expect(stage.sent().length).toBeLessThanOrEqual(4);
  });

  test("stages", async () => {
    const found = await Promise.all(indexes.map((index) => schema().stages.exists(`G${index}`)));
    expect(found.every((one) => one)).toBe(true);
    expect(stage.sent().length).toBeLessThanOrEqual(4);
  });
});

describe("a call's own bounds", () => {
  test("do not disturb others that share its listing", async () => {
    const controller = new AbortController();
    const others = indexes.slice(0, 20).map((index) => schema().table(`T${index}`).fetch());
    const stopped = schema().table("T50").fetch({ signal: controller.signal });
    const late = schema().table("T51").fetch({ timeoutMs: 1 });
    controller.abort(new Error("enough"));
    const [one, two] = await Promise.allSettled([stopped, late]);
    expect(one).toMatchObject({ status: "rejected", reason: { kind: "Timeout" } });
    if (two?.status === "rejected") expect(two.reason).toBeInstanceOf(TimeoutError);
    expect(await Promise.all(others)).toHaveLength(20);
    expect(stage.sent().length).toBeLessThanOrEqual(8);
  });

  test("that are over before it begins let nothing be sent", async () => {
    const signal = AbortSignal.abort();
    const table = schema().table("T1");
    const calls = [
      () => table.fetch({ signal }),
      () => table.tryFetch({ signal }),
      () => table.exists({ signal }),
      () => table.createOrAlter({ comment: "c" }, { signal }),
      () => table.createOrAlter({ comment: "c" }, { signal, dryRun: true }),
      () => table.drop({ signal }),
      () => table.undrop({ signal }),
      () => table.rename("OTHER", { signal }),
      () => table.swapWith("T2", { signal }),
      () => table.suspendRecluster({ signal }),
      () => table.setTags({ "D.S.T": "v" }, { signal }),
      () => table.getTags({ signal }),
      () => schema().tables.create({ name: "NEW", columns: [{ name: "A", type: "int" }] }, { signal }),
      () => schema().tables.list({ signal }).first(),
      () => schema().tables.list({ signal, deep: true }).toArray(),
      () => schema().tables.exists("T1", { signal }),
    ];
    for (const call of calls) {
      const stopped = await call().then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(stopped, String(call)).toBeInstanceOf(TimeoutError);
    }
    expect(stage.sent()).toEqual([]);
  });
});

test("what an object is does not depend on which call asked for it", async () => {
  const [one, two] = await Promise.all([schema().table("T7").fetch(), schema().table("t7").fetch()]);
  expect(one.toSpec()).toEqual(two.toSpec());
  expect({ ...one }).toEqual({ ...two });
  expect(JSON.parse(JSON.stringify(one))).toMatchObject({ name: "T7", database: "D", schema: "S" });
});
