import type { CatalogObject, Json } from "../catalog/object";
import type { Cell } from "../result";
import type { Context } from "../statements/context";
import type { DataType } from "./data-type";
import { remember } from "./history";

/** A column of a table. */
export interface TableColumn {
  name: string;
  type: DataType;
  nullable: boolean;
  default: ColumnDefault | null;
  comment: string | null;
  /** Numbers that the column counts up by itself; its default is null then. */
  identity?: Identity;
  /** A virtual column's expression, as SQL text. */
  expression?: string;
  /** Collation of a text column, in lower case. */
  collation?: string;
  /** Values by the id of the tag. */
  tags?: Record<string, string>;
  /** `DB.SCHEMA.POLICY`. */
  maskingPolicy?: string;
  projectionPolicy?: string;
}

/** What a column gets that an INSERT leaves out. */
export interface ColumnDefault {
  /** Canonical SQL, as DESCRIBE shows it. */
  text: string;
  /** The value, if the default is a literal. */
  cell: Cell;
  /** How the value is found anew for each row. */
  from?: "expression" | "sequence";
  /** Id of the sequence. */
  sequence?: number;
  /** It came with ADD COLUMN, so that older rows rely on it. */
  added?: true;
}

/** AUTOINCREMENT of a column. */
export interface Identity {
  start: number;
  increment: number;
  ordered: boolean;
}

/** The columns of a table, in order. */
export function columnsOf(table: CatalogObject): TableColumn[] {
  return table.properties["columns"] as unknown as TableColumn[];
}

/** The rows of a table, each with a cell for every column; no row ever changes in place. */
export function rowsOf(table: CatalogObject): readonly (readonly Cell[])[] {
  return table.properties["rows"] as unknown as Cell[][];
}

/** What a table is made of. */
export interface TableData {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * Gives a table other columns, other rows, or both. With {@link appendRows} the only way in which either changes, so
 * that what the table was before is remembered.
 */
export function setTableData(context: Context, table: CatalogObject, change: Partial<TableData>): void {
  remember(context, table, { columns: columnsOf(table), rows: rowsOf(table) });
  if (change.columns !== undefined) table.properties["columns"] = toJson(change.columns);
  if (change.rows !== undefined) table.properties["rows"] = toJson(change.rows);
  stamp(context, table, { definition: change.columns !== undefined });
}

/** Adds rows at the end, without copying those that are there. */
export function appendRows(context: Context, table: CatalogObject, added: readonly (readonly Cell[])[]): void {
  if (added.length === 0) return;
  const rows = rowsOf(table) as (readonly Cell[])[];
  remember(context, table, { columns: columnsOf(table), rows });
  for (const row of added) rows.push(row);
  stamp(context, table, { definition: false });
}

/** The time of the last change that was not one of rows. */
export function lastDdl({ updatedOn, properties }: CatalogObject): number {
  return updatedOn === properties["changedOn"] ? Number(properties["definedOn"]) : updatedOn;
}

function stamp({ catalog }: Context, table: CatalogObject, { definition = false }): void {
  const time = catalog.stamp();
  table.properties["definedOn"] = definition ? time : lastDdl(table);
  table.properties["changedOn"] = time;
  table.updatedOn = time;
}

/** Columns as a property of the table. */
export function toJson(value: readonly TableColumn[] | readonly (readonly Cell[])[]): Json {
  return value as unknown as Json;
}
