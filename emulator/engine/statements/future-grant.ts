import type { FutureGrant } from "../catalog/future-grants";
import type { CatalogObject } from "../catalog/object";
import { insufficientPrivileges, unsupported } from "../sql-error";
import type { Context } from "./context";
import type { Target } from "./grant-target";
import { requireWithinReach } from "./grantee";
import type { CreateDraft, Kind } from "./kind";

/** GRANT … ON FUTURE … IN a database or schema. */
export function grantFuture(
  context: Context,
  target: Target,
  grantee: CatalogObject,
  { privileges, withGrantOption }: { privileges: readonly string[]; withGrantOption: boolean },
): void {
  const { catalog } = context;
  const { container, kind } = placeOf(context, target);
  requireWithinReach(context, grantee, container);
  const existing = catalog.futureGrants.in(container.id).filter((grant) => grant.kind === kind.kind);
  const owns = (grant: FutureGrant) => grant.privilege === "OWNERSHIP" && grant.to !== grantee.id;
  if (privileges.includes("OWNERSHIP") && existing.some(owns))
    throw unsupported("OWNERSHIP ON FUTURE of a second role");
  checkFuture(kind, existing, grantee, { given: privileges, taken: [] });
  const createdOn = catalog.stamp();
  for (const privilege of privileges) {
    const grant = { privilege, kind: kind.kind, in: container.id, to: grantee.id, withGrantOption, createdOn };
    catalog.futureGrants.add(grant);
  }
}

/** REVOKE … ON FUTURE …: what is granted already stays. */
export function revokeFuture(
  context: Context,
  target: Target,
  grantee: CatalogObject,
  { privileges, optionOnly }: { privileges: readonly string[]; optionOnly: boolean },
): void {
  const { futureGrants } = context.catalog;
  const { container, kind } = placeOf(context, target);
  const existing = futureGrants.in(container.id).filter((grant) => grant.kind === kind.kind);
  if (!optionOnly) checkFuture(kind, existing, grantee, { given: [], taken: privileges });
  for (const grant of existing) {
    if (grant.to !== grantee.id || !privileges.includes(grant.privilege)) continue;
    if (optionOnly) grant.withGrantOption = false;
    else futureGrants.remove(grant);
  }
}

/** Gives an object that was created what was promised for its kind; the promises of the schema hide the database's. */
export function applyFutureGrants(context: Context, kind: Kind, object: CatalogObject, draft: CreateDraft): void {
  const { catalog } = context;
  if (keepsGrants(draft)) return;
  const container = catalog.get(object.parent);
  const grants = promised(context, container, kind).filter(
    ({ privilege }) => privilege === "OWNERSHIP" || (kind.grantable?.(object).includes(privilege) ?? true),
  );
  const owner = grants.find(({ privilege }) => privilege === "OWNERSHIP");
  if (owner && (owner.in === container.id || container.properties["managedAccess"] !== true)) object.owner = owner.to;
  const { createdOn } = object;
  for (const { privilege, to, withGrantOption } of grants) {
    if (privilege === "OWNERSHIP") continue;
    catalog.grants.add({ privilege, on: object.id, to, withGrantOption, by: object.owner, createdOn });
  }
}

function promised({ catalog }: Context, container: CatalogObject, { kind }: Kind): FutureGrant[] {
  const own = catalog.futureGrants.in(container.id).filter((grant) => grant.kind === kind);
  if (own.length > 0 || container.kind !== "SCHEMA") return own;
  return catalog.futureGrants.in(container.parent).filter((grant) => grant.kind === kind);
}

/** COPY GRANTS: those of the object that it replaces or copies, instead of those to come. */
function keepsGrants({ clauses }: CreateDraft): boolean {
  const definition = clauses["definition"] as { copyGrants?: boolean } | undefined;
  return clauses["copyGrants"] === true || definition?.copyGrants === true;
}

/** It takes MANAGE GRANTS, or in a schema with managed access its ownership. */
function placeOf(context: Context, target: Target): { container: CatalogObject; kind: Kind } {
  const { access } = context;
  const container = target.container?.(context);
  if (!container || target.kind === "ACCOUNT") throw new Error("no container of what is to come");
  const manages = container.properties["managedAccess"] === true && access.owns(container);
  if (!manages && !access.managesGrants) throw insufficientPrivileges(container.kind, container.name);
  return { container, kind: target.kind };
}

function checkFuture(
  kind: Kind,
  existing: readonly FutureGrant[],
  grantee: CatalogObject,
  { given, taken }: { given: readonly string[]; taken: readonly string[] },
): void {
  const held = new Set([...existing.filter(({ to }) => to === grantee.id).map(({ privilege }) => privilege), ...given]);
  for (const privilege of taken) held.delete(privilege);
  kind.checkHeld?.(undefined, held);
}
