import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { join, likePattern, literal, quoted, raw, secret, sql, storedName } from "../../provider/sql";

/** What Snowflake reads from a string literal: backslash escapes are live, two quotes are one. */
function asSnowflakeReads(text: string): string {
  expect(text).toMatch(/^'(?:[^'\\]|''|\\.)*'$/s);
  return text.slice(1, -1).replaceAll(/\\(.)|''/gs, (_, escaped: string | undefined) => escaped ?? "'");
}

describe("a string literal", () => {
  test.each([
    ["it's", "'it''s'"],
    ["back\\slash", "'back\\\\slash'"],
    ["\\'; DROP DATABASE PROD; --", "'\\\\''; DROP DATABASE PROD; --'"],
    ["two\nlines $$", "'two\nlines $$'"],
    ["", "''"],
  ])("of %j is %s", (value, written) => {
    expect(literal(value)).toBe(written);
  });

  test("gives back every text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", "\\", "a", "\n", "$", ";", "-", "é", "🎉") }), (value) => {
        expect(asSnowflakeReads(literal(value))).toBe(value);
      }),
    );
  });
});

test("a pattern of LIKE matches its text alone", () => {
  expect(likePattern("A_B%\\")).toBe("A\\_B\\%\\\\");
});

describe("a statement", () => {
  const name = storedName("my wh");

  test("takes text as a literal, and names, keywords and numbers as themselves", () => {
    expect(
      sql`ALTER ${raw("WAREHOUSE")} ${quoted(name)} SET COMMENT = ${"it's"} AUTO_SUSPEND = ${60} AUTO_RESUME = ${true}`
        .text,
    ).toBe(`ALTER WAREHOUSE "my wh" SET COMMENT = 'it''s' AUTO_SUSPEND = 60 AUTO_RESUME = TRUE`);
  });

  test("shows no secret, however deep it was put in", () => {
    const inner = join([sql`PASSWORD = ${secret("hunter2")}`, sql`LOGIN = ${"me"}`], ", ");
    const statement = sql`CREATE X ${inner}`;
    expect(statement.text).toBe("CREATE X PASSWORD = 'hunter2', LOGIN = 'me'");
    expect(statement.redacted).toBe("CREATE X PASSWORD = '***', LOGIN = 'me'");
    expect(`${statement}`).toBe(statement.redacted);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("has no way to write %s", (value) => {
    expect(() => sql`SELECT ${value}`).toThrow(TypeError);
  });

  test("leaves empty pieces out", () => {
    expect(join([raw("SHOW"), raw(""), raw("DATABASES")]).text).toBe("SHOW DATABASES");
  });
});
