import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ArgumentValue, type SchemaReference, sql } from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
let schema: SchemaReference;
beforeAll(async () => {
  stage = await startRoot();
  await stage.sql("CREATE DATABASE DB", "CREATE SCHEMA DB.S");
  schema = stage.root.database("DB").schema("S");
}, 60_000);
afterAll(() => stage.close());
beforeEach(() => void stage.sent());

/** A procedure that gives back what it is given. */
async function echo(type: string) {
  const code = /^(?:variant|array|object)/.test(type)
    ? ({ language: "javascript", body: "return X" } as const)
    : { body: "BEGIN RETURN X; END" };
  return schema.procedures.create(
    { name: "ECHO", arguments: [{ name: "X", type }], returns: type, ...code },
    { mode: "orReplace" },
  );
}

describe("values of calls", () => {
  const moment = new Date("2024-02-29T12:34:56.789Z");
  const through: readonly (readonly [string, ArgumentValue, unknown])[] = [
    ["varchar", "it's a \\ line\nÜ—日本 $$ --", "it's a \\ line\nÜ—日本 $$ --"],
    ["varchar", "", ""],
    ["varchar", null, null],
    ["number(38,0)", 7, 7],
    ["number(38,0)", -7, -7],
    ["number(38,0)", 12345678901234567890n, 12345678901234567890n],
    ["number(38,0)", "-42", -42],
    ["number(10,2)", 1.5, 1.5],
    ["number(10,2)", "-1.25", -1.25],
    ["number(30,10)", "12345678901234567.1234567890", "12345678901234567.1234567890"],
    ["float", -2.5, -2.5],
    ["float", 1e-7, 1e-7],
    ["float", null, null],
    ["boolean", true, true],
    ["boolean", false, false],
    ["date", "2024-02-29", new Date("2024-02-29T00:00:00Z")],
    ["date", moment, new Date("2024-02-29T00:00:00Z")],
    ["timestamp_ntz", moment, moment],
    ["timestamp_ntz", "2024-02-29 12:34:56.789", moment],
    ["timestamp_ltz", moment, moment],
    ["timestamp_tz", moment, moment],
    ["time", "12:34:56", expect.stringMatching(/^12:34:56/)],
    ["variant", { b: [1, "x", null, { c: "it's" }], a: true }, { b: [1, "x", null, { c: "it's" }], a: true }],
    ["variant", "text", "text"],
    ["variant", 1.5, 1.5],
    ["variant", true, true],
    ["array", [1, "two", [3]], [1, "two", [3]]],
    ["object", { a: { b: 1 } }, { a: { b: 1 } }],
    ["binary", Buffer.from([0, 255, 16]), Buffer.from([0, 255, 16])],
    ["varchar", sql`'a' || ${"b"}`, "ab"],
    ["number(38,0)", sql`1 + 1`, 2],
  ];
  test.each(through)("%s takes %o, and gives back %o", async (type, value, expected) => {
    const reference = await echo(type);
    stage.sent();
    expect(await reference.call([value])).toEqual(expected);
    expect(stage.sent()).toEqual([expect.stringMatching(/^CALL DB\.S\.ECHO\(/)]);
    expect(await reference.call({ x: value })).toEqual(expected);
  });

  const misfits: readonly (readonly [string, ArgumentValue, RegExp])[] = [
    ["varchar", 1, /1 does not fit the type VARCHAR; give text/],
    ["varchar", { a: 1 }, /type object does not fit/],
    ["number", "one", /"one" does not fit the type NUMBER; give a number/],
    ["number", "1); DROP TABLE T; --", /does not fit/],
    ["number", Number.NaN, /NaN does not fit/],
    ["number", true, /true does not fit/],
    ["boolean", "true", /true or false/],
    ["float", new Date(0), /The Date 1970/],
    ["date", new Date(Number.NaN), /A Date that is none/],
    ["date", 5, /a Date, or text/],
    ["array", { a: 1 }, /give a list/],
    ["object", [1], /give an object/],
    ["variant", { a: 1n }, /1 at a is no value of JSON/],
    ["variant", [Number.POSITIVE_INFINITY], /Infinity at 0 is no value of JSON/],
    ["binary", 1, /a Buffer/],
    ["varchar", Buffer.from("x"), /A Buffer of 1 bytes/],
  ];
  test.each(misfits)("%s does not take %o", async (type, value, message) => {
    const reference = await echo(type);
    stage.sent();
    await expect(reference.call([value])).rejects.toMatchObject({
      kind: "InvalidArgument",
      message: expect.stringMatching(message),
    });
    await expect(reference.call({ X: value })).rejects.toThrow(/X: .*does not fit|X: .*no value/s);
    expect(stage.sent().filter((text) => text.startsWith("CALL"))).toEqual([]);
  });
});

describe("arguments of calls", () => {
  async function greet() {
    return schema.procedures.create(
      {
        name: "GREET",
        arguments: [
          { name: "who", type: "varchar" },
          { name: '"how often"', type: "number" },
          { name: "word", type: "varchar", default: "'hello'" },
          { name: "mark", type: "varchar", default: "'!'" },
        ],
        returns: "varchar",
        body: "BEGIN RETURN WORD || ' ' || WHO || MARK; END",
      },
      { mode: "orReplace" },
    );
  }

  test("in order and by name, with and without those that have defaults", async () => {
    const reference = await greet();
    expect(await reference.call(["you", 1, "bye", "."])).toBe("bye you.");
    expect(await reference.call(["you", 1, "bye", undefined])).toBe("bye you!");
    expect(await reference.call(["you", 1])).toBe("hello you!");
    expect(await reference.call({ WHO: "you", "how often": 1, word: "bye" })).toBe("bye you!");
    expect(await reference.call({ word: undefined, '"how often"': null, who: "you" })).toBe("hello you!");
  });

  test("by name where one in between is left out", async () => {
    const reference = await schema.procedures.create(
      {
        name: "PAIR",
        arguments: [
          { name: "a", type: "varchar", default: "'a'" },
          { name: "b", type: "varchar", default: "'b'" },
        ],
        returns: "varchar",
        body: "BEGIN RETURN A || B; END",
      },
      { mode: "orReplace" },
    );
    stage.sent();
    expect(await reference.call({ b: "x" })).toBe("ax");
    const sent = stage.sent();
    expect(sent.at(-1)).toBe("CALL DB.S.PAIR(B => 'x')");
    // SHOW and DESCRIBE, once.
    expect(sent).toHaveLength(3);
  });

  test("that are wrong are all told before anything is sent", async () => {
    const reference = await greet();
    stage.sent();
    const wrong = reference.call({ whom: "you", word: "x", WORD: "y", mark: 1 });
    await expect(wrong).rejects.toMatchObject({
      kind: "InvalidArgument",
      objectName: expect.stringContaining("GREET"),
      message: expect.stringMatching(
        /no argument whom; it takes WHO VARCHAR, "how often" NUMBER, WORD VARCHAR \(may be left out\).*WORD twice.*needs the argument WHO of the type VARCHAR.*needs the argument "how often" of the type NUMBER/s,
      ),
    });
    await expect(reference.call(["you"])).rejects.toThrow(
      /needs the argument "how often" of the type NUMBER\. Nothing was sent/,
    );
    await expect(reference.call(["you", undefined, "x"])).rejects.toThrow(/nothing for argument 2/);
    await expect(reference.call(["you", 1, "a", "b", "c"])).rejects.toThrow(/takes 4 arguments, and 5 are given/);
    await expect(reference.call()).rejects.toThrow(/WHO.*how often/s);
    expect(stage.sent().filter((text) => text.startsWith("CALL"))).toEqual([]);
  });

  test("of a procedure that is missing", async () => {
    const missing = schema.procedure("NONE", ["VARCHAR"]);
    await expect(missing.call(["x"])).rejects.toMatchObject({ kind: "ObjectMissing", objectKind: "Procedure" });
    await expect(missing.call({ x: "x" })).rejects.toMatchObject({ kind: "ObjectMissing" });
    await expect(missing.call(["x"], { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "Timeout" });
  });
});

describe("results of calls", () => {
  test("that are tables are rows", async () => {
    await stage.sql(
      "CREATE WAREHOUSE W",
      "CREATE TABLE DB.S.T (ID NUMBER, AT DATE, V VARIANT)",
      "INSERT INTO DB.S.T SELECT 1, '2024-01-02', PARSE_JSON('{\"a\":1}')",
    );
    const root = await stage.connect({ warehouse: "W" });
    const top = await root
      .database("DB")
      .schema("S")
      .procedures.create({
        name: "TOP",
        arguments: [{ name: "N", type: "number", default: 1 }],
        returns: {
          table: [
            { name: "ID", type: "number" },
            { name: "AT", type: "date" },
          ],
        },
        body: "BEGIN LET R RESULTSET := (SELECT ID, AT FROM DB.S.T); RETURN TABLE(R); END",
      });
    expect(await top.call([1])).toEqual([{ ID: 1, AT: new Date("2024-01-02T00:00:00Z") }]);
    expect(await top.call()).toEqual([{ ID: 1, AT: new Date("2024-01-02T00:00:00Z") }]);
    const rows = await top.call([1], { columns: { ID: "bigint", AT: "string" } });
    expect(rows).toEqual([{ ID: 1n, AT: "2024-01-02" }]);
    await stage.sql("DELETE FROM DB.S.T");
    expect(await top.call([1])).toEqual([]);
  });

  test("that fail are errors of Snowflake's", async () => {
    const failing = await schema.procedures.create({
      name: "FAILING",
      returns: "varchar",
      language: "javascript",
      body: "throw new Error('no luck')",
    });
    await expect(failing.call()).rejects.toMatchObject({ kind: "Sql", message: expect.stringContaining("no luck") });
  });
});
