import { rename } from "../../provider/resource/objects/drop";
import { database } from "../../provider/resources";
import { join, raw, type StoredName, sql } from "../../provider/sql";
import { toAccounts } from "./account-names";
import type { CallOptions } from "./call";
import { type CloneSpec, Collection, type CreateMode, type HistoryOptions } from "./collection";
import type { Connection } from "./connection";
import { DatabaseRoleCollection, DatabaseRoleReference } from "./database-role";
import type { DetailsOf, Found } from "./details";
import { type FactsOf, flag, moment, number, text } from "./facts";
import { RestorableReference } from "./restorable";
import { SchemaCollection, SchemaReference } from "./schema";
import { readName, type SpecOf } from "./spec";

/** What a database shall be. */
export interface DatabaseSpec extends Omit<SpecOf<typeof database>, "clone"> {
  /** Its name as Snowflake reads it: `my_db` is `MY_DB`, `"My db"` keeps its quotes' content. */
  name: string;
  /** Database to copy, and from when; at creation only. @defaultValue none */
  clone?: CloneSpec | undefined;
}

const facts = {
  /** When it was dropped; of listings with `history`. */
  droppedOn: moment(),
  /** Whether it is the default database of the session's user. */
  isDefault: flag(),
  /** Whether it is the database of the session. */
  isCurrent: flag(),
  /** Where it comes from, if it is imported from a share. */
  origin: text(),
  /** What it was made with, such as `TRANSIENT`. */
  options: text(),
  /** Days for which what is dropped in it can be brought back. */
  retentionTime: number(),
  /** The budget that watches what it costs. */
  budget: text(),
};

/** A database as it is. */
export interface Database extends Found, FactsOf<typeof facts>, DetailsOf<typeof database, DatabaseSpec> {}

const kind = { definition: database, facts };

/** How a database is replicated. */
export interface EnableReplicationOptions extends CallOptions {
  /** Whether an account of a lower edition may have a copy, which protects sensitive data less. @defaultValue false */
  readonly ignoreEditionCheck?: boolean | undefined;
}

/** A reference to a database, and the way to what stands in it. */
export class DatabaseReference extends RestorableReference<DatabaseSpec, Database> {
  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
  }

  /** The schemas of the database. */
  get schemas(): SchemaCollection {
    return new SchemaCollection(this.connection, this.names);
  }

  /** A schema of the database by name; it need not exist. */
  schema(name: string): SchemaReference {
    return new SchemaReference(this.connection, [...this.names, readName("Schema", name)]);
  }

  /** The roles of the database. */
  get databaseRoles(): DatabaseRoleCollection {
    return new DatabaseRoleCollection(this.connection, this.names);
  }

  /** A role of the database by name; it need not exist. */
  databaseRole(name: string): DatabaseRoleReference {
    return new DatabaseRoleReference(this.connection, [...this.names, readName("DatabaseRole", name)]);
  }

  /**
   * Lets other accounts have a copy of the database, which makes it a primary database.
   *
   * @param accounts - `"ORGANIZATION.ACCOUNT"` each; those that may have one already stay.
   * @throws NotAuthorizedError unless the role is ACCOUNTADMIN, or has all that it has.
   * @see https://docs.snowflake.com/en/user-guide/db-replication-config
   */
  async enableReplication(
    accounts: readonly string[],
    { ignoreEditionCheck, ...call }: EnableReplicationOptions = {},
  ): Promise<void> {
    const check = raw(ignoreEditionCheck === true ? "IGNORE EDITION CHECK" : "");
    await this.alter(join([sql`ENABLE REPLICATION ${toAccounts(accounts)}`, check]), call);
  }

  /**
   * Ends that, for some accounts or for all.
   *
   * @param accounts - `"ORGANIZATION.ACCOUNT"` each; all of them if left out.
   */
  async disableReplication(accounts?: readonly string[], options: CallOptions = {}): Promise<void> {
    await this.alter(
      join([raw("DISABLE REPLICATION"), accounts === undefined ? raw("") : toAccounts(accounts)]),
      options,
    );
  }

  /** Brings a secondary database up to its primary. It ends when all is copied, which may take long: see {@link CallOptions.timeoutMs}. */
  async refreshReplication(options: CallOptions = {}): Promise<void> {
    await this.alter(raw("REFRESH"), options);
  }

  /**
   * Lets the copies in other accounts become the primary database.
   *
   * @param accounts - `"ORGANIZATION.ACCOUNT"` each, of those that it is replicated to.
   */
  async enableFailover(accounts: readonly string[], options: CallOptions = {}): Promise<void> {
    await this.alter(sql`ENABLE FAILOVER ${toAccounts(accounts)}`, options);
  }

  /**
   * Ends that, for some accounts or for all.
   *
   * @param accounts - `"ORGANIZATION.ACCOUNT"` each; all of them if left out.
   */
  async disableFailover(accounts?: readonly string[], options: CallOptions = {}): Promise<void> {
    await this.alter(join([raw("DISABLE FAILOVER"), accounts === undefined ? raw("") : toAccounts(accounts)]), options);
  }

  /** Makes a secondary database the primary; the one that was becomes a secondary of it. */
  async promoteToPrimary(options: CallOptions = {}): Promise<void> {
    await this.alter(raw("PRIMARY"), options);
  }

  /**
   * Gives it another name; what stands in it stays there.
   *
   * @returns A reference under the new name; this one goes on meaning the old.
   */
  async rename(name: string, options: CallOptions = {}): Promise<DatabaseReference> {
    const names = [readName("Database", name)];
    await rename(database, this.connection.context(options), this.names, names);
    return new DatabaseReference(this.connection, names);
  }
}

/** The databases of an account. */
export class DatabaseCollection extends Collection<
  DatabaseSpec,
  Database,
  DatabaseReference,
  CreateMode,
  HistoryOptions
> {
  /** @internal */
  constructor(connection: Connection) {
    super(connection, kind, []);
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): DatabaseReference {
    return new DatabaseReference(this.connection, names);
  }
}
