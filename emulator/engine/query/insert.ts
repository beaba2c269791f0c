import type { StatementResult } from "../result";
import { fixed, statementTypes } from "../result";
import { compilationError, SqlError } from "../sql-error";
import type { Action, Context } from "../statements/context";
import { requireObject } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import type { QualifiedName } from "../syntax/name";
import { evaluate, noScope, unknownColumn } from "./evaluate";
import type { Expression } from "./expression";
import { readExpression } from "./expression";
import { requireWarehouse } from "./sources";
import type { TableColumn } from "./table-data";
import { columnsOf, rowsOf, setTableData } from "./table-data";
import { cast } from "./value";

type Item = Expression | "DEFAULT";

/** INSERT INTO t [(columns)] VALUES (…), …, after the word INSERT. */
export function parseInsert(cursor: Cursor): Action {
  cursor.expect("INTO");
  const name = cursor.name(3);
  const columns: { name: string; token: Token }[] = [];
  if (cursor.atSymbol("(")) {
    columns.push(...cursor.list(() => ({ token: cursor.token, name: cursor.identifier() })));
  }
  cursor.expect("VALUES");
  const rows: Item[][] = [];
  do rows.push(cursor.list(() => (cursor.accept("DEFAULT") ? "DEFAULT" : readExpression(cursor))));
  while (cursor.acceptSymbol(","));
  cursor.expectEnd();
  return (context) => insert(context, name, columns, rows);
}

function insert(
  context: Context,
  name: QualifiedName,
  names: readonly { name: string; token: Token }[],
  rows: readonly Item[][],
): StatementResult {
  requireWarehouse(context);
  const table = requireObject(context, context.kinds.get("TABLE"), name, "INSERT");
  context.access.require(table, "INSERT");
  const columns = columnsOf(table);
  const targets = names.length === 0 ? columns : names.map((written) => target(columns, written.name, written.token));
  const complete = rows.map((items) => {
    if (items.length !== targets.length) {
      const detail = `Insert value list does not match column list expecting ${targets.length} but got ${items.length}`;
      throw compilationError("002020", "21S01", detail);
    }
    return columns.map((column) => cellFor(context, column, items[targets.indexOf(column)]));
  });
  setTableData(context, table, { rows: [...rowsOf(table), ...complete] });
  return {
    columns: [fixed("number of rows inserted")],
    rows: [[String(complete.length)]],
    statementTypeId: statementTypes.insert,
  };
}

function target(columns: readonly TableColumn[], name: string, token: Token): TableColumn {
  return columns.find((column) => column.name === name) ?? unknownColumn([name], token);
}

function cellFor(context: Context, column: TableColumn, item: Item | undefined): string | null {
  const cell =
    item === undefined || item === "DEFAULT"
      ? (column.default?.cell ?? null)
      : cast(evaluate(item, context, noScope), column.type).cell;
  if (cell === null && !column.nullable) {
    throw new SqlError("100072", "22000", `NULL result in a non-nullable column`);
  }
  return cell;
}
