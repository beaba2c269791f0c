/** No clock is put back by more than this. */
const mostPutBackMs = 3 * 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** By how many milliseconds clocks in a time zone are ahead of UTC. */
export function offsetAt(instant: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wholeSeconds = Math.floor(instant / 1000) * 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSeconds;
}

/** When clocks are changed soon after a time, so that some of what they show next was shown before. */
export function changeAfter(instant: number, timeZone: string): number | undefined {
  return changeBetween(instant, instant + mostPutBackMs, timeZone);
}

/** When clocks are changed between two times, if they differ in it. */
export function changeBetween(from: number, to: number, timeZone: string): number | undefined {
  const offset = offsetAt(from, timeZone);
  if (offsetAt(to, timeZone) === offset) return undefined;
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle, timeZone) === offset) before = middle;
    else after = middle;
  }
  return after;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const shape = "numeric" as const;
  const fields = { year: shape, month: shape, day: shape, hour: shape, minute: shape, second: shape };
  const format = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...fields });
  formats.set(timeZone, format);
  return format;
}
