import type * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../provider/dynamic/state-text";
import { stage } from "../provider/resources";
import type { StageFormat } from "../provider/resources/stage-format";
import {
  type ArgsOf,
  type Container,
  type GetOptions,
  type Input,
  type OutputsOf,
  type SnowflakeObject,
  SnowflakeResource,
  withOutputs,
} from "./resource";

/** The format of the files on a stage, as a program writes it. */
export type StageFormatArgs = Omit<{ readonly [K in keyof StageFormat]?: Input<StageFormat[K]> }, "formatName"> & {
  /** A file format, `DB.SCHEMA.FORMAT`; then there is nothing else to say. */
  readonly formatName?: pulumi.Input<string> | SnowflakeObject | undefined;
};

/** Arguments of {@link Stage}. Only what is set is managed and sent; what is left out stays as Snowflake has it. */
export interface StageArgs extends Omit<ArgsOf<typeof stage>, "fileFormat"> {
  /**
   * The schema it stands in: the resource, which also hands on its `connection` and `role`, its qualified name `DB.SCHEMA`, or its
   * name beside {@link database}. Another one moves the stage with its files.
   */
  readonly schema: Container;
  /** The database of the schema, where {@link schema} does not say it. @defaultValue that of the schema */
  readonly database?: Container | undefined;
  /** How files are read and written: `{ formatName }`, or `{ type }` with options of that type. @defaultValue `{ type: "CSV" }` */
  readonly fileFormat?: pulumi.Input<StageFormatArgs> | undefined;
}

/** Outputs of {@link Stage}. */
export interface Stage extends OutputsOf<typeof stage> {}

/**
 * A stage: a place for files, Snowflake's own or in a cloud's store.
 *
 * ```ts
 * const code = new snowflake.Stage("code", { schema: raw, directory: { enable: true } });
 * const lake = new snowflake.Stage("lake", {
 *   schema: raw,
 *   url: "s3://lake/events/",
 *   storageIntegration: "LAKE_INTEGRATION",
 *   fileFormat: { type: "JSON", stripOuterArray: true },
 * });
 * ```
 *
 * sends `CREATE STAGE ANALYTICS.RAW.CODE DIRECTORY = (ENABLE = TRUE)` and `CREATE STAGE ANALYTICS.RAW.LAKE URL =
 * 's3://lake/events/' STORAGE_INTEGRATION = LAKE_INTEGRATION FILE_FORMAT = (TYPE = JSON STRIP_OUTER_ARRAY = TRUE)`. `credentials` and
 * `masterKey` are kept encrypted in the state. A changed `name`, `schema` or `database` renames or moves it with its files. An internal
 * stage holds data: while it has files it is dropped only as far as `dataLoss` allows, and changes that take a replacement (its
 * encryption, to external) are refused at preview; nothing brings back the files of a stage that was dropped.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-stage
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class Stage extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("Stage");
  /** Name of the schema it stands in, in canonical spelling. */
  declare readonly schema: pulumi.Output<string>;
  /** Name of the database it stands in, in canonical spelling. */
  declare readonly database: pulumi.Output<string>;

  constructor(name: string, args: StageArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(stage, name, args, opts);
  }

  /**
   * Refers to a stage that is managed elsewhere, with everything that Snowflake tells of it as outputs.
   *
   * @param id - Its qualified name, `DB.SCHEMA.STAGE`.
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): Stage {
    const { connection, role, ...rest } = opts;
    return new Stage(name, { connection, role } as unknown as StageArgs, { ...rest, id });
  }

  /** Whether something is a Stage, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is Stage {
    return (value as { readonly __pulumiType?: unknown } | null | undefined)?.__pulumiType === Stage.__pulumiType;
  }
}

withOutputs(Stage, stage);
