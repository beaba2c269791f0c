import type { CatalogObject } from "../catalog/object";
import type { Cell } from "../result";
import { fixed, statementTypes } from "../result";
import { compilationError } from "../sql-error";
import type { Action, Context } from "../statements/context";
import { requireObject } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import { assign } from "./assign";
import { checkColumns, evaluate, unknownColumn } from "./evaluate";
import type { Expression } from "./expression";
import { readExpression } from "./expression";
import type { Item } from "./insert-values";
import { RowWriter } from "./row-writer";
import { readQuery } from "./select";
import type { TableColumn } from "./table-data";
import { columnsOf, rowsOf, setTableData } from "./table-data";
import type { RowTarget } from "./target-rows";
import { readTarget, rowMatcher } from "./target-rows";
import { requireWarehouse } from "./warehouse";

interface Assignment {
  parts: string[];
  token: Token;
  item: Item;
}

/** UPDATE t SET c = e, … [WHERE …], after the word UPDATE. */
export function parseUpdate(cursor: Cursor): Action {
  const target = readTarget(cursor);
  cursor.expect("SET");
  const assignments = [readAssignment(cursor)];
  while (cursor.acceptSymbol(",")) assignments.push(readAssignment(cursor));
  const where = cursor.accept("WHERE") ? readExpression(cursor, readQuery) : undefined;
  cursor.expectEnd();
  return (context) => update(context, target, assignments, where);
}

function readAssignment(cursor: Cursor): Assignment {
  const token = cursor.token;
  const { parts } = cursor.name(3);
  cursor.expectSymbol("=");
  return { parts, token, item: cursor.accept("DEFAULT") ? "DEFAULT" : readExpression(cursor, readQuery) };
}

function update(
  context: Context,
  target: RowTarget,
  assignments: readonly Assignment[],
  where: Expression | undefined,
) {
  requireWarehouse(context);
  const table = requireObject(context, context.kinds.get("TABLE"), target.name, "UPDATE");
  context.access.require(table, "UPDATE");
  const columns = assignments.map((assignment) => assignedColumn(table, assignment));
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice) throw compilationError("002025", "42S21", `duplicate column name '${twice.name}'`);
  const { scopeOf, matches } = rowMatcher(context, table, target, where);
  const writer = new RowWriter(context, table);
  const indexes = columns.map((column) => columnsOf(table).indexOf(column));
  for (const { item } of assignments) if (item !== "DEFAULT") checkColumns(item, scopeOf([]));
  let updated = 0;
  const rows = rowsOf(table).map((row) => {
    const scope = scopeOf(row);
    if (!matches(scope)) return row;
    updated += 1;
    const changed: Cell[] = [...row];
    for (const [i, { item }] of assignments.entries()) {
      const column = columns[i] as TableColumn;
      changed[indexes[i] as number] =
        item === "DEFAULT" ? writer.default(column, row) : assign(evaluate(item, context, scope), column);
    }
    return writer.completed(changed);
  });
  if (updated > 0) setTableData(context, table, { rows });
  return {
    columns: [fixed("number of rows updated"), fixed("number of multi-joined rows updated")],
    rows: [[String(updated), "0"]],
    statementTypeId: statementTypes.update,
  };
}

function assignedColumn(table: CatalogObject, { parts, token }: Assignment): TableColumn {
  const column = columnsOf(table).find(({ name }) => name === parts.at(-1)) ?? unknownColumn(parts, token);
  if (column.expression === undefined) return column;
  throw compilationError("000002", "0A000", `Cannot update virtual column ${column.name}.`);
}
