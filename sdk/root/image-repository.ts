import { imageRepository } from "../../provider/resources";
import { type ListedImage, listImages } from "../../provider/resources/image-repository-contents";
import { repositoryUrl } from "../../provider/resources/image-repository-url";
import type { StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import { Collection } from "./collection";
import type { Connection } from "./connection";
import type { DetailsOf, FoundInSchema } from "./details";
import { type Fact, type FactsOf, moment, text } from "./facts";
import { Reference } from "./reference";
import type { SpecOf } from "./spec";

/** What an image repository shall be. */
export interface ImageRepositorySpec extends SpecOf<typeof imageRepository> {
  /** Its name as Snowflake reads it: `images` is `IMAGES`. Names that need quotes are refused, also of its schema and database. */
  name: string;
}

/** The address in a cell, as docker takes it. */
function address(): Fact<string> {
  return { column: undefined, read: (cell) => repositoryUrl({ repository_url: cell }) };
}

const facts = {
  /** Where images are pushed to and pulled from, without a scheme and in lower case: `org-account.registry.snowflakecomputing.com/db/schema/images`. */
  repositoryUrl: address(),
  /** The same over a private link, where the account has one. */
  privatelinkRepositoryUrl: text(),
};

/** An image repository as it is. */
export interface ImageRepository
  extends FoundInSchema,
    FactsOf<typeof facts>,
    DetailsOf<typeof imageRepository, ImageRepositorySpec> {}

// What stands is told with its default, too.
const kind = { definition: imageRepository, facts, nothing: { encryption: "SNOWFLAKE_FULL" } };

/** An image in a repository. */
export interface RepositoryImage extends Omit<ListedImage, "createdOn"> {
  /** When it was pushed; absent if Snowflake does not say. */
  readonly createdOn?: Date | undefined;
}

/** A reference to an image repository. */
export class ImageRepositoryReference extends Reference<ImageRepositorySpec, ImageRepository> {
  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
  }

  /**
   * The images in it, each with its tags, its digest and the path that specifications of services name. It takes READ on the repository.
   *
   * @throws ObjectMissingError if there is no such repository, or the role may not see it.
   * @see https://docs.snowflake.com/en/sql-reference/sql/show-images-in-image-repository
   */
  async listImages(options: CallOptions = {}): Promise<RepositoryImage[]> {
    const images = await listImages(this.connection.context(options).clientFor({}), this.names);
    return images.map(({ createdOn, ...image }) => {
      const pushed = moment().read(createdOn);
      return { ...image, ...(pushed === undefined ? {} : { createdOn: pushed }) };
    });
  }
}

/** The image repositories of a schema. */
export class ImageRepositoryCollection extends Collection<
  ImageRepositorySpec,
  ImageRepository,
  ImageRepositoryReference
> {
  /** @internal */
  constructor(connection: Connection, place: readonly StoredName[]) {
    super(connection, kind, place);
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): ImageRepositoryReference {
    return new ImageRepositoryReference(this.connection, names);
  }
}
