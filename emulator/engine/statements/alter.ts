import type { CatalogObject } from "../catalog/object";
import { executed, status } from "../result";
import { alreadyExists, insufficientPrivileges } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import { identifierText } from "../syntax/name";
import { applyChange, changedState } from "./change";
import type { Action, Context, Kinds } from "./context";
import { partsOf } from "./create";
import type { Kind, ObjectAction } from "./kind";
import { readObjectName } from "./object-name";
import type { Values, WrittenOptions } from "./options";
import { checkOptions, readOption, readUnset } from "./options";
import { findObject, pathOf, requireObject, resolvePlace } from "./resolve";
import { applyTags, readTagValue, requireTag } from "./tagging";

/** ALTER of any kind, after the word ALTER. */
export function parseAlter(cursor: Cursor, kinds: Kinds): Action {
  const kind = kinds.read(cursor);
  const ifExists = cursor.accept("IF", "EXISTS");
  const onUsed = readOnUsed(cursor, kind);
  if (onUsed) return onUsed;
  const name = readObjectName(cursor, kind);
  const act = kind.alter?.(cursor) ?? readAction(cursor, kind);
  cursor.expectEnd();
  return (context) => {
    if (ifExists && !findObject(context, kind, name, `ALTER ${kind.kind}`)) return status(executed);
    return act(context, requireObject(context, kind, name, `ALTER ${kind.kind}`));
  };
}

/** Reads an ALTER without a name, of the object that the session uses. */
function readOnUsed(cursor: Cursor, { inUse }: Kind): Action | undefined {
  const back = cursor.mark();
  const act = inUse?.alter(cursor);
  if (inUse && act && cursor.atEnd()) return (context) => act(context, inUse.find(context));
  back();
  return undefined;
}

/** The ALTERs that all kinds share. */
function readAction(cursor: Cursor, kind: Kind): ObjectAction {
  if (kind.renamable !== false && cursor.accept("RENAME", "TO")) return readRename(cursor, kind);
  if (kind.swappable && cursor.accept("SWAP", "WITH")) return readSwap(cursor, kind);
  if (kind.taggable && cursor.accept("SET", "TAG")) return readSetTag(cursor);
  if (kind.taggable && cursor.accept("UNSET", "TAG")) return readUnsetTag(cursor);
  if (cursor.accept("SET")) return readSet(cursor, kind);
  if (cursor.accept("UNSET")) {
    const keys = readUnset(cursor, kind.options);
    return (context, object) => alter(context, kind, object, new Map(keys.map((key) => [key, undefined])));
  }
  return cursor.unexpected();
}

function readRename(cursor: Cursor, kind: Kind): ObjectAction {
  const name = cursor.name(partsOf(kind));
  return (context, object) => {
    const { catalog, access } = context;
    access.requireOwnership(object);
    const path =
      name.parts.length === 1 ? { parts: [...pathOf(context, object).slice(0, -1), ...name.parts], text: "" } : name;
    const place = resolvePlace(context, kind, path, `ALTER ${kind.kind}`);
    const taken = catalog.find(place.container.id, kind.space, place.name, object.signature);
    if (taken && taken !== object) throw alreadyExists(identifierText(place.name));
    if (place.container.id !== object.parent || kind.container !== "ACCOUNT") {
      if (!access.holds(place.container, kind.createPrivilege)) {
        throw insufficientPrivileges(place.container.kind, place.container.name);
      }
    }
    requireOwnManagedSchema(object, place.container);
    kind.moving?.(context, object, place);
    followSession(context, object, place.name);
    catalog.move(object, place.container.id, place.name);
    object.updatedOn = catalog.stamp();
    return status(executed);
  };
}

/** Into a schema with managed access move only objects of the role that owns the schema. */
function requireOwnManagedSchema(object: CatalogObject, container: CatalogObject): void {
  if (container.id === object.parent || container.properties["managedAccess"] !== true) return;
  if (container.owner !== object.owner) throw insufficientPrivileges(container.kind, container.name);
}

/** A session stays in the object that it uses when that gets another name. */
function followSession(context: Context, object: CatalogObject, name: string): void {
  const { session } = context;
  if (object.kind === "DATABASE" && session.database === object.name) session.database = name;
  if (object.kind === "WAREHOUSE" && session.warehouse === object.name) session.warehouse = name;
  if (object.kind === "ROLE" && session.role === object.name) session.role = name;
  if (object.kind !== "SCHEMA" || session.schema !== object.name) return;
  if (context.catalog.get(object.parent).name === session.database) session.schema = name;
}

function readSwap(cursor: Cursor, kind: Kind): ObjectAction {
  const name = cursor.name(partsOf(kind));
  return (context, object) => {
    const other = requireObject(context, kind, name, `ALTER ${kind.kind}`);
    context.access.requireOwnership(object);
    context.access.requireOwnership(other);
    context.catalog.swap(object, other);
    return status(executed);
  };
}

function readSetTag(cursor: Cursor): ObjectAction {
  const tags = [readTagValue(cursor)];
  while (cursor.acceptSymbol(",")) tags.push(readTagValue(cursor));
  return (context, object) => {
    Object.assign(object.tags, applyTags(context, tags));
    return status(executed);
  };
}

function readUnsetTag(cursor: Cursor): ObjectAction {
  const names = [cursor.name(3)];
  while (cursor.acceptSymbol(",")) names.push(cursor.name(3));
  return (context, object) => {
    const tags = names.map((name) => requireTag(context, name));
    for (const tag of tags) delete object.tags[String(tag.id)];
    return status(executed);
  };
}

function readSet(cursor: Cursor, kind: Kind): ObjectAction {
  const written: WrittenOptions = [];
  let more = true;
  while (more) {
    if (!readOption(cursor, kind.options, "set", written)) cursor.unexpected();
    more = cursor.acceptSymbol(",") || !cursor.atEnd();
  }
  return (context, object) => alter(context, kind, object, checkOptions(written, kind.options));
}

/** Puts new values into an object, all of them or none. */
export function alter(context: Context, kind: Kind, object: CatalogObject, values: Values) {
  context.access.require(object, ...(kind.alterPrivileges ?? ["OWNERSHIP"]));
  const change = changedState(context, kind, object, values);
  kind.settle?.(context, change);
  const { properties } = object;
  applyChange(context, object, change);
  kind.changed?.(context, object, properties);
  return status(executed);
}
