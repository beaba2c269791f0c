import type * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../provider/dynamic/state-text";
import { imageRepository } from "../provider/resources";
import {
  type ArgsOf,
  type Container,
  type GetOptions,
  type OutputsOf,
  SnowflakeResource,
  withOutputs,
} from "./resource";

/** Arguments of {@link ImageRepository}. Only what is set is managed and sent; what is left out stays as Snowflake has it. */
export interface ImageRepositoryArgs extends ArgsOf<typeof imageRepository> {
  /**
   * The schema it stands in: the resource, which also hands on its `connection` and `role`, its qualified name `DB.SCHEMA`, or its
   * name beside {@link database}. Names that need quotes are refused, the database's too. Another one is a replacement.
   */
  readonly schema: Container;
  /** The database of the schema, where {@link schema} does not say it. @defaultValue that of the schema */
  readonly database?: Container | undefined;
}

/** Outputs of {@link ImageRepository}. */
export interface ImageRepository extends OutputsOf<typeof imageRepository> {}

/**
 * An image repository: a place for images of containers, which services and their jobs run.
 *
 * ```ts
 * const images = new snowflake.ImageRepository("images", { schema: apps });
 * export const image = pulumi.interpolate`${images.repositoryUrl}/web:latest`;
 * ```
 *
 * sends `CREATE IMAGE REPOSITORY ANALYTICS.APPS.IMAGES`. Log in to the host of `repositoryUrl` with docker as your Snowflake user, and
 * push to that address. Its name, and those of its schema and database, need no quotes. Another name, schema, database or `encryption`
 * is a replacement: there is no `ALTER` for them. A repository holds data: while there are images in it, it is dropped or replaced only
 * as far as `dataLoss` allows; nothing brings them back. Services that run from them go on, and start no new instance.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-image-repository
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class ImageRepository extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("ImageRepository");
  /** Name of the schema it stands in, in canonical spelling. */
  declare readonly schema: pulumi.Output<string>;
  /** Name of the database it stands in, in canonical spelling. */
  declare readonly database: pulumi.Output<string>;
  /** Where images are pushed to, in lower case and without a scheme: `org-account.registry.snowflakecomputing.com/db/schema/name`. */
  declare readonly repositoryUrl: pulumi.Output<string>;

  constructor(name: string, args: ImageRepositoryArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(imageRepository, name, args, opts);
  }

  /**
   * Refers to a repository that is managed elsewhere, with everything that Snowflake tells of it as outputs.
   *
   * @param id - Its qualified name, `DB.SCHEMA.REPOSITORY`.
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): ImageRepository {
    const { connection, role, ...rest } = opts;
    return new ImageRepository(name, { connection, role } as unknown as ImageRepositoryArgs, { ...rest, id });
  }

  /** Whether something is an ImageRepository, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is ImageRepository {
    const { __pulumiType: type } = (value ?? {}) as { readonly __pulumiType?: unknown };
    return type === ImageRepository.__pulumiType;
  }
}

withOutputs(ImageRepository, imageRepository);
