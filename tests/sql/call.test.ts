import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseQualified, quoted } from "../../provider/sql";
import { squeezed } from "../../provider/sql/body";
import { type CallArguments, type CallValue, call, typedCall } from "../../provider/sql/call";

const load = quoted(...parseQualified("db.etl.load"));

describe("CALL", () => {
  test.each<[CallArguments, string]>([
    [[], "CALL DB.ETL.LOAD()"],
    [["it's", 1.5, -2, true, null], "CALL DB.ETL.LOAD('it''s', 1.5, -2, TRUE, NULL)"],
    [["C:\\temp\nx"], "CALL DB.ETL.LOAD('C:\\\\temp\nx')"],
    [[{ sql: "CURRENT_DATE() - 1" }], "CALL DB.ETL.LOAD(CURRENT_DATE() - 1)"],
    [[{ sql: "SELECT COUNT(*) FROM T" }], "CALL DB.ETL.LOAD(SELECT COUNT(*) FROM T)"],
    [[[1, "a", null]], `CALL DB.ETL.LOAD(PARSE_JSON('[1,"a",null]'))`],
    [[{ b: "it's", a: [{ d: 1, c: 2 }] }], `CALL DB.ETL.LOAD(PARSE_JSON('{"a":[{"c":2,"d":1}],"b":"it''s"}'))`],
    [[{ a: '"\\' }], `CALL DB.ETL.LOAD(PARSE_JSON('{"a":"\\\\"\\\\\\\\"}'))`],
    [[{ sql: 1, a: 2 }], `CALL DB.ETL.LOAD(PARSE_JSON('{"a":2,"sql":1}'))`],
    [{}, "CALL DB.ETL.LOAD()"],
    [{ y: 1, x: "a" }, "CALL DB.ETL.LOAD(X => 'a', Y => 1)"],
  ])("with %j", (args, text) => {
    expect(call(load, args).text).toBe(text);
  });

  test.each([
    ['"my arg"', /"my arg" needs quotes, which CALL does not take for an argument; give args as a list/],
    ["order", /"ORDER" needs quotes/],
    ["a b", /is not an identifier/],
  ])("names no argument %s", (name, message) => {
    expect(() => call(load, { [name]: 1 })).toThrow(message);
  });

  test("has one argument for each value, whatever it holds", () => {
    const value = fc.oneof(
      fc.string({ unit: fc.constantFrom(..."'\"\\;,()$-/* aZ1é🎉") }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string({ unit: fc.constantFrom(..."'\"\\,)$-/ a") }), { minLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(value as fc.Arbitrary<CallValue>), (values) => {
        const tokens = squeezed(call(load, values).text).split("\n");
        const commas = tokens.filter((token) => token === ",").length;
        expect(commas).toBe(Math.max(0, values.length - 1));
      }),
    );
  });
});

describe("CALL with types", () => {
  test.each<[string, CallValue, string]>([
    ["VARCHAR", "a", "'a'"],
    ["VARCHAR(10)", "a", "'a'"],
    ["DATE", "2024-01-01", "'2024-01-01'::DATE"],
    ["NUMBER", 1, "1"],
    ["FLOAT", -1.5, "-1.5"],
    ["NUMBER", "12345678901234567890", "'12345678901234567890'::NUMBER"],
    ["BOOLEAN", false, "FALSE"],
    ["VARIANT", -1, "(-1)::VARIANT"],
    ["VARIANT", "a", "'a'::VARIANT"],
    ["VARIANT", { a: 1 }, `PARSE_JSON('{"a":1}')`],
    ["ARRAY", [1], "PARSE_JSON('[1]')::ARRAY"],
    ["OBJECT", { a: 1 }, `PARSE_JSON('{"a":1}')::OBJECT`],
    ["TIMESTAMP_NTZ", null, "NULL"],
    ["DATE", { sql: "CURRENT_DATE()" }, "CURRENT_DATE()"],
  ])("passes to %s the value %j", (type, value, text) => {
    expect(typedCall(quoted(...parseQualified("p")), [{ type, value }]).text).toBe(`CALL P(${text})`);
  });
});
