import { identityKeys, namesOf } from "../resource/names";
import type { Values } from "../resource/property";
import { isUnknown } from "../resource/unknown";
import { canonicalDefault, canonicalQualified, parseQualified, type StoredName } from "../sql";

/*
 * What a table names in its own schema or database is kept relative to the table: when that is renamed, the names stand for the
 * same objects, and nothing has changed.
 */

/** A default as it is kept: a sequence of the table's own schema or database is named relative to it. */
export function relativeDefault(text: string, table: readonly StoredName[]): string | undefined {
  const read = canonicalDefault(text);
  if (read?.kind !== "sequence") return read?.text;
  const parts = parseQualified(read.text.replace(/\.NEXTVAL$/, ""));
  return `${canonicalQualified(relativeTo(parts, table))}.NEXTVAL`;
}

/** A name without the part that it shares with a table's schema, or at least its database. */
export function relativeTo(parts: readonly StoredName[], table: readonly StoredName[]): readonly StoredName[] {
  if (parts.length < 3) return parts;
  const [database, schema] = table;
  if (parts[0] !== database) return parts;
  return parts[1] === schema ? parts.slice(2) : parts.slice(1);
}

/** The full name again. */
export function absolute(parts: readonly StoredName[], table: readonly StoredName[]): readonly StoredName[] {
  return [...table.slice(0, 3 - parts.length), ...parts];
}

/** A default as it is sent: nothing may depend on the session's current schema. */
export function absoluteDefault(text: string, table: readonly StoredName[] | undefined): string {
  const read = canonicalDefault(text);
  if (read?.kind !== "sequence" || table === undefined) return text;
  const parts = parseQualified(read.text.replace(/\.NEXTVAL$/, ""));
  return `${canonicalQualified(absolute(parts, table))}.NEXTVAL`;
}

/** The name of the table that has these values; absent if it is not known yet. */
export function tableOf(values: Values): readonly StoredName[] | undefined {
  const scope = { scope: "schema" } as const;
  const isKnown = identityKeys(scope).every((key) => typeof values[key] === "string" && !isUnknown(values[key]));
  return isKnown ? namesOf(scope, values) : undefined;
}
