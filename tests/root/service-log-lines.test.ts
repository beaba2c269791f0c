import { describe, expect, test } from "vitest";
import { continued } from "../../sdk/root/service-log-lines";

describe("a log that is read again", () => {
  test.each([
    ["has nothing new", "a b c", "a b c", "", true],
    ["has grown", "a b c", "a b c d e", "d e", true],
    ["begins later, where it was cut off", "a b c", "b c d", "d", true],
    ["begins in the middle of a line", "a bbb c", "bb c d", "d", true],
    ["ends with lines like those before", "a a a", "a a a a", "a", true],
    ["repeats a pattern", "x a b a b", "x a b a b a", "a", true],
    ["has nothing in common with the one before", "a b c", "d e", "d e", false],
    ["begins anew", "a b c", "a b", "a b", false],
    ["was empty before", "", "a b", "a b", true],
    ["is empty now", "a b", "", "", true],
  ])("%s", (_what, before, now, fresh, isWhole) => {
    const lines = (text: string) => (text === "" ? [] : text.split(" "));
    expect(continued(lines(before), lines(now))).toEqual({ fresh: lines(fresh), isWhole });
  });

  test("goes on wherever it was cut", () => {
    const all = Array.from({ length: 60 }, (_, index) => `line ${index % 7} ${index % 3}`);
    for (const start of [0, 3, 10]) {
      for (const end of [30, 45, 60]) {
        const { fresh } = continued(all.slice(0, 25), all.slice(start, end));
        expect(fresh).toEqual(all.slice(25, end));
      }
    }
  });

  test("takes no longer for many equal lines", () => {
    const many = Array.from({ length: 50_000 }, () => "tick");
    expect(continued(many, [...many.slice(1), "tock"])).toEqual({ fresh: ["tock"], isWhole: true });
  });
});
