import { fixed, statementTypes } from "../result";
import type { Action, Context } from "../statements/context";
import { requireObject } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import type { Expression } from "./expression";
import { readExpression } from "./expression";
import { readQuery } from "./select";
import { rowsOf, setTableData } from "./table-data";
import type { RowTarget } from "./target-rows";
import { readTarget, rowMatcher } from "./target-rows";
import { requireWarehouse } from "./warehouse";

/** DELETE FROM t [WHERE …], after the word DELETE. */
export function parseDelete(cursor: Cursor): Action {
  cursor.expect("FROM");
  const target = readTarget(cursor);
  const where = cursor.accept("WHERE") ? readExpression(cursor, readQuery) : undefined;
  cursor.expectEnd();
  return (context) => deleteRows(context, target, where);
}

function deleteRows(context: Context, target: RowTarget, where: Expression | undefined) {
  requireWarehouse(context);
  const table = requireObject(context, context.kinds.get("TABLE"), target.name, "DELETE");
  context.access.require(table, "DELETE");
  const { scopeOf, matches } = rowMatcher(context, table, target, where);
  const before = rowsOf(table);
  const rows = before.filter((row) => !matches(scopeOf(row)));
  if (rows.length < before.length) setTableData(context, table, { rows });
  return {
    columns: [fixed("number of rows deleted")],
    rows: [[String(before.length - rows.length)]],
    statementTypeId: statementTypes.delete,
  };
}
