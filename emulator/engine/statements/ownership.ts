import { isRole } from "../catalog/access";
import type { CatalogObject } from "../catalog/object";
import { insufficientPrivileges, SqlError } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";
import type { Context } from "./context";
import { requireWithinReach } from "./grantee";
import { pathOf } from "./resolve";

/** What becomes of the grants on an object whose owner changes. */
export type CurrentGrants = "COPY" | "REVOKE";

/** Reads `[{COPY | REVOKE} CURRENT GRANTS]`. */
export function readCurrentGrants(cursor: Cursor): CurrentGrants | undefined {
  if (!cursor.at("COPY") && !cursor.at("REVOKE")) return undefined;
  const what = cursor.oneOf("COPY", "REVOKE");
  cursor.expect("CURRENT", "GRANTS");
  return what;
}

/** Gives objects another owner; 003036 when others have grants on one and it is not said what becomes of them. */
export function giveOwnership(
  context: Context,
  objects: readonly CatalogObject[],
  grantee: CatalogObject,
  currentGrants: CurrentGrants | undefined,
): void {
  const { access, catalog, kinds } = context;
  const refused = objects.find((object) => !access.owns(object) && !access.managesGrants);
  if (refused) throw insufficientPrivileges(refused.kind, refused.name);
  if (currentGrants === "COPY" && !access.managesGrants && !access.all.has(grantee.id)) {
    throw insufficientPrivileges(grantee.kind, grantee.name);
  }
  for (const object of objects) {
    requireWithinReach(context, grantee, object);
    if (currentGrants === undefined) refuseGrants(context, object, grantee);
  }
  const [first] = objects;
  if (first) kinds.get(first.kind).transferring?.(context, objects, grantee.id);
  for (const object of objects) {
    object.owner = grantee.id;
    if (currentGrants === undefined) continue;
    const grants = [...catalog.grants.on(object.id)];
    for (const grant of grants) catalog.grants.remove(grant);
    if (currentGrants === "COPY") for (const grant of grants) catalog.grants.add({ ...grant, by: grantee.id });
  }
}

/** A role may change its owner whoever has it. */
function refuseGrants(context: Context, object: CatalogObject, grantee: CatalogObject): void {
  const [grant] = context.catalog.grants.on(object.id);
  if (!grant || isRole(object) || object.owner === grantee.id) return;
  const to = context.catalog.get(grant.to);
  throw new SqlError(
    "003036",
    "23001",
    `SQL execution error: Dependent grant of privilege '${grant.privilege}' on securable '${qualifiedText(pathOf(context, object))}' to role '${qualifiedText(pathOf(context, to))}' exists.  It must be revoked first.  More than one dependent grant may exist: use 'SHOW GRANTS' command to view them.  To revoke all dependent grants while transferring object ownership, use convenience command 'GRANT OWNERSHIP ON <target_objects> TO <target_role> REVOKE CURRENT GRANTS'.`,
  );
}
