/** A length of time in parts, which are added up: `{ hours: 1, minutes: 30 }`. */
export interface IntervalParts {
  /** Seven days each. @defaultValue 0 */
  readonly weeks?: number | undefined;
  /** 24 hours each. @defaultValue 0 */
  readonly days?: number | undefined;
  /** @defaultValue 0 */
  readonly hours?: number | undefined;
  /** @defaultValue 0 */
  readonly minutes?: number | undefined;
  /** @defaultValue 0 */
  readonly seconds?: number | undefined;
}

/** Something that is not a length of time; the message says what was written, and how to write it. */
export class IntervalError extends Error {
  override readonly name = "IntervalError";
}

type Unit = keyof IntervalParts;
type Part = readonly [count: number, unit: Unit];

const secondsIn: Readonly<Record<Unit, number>> = {
  weeks: 604_800,
  days: 86_400,
  hours: 3600,
  minutes: 60,
  seconds: 1,
};
const units = Object.keys(secondsIn) as readonly Unit[];

const spellings = {
  weeks: "w wk wks week weeks",
  days: "d day days",
  hours: "h hr hrs hour hours",
  minutes: "m min mins minute minutes",
  seconds: "s sec secs second seconds",
} as const satisfies Record<Unit, string>;

const unitOf: ReadonlyMap<string, Unit> = new Map(
  units.flatMap((unit) => spellings[unit].split(" ").map((word) => [word, unit] as const)),
);

const number = String.raw`\d+(?:\.\d+)?`;
const inWords = new RegExp(`^${number} ?[a-z]+(?: ?,? ?(?:and )?${number} ?[a-z]+)*$`, "i");
const isoNumber = String.raw`(\d+(?:[.,]\d+)?)`;
/** The groups stand in the order of the units. */
const iso = new RegExp(
  `^P(?=.)(?:${isoNumber}W)?(?:${isoNumber}D)?(?:T(?=.)(?:${isoNumber}H)?(?:${isoNumber}M)?(?:${isoNumber}S)?)?$`,
  "i",
);

/**
 * Whole seconds of a length of time: `{ hours: 1, minutes: 30 }`, `"5 minutes"`, `"5 MINUTE"`, `"1h30m"`,
 * `"1 hour and 30 minutes"`, or ISO 8601 as in `"PT5M"`.
 *
 * @throws {@link IntervalError} if it is none of these, has no unit, or is not a whole number of seconds.
 */
export function parseInterval(written: unknown): number {
  const parts = partsOf(written);
  const twice = parts.find(([, unit], index) => parts.findIndex(([, other]) => other === unit) < index);
  if (twice !== undefined) throw new IntervalError(`${show(written)} says ${twice[1]} twice`);
  const seconds = parts.reduce((sum, [count, unit]) => sum + count * secondsIn[unit], 0);
  const whole = Math.round(seconds);
  // 1.1 hours are 3960.0000000000005 seconds.
  if (Math.abs(seconds - whole) <= 1e-9 * seconds) return whole;
  throw new IntervalError(`${show(written)} is not a whole number of seconds`);
}

/**
 * Snowflake's text of whole seconds, in the largest unit that divides them: `"5 MINUTES"`, `"90 SECONDS"`, `"1 HOUR"`.
 *
 * @param seconds - At least 1.
 */
export function intervalText(seconds: number): string {
  const unit = (["hours", "minutes"] as const).find((one) => seconds % secondsIn[one] === 0) ?? "seconds";
  const count = seconds / secondsIn[unit];
  return `${count} ${(count === 1 ? unit.slice(0, -1) : unit).toUpperCase()}`;
}

function partsOf(written: unknown): readonly Part[] {
  if (typeof written === "number") throw noUnit(written, String(written));
  if (typeof written === "string") return ofText(written);
  if (typeof written === "object" && written !== null && !Array.isArray(written)) return ofObject(written);
  throw new IntervalError(`${show(written)} is not a length of time; write { minutes: 5 } or "5 minutes"`);
}

function ofObject(written: object): readonly Part[] {
  const given = Object.entries(written).filter(([, count]) => count !== undefined);
  if (given.length === 0) throw new IntervalError(`${show(written)} says no time; give some of ${units.join(", ")}`);
  return given.map(([key, count]: [string, unknown]) => {
    const unit = units.find((one) => one === key);
    if (unit === undefined) throw new IntervalError(`${show(key)} is not one of ${units.join(", ")}`);
    if (typeof count === "number" && Number.isFinite(count) && count >= 0) return [count, unit];
    throw new IntervalError(`${unit} is ${show(count)}; a number from 0 is expected`);
  });
}

function ofText(written: string): readonly Part[] {
  const text = written.trim().replaceAll(/\s+/g, " ");
  const inIso = iso.exec(text);
  if (inIso !== null) {
    return units.flatMap((unit, index) => {
      const count = inIso[index + 1];
      return count === undefined ? [] : [[Number(count.replace(",", ".")), unit] as const];
    });
  }
  if (/^\d+(?:\.\d+)?$/.test(text)) throw noUnit(written, text);
  if (!inWords.test(text)) {
    throw new IntervalError(`${show(written)} is not a length of time; write it like "5 minutes", "1h30m" or "PT5M"`);
  }
  return [...text.matchAll(new RegExp(`(${number}) ?([a-z]+)`, "gi"))].map(([, count, word = ""]) => {
    const unit = unitOf.get(word.toLowerCase());
    if (unit !== undefined) return [Number(count), unit];
    throw new IntervalError(`${show(written)} has the unit ${show(word)}; use one of ${units.join(", ")}`);
  });
}

function noUnit(written: unknown, count: string): IntervalError {
  return new IntervalError(`${show(written)} has no unit; write { minutes: ${count} } or "${count} minutes"`);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
