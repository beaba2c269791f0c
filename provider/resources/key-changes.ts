import { same } from "../resource/equal";
import { type Step, type Subject, safe } from "../resource/plan";
import type { Change, Circumstances } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import { canonicalQualified, parseQualified, raw, type Sql, sql, storedName } from "../sql";
import type { CanonicalColumn } from "./column";
import { columnList } from "./column-clause";
import { formerNames } from "./column-match";
import { type CanonicalKey, type KeySort, keyClause } from "./key";
import { asManaged, grouped, matches } from "./key-reading";
import { tableOf } from "./relative-names";
import { rowsAbout } from "./table-listing";

type Keys = readonly CanonicalKey[];

/** Keys are the same if they say the same, in whatever order, of the same columns: a name may have gone to another one. */
export function sameKeys(left: Keys, right: Keys, all: Circumstances): boolean {
  const names = namesBetween(all);
  return (
    left.length === right.length &&
    left.every((key) => right.some((other) => same(key, other) && matches(other, key, names)))
  );
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

function namesBetween({ before, after }: Circumstances): ReadonlyMap<string, string> {
  const [old, now] = [before["columns"], after["columns"]];
  return holdsUnknown(old) || holdsUnknown(now)
    ? new Map()
    : formerNames(old as readonly CanonicalColumn[] | undefined, now as readonly CanonicalColumn[] | undefined);
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
