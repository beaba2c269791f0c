import type { CatalogObject } from "../catalog/object";
import { executed, status } from "../result";
import { SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";

/** Starts a warehouse; there is no time in between. */
export function start({ catalog }: Context, object: CatalogObject): void {
  object.properties["state"] = "STARTED";
  object.properties["resumedOn"] = catalog.stamp();
}

/** SUSPEND, RESUME and ABORT ALL QUERIES: what can be done to the warehouse in use without naming it. */
export function readRunning(cursor: Cursor): ObjectAction | undefined {
  if (cursor.accept("SUSPEND")) return suspend;
  if (cursor.accept("RESUME")) return resume(cursor.accept("IF", "SUSPENDED"));
  return cursor.accept("ABORT", "ALL", "QUERIES") ? abort : undefined;
}

/** The same, and ENABLE and DISABLE, ADD and DROP TABLES. */
export function readStateChange(cursor: Cursor): ObjectAction | undefined {
  const running = readRunning(cursor);
  if (running) return running;
  if (cursor.accept("ENABLE")) return enable(true);
  if (cursor.accept("DISABLE")) return enable(false);
  if (cursor.accept("ADD", "TABLES")) return changeTables(cursor, "add");
  if (cursor.accept("DROP", "TABLES")) return changeTables(cursor, "drop");
  return undefined;
}

const suspend: ObjectAction = (context, object) => {
  context.access.require(object, "OPERATE");
  if (object.properties["state"] !== "STARTED") throw invalidState(object, "suspended", "090064");
  object.properties["state"] = "SUSPENDED";
  object.updatedOn = context.catalog.stamp();
  return status(executed);
};

function resume(ifSuspended: boolean): ObjectAction {
  return (context, object) => {
    context.access.require(object, "OPERATE");
    if (object.properties["state"] === "STARTED") {
      if (ifSuspended) return status(executed);
      throw invalidState(object, "resumed", "090063");
    }
    start(context, object);
    object.updatedOn = context.catalog.stamp();
    return status(executed);
  };
}

const abort: ObjectAction = (context, object) => {
  context.access.require(object, "OPERATE");
  return status(executed);
};

function enable(enabled: boolean): ObjectAction {
  return (context, object) => {
    context.access.require(object, "OPERATE");
    const word = enabled ? "enabled" : "disabled";
    if (object.properties["WAREHOUSE_TYPE"] !== "ADAPTIVE") throw invalidState(object, word, "090064");
    object.properties["state"] = enabled ? "STARTED" : "SUSPENDED";
    object.updatedOn = context.catalog.stamp();
    return status(executed);
  };
}

function changeTables(cursor: Cursor, how: "add" | "drop"): ObjectAction {
  const names = cursor.list(() => cursor.name(3).text);
  return (context, object) => {
    context.access.require(object, "MODIFY");
    if (object.properties["WAREHOUSE_TYPE"] !== "INTERACTIVE") throw invalidState(object, "given tables", "090064");
    const before = object.properties["tables"];
    const others = (Array.isArray(before) ? before : []).filter((name) => !names.includes(String(name)));
    object.properties["tables"] = how === "add" ? [...others, ...names] : others;
    return status(executed);
  };
}

function invalidState(object: CatalogObject, done: string, code: string): SqlError {
  return new SqlError(code, "22000", `Invalid state. Warehouse '${object.name}' cannot be ${done}.`);
}
