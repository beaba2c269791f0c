import { InvalidArgumentError } from "../../provider/client/errors";
import { raw, type Sql, sql } from "../../provider/sql";
import type { DatabaseRoleReference } from "./database-role";
import { nameInSql } from "./grant-on";
import type { RoleReference } from "./role";
import type { Named } from "./spec";
import type { UserReference } from "./user";

/** A role of the account by its name. */
export interface RoleByName {
  /** Its name, or something that has it. */
  readonly role: string | Named;
}

/** A role of a database by its name. */
export interface DatabaseRoleByName {
  /** Its full name, `DB.ROLE`, or something that has it. */
  readonly databaseRole: string | Named;
}

/** A user by name. */
export interface UserByName {
  /** The name, or something that has it. */
  readonly user: string | Named;
}

/** A role of the account; a text is its name. */
export type AccountRole = string | RoleReference | RoleByName;

/** A role of a database. */
export type DatabaseRoleName = DatabaseRoleReference | DatabaseRoleByName;

/** A user. */
export type UserName = UserReference | UserByName;

/** A role of either sort; a text is the name of an account role. */
export type AnyRole = AccountRole | DatabaseRoleName;

/** Who is granted a role. A text would not say whether it names a role or a user. */
export type Grantee = Exclude<AccountRole, string> | DatabaseRoleName | UserName;

/** `ROLE R`, `DATABASE ROLE DB.R` or `USER U`. @throws InvalidArgumentError if it is none of them. */
export function granteeInSql(grantee: AnyRole | Grantee): Sql {
  if (typeof grantee === "string") return sql`ROLE ${nameInSql("role", grantee, 1)}`;
  if ("securable" in grantee) {
    const { noun, name } = grantee.securable;
    if (["ROLE", "DATABASE ROLE", "USER"].includes(noun)) return sql`${raw(noun)} ${name}`;
    throw new InvalidArgumentError({ message: `A ${noun} has no privileges. Nothing was sent.` });
  }
  if ("role" in grantee) return sql`ROLE ${nameInSql("role", grantee.role, 1)}`;
  if ("databaseRole" in grantee) return sql`DATABASE ROLE ${nameInSql("databaseRole", grantee.databaseRole, 2)}`;
  return sql`USER ${nameInSql("user", grantee.user, 1)}`;
}

/** Whether it is a user. */
export function isUser(grantee: AnyRole | Grantee): grantee is UserName {
  if (typeof grantee === "string") return false;
  return "securable" in grantee ? grantee.securable.noun === "USER" : "user" in grantee;
}
