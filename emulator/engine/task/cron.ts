import { Cron } from "croner";
import { changeAfter, changeBetween, offsetAt } from "./wall-clock";

/** What the five fields of a cron expression may hold. */
interface Field {
  name: string;
  min: number;
  max: number;
  /** Names of values, from `min` on. */
  names: readonly string[];
  /** What may stand in the place of a number, beside it. */
  last: RegExp | undefined;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const fields: readonly Field[] = [
  { name: "minute", min: 0, max: 59, names: [], last: undefined },
  { name: "hour", min: 0, max: 23, names: [], last: undefined },
  { name: "day of month", min: 1, max: 31, names: [], last: /^L$/ },
  { name: "month", min: 1, max: 12, names: months, last: undefined },
  { name: "day of week", min: 0, max: 6, names: days, last: /^(?:[0-6]|SUN|MON|TUE|WED|THU|FRI|SAT)L$/ },
];

/** The five fields of a cron expression in upper case; undefined when Snowflake would not take them. */
export function cronFields(text: string): string[] | undefined {
  const written = text.trim().toUpperCase().split(/\s+/);
  const valid = written.length === fields.length && fields.every((field, i) => isField(written[i] ?? "", field));
  return valid ? written : undefined;
}

/**
 * The next time that the fields name in a time zone, later than `after`; null when there is none. Where clocks are
 * changed, Snowflake runs twice in an hour that comes twice, and not in one that is left out.
 */
export function nextCron(written: readonly string[], timeZone: string, after: Date): Date | null {
  // Croner writes "the last Friday" as FRI#L, and takes days of month and week as alternatives, as cron does.
  const week = (written[4] ?? "*").replace(/([0-6]|[A-Z]{3})L/g, "$1#L");
  // Clocks in UTC are never changed, so it is asked for what clocks show, and not for a time.
  const cron = new Cron([...written.slice(0, 4), week].join(" "), { timezone: "UTC", paused: true });
  let from = after.getTime();
  let shown = from + offsetAt(from, timeZone);
  for (;;) {
    const offset = offsetAt(from, timeZone);
    const next = cron.nextRun(new Date(shown));
    if (!next) return null;
    const instant = next.getTime() - offset;
    const change = changeAfter(from, timeZone) ?? changeBetween(from, instant, timeZone);
    if (change === undefined || instant < change) return new Date(instant);
    from = change;
    shown = change + offsetAt(change, timeZone) - 1;
  }
}

function isField(text: string, field: Field): boolean {
  return text.split(",").every((item) => isItem(item, field));
}

function isItem(item: string, field: Field): boolean {
  if (field.last?.test(item)) return true;
  const [range = "", step, ...more] = item.split("/");
  if (more.length > 0 || (step !== undefined && !(/^\d+$/.test(step) && Number(step) > 0))) return false;
  if (range === "*") return true;
  const bounds = range.split("-").map((bound) => numberIn(bound, field));
  const [from, to = from] = bounds;
  return bounds.length <= 2 && from !== undefined && to !== undefined && from <= to;
}

function numberIn(text: string, { min, max, names }: Field): number | undefined {
  const named = names.indexOf(text);
  if (named >= 0) return min + named;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}
