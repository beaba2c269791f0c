import type { Row } from "../client/client";
import { same } from "../resource/equal";
import { type Step, type Subject, safe } from "../resource/plan";
import type { Change, Circumstances, Reading } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import {
  canonicalName,
  canonicalQualified,
  parseQualified,
  raw,
  type Sql,
  type StoredName,
  sql,
  storedName,
} from "../sql";
import { type CanonicalColumn, columnList } from "./column";
import { formerNames } from "./column-match";
import { type CanonicalKey, type KeySort, keyClause, type ReferentialAction } from "./key";
import { absolute, relativeTo, tableOf } from "./relative-names";
import { type Listed, rowsAbout } from "./table-listing";

type Keys = readonly CanonicalKey[];

/** Names that Snowflake makes up. */
const generated = /^SYS_CONSTRAINT_/;

const listings: Readonly<Record<KeySort, Listed>> = {
  "PRIMARY KEY": "PRIMARY KEYS",
  UNIQUE: "UNIQUE KEYS",
  "FOREIGN KEY": "IMPORTED KEYS",
};

/** Keys are the same if they say the same, in whatever order, of the same columns: a name may have gone to another one. */
export function sameKeys(left: Keys, right: Keys, all: Circumstances): boolean {
  const names = namesBetween(all);
  return (
    left.length === right.length &&
    left.every((key) => right.some((other) => same(key, other) && matches(other, key, names)))
  );
}

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

/** Drops of keys that go come first, new ones last: between them, columns may be renamed, added and dropped. */
export function keySteps(
  sort: KeySort,
  property: string,
  { alter, before = [], after = [], reason, all }: Change<Keys>,
): readonly Step[] {
  const names = namesBetween(all);
  const table = tableOf(all.after);
  const step = (statement: Sql, phase: NonNullable<Step["phase"]>): Step => ({
    ...safe(statement, reason, [property]),
    phase,
  });
  const steps: Step[] = [];
  const left = [...before];
  for (const key of after) {
    const index = left.findIndex((one) => matches(key, one, names) && !needsAnew(one, key));
    const [found] = index < 0 ? [] : left.splice(index, 1);
    if (found === undefined) {
      steps.push(step(sql`${alter} ADD ${keyClause(sort, key, table)}`, "last"));
      continue;
    }
    if (found.name !== key.name && found.name !== undefined && key.name !== undefined)
      steps.push(step(sql`${alter} RENAME CONSTRAINT ${raw(found.name)} TO ${raw(key.name)}`, "last"));
    if (found.rely !== key.rely && (found.rely ?? false) !== (key.rely ?? false))
      steps.push(
        step(sql`${alter} MODIFY ${designation(sort, key)} ${raw(key.rely === true ? "RELY" : "NORELY")}`, "last"),
      );
  }
  const dropped = left.map((key) => ({
    ...step(sql`${alter} DROP ${designation(sort, key)}`, "first"),
    ...(sort === "FOREIGN KEY" ? {} : { condition: nobodyRefersTo(key) }),
  }));
  return [...dropped, ...steps];
}

/**
 * The recorded keys, as far as they stand, and those of the program that stand already. A foreign key that nobody knows stands for
 * a recorded one of the same columns: the table that this refers to has another name by now.
 */
export function settleKeys(
  recorded: Keys | undefined,
  live: Keys | undefined,
  after: Keys | undefined,
): Keys | undefined {
  const [old = [], now = [], wanted = []] = [recorded, live, after];
  const stands = (key: CanonicalKey) => now.find((one) => matches(key, one));
  const unknown = now.filter((one) => ![...old, ...wanted].some((key) => matches(key, one)));
  const isRenamed = (key: CanonicalKey, one: CanonicalKey) =>
    key.references !== undefined && same(key.columns, one.columns) && (key.name === undefined || key.name === one.name);
  const kept = old.flatMap((key) => {
    if (stands(key) !== undefined) return [key];
    const found = unknown.find((one) => isRenamed(key, one));
    return found === undefined ? [] : [asManaged(found, key)];
  });
  const done = wanted.flatMap((key) => {
    const found = stands(key);
    const isKnown = kept.some((one) => matches(one, key));
    return found === undefined || isKnown ? [] : [asManaged(found, key)];
  });
  const settled = [...kept, ...done];
  return settled.length === 0 ? undefined : settled;
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

/** Keys as they are kept: tables of the same schema or database are named relative to the table. */
export function relateKeys(keys: Keys, table: readonly StoredName[]): Keys {
  return keys.map((key) => {
    if (key.references === undefined) return key;
    const full = absolute(parseQualified(key.references.table), table);
    return { ...key, references: { ...key.references, table: canonicalQualified(relativeTo(full, table)) } };
  });
}

function namesBetween({ before, after }: Circumstances): ReadonlyMap<string, string> {
  const [old, now] = [before["columns"], after["columns"]];
  return holdsUnknown(old) || holdsUnknown(now)
    ? new Map()
    : formerNames(old as readonly CanonicalColumn[] | undefined, now as readonly CanonicalColumn[] | undefined);
}

/** Whether two keys are about the same columns, and refer to the same. */
function matches(key: CanonicalKey, other: CanonicalKey, formerly: ReadonlyMap<string, string> = new Map()): boolean {
  const columns = key.columns.map((column) => formerly.get(column) ?? column);
  const [to, from] = [key.references, other.references];
  const isSameTarget =
    to?.table === from?.table &&
    (to?.columns === undefined || from?.columns === undefined || same(to.columns, from.columns));
  return same(columns, other.columns) && isSameTarget;
}

/** What no statement changes on a key that exists. */
function needsAnew(before: CanonicalKey, after: CanonicalKey): boolean {
  // A name that is not said any more may stay; the one that Snowflake made up is not known.
  if (before.name === undefined && after.name !== undefined) return true;
  const defaults = { onUpdate: "NO ACTION", onDelete: "NO ACTION", match: "FULL", comment: undefined } as const;
  return (["onUpdate", "onDelete", "match", "comment"] as const).some(
    (key) => (before[key] ?? defaults[key]) !== (after[key] ?? defaults[key]),
  );
}

function designation(sort: KeySort, key: CanonicalKey): Sql {
  if (key.name !== undefined) return sql`CONSTRAINT ${raw(key.name)}`;
  return sort === "PRIMARY KEY" ? raw(sort) : sql`${raw(sort)} (${columnList(key.columns)})`;
}

/** A key that goes would take the foreign keys of other tables along, without a word. */
function nobodyRefersTo(key: CanonicalKey): NonNullable<Step["condition"]> {
  return {
    text: `no foreign key may refer to (${key.columns.join(", ")})`,
    problem: async ({ client, name }: Subject) => {
      const rows = await rowsAbout("EXPORTED KEYS", client, name, "fresh");
      const columns = key.columns.map((column) => parseQualified(column)[0]);
      const users = grouped("EXPORTED KEY", rows).filter((group) =>
        same(
          group.map((row) => row["pk_column_name"]),
          columns,
        ),
      );
      const cells = ["fk_database_name", "fk_schema_name", "fk_table_name"];
      const tables = users
        .map(([row = {}]) => canonicalQualified(cells.map((cell) => storedName(row[cell] ?? ""))))
        .filter((table) => table !== canonicalQualified(name));
      if (tables.length === 0) return undefined;
      return `the key (${key.columns.join(", ")}) cannot be dropped: foreign keys of ${[...new Set(tables)].join(", ")} refer to it, and would be dropped along. Take those out in an earlier run`;
    },
  };
}

/** A key with what is managed of it. */
function asManaged(live: CanonicalKey, managed: CanonicalKey): CanonicalKey {
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
function grouped(sort: KeySort | "EXPORTED KEY", rows: readonly Row[]): readonly (readonly Row[])[] {
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
