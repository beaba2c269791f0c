import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import type { ParameterDefinition } from "../catalog/parameters";
import { effectiveParameter, parametersOf } from "../catalog/parameters";
import { statementTypes, text } from "../result";
import type { ParameterValue, Session } from "../session";
import { missingContainer } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { QualifiedName } from "../syntax/name";
import type { Action, Context, Kinds } from "./context";
import { readObjectName } from "./object-name";
import { findObject } from "./resolve";
import { chooseRows, readLike } from "./show-clauses";

/** What has parameters: an object, or the session. */
interface Holder {
  definitions: readonly ParameterDefinition[];
  read(definition: ParameterDefinition): { value: ParameterValue; level: string };
}

/** SHOW PARAMETERS, after these words. */
export function parseShowParameters(cursor: Cursor, kinds: Kinds): Action {
  const like = readLike(cursor);
  const holder = cursor.accept("IN") || cursor.accept("FOR") ? readHolder(cursor, kinds) : sessionHolder;
  cursor.expectEnd();
  return (context) => {
    const { definitions, read } = holder(context);
    return {
      columns: ["key", "value", "default", "level", "description", "type"].map((name) => text(name)),
      rows: chooseRows(definitions, like, "cut").map((definition) => {
        const { value, level } = read(definition);
        const { name, description, type } = definition;
        return [name, String(value), String(definition.default), level, description, type];
      }),
      statementTypeId: statementTypes.show,
    };
  };
}

/** A parameter's value in a session: its own, else the user's, else the account's. */
export function sessionParameter(
  catalog: Catalog,
  session: Session,
  definition: ParameterDefinition,
): { value: ParameterValue; level: string } {
  const own = session.parameters.get(definition.name);
  if (own !== undefined) return { value: own, level: "SESSION" };
  const user = catalog.find(catalog.account.id, "USER", session.user);
  return effectiveParameter(catalog, user ?? catalog.account, definition);
}

function sessionHolder({ catalog, session }: Context): Holder {
  return { definitions: parametersOf("SESSION"), read: (definition) => sessionParameter(catalog, session, definition) };
}

function readHolder(cursor: Cursor, kinds: Kinds): (context: Context) => Holder {
  if (cursor.accept("SESSION")) return sessionHolder;
  if (cursor.accept("ACCOUNT")) return (context) => objectHolder(context, context.catalog.account);
  const token = cursor.token;
  const kind = kinds.read(cursor);
  if (parametersOf(kind.kind).length === 0) cursor.unexpected(token);
  const current = cursor.atEnd() && ["DATABASE", "SCHEMA", "USER", "WAREHOUSE"].includes(kind.kind);
  const written = current ? undefined : readObjectName(cursor, kind);
  return (context) => {
    const name = written ?? { parts: currentParts(context, kind.kind), text: "" };
    const object = findObject(context, kind, name, "SHOW PARAMETERS") ?? viewOf(context, kind.kind, name);
    if (!object) throw missingContainer();
    return objectHolder(context, object, kind.kind);
  };
}

/** TABLE stands for views too. */
function viewOf(context: Context, kind: string, name: QualifiedName): CatalogObject | undefined {
  return kind === "TABLE" ? findObject(context, context.kinds.get("VIEW"), name, "SHOW PARAMETERS") : undefined;
}

function objectHolder({ catalog }: Context, object: CatalogObject, kind = object.kind): Holder {
  const type = object.properties["WAREHOUSE_TYPE"];
  return {
    definitions: parametersOf(kind).filter(({ warehouseType: only }) => only === undefined || only === type),
    read: (definition) => effectiveParameter(catalog, object, definition),
  };
}

function currentParts({ session }: Context, kind: string): string[] {
  if (kind === "USER") return [session.user];
  if (kind === "WAREHOUSE") return [session.warehouse ?? missing()];
  const parts = kind === "DATABASE" ? [session.database] : [session.database, session.schema];
  return parts.map((part) => part ?? missing());
}

function missing(): never {
  throw missingContainer();
}
