import type { Cell } from "../result";
import { SqlError } from "../sql-error";
import { impossibleCast, notRecognized, outOfRange } from "./conversion-errors";
import type { DataType } from "./data-type";
import { booleanType, integerType, numberOf, realType, textOf, textType } from "./data-type";
import type { Decimal } from "./decimal";
import { absolute, compareDecimals, decimalText, parseDecimal, rescale } from "./decimal";
import { isJson, jsonCell, unwrap } from "./json-values";
import { instantOf, nanosOfDay, timeCell, timeText } from "./time-values";

/** A value of a query: wire text and its type. */
export interface Value {
  type: DataType;
  cell: Cell;
}

export const nullValue: Value = { type: textType, cell: null };

export function textValue(cell: Cell): Value {
  return { type: textType, cell };
}

/** A string literal, as long as it is. */
export function textLiteral(cell: string): Value {
  return { type: textOf(Math.max([...cell].length, 1)), cell };
}

export function booleanValue(value: boolean | null): Value {
  return { type: booleanType, cell: value === null ? null : value ? "1" : "0" };
}

export function integerValue(value: number | bigint): Value {
  return { type: integerType, cell: String(value) };
}

/** A number literal: `1.50` is a NUMBER(3,2), `1e3` a FLOAT, and so is one of more than 38 digits. */
export function numberLiteral(text: string): Value {
  const decimal = parseDecimal(text);
  if (!decimal || /e/i.test(text)) return { type: realType, cell: String(Number(text)) };
  const precision = Math.max(absolute(decimal.digits).toString().length, decimal.scale);
  if (precision > 38) return { type: realType, cell: String(Number(text)) };
  return { type: numberOf(precision, decimal.scale), cell: decimalText(decimal) };
}

/** What a condition says; null is unknown. */
export function truth({ type, cell }: Value): boolean | null {
  if (cell === null) return null;
  return (type.wire === "boolean" ? cell : cast({ type, cell }, booleanType).cell) === "1";
}

/** The value as another type. */
export function cast({ type: from, cell }: Value, type: DataType): Value {
  if (cell === null) return { type, cell };
  if (from.wire !== "variant" || isJson(type)) return { type, cell: convert(cell, from, type) };
  const inner = unwrap(cell);
  return { type, cell: inner.cell === null ? null : convert(inner.cell, inner.type, type) };
}

function convert(cell: string, from: DataType, to: DataType): string {
  switch (to.wire) {
    case "text":
      return within(textFrom(cell, from), to);
    case "fixed":
      return numberText(cell, from, to);
    case "real":
      return String(Number(decimalText(decimalFrom(cell, from, to))));
    case "decfloat":
      return decimalText(decimalFrom(cell, from, to));
    case "boolean":
      return booleanText(cell, from, to);
    case "date":
    case "time":
    case "timestamp_ltz":
    case "timestamp_ntz":
    case "timestamp_tz":
      return timeCell(cell, from, to);
    case "variant":
    case "object":
    case "array":
      return jsonCell(cell, from, to);
    case "binary":
      return binaryText(cell, from, to);
    default:
      return from.wire === to.wire || from.wire === "text" || isJson(from) ? cell : impossible(from, to);
  }
}

function textFrom(cell: string, from: DataType): string {
  if (from.wire === "boolean") return cell === "1" ? "true" : "false";
  return /^(date|time)/.test(from.wire) ? timeText(cell, from) : cell;
}

function within(text: string, to: DataType): string {
  if (to.length === null || text.length <= to.length || [...text].length <= to.length) return text;
  throw new SqlError("100078", "22000", `String '${text}' is too long and would be truncated`);
}

function numberText(cell: string, from: DataType, to: DataType): string {
  const number = rescale(decimalFrom(cell, from, to), to.scale ?? 0);
  const text = decimalText(number);
  if (absolute(number.digits) >= 10n ** BigInt(to.precision ?? 38)) throw outOfRange(text, to);
  return text;
}

function decimalFrom(cell: string, from: DataType, to: DataType): Decimal {
  if (/^(date|time|binary)/.test(from.wire)) throw impossibleCast(from, to);
  const number = parseDecimal(cell);
  if (!number) throw notRecognized("Numeric", cell);
  return number;
}

function booleanText(cell: string, from: DataType, to: DataType): string {
  if (from.wire === "boolean") return cell;
  if (from.wire !== "text") return decimalFrom(cell, from, to).digits === 0n ? "0" : "1";
  const word = cell.toLowerCase();
  if (["true", "t", "yes", "y", "on", "1"].includes(word)) return "1";
  if (["false", "f", "no", "n", "off", "0"].includes(word)) return "0";
  throw notRecognized("Boolean", cell);
}

function binaryText(cell: string, from: DataType, to: DataType): string {
  if (from.wire !== "binary" && from.wire !== "text") throw impossibleCast(from, to);
  if (!/^(?:[0-9a-f]{2})*$/i.test(cell)) {
    throw new SqlError("100115", "22000", `The following string is not a legal hex-encoded value: '${cell}'`);
  }
  if (to.length !== null && cell.length / 2 > to.length) {
    throw new SqlError("100145", "22000", `Binary value '${cell}' is too long and would be truncated`);
  }
  return cell.toUpperCase();
}

function impossible(from: DataType, to: DataType): never {
  throw impossibleCast(from, to);
}

/** Below zero, zero or above, as for sorting; null when either is NULL. */
export function compare(left: Value, right: Value): number | null {
  const [a, b] = [plain(left), plain(right)];
  if (a.cell === null || b.cell === null) return null;
  if (isShort(a) && isShort(b)) return order(Number(a.cell), Number(b.cell));
  const either = (pattern: RegExp) => pattern.test(a.type.wire) || pattern.test(b.type.wire);
  if (either(/^real$/)) return order(Number(real(a)), Number(real(b)));
  if (either(/^(fixed|decfloat)$/)) {
    return compareDecimals(decimalFrom(a.cell, a.type, b.type), decimalFrom(b.cell, b.type, a.type));
  }
  if (either(/^boolean$/)) return order(booleanText(a.cell, a.type, b.type), booleanText(b.cell, b.type, a.type));
  if (either(/^time$/)) return order(nanosOfDay(a.cell, a.type), nanosOfDay(b.cell, b.type));
  if (either(/^(date|timestamp)/)) {
    return order(instantOf(a.cell, a.type, b.type).nanos, instantOf(b.cell, b.type, a.type).nanos);
  }
  return Buffer.compare(Buffer.from(a.cell), Buffer.from(b.cell));
}

/** A number of so few digits that none is lost in a double. */
function isShort({ type, cell }: Value): boolean {
  return type.wire === "fixed" && cell !== null && cell.length <= 15;
}

function plain(value: Value): Value {
  return value.type.wire === "variant" && value.cell !== null ? unwrap(value.cell) : value;
}

function real(value: Value): Cell {
  return cast(value, realType).cell;
}

function order<T extends number | string | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
