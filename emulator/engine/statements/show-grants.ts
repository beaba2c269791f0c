import { isRole } from "../catalog/access";
import { accountId } from "../catalog/catalog";
import type { Grant } from "../catalog/grants";
import type { CatalogObject } from "../catalog/object";
import type { Cell, StatementResult } from "../result";
import { statementTypes, text, timestampCell, timestampLtz } from "../result";
import { insufficientPrivileges } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";
import type { Action, Context, Kinds } from "./context";
import { findGrantee, readRole } from "./grantee";
import { managerOf } from "./grantor";
import { readObjectName } from "./object-name";
import { pathOf, requireObject } from "./resolve";
import { readRows } from "./show-clauses";

/** SHOW GRANTS, after these words. */
export function parseShowGrants(cursor: Cursor, kinds: Kinds): Action {
  const answer = readForm(cursor, kinds);
  const limited = readRows(cursor);
  cursor.expectEnd();
  return (context) => {
    const result = answer(context);
    return { ...result, rows: limited(result.rows) };
  };
}

function readForm(cursor: Cursor, kinds: Kinds): Action {
  if (cursor.accept("ON", "ACCOUNT")) return (context) => grantsOn(context, context.catalog.account);
  if (cursor.accept("ON")) {
    const kind = kinds.read(cursor);
    const name = readObjectName(cursor, kind);
    return (context) => grantsOn(context, requireObject(context, kind, name, "SHOW GRANTS"));
  }
  if (cursor.accept("OF")) {
    const role = readNamedRole(cursor);
    return (context) => grantsOf(context, findGrantee(context, role, "SHOW GRANTS"));
  }
  if (cursor.accept("TO", "USER")) {
    const name = cursor.name(1);
    return (context) => grantsToUser(context, findGrantee(context, { kind: "USER", name }));
  }
  if (cursor.accept("TO")) {
    const role = readNamedRole(cursor);
    return (context) => grantsToRole(context, findGrantee(context, role, "SHOW GRANTS"));
  }
  return (context) => {
    const { user } = context.session;
    return grantsToUser(context, findGrantee(context, { kind: "USER", name: { parts: [user], text: user } }));
  };
}

function readNamedRole(cursor: Cursor) {
  if (!cursor.at("ROLE") && !cursor.at("DATABASE", "ROLE")) cursor.unexpected();
  return readRole(cursor);
}

/** Says besides of what kind the role is that granted; in a schema with managed access nobody can grant on. */
function grantsOn(context: Context, object: CatalogObject): StatementResult {
  const { access, catalog } = context;
  if (object.id !== accountId && !access.sees(object)) throw insufficientPrivileges(object.kind, object.name);
  const isManaged = managerOf(context, object) !== object;
  const all = [...ownership(context, object), ...granted(context, catalog.grants.on(object.id))];
  const listed = privileges(all.map((one) => (isManaged ? { ...one, option: false } : one)));
  return {
    ...listed,
    columns: [...listed.columns, text("granted_by_role_type")],
    rows: listed.rows.map((row, i) => [...row, kindWord(catalog.lookup(all[i]?.by ?? -1))]),
  };
}

function grantsToRole(context: Context, role: CatalogObject): StatementResult {
  const owned = context.catalog.everything().filter((object) => object.owner === role.id);
  return privileges([
    ...granted(context, context.catalog.grants.to(role.id)),
    ...owned.flatMap((object) => ownership(context, object)),
  ]);
}

function grantsToUser(context: Context, user: CatalogObject): StatementResult {
  return roleGrants(context, context.catalog.grants.to(user.id));
}

function grantsOf(context: Context, role: CatalogObject): StatementResult {
  return roleGrants(context, context.catalog.grants.on(role.id));
}

/** A role of a database stands there with the name of that. */
function roleGrants(context: Context, grants: readonly Grant[]): StatementResult {
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

/** A privilege as SHOW GRANTS lists it. */
interface Listed {
  /** From the time to the name of who has it. */
  cells: Cell[];
  option: boolean;
  grantor: string;
  /** Id of the grantor. */
  by: number | null;
}

function privileges(listed: readonly Listed[]): StatementResult {
  const names = ["privilege", "granted_on", "name", "granted_to", "grantee_name", "grant_option", "granted_by"];
  return {
    columns: [timestampLtz("created_on"), ...names.map((name) => text(name))],
    rows: listed.map(({ cells, option, grantor }) => [...cells, String(option), grantor]),
    statementTypeId: statementTypes.show,
  };
}

/** Grants on what is dropped, and grants to it, are not shown. */
function live({ catalog }: Context, grants: readonly Grant[]): Grant[] {
  const isLive = (id: number) => {
    const object = catalog.lookup(id);
    return object !== undefined && catalog.isLive(object);
  };
  return grants.filter(({ on, to }) => isLive(on) && isLive(to));
}

function granted(context: Context, grants: readonly Grant[]): Listed[] {
  return live(context, grants).map(({ createdOn, privilege, on, to, withGrantOption: option, by }) => {
    const object = context.catalog.get(on);
    const grantee = context.catalog.get(to);
    const names = [kindWord(object), grantedName(context, object), kindWord(grantee), grantee.name];
    return { cells: [timestampCell(createdOn), privilege, ...names], option, grantor: grantorName(context, by), by };
  });
}

function ownership(context: Context, object: CatalogObject): Listed[] {
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

/** Nothing for Snowflake itself. */
function kindWord(object: CatalogObject | undefined): string {
  return object?.kind.replaceAll(" ", "_") ?? "";
}

function grantorName({ catalog }: Context, id: number | null): string {
  const role = id === null ? undefined : catalog.lookup(id);
  return role && isRole(role) ? role.name : "";
}
