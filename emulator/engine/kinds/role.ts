import { rolesGrantedTo, systemRoles } from "../catalog/access";
import { fixed } from "../result";
import { insufficientPrivileges } from "../sql-error";
import type { Kind } from "../statements/kind";
import { comment } from "../statements/options";
import * as show from "../statements/show-columns";

/** ROLE: https://docs.snowflake.com/en/sql-reference/sql/create-role */
export const role: Kind = {
  kind: "ROLE",
  words: ["ROLE"],
  plural: ["ROLES"],
  noun: "Role",
  space: "ROLE",
  container: "ACCOUNT",
  createPrivilege: "CREATE ROLE",
  privileges: ["USAGE"],
  orAlter: true,
  taggable: true,
  options: { COMMENT: comment },

  /** What the role owned goes to the role that drops it. */
  dropping({ catalog, access }, object) {
    if (Object.hasOwn(systemRoles, object.name)) throw insufficientPrivileges("ROLE", object.name);
    for (const owned of catalog.everything()) {
      if (owned.owner === object.id) owned.owner = access.role?.id ?? null;
    }
  },

  show: {
    cap: "cut",
    columns: [
      show.createdOn,
      show.name,
      show.isDefault("DEFAULT_ROLE"),
      show.textColumn("is_current", (object, { session }) => show.flag(session.role === object.name)),
      show.textColumn("is_inherited", (object, { access }) =>
        show.flag(access.all.has(object.id) && access.role?.id !== object.id),
      ),
      {
        column: fixed("assigned_to_users"),
        cell: (object, { catalog }) =>
          String(catalog.grants.on(object.id).filter(({ to }) => catalog.lookup(to)?.kind === "USER").length),
      },
      {
        column: fixed("granted_to_roles"),
        cell: (object, { catalog }) =>
          String(catalog.grants.on(object.id).filter(({ to }) => catalog.lookup(to)?.kind === "ROLE").length),
      },
      {
        column: fixed("granted_roles"),
        cell: (object, { catalog }) => String(rolesGrantedTo(catalog, object.id).length),
      },
      show.owner,
      show.commentColumn,
    ],
    terse: [
      show.createdOn,
      show.name,
      show.constant("kind", null),
      show.constant("database_name", null),
      show.constant("schema_name", null),
    ],
  },
};
