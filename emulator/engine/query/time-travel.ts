import type { CatalogObject } from "../catalog/object";
import { retentionDays } from "../catalog/parameters";
import { compilationError } from "../sql-error";
import type { Context } from "../statements/context";
import { dayMs, formerData, presentSince } from "./history";
import type { TableData } from "./table-data";
import { columnsOf, rowsOf } from "./table-data";

/** The columns and rows of a table at a time; undefined when that is not known any more, or not yet. */
export function dataAt(context: Context, table: CatalogObject, time: number): TableData | undefined {
  if (!isReachable(context, table, time)) return undefined;
  if (time >= presentSince(table)) return { columns: columnsOf(table), rows: rowsOf(table) };
  return formerData(table, time);
}

/** Whether the object was there at a time that its retention reaches. */
export function isReachable({ catalog }: Context, object: CatalogObject, time: number): boolean {
  const now = catalog.now();
  return time >= Math.max(object.createdOn, now - retentionDays(catalog, object) * dayMs) && time <= now;
}

/** 000707: the object's past cannot be read. */
export function noTimeTravel({ kind, name }: CatalogObject): never {
  throw compilationError(
    "000707",
    "02000",
    `Time travel data is not available for ${kind.toLowerCase()} ${name}. The requested time is either beyond the allowed time travel period or before the object creation time.`,
  );
}
