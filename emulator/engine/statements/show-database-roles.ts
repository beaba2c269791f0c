import { given, givenTo } from "../kinds/role-columns";
import type { Cursor } from "../syntax/cursor";
import type { Action } from "./context";
import { objectsIn, table } from "./show";
import { chooseRows, readLike, readPaging } from "./show-clauses";
import * as show from "./show-columns";

const columns = [
  show.createdOn,
  show.name,
  show.constant("is_default", "N"),
  show.constant("is_current", "N"),
  show.textColumn("is_inherited", (role, { access }) => show.flag(access.all.has(role.id))),
  givenTo("granted_to_roles", "ROLE"),
  givenTo("granted_to_database_roles", "DATABASE ROLE"),
  given("granted_database_roles", "DATABASE ROLE"),
  show.owner,
  show.commentColumn,
  show.ownerRoleType,
];

/** SHOW DATABASE ROLES [LIKE 's'] IN DATABASE d [LIMIT …], after the word ROLES; the database has to be named. */
export function parseShowDatabaseRoles(cursor: Cursor): Action {
  const like = readLike(cursor);
  cursor.expect("IN", "DATABASE");
  const scope = { kind: "DATABASE", name: cursor.name(1) } as const;
  const clauses = { ...like, ...readPaging(cursor) };
  cursor.expectEnd();
  return (context) => {
    const roles = objectsIn(context, ["DATABASE ROLE"], "DATABASE", scope);
    return table(context, columns, chooseRows(roles, clauses, "cut"));
  };
}
