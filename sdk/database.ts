import type * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../provider/dynamic/state-text";
import { database } from "../provider/resources";
import type { CloneArgs } from "./clone-args";
import { type ArgsOf, type GetOptions, type OutputsOf, SnowflakeResource, withOutputs } from "./resource";

/** Arguments of {@link Database}. Only what is set is managed and sent; what is left out stays as Snowflake has it. */
export interface DatabaseArgs extends Omit<ArgsOf<typeof database>, "clone"> {
  /** Database to copy, and from when; at creation only: another one later is a replacement, and taken out it is forgotten. @defaultValue none */
  readonly clone?: pulumi.Input<CloneArgs> | undefined;
}

/** Outputs of {@link Database}. */
export interface Database extends OutputsOf<typeof database> {}

/**
 * A database.
 *
 * ```ts
 * const analytics = new snowflake.Database("analytics", { comment: "Owned by the platform team", dataRetentionTimeInDays: 7 });
 * ```
 *
 * sends `CREATE DATABASE ANALYTICS DATA_RETENTION_TIME_IN_DAYS = 7 COMMENT = 'Owned by the platform team'`. It holds data: it
 * is dropped only as far as `dataLoss` allows, and a change of `transient`, `clone` or another origin, which takes a
 * replacement, is refused at preview unless `dataLoss` says `"allow"` or `"recoverable"`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-database
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class Database extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("Database");

  constructor(name: string, args: DatabaseArgs = {}, opts: pulumi.CustomResourceOptions = {}) {
    super(database, name, args, opts);
  }

  /**
   * Refers to a database that is managed elsewhere, with everything that Snowflake tells of it as outputs.
   *
   * @param id - Its name as Snowflake reads it.
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): Database {
    const { connection, role, ...rest } = opts;
    return new Database(name, { connection, role }, { ...rest, id });
  }

  /** Whether something is a Database, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is Database {
    return (value as { readonly __pulumiType?: unknown } | null | undefined)?.__pulumiType === Database.__pulumiType;
  }
}

withOutputs(Database, database);
