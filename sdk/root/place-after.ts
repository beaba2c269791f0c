import { InvalidArgumentError } from "../../provider/client/errors";
import { parseQualified, type StoredName } from "../../provider/sql";
import { type Named, readName } from "./spec";

/** Where an object shall be: its new name, what of its place and name becomes another, or a reference to where it shall be. */
export type NewPlace =
  | string
  | Named
  | {
      /** The database. @defaultValue the one that it stands in */
      readonly database?: string | undefined;
      /** The schema. @defaultValue the one that it stands in */
      readonly schema?: string | undefined;
      /** Its name there. @defaultValue its own */
      readonly name?: string | undefined;
    };

/**
 * The names of an object after a rename.
 *
 * @throws InvalidArgumentError for what is no place of that kind.
 */
export function placeAfter(kind: string, names: readonly StoredName[], to: NewPlace): readonly StoredName[] {
  if (typeof to === "object" && "qualifiedName" in to) return placeOf(kind, names, to);
  const given: Readonly<Record<string, string | undefined>> = typeof to === "string" ? { name: to } : to;
  const keys = [...["database", "schema"].slice(0, names.length - 1), "name"];
  const strange = Object.keys(given).filter((key) => !keys.includes(key));
  if (strange.length > 0) throw refused(kind, `${strange.join(", ")} is not one of ${keys.join(", ")}`);
  if (keys.every((key) => given[key] === undefined)) throw refused(kind, `say ${keys.join(", or ")}`);
  return names.map((name, index) => {
    const written = given[keys[index] ?? ""];
    return written === undefined ? name : readName(kind, written);
  });
}

function placeOf(kind: string, names: readonly StoredName[], { qualifiedName }: Named): readonly StoredName[] {
  const parts = parseQualified(qualifiedName);
  if (parts.length !== names.length) throw refused(kind, `${qualifiedName} is the name of another kind of object`);
  return parts;
}

function refused(kind: string, why: string): InvalidArgumentError {
  return new InvalidArgumentError({
    objectKind: kind,
    message: `${kind}: where it shall be is not clear: ${why}. Nothing was sent.`,
  });
}
