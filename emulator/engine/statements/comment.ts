import { executed, status } from "../result";
import type { Cursor } from "../syntax/cursor";
import { alter } from "./alter";
import type { Action, Kinds } from "./context";
import { partsOf } from "./create";
import { findObject, requireObject } from "./resolve";

/** COMMENT [IF EXISTS] ON kind name IS 's', after the word COMMENT. */
export function parseComment(cursor: Cursor, kinds: Kinds): Action {
  const ifExists = cursor.accept("IF", "EXISTS");
  cursor.expect("ON");
  const token = cursor.token;
  const kind = kinds.read(cursor);
  if (kind.options["COMMENT"]?.kept !== "comment") cursor.unexpected(token);
  const name = cursor.name(partsOf(kind));
  cursor.expect("IS");
  const comment = cursor.string();
  cursor.expectEnd();
  return (context) => {
    if (ifExists && !findObject(context, kind, name, "COMMENT")) return status(executed);
    return alter(context, kind, requireObject(context, kind, name, "COMMENT"), new Map([["COMMENT", comment]]));
  };
}
