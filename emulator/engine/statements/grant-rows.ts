import { isRole } from "../catalog/access";
import type { Grant } from "../catalog/grants";
import type { CatalogObject } from "../catalog/object";
import type { Cell, StatementResult } from "../result";
import { statementTypes, text, timestampCell, timestampLtz } from "../result";
import { qualifiedText } from "../syntax/name";
import type { Context } from "./context";
import { pathOf } from "./resolve";

/** A privilege as SHOW GRANTS lists it. */
export interface Listed {
  /** From the time to the name of who has it. */
  cells: Cell[];
  option: boolean;
  grantor: string;
  /** Id of the grantor. */
  by: number | null;
}

/** The answer with privileges. */
export function privileges(listed: readonly Listed[]): StatementResult {
  const names = ["privilege", "granted_on", "name", "granted_to", "grantee_name", "grant_option", "granted_by"];
  return {
    columns: [timestampLtz("created_on"), ...names.map((name) => text(name))],
    rows: listed.map(({ cells, option, grantor }) => [...cells, String(option), grantor]),
    statementTypeId: statementTypes.show,
  };
}

/** The answer with roles that were granted; one of a database stands there with the name of that. */
export function roleGrants(context: Context, grants: readonly Grant[]): StatementResult {
  const { catalog } = context;
  const nameOf = (object: CatalogObject) =>
    object.kind === "DATABASE ROLE" ? qualifiedText(pathOf(context, object)) : object.name;
  const rows = live(context, grants).map((grant): Cell[] => {
    const to = catalog.get(grant.to);
    const role = nameOf(catalog.get(grant.on));
    return [timestampCell(grant.createdOn), role, kindWord(to), nameOf(to), grantorName(context, grant.by)];
  });
  const names = ["role", "granted_to", "grantee_name", "granted_by"];
  const columns = [timestampLtz("created_on"), ...names.map((name) => text(name))];
  return { columns, rows, statementTypeId: statementTypes.show };
}

/** Grants on what is dropped, and grants to it, are not shown. */
function live({ catalog }: Context, grants: readonly Grant[]): Grant[] {
  const isLive = (id: number) => {
    const object = catalog.lookup(id);
    return object !== undefined && catalog.isLive(object);
  };
  return grants.filter(({ on, to }) => isLive(on) && isLive(to));
}

/** Grants as they are listed. */
export function granted(context: Context, grants: readonly Grant[]): Listed[] {
  return live(context, grants).map(({ createdOn, privilege, on, to, withGrantOption: option, by }) => {
    const object = context.catalog.get(on);
    const grantee = context.catalog.get(to);
    const names = [kindWord(object), grantedName(context, object), kindWord(grantee), grantee.name];
    return { cells: [timestampCell(createdOn), privilege, ...names], option, grantor: grantorName(context, by), by };
  });
}

/** The row of the owner; Snowflake itself has none. */
export function ownership(context: Context, object: CatalogObject): Listed[] {
  const owner = context.catalog.lookup(object.owner ?? -1);
  if (!owner) return [];
  const names = [kindWord(object), grantedName(context, object), kindWord(owner), owner.name];
  const cells = [timestampCell(object.createdOn), "OWNERSHIP", ...names];
  return [{ cells, option: true, grantor: owner.name, by: owner.id }];
}

function grantedName(context: Context, object: CatalogObject): string {
  const kind = context.kinds.all.find((one) => one.kind === object.kind);
  const path = pathOf(context, object);
  return qualifiedText(kind?.grantName ? [...path.slice(0, -1), kind.grantName(object)] : path);
}

/** The word for a kind; nothing for Snowflake itself. */
export function kindWord(object: CatalogObject | undefined): string {
  return object?.kind.replaceAll(" ", "_") ?? "";
}

function grantorName({ catalog }: Context, id: number | null): string {
  const role = id === null ? undefined : catalog.lookup(id);
  return role && isRole(role) ? role.name : "";
}
