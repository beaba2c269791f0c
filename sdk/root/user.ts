import { canonicalName, quoted, type Sql, type StoredName, sql } from "../../provider/sql";
import type { CallOptions } from "./call";
import type { Connection } from "./connection";
import type { RoleGrant } from "./grant-rows";
import { type AnyRole, granteeInSql } from "./grant-to";
import { Grants, type ListGrantsOptions } from "./grants";
import type { Named } from "./spec";

/** A reference to a user, to give roles to and to take them from. Users themselves are not made, listed or changed here. */
export class UserReference implements Named {
  /** The name in canonical spelling. */
  readonly name: string;
  /** The name as Snowflake keeps it. */
  readonly storedName: string;
  readonly qualifiedName: string;
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection, name: StoredName) {
    this.#connection = connection;
    this.name = canonicalName(name);
    this.storedName = name;
    this.qualifiedName = this.name;
  }

  /**
   * Gives the user a role: `GRANT ROLE R TO USER U`.
   *
   * @param role - A text is the name of an account role.
   * @see https://docs.snowflake.com/en/sql-reference/sql/grant-role
   */
  async grantRole(role: AnyRole, options: CallOptions = {}): Promise<void> {
    await this.#run(sql`GRANT ${granteeInSql(role)} TO ${granteeInSql(this)}`, options);
  }

  /** Takes a role from the user: `REVOKE ROLE R FROM USER U`. What the user does not have is no error. */
  async revokeRole(role: AnyRole, options: CallOptions = {}): Promise<void> {
    await this.#run(sql`REVOKE ${granteeInSql(role)} FROM ${granteeInSql(this)}`, options);
  }

  /** The roles that the user has; `PUBLIC`, which everybody has, is not among them. `SHOW GRANTS TO USER U`. */
  async grants(options: ListGrantsOptions = {}): Promise<readonly RoleGrant[]> {
    return new Grants(this.#connection).to(this, options);
  }

  /** The name, as it stands in SQL. */
  toString(): string {
    return this.qualifiedName;
  }

  /** What it is called in statements about grants. @internal */
  get securable(): { readonly noun: string; readonly name: Sql } {
    return { noun: "USER", name: quoted(this.storedName as StoredName) };
  }

  async #run(statement: Sql, options: CallOptions): Promise<void> {
    await this.#connection.execute(statement, { ...options, writes: true });
  }
}
