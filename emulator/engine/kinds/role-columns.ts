import { rolesGrantedTo } from "../catalog/access";
import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { fixed } from "../result";
import type { Context } from "../statements/context";
import type { ShowColumn } from "../statements/kind";

type Grantee = "USER" | "ROLE" | "DATABASE ROLE";

/** A column with how many of a kind were given the role. */
export function givenTo(name: string, kind: Grantee): ShowColumn {
  return {
    column: fixed(name),
    cell: ({ id }, { catalog }) => {
      const grantees = catalog.grants.on(id).filter(({ privilege }) => privilege === "USAGE");
      return count(
        catalog,
        grantees.map(({ to }) => to),
        kind,
      );
    },
  };
}

/** A column with how many roles of a kind the role was given. */
export function given(name: string, kind: Grantee): ShowColumn {
  return { column: fixed(name), cell: ({ id }, { catalog }) => count(catalog, rolesGrantedTo(catalog, id), kind) };
}

/** Before a role is dropped: what it owned goes to the role that drops it. */
export function passOwnershipOn({ catalog, access }: Context, role: CatalogObject): void {
  for (const owned of catalog.everything()) {
    if (owned.owner === role.id) owned.owner = access.role?.id ?? null;
  }
}

function count(catalog: Catalog, ids: readonly number[], kind: Grantee): string {
  const objects = [...new Set(ids)].map((id) => catalog.lookup(id));
  return String(objects.filter((object) => object?.kind === kind && catalog.isLive(object)).length);
}
