import type { CatalogObject, Json } from "../catalog/object";
import type { Cell } from "../result";
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

/** The rows of a table; pushing to them inserts. */
export function rowsOf(table: CatalogObject): Cell[][] {
  return table.properties["rows"] as unknown as Cell[][];
}

/** Columns as a property of the table. */
export function toJson(value: TableColumn[] | Cell[][]): Json {
  return value as unknown as Json;
}
