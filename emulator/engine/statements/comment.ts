import { columnsOf, setTableData } from "../query/table-data";
import { executed, status } from "../result";
import type { Cursor } from "../syntax/cursor";
import { identifierText, qualifiedText } from "../syntax/name";
import { unknownIdentifier } from "../table/refusals";
import { alter } from "./alter";
import type { Action, Kinds } from "./context";
import { readObjectName } from "./object-name";
import { findObject, requireObject } from "./resolve";

/** COMMENT [IF EXISTS] ON kind name IS 's', after the word COMMENT. */
export function parseComment(cursor: Cursor, kinds: Kinds): Action {
  const ifExists = cursor.accept("IF", "EXISTS");
  cursor.expect("ON");
  if (cursor.accept("COLUMN")) return parseColumnComment(cursor, { ifExists });
  const token = cursor.token;
  const kind = kinds.read(cursor);
  if (kind.options["COMMENT"]?.kept !== "comment") cursor.unexpected(token);
  const name = readObjectName(cursor, kind);
  cursor.expect("IS");
  const comment = cursor.string();
  cursor.expectEnd();
  return (context) => {
    if (ifExists && !findObject(context, kind, name, "COMMENT")) return status(executed);
    return alter(context, kind, requireObject(context, kind, name, "COMMENT"), new Map([["COMMENT", comment]]));
  };
}

/** COMMENT ON COLUMN t.c IS 's', after the word COLUMN. */
function parseColumnComment(cursor: Cursor, { ifExists }: { ifExists: boolean }): Action {
  const { parts } = cursor.name(4);
  const path = parts.slice(0, -1);
  const column = parts.at(-1) as string;
  if (path.length === 0) cursor.unexpected();
  const name = { parts: path, text: qualifiedText(path) };
  cursor.expect("IS");
  const comment = cursor.string();
  cursor.expectEnd();
  return (context) => {
    const kind = context.kinds.get("TABLE");
    if (ifExists && !findObject(context, kind, name, "COMMENT")) return status(executed);
    const table = requireObject(context, kind, name, "COMMENT");
    context.access.requireOwnership(table);
    const columns = columnsOf(table);
    if (!columns.some((one) => one.name === column)) throw unknownIdentifier(identifierText(column));
    setTableData(context, table, {
      columns: columns.map((one) => (one.name === column ? { ...one, comment } : one)),
    });
    return status(executed);
  };
}
