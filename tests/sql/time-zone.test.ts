import { describe, expect, test } from "vitest";
import { canonicalTimeZone, timeZoneProblem } from "../../provider/sql/time-zone";

describe("a time zone", () => {
  test.each([
    ["UTC", "UTC"],
    ["utc", "UTC"],
    ["gmt", "GMT"],
    ["america/los_angeles", "America/Los_Angeles"],
    ["EUROPE/BERLIN", "Europe/Berlin"],
    ["us/pacific", "US/Pacific"],
    ["asia/kolkata", "Asia/Kolkata"],
    ["Asia/CALCUTTA", "Asia/Calcutta"],
    ["etc/gmt+5", "Etc/GMT+5"],
    ["america/port-au-prince", "America/Port-au-Prince"],
    ["america/argentina/buenos_aires", "America/Argentina/Buenos_Aires"],
    ["japan", "Japan"],
  ])("%s is %s", (written, canonical) => {
    expect(timeZoneProblem(written)).toBeUndefined();
    expect(canonicalTimeZone(written)).toBe(canonical);
    expect(canonicalTimeZone(canonical)).toBe(canonical);
  });

  test("is any that the runtime lists", () => {
    for (const name of Intl.supportedValuesOf("timeZone")) {
      expect(timeZoneProblem(name)).toBeUndefined();
      expect(canonicalTimeZone(name.toLowerCase())).toBe(name);
    }
  });

  const alone = "and Snowflake takes names of the IANA database alone";
  test.each([
    ["PST", `"PST" is an abbreviation, ${alone}; did you mean America/Los_Angeles?`],
    ["est", `"est" is an abbreviation, ${alone}; did you mean America/New_York?`],
    ["EST5EDT", `"EST5EDT" is an abbreviation, ${alone}; did you mean America/New_York?`],
    ["CET", `"CET" is an abbreviation, ${alone}; did you mean Europe/Paris?`],
    ["+01:00", `"+01:00" is an offset, ${alone}; did you mean Etc/GMT-1?`],
    ["UTC-8", `"UTC-8" is an offset, ${alone}; did you mean Etc/GMT+8?`],
    ["+05:30", `"+05:30" is an offset, ${alone}; use a name such as "Europe/Berlin" or "UTC"`],
    ["Europe/Berln", `"Europe/Berln" is not a time zone of the IANA database; did you mean Europe/Berlin?`],
    ["Berlin", `"Berlin" is not a time zone of the IANA database; did you mean Europe/Berlin?`],
    ["new york", `"new york" is not a time zone of the IANA database; did you mean America/New_York?`],
    [
      "SystemV/PST8PDT",
      `"SystemV/PST8PDT" is not a time zone of the IANA database; use a name such as "Europe/Berlin" or "UTC"`,
    ],
    ["", `"" is not a time zone of the IANA database; use a name such as "Europe/Berlin" or "UTC"`],
    [
      "UTC'; DROP TASK T; --",
      `"UTC'; DROP TASK T; --" is not a time zone of the IANA database; use a name such as "Europe/Berlin" or "UTC"`,
    ],
  ])("is not %j", (written, message) => {
    expect(timeZoneProblem(written)).toBe(message);
    expect(canonicalTimeZone(written)).toBe(written);
  });
});
