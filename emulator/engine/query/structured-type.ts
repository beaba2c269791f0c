import { unsupported } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { DataType } from "./data-type";

type ReadType = (cursor: Cursor) => DataType;

/** Reads what follows ARRAY, OBJECT or MAP if it says what is inside; answers the type's canonical text. */
export function readStructured(word: string, cursor: Cursor, readType: ReadType): string | undefined {
  if (!cursor.atSymbol("(")) return word === "MAP" ? cursor.unexpected() : undefined;
  if (word === "ARRAY") {
    cursor.expectSymbol("(");
    const element = readElement(cursor, readType);
    cursor.expectSymbol(")");
    return `ARRAY(${element})`;
  }
  if (word === "OBJECT") {
    const fields = cursor.list(() => `${readKey(cursor)} ${readElement(cursor, readType)}`);
    return `OBJECT(${fields.join(", ")})`;
  }
  if (word !== "MAP") return undefined;
  cursor.expectSymbol("(");
  const key = readType(cursor);
  if (key.wire !== "text" && (key.wire !== "fixed" || key.scale !== 0)) throw unsupported(`MAP with ${key.shown} keys`);
  cursor.expectSymbol(",");
  const value = readElement(cursor, readType);
  cursor.expectSymbol(")");
  return `MAP(${shown(key)}, ${value})`;
}

function readElement(cursor: Cursor, readType: ReadType): string {
  const text = shown(readType(cursor));
  return cursor.accept("NOT", "NULL") ? `${text} NOT NULL` : text;
}

/** Keys keep their letter case. */
function readKey(cursor: Cursor): string {
  const { text } = cursor.token;
  cursor.identifier();
  return text;
}

/** Text without a length stays without one. */
function shown(type: DataType): string {
  return type.unsized ? type.shown.replace(/\(.*/, "") : type.shown;
}
