import type * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../provider/dynamic/state-text";
import { table } from "../provider/resources";
import type { ForeignKey, ReferentialAction } from "../provider/resources/key";
import type { CloneArgs } from "./clone-args";
import {
  type ArgsOf,
  type Container,
  type GetOptions,
  type OutputsOf,
  type SnowflakeObject,
  SnowflakeResource,
  withOutputs,
} from "./resource";

/** A reference to a key of another table, as a program writes it. */
export interface ForeignKeyArgs {
  /** Its columns, in order. */
  readonly columns: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** The table that it refers to, and columns of a key of it. */
  readonly references: pulumi.Input<{
    /** The resource, its qualified name, or a name in the same schema or database. */
    readonly table: pulumi.Input<string> | SnowflakeObject;
    /** @defaultValue the table's primary key */
    readonly columns?: pulumi.Input<readonly pulumi.Input<string>[]> | undefined;
  }>;
  /** Name of the constraint; without one, whatever Snowflake makes up. @defaultValue none */
  readonly name?: pulumi.Input<string> | undefined;
  /** @defaultValue `"NO ACTION"` */
  readonly onUpdate?: pulumi.Input<ReferentialAction> | undefined;
  /** @defaultValue `"NO ACTION"` */
  readonly onDelete?: pulumi.Input<ReferentialAction> | undefined;
  /** How keys of several columns with NULLs match. @defaultValue `"FULL"` */
  readonly match?: pulumi.Input<NonNullable<ForeignKey["match"]>> | undefined;
  /** Whether queries may be rewritten as if it held. @defaultValue false */
  readonly rely?: pulumi.Input<boolean> | undefined;
  /** @defaultValue none */
  readonly comment?: pulumi.Input<string> | undefined;
}

/** Arguments of {@link Table}. Only what is set is managed and sent; what is left out stays as Snowflake has it. */
export interface TableArgs extends Omit<ArgsOf<typeof table>, "clone" | "like" | "foreignKeys"> {
  /**
   * The schema it stands in: the resource, which also hands on its `connection` and `role`, its qualified name `DB.SCHEMA`, or its
   * name beside {@link database}. Another one moves the table with its rows.
   */
  readonly schema: Container;
  /** The database of the schema, where {@link schema} does not say it. @defaultValue that of the schema */
  readonly database?: Container | undefined;
  /** Its references to keys of other tables, in any order; compared by columns and target. @defaultValue none */
  readonly foreignKeys?: pulumi.Input<readonly pulumi.Input<ForeignKeyArgs>[]> | undefined;
  /** Table whose columns and keys it takes, without rows; at creation only: another one later is a replacement, and taken out it is forgotten. @defaultValue none */
  readonly like?: Container | undefined;
  /** Table to copy, and from when; at creation only: another one later is a replacement, and taken out it is forgotten. @defaultValue none */
  readonly clone?: pulumi.Input<CloneArgs> | undefined;
}

/** Outputs of {@link Table}. */
export interface Table extends OutputsOf<typeof table> {}

/**
 * A table.
 *
 * ```ts
 * const raw = new snowflake.Schema("raw", { database: "ANALYTICS" });
 * const events = new snowflake.Table("events", {
 *   schema: raw,
 *   columns: [
 *     { name: "ID", type: "int", nullable: false },
 *     { name: "AT", type: "timestamp_ltz", default: "CURRENT_TIMESTAMP()" },
 *     { name: "PAYLOAD", type: "variant", renamedFrom: "BODY" },
 *   ],
 *   primaryKey: ["ID"],
 *   clusterBy: ["TO_DATE(AT)"],
 * });
 * ```
 *
 * sends `CREATE TABLE ANALYTICS.RAW.EVENTS (ID NUMBER(38,0) NOT NULL, AT TIMESTAMP_LTZ(9) DEFAULT CURRENT_TIMESTAMP(), PAYLOAD
 * VARIANT, PRIMARY KEY (ID)) CLUSTER BY (TO_DATE(AT))`.
 *
 * Columns change in place as far as Snowflake can: they are added (at the end), renamed (with `renamedFrom`), widened, made nullable
 * or not, commented on and dropped. What Snowflake cannot do in place (a shorter text, another scale or type, a default for a column
 * that exists, another collation) takes a replacement, which is refused at preview unless `dataLoss` says `"allow"` or
 * `"recoverable"`. A column that holds values is dropped only if `dataLoss` allows it. What depends on the rows, such as NOT NULL,
 * is looked at before anything is changed.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-table
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class Table extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("Table");
  /** Name of the database it stands in, in canonical spelling. */
  declare readonly database: pulumi.Output<string>;
  /** Name of the schema it stands in, in canonical spelling. */
  declare readonly schema: pulumi.Output<string>;

  constructor(name: string, args: TableArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(table, name, args, opts);
  }

  /**
   * Refers to a table that is managed elsewhere, with everything that Snowflake tells of it as outputs.
   *
   * @param id - Its qualified name, `DB.SCHEMA.TABLE`.
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): Table {
    const { connection, role, ...rest } = opts;
    return new Table(name, { connection, role } as unknown as TableArgs, { ...rest, id });
  }

  /** Whether something is a Table, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is Table {
    return (value as { readonly __pulumiType?: unknown } | null | undefined)?.__pulumiType === Table.__pulumiType;
  }
}

withOutputs(Table, table);
