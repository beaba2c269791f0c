import type { CatalogObject } from "../catalog/object";
import type { Cell } from "../result";
import type { Context } from "../statements/context";
import type { Cursor } from "../syntax/cursor";
import type { QualifiedName } from "../syntax/name";
import { checkColumns, evaluate } from "./evaluate";
import type { Expression } from "./expression";
import type { Scope } from "./scope";
import { noScope, scopesOver } from "./scope";
import { columnsOf, rowsOf } from "./table-data";
import { truth } from "./value";

/** The table that UPDATE or DELETE changes. */
export interface RowTarget {
  name: QualifiedName;
  alias: string | undefined;
}

/** Reads `t [[AS] alias]`. */
export function readTarget(cursor: Cursor): RowTarget {
  const name = cursor.name(3);
  const named = cursor.accept("AS") || (cursor.atIdentifier() && !cursor.at("USING"));
  return { name, alias: named ? cursor.identifier() : undefined };
}

/** How rows are asked whether the condition holds for them. */
export function rowMatcher(
  context: Context,
  table: CatalogObject,
  { name, alias }: RowTarget,
  where: Expression | undefined,
): { scopeOf(row: readonly Cell[]): Scope; matches(scope: Scope): boolean } {
  const source = { columns: columnsOf(table), rows: rowsOf(table) };
  const scopeOf = scopesOver(source, alias === undefined ? name.parts : [alias], noScope);
  if (where) checkColumns(where, scopeOf([]));
  return { scopeOf, matches: (scope) => !where || truth(evaluate(where, context, scope)) === true };
}
