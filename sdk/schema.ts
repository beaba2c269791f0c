import type * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../provider/dynamic/state-text";
import { schema } from "../provider/resources";
import type { CloneArgs } from "./clone-args";
import {
  type ArgsOf,
  type Container,
  type GetOptions,
  type OutputsOf,
  SnowflakeResource,
  withOutputs,
} from "./resource";

/** Arguments of {@link Schema}. Only what is set is managed and sent; what is left out stays as Snowflake has it. */
export interface SchemaArgs extends Omit<ArgsOf<typeof schema>, "clone"> {
  /**
   * The database it stands in: the resource, which also hands on its `connection` and `role`, or its name. Another one moves the
   * schema with all that is in it.
   */
  readonly database: Container;
  /** Schema to copy, and from when; at creation only: another one later is a replacement, and taken out it is forgotten. @defaultValue none */
  readonly clone?: pulumi.Input<CloneArgs> | undefined;
}

/** Outputs of {@link Schema}. */
export interface Schema extends OutputsOf<typeof schema> {}

/**
 * A schema of a database.
 *
 * ```ts
 * const analytics = new snowflake.Database("analytics");
 * const raw = new snowflake.Schema("raw", { database: analytics, managedAccess: true, comment: "As it came in" });
 * ```
 *
 * sends `CREATE SCHEMA ANALYTICS.RAW WITH MANAGED ACCESS COMMENT = 'As it came in'`. A changed `name` or `database` renames or
 * moves it, and its tables follow without a statement of their own. It holds data: it is dropped only as far as `dataLoss` allows,
 * and a change of `transient` or of its origin, which takes a replacement, is refused at preview unless `dataLoss` says `"allow"`
 * or `"recoverable"`. The `PUBLIC` schema that comes with a database is taken up with `createMode: "ifNotExists"`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-schema
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class Schema extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("Schema");
  /** Name of the database it stands in, in canonical spelling. */
  declare readonly database: pulumi.Output<string>;

  constructor(name: string, args: SchemaArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(schema, name, args, opts);
  }

  /**
   * Refers to a schema that is managed elsewhere, with everything that Snowflake tells of it as outputs.
   *
   * @param id - Its qualified name, `DB.SCHEMA`.
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): Schema {
    const { connection, role, ...rest } = opts;
    return new Schema(name, { connection, role } as unknown as SchemaArgs, { ...rest, id });
  }

  /** Whether something is a Schema, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is Schema {
    return (value as { readonly __pulumiType?: unknown } | null | undefined)?.__pulumiType === Schema.__pulumiType;
  }
}

withOutputs(Schema, schema);
