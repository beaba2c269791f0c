/** No clock is changed by more than this. */
export const aroundChangeMs = 3 * 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What clocks in a time zone show, as the milliseconds at which clocks in UTC show the same. */
export function wallTime(instant: Date, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second, instant.getUTCMilliseconds());
}

/** When clocks show a time: once as a rule, twice or never around a change. */
export function instantsOf(wall: number, timeZone: string): Date[] {
  const near = wall - offsetAt(new Date(wall), timeZone);
  const offsets = [-aroundChangeMs, aroundChangeMs].map((shift) => offsetAt(new Date(near + shift), timeZone));
  return [...new Set(offsets)]
    .map((offset) => new Date(wall - offset))
    .filter((instant) => wallTime(instant, timeZone) === wall);
}

/** Whether no clock is changed near a time. */
export function isSteady(instant: Date, timeZone: string): boolean {
  const [before, after] = [-aroundChangeMs, aroundChangeMs].map((shift) =>
    offsetAt(new Date(instant.getTime() + shift), timeZone),
  );
  return before === after;
}

function offsetAt(instant: Date, timeZone: string): number {
  return wallTime(instant, timeZone) - instant.getTime();
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = "numeric";
  const fields = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  } as const;
  const format = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...fields });
  formats.set(timeZone, format);
  return format;
}
