import type { CatalogObject } from "../catalog/object";
import { retentionDays } from "../catalog/parameters";
import type { Cell } from "../result";
import { compilationError } from "../sql-error";
import type { Context } from "../statements/context";
import type { Version } from "./history";
import { dayMs, presentSince, versionsSince } from "./history";
import type { TableColumn, TableData } from "./table-data";
import { columnsOf, rowsOf } from "./table-data";

/** The columns and rows of a table at a time; undefined when that is not known any more, or not yet. */
export function dataAt(context: Context, table: CatalogObject, time: number): TableData | undefined {
  if (!isReachable(context, table, time)) return undefined;
  if (time >= presentSince(table)) return { columns: columnsOf(table), rows: rowsOf(table) };
  const [version] = versionsSince(table, time);
  return version && { columns: version.columns, rows: version.rows.slice(0, version.count) };
}

/** The rows of a table at a time, with the columns that the table has now. */
export function rowsAt(context: Context, table: CatalogObject, time: number): TableData | undefined {
  const data = dataAt(context, table, time);
  const present = { columns: columnsOf(table), rows: rowsOf(table) };
  if (!data || data.rows === present.rows) return data;
  const steps: Pick<Version, "columns" | "rows">[] = [...versionsSince(table, time), present];
  let cells = data.columns.map(
    (_column, i): CellOf =>
      (row) =>
        row[i] ?? null,
  );
  for (const [i, after] of steps.entries()) {
    const before = steps[i - 1];
    if (before && before.columns !== after.columns) cells = carried(cells, before, after);
  }
  return { columns: present.columns, rows: data.rows.map((row) => cells.map((cell) => cell(row))) };
}

type CellOf = (row: readonly Cell[]) => Cell;

/** Where the cells of a later version's columns are. A new name leaves the rows alone, other changes do not. */
function carried(
  cells: readonly CellOf[],
  before: Pick<Version, "columns" | "rows">,
  after: Pick<Version, "columns" | "rows">,
): CellOf[] {
  if (before.rows === after.rows) return [...cells];
  const place = new Map(before.columns.map(({ name }, i) => [name, cells[i]]));
  return after.columns.map((column: TableColumn) => place.get(column.name) ?? (() => column.default?.cell ?? null));
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
