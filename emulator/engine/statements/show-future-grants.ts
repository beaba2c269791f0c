import type { FutureGrant } from "../catalog/future-grants";
import type { Cell } from "../result";
import { statementTypes, text, timestampCell, timestampLtz } from "../result";
import type { Cursor } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";
import type { Action, Context, Kinds } from "./context";
import { findGrantee, readRole } from "./grantee";
import { pathOf, requireObject } from "./resolve";
import { readRows } from "./show-clauses";

/** SHOW FUTURE GRANTS {IN {SCHEMA s | DATABASE d} | TO [DATABASE] ROLE r} [LIMIT n], after the word GRANTS. */
export function parseShowFutureGrants(cursor: Cursor, kinds: Kinds): Action {
  const find = readScope(cursor, kinds);
  const rows = readRows(cursor);
  cursor.expectEnd();
  const names = ["privilege", "grant_on", "name", "grant_to", "grantee_name", "grant_option"];
  return (context) => ({
    columns: [timestampLtz("created_on"), ...names.map((name) => text(name))],
    rows: rows(find(context).flatMap((grant) => row(context, grant))),
    statementTypeId: statementTypes.show,
  });
}

function readScope(cursor: Cursor, kinds: Kinds): (context: Context) => FutureGrant[] {
  if (cursor.accept("TO")) {
    if (!cursor.at("ROLE") && !cursor.at("DATABASE", "ROLE")) cursor.unexpected();
    const role = readRole(cursor);
    return (context) => context.catalog.futureGrants.to(findGrantee(context, role, "SHOW GRANTS").id);
  }
  cursor.expect("IN");
  const container = kinds.get(cursor.oneOf("SCHEMA", "DATABASE"));
  const name = cursor.name(container.container === "ACCOUNT" ? 1 : 2);
  return (context) => context.catalog.futureGrants.in(requireObject(context, container, name, "SHOW GRANTS").id);
}

/** Those in a container that is dropped are not shown. */
function row(context: Context, { privilege, kind, in: id, to, withGrantOption, createdOn }: FutureGrant): Cell[][] {
  const { catalog } = context;
  const container = catalog.get(id);
  if (!catalog.isLive(container)) return [];
  const word = kind.replaceAll(" ", "_");
  const name = `${qualifiedText(pathOf(context, container))}.<${word}>`;
  const role = catalog.get(to);
  const grantee = [role.kind.replaceAll(" ", "_"), role.name];
  return [[timestampCell(createdOn), privilege, word, name, ...grantee, String(withGrantOption)]];
}
