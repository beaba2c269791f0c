import { accountId } from "../catalog/catalog";
import type { Grant } from "../catalog/grants";
import type { CatalogObject } from "../catalog/object";
import type { Cell, StatementResult } from "../result";
import { statementTypes, text, timestampCell, timestampLtz } from "../result";
import { insufficientPrivileges, missing } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";
import type { Action, Context, Kinds } from "./context";
import { readObjectName } from "./object-name";
import { pathOf, requireObject } from "./resolve";

/** SHOW GRANTS, after these words. */
export function parseShowGrants(cursor: Cursor, kinds: Kinds): Action {
  const action = readForm(cursor, kinds);
  cursor.expectEnd();
  return action;
}

function readForm(cursor: Cursor, kinds: Kinds): Action {
  if (cursor.accept("ON", "ACCOUNT")) return (context) => grantsOn(context, context.catalog.account);
  if (cursor.accept("ON")) {
    const kind = kinds.read(cursor);
    const name = readObjectName(cursor, kind);
    return (context) => grantsOn(context, requireObject(context, kind, name, "SHOW GRANTS"));
  }
  if (cursor.accept("OF", "ROLE")) {
    const [name] = cursor.name().parts;
    return (context) => grantsOf(context, grantee(context, "ROLE", name as string));
  }
  if (cursor.accept("TO", "USER")) {
    const [name] = cursor.name().parts;
    return (context) => grantsToUser(context, name as string);
  }
  if (cursor.accept("TO")) {
    cursor.expect("ROLE");
    const [name] = cursor.name().parts;
    return (context) => grantsToRole(context, grantee(context, "ROLE", name as string));
  }
  return (context) => grantsToUser(context, context.session.user);
}

function grantsOn(context: Context, object: CatalogObject): StatementResult {
  if (object.id !== accountId && !context.access.sees(object)) throw insufficientPrivileges(object.kind, object.name);
  return privileges([
    ...ownership(context, object),
    ...context.catalog.grants.on(object.id).flatMap((grant) => row(context, grant)),
  ]);
}

function grantsToRole(context: Context, role: CatalogObject): StatementResult {
  const owned = context.catalog.everything().filter((object) => object.owner === role.id);
  return privileges([
    ...context.catalog.grants.to(role.id).flatMap((grant) => row(context, grant)),
    ...owned.flatMap((object) => ownership(context, object)),
  ]);
}

function grantsToUser(context: Context, name: string): StatementResult {
  const user = grantee(context, "USER", name);
  return roleGrants(context, context.catalog.grants.to(user.id));
}

function grantsOf(context: Context, role: CatalogObject): StatementResult {
  return roleGrants(context, context.catalog.grants.on(role.id));
}

function roleGrants(context: Context, grants: readonly Grant[]): StatementResult {
  const { catalog } = context;
  return {
    columns: [
      timestampLtz("created_on"),
      ...["role", "granted_to", "grantee_name", "granted_by"].map((name) => text(name)),
    ],
    rows: grants.map((grant) => {
      const to = catalog.get(grant.to);
      return [timestampCell(grant.createdOn), catalog.get(grant.on).name, to.kind, to.name, nameOf(context, grant.by)];
    }),
    statementTypeId: statementTypes.show,
  };
}

function privileges(rows: Cell[][]): StatementResult {
  const names = ["privilege", "granted_on", "name", "granted_to", "grantee_name", "grant_option", "granted_by"];
  return {
    columns: [timestampLtz("created_on"), ...names.map((name) => text(name))],
    rows,
    statementTypeId: statementTypes.show,
  };
}

/** Grants on what is dropped are not shown. */
function row(context: Context, grant: Grant): Cell[][] {
  const { catalog } = context;
  const object = catalog.lookup(grant.on);
  const to = catalog.lookup(grant.to);
  if (!object || !to || object.droppedOn !== null) return [];
  return [
    [
      timestampCell(grant.createdOn),
      grant.privilege,
      object.kind.replaceAll(" ", "_"),
      grantedName(context, object),
      to.kind,
      to.name,
      String(grant.withGrantOption),
      nameOf(context, grant.by),
    ],
  ];
}

function ownership(context: Context, object: CatalogObject): Cell[][] {
  if (object.owner === null) return [];
  const owner = nameOf(context, object.owner);
  const name = grantedName(context, object);
  const kind = object.kind.replaceAll(" ", "_");
  return [[timestampCell(object.createdOn), "OWNERSHIP", kind, name, "ROLE", owner, "true", owner]];
}

function grantedName(context: Context, object: CatalogObject): string {
  const kind = context.kinds.all.find((one) => one.kind === object.kind);
  const path = pathOf(context, object);
  return qualifiedText(kind?.grantName ? [...path.slice(0, -1), kind.grantName(object)] : path);
}

function grantee({ catalog }: Context, kind: "ROLE" | "USER", name: string): CatalogObject {
  const found = catalog.find(accountId, kind, name);
  if (!found) throw missing(kind === "ROLE" ? "Role" : "User", name);
  return found;
}

function nameOf({ catalog }: Context, id: number | null): string {
  return id === null ? "" : (catalog.lookup(id)?.name ?? "");
}
