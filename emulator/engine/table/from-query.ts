import { assign } from "../query/assign";
import type { OpenQuery, Source } from "../query/scope";
import { noScope } from "../query/scope";
import { readQuery } from "../query/select";
import type { TableColumn, TableData } from "../query/table-data";
import { requireWarehouse } from "../query/warehouse";
import type { Context } from "../statements/context";
import type { Cursor } from "../syntax/cursor";
import { duplicateColumn, refused } from "./refusals";

/** The query of CREATE TABLE … AS. */
export interface QueryDraft {
  open: OpenQuery;
}

/** Reads `AS SELECT …`. */
export function readQueryOfTable(cursor: Cursor): QueryDraft | undefined {
  if (!cursor.accept("AS")) return undefined;
  const bracket = cursor.acceptSymbol("(");
  cursor.expect("SELECT");
  const open = readQuery(cursor);
  if (bracket) cursor.expectSymbol(")");
  return { open };
}

/** Whether names without types stand in the brackets ahead. */
export function atNames(cursor: Cursor): boolean {
  const { kind, value } = cursor.ahead(2);
  return kind === "symbol" && (value === "," || value === ")");
}

/** Columns and rows that a query gives to a new table; `columns` are those that the statement defines. */
export function tableFromQuery(
  context: Context,
  { open }: QueryDraft,
  { names, columns }: { names?: readonly string[] | undefined; columns?: readonly TableColumn[] | undefined },
): TableData {
  requireWarehouse(context);
  const source = open(context, noScope);
  const targets = columns ?? inferred(source, names);
  if (targets.length !== source.columns.length) throw refused("Invalid column definition list");
  const types = source.columns.map(({ type }) => type);
  return {
    columns: targets,
    rows: source.rows.map((row) =>
      targets.map((column, i) => assign({ type: types[i] ?? column.type, cell: row[i] ?? null }, column)),
    ),
  };
}

function inferred(source: Source, names: readonly string[] | undefined): TableColumn[] {
  if (names && names.length !== source.columns.length) throw refused("Invalid column definition list");
  const columns = source.columns.map(({ name, type }, i) => ({ name: names?.[i] ?? name, type }));
  const taken = columns.find(({ name }, i) => columns.findIndex((other) => other.name === name) !== i);
  if (taken) throw duplicateColumn(taken.name);
  return columns.map((column) => ({ ...column, nullable: true, default: null, comment: null }));
}
