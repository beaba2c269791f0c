import { z } from "zod";
import { holdsUnknown, isUnknown } from "../resource/unknown";
import { canonicalCron, cronProblem } from "../sql/cron";
import { IntervalError, type IntervalParts, intervalText, parseInterval } from "../sql/interval";
import { canonicalTimeZone, timeZoneProblem } from "../sql/time-zone";

/** A length of time: parts that are added up (`{ hours: 1, minutes: 30 }`), or text (`"90 minutes"`, `"1h30m"`, `"PT90M"`). */
export type IntervalArgs = string | IntervalParts;

/** Times by the calendar. */
export interface CronArgs {
  /**
   * Minute, hour, day of the month, month, day of the week: `"0 9 * * MON-FRI"`. `L` is the last day of the month, `5L` its last
   * Friday; days that fit either of the two day fields count.
   */
  readonly cron: string;
  /** Name of the time zone in the IANA database, `"Europe/Berlin"` or `"UTC"`; an hour that its clocks repeat fires twice. */
  readonly timezone: string;
}

/**
 * When a task runs: every so often, from 10 seconds to 8 days, counted from when it was started (`{ minutes: 5 }`,
 * `"5 minutes"`), or by the calendar (`{ cron: "0 9 * * *", timezone: "UTC" }`). Snowflake's own text does too:
 * `"USING CRON 0 9 * * * UTC"`.
 */
export type ScheduleArgs = IntervalArgs | CronArgs;

/** A schedule in canonical form: Snowflake's text of the interval in its largest unit, or a canonical cron expression. */
export type Schedule = string | CronArgs;

interface Range {
  readonly least: number;
  readonly most: number;
  readonly inWords: string;
}

const scheduleRange: Range = { least: 10, most: 8 * 86_400, inWords: "10 seconds to 8 days" };
const targetRange: Range = { least: 10, most: 86_400, inWords: "10 seconds to 1 day" };

/** A schedule, checked and in canonical form. What is not known yet passes untouched. */
export const scheduleSchema = z.unknown().transform((written, context): Schedule => {
  if (isCron(written)) return cronOf(written, context);
  const text = typeof written === "string" ? cronText(written) : undefined;
  if (text !== undefined) return cronOf(text, context);
  if (typeof written === "string" && cronProblem(written) === undefined) {
    return refused(context, `${show(written)} has no time zone; write { cron: ${show(written)}, timezone: "UTC" }`);
  }
  return intervalOf(written, scheduleRange, context);
}) as unknown as z.ZodType<Schedule, ScheduleArgs>;

/** How soon a serverless task shall be done, from 10 seconds to a day, as Snowflake's text. */
export const targetCompletionSchema = z
  .unknown()
  .transform((written, context) => intervalOf(written, targetRange, context)) as unknown as z.ZodType<
  string,
  IntervalArgs
>;

/** What stands behind `SCHEDULE =`, to be written as a literal. */
export function scheduleText(schedule: Schedule): string {
  return typeof schedule === "string" ? schedule : `USING CRON ${schedule.cron} ${schedule.timezone}`;
}

/** The schedule that SHOW TASKS tells; undefined for none. What would not be taken from a user is kept as it is shown. */
export function scheduleOfShown(cell: string | null): Schedule | undefined {
  return ofShown(cell, scheduleSchema);
}

/** The `target_completion_interval` that SHOW TASKS tells, likewise. */
export function targetCompletionOfShown(cell: string | null): string | undefined {
  return ofShown(cell, targetCompletionSchema);
}

function ofShown<T>(cell: string | null, schema: z.ZodType<T>): T | string | undefined {
  if (cell === null || cell.trim() === "" || cell === "null") return undefined;
  const read = schema.safeParse(cell);
  return read.success ? read.data : cell;
}

function isCron(written: unknown): written is Readonly<Record<string, unknown>> {
  return typeof written === "object" && written !== null && ("cron" in written || "timezone" in written);
}

/** Snowflake's text of a cron schedule, taken apart; its last word is the time zone. */
function cronText(written: string): CronArgs | undefined {
  const words = written.trim().split(/\s+/);
  if (words[0]?.toUpperCase() !== "USING" || words[1]?.toUpperCase() !== "CRON") return undefined;
  return { cron: words.slice(2, -1).join(" "), timezone: words.slice(2).at(-1) ?? "" };
}

function cronOf(written: object, context: z.RefinementCtx): Schedule {
  const { cron, timezone, ...others }: Readonly<Record<string, unknown>> = { ...written };
  for (const key of Object.keys(others)) {
    context.addIssue({ code: "custom", message: `has no property ${show(key)}; it has cron and timezone` });
  }
  return {
    cron: fieldOf("cron", cron, cronProblem, canonicalCron, context),
    timezone: fieldOf("timezone", timezone, timeZoneProblem, canonicalTimeZone, context),
  };
}

function fieldOf(
  key: keyof CronArgs,
  written: unknown,
  problemOf: (text: string) => string | undefined,
  canonical: (text: string) => string,
  context: z.RefinementCtx,
): string {
  if (written === undefined) {
    return refused(context, `is missing; write { cron: "0 9 * * *", timezone: "UTC" }`, key);
  }
  if (typeof written !== "string") return refused(context, `${show(written)} is not text`, key);
  if (isUnknown(written)) return written;
  const message = problemOf(written);
  return message === undefined ? canonical(written) : refused(context, message, key);
}

function intervalOf(written: unknown, range: Range, context: z.RefinementCtx): string {
  if (holdsUnknown(written)) return written as string;
  try {
    const seconds = parseInterval(written);
    if (seconds >= range.least && seconds <= range.most) return intervalText(seconds);
    const size = seconds < range.least ? "short" : "long";
    return refused(context, `${show(written)} is too ${size}; ${range.inWords} are allowed`);
  } catch (error) {
    if (!(error instanceof IntervalError)) throw error;
    return refused(context, error.message);
  }
}

function refused(context: z.RefinementCtx, message: string, key?: string): never {
  context.addIssue({ code: "custom", message, ...(key === undefined ? {} : { path: [key] }) });
  return z.NEVER;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
