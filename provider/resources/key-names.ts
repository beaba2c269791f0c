import { canonicalQualified, parseQualified, type StoredName } from "../sql";
import type { CanonicalKey } from "./key";
import { absolute, relativeTo } from "./relative-names";

type Keys = readonly CanonicalKey[];

/** Keys as they are kept: tables of the same schema or database are named relative to the table. */
export function relateKeys(keys: Keys, table: readonly StoredName[]): Keys {
  return keys.map((key) => {
    if (key.references === undefined) return key;
    const full = absolute(parseQualified(key.references.table), table);
    return { ...key, references: { ...key.references, table: canonicalQualified(relativeTo(full, table)) } };
  });
}

/** Keys after the tables that they refer to have been renamed. */
export function followKeys(
  keys: Keys,
  renamed: (name: readonly StoredName[]) => readonly StoredName[],
  table: readonly StoredName[],
): Keys {
  const now = renamed(table);
  return keys.map((key) => {
    if (key.references === undefined) return key;
    const to = renamed(absolute(parseQualified(key.references.table), table));
    return { ...key, references: { ...key.references, table: canonicalQualified(relativeTo(to, now)) } };
  });
}

/** Foreign keys go with the table that they refer to. */
export function survivingKeys(
  keys: Keys,
  isReplaced: (name: readonly StoredName[]) => boolean,
  table: readonly StoredName[],
): Keys | undefined {
  const left = keys.filter(
    ({ references }) => references === undefined || !isReplaced(absolute(parseQualified(references.table), table)),
  );
  return left.length === 0 ? undefined : left;
}
