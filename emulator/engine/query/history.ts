import type { CatalogObject } from "../catalog/object";
import { retentionDays } from "../catalog/parameters";
import type { Cell } from "../result";
import type { Context } from "../statements/context";
import type { TableColumn, TableData } from "./table-data";

/** What a table was from a time on. Rows that were added later may follow the first `count` in the same list. */
export interface Version {
  from: number;
  columns: readonly TableColumn[];
  rows: readonly (readonly Cell[])[];
  count: number;
}

/** Bounds of what is kept for one table: versions, and places in their lists of rows. */
const mostVersions = 1000;
const mostPlaces = 2_000_000;

export const dayMs = 86_400_000;

const histories = new WeakMap<CatalogObject, Version[]>();

/** Keeps what the table is, before it changes; nothing is kept for a table without retention. */
export function remember({ catalog }: Context, table: CatalogObject, { columns, rows }: TableData): void {
  const days = retentionDays(catalog, table);
  if (days <= 0) {
    histories.delete(table);
    return;
  }
  const versions = histories.get(table) ?? [];
  histories.set(table, versions);
  versions.push({ from: presentSince(table), columns, rows, count: rows.length });
  const reach = catalog.now() - days * dayMs;
  while (versions.length > mostVersions || (versions[1] !== undefined && versions[1].from <= reach)) versions.shift();
  if (versions.at(-2)?.rows === rows) return;
  for (let places = placesOf(versions); places > mostPlaces && versions.length > 0; places = placesOf(versions)) {
    versions.shift();
  }
}

/** The time of the last change of columns or rows. */
export function presentSince(table: CatalogObject): number {
  return Math.max(table.createdOn, Number(table.properties["changedOn"] ?? 0));
}

/** What a table was at a time before its last change, and all that it was since; empty when that is not known. */
export function versionsSince(table: CatalogObject, time: number): readonly Version[] {
  const versions = histories.get(table) ?? [];
  const index = versions.findLastIndex(({ from }) => from <= time);
  return index < 0 ? [] : versions.slice(index);
}

function placesOf(versions: readonly Version[]): number {
  return versions.reduce((sum, { rows }, i) => (versions[i - 1]?.rows === rows ? sum : sum + rows.length), 0);
}
