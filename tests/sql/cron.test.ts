import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CronError, canonicalCron, cronProblem } from "../../provider/sql/cron";

describe("a cron expression", () => {
  test.each([
    ["0 9 * * *", "0 9 * * *"],
    ["  0\t9  * * * ", "0 9 * * *"],
    ["00 09 * * *", "0 9 * * *"],
    ["*/1 */1 */1 */1 */1", "* * * * *"],
    ["0-59 0-23 1-31 1-12 0-6", "* * * * *"],
    ["0 0 * jan,Feb MON", "0 0 * 1,2 1"],
    ["0 0 * JAN-MAR SUN-SAT", "0 0 * 1-3 *"],
    ["30,0,30 9,8,7 * * *", "0,30 7-9 * * *"],
    ["*/5 * * * *", "*/5 * * * *"],
    ["0,5,10,15,20,25,30,35,40,45,50,55 * * * *", "*/5 * * * *"],
    ["*/30 * * * *", "0,30 * * * *"],
    ["3-59/10 * * * *", "3/10 * * * *"],
    ["0 9-17/4 * * *", "0 9,13,17 * * *"],
    ["0 0 1 4/3 *", "0 0 1 4/3 *"],
    ["0 0 L * *", "0 0 L * *"],
    ["0 0 L,15 * *", "0 0 15,L * *"],
    ["0 0 1-31,L * *", "0 0 * * *"],
    ["0 0 * * FRIL", "0 0 * * 5L"],
    ["0 0 * * 5L,fri", "0 0 * * 5"],
    ["0 0 29 2 *", "0 0 29 2 *"],
    // Every Monday as well fires in a month without the day.
    ["0 0 30 2 MON", "0 0 30 2 1"],
  ])("%j is written %j", (written, canonical) => {
    expect(canonicalCron(written)).toBe(canonical);
    expect(canonicalCron(canonical)).toBe(canonical);
    expect(cronProblem(written)).toBeUndefined();
  });

  // Days that fit either field: all days or Mondays are all days, and not Mondays alone.
  test.each([
    ["0 0 1-31 * MON", "0 0 1-31 * 1"],
    ["0 0 1 * 0-6", "0 0 1 * 0-6"],
    ["0 0 1-31 * 0-6", "0 0 * * *"],
    ["0 0 */1 * MON", "0 0 * * 1"],
    ["0 0 */10 * MON", "0 0 */10 * 1"],
    ["0 0 1,11,21,31 * MON", "0 0 1/10 * 1"],
    ["0 0 5,*/10 * MON", "0 0 */10,5 * 1"],
  ])("%j keeps * apart from a list of all days: %j", (written, canonical) => {
    expect(canonicalCron(written)).toBe(canonical);
    expect(canonicalCron(canonical)).toBe(canonical);
  });

  const minutes = "allowed are 0 to 59, lists, ranges, *, and steps from 1 to 59 as in */2";
  const hours = "allowed are 0 to 23, lists, ranges, *, and steps from 1 to 23 as in */2";
  const days = "allowed are 1 to 31, lists, ranges, *, and steps from 1 to 30 as in */2, L for the last";
  const months = "allowed are 1 to 12, or JAN to DEC, lists, ranges, *, and steps from 1 to 11 as in */2";
  const weekdays =
    "allowed are 0 to 6, or SUN to SAT, lists, ranges, *, and steps from 1 to 6 as in */2, 5L for the last Friday";
  const five = "instead of five: minute, hour, day of the month, month, day of the week";
  test.each([
    ["", `it has 0 fields ${five}`],
    ["* * * *", `it has 4 fields ${five}`],
    ["0 * * * * *", `it has 6 fields ${five}`],
    ["0 9 * * * UTC", `it has 6 fields ${five}`],
    ["@daily", `it has 1 field ${five}; words such as @daily are not known to Snowflake`],
    ["60 * * * *", `"60" is not a minute; ${minutes}`],
    ["*/0 * * * *", `"*/0" is not a minute; ${minutes}`],
    ["*/90 * * * *", `"*/90" is not a minute; ${minutes}`],
    ["1/2/3 * * * *", `"1/2/3" is not a minute; ${minutes}`],
    ["-5 * * * *", `"-5" is not a minute; ${minutes}`],
    ["1,,2 * * * *", `"" is not a minute: a list has an empty place; ${minutes}`],
    ["10-5 * * * *", `"10-5" is not a minute: it runs backwards, write 10-59,0-5; ${minutes}`],
    ["0 24 * * *", `"24" is not an hour; ${hours}`],
    ["0 L * * *", `"L" is not an hour; ${hours}`],
    ["0 0 0 * *", `"0" is not a day of the month; ${days}`],
    ["0 0 ? * MON", `"?" is not a day of the month: write * instead of ?; ${days}`],
    ["0 0 15W * *", `"15W" is not a day of the month: Snowflake knows neither W nor #; ${days}`],
    ["0 0 L-3 * *", `"L-3" is not a day of the month; ${days}`],
    ["0 0 1 13 *", `"13" is not a month; ${months}`],
    ["0 0 1 MONDAY *", `"MONDAY" is not a month; ${months}`],
    ["0 0 * * 7", `"7" is not a day of the week: Sunday is 0; ${weekdays}`],
    ["0 0 * * 1-7", `"1-7" is not a day of the week: Sunday is 0; ${weekdays}`],
    ["0 0 * * L", `"L" is not a day of the week: say which one, 6L is the last Saturday; ${weekdays}`],
    ["0 0 * * 2#1", `"2#1" is not a day of the week: Snowflake knows neither W nor #; ${weekdays}`],
    ["0 0 * * SAT-SUN", `"SAT-SUN" is not a day of the week: it runs backwards, write 6,0; ${weekdays}`],
    ["0 0 30 2 *", "the day 30 never comes in FEB"],
    ["0 0 31 FEB,4,6 *", "the day 31 never comes in FEB, APR, JUN"],
  ])("%j is refused", (written, why) => {
    const message = `${JSON.stringify(written)} is not a cron expression: ${why}`;
    expect(cronProblem(written)).toBe(message);
    expect(() => canonicalCron(written)).toThrow(CronError);
  });

  const field = (least: number, most: number) => {
    const value = fc.integer({ min: least, max: most });
    const step = fc.integer({ min: 1, max: most - least });
    const item = fc.oneof(
      fc.constant("*"),
      value.map(String),
      step.map((n) => `*/${n}`),
      fc.tuple(value, step).map(([from, n]) => `${from}/${n}`),
      fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    );
    return fc.array(item, { minLength: 1, maxLength: 4 }).map((items) => items.join(","));
  };

  test("keeps its meaning in its one spelling", () => {
    const expression = fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6));
    fc.assert(
      fc.property(expression, (written) => {
        fc.pre(cronProblem(written.join(" ")) === undefined);
        const canonical = canonicalCron(written.join(" "));
        expect(canonicalCron(canonical)).toBe(canonical);
        expect(meaningOf(canonical.split(" "))).toEqual(meaningOf(written));
      }),
    );
  });
});

/** The numbers of each field; days by either field, or by the one that is not `*`. */
function meaningOf(fields: readonly string[]) {
  const bounds = [
    [0, 59],
    [0, 23],
    [1, 31],
    [1, 12],
    [0, 6],
  ] as const;
  const [minutes, hours, days, months, weekdays] = bounds.map(([least, most], index) => {
    const numbers = (fields[index] ?? "").split(",").flatMap((item) => {
      const [range = "", step = "1"] = item.split("/");
      const [low = "", high] = range.split("-");
      const from = low === "*" ? least : Number(low);
      const to = high !== undefined ? Number(high) : low === "*" || item.includes("/") ? most : from;
      return Array.from({ length: to - from + 1 }, (_, offset) => from + offset).filter(
        (value) => (value - from) % Number(step) === 0,
      );
    });
    return [...new Set(numbers)].toSorted((a, b) => a - b);
  });
  const unrestricted = (field = "") => field.split(",").some((item) => item === "*" || item === "*/1");
  const either = (day: number, weekday: number) => {
    if (unrestricted(fields[2])) return weekdays?.includes(weekday);
    if (unrestricted(fields[4])) return days?.includes(day);
    return days?.includes(day) || weekdays?.includes(weekday);
  };
  const fires = Array.from({ length: 31 * 7 }, (_, index) => either(1 + (index % 31), index % 7));
  return { minutes, hours, months, fires };
}
