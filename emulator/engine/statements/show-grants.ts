import { accountId } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import type { StatementResult } from "../result";
import { text } from "../result";
import { insufficientPrivileges } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import type { Action, Context, Kinds } from "./context";
import { granted, kindWord, ownership, privileges, roleGrants } from "./grant-rows";
import { findGrantee, readRole } from "./grantee";
import { managerOf } from "./grantor";
import { readObjectName } from "./object-name";
import { requireObject } from "./resolve";
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
