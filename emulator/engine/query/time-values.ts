import { impossibleCast, notRecognized } from "./conversion-errors";
import type { DataType } from "./data-type";
import { decimalText, parseDecimal, rescale } from "./decimal";

/** A moment: nanoseconds since the epoch, and minutes that its zone is ahead. */
interface Instant {
  nanos: bigint;
  offset: number;
}

const second = 1_000_000_000n;
const minute = 60n * second;
const day = 86_400n * second;

/** The moment that a date, a timestamp or a text means; without a zone it is UTC. */
export function instantOf(cell: string, from: DataType, to: DataType = from): Instant {
  if (from.wire === "date") return { nanos: BigInt(cell) * day, offset: 0 };
  if (from.wire === "text") return parseInstant(cell, to.wire === "date" ? "Date" : "Timestamp");
  if (!from.wire.startsWith("timestamp")) throw impossibleCast(from, to);
  const [seconds = "", zone] = cell.split(" ");
  return { nanos: nanosOf(seconds), offset: zone === undefined ? 0 : Number(zone) - 1440 };
}

/** A moment as a cell of a date, time or timestamp type. */
export function timeCell(cell: string, from: DataType, to: DataType): string {
  if (to.wire === "time") return secondsCell(nanosOfDay(cell, from, to), to.scale);
  const { nanos, offset } = instantOf(cell, from, to);
  const wall = nanos + BigInt(offset) * minute;
  if (to.wire === "date") return String(floorDivide(wall, day));
  if (to.wire === "timestamp_ntz") return secondsCell(wall, to.scale);
  const seconds = secondsCell(nanos, to.scale);
  return to.wire === "timestamp_tz" ? `${seconds} ${offset + 1440}` : seconds;
}

/** A date, time or timestamp as Snowflake writes it by default. */
export function timeText(cell: string, from: DataType): string {
  if (from.wire === "time") return clock(nanosOf(cell));
  const { nanos, offset } = instantOf(cell, from);
  const wall = nanos + BigInt(offset) * minute;
  const date = new Date(Number(floorDivide(wall, day)) * 86_400_000).toISOString().slice(0, 10);
  if (from.wire === "date") return date;
  const inDay = wall - floorDivide(wall, day) * day;
  const millis = String((inDay % second) / 1_000_000n).padStart(3, "0");
  const text = `${date} ${clock(inDay)}.${millis}`;
  return from.wire === "timestamp_ntz" ? text : `${text} ${zoneText(offset)}`;
}

/** Nanoseconds as the wire writes a time: seconds with nine digits, cut to the scale of the type. */
export function secondsCell(nanos: bigint, scale: number | null): string {
  const unit = 10n ** BigInt(9 - (scale ?? 9));
  return decimalText({ digits: floorDivide(nanos, unit) * unit, scale: 9 });
}

/** Nanoseconds since midnight of a time. */
export function nanosOfDay(cell: string, from: DataType, to: DataType = from): bigint {
  if (from.wire === "time") return nanosOf(cell);
  if (from.wire === "date") throw impossibleCast(from, to);
  if (from.wire !== "text" || /\d-\d/.test(cell)) {
    const { nanos, offset } = instantOf(cell, from, to);
    const wall = nanos + BigInt(offset) * minute;
    return wall - floorDivide(wall, day) * day;
  }
  const match = /^\s*(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*$/.exec(cell);
  const [hours, minutes, seconds] = [match?.[1], match?.[2], match?.[3] ?? "0"].map(Number) as [number, number, number];
  if (!match || hours > 23 || minutes > 59 || seconds > 59) throw notRecognized("Time", cell);
  return BigInt((hours * 60 + minutes) * 60 + seconds) * second + BigInt((match[4] ?? "").padEnd(9, "0"));
}

const written =
  /^\s*(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,9})\d*)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?\s*$/i;

function parseInstant(text: string, what: "Date" | "Timestamp"): Instant {
  const match = written.exec(text);
  const [, year, month, date, hours = "0", minutes = "0", seconds = "0", fraction = "", zone] = match ?? [];
  const millis = Date.UTC(Number(year), Number(month) - 1, Number(date));
  const real = match !== null && new Date(millis).getUTCDate() === Number(date) && Number(month) <= 12;
  if (!real || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) throw notRecognized(what, text);
  const inDay = BigInt((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds));
  const wall = BigInt(millis) * 1_000_000n + inDay * second + BigInt(fraction.padEnd(9, "0"));
  const offset = zoneMinutes(zone);
  return { nanos: wall - BigInt(offset) * minute, offset };
}

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || /z/i.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(":", "") || "0")];
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

function zoneText(offset: number): string {
  if (offset === 0) return "Z";
  const minutes = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`;
}

function clock(nanos: bigint): string {
  const seconds = Number(nanos / second);
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

function nanosOf(cell: string): bigint {
  return rescale(parseDecimal(cell) ?? { digits: 0n, scale: 0 }, 9).digits;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
