import type { Cell } from "../result";
import type { Context } from "../statements/context";
import type { Cursor } from "../syntax/cursor";
import type { DataType } from "./data-type";
import type { Value } from "./value";

/** Columns and rows: of a table, a view, a subquery. */
export interface Source {
  columns: readonly SourceColumn[];
  rows: readonly (readonly Cell[])[];
}

/** A column of a source. */
export interface SourceColumn {
  name: string;
  type: DataType;
  nullable: boolean;
}

/** What an expression is evaluated for: a row, or the group of rows that aggregates run over. */
export interface Scope {
  column(parts: readonly string[]): Value | undefined;
  group?: Group;
}

/** The rows of an aggregate, and one of NULLs that tells the types. */
export interface Group {
  rows: readonly Scope[];
  empty: Scope;
}

/** A query that was read; it may use columns of what it stands in. */
export type OpenQuery = (context: Context, outer: Scope) => Source;

/** Reads a query after its first word, SELECT. */
export type ReadQuery = (cursor: Cursor) => OpenQuery;

export const noScope: Scope = { column: () => undefined };

/** Makes scopes for the rows of a source; `names` is its alias, or its name from the database down. */
export function scopesOver(source: Source, names: readonly string[], outer: Scope): (row: readonly Cell[]) => Scope {
  const indexes = new Map(source.columns.map(({ name }, i) => [name, i] as const).reverse());
  const found = new Map<readonly string[], number | undefined>();
  const find = (parts: readonly string[]): number | undefined => {
    const before = parts.slice(0, -1);
    const known = before.every((part, i) => names[names.length - before.length + i] === part);
    return known ? indexes.get(parts.at(-1) as string) : undefined;
  };
  return (row) => ({
    column(parts) {
      // An expression asks with the same list for each row.
      if (!found.has(parts)) found.set(parts, find(parts));
      const index = found.get(parts);
      if (index === undefined) return outer.column(parts);
      return { type: (source.columns[index] as SourceColumn).type, cell: row[index] ?? null };
    },
  });
}
