import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalName,
  canonicalQualified,
  IdentifierError,
  parseIdentifier,
  parseQualified,
  quoted,
  storedName,
} from "../../provider/sql";

/** Text that Snowflake takes as a name: 1 to 255 printable characters. */
const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
  .filter((text) => !/\p{Cc}|\p{Surrogate}/u.test(text) && [...text].length <= 255);

describe("an identifier", () => {
  test.each([
    ["my_db", "MY_DB", "MY_DB"],
    ["_a$1", "_A$1", "_A$1"],
    ['"My db"', "My db", '"My db"'],
    ['"MY_DB"', "MY_DB", "MY_DB"],
    ['"my_db"', "my_db", '"my_db"'],
    ['"a""b"', 'a"b', '"a""b"'],
    ['"a.b"', "a.b", '"a.b"'],
    ["table", "TABLE", '"TABLE"'],
    ['"; DROP DATABASE PROD; --"', "; DROP DATABASE PROD; --", '"; DROP DATABASE PROD; --"'],
    ['"back\\slash"', "back\\slash", '"back\\slash"'],
    ['"$$"', "$$", '"$$"'],
    ['"🎉"', "🎉", '"🎉"'],
  ])("%s stands for %j and is written %s", (written, stored, canonical) => {
    expect(parseIdentifier(written)).toBe(stored);
    expect(canonicalName(parseIdentifier(written))).toBe(canonical);
    expect(parseIdentifier(canonical)).toBe(stored);
  });

  test("that Snowflake reported means the same when it is passed back", () => {
    fc.assert(
      fc.property(name, (text) => {
        const canonical = canonicalName(storedName(text));
        expect(parseIdentifier(canonical)).toBe(text);
        expect(canonicalName(parseIdentifier(canonical))).toBe(canonical);
      }),
    );
  });

  test("never ends its own quotes in a statement", () => {
    fc.assert(
      fc.property(name, (text) => {
        const { text: written } = quoted(storedName(text));
        expect(written).toMatch(/^(?:[A-Z_][A-Z0-9_$]*|"(?:[^"]|"")+")$/s);
      }),
    );
  });

  test.each([
    ["my-db", 'Write "MY_DB", or \'"my-db"\' to keep it exactly as it is'],
    ["1st", 'Write "_1ST", or \'"1st"\''],
    ["", "a name cannot be empty"],
    ['""', "a name cannot be empty"],
    ['"half', "is not an identifier"],
    ["a b", 'Write "A_B"'],
    ["a.b", "has 2 parts"],
    [`"${"x".repeat(256)}"`, "has 256 characters; a name has at most 255"],
    ["x".repeat(256), "at most 255"],
    ['"a\nb"', "control character U+000A"],
    ['"a\u0000b"', "control character U+0000"],
    ['"\ud800"', "U+D800"],
    ["naïve", "is not an identifier"],
  ])("%j is refused, and the refusal says what would do", (written, words) => {
    expect(() => parseIdentifier(written)).toThrow(IdentifierError);
    expect(() => parseIdentifier(written)).toThrow(words);
  });

  test.each([["x".repeat(255)], [`"${"🎉".repeat(255)}"`]])("of 255 characters is taken", (written) => {
    expect([...parseIdentifier(written)]).toHaveLength(255);
  });
});

describe("a qualified name", () => {
  test.each([
    ["db.public.t", ["DB", "PUBLIC", "T"], "DB.PUBLIC.T"],
    ['"my db"."a.b".c', ["my db", "a.b", "C"], '"my db"."a.b".C'],
  ])("%s is %j", (written, parts, canonical) => {
    expect(parseQualified(written)).toEqual(parts);
    expect(canonicalQualified(parseQualified(written))).toBe(canonical);
  });

  test("comes back the same, whatever its parts", () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), (parts) => {
        expect(parseQualified(canonicalQualified(parts.map(storedName)))).toEqual(parts);
      }),
    );
  });

  test.each(["a.", ".a", "a..b", 'a."b', 'a"b".c'])("%s is refused", (written) => {
    expect(() => parseQualified(written)).toThrow(IdentifierError);
  });
});
