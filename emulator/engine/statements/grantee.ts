import { accountId } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { missing, unsupported } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { QualifiedName } from "../syntax/name";
import type { Context } from "./context";
import { requireObject } from "./resolve";

/** Who is given something, as a statement names it. */
export interface Grantee {
  kind: "ROLE" | "DATABASE ROLE" | "USER";
  name: QualifiedName;
}

/** Reads `[ROLE] r` or `DATABASE ROLE d.r`. */
export function readRole(cursor: Cursor): Grantee {
  if (cursor.accept("DATABASE", "ROLE")) return { kind: "DATABASE ROLE", name: cursor.name(2) };
  cursor.accept("ROLE");
  return { kind: "ROLE", name: cursor.name(1) };
}

/** Reads the same with the words, or `USER u`. */
export function readRoleOrUser(cursor: Cursor): Grantee {
  if (cursor.accept("USER")) return { kind: "USER", name: cursor.name(1) };
  if (!cursor.at("ROLE") && !cursor.at("DATABASE", "ROLE")) cursor.unexpected();
  return readRole(cursor);
}

/** The role or user; 002003 when there is none. */
export function findGrantee(context: Context, { kind, name }: Grantee, doing = "GRANT"): CatalogObject {
  if (kind === "DATABASE ROLE") return requireObject(context, context.kinds.get(kind), name, doing);
  const found = context.catalog.find(accountId, kind, name.parts[0] as string);
  if (!found) throw missing(kind === "ROLE" ? "Role" : "User", name.text);
  return found;
}

/** A database role has privileges on its database and what is in it, and on nothing else. */
export function requireWithinReach({ catalog }: Context, grantee: CatalogObject, object: CatalogObject): void {
  if (grantee.kind !== "DATABASE ROLE") return;
  let at: CatalogObject | undefined = object;
  while (at && at.id !== grantee.parent) at = catalog.lookup(at.parent);
  if (!at) throw unsupported(`GRANT to a database role on what is not in its database: ${object.name}`);
}
