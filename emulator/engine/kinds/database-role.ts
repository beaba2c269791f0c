import { unsupported } from "../sql-error";
import type { Kind } from "../statements/kind";
import { comment } from "../statements/options";
import { parseShowDatabaseRoles } from "../statements/show-database-roles";
import { passOwnershipOn } from "./role-columns";

/** DATABASE ROLE: https://docs.snowflake.com/en/sql-reference/sql/create-database-role */
export const databaseRole: Kind = {
  kind: "DATABASE ROLE",
  words: ["DATABASE", "ROLE"],
  plural: ["DATABASE", "ROLES"],
  noun: "Database role",
  space: "DATABASE ROLE",
  container: "DATABASE",
  createPrivilege: "CREATE DATABASE ROLE",
  privileges: ["USAGE"],
  orAlter: true,
  taggable: true,
  options: { COMMENT: comment },

  /** It may use its database from the beginning. */
  created({ catalog }, role) {
    const { id, owner } = catalog.get(role.parent);
    const usage = { privilege: "USAGE", on: id, to: role.id, withGrantOption: false, by: owner };
    catalog.grants.add({ ...usage, createdOn: catalog.stamp() });
  },

  moving(_context, role, { container }) {
    if (container.id !== role.parent) throw unsupported("RENAME to another database");
  },

  /** A clone of the database has none. */
  copying: () => undefined,

  dropping: passOwnershipOn,
  reading: [{ words: ["SHOW", "DATABASE", "ROLES"], parse: parseShowDatabaseRoles }],
};
