import type { Catalog } from "../catalog/catalog";
import type { Grant } from "../catalog/grants";
import { SqlError } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { Context } from "./context";

/** How a REVOKE goes about it. */
export interface RevokeOptions {
  /** GRANT OPTION FOR: the privilege stays. */
  optionOnly: boolean;
  /** CASCADE: with what was given on. */
  cascade: boolean;
}

/** Reads `[RESTRICT | CASCADE]`. */
export function readCascade(cursor: Cursor): boolean {
  const cascade = cursor.accept("CASCADE");
  if (!cascade) cursor.accept("RESTRICT");
  return cascade;
}

/** Takes grants back; 003935 when some were given on and stay, since CASCADE is not said. */
export function takeBack({ catalog }: Context, grants: readonly Grant[], options: RevokeOptions): void {
  const kept = options.cascade ? [] : grants.filter((grant) => givenOn(catalog, grant).length > 0);
  const taken = grants.filter((grant) => !kept.includes(grant));
  for (const grant of taken) takeOne(catalog, grant, options);
  if (kept.length === 0) return;
  throw new SqlError(
    "003935",
    "23001",
    `Revoke partially executed: ${taken.length} grant(s) revoked, ${kept.length} grant(s) skipped due to dependent grants and no CASCADE is specified.`,
  );
}

function takeOne(catalog: Catalog, grant: Grant, { optionOnly }: Pick<RevokeOptions, "optionOnly">): void {
  const dependents = givenOn(catalog, grant);
  if (optionOnly) grant.withGrantOption = false;
  else catalog.grants.remove(grant);
  for (const dependent of dependents) takeOne(catalog, dependent, { optionOnly: false });
}

/** The grants that nobody could have made without this one. */
function givenOn(catalog: Catalog, { privilege, on, to, by, withGrantOption }: Grant): Grant[] {
  if (!withGrantOption || catalog.lookup(on)?.owner === to) return [];
  const isParallel = catalog.grants.held(privilege, on, to).some((other) => other.by !== by && other.withGrantOption);
  return isParallel ? [] : catalog.grants.on(on).filter((grant) => grant.privilege === privilege && grant.by === to);
}
