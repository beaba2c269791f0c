import { executed, status } from "../result";
import type { CreateDraft, ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";

/** Reads FROM SHARE a.s, FROM LISTING 'n', FROM BACKUP SET s IDENTIFIER 'i' or AS REPLICA OF o.a.d; all of them exist elsewhere. */
export function readOrigin(cursor: Cursor, draft: CreateDraft): boolean {
  if (cursor.accept("FROM", "SHARE")) {
    draft.clauses["origin"] = qualifiedText(cursor.name(3).parts);
    draft.clauses["imported"] = true;
    return true;
  }
  if (cursor.accept("FROM", "LISTING")) {
    draft.clauses["origin"] = cursor.string();
    draft.clauses["imported"] = true;
    return true;
  }
  if (cursor.accept("FROM", "BACKUP", "SET")) {
    draft.clauses["backup"] = qualifiedText(cursor.name(3).parts);
    cursor.expect("IDENTIFIER");
    cursor.string();
    return true;
  }
  if (!cursor.accept("AS", "REPLICA", "OF")) return false;
  draft.clauses["origin"] = qualifiedText(cursor.name(3).parts);
  return true;
}

/** Reads WITH CONTACT (purpose = contact, …), which has to be the last clause. */
export function readContact(cursor: Cursor, draft: CreateDraft): boolean {
  if (!cursor.accept("WITH", "CONTACT") && !cursor.accept("CONTACT")) return false;
  draft.clauses["contacts"] = Object.fromEntries(cursor.list(() => readPurpose(cursor)));
  cursor.expectEnd();
  return true;
}

/** Reads SET CONTACT purpose = contact and UNSET CONTACT purpose. */
export function readContactChange(cursor: Cursor): ObjectAction | undefined {
  if (cursor.accept("SET", "CONTACT")) {
    const purposes = [readPurpose(cursor)];
    while (cursor.acceptSymbol(",")) purposes.push(readPurpose(cursor));
    return (context, object) => {
      context.access.requireOwnership(object);
      object.properties["contacts"] = { ...contactsOf(object.properties), ...Object.fromEntries(purposes) };
      return status(executed);
    };
  }
  if (!cursor.accept("UNSET", "CONTACT")) return undefined;
  const purpose = cursor.identifier();
  return (context, object) => {
    context.access.requireOwnership(object);
    const { [purpose]: _, ...rest } = contactsOf(object.properties);
    object.properties["contacts"] = rest;
    return status(executed);
  };
}

/** Reads `purpose = contact`. */
export function readPurpose(cursor: Cursor): [string, string] {
  const purpose = cursor.identifier();
  cursor.expectSymbol("=");
  return [purpose, qualifiedText(cursor.name(3).parts)];
}

function contactsOf(properties: Record<string, unknown>): Record<string, string> {
  return (properties["contacts"] ?? {}) as Record<string, string>;
}
