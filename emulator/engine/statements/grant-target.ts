import type { CatalogObject } from "../catalog/object";
import { compilationError, unsupported } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { Context, Kinds } from "./context";
import { globalPrivileges } from "./global-privileges";
import type { Kind } from "./kind";
import { readObjectName } from "./object-name";
import { requireObject } from "./resolve";
import { objectsIn, readScope } from "./show";

/** What privileges are on. */
export interface Target {
  kind: Kind | "ACCOUNT";
  objects(context: Context): CatalogObject[];
  /** ON FUTURE: the container that the objects will be in, instead of objects. */
  container?(context: Context): CatalogObject;
}

/** The privileges that a statement names. */
export interface Privileges {
  words: string[];
  all: boolean;
  owner: boolean;
}

/** Reads `ALL [PRIVILEGES]` or `p, …`. */
export function readPrivileges(cursor: Cursor): Privileges {
  if (cursor.accept("ALL")) {
    cursor.accept("PRIVILEGES");
    return { words: [], all: true, owner: false };
  }
  const words: string[] = [];
  do {
    const privilege: string[] = [];
    while (cursor.token.kind === "word" && !cursor.at("ON")) privilege.push(cursor.next().value);
    if (privilege.length === 0) cursor.unexpected();
    words.push(privilege.join(" "));
  } while (cursor.acceptSymbol(","));
  return { words, all: false, owner: words.length === 1 && words[0] === "OWNERSHIP" };
}

/** Reads `ON {ACCOUNT | kind name | {ALL | FUTURE} kinds IN container}`. */
export function readTarget(cursor: Cursor, kinds: Kinds): Target {
  cursor.expect("ON");
  if (cursor.accept("ACCOUNT")) return { kind: "ACCOUNT", objects: ({ catalog }) => [catalog.account] };
  if (cursor.accept("FUTURE")) return readFuture(cursor, kinds);
  if (cursor.accept("ALL")) {
    const kind = readContained(cursor, kinds);
    const scope = readScope(cursor, kind.container);
    const objects = (context: Context) => objectsIn(context, [kind.space], kind.container, scope);
    const isMeant = (object: CatalogObject) => object.kind === kind.kind && object.owner !== null;
    return { kind, objects: (context) => objects(context).filter(isMeant) };
  }
  const kind = kinds.read(cursor);
  const name = readObjectName(cursor, kind);
  return { kind, objects: (context) => [requireObject(context, kind, name, "GRANT")] };
}

/** Kinds that there are no future grants on. */
const withoutFuture = ["DATABASE ROLE", "IMAGE REPOSITORY", "TAG"];

function readFuture(cursor: Cursor, kinds: Kinds): Target {
  const kind = readContained(cursor, kinds);
  cursor.expect("IN");
  const container = kinds.get(kind.container === "DATABASE" ? "DATABASE" : cursor.oneOf("DATABASE", "SCHEMA"));
  if (kind.container === "DATABASE") cursor.expect("DATABASE");
  const name = readObjectName(cursor, container);
  return {
    kind,
    objects: () => [],
    container(context) {
      if (withoutFuture.includes(kind.kind)) throw unsupported(`FUTURE ${kind.plural.join(" ")}`);
      return requireObject(context, container, name, "GRANT");
    },
  };
}

function readContained(cursor: Cursor, kinds: Kinds): Kind {
  const kind = kinds.readPlural(cursor);
  return kind.container === "ACCOUNT" || !cursor.at("IN") ? cursor.unexpected() : kind;
}

/** 003008 for a privilege that the kind does not have. */
export function checkPrivileges(cursor: Cursor, kinds: Kinds, privileges: Privileges, target: Target): void {
  if (privileges.all || (privileges.owner && target.kind !== "ACCOUNT")) return;
  const known = privilegesOf(kinds, target);
  const wrong = privileges.words.find((word) => !known.includes(word));
  if (wrong === undefined) return;
  const on = target.kind === "ACCOUNT" ? "ACCOUNT" : target.kind.kind;
  throw compilationError(
    "003008",
    "42601",
    `Invalid object type '${on}' for privilege '${wrong}' near '${cursor.token.text}'.`,
  );
}

/** The privileges one by one; without an object, those on an object to come. */
export function expand(privileges: Privileges, kinds: Kinds, target: Target, object?: CatalogObject): string[] {
  const grantable = target.kind === "ACCOUNT" || !object ? undefined : target.kind.grantable?.(object);
  if (privileges.all) return privilegesOf(kinds, target).filter((word) => grantable?.includes(word) ?? true);
  const wrong = privileges.words.find((word) => grantable && !grantable.includes(word));
  if (wrong !== undefined) throw unsupported(`${wrong} on this ${object?.kind.toLowerCase()}`);
  return privileges.words;
}

function privilegesOf(kinds: Kinds, { kind }: Target): string[] {
  if (kind === "ACCOUNT") return globalPrivileges(kinds);
  const inside = kinds.all.filter(({ container }) => container === kind.kind).map((child) => child.createPrivilege);
  return [...new Set([...kind.privileges, ...inside])];
}
