import type { CatalogObject } from "../catalog/object";
import { compilationError, unsupported } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { Context } from "./context";
import type { Change, CreateDraft, Kind } from "./kind";
import { requireObject } from "./resolve";

/** Reads `CLONE src [AT|BEFORE (TIMESTAMP|OFFSET|STATEMENT => v)] [IGNORE …]`. */
export function readClone(cursor: Cursor, draft: CreateDraft): boolean {
  if (!cursor.accept("CLONE")) return false;
  draft.clauses["clone"] = cursor.name(3).parts;
  if (cursor.at("AT") || cursor.at("BEFORE")) draft.clauses["cloneTime"] = readMoment(cursor);
  cursor.accept("IGNORE", "TABLES", "WITH", "INSUFFICIENT", "DATA", "RETENTION");
  cursor.accept("IGNORE", "HYBRID", "TABLES");
  return true;
}

function readMoment(cursor: Cursor): { kind: string; value: string } {
  cursor.oneOf("AT", "BEFORE");
  cursor.expectSymbol("(");
  const kind = cursor.oneOf("TIMESTAMP", "OFFSET", "STATEMENT");
  cursor.expectSymbol("=>");
  const negative = cursor.acceptSymbol("-") ? "-" : "";
  const { kind: token, value } = cursor.next();
  if (token !== "string" && token !== "number") cursor.unexpected();
  if (cursor.acceptSymbol("::")) cursor.identifier();
  cursor.expectSymbol(")");
  return { kind, value: negative + value };
}

/**
 * Makes a new object start from the one it is a clone of: comment, parameters, whether it is transient. The moment in
 * the past is checked against the life of the source; the contents are those of now.
 */
export function settleClone(context: Context, kind: Kind, change: Change): void {
  const parts = change.draft?.clauses["clone"];
  if (!change.draft || !Array.isArray(parts)) return;
  const name = { parts: parts.map(String), text: "" };
  const source = requireObject(context, kind, name, `CREATE ${kind.kind}`);
  if (source.properties["imported"] === true) throw unsupported("CLONE of a shared database");
  checkMoment(context, source, change.draft.clauses["cloneTime"] as unknown as Moment | undefined);
  change.draft.clauses["cloneSource"] = source.id;
  if (!change.given.has("COMMENT")) change.comment = source.comment;
  change.parameters = { ...source.parameters, ...change.parameters };
  const transient = change.properties["transient"];
  change.properties = { ...structuredClone(source.properties), ...(transient === true && { transient }) };
}

/** Fills a new object with copies of what is in the one it is a clone of; answers whether it is a clone. */
export function cloneContents(context: Context, object: CatalogObject, draft: CreateDraft): boolean {
  const id = draft.clauses["cloneSource"];
  if (typeof id !== "number") return false;
  const source = context.catalog.get(id);
  Object.assign(object.tags, source.tags, object.tags);
  copyInto(context, source, object);
  return true;
}

interface Moment {
  kind: string;
  value: string;
}

function checkMoment(context: Context, source: CatalogObject, moment: Moment | undefined): void {
  const time = moment && timeOf(context, moment);
  if (time === undefined || time >= source.createdOn) return;
  const what = `${source.kind.toLowerCase()} ${source.name}`;
  throw compilationError(
    "000707",
    "02000",
    `Time travel data is not available for ${what}. The requested time is either beyond the allowed time travel period or before the object creation time.`,
  );
}

function timeOf(context: Context, { kind, value }: Moment): number | undefined {
  if (kind === "OFFSET") return context.catalog.now() + Number(value) * 1000;
  return kind === "TIMESTAMP" ? Date.parse(value) : undefined;
}

function copyInto(context: Context, source: CatalogObject, target: CatalogObject): void {
  for (const child of context.catalog.allChildren(source.id)) {
    if (!context.access.sees(child)) continue;
    const { kind, space, name, comment } = child;
    const { parameters, properties, tags } = structuredClone(child);
    const owner = child.owner === null ? null : target.owner;
    const copy = context.catalog.add({
      kind,
      space,
      name,
      comment,
      parameters,
      properties,
      tags,
      parent: target.id,
      owner,
    });
    copyInto(context, child, copy);
  }
}
