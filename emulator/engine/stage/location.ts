import type { CatalogObject } from "../catalog/object";
import { unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import { requireObject } from "../statements/resolve";
import { Cursor } from "../syntax/cursor";
import { tokenize } from "../syntax/lexer";
import type { QualifiedName } from "../syntax/name";

/** A place on a named stage as a statement writes it. */
export interface Location {
  stage: QualifiedName;
  /** Behind the stage's name, without slashes in front; LIST and REMOVE take all files whose paths begin with it. */
  path: string;
}

const written = /^@((?:"(?:[^"]|"")+"|[A-Za-z_][A-Za-z0-9_$]*|\.)+)(\/.*)?$/s;

/** Reads `@[db.][schema.]stage[/path]`, perhaps in single quotes. */
export function readLocation(cursor: Cursor): Location {
  const token = cursor.token;
  if (token.kind !== "location" && token.kind !== "string") return cursor.unexpected();
  if (/^@(?:~|.*%)/s.test(token.value) && !written.test(token.value)) {
    throw unsupported("stages of tables and users, which the emulator does not have: name a stage");
  }
  const [, name, path = ""] = written.exec(token.value) ?? [];
  if (name === undefined) return cursor.unexpected();
  cursor.next();
  const names = cursor.over(tokenize(name).slice(0, -1));
  const stage = names.name(3);
  names.expectEnd();
  return { stage, path: path.replace(/\/{2,}/g, "/").slice(1) };
}

/** The stage that `@[db.][schema.]stage` in an argument of a function means. @throws SqlError if it is written otherwise. */
export function parseStage(text: string): QualifiedName {
  const cursor = new Cursor(tokenize(text));
  const token = cursor.token;
  const { stage, path } = readLocation(cursor);
  if (path !== "") cursor.unexpected(token);
  cursor.expectEnd();
  return stage;
}

/** The stage of a location, for a role that may read it. */
export function requireReader(context: Context, location: Location, doing: string): CatalogObject {
  return requireUser(context, location, { doing, privilege: "READ" });
}

/** The stage of a location, for a role that may read or write it; external ones have no files here. */
export function requireStage(
  context: Context,
  location: Location,
  use: { doing: string; privilege: "READ" | "WRITE" },
): CatalogObject {
  const stage = requireUser(context, location, use);
  if (stage.properties["url"] === null) return stage;
  throw unsupported(`${use.doing} on external stages: the emulator has no cloud storage`);
}

function requireUser(
  context: Context,
  { stage: name }: Location,
  { doing, privilege }: { doing: string; privilege: "READ" | "WRITE" },
): CatalogObject {
  const stage = requireObject(context, context.kinds.get("STAGE"), name, doing);
  context.access.require(stage, stage.properties["url"] === null ? privilege : "USAGE");
  return stage;
}
