import type { StoredName } from "../../provider/sql";
import { readName } from "./spec";

/** Where an object shall be: its new name, or what of its place and name becomes another. */
export type NewPlace =
  | string
  | {
      /** Another database. @defaultValue its own */
      readonly database?: string | undefined;
      /** Another schema. @defaultValue its own */
      readonly schema?: string | undefined;
      /** Another name. @defaultValue its own */
      readonly name?: string | undefined;
    };

/** The names of an object after a rename. */
export function placeAfter(kind: string, names: readonly StoredName[], to: NewPlace): readonly StoredName[] {
  const given = typeof to === "string" ? { name: to } : to;
  const keys = [...["database", "schema"].slice(0, names.length - 1), "name"] as const;
  return names.map((name, index) => {
    const written = given[keys[index] as keyof typeof given];
    return written === undefined ? name : readName(kind, written);
  });
}
