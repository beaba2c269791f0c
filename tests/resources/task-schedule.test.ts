import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { unknownValue } from "../../provider/resource/unknown";
import {
  scheduleOfShown,
  scheduleSchema,
  scheduleText,
  targetCompletionOfShown,
  targetCompletionSchema,
} from "../../provider/resources/task-schedule";

const example = `write { cron: "0 9 * * *", timezone: "UTC" }`;

describe("a schedule", () => {
  test.each([
    [{ minutes: 5 }, "5 MINUTES", "5 MINUTES"],
    ["5 minutes", "5 MINUTES", "5 MINUTES"],
    ["10 M", "10 MINUTES", "10 MINUTES"],
    ["60 MINUTE", "1 HOUR", "1 HOUR"],
    ["PT90S", "90 SECONDS", "90 SECONDS"],
    [{ seconds: 10 }, "10 SECONDS", "10 SECONDS"],
    [{ days: 8 }, "192 HOURS", "192 HOURS"],
    [
      { cron: "0 9 * * mon-fri", timezone: "europe/berlin" },
      { cron: "0 9 * * 1-5", timezone: "Europe/Berlin" },
      "USING CRON 0 9 * * 1-5 Europe/Berlin",
    ],
    ["USING CRON 0 9 * * * UTC", { cron: "0 9 * * *", timezone: "UTC" }, "USING CRON 0 9 * * * UTC"],
    [" using  cron */1 * * * *   utc ", { cron: "* * * * *", timezone: "UTC" }, "USING CRON * * * * * UTC"],
  ])("%j is kept as %j and sent as %j", (written, canonical, text) => {
    expect(read(scheduleSchema, written)).toEqual(canonical);
    expect(read(scheduleSchema, canonical)).toEqual(canonical);
    expect(scheduleText(canonical)).toBe(text);
    expect(scheduleOfShown(text)).toEqual(canonical);
  });

  test.each([
    ["9 seconds", [["", '"9 seconds" is too short; 10 seconds to 8 days are allowed']]],
    [{ days: 9 }, [["", '{"days":9} is too long; 10 seconds to 8 days are allowed']]],
    [5, [["", '5 has no unit; write { minutes: 5 } or "5 minutes"']]],
    ["0 9 * * *", [["", '"0 9 * * *" has no time zone; write { cron: "0 9 * * *", timezone: "UTC" }']]],
    [{ cron: "0 9 * * *" }, [["timezone", `is missing; ${example}`]]],
    [{ timezone: "UTC" }, [["cron", `is missing; ${example}`]]],
    [
      { cron: 5, timezone: "PST", zone: 1 },
      [
        ["", 'has no property "zone"; it has cron and timezone'],
        ["cron", "5 is not text"],
        [
          "timezone",
          '"PST" is an abbreviation, and Snowflake takes names of the IANA database alone; did you mean America/Los_Angeles?',
        ],
      ],
    ],
    [
      { cron: "0 0 30 2 *", timezone: "UTC" },
      [["cron", '"0 0 30 2 *" is not a cron expression: the day 30 never comes in FEB']],
    ],
    [
      "USING CRON",
      [
        [
          "cron",
          '"" is not a cron expression: it has 0 fields instead of five: minute, hour, day of the month, month, day of the week',
        ],
        ["timezone", '"" is not a time zone of the IANA database; use a name such as "Europe/Berlin" or "UTC"'],
      ],
    ],
  ])("is not %j", (written, problems) => {
    const { error } = scheduleSchema.safeParse(written as never);
    expect(error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual(problems);
  });

  test.each([
    [unknownValue, unknownValue],
    [{ minutes: unknownValue }, { minutes: unknownValue }],
    [
      { cron: unknownValue, timezone: "utc" },
      { cron: unknownValue, timezone: "UTC" },
    ],
    [
      { cron: "0 9 * * MON", timezone: unknownValue },
      { cron: "0 9 * * 1", timezone: unknownValue },
    ],
  ])("lets what is not known yet pass: %j", (written, canonical) => {
    expect(read(scheduleSchema, written)).toEqual(canonical);
  });

  test("with something unknown is still checked elsewhere", () => {
    expect(scheduleSchema.safeParse({ cron: "* *", timezone: unknownValue } as never).success).toBe(false);
  });

  test.each([
    [null, undefined],
    ["", undefined],
    ["null", undefined],
    ["10 MINUTE", "10 MINUTES"],
    ["600 seconds", "10 MINUTES"],
    ["USING CRON 0 9 * * SUN america/los_angeles", { cron: "0 9 * * 0", timezone: "America/Los_Angeles" }],
    ["USING CRON 0 9 * * * CET", "USING CRON 0 9 * * * CET"],
    ["30 FORTNIGHTS", "30 FORTNIGHTS"],
  ])("that is shown as %j is read as %j", (shown, schedule) => {
    expect(scheduleOfShown(shown)).toEqual(schedule);
  });
});

describe("a target completion interval", () => {
  test.each([
    [{ minutes: 10 }, "10 MINUTES"],
    ["86400 s", "24 HOURS"],
    [unknownValue, unknownValue],
  ])("%j is kept as %j", (written, canonical) => {
    expect(read(targetCompletionSchema, written)).toBe(canonical);
    expect(read(targetCompletionSchema, canonical)).toBe(canonical);
  });

  test.each([
    ["25h", '"25h" is too long; 10 seconds to 1 day are allowed'],
    [
      "USING CRON 0 9 * * * UTC",
      '"USING CRON 0 9 * * * UTC" is not a length of time; write it like "5 minutes", "1h30m" or "PT5M"',
    ],
  ])("is not %j", (written, message) => {
    expect(targetCompletionSchema.safeParse(written).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  test.each([
    ["10 MINUTES", "10 MINUTES"],
    ["1 H", "1 HOUR"],
    [null, undefined],
    ["null", undefined],
  ])("that is shown as %j is read as %j", (shown, interval) => {
    expect(targetCompletionOfShown(shown)).toBe(interval);
  });
});

function read(schema: z.ZodType, written: unknown): unknown {
  return schema.parse(written);
}
