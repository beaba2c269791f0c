/** A text that is not a cron expression for Snowflake; the message says what was written, which field is wrong, and what is allowed. */
export class CronError extends Error {
  override readonly name = "CronError";
}

/** One of the five fields. */
export interface Field {
  /** With its article. */
  readonly noun: string;
  readonly least: number;
  readonly most: number;
  /** Words for the numbers, from the least on. */
  readonly words?: readonly string[];
}

/** What a field matches. */
export interface Matches {
  /** A plain `*`. */
  readonly every: boolean;
  /** The `n` of each `*` with a step. */
  readonly steps: readonly number[];
  /** All numbers, also those of the steps. */
  readonly values: ReadonlySet<number>;
  /** `L` and `5L`. */
  readonly last: readonly string[];
}

const minute: Field = { noun: "a minute", least: 0, most: 59 };
const hour: Field = { noun: "an hour", least: 0, most: 23 };
/** The third; it knows `L`. */
export const dayOfMonth: Field = { noun: "a day of the month", least: 1, most: 31 };
/** The fourth. */
export const month: Field = {
  noun: "a month",
  least: 1,
  most: 12,
  words: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
/** The fifth; it knows `5L`. */
export const dayOfWeek: Field = {
  noun: "a day of the week",
  least: 0,
  most: 6,
  words: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};
/** In the order in which they are written. */
export const fields = [minute, hour, dayOfMonth, month, dayOfWeek] as const;

/**
 * What one field matches.
 *
 * @throws {@link CronError} about the whole expression.
 */
export function matchesOf(field: Field, written: string, whole: string): Matches {
  const items = written.toUpperCase().split(",");
  const steps: number[] = [];
  const last: string[] = [];
  const values = new Set<number>();
  for (const item of items) {
    const lastDay = lastOf(field, item);
    if (lastDay !== undefined) last.push(lastDay);
    else {
      const [range = "", step, more] = item.split("/");
      const by = step === undefined ? 1 : stepOf(field, step);
      const [from, to] = more === undefined && by !== undefined ? rangeOf(field, range, step !== undefined) : [];
      if (from === undefined || to === undefined) throw wrong(whole, itemProblem(field, item));
      if (range === "*") steps.push(by ?? 1);
      for (let value = from; value <= to; value += by ?? 1) values.add(value);
    }
  }
  return { every: steps.includes(1), steps: [...new Set(steps)].toSorted((a, b) => a - b), values, last };
}

/** `L` and `5L` in the fields that know them. */
function lastOf(field: Field, item: string): string | undefined {
  if (field === dayOfMonth && item === "L") return item;
  const day = field === dayOfWeek && item.endsWith("L") ? numberOf(field, item.slice(0, -1)) : undefined;
  return day === undefined ? undefined : `${day}L`;
}

/** `*`, `4`, `4-7`; with a step a single number goes on to the end. */
function rangeOf(field: Field, range: string, stepped: boolean): readonly [number?, number?] {
  if (range === "*") return [field.least, field.most];
  const [low = "", high, more] = range.split("-");
  const from = numberOf(field, low);
  const to = high === undefined ? (stepped ? field.most : from) : numberOf(field, high);
  return more === undefined && from !== undefined && to !== undefined && from <= to ? [from, to] : [];
}

function numberOf(field: Field, written: string): number | undefined {
  const word = field.words?.indexOf(written) ?? -1;
  if (word >= 0) return field.least + word;
  const value = /^\d{1,2}$/.test(written) ? Number(written) : -1;
  return value >= field.least && value <= field.most ? value : undefined;
}

function stepOf(field: Field, written: string): number | undefined {
  const step = /^\d{1,2}$/.test(written) ? Number(written) : 0;
  return step >= 1 && step <= field.most - field.least ? step : undefined;
}

function itemProblem(field: Field, item: string): string {
  const { noun, least, most, words } = field;
  const named = words === undefined ? "" : `, or ${words[0]} to ${words.at(-1)}`;
  const lasts = field === dayOfMonth ? ", L for the last" : field === dayOfWeek ? ", 5L for the last Friday" : "";
  const allowed = `allowed are ${least} to ${most}${named}, lists, ranges, *, and steps from 1 to ${most - least} as in */2${lasts}`;
  return `${show(item)} is not ${noun}${hintOf(field, item)}; ${allowed}`;
}

function hintOf(field: Field, item: string): string {
  if (item === "") return ": a list has an empty place";
  if (item.includes("?")) return ": write * instead of ?";
  if (/#|\dW$/.test(item)) return ": Snowflake knows neither W nor #";
  if (field === dayOfWeek && item === "L") return ": say which one, 6L is the last Saturday";
  if (field === dayOfWeek && item.split(/[-/]/).includes("7")) return ": Sunday is 0";
  const [low, high] = item.split("-").map((one) => numberOf(field, one));
  if (low !== undefined && high !== undefined && low > high) {
    return `: it runs backwards, write ${rangeText(low, field.most)},${rangeText(field.least, high)}`;
  }
  return "";
}

function rangeText(from: number, to: number): string {
  return from === to ? `${from}` : `${from}-${to}`;
}

/** Says what is wrong with a whole expression. */
export function wrong(written: string, why: string): CronError {
  return new CronError(`${show(written)} is not a cron expression: ${why}`);
}

function show(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
