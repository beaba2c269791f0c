import { describe, expect, test } from "vitest";
import { nextRun, parseSchedule } from "../../../emulator/engine/task/schedule";

const runs = (text: string, after: string, count: number) => {
  const times: string[] = [];
  let last: Date | null = new Date(after);
  for (let i = 0; i < count && last; i += 1) {
    last = nextRun(parseSchedule(text), last);
    if (last) times.push(last.toISOString());
  }
  return times;
};

describe("the schedule of a task", () => {
  test.each([
    ["10 SECONDS", 10],
    ["5 minute", 300],
    ["5 M", 300],
    ["2 Hours", 7200],
    ["1 h", 3600],
    ["11520 MINUTES", 691_200],
  ])("%s is an interval of %i seconds", (text, seconds) => {
    expect(parseSchedule(text)).toEqual({ kind: "interval", seconds });
  });

  test.each([
    ["9 SECONDS"],
    ["11521 MINUTES"],
    ["193 HOURS"],
    ["1 DAY"],
    ["5MINUTES"],
    ["5"],
    [""],
    ["1.5 HOURS"],
    ["USING CRON * * * * *"],
    ["USING CRON * * * * * *"],
    ["USING CRON 0 0 0 * * * UTC"],
    ["USING CRON 60 * * * * UTC"],
    ["USING CRON */0 * * * * UTC"],
    ["USING CRON 0 10-5 * * * UTC"],
    ["USING CRON 0 0 ? * * UTC"],
    ["USING CRON 0 0 1W * * UTC"],
    ["USING CRON 0 0 * * MON#2 UTC"],
    ["USING CRON 0 0 * * L UTC"],
    ["USING CRON 0 0 * * 7 UTC"],
    ["USING CRON 0 0 * 13 * UTC"],
    ["USING CRON 0 0 * * * PST"],
    ["USING CRON 0 0 * * * +01:00"],
    ["USING CRON 0 0 * * * Mars/Olympus"],
  ])("%j is none", (text) => {
    expect(() => parseSchedule(text)).toThrow("Invalid schedule was specified.");
  });

  test.each([
    ["30 SECONDS", ["2026-11-26T07:00:30.000Z", "2026-11-26T07:01:00.000Z"]],
    ["USING CRON */15 * * * * UTC", ["2026-11-26T07:15:00.000Z", "2026-11-26T07:30:00.000Z"]],
    ["using cron 0 9-17/4 * * mon-fri America/los_angeles", ["2026-11-26T17:00:00.000Z", "2026-11-26T21:00:00.000Z"]],
    ["USING CRON 0 0 L FEB,JUN * UTC", ["2027-02-28T00:00:00.000Z", "2027-06-30T00:00:00.000Z"]],
    ["USING CRON 0 0 * * 5L UTC", ["2026-11-27T00:00:00.000Z", "2026-12-25T00:00:00.000Z"]],
    ["USING CRON 0 0 * * friL UTC", ["2026-11-27T00:00:00.000Z", "2026-12-25T00:00:00.000Z"]],
    // Days of month and of week are alternatives.
    ["USING CRON 0 0 1 * MON UTC", ["2026-11-30T00:00:00.000Z", "2026-12-01T00:00:00.000Z"]],
  ])("%s runs at %j", (text, times) => {
    expect(runs(text, "2026-11-26T07:00:00Z", 2)).toEqual(times);
  });

  test("may name no time at all", () => {
    expect(nextRun(parseSchedule("USING CRON 0 0 30 FEB * UTC"), new Date())).toBeNull();
  });

  test("runs twice in the hour that comes twice", () => {
    expect(runs("USING CRON 30 1 * * * America/New_York", "2026-10-31T12:00:00Z", 3)).toEqual([
      "2026-11-01T05:30:00.000Z",
      "2026-11-01T06:30:00.000Z",
      "2026-11-02T06:30:00.000Z",
    ]);
    expect(runs("USING CRON */30 1 * * * Australia/Lord_Howe", "2026-04-04T13:00:00Z", 4)).toEqual([
      "2026-04-04T14:00:00.000Z",
      "2026-04-04T14:30:00.000Z",
      "2026-04-04T15:00:00.000Z",
      "2026-04-05T14:30:00.000Z",
    ]);
  });

  test("does not run in the hour that is left out", () => {
    expect(runs("USING CRON 30 2 * * * Europe/Berlin", "2026-03-28T00:00:00Z", 2)).toEqual([
      "2026-03-28T01:30:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
  });

  test("runs every minute of a day on which clocks change", () => {
    const times = runs("USING CRON * * * * * Europe/Berlin", "2026-10-25T00:30:00Z", 90).map((time) =>
      Date.parse(time),
    );
    expect(times.every((time, i) => i === 0 || time - Number(times[i - 1]) === 60_000)).toBe(true);
  });
});
