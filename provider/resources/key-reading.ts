import type { Row } from "../client/client";
import { same } from "../resource/equal";
import type { Reading } from "../resource/property";
import { canonicalName, canonicalQualified, type StoredName, storedName } from "../sql";
import type { CanonicalKey, KeySort, ReferentialAction } from "./key";
import { relativeTo } from "./relative-names";
import { type Listed, rowsAbout } from "./table-listing";

type Keys = readonly CanonicalKey[];

/** Names that Snowflake makes up. */
const generated = /^SYS_CONSTRAINT_/;

const listings: Readonly<Record<KeySort, Listed>> = {
  "PRIMARY KEY": "PRIMARY KEYS",
  UNIQUE: "UNIQUE KEYS",
  "FOREIGN KEY": "IMPORTED KEYS",
};

/** The keys of a table as they stand; of each that is managed, what is managed of it. */
export async function readKeys(sort: KeySort, reading: Reading, managed: Keys | undefined): Promise<Keys> {
  const rows = await rowsAbout(listings[sort], reading.client, reading.name, reading.freshness);
  const live = grouped(sort, rows).map((group) => keyOf(sort, group, reading.name));
  if (managed === undefined) return live;
  const left = [...live];
  // In the order of the program, so that a refresh shows no change.
  const known = managed.flatMap((said) => {
    const index = left.findIndex((key) => matches(said, key));
    return index < 0 ? [] : left.splice(index, 1).map((key) => asManaged(key, said));
  });
  return [...known, ...left.map(anonymous)];
}

/** Whether two keys are about the same columns, and refer to the same. */
export function matches(
  key: CanonicalKey,
  other: CanonicalKey,
  formerly: ReadonlyMap<string, string> = new Map(),
): boolean {
  const columns = key.columns.map((column) => formerly.get(column) ?? column);
  const [to, from] = [key.references, other.references];
  const isSameTarget =
    to?.table === from?.table &&
    (to?.columns === undefined || from?.columns === undefined || same(to.columns, from.columns));
  return same(columns, other.columns) && isSameTarget;
}

/** A key with what is managed of it. */
export function asManaged(live: CanonicalKey, managed: CanonicalKey): CanonicalKey {
  const shown: Record<string, unknown> = { columns: live.columns };
  if (managed.references !== undefined && live.references !== undefined) {
    shown["references"] = managed.references.columns === undefined ? { table: live.references.table } : live.references;
  }
  for (const key of ["name", "rely", "comment", "onUpdate", "onDelete"] as const) {
    if (managed[key] !== undefined && live[key] !== undefined) shown[key] = live[key];
  }
  if (managed.match !== undefined) shown["match"] = managed.match;
  return shown as unknown as CanonicalKey;
}

/** A key that nobody declared: a name that Snowflake made up says nothing. */
function anonymous({ name, rely, ...key }: CanonicalKey): CanonicalKey {
  const isOwn = name !== undefined && !generated.test(name);
  return { ...key, ...(isOwn ? { name } : {}), ...(rely === true ? { rely } : {}) };
}

/** The rows of each constraint, in the order of its columns. */
export function grouped(sort: KeySort | "EXPORTED KEY", rows: readonly Row[]): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const isForeign = sort === "FOREIGN KEY" || sort === "EXPORTED KEY";
    const name = (isForeign ? row["fk_name"] : row["constraint_name"]) ?? "";
    // Snowflake may list a unique key that it has derived from the primary key.
    if (name === "SYS_CONSTRAINT_DERIVED_PK") continue;
    const key = isForeign
      ? JSON.stringify([row["fk_database_name"], row["fk_schema_name"], row["fk_table_name"], name])
      : name;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].map((group) =>
    group.toSorted((left, right) => Number(left["key_sequence"]) - Number(right["key_sequence"])),
  );
}

function keyOf(sort: KeySort, group: readonly Row[], table: readonly StoredName[]): CanonicalKey {
  const [first = {}] = group;
  const isForeign = sort === "FOREIGN KEY";
  const column = (cell: string) => group.map((row) => canonicalName(storedName(row[cell] ?? "")));
  const name = (isForeign ? first["fk_name"] : first["constraint_name"]) ?? "";
  const common = {
    ...(name === "" || generated.test(name) ? {} : { name: canonicalName(storedName(name)) }),
    rely: /^true$/i.test(first["rely"] ?? ""),
    ...(first["comment"] ? { comment: first["comment"] } : {}),
  };
  if (!isForeign) return { columns: column("column_name"), ...common };
  const target = ["pk_database_name", "pk_schema_name", "pk_table_name"].map((cell) => storedName(first[cell] ?? ""));
  return {
    columns: column("fk_column_name"),
    references: { table: canonicalQualified(relativeTo(target, table)), columns: column("pk_column_name") },
    onUpdate: (first["update_rule"] ?? "NO ACTION") as ReferentialAction,
    onDelete: (first["delete_rule"] ?? "NO ACTION") as ReferentialAction,
    ...common,
  };
}
