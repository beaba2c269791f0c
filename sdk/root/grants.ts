import type { Row } from "../../provider/client/client";
import { join, raw, type Sql, sql } from "../../provider/sql";
import type { CallOptions } from "./call";
import type { Connection } from "./connection";
import { containerInSql, readSecurable } from "./grant-on";
import { type FutureGrant, futureGrantOf, type Grant, grantOf, type RoleGrant, roleGrantOf } from "./grant-rows";
import type { GrantContainer, OneSecurable } from "./grant-securable";
import { type AnyRole, granteeInSql, isUser, type UserName } from "./grant-to";

/** How many grants are listed. */
export interface ListGrantsOptions extends CallOptions {
  /** At most so many, in no order. @defaultValue all */
  readonly limit?: number | undefined;
}

/**
 * Who has which privilege, looked at from every side. Roles give and take: see {@link RoleReference}.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-grants
 */
export class Grants {
  readonly #connection: Connection;

  /** @internal */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * The privileges on an object, or on the account, with those who have them; its owner's `OWNERSHIP` among them.
   * `SHOW GRANTS ON TABLE DB.S.T`.
   */
  async on(securable: OneSecurable, options: ListGrantsOptions = {}): Promise<readonly Grant[]> {
    return (await this.#show(sql`GRANTS ON ${readSecurable(securable).text}`, options)).map(grantOf);
  }

  /** What a user has been granted, which is roles alone. `SHOW GRANTS TO USER U`. */
  async to(grantee: UserName, options?: ListGrantsOptions): Promise<readonly RoleGrant[]>;
  /** What a role has been granted: privileges, what it owns, and other roles as `USAGE` on them. `SHOW GRANTS TO ROLE R`. */
  async to(grantee: AnyRole, options?: ListGrantsOptions): Promise<readonly Grant[]>;
  async to(grantee: AnyRole | UserName, options: ListGrantsOptions = {}): Promise<readonly (Grant | RoleGrant)[]> {
    const rows = await this.#show(sql`GRANTS TO ${granteeInSql(grantee)}`, options);
    return isUser(grantee) ? rows.map(roleGrantOf) : rows.map(grantOf);
  }

  /** The roles and users that a role has been granted to. `SHOW GRANTS OF ROLE R`. */
  async of(role: AnyRole, options: ListGrantsOptions = {}): Promise<readonly RoleGrant[]> {
    return (await this.#show(sql`GRANTS OF ${granteeInSql(role)}`, options)).map(roleGrantOf);
  }

  /** What roles will have on what is made in a database or schema. `SHOW FUTURE GRANTS IN SCHEMA DB.S`. */
  async futureIn(container: GrantContainer, options: ListGrantsOptions = {}): Promise<readonly FutureGrant[]> {
    return (await this.#show(sql`FUTURE GRANTS IN ${containerInSql(container)}`, options)).map(futureGrantOf);
  }

  /** What a role will have on what is made in databases and schemas. `SHOW FUTURE GRANTS TO ROLE R`. */
  async futureTo(role: AnyRole, { limit, ...call }: ListGrantsOptions = {}): Promise<readonly FutureGrant[]> {
    // There is no LIMIT for database roles.
    const rows = await this.#show(sql`FUTURE GRANTS TO ${granteeInSql(role)}`, call);
    return rows.slice(0, limit).map(futureGrantOf);
  }

  async #show(what: Sql, { limit, ...call }: ListGrantsOptions): Promise<readonly Row[]> {
    const statement = join([sql`SHOW ${what}`, limit === undefined ? raw("") : sql`LIMIT ${limit}`]);
    const { rows } = await this.#connection.execute(statement, { ...call, writes: false });
    return rows;
  }
}
