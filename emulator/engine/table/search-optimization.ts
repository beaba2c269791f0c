import type { CatalogObject, Json } from "../catalog/object";
import { executed, fixed, statementTypes, status, text } from "../result";
import type { Action } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import { requireObject } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import { writtenText } from "../syntax/written-text";

/** One way in which a table can be searched. */
export interface SearchMethod {
  id: number;
  /** EQUALITY, SUBSTRING, GEO, FULL_TEXT. */
  method: string;
  target: string;
}

/** Search optimization of a table; empty when it is off. */
export function searchMethods(table: CatalogObject): SearchMethod[] {
  return (table.properties["searchOptimization"] ?? []) as unknown as SearchMethod[];
}

/** Reads ADD SEARCH OPTIMIZATION [ON m(c, …), …] and DROP SEARCH OPTIMIZATION [ON …]. */
export function readSearchOptimization(cursor: Cursor): ObjectAction | undefined {
  if (cursor.accept("ADD", "SEARCH", "OPTIMIZATION")) {
    const wanted = cursor.accept("ON") ? readMethods(cursor) : [{ method: "EQUALITY", target: "*" }];
    return change((before) => [...before, ...wanted.filter((one) => !before.some((other) => same(one, other)))]);
  }
  if (!cursor.accept("DROP", "SEARCH", "OPTIMIZATION")) return undefined;
  if (!cursor.accept("ON")) return change(() => []);
  const ids = cursor.token.kind === "number" ? readIds(cursor) : undefined;
  if (ids) return change((before) => before.filter(({ id }) => !ids.includes(id ?? 0)));
  const unwanted = readMethods(cursor);
  return change((before) => before.filter((one) => !unwanted.some((other) => same(one, other))));
}

/** DESCRIBE SEARCH OPTIMIZATION ON t, after the word OPTIMIZATION. */
export function parseDescribeSearch(cursor: Cursor): Action {
  cursor.expect("ON");
  const name = cursor.name(3);
  cursor.expectEnd();
  return (context) => {
    const table = requireObject(context, context.kinds.get("TABLE"), name, "DESCRIBE SEARCH OPTIMIZATION");
    const names = ["method", "target", "target_data_type", "active"];
    return {
      columns: [fixed("expression_id"), ...names.map((column) => text(column))],
      rows: searchMethods(table).map(({ id, method, target }) => [String(id), method, target, null, "true"]),
      statementTypeId: statementTypes.describe,
    };
  };
}

type Draft = Omit<SearchMethod, "id"> & { id?: number };

function change(next: (before: Draft[]) => Draft[]): ObjectAction {
  return ({ access, catalog }, table) => {
    access.requireOwnership(table);
    const before = searchMethods(table);
    const last = Math.max(0, ...before.map(({ id }) => id));
    const methods = next(before).map((method, i) => ({ ...method, id: method.id ?? last + 1 + i - before.length }));
    table.properties["searchOptimization"] = methods as unknown as Json;
    table.updatedOn = catalog.stamp();
    return status(executed);
  };
}

function readMethods(cursor: Cursor): Draft[] {
  const methods: Draft[] = [];
  do {
    const method = cursor.oneOf("EQUALITY", "SUBSTRING", "GEO", "FULL_TEXT");
    const targets = cursor.list(() =>
      writtenText(
        cursor.take(() => false),
        ({ text }) => text.toUpperCase(),
      ),
    );
    methods.push(...targets.map((target) => ({ method, target })));
  } while (cursor.acceptSymbol(","));
  return methods;
}

function readIds(cursor: Cursor): number[] {
  const ids = [cursor.integer()];
  while (cursor.acceptSymbol(",")) ids.push(cursor.integer());
  return ids;
}

function same(a: Draft, b: Draft): boolean {
  return a.method === b.method && a.target === b.target;
}
