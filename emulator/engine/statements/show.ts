import type { CatalogObject } from "../catalog/object";
import type { StatementResult } from "../result";
import { statementTypes } from "../result";
import { missingContainer } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { QualifiedName } from "../syntax/name";
import type { Action, Context, Kinds } from "./context";
import type { Kind, ShowColumn, ShowRules } from "./kind";
import { likeMatcher } from "./like";
import { findObject, pathOf } from "./resolve";
import type { ShowClauses } from "./show-clauses";
import { chooseRows, readLike, readPaging, readWithPrivileges } from "./show-clauses";

/** Where SHOW looks. */
export type ShowScope = { kind: "ACCOUNT" | "CURRENT" } | { kind: "DATABASE" | "SCHEMA"; name?: QualifiedName };

/** SHOW of any kind, after the word SHOW. */
export function parseShow(cursor: Cursor, kinds: Kinds): Action {
  const terseToken = cursor.token;
  const terse = cursor.accept("TERSE");
  const kind = kinds.readPlural(cursor);
  const rules = kind.show ?? cursor.unexpected();
  if (terse && !rules.terse) cursor.unexpected(terseToken);
  const history = rules.history === true && cursor.accept("HISTORY");
  const like = readLike(cursor);
  const scope = readScope(cursor, kind.container);
  let filter: Wanted["filter"];
  const paging = readPaging(cursor, () => {
    filter = rules.filter?.(cursor);
  });
  const clauses = { ...like, ...paging };
  const privileges = rules.withPrivileges && !history ? readWithPrivileges(cursor) : [];
  cursor.expectEnd();
  const columns = (terse && rules.terse) || rules.columns;
  return (context) => show(context, kind, { ...rules, columns }, { scope, history, clauses, filter, privileges });
}

/** Reads `IN …`. */
export function readScope(cursor: Cursor, container: Kind["container"]): ShowScope {
  if (!cursor.accept("IN")) return { kind: "CURRENT" };
  if (cursor.accept("ACCOUNT")) return { kind: "ACCOUNT" };
  if (container === "ACCOUNT") return cursor.unexpected();
  if (cursor.accept("DATABASE")) return named("DATABASE", cursor, 1);
  if (container === "DATABASE") return named("DATABASE", cursor, 1);
  cursor.accept("SCHEMA");
  return named("SCHEMA", cursor, 2);
}

function named(kind: "DATABASE" | "SCHEMA", cursor: Cursor, parts: number): ShowScope {
  return cursor.atIdentifier() && !cursor.at("STARTS") && !cursor.at("LIMIT")
    ? { kind, name: cursor.name(parts) }
    : { kind };
}

/** The objects of a kind that the scope holds and the role sees, in order of path. */
export function objectsIn(
  context: Context,
  spaces: readonly string[],
  container: Kind["container"],
  scope: ShowScope,
  { history = false, like }: { history?: boolean; like?: string | undefined } = {},
): CatalogObject[] {
  const { catalog, access } = context;
  const matches = like === undefined ? () => true : likeMatcher(like);
  return containersIn(context, container, scope).flatMap((parent) => {
    const objects = spaces.flatMap((space) => [
      ...catalog.children(parent.id, space),
      ...(history ? catalog.droppedChildren(parent.id, space) : []),
    ]);
    return objects.filter((object) => matches(object.name) && access.sees(object)).sort(byName);
  });
}

/** Which objects a SHOW lists. */
interface Wanted {
  scope: ShowScope;
  history: boolean;
  clauses: ShowClauses;
  filter: ((object: CatalogObject) => boolean) | undefined;
  /** All of which the role has on the object. */
  privileges: readonly string[];
}

function show(
  context: Context,
  kind: Kind,
  rules: ShowRules,
  { scope, history, clauses, filter = () => true, privileges }: Wanted,
): StatementResult {
  const holdsAll = (object: CatalogObject) => privileges.every((privilege) => context.access.uses(object, privilege));
  const objects = objectsIn(context, [kind.space], kind.container, scope, { history, like: clauses.like }).filter(
    (object) => object.kind === kind.kind && filter(object) && holdsAll(object),
  );
  const columns = rules.columns.filter(
    ({ only }) =>
      !(only === "history" && !history) && !(only === "enterprise" && context.account.edition === "STANDARD"),
  );
  return table(context, columns, chooseRows(objects, clauses, rules.cap));
}

/** One row per object. */
export function table(
  context: Context,
  columns: readonly ShowColumn[],
  objects: readonly CatalogObject[],
): StatementResult {
  return {
    columns: columns.map(({ column }) => column),
    rows: objects.map((object) => columns.map(({ cell }) => cell(object, context))),
    statementTypeId: statementTypes.show,
  };
}

function containersIn(context: Context, container: Kind["container"], scope: ShowScope): CatalogObject[] {
  const { catalog, access } = context;
  if (container === "ACCOUNT") return [catalog.account];
  if (scope.kind === "SCHEMA") return [requireSchema(context, scope.name)];
  const database = databaseOf(context, scope);
  const databases = database
    ? [database]
    : catalog
        .children(catalog.account.id, "DATABASE")
        .filter((object) => access.sees(object))
        .sort(byName);
  if (container === "DATABASE") return databases;
  return databases.flatMap(({ id }) =>
    catalog
      .children(id, "SCHEMA")
      .filter((object) => access.sees(object))
      .sort(byName),
  );
}

/** The one database of the scope; undefined for all of them. */
function databaseOf(context: Context, scope: ShowScope): CatalogObject | undefined {
  if (scope.kind === "ACCOUNT") return undefined;
  const { database } = context.session;
  const named = scope.kind === "DATABASE" ? scope.name : undefined;
  if (!named && database === null) {
    if (scope.kind === "CURRENT") return undefined;
    throw missingContainer();
  }
  const name = named ?? { parts: [database as string], text: "" };
  const found = findObject(context, context.kinds.get("DATABASE"), name, "SHOW");
  if (!found) throw missingContainer();
  return found;
}

function requireSchema(context: Context, name: QualifiedName | undefined): CatalogObject {
  const { database, schema } = context.session;
  if (!name && (database === null || schema === null)) throw missingContainer();
  const wanted = name ?? { parts: [database as string, schema as string], text: "" };
  const parts = wanted.parts.length === 1 && database !== null ? [database, ...wanted.parts] : wanted.parts;
  if (parts.length === 1) throw missingContainer();
  const databaseName = { parts: parts.slice(0, 1), text: "" };
  if (!findObject(context, context.kinds.get("DATABASE"), databaseName, "SHOW")) throw missingContainer();
  const found = findObject(context, context.kinds.get("SCHEMA"), { parts, text: "" }, "SHOW");
  if (!found) throw missingContainer();
  return found;
}

function byName(a: CatalogObject, b: CatalogObject): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  const [one = "", other = ""] = [a.signature, b.signature];
  if (one !== other) return one < other ? -1 : 1;
  return (a.droppedOn ?? Number.POSITIVE_INFINITY) - (b.droppedOn ?? Number.POSITIVE_INFINITY);
}

/** The name of the container of one kind that holds the object. */
export function containerName(context: Context, object: CatalogObject, kind: "DATABASE" | "SCHEMA"): string | null {
  const path = pathOf(context, object);
  const depth = kind === "DATABASE" ? 0 : 1;
  return path.length > depth + 1 ? (path[depth] ?? null) : null;
}
