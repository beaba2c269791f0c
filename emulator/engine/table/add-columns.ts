import type { CatalogObject } from "../catalog/object";
import { RowWriter } from "../query/row-writer";
import type { TableColumn } from "../query/table-data";
import { columnsOf, rowsOf, setTableData, toJson } from "../query/table-data";
import type { Cell } from "../result";
import { executed, status } from "../result";
import { unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { settleColumns } from "./column";
import type { ColumnDraft } from "./column-draft";
import { readColumn } from "./column-draft";
import { constraintsOf, setConstraints } from "./constraint";
import { addConstraints } from "./keys";
import { noteReferences } from "./references";
import { columnExists, refused } from "./refusals";

interface Addition {
  ifNotExists: boolean;
  column: ColumnDraft;
}

/** Reads `ADD [COLUMN] [IF NOT EXISTS] column, …`. */
export function readAddColumns(cursor: Cursor): ObjectAction | undefined {
  if (!cursor.accept("ADD")) return undefined;
  const additions = cursor.atSymbol("(") ? cursor.list(() => readAddition(cursor)) : [readAddition(cursor)];
  while (cursor.acceptSymbol(",")) additions.push(readAddition(cursor));
  return (context, table) => add(context, table, additions);
}

function readAddition(cursor: Cursor): Addition {
  cursor.accept("COLUMN");
  const ifNotExists = cursor.accept("IF", "NOT", "EXISTS");
  const column = readColumn(cursor);
  const more = column.default !== undefined || column.identity !== undefined || column.constraints.length > 0;
  if (ifNotExists && more) throw unsupported("ADD COLUMN IF NOT EXISTS with DEFAULT, AUTOINCREMENT or a key");
  return { ifNotExists, column };
}

function add(context: Context, table: CatalogObject, additions: readonly Addition[]) {
  context.access.requireOwnership(table);
  const before = columnsOf(table);
  const isThere = ({ column }: Addition) => before.some(({ name }) => name === column.name);
  const wanted = additions.filter((addition) => !addition.ifNotExists || !isThere(addition));
  const taken = wanted.find(isThere);
  if (taken) throw columnExists(taken.column.name);
  const added = settleColumns(
    context,
    wanted.map(({ column }) => column),
    {
      table: table.name,
      container: context.catalog.get(table.parent),
      parameters: table.parameters,
      columns: before,
      added: true,
    },
  );
  const rows = rowsOf(table);
  if (rows.length > 0) for (const column of added) checkForRows(column, table.name);
  const columns = [...before, ...added];
  const drafts = wanted.flatMap(({ column }) => column.constraints);
  const { id, name } = table;
  const container = context.catalog.get(table.parent);
  const holder = { id, name, container, columns, constraints: constraintsOf(table) };
  const constraints = addConstraints(context, holder, drafts);
  const cells = added.map((column) => column.default?.cell ?? null);
  const longer = rows.map((row) => [...row, ...cells]);
  setTableData(context, table, { columns, rows: withVirtual(context, table, columns, longer) });
  setConstraints(table, constraints);
  noteReferences(context, table);
  return status(executed);
}

/** Refuses a new column that has no value for the rows that are there. */
export function checkForRows(column: TableColumn, table: string): void {
  if (column.identity || column.default?.from) {
    throw refused(`Cannot add column '${column.name}' with non-constant default to non-empty table '${table}'.`);
  }
  if (column.nullable || column.default?.cell != null) return;
  throw refused(
    `Non-nullable column '${column.name}' cannot be added to non-empty table '${table}' unless it has a non-null default value.`,
  );
}

/** The rows with the values of virtual columns. */
function withVirtual(
  context: Context,
  table: CatalogObject,
  columns: readonly TableColumn[],
  rows: Cell[][],
): Cell[][] {
  if (!columns.some(({ expression }) => expression !== undefined)) return rows;
  const writer = new RowWriter(context, { ...table, properties: { ...table.properties, columns: toJson(columns) } });
  return rows.map((row) => writer.completed(row));
}
