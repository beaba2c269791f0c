const units: Readonly<Record<string, number>> = {
  SECOND: 1,
  SECONDS: 1,
  S: 1,
  MINUTE: 60,
  MINUTES: 60,
  M: 60,
  HOUR: 3600,
  HOURS: 3600,
  H: 3600,
};

/** Seconds of `5 MINUTES`, `30 s`, `2 Hour`; undefined when it is no such text. */
export function intervalSeconds(text: string): number | undefined {
  const [, amount, unit = ""] = /^\s*(\d+)\s+([A-Za-z]+)\s*$/.exec(text) ?? [];
  const seconds = Object.hasOwn(units, unit.toUpperCase()) ? units[unit.toUpperCase()] : undefined;
  return seconds === undefined ? undefined : Number(amount) * seconds;
}
