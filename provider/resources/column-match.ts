import { same } from "../resource/equal";
import type { Circumstances } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import type { CanonicalColumn } from "./column";

type Columns = readonly CanonicalColumn[];

/** A column before and after a change; its name may differ. */
export interface Kept {
  readonly before: CanonicalColumn;
  readonly after: CanonicalColumn;
}

/** What becomes of the columns of a table. */
export interface Match {
  readonly kept: readonly Kept[];
  readonly added: Columns;
  readonly dropped: Columns;
}

/**
 * Which column becomes which: by name, or by `renamedFrom` where the name is new, or is free because its column has itself been
 * renamed. A `renamedFrom` that stays in the program after the rename says nothing any more.
 */
export function matchColumns(before: Columns, after: Columns): Match {
  const former = new Map(before.map((column) => [column.name, column]));
  const origins = new Map<CanonicalColumn, CanonicalColumn>();
  const taken = new Set<string>();
  // A rename frees a name that the next one may be waiting for.
  for (let found = true; found; ) {
    found = false;
    for (const column of after) {
      const isFree = !former.has(column.name) || taken.has(column.name);
      if (origins.has(column) || !isFree) continue;
      const origin = column.renamedFrom?.find((name) => former.has(name) && !taken.has(name));
      if (origin === undefined) continue;
      origins.set(column, former.get(origin) as CanonicalColumn);
      taken.add(origin);
      found = true;
    }
  }
  for (const column of after) {
    const origin = former.get(column.name);
    if (origin === undefined || taken.has(column.name) || origins.has(column)) continue;
    origins.set(column, origin);
    taken.add(column.name);
  }
  return {
    kept: after.flatMap((column) => {
      const origin = origins.get(column);
      return origin === undefined ? [] : [{ before: origin, after: column }];
    }),
    added: after.filter((column) => !origins.has(column)),
    dropped: before.filter((column) => !taken.has(column.name)),
  };
}

/** Columns that get another name, in an order in which each name is free when its turn comes. */
export function renamesOf({ kept }: Match): readonly Kept[] {
  const waiting = kept.filter(({ before, after }) => before.name !== after.name);
  const ordered: Kept[] = [];
  while (waiting.length > 0) {
    const index = waiting.findIndex(({ after }) => !waiting.some(({ before }) => before.name === after.name));
    ordered.push(...waiting.splice(Math.max(index, 0), 1));
  }
  return ordered;
}

/** The former name of each column that stays, by its new name; none for a new one that has the name of another. */
export function formerNames(before: Columns | undefined, after: Columns | undefined): ReadonlyMap<string, string> {
  if (before === undefined || after === undefined) return new Map();
  const { kept, added } = matchColumns(before, after);
  const taken = added.filter(({ name }) => before.some((column) => column.name === name));
  return new Map([
    ...taken.map(({ name }) => [name, ""] as const),
    ...kept.map((one) => [one.after.name, one.before.name] as const),
  ]);
}

/** {@link formerNames} between two states of a table; none while columns are not known. */
export function formerNamesIn({ before, after }: Pick<Circumstances, "before" | "after">): ReadonlyMap<string, string> {
  const [old, now] = [before["columns"], after["columns"]];
  return holdsUnknown(old) || holdsUnknown(now)
    ? new Map()
    : formerNames(old as Columns | undefined, now as Columns | undefined);
}

/** Whether two lists describe the same columns: their order, and where they were renamed from, do not count. */
export function sameColumns(left: Columns, right: Columns): boolean {
  if (left.length !== right.length) return false;
  const others = new Map(right.map((column) => [column.name, column]));
  return left.every((column) => {
    const other = others.get(column.name);
    return other !== undefined && same(described(column), described(other));
  });
}

function described({ renamedFrom: _, ...column }: CanonicalColumn): object {
  return column;
}

/** How two columns differ, in words. */
export function columnDifferences(before: CanonicalColumn, after: CanonicalColumn): readonly string[] {
  const keys = new Set([...Object.keys(described(before)), ...Object.keys(described(after))]);
  return [...keys].flatMap((key) => {
    const [old, now] = [before, after].map((column) => column[key as keyof CanonicalColumn]);
    return same(old, now) ? [] : [`${key} ${shown(old)} → ${shown(now)}`];
  });
}

/** What a change of columns does, in words. */
export function columnsDifference(before: Columns | undefined, after: Columns | undefined): string {
  if (before === undefined) return "managed from now on";
  if (after === undefined) return "not managed any more";
  const match = matchColumns(before, after);
  const words = [
    ...match.kept.flatMap((one) => {
      const differences = columnDifferences(one.before, one.after);
      return differences.length === 0 ? [] : [`${one.before.name}: ${differences.join(", ")}`];
    }),
    ...match.added.map(({ name, type }) => `add ${name} ${type}`),
    ...match.dropped.map(({ name }) => `drop ${name}`),
  ];
  return words.length === 0 ? "another order" : words.join("; ");
}

function shown(value: unknown): string {
  if (value === undefined) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
