import type { CatalogObject } from "../catalog/object";
import type { Cell } from "../result";
import { timestampCell } from "../result";
import type { Context } from "../statements/context";
import type { DataType } from "./data-type";
import { integerType, textType, timestampLtzType } from "./data-type";
import type { Source } from "./scope";

/** A table or view, and where it is. */
export interface Placed {
  database: string;
  schema: CatalogObject;
  table: CatalogObject;
}

/** What a database holds, as far as the role may know it, by name. */
export interface Contents {
  database: string;
  schemas: readonly CatalogObject[];
  tables: readonly Placed[];
}

export type View = (context: Context, contents: Contents) => Source;

/** A column of a view about things of one sort. */
export interface ViewColumn<T> {
  name: string;
  type: DataType;
  cell(thing: T, context: Context): Cell;
}

/** A view with a row for each thing. */
export function viewOf<T>(columns: readonly ViewColumn<T>[], things: (contents: Contents) => readonly T[]): View {
  return (context, contents) => ({
    columns: columns.map(({ name, type }) => ({ name, type, nullable: true })),
    rows: things(contents).map((thing) => columns.map(({ cell }) => cell(thing, context))),
  });
}

export function text<T>(name: string, cell: ViewColumn<T>["cell"]): ViewColumn<T> {
  return { name, type: textType, cell };
}

export function yesNo<T>(name: string, holds: (thing: T) => boolean): ViewColumn<T> {
  return text(name, (thing) => (holds(thing) ? "YES" : "NO"));
}

export function number<T>(name: string, value: (thing: T, context: Context) => number | null): ViewColumn<T> {
  return { name, type: integerType, cell: (thing, context) => value(thing, context)?.toString() ?? null };
}

export function time<T>(name: string, value: (thing: T) => number): ViewColumn<T> {
  return { name, type: timestampLtzType, cell: (thing) => timestampCell(value(thing)) };
}

/** Columns that the standard has and Snowflake leaves empty. */
export function unused<T>(...names: string[]): ViewColumn<T>[] {
  return names.map((name) => text(name, () => null));
}
