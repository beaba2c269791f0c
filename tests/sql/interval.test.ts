import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IntervalError, intervalText, parseInterval } from "../../provider/sql/interval";

describe("an interval", () => {
  test.each([
    [{ minutes: 5 }, 300],
    [{ weeks: 1, days: 1 }, 691_200],
    [{ hours: 1.5 }, 5400],
    [{ hours: 1.1 }, 3960],
    [{ days: 1, hours: 2, minutes: 3, seconds: 4 }, 93_784],
    [{ minutes: 1, seconds: undefined }, 60],
    ["5 minutes", 300],
    ["5 MINUTE", 300],
    ["10M", 600],
    ["  5\t minutes ", 300],
    ["5m", 300],
    ["90s", 90],
    ["1h30m", 5400],
    ["1h 30m", 5400],
    ["1 hour 30 minutes", 5400],
    ["1 hour, 30 minutes and 5 secs", 5405],
    ["1.5 hours", 5400],
    ["1 week", 604_800],
    ["PT5M", 300],
    ["P1DT2H", 93_600],
    ["P2W", 1_209_600],
    ["pt1,5h", 5400],
  ])("%j is %i seconds", (written, seconds) => {
    expect(parseInterval(written)).toBe(seconds);
  });

  test.each([
    [5, '5 has no unit; write { minutes: 5 } or "5 minutes"'],
    ["5", '"5" has no unit; write { minutes: 5 } or "5 minutes"'],
    ["1.5 s", '"1.5 s" is not a whole number of seconds'],
    [{ seconds: 0.5 }, '{"seconds":0.5} is not a whole number of seconds'],
    ["500ms", '"500ms" has the unit "ms"; use one of weeks, days, hours, minutes, seconds'],
    ["1 month", '"1 month" has the unit "month"; use one of weeks, days, hours, minutes, seconds'],
    ["5m 3m", '"5m 3m" says minutes twice'],
    [{}, "{} says no time; give some of weeks, days, hours, minutes, seconds"],
    [{ minute: 5 }, '"minute" is not one of weeks, days, hours, minutes, seconds'],
    [{ minutes: -5 }, "minutes is -5; a number from 0 is expected"],
    [{ minutes: "5" }, 'minutes is "5"; a number from 0 is expected'],
    [[5], '[5] is not a length of time; write { minutes: 5 } or "5 minutes"'],
    ["", '"" is not a length of time; write it like "5 minutes", "1h30m" or "PT5M"'],
    ["P", '"P" is not a length of time; write it like "5 minutes", "1h30m" or "PT5M"'],
    ["PT", '"PT" is not a length of time; write it like "5 minutes", "1h30m" or "PT5M"'],
    ["-5 minutes", '"-5 minutes" is not a length of time; write it like "5 minutes", "1h30m" or "PT5M"'],
    ["5 minutes,", '"5 minutes," is not a length of time; write it like "5 minutes", "1h30m" or "PT5M"'],
  ])("is not %j", (written, message) => {
    expect(() => parseInterval(written)).toThrow(new IntervalError(message));
  });

  test.each([
    [1, "1 SECOND"],
    [90, "90 SECONDS"],
    [60, "1 MINUTE"],
    [300, "5 MINUTES"],
    [3600, "1 HOUR"],
    [129_600, "36 HOURS"],
  ])("of %i seconds is written %j", (seconds, text) => {
    expect(intervalText(seconds)).toBe(text);
  });

  test("means the same when its text is read again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700_000 }), (seconds) => {
        expect(parseInterval(intervalText(seconds))).toBe(seconds);
      }),
    );
  });
});
