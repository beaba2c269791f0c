import { SqlError } from "../sql-error";

const units: Readonly<Record<string, number>> = {
  DAYS: 86_400_000,
  HOURS: 3_600_000,
  MINUTES: 60_000,
  SECONDS: 1000,
  MILLISECONDS: 1,
  MICROSECONDS: 1e-3,
  NANOSECONDS: 1e-6,
};

/** Whole milliseconds of an amount of SYSTEM$WAIT; `unit` in upper case. */
export function waitMs(amount: number, unit: string): number {
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (factor !== undefined && amount >= 0) return Math.ceil(amount * factor);
  throw new SqlError("000002", "0A000", `Invalid time to wait: ${amount} ${unit}.`);
}
