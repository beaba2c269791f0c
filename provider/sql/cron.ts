import {
  CronError,
  dayOfMonth,
  dayOfWeek,
  type Field,
  fields,
  type Matches,
  matchesOf,
  month,
  wrong,
} from "./cron-field";

export { CronError } from "./cron-field";

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
