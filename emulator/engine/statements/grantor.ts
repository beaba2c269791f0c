import type { Grant } from "../catalog/grants";
import type { CatalogObject } from "../catalog/object";
import type { Context } from "./context";

/**
 * Id of the role that a grant of the session counts as given by: the owner, else one that has the privilege to pass on,
 * else, with MANAGE GRANTS, the owner again. Undefined when the session may not give it; null is Snowflake itself.
 */
export function grantorOf(context: Context, object: CatalogObject, privilege: string): number | null | undefined {
  const { access, catalog } = context;
  const manager = managerOf(context, object);
  if (access.owns(manager)) return manager.owner;
  const passing = catalog.grants
    .on(object.id)
    .find((grant) => grant.privilege === privilege && grant.withGrantOption && access.all.has(grant.to));
  if (passing && manager === object) return passing.to;
  return access.managesGrants ? object.owner : undefined;
}

/** Whether the session may take a grant back: only its own, unless it manages grants. */
export function mayRevoke(context: Context, object: CatalogObject, { by }: Grant): boolean {
  const { access } = context;
  const manager = managerOf(context, object);
  if (access.managesGrants || (manager !== object && access.owns(manager))) return true;
  return by === null ? access.owns(object) : access.all.has(by);
}

/** Whose owner decides about grants on an object: in a schema with managed access the schema. */
export function managerOf({ catalog }: Context, object: CatalogObject): CatalogObject {
  const container = catalog.lookup(object.parent);
  return container?.properties["managedAccess"] === true ? container : object;
}
