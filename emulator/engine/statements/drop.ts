import type { CatalogObject } from "../catalog/object";
import { retentionDays } from "../catalog/parameters";
import { status } from "../result";
import { alreadyExists, insufficientPrivileges, missing } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import { identifierText } from "../syntax/name";
import { tellContents } from "./contents";
import type { Action, Context, Kinds } from "./context";
import { readObjectName } from "./object-name";
import { findObject, requireObject, resolvePlace } from "./resolve";

/** DROP of any kind, after the word DROP. */
export function parseDrop(cursor: Cursor, kinds: Kinds): Action {
  const kind = kinds.read(cursor);
  const ifExists = cursor.accept("IF", "EXISTS");
  const name = readObjectName(cursor, kind);
  const restrict = kind.undroppable === true && !cursor.accept("CASCADE") && cursor.accept("RESTRICT");
  const dropping = kind.dropClause?.(cursor) ?? kind.dropping;
  cursor.expectEnd();
  const doing = `DROP ${kind.kind}`;
  return (context) => {
    const last = name.parts[name.parts.length - 1] as string;
    if (ifExists && !findObject(context, kind, name, doing)) {
      return status(`Drop statement executed successfully (${last} already dropped).`);
    }
    const object = requireObject(context, kind, name, doing);
    context.access.requireOwnership(object);
    const blocked = restrict ? kind.blocksRestrict?.(context, object) : undefined;
    // A warning and no error; no source has its text.
    if (blocked !== undefined) return status(`${last} was not dropped because ${blocked}.`);
    dropping?.(context, object);
    tellContents(context, object);
    const days = kind.undroppable ? retentionDays(context.catalog, object) : 0;
    leaveDropped(context, object);
    context.catalog.drop(object, days);
    return status(`${last} successfully dropped.`);
  };
}

/** UNDROP of the kinds that can come back, after the word UNDROP. */
export function parseUndrop(cursor: Cursor, kinds: Kinds): Action {
  const token = cursor.token;
  const kind = kinds.read(cursor);
  if (!kind.undroppable) cursor.unexpected(token);
  const name = readObjectName(cursor, kind);
  cursor.expectEnd();
  return (context) => {
    const { catalog, access } = context;
    const place = resolvePlace(context, kind, name, `UNDROP ${kind.kind}`);
    const taken = catalog.find(place.container.id, kind.space, place.name, place.signature);
    if (taken && access.sees(taken)) throw alreadyExists(identifierText(place.name));
    const dropped = catalog.newestDropped(place.container.id, kind.space, place.name, place.signature);
    if (!dropped || dropped.kind !== kind.kind || !access.sees(dropped)) throw missing(kind.noun, place.text);
    access.requireOwnership(dropped);
    if (!access.holds(place.container, kind.createPrivilege)) {
      throw insufficientPrivileges(place.container.kind, place.container.name);
    }
    if (taken) throw alreadyExists(identifierText(place.name));
    catalog.undrop(dropped);
    return status(`${kind.noun} ${place.name} successfully restored.`);
  };
}

/** A session that uses what is dropped uses nothing afterwards. */
export function leaveDropped({ session, catalog }: Context, object: CatalogObject): void {
  if (object.kind === "WAREHOUSE" && session.warehouse === object.name) session.warehouse = null;
  if (object.kind === "DATABASE" && session.database === object.name) {
    session.database = null;
    session.schema = null;
  }
  if (object.kind !== "SCHEMA" || session.schema !== object.name) return;
  if (catalog.get(object.parent).name === session.database) session.schema = null;
}
