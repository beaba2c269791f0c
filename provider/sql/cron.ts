/** A text that is not a cron expression for Snowflake; the message says what was written, which field is wrong, and what is allowed. */
export class CronError extends Error {
  override readonly name = "CronError";
}

interface Field {
  /** With its article. */
  readonly noun: string;
  readonly least: number;
  readonly most: number;
  /** Words for the numbers, from the least on. */
  readonly words?: readonly string[];
}

/** What a field matches. */
interface Matches {
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
const dayOfMonth: Field = { noun: "a day of the month", least: 1, most: 31 };
const month: Field = {
  noun: "a month",
  least: 1,
  most: 12,
  words: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
const dayOfWeek: Field = {
  noun: "a day of the week",
  least: 0,
  most: 6,
  words: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};
const fields = [minute, hour, dayOfMonth, month, dayOfWeek] as const;

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The one spelling of a cron expression: numbers instead of names, lists in order, `*` for all. Canonical text passes
 * unchanged.
 *
 * @throws {@link CronError} if Snowflake would not take it, or it would never fire.
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-task
 */
export function canonicalCron(written: string): string {
  const texts = written.trim().split(/\s+/);
  if (texts.length !== fields.length || texts[0] === "") throw wrong(written, countProblem(texts));
  const all = fields.map((field, index) => matchesOf(field, texts[index] ?? "", written));
  const [, , days, months, weekdays] = all as [Matches, Matches, Matches, Matches, Matches];
  if (weekdays.every && neverComes(days, months)) {
    throw wrong(written, `the day ${Math.min(...days.values)} never comes in ${monthsText(months)}`);
  }
  return fields
    .map((field, index) => {
      const matches = all[index] as Matches;
      // A task fires on days that fit either of two restricted fields, so `1-31` beside `1` is not what `*` is.
      const other = field === dayOfMonth ? weekdays : field === dayOfWeek ? days : undefined;
      const besideRestricted =
        other !== undefined && !other.every && !(isAll(weekdays, dayOfWeek) && isAll(days, dayOfMonth));
      return text(field, matches, { besideRestricted });
    })
    .join(" ");
}

/** What is wrong with a cron expression, in a sentence that names the field, or undefined. */
export function cronProblem(written: string): string | undefined {
  try {
    canonicalCron(written);
    return undefined;
  } catch (error) {
    if (error instanceof CronError) return error.message;
    throw error;
  }
}

function matchesOf(field: Field, written: string, whole: string): Matches {
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

function text(field: Field, matches: Matches, { besideRestricted }: { readonly besideRestricted: boolean }): string {
  const { values, steps } = matches;
  const all = isAll(matches, field);
  if (matches.every || (all && !besideRestricted)) return "*";
  const last = all ? [] : [...new Set(matches.last)].filter((day) => !values.has(Number.parseInt(day, 10))).toSorted();
  if (!besideRestricted || steps.length === 0) {
    return [...listed(field, values, { star: !besideRestricted }), ...last].join(",");
  }
  const rest = [...values].filter((value) => !steps.some((step) => (value - field.least) % step === 0));
  return [...steps.map((step) => `*/${step}`), ...listed(field, new Set(rest), { star: false }), ...last].join(",");
}

/** Numbers as `*`, `4/3` where they go on to the end in equal steps, else as numbers and ranges. */
function listed(field: Field, values: ReadonlySet<number>, { star }: { readonly star: boolean }): readonly string[] {
  const sorted = [...values].toSorted((a, b) => a - b);
  const [first = 0, second = 0] = sorted;
  const step = second - first;
  const inSteps = sorted.every((value, index) => value === first + index * step);
  if (sorted.length > 2 && step > 1 && inSteps && first + sorted.length * step > field.most) {
    return [`${first === field.least && star ? "*" : first}/${step}`];
  }
  const runs: number[][] = [];
  for (const value of sorted) {
    const run = runs.at(-1);
    if (run?.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  return runs.flatMap((run) => (run.length > 2 ? [`${run[0]}-${run.at(-1)}`] : run.map(String)));
}

function isAll({ values }: Matches, { least, most }: Field): boolean {
  return values.size === most - least + 1;
}

function rangeText(from: number, to: number): string {
  return from === to ? `${from}` : `${from}-${to}`;
}

function neverComes({ values, last }: Matches, months: Matches): boolean {
  const first = Math.min(...values);
  return last.length === 0 && [...months.values].every((one) => first > (daysIn[one - 1] ?? 31));
}

function monthsText({ values }: Matches): string {
  return (month.words ?? []).filter((_, index) => values.has(index + 1)).join(", ");
}

function countProblem(texts: readonly string[]): string {
  const count = texts[0] === "" ? 0 : texts.length;
  const hint = texts[0]?.startsWith("@") ? "; words such as @daily are not known to Snowflake" : "";
  return `it has ${count} field${count === 1 ? "" : "s"} instead of five: minute, hour, day of the month, month, day of the week${hint}`;
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

function wrong(written: string, why: string): CronError {
  return new CronError(`${show(written)} is not a cron expression: ${why}`);
}

function show(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
