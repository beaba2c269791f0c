import { executed, status } from "../result";
import type { Action } from "../statements/context";
import { findObject, requireObject } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import { rowsOf, setTableData } from "./table-data";

/** TRUNCATE [TABLE] [IF EXISTS] t, after the word TRUNCATE. It needs no warehouse. */
export function parseTruncate(cursor: Cursor): Action {
  cursor.accept("TABLE");
  const ifExists = cursor.accept("IF", "EXISTS");
  const name = cursor.name(3);
  cursor.expectEnd();
  return (context) => {
    const kind = context.kinds.get("TABLE");
    if (ifExists && !findObject(context, kind, name, "TRUNCATE TABLE")) return status(executed);
    const table = requireObject(context, kind, name, "TRUNCATE TABLE");
    context.access.require(table, "TRUNCATE");
    if (rowsOf(table).length > 0) setTableData(context, table, { rows: [] });
    return status(executed);
  };
}
