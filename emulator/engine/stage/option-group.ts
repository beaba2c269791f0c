import type { Json } from "../catalog/object";
import { invalidPropertyValue } from "../sql-error";
import type { Form } from "../statements/forms";
import { readValue } from "../statements/forms";
import type { Cursor } from "../syntax/cursor";

/** How a member of a group is read. */
export interface Member {
  form: Form;
  /** Takes a list: `KEY = ('a', 'b')`. */
  list?: true;
  /** Its value must not show in an error. */
  secret?: true;
}

/** Reads `= (KEY = value …)`; blanks or commas part the members. */
export function readGroup(cursor: Cursor, members: Readonly<Record<string, Member>>): Map<string, Json> {
  cursor.expectSymbol("=");
  cursor.expectSymbol("(");
  const values = new Map<string, Json>();
  while (!cursor.acceptSymbol(")")) {
    const key = cursor.token.value;
    const member = cursor.token.kind === "word" && Object.hasOwn(members, key) ? members[key] : undefined;
    if (!member || values.has(key)) return refuse(cursor);
    cursor.next();
    values.set(key, readMember(cursor, key, member));
    cursor.acceptSymbol(",");
  }
  return values;
}

/** Reads `= value`, after the key. */
export function readMember(cursor: Cursor, key: string, { form, list, secret }: Member): Json {
  if (!cursor.acceptSymbol("=")) return refuse(cursor);
  if (list && cursor.atSymbol("(")) return readList(cursor);
  const written = readValue(cursor);
  const value = form(written);
  if (value === undefined) throw invalidPropertyValue(secret ? "***" : written.value, key);
  return list ? [value] : value;
}

function readList(cursor: Cursor): Json {
  cursor.expectSymbol("(");
  const values: string[] = [];
  while (!cursor.acceptSymbol(")")) {
    if (values.length > 0) cursor.expectSymbol(",");
    values.push(cursor.string());
  }
  return values;
}

/** 001003; a literal at a wrong place may be a secret. */
function refuse(cursor: Cursor): never {
  const { token } = cursor;
  return cursor.unexpected(token.kind === "string" ? { ...token, text: "'***'" } : token);
}
