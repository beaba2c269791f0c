import { expect, test } from "vitest";
import { sanitise } from "../../provider/dynamic/sanitise";

test.each([
  [{ a: undefined, b: { c: undefined, d: 1 } }, { b: { d: 1 } }],
  [{ a: [1, undefined, 2, () => 1] }, { a: [1, 2] }],
  [{ a: 10n ** 20n }, { a: "100000000000000000000" }],
  [
    { a: 2 ** 53 + 2, b: Number.NaN, c: 2 ** 53 - 1 },
    { a: "9007199254740994", b: "NaN", c: 2 ** 53 - 1 },
  ],
  [{ a: new Date(0) }, { a: "1970-01-01T00:00:00.000Z" }],
  [{ a: Buffer.from("hi") }, { a: "aGk=" }],
  [{ a: new Map([["k", new Set([1])]]) }, { a: { k: [1] } }],
  [
    { a: null, b: Symbol("x"), c: "text", d: false },
    { a: null, c: "text", d: false },
  ],
])("%o reaches the engine as %o", (value, expected) => {
  expect(sanitise(value)).toEqual(expected);
});
