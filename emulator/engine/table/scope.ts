import type { CatalogObject } from "../catalog/object";
import { missing } from "../sql-error";
import type { Context } from "../statements/context";
import { resolvePlace } from "../statements/resolve";
import type { ShowScope } from "../statements/show";
import { objectsIn } from "../statements/show";
import type { Cursor } from "../syntax/cursor";

/** The tables that a statement looks into. */
export type TableScope = (context: Context) => CatalogObject[];

/** Reads `[IN {ACCOUNT | DATABASE [d] | SCHEMA [s] | TABLE [t] | t}]`; `kinds` are the words that may stand before t. */
export function readTableScope(cursor: Cursor, kinds: readonly string[]): TableScope {
  if (!cursor.accept("IN")) return inScope(kinds, { kind: "CURRENT" });
  if (cursor.accept("ACCOUNT")) return inScope(kinds, { kind: "ACCOUNT" });
  if (cursor.accept("DATABASE")) return inContainer(cursor, kinds, "DATABASE");
  if (cursor.accept("SCHEMA")) return inContainer(cursor, kinds, "SCHEMA");
  const word = kinds.find((kind) => cursor.accept(kind));
  if (word && cursor.atEnd()) return inCurrent(kinds, "SCHEMA");
  const name = cursor.name(3);
  return (context) => {
    const place = resolvePlace(context, context.kinds.get("TABLE"), name, "SHOW");
    const found = context.catalog.find(place.container.id, "TABLE", place.name);
    const fits = found && kinds.includes(found.kind) && (word === undefined || found.kind === word);
    if (!fits || !context.access.sees(found)) throw missing(word === "VIEW" ? "View" : "Table", place.text);
    return [found];
  };
}

function inScope(kinds: readonly string[], scope: ShowScope): TableScope {
  return (context) => objectsIn(context, ["TABLE"], "SCHEMA", scope).filter(({ kind }) => kinds.includes(kind));
}

function inContainer(cursor: Cursor, kinds: readonly string[], kind: "DATABASE" | "SCHEMA"): TableScope {
  if (cursor.atEnd()) return inCurrent(kinds, kind);
  return inScope(kinds, { kind, name: cursor.name(kind === "DATABASE" ? 1 : 2) });
}

/** The current schema or database, or what is around it when there is none. */
function inCurrent(kinds: readonly string[], kind: "DATABASE" | "SCHEMA"): TableScope {
  return (context) => {
    const { database, schema } = context.session;
    const known = database === null ? "ACCOUNT" : kind === "SCHEMA" && schema === null ? "DATABASE" : kind;
    return inScope(kinds, { kind: known })(context);
  };
}
