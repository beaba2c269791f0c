import type { Row } from "./client";
import type { Column } from "./driver";

/** Types that the driver hands over as Snowflake sent them, instead of as numbers, booleans, objects and buffers. */
export const FETCH_AS_STRING = ["Number", "Boolean", "JSON", "Buffer"] as const;

/** One row, from the cells as the driver decodes them with {@link FETCH_AS_STRING}. The first of two equal names counts. */
export function toRow(columns: readonly Column[], cells: readonly unknown[]): Row {
  const row: Record<string, string | null> = {};
  columns.forEach((column, index) => {
    const name = column.getName();
    if (!Object.hasOwn(row, name)) row[name] = toText(cells[index], column);
  });
  return row;
}

function toText(cell: unknown, column: Column): string | null {
  if (cell === null || cell === undefined) return null;
  if (column.isBoolean()) return String(cell).toLowerCase();
  if (!(cell instanceof Date)) return typeof cell === "string" ? cell : JSON.stringify(cell);
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
