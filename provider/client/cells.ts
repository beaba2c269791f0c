import { types } from "node:util";
import type { Row } from "./client";
import type { Column } from "./driver";

/** Types that the driver hands over as Snowflake sent them, instead of as numbers, booleans and objects. */
export const FETCH_AS_STRING = ["Number", "Boolean", "JSON"] as const;

/**
 * What the driver makes of NULL where it is to hand over text, if a connection of this process asks for it, or none has asked
 * for anything else: that is one switch for all connections. No value of the types in question is written so.
 */
const NULL_AS_TEXT = "NULL";

/**
 * Makes rows from the cells as the driver decodes them with {@link FETCH_AS_STRING}. The first of two equal names counts. Most
 * cells say the same as in the row before: they share one text, so that a listing of thousands of objects stays small.
 */
export function rowReader(columns: readonly Column[]): (cells: readonly unknown[]) => Row {
  const blank: Record<string, string | null> = {};
  const named = columns.flatMap((column, index) => {
    const name = column.getName();
    if (Object.hasOwn(blank, name)) return [];
    blank[name] = null;
    return [{ name, index, column }];
  });
  let above: Row = blank;
  return (cells) => {
    const row = { ...blank };
    for (const { name, index, column } of named) {
      const text = toText(cells[index], column);
      row[name] = text === above[name] ? (above[name] ?? null) : text;
    }
    above = row;
    return row;
  };
}

function toText(cell: unknown, column: Column): string | null {
  if (cell === null || cell === undefined) return null;
  if (cell === NULL_AS_TEXT && !column.isString()) return null;
  if (column.isBoolean()) return String(cell).toLowerCase();
  // As hexadecimal digits, whatever BINARY_OUTPUT_FORMAT says.
  if (types.isUint8Array(cell)) return Buffer.from(cell).toString("hex").toUpperCase();
  if (!types.isDate(cell)) return typeof cell === "string" ? cell : JSON.stringify(cell);
  if (column.isDate()) return cell.toISOString().replace(/T.*$/, "");
  return timestamp(cell as SnowflakeDate, column);
}

/** What the driver adds to the dates it makes. A Date alone is cut to milliseconds. */
interface SnowflakeDate extends Date {
  getNanoSeconds(): number;
  getScale(): number;
}

/** `createdOn` is compared to the last digit, so the fraction is whole, and the session's TIMEZONE plays no part. */
function timestamp(date: SnowflakeDate, column: Column): string {
  const seconds = date.toISOString().replace(/\.\d+Z$/, "");
  const fraction = String(date.getNanoSeconds()).padStart(9, "0").slice(0, date.getScale());
  // A timestamp without time zone is no point in time.
  const zone = column.isTimestampNtz() ? "" : "Z";
  return `${seconds}${fraction === "" ? "" : `.${fraction}`}${zone}`;
}
