import type { Cursor } from "../syntax/cursor";
import type { QualifiedName } from "../syntax/name";
import { partsOf } from "./create";
import type { Kind } from "./kind";

/** Reads what says which object of a kind is meant: its name, and behind it the signature if the kind has one. */
export function readObjectName(cursor: Cursor, kind: Kind): QualifiedName {
  const name = cursor.name(partsOf(kind));
  return kind.readSignature ? { ...name, signature: kind.readSignature(cursor) } : name;
}
