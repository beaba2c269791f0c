import { InvalidArgumentError } from "../../provider/client/errors";
import { raw, type Sql, sql } from "../../provider/sql";
import type { CallOptions } from "./call";
import type { FutureGrant, Grant, RoleGrant } from "./grant-rows";
import type { PrivilegeOn, Securable } from "./grant-securable";
import {
  type GrantOptions,
  grantStatement,
  type OwnershipOptions,
  ownershipStatement,
  type RevokeOptions,
  revokeStatement,
  revoking,
} from "./grant-statements";
import { type AnyRole, type Grantee, granteeInSql, isUser } from "./grant-to";
import { Grants, type ListGrantsOptions } from "./grants";
import { Reference } from "./reference";

/** One privilege on something or several, `"ALL"` of them, or what `raw("NEW PRIVILEGE")` says. */
export type Privileges<S> = PrivilegeOn<S> | Sql | "ALL" | readonly (PrivilegeOn<S> | Sql)[];

/** What a privilege is on. */
export interface On<S extends Securable> {
  /** A reference, a kind and a name, all or future objects of a kind, or `"account"`. */
  readonly on: S;
}

/**
 * A reference to a role, of the account or of a database: to what it has, and to who has it. `grant…` and `revoke…` change what the role
 * itself has; `grantTo` and `revokeFrom` change who has the role.
 */
export abstract class AnyRoleReference<S extends object, D, R extends AnyRole> extends Reference<S, D> {
  /**
   * Gives the role privileges, in one statement: `GRANT SELECT, INSERT ON TABLE DB.S.T TO ROLE R`.
   *
   * ```ts
   * await analyst.grant(["SELECT", "INSERT"], { on: table });
   * await analyst.grant("USAGE", { on: { kind: "warehouse", name: "LOADING" } });
   * await analyst.grant("SELECT", { on: { future: "tables", in: schema } });
   * await analyst.grant("CREATE DATABASE", { on: "account" });
   * ```
   *
   * @param privileges - As Snowflake writes them. What is none of the object's kind does not compile; `raw("NEW PRIVILEGE")` does.
   * @throws InvalidArgumentError for a privilege that the kind does not have; nothing was sent.
   * @throws NotAuthorizedError if the role of the session may not give one of them; those that it may give are given all the same.
   * @see https://docs.snowflake.com/en/sql-reference/sql/grant-privilege
   */
  async grant<const T extends Securable>(
    privileges: Privileges<T>,
    { on }: On<T>,
    options: GrantOptions = {},
  ): Promise<void> {
    await this.#tell(grantStatement(privileges, on, this.#inSql, options), options);
  }

  /**
   * Takes privileges from the role, in one statement: `REVOKE SELECT, INSERT ON TABLE DB.S.T FROM ROLE R`. What it does not have is no
   * error. On what is to come, what was granted already stays.
   *
   * @see https://docs.snowflake.com/en/sql-reference/sql/revoke-privilege
   */
  async revoke<const T extends Securable>(
    privileges: Privileges<T>,
    { on }: On<T>,
    options: RevokeOptions = {},
  ): Promise<void> {
    await this.#tell(revokeStatement(privileges, on, this.#inSql, options), options);
  }

  /**
   * Makes the role the owner of an object, of all objects of a kind, or of those to come:
   * `GRANT OWNERSHIP ON TABLE DB.S.T TO ROLE R COPY CURRENT GRANTS`.
   *
   * @see https://docs.snowflake.com/en/sql-reference/sql/grant-ownership
   */
  async grantOwnership({ on }: On<Exclude<Securable, "account">>, options: OwnershipOptions = {}): Promise<void> {
    await this.#tell(ownershipStatement(on, this.#inSql, options), options);
  }

  /** Gives this role all that another has: `GRANT ROLE OTHER TO ROLE THIS`. */
  async grantRole(role: R, options: GrantOptions = {}): Promise<void> {
    await this.#tell(passing(granteeInSql(role), this.#inSql, options), options);
  }

  /** Takes another role from this one: `REVOKE ROLE OTHER FROM ROLE THIS`. What it does not have is no error. */
  async revokeRole(role: R, options: RevokeOptions = {}): Promise<void> {
    await this.#tell(revoking(sql`${granteeInSql(role)} FROM ${this.#inSql}`, options), options);
  }

  /**
   * Gives this role to another role, or to a user: `GRANT ROLE THIS TO ROLE OTHER`, `GRANT ROLE THIS TO USER U`.
   *
   * ```ts
   * await analyst.grantTo({ user: "ADA" });
   * await analyst.grantTo(root.role("SYSADMIN"));
   * ```
   *
   * @throws InvalidArgumentError if a user shall pass it on: users cannot.
   * @see https://docs.snowflake.com/en/sql-reference/sql/grant-role
   */
  async grantTo(grantee: Grantee, options: GrantOptions = {}): Promise<void> {
    if (isUser(grantee) && options.withGrantOption === true) throw ofUser("withGrantOption");
    await this.#tell(passing(this.#inSql, granteeInSql(grantee), options), options);
  }

  /**
   * Takes this role from another role, or from a user: `REVOKE ROLE THIS FROM ROLE OTHER`. That it does not have it is no error.
   *
   * @see https://docs.snowflake.com/en/sql-reference/sql/revoke-role
   */
  async revokeFrom(grantee: Grantee, options: RevokeOptions = {}): Promise<void> {
    if (isUser(grantee) && options.dependents !== undefined) throw ofUser("dependents");
    if (isUser(grantee) && options.grantOptionOnly === true) throw ofUser("grantOptionOnly");
    await this.#tell(revoking(sql`${this.#inSql} FROM ${granteeInSql(grantee)}`, options), options);
  }

  /** What the role has: privileges, what it owns, and other roles as `USAGE` on them. `SHOW GRANTS TO ROLE R`. */
  async grants(options: ListGrantsOptions = {}): Promise<readonly Grant[]> {
    return new Grants(this.connection).to(this.#self, options);
  }

  /** The roles and users that have the role. `SHOW GRANTS OF ROLE R`. */
  async grantees(options: ListGrantsOptions = {}): Promise<readonly RoleGrant[]> {
    return new Grants(this.connection).of(this.#self, options);
  }

  /** What the role will have on what is made in databases and schemas. `SHOW FUTURE GRANTS TO ROLE R`. */
  async futureGrants(options: ListGrantsOptions = {}): Promise<readonly FutureGrant[]> {
    return new Grants(this.connection).futureTo(this.#self, options);
  }

  async #tell(statement: Sql, options: CallOptions): Promise<void> {
    await this.connection.execute(statement, { ...options, writes: true });
  }

  get #inSql(): Sql {
    return granteeInSql(this.#self);
  }

  get #self(): AnyRole {
    // No role is neither of the account nor of a database.
    return this as unknown as AnyRole;
  }
}

/** `GRANT ROLE R TO USER U`. */
export function passing(role: Sql, to: Sql, { withGrantOption }: GrantOptions): Sql {
  return sql`GRANT ${role} TO ${to}${raw(withGrantOption === true ? " WITH GRANT OPTION" : "")}`;
}

function ofUser(option: string): InvalidArgumentError {
  return new InvalidArgumentError({
    message: `${option} is for roles: a user cannot pass a role on. Leave it out. Nothing was sent.`,
  });
}
