import { rename } from "../../provider/resource/objects/drop";
import { role } from "../../provider/resources/role";
import type { StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import { Collection } from "./collection";
import type { Connection } from "./connection";
import type { DetailsOf, Found } from "./details";
import { type FactsOf, flag, number } from "./facts";
import type { AnyRole } from "./grant-to";
import { AnyRoleReference } from "./role-base";
import { readName, type SpecOf } from "./spec";

/** What a role shall be. */
export interface RoleSpec extends SpecOf<typeof role> {
  /** Its name as Snowflake reads it: `analyst` is `ANALYST`, `"data analyst"` keeps its quotes' content. */
  name: string;
}

const facts = {
  /** Whether it is the default role of the session's user. */
  isDefault: flag(),
  /** Whether it is the role of the session. */
  isCurrent: flag(),
  /** Whether the role of the session has all that it has. */
  isInherited: flag(),
  /** Users who have it. */
  assignedToUsers: number(),
  /** Roles that have it. */
  grantedToRoles: number(),
  /** Roles that it has. */
  grantedRoles: number(),
  /** Whether it comes from a user group of the organization. */
  isFromOrganizationUserGroup: flag(),
};

/** A role as it is. */
export interface Role extends Found, FactsOf<typeof facts>, DetailsOf<typeof role, RoleSpec> {}

const kind = { definition: role, facts };

/**
 * A reference to a role of the account.
 *
 * @see https://docs.snowflake.com/en/user-guide/security-access-control-overview
 */
export class RoleReference extends AnyRoleReference<RoleSpec, Role, AnyRole> {
  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
  }

  /**
   * Gives it another name; what it has, and who has it, stays.
   *
   * @returns A reference under the new name; this one goes on meaning the old.
   */
  async rename(name: string, options: CallOptions = {}): Promise<RoleReference> {
    const names = [readName("Role", name)];
    await rename(role, this.connection.context(options), this.names, names);
    return new RoleReference(this.connection, names);
  }
}

/** The roles of an account. */
export class RoleCollection extends Collection<RoleSpec, Role, RoleReference> {
  /** @internal */
  constructor(connection: Connection) {
    super(connection, kind, []);
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): RoleReference {
    return new RoleReference(this.connection, names);
  }
}
