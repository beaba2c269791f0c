import { SqlError } from "../sql-error";
import { cronFields, nextCron } from "./cron";
import { invalidTask } from "./errors";
import { intervalSeconds } from "./interval";

/** When a task runs. */
export type Schedule = { kind: "interval"; seconds: number } | { kind: "cron"; fields: string[]; timeZone: string };

const leastSeconds = 10;
const mostSeconds = 8 * 86_400;

/** The meaning of a text like `5 MINUTES` or `USING CRON 0 9 * * MON UTC`. @throws SqlError when it has none. */
export function parseSchedule(text: string): Schedule {
  const cron = /^\s*USING\s+CRON\s+(.*)$/is.exec(text);
  if (cron) return parseCron(text, (cron[1] ?? "").trim());
  const seconds = intervalSeconds(text);
  if (seconds === undefined || seconds < leastSeconds || seconds > mostSeconds) throw invalidSchedule(text);
  return { kind: "interval", seconds };
}

/**
 * The next time that a schedule names, later than `after`. Of an interval, `after` has to be the time that it is counted
 * from, or a run. Null when there is none.
 */
export function nextRun(schedule: Schedule, after: Date): Date | null {
  if (schedule.kind === "interval") return new Date(after.getTime() + schedule.seconds * 1000);
  return nextCron(schedule.fields, schedule.timeZone, after);
}

/** 0 9 * * MON America/Los_Angeles */
function parseCron(text: string, expression: string): Schedule {
  const words = expression.split(/\s+/);
  const timeZone = words.at(-1) ?? "";
  const fields = words.length === 6 ? cronFields(words.slice(0, -1).join(" ")) : undefined;
  if (!fields) throw invalidSchedule(text);
  if (!isTimeZone(timeZone)) {
    throw invalidTask(
      `Invalid schedule was specified. "${timeZone}" is not a recognized time zone. Please specify time zones accepted by the TIMEZONE parameter.`,
    );
  }
  return { kind: "cron", fields, timeZone };
}

/** Names of the IANA database, whatever their letter case; no offsets, and no abbreviations such as PST. */
function isTimeZone(name: string): boolean {
  if (!/^(?:UTC|GMT|[A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+)$/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The text is ours: no source has Snowflake's. */
function invalidSchedule(text: string): SqlError {
  return new SqlError("091400", "42601", `Invalid schedule was specified. "${text}" is not a valid schedule.`);
}
