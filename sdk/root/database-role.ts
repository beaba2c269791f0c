import { rename } from "../../provider/resource/objects/drop";
import { databaseRole } from "../../provider/resources/database-role";
import type { StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import { Collection } from "./collection";
import type { Connection } from "./connection";
import type { DetailsOf, FoundInDatabase } from "./details";
import { type FactsOf, flag, number } from "./facts";
import type { DatabaseRoleName } from "./grant-to";
import { AnyRoleReference } from "./role-base";
import { type Named, readName, type SpecOf } from "./spec";

/** What a database role shall be. */
export interface DatabaseRoleSpec extends Omit<SpecOf<typeof databaseRole>, "clone"> {
  /** Its name as Snowflake reads it: `reader` is `READER`, `"all readers"` keeps its quotes' content. */
  name: string;
  /** Database role to copy, also of another database; at creation only. @defaultValue none */
  clone?: string | Named | undefined;
}

const facts = {
  /** Whether the role of the session has all that it has. */
  isInherited: flag(),
  /** Account roles that have it. */
  grantedToRoles: number(),
  /** Database roles that have it. */
  grantedToDatabaseRoles: number(),
  /** Database roles that it has. */
  grantedDatabaseRoles: number(),
};

/** A database role as it is. */
export interface DatabaseRole
  extends FoundInDatabase,
    FactsOf<typeof facts>,
    DetailsOf<typeof databaseRole, DatabaseRoleSpec> {}

const kind = { definition: databaseRole, facts };

/**
 * A reference to a role of a database. It has privileges on that database and what stands in it alone, and other roles of it; nobody
 * works with it before it is granted to an account role or to a user.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-database-role
 */
export class DatabaseRoleReference extends AnyRoleReference<DatabaseRoleSpec, DatabaseRole, DatabaseRoleName> {
  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
  }

  /**
   * Gives it another name in its database.
   *
   * @returns A reference under the new name; this one goes on meaning the old.
   */
  async rename(name: string, options: CallOptions = {}): Promise<DatabaseRoleReference> {
    const names = [...this.names.slice(0, -1), readName("DatabaseRole", name)];
    await rename(databaseRole, this.connection.context(options), this.names, names);
    return new DatabaseRoleReference(this.connection, names);
  }
}

/** The roles of a database. Their listing is asked for at once: Snowflake gives no more than 10,000. */
export class DatabaseRoleCollection extends Collection<DatabaseRoleSpec, DatabaseRole, DatabaseRoleReference> {
  /** @internal */
  constructor(connection: Connection, place: readonly StoredName[]) {
    super(connection, kind, place);
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): DatabaseRoleReference {
    return new DatabaseRoleReference(this.connection, names);
  }
}
