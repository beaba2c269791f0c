import type { CatalogObject, Json } from "../catalog/object";
import type { Moment } from "../query/moment";
import { readMoment, timeOf } from "../query/moment";
import { dataAt, isReachable, noTimeTravel } from "../query/time-travel";
import { unsupported } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import { checkContents, copiedProperties, copyContents } from "./clone-contents";
import type { Context } from "./context";
import type { Change, CreateDraft, Kind } from "./kind";
import { requireObject } from "./resolve";

/** Reads `CLONE src [AT|BEFORE (TIMESTAMP|OFFSET|STATEMENT => v)] [IGNORE …] [INCLUDE …]`. */
export function readClone(cursor: Cursor, draft: CreateDraft): boolean {
  if (!cursor.accept("CLONE")) return false;
  draft.clauses["clone"] = cursor.name(3).parts;
  // Drafts live for one statement only, so what is no JSON may stand among the clauses.
  if (cursor.at("AT") || cursor.at("BEFORE")) draft.clauses["cloneMoment"] = readMoment(cursor) as unknown as Json;
  draft.clauses["cloneIgnores"] = cursor.accept("IGNORE", "TABLES", "WITH", "INSUFFICIENT", "DATA", "RETENTION");
  cursor.accept("IGNORE", "HYBRID", "TABLES");
  draft.clauses["cloneInternalStages"] = cursor.accept("INCLUDE", "INTERNAL", "STAGES");
  return true;
}

/**
 * Makes a new object start from the one it is a clone of: comment, parameters, whether it is transient, the columns and
 * rows of a table. 000707 when the past of the source, or of what is in it, cannot be read.
 */
export function settleClone(context: Context, kind: Kind, change: Change): void {
  const parts = change.draft?.clauses["clone"];
  if (!change.draft || !Array.isArray(parts)) return;
  const name = { parts: parts.map(String), text: "" };
  const source = requireObject(context, kind, name, `CREATE ${kind.kind}`);
  if (source.properties["imported"] === true) throw unsupported("CLONE of a shared database");
  if (source.kind === "TABLE") context.access.require(source, "SELECT");
  const moment = change.draft.clauses["cloneMoment"] as unknown as Moment | undefined;
  const time = moment && timeOf(context, moment);
  if (time !== undefined) {
    if (!isReachable(context, source, time)) noTimeTravel(source);
    if (change.draft.clauses["cloneIgnores"] !== true) checkContents(context, source, time);
    change.draft.clauses["cloneTime"] = time;
  }
  change.draft.clauses["cloneSource"] = source.id;
  if (!change.given.has("COMMENT")) change.comment = source.comment;
  change.parameters = { ...source.parameters, ...change.parameters };
  const transient = change.properties["transient"];
  const travels = source.kind === "TABLE" && time !== undefined;
  const data = travels ? (dataAt(context, source, time) ?? noTimeTravel(source)) : undefined;
  change.properties = { ...copiedProperties(source, data), ...(transient === true && { transient }) };
}

/** Fills a new object with copies of what is in the one it is a clone of; answers whether it is a clone. */
export function cloneContents(context: Context, object: CatalogObject, { clauses }: CreateDraft): boolean {
  const id = clauses["cloneSource"];
  if (typeof id !== "number") return false;
  const source = context.catalog.get(id);
  Object.assign(object.tags, source.tags, object.tags);
  const time = typeof clauses["cloneTime"] === "number" ? clauses["cloneTime"] : undefined;
  copyContents(context, source, object, { time, internalStages: clauses["cloneInternalStages"] === true });
  return true;
}
