import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sql } from "../../provider/sql";
import { dollarQuoted } from "../../provider/sql/dollar-quoted";

const hostile = fc.string({ unit: fc.constantFrom(..."'\"\\;$-/*\n\r\t aZ1é🎉") });

/** The value of the string constant that a text starts with, as Snowflake's page describes it, and what follows. */
function read(text: string): { readonly value: string; readonly rest: string } {
  if (text.startsWith("$$")) {
    const end = text.indexOf("$$", 2);
    return { value: text.slice(2, end), rest: text.slice(end + 2) };
  }
  const [quoted = "", inner = ""] = /^'((?:[^'\\]|''|\\[\s\S])*)'(?!')/.exec(text) ?? [];
  return {
    value: inner.replaceAll(/''|\\([\s\S])/g, (_, escaped: string) => escaped ?? "'"),
    rest: text.slice(quoted.length),
  };
}

describe("text in dollars", () => {
  test.each([
    ["select 1", "$$select 1$$"],
    ["", "$$$$"],
    ["it's C:\\temp", "$$it's C:\\temp$$"],
    ["\nreturn 1;\n", "$$\nreturn 1;\n$$"],
    ["a $ b", "$$a $ b$$"],
    ["$1", "$$$1$$"],
    ["cost in $", "'cost in $'"],
    ["$", "'$'"],
    ["execute immediate $$select 'a\\b'$$;", "'execute immediate $$select ''a\\\\b''$$;'"],
  ])("of %j is %s", (text, written) => {
    expect(dollarQuoted(text).text).toBe(written);
  });

  test("stands in a statement as it is", () => {
    expect(sql`AS ${dollarQuoted("it's")}`.text).toBe("AS $$it's$$");
  });

  test("is read back whatever it holds, and ends where it should", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(read(`${dollarQuoted(text).text} CALL p()`)).toEqual({ value: text, rest: " CALL p()" });
      }),
      { numRuns: 2000 },
    );
  });
});
