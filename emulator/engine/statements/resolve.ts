import { accountId } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { missing, SqlError } from "../sql-error";
import type { QualifiedName } from "../syntax/name";
import { qualifiedText } from "../syntax/name";
import type { Context } from "./context";
import type { Kind } from "./kind";

/** Where an object is, or would be. */
export interface Place {
  container: CatalogObject;
  name: string;
  signature?: string;
  /** The full name, for errors. */
  text: string;
}

/** The container that a name means; `doing` is the statement that needs it, for the error. */
export function resolvePlace(context: Context, kind: Kind, name: QualifiedName, doing: string): Place {
  const last = name.parts[name.parts.length - 1] as string;
  if (kind.container === "ACCOUNT") return { container: context.catalog.account, name: last, text: last };
  const depth = kind.container === "DATABASE" ? 1 : 2;
  const before = name.parts.slice(0, -1);
  const databaseName = before.length === depth ? (before[0] as string) : currentDatabase(context, doing);
  const database = visibleChild(context, context.catalog.account, "DATABASE", databaseName);
  if (!database) throw missing("Database", qualifiedText([databaseName]));
  if (depth === 1) return { container: database, name: last, text: qualifiedText([databaseName, last]) };
  const schemaName = before.at(-1) ?? currentSchema(context, doing);
  const schema = visibleChild(context, database, "SCHEMA", schemaName);
  if (!schema) throw missing("Schema", qualifiedText([databaseName, schemaName]));
  const { signature = "" } = name;
  return {
    container: schema,
    name: last,
    signature,
    text: qualifiedText([databaseName, schemaName, last]) + signature,
  };
}

/** The object that a name means, if it exists and the role may know it. */
export function findObject(
  context: Context,
  kind: Kind,
  name: QualifiedName,
  doing: string,
): CatalogObject | undefined {
  const place = resolvePlace(context, kind, name, doing);
  const object = context.catalog.find(place.container.id, kind.space, place.name, place.signature);
  return object && object.kind === kind.kind && context.access.sees(object) ? object : undefined;
}

/** The same; 002003 when there is none. */
export function requireObject(context: Context, kind: Kind, name: QualifiedName, doing: string): CatalogObject {
  const found = findObject(context, kind, name, doing);
  if (found) return found;
  throw missing(kind.noun, resolvePlace(context, kind, name, doing).text);
}

/** The names from the database down to the object. */
export function pathOf(context: Pick<Context, "catalog">, object: CatalogObject): string[] {
  const path = [object.name];
  for (let id = object.parent; id > accountId; ) {
    const container = context.catalog.get(id);
    path.unshift(container.name);
    id = container.parent;
  }
  return path;
}

/** A container's object by name, if the role may know it. */
export function visibleChild(
  context: Context,
  container: CatalogObject,
  space: string,
  name: string,
): CatalogObject | undefined {
  const object = context.catalog.find(container.id, space, name);
  return object && context.access.sees(object) ? object : undefined;
}

function currentDatabase({ session }: Context, doing: string): string {
  if (session.database !== null) return session.database;
  throw new SqlError(
    "090105",
    "22000",
    `Cannot perform ${doing}. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.`,
  );
}

function currentSchema({ session }: Context, doing: string): string {
  if (session.schema !== null) return session.schema;
  throw new SqlError(
    "090106",
    "22000",
    `Cannot perform ${doing}. This session does not have a current schema. Call 'USE SCHEMA', or use a qualified name.`,
  );
}
