import type { CatalogObject } from "../catalog/object";
import type { Cell } from "../result";
import { fixed, statementTypes } from "../result";
import { compilationError } from "../sql-error";
import type { Action, Context } from "../statements/context";
import { requireObject } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import { assign } from "./assign";
import { unknownColumn } from "./evaluate";
import type { Item } from "./insert-values";
import { readValues, valueFor } from "./insert-values";
import { RowWriter } from "./row-writer";
import type { OpenQuery } from "./scope";
import { noScope } from "./scope";
import { readQuery } from "./select";
import type { TableColumn } from "./table-data";
import { appendRows, columnsOf, setTableData } from "./table-data";
import { requireWarehouse } from "./warehouse";

interface Target {
  name: string;
  token: Token;
}

/** INSERT [OVERWRITE] INTO t [(columns)] VALUES (…), … | SELECT …, after the word INSERT. */
export function parseInsert(cursor: Cursor): Action {
  const overwrite = cursor.accept("OVERWRITE");
  cursor.expect("INTO");
  const name = cursor.name(3);
  const targets: Target[] = [];
  if (cursor.atSymbol("(") && cursor.ahead(1).value !== "SELECT") {
    targets.push(...cursor.list(() => ({ token: cursor.token, name: cursor.identifier() })));
  }
  const rows = cursor.accept("VALUES") ? readValues(cursor) : readRows(cursor);
  cursor.expectEnd();
  return (context) => {
    requireWarehouse(context);
    const table = requireObject(context, context.kinds.get("TABLE"), name, "INSERT");
    context.access.require(table, "INSERT");
    if (overwrite) context.access.require(table, "DELETE");
    const columns = targetColumns(columnsOf(table), targets);
    const writer = new RowWriter(context, table);
    const complete =
      typeof rows === "function"
        ? selectedRows(context, writer, columns, rows)
        : rows.map((items) => writtenRow(context, writer, columns, items));
    write(context, table, complete, { overwrite });
    return {
      columns: [fixed("number of rows inserted")],
      rows: [[String(complete.length)]],
      statementTypeId: statementTypes.insert,
    };
  };
}

function readRows(cursor: Cursor): OpenQuery {
  const bracketed = cursor.acceptSymbol("(");
  cursor.expect("SELECT");
  const query = readQuery(cursor);
  if (bracketed) cursor.expectSymbol(")");
  return query;
}

/** The columns that are named, else all but the virtual ones. */
function targetColumns(columns: readonly TableColumn[], targets: readonly Target[]): TableColumn[] {
  if (targets.length === 0) return columns.filter(({ expression }) => expression === undefined);
  const found = targets.map(
    ({ name, token }) => columns.find((column) => column.name === name) ?? unknownColumn([name], token),
  );
  const twice = found.find((column, i) => found.indexOf(column) !== i);
  if (twice) throw compilationError("002025", "42S21", `duplicate column name '${twice.name}'`);
  const virtual = found.find(({ expression }) => expression !== undefined);
  if (virtual) throw compilationError("000002", "0A000", `Cannot insert into virtual column ${virtual.name}.`);
  return found;
}

function writtenRow(
  context: Context,
  writer: RowWriter,
  columns: readonly TableColumn[],
  items: readonly Item[],
): Cell[] {
  checkCount(columns.length, items.length);
  const given = new Map<TableColumn, Cell>();
  for (const [i, column] of columns.entries()) {
    const value = valueFor(context, items[i]);
    if (value) given.set(column, assign(value, column));
  }
  return writer.inserted(given);
}

function selectedRows(context: Context, writer: RowWriter, columns: readonly TableColumn[], query: OpenQuery) {
  const source = query(context, noScope);
  checkCount(columns.length, source.columns.length);
  return source.rows.map((row) => {
    const cells = columns.map((column, i): [TableColumn, Cell] => {
      const type = source.columns[i]?.type ?? column.type;
      return [column, assign({ type, cell: row[i] ?? null }, column)];
    });
    return writer.inserted(new Map(cells));
  });
}

function write(context: Context, table: CatalogObject, rows: Cell[][], { overwrite = false }): void {
  if (overwrite) setTableData(context, table, { rows });
  else appendRows(context, table, rows);
}

function checkCount(expected: number, got: number): void {
  if (expected === got) return;
  const detail = `Insert value list does not match column list expecting ${expected} but got ${got}`;
  throw compilationError("002020", "21S01", detail);
}
