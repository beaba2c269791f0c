import type { Cell } from "../result";
import { SqlError } from "../sql-error";
import type { DataType } from "./data-type";
import { booleanType, integerType, numberOf, realType, textOf, textType } from "./data-type";

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

export function integerValue(value: number): Value {
  return { type: integerType, cell: String(value) };
}

/** A number literal: `1.50` is a NUMBER(3,2), `1e3` a FLOAT. */
export function numberLiteral(text: string): Value {
  if (/e/i.test(text)) return { type: realType, cell: String(Number(text)) };
  const [whole = "", fraction = ""] = text.split(".");
  const digits = whole.replace(/^0+(?=\d)/, "").length + fraction.length;
  const cell = fraction === "" ? whole.replace(/^0+(?=\d)/, "") || "0" : `${whole || "0"}.${fraction}`;
  return { type: numberOf(Math.max(digits, 1), fraction.length), cell };
}

/** What a condition says; null is unknown. */
export function truth({ type, cell }: Value): boolean | null {
  if (cell === null) return null;
  if (type.wire === "boolean") return cell === "1";
  return cast({ type, cell }, booleanType).cell === "1";
}

/** The value as another type. */
export function cast(value: Value, type: DataType): Value {
  return { type, cell: value.cell === null ? null : convert(value.cell, value.type, type) };
}

function convert(cell: string, from: DataType, to: DataType): string {
  switch (to.wire) {
    case "text": {
      const text = textFrom(cell, from);
      if (to.length !== null && [...text].length > to.length) {
        throw new SqlError("100078", "22000", `String '${text}' is too long and would be truncated`);
      }
      return text;
    }
    case "fixed":
      return numberText(cell, from, to);
    case "real":
    case "decfloat":
      if (cell.trim() === "" || Number.isNaN(Number(cell))) throw notRecognized("Numeric", cell);
      return String(Number(cell));
    case "boolean":
      return booleanText(cell, from);
    case "date":
      return from.wire === "date" ? cell : String(Math.floor(seconds(cell, from) / 86_400));
    case "timestamp_ltz":
    case "timestamp_ntz":
      return from.wire.startsWith("timestamp") ? (cell.split(" ")[0] as string) : seconds(cell, from).toFixed(9);
    case "timestamp_tz":
      return from.wire === "timestamp_tz" ? cell : `${seconds(cell, from).toFixed(9)} 1440`;
    case "variant":
      return from.wire === "text" ? JSON.stringify(cell) : textFrom(cell, from);
    default:
      return cell;
  }
}

function textFrom(cell: string, from: DataType): string {
  if (from.wire === "boolean") return cell === "1" ? "true" : "false";
  if (from.wire === "date") return new Date(Number(cell) * 86_400_000).toISOString().slice(0, 10);
  if (!from.wire.startsWith("timestamp")) return cell;
  const text = new Date(Number(cell.split(" ")[0]) * 1000).toISOString().replace("T", " ").slice(0, 23);
  return from.wire === "timestamp_ntz" ? text : `${text} Z`;
}

function numberText(cell: string, from: DataType, to: DataType): string {
  if (from.wire === "boolean") return cell;
  const text = cell.trim();
  if (text === "" || Number.isNaN(Number(text))) throw notRecognized("Numeric", cell);
  const scale = to.scale ?? 0;
  if (scale === 0 && /^-?\d+$/.test(text)) return within(text.replace(/^(-?)0+(?=\d)/, "$1"), to);
  return within(Number(text).toFixed(scale), to);
}

function within(text: string, to: DataType): string {
  const digits = text.replace(/^-?0?\.?|[-.]/g, "").length;
  if (digits <= (to.precision ?? 38)) return text;
  throw new SqlError(
    "100038",
    "22003",
    `Number out of representable range: type FIXED[SB16](${to.precision},${to.scale}), value ${text}`,
  );
}

function booleanText(cell: string, from: DataType): string {
  if (from.wire === "boolean") return cell;
  if (from.wire === "fixed" || from.wire === "real") return Number(cell) === 0 ? "0" : "1";
  const word = cell.toLowerCase();
  if (["true", "t", "yes", "y", "on", "1"].includes(word)) return "1";
  if (["false", "f", "no", "n", "off", "0"].includes(word)) return "0";
  throw notRecognized("Boolean", cell);
}

/** Seconds since the epoch. */
function seconds(cell: string, from: DataType): number {
  if (from.wire === "date") return Number(cell) * 86_400;
  if (from.wire.startsWith("timestamp")) return Number(cell.split(" ")[0]);
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(cell) ? cell : `${cell.includes(":") ? cell : `${cell} 00:00`}Z`;
  const time = Date.parse(zoned.replace(" ", "T"));
  if (Number.isNaN(time)) throw notRecognized(from.wire === "date" ? "Date" : "Timestamp", cell);
  return time / 1000;
}

function notRecognized(what: string, cell: string): SqlError {
  const code = what === "Numeric" ? "100038" : what === "Boolean" ? "100037" : "100035";
  return new SqlError(code, what === "Timestamp" ? "22007" : "22018", `${what} value '${cell}' is not recognized`);
}

/** Below zero, zero or above, as for sorting; null when either is NULL. */
export function compare(a: Value, b: Value): number | null {
  if (a.cell === null || b.cell === null) return null;
  const numeric = [a, b].some(({ type }) => type.wire === "fixed" || type.wire === "real");
  if (numeric) return Number(convert(a.cell, a.type, realType)) - Number(convert(b.cell, b.type, realType));
  if (a.type.wire === "boolean" || b.type.wire === "boolean") {
    return Number(booleanText(a.cell, a.type)) - Number(booleanText(b.cell, b.type));
  }
  if (a.type.wire.startsWith("timestamp") || b.type.wire.startsWith("timestamp") || a.type.wire === "date") {
    return seconds(a.cell, a.type) - seconds(b.cell, b.type);
  }
  return a.cell === b.cell ? 0 : a.cell < b.cell ? -1 : 1;
}
