import type { Client, Operation, Row } from "../client/client";
import { NotAuthorizedError } from "../client/errors";
import type { Contents } from "../resource/definition";
import { canonicalQualified, quoted, type StoredName, sql } from "../sql";

/** An image in a repository, as Snowflake tells it. */
export interface ListedImage {
  /** Its name in the repository: `nginx`. */
  readonly imageName: string;
  /** Its tags, as Snowflake prints them: `latest`. */
  readonly tags: string;
  /** `sha256:…` */
  readonly digest: string;
  /** `db/schema/repository/nginx:latest`, in lower case; what a service's specification names, with a slash before it. */
  readonly imagePath: string;
  /** When it was pushed, ISO 8601 in UTC. */
  readonly createdOn: string;
}

/** The images in a repository; images come from outside, so that nothing older will do. */
export async function listImages(
  client: Client,
  repository: readonly StoredName[],
  operation?: Operation,
): Promise<readonly ListedImage[]> {
  const statement = sql`SHOW IMAGES IN IMAGE REPOSITORY ${quoted(...repository)}`;
  const container = `IMAGES\u0000${canonicalQualified(repository)}`;
  const rows = await client.listing({ container, statement, ...(operation && { operation }) }, "fresh");
  return rows.map(imageOf);
}

/** The images that would go with a repository. What cannot be listed is not empty. */
export async function repositoryImages(client: Client, name: readonly StoredName[], _row: Row): Promise<Contents> {
  try {
    return (await listImages(client, name)).map(
      ({ imageName, tags, digest }) => `image ${imageName}${tags === "" ? `@${digest}` : `:${tags}`}`,
    );
  } catch (error) {
    if (!(error instanceof NotAuthorizedError)) throw error;
    return ["images that this role cannot list: it has no READ privilege on the repository"];
  }
}

function imageOf(row: Row): ListedImage {
  const cell = (column: string) => row[column] ?? "";
  return {
    imageName: cell("image_name"),
    tags: cell("tags"),
    digest: cell("digest"),
    imagePath: cell("image_path"),
    createdOn: cell("created_on"),
  };
}
