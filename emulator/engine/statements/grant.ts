import type { CatalogObject } from "../catalog/object";
import { executed, status } from "../result";
import { insufficientPrivileges, SqlError } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { Action, Context, Kinds } from "./context";
import { grantFuture, revokeFuture } from "./future-grant";
import type { Target } from "./grant-target";
import { checkPrivileges, expand, readPrivileges, readTarget } from "./grant-target";
import { findGrantee, readRole, requireWithinReach } from "./grantee";
import { grantorOf, mayRevoke } from "./grantor";
import { giveOwnership, readCurrentGrants } from "./ownership";
import { parseGrantRole, parseRevokeRole } from "./role-grant";
import { readCascade, takeBack } from "./take-back";

/** GRANT, after the word. */
export function parseGrant(cursor: Cursor, kinds: Kinds): Action {
  const ofRole = parseGrantRole(cursor);
  if (ofRole) return ofRole;
  const privileges = readPrivileges(cursor);
  const target = readTarget(cursor, kinds);
  checkPrivileges(cursor, kinds, privileges, target);
  cursor.expect("TO");
  const role = readRole(cursor);
  const currentGrants = privileges.owner ? readCurrentGrants(cursor) : undefined;
  const withGrantOption = cursor.accept("WITH", "GRANT", "OPTION");
  cursor.expectEnd();
  return (context) => {
    const grantee = findGrantee(context, role);
    if (target.container) {
      grantFuture(context, target, grantee, { privileges: expand(privileges, kinds, target), withGrantOption });
    } else if (privileges.owner) {
      giveOwnership(context, target.objects(context), grantee, currentGrants);
    } else {
      const wanted = target.objects(context).map((object) => ({ object, ...givable(object) }));
      for (const { object, given } of wanted) give(context, object, grantee, given, withGrantOption);
      refuseRest(wanted.flatMap(({ refused }) => refused));
    }
    return status(executed);

    function givable(object: CatalogObject) {
      requireWithinReach(context, grantee, object);
      const words = expand(privileges, kinds, target, object);
      checkHeld(context, target, { object, grantee, given: words, taken: [] });
      const given = words.filter((word) => grantorOf(context, object, word) !== undefined);
      if (given.length === 0 && words.length > 0) throw insufficientPrivileges(object.kind, object.name);
      return { given, refused: words.filter((word) => !given.includes(word)) };
    }
  };
}

/** REVOKE, after the word. */
export function parseRevoke(cursor: Cursor, kinds: Kinds): Action {
  const optionOnly = cursor.accept("GRANT", "OPTION", "FOR");
  const ofRole = parseRevokeRole(cursor, { optionOnly });
  if (ofRole) return ofRole;
  const token = cursor.token;
  const privileges = readPrivileges(cursor);
  const target = readTarget(cursor, kinds);
  if (privileges.owner && !target.container) cursor.unexpected(token);
  checkPrivileges(cursor, kinds, privileges, target);
  cursor.expect("FROM");
  const role = readRole(cursor);
  const cascade = readCascade(cursor);
  cursor.expectEnd();
  return (context) => {
    const grantee = findGrantee(context, role);
    if (target.container) {
      revokeFuture(context, target, grantee, { privileges: expand(privileges, kinds, target), optionOnly });
      return status(executed);
    }
    const grants = target.objects(context).flatMap((object) => {
      const taken = expand(privileges, kinds, target, object);
      if (!optionOnly) checkHeld(context, target, { object, grantee, given: [], taken });
      const held = taken.flatMap((word) => context.catalog.grants.held(word, object.id, grantee.id));
      if (!privileges.all) requireGrantor(context, object, taken);
      return held.filter((grant) => mayRevoke(context, object, grant));
    });
    takeBack(context, grants, { optionOnly, cascade });
    return status(executed);
  };
}

function give(
  context: Context,
  object: CatalogObject,
  grantee: CatalogObject,
  privileges: readonly string[],
  withGrantOption: boolean,
): void {
  const { catalog } = context;
  const createdOn = catalog.stamp();
  for (const privilege of privileges) {
    const by = grantorOf(context, object, privilege) ?? null;
    catalog.grants.add({ privilege, on: object.id, to: grantee.id, withGrantOption, by, createdOn });
  }
}

/** 003011 for privileges that the role could not give; the others are given all the same. */
function refuseRest(refused: readonly string[]): void {
  if (refused.length === 0) return;
  const list = [...new Set(refused)].join(", ");
  throw new SqlError("003011", "42501", `Grant partially executed: privileges [${list}] not granted.`);
}

function requireGrantor(context: Context, object: CatalogObject, privileges: readonly string[]): void {
  if (privileges.every((privilege) => grantorOf(context, object, privilege) !== undefined)) return;
  throw insufficientPrivileges(object.kind, object.name);
}

function checkHeld(
  { catalog }: Context,
  { kind }: Target,
  change: { object: CatalogObject; grantee: CatalogObject; given: readonly string[]; taken: readonly string[] },
): void {
  if (kind === "ACCOUNT" || !kind.checkHeld) return;
  const { object, grantee, given, taken } = change;
  const grants = catalog.grants.on(object.id).filter(({ to }) => to === grantee.id);
  const held = new Set([...grants.map(({ privilege }) => privilege), ...given]);
  for (const privilege of taken) held.delete(privilege);
  kind.checkHeld(object, held);
}
