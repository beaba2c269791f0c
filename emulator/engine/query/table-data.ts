import type { CatalogObject, Json } from "../catalog/object";
import type { Cell } from "../result";
import type { Context } from "../statements/context";
import type { DataType } from "./data-type";

/** A column of a table. */
export interface TableColumn {
  name: string;
  type: DataType;
  nullable: boolean;
  /** The default as SQL text, and its value. */
  default: { text: string; cell: Cell } | null;
  comment: string | null;
}

/** The columns of a table, in order. */
export function columnsOf(table: CatalogObject): TableColumn[] {
  return table.properties["columns"] as unknown as TableColumn[];
}

/** The rows of a table, each with a cell for every column; never changed in place. */
export function rowsOf(table: CatalogObject): readonly (readonly Cell[])[] {
  return table.properties["rows"] as unknown as Cell[][];
}

/** What a table is made of. */
export interface TableData {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Gives a table other columns, other rows, or both: the only way in which either changes. */
export function setTableData(context: Context, table: CatalogObject, change: Partial<TableData>): void {
  if (change.columns !== undefined) table.properties["columns"] = toJson(change.columns);
  if (change.rows !== undefined) table.properties["rows"] = toJson(change.rows);
  table.updatedOn = context.catalog.stamp();
}

/** Columns as a property of the table. */
export function toJson(value: readonly TableColumn[] | readonly (readonly Cell[])[]): Json {
  return value as unknown as Json;
}
