import { isRole, rolesGrantedTo } from "../catalog/access";
import type { CatalogObject } from "../catalog/object";
import { executed, status } from "../result";
import { compilationError, insufficientPrivileges } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { Action, Context } from "./context";
import { findGrantee, readRole, readRoleOrUser, requireWithinReach } from "./grantee";
import { grantorOf, mayRevoke } from "./grantor";
import { readCascade, takeBack } from "./take-back";

/** GRANT [DATABASE] ROLE, after the word GRANT; undefined when no role is granted. */
export function parseGrantRole(cursor: Cursor): Action | undefined {
  if (!atRole(cursor)) return undefined;
  const named = readRole(cursor);
  cursor.expect("TO");
  const to = readRoleOrUser(cursor);
  const withGrantOption = to.kind !== "USER" && cursor.accept("WITH", "GRANT", "OPTION");
  cursor.expectEnd();
  return (context) => {
    const { catalog } = context;
    const role = findGrantee(context, named);
    const grantee = findGrantee(context, to);
    const by = requireGrantor(context, role);
    if (isRole(grantee)) requireWithinReach(context, grantee, role);
    refuseCycle(context, role, grantee);
    const createdOn = catalog.stamp();
    catalog.grants.add({ privilege: "USAGE", on: role.id, to: grantee.id, withGrantOption, by, createdOn });
    return status(executed);
  };
}

/** REVOKE [GRANT OPTION FOR] [DATABASE] ROLE, at the word that follows; undefined when no role is revoked. */
export function parseRevokeRole(cursor: Cursor, { optionOnly }: { optionOnly: boolean }): Action | undefined {
  if (!atRole(cursor)) return undefined;
  const named = readRole(cursor);
  cursor.expect("FROM");
  const token = cursor.token;
  const from = readRoleOrUser(cursor);
  if (from.kind === "USER" && optionOnly) cursor.unexpected(token);
  const cascade = from.kind !== "USER" && readCascade(cursor);
  cursor.expectEnd();
  return (context) => {
    const role = findGrantee(context, named);
    const grantee = findGrantee(context, from);
    requireGrantor(context, role);
    const held = context.catalog.grants.held("USAGE", role.id, grantee.id);
    takeBack(
      context,
      held.filter((grant) => mayRevoke(context, role, grant)),
      { optionOnly, cascade },
    );
    return status(executed);
  };
}

function atRole(cursor: Cursor): boolean {
  return cursor.at("ROLE") || cursor.at("DATABASE", "ROLE");
}

function requireGrantor(context: Context, role: CatalogObject): number | null {
  const by = grantorOf(context, role, "USAGE");
  if (by === undefined) throw insufficientPrivileges(role.kind, role.name);
  return by;
}

function refuseCycle({ catalog }: Context, role: CatalogObject, grantee: CatalogObject): void {
  const inside = new Set([role.id]);
  for (const id of inside) for (const granted of rolesGrantedTo(catalog, id)) inside.add(granted);
  if (!inside.has(grantee.id)) return;
  throw compilationError(
    "003096",
    "42501",
    `Cannot grant ${role.kind} ${role.name} to ${grantee.kind} ${grantee.name}: it would be a cycle.`,
  );
}
