import { systemRoles } from "../catalog/access";
import { insufficientPrivileges } from "../sql-error";
import type { Kind } from "../statements/kind";
import { comment } from "../statements/options";
import * as show from "../statements/show-columns";
import { given, givenTo, passOwnershipOn } from "./role-columns";

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

  dropping(context, object) {
    if (Object.hasOwn(systemRoles, object.name)) throw insufficientPrivileges("ROLE", object.name);
    passOwnershipOn(context, object);
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
      givenTo("assigned_to_users", "USER"),
      givenTo("granted_to_roles", "ROLE"),
      given("granted_roles", "ROLE"),
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
