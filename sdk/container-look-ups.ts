import type * as pulumi from "@pulumi/pulumi";
import type { Row } from "../provider/client/client";
import type { CanonicalOf } from "../provider/resource/definition";
import { computePool, imageRepository } from "../provider/resources";
import { listImages as imagesIn, type ListedImage } from "../provider/resources/image-repository-contents";
import { repositoryUrl } from "../provider/resources/image-repository-url";
import { parseQualified } from "../provider/sql";
import { asked, type Found, type GetArgs, get, type ListArgs, type LookUpOptions, list } from "./asking";
import type { GetTableArgs, ListTablesArgs } from "./look-ups";
import type { Container } from "./resource";

/** Which image repository to look up. */
export type GetImageRepositoryArgs = GetTableArgs;

/** Which image repositories to list. */
export type ListImageRepositoriesArgs = ListTablesArgs;

/** Which images to list. */
export interface ListImagesArgs extends LookUpOptions {
  /** The repository they are in, or its qualified name `DB.SCHEMA.REPOSITORY`. */
  readonly imageRepository: Container;
}

/** A compute pool that was looked up, with what holds of it at the moment. */
export type ComputePoolFound = Found & {
  /** `IDLE`, `ACTIVE`, `SUSPENDED`, `STARTING`, `STOPPING` or `RESIZING`. */
  readonly state: string;
  /** How many services are on it. */
  readonly numServices: number;
  /** How many jobs run on it. */
  readonly numJobs: number;
  /** Nodes on which something runs. */
  readonly activeNodes: number;
  /** Nodes on which nothing runs. */
  readonly idleNodes: number;
  /** Nodes that Snowflake wants it to have. */
  readonly targetNodes: number;
} & CanonicalOf<(typeof computePool)["properties"]>;

/** An image repository that was looked up. */
export type ImageRepositoryFound = Found & {
  /** Name of the database it stands in, in canonical spelling. */
  readonly database: string;
  /** Name of the schema it stands in, in canonical spelling. */
  readonly schema: string;
  /** Where images are pushed to, in lower case and without a scheme. */
  readonly repositoryUrl: string;
} & CanonicalOf<(typeof imageRepository)["properties"]>;

/**
 * A compute pool that somebody else manages, with everything that Snowflake tells of it, its state and nodes too. Look-ups connect, also
 * at preview.
 *
 * @throws ObjectMissingError if there is none, or the role may not see it.
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-compute-pools
 */
export function getComputePool(args: GetArgs): pulumi.Output<ComputePoolFound> {
  return get<ComputePoolFound>(computePool, args, undefined, (_values, _id, row = {}) => momentOf(row));
}

/**
 * The compute pools that the role sees, each with its state and nodes.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-compute-pools
 */
export function listComputePools(args: ListArgs = {}): pulumi.Output<ComputePoolFound[]> {
  return list<ComputePoolFound>(computePool, args, momentOf);
}

/**
 * An image repository that somebody else manages, with the address that images are pushed to. Look-ups connect, also at preview.
 *
 * @throws ObjectMissingError if there is none, or the role may not see it.
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-image-repositories
 */
export function getImageRepository(args: GetImageRepositoryArgs): pulumi.Output<ImageRepositoryFound> {
  return get<ImageRepositoryFound>(imageRepository, args);
}

/**
 * The image repositories of a schema that the role sees.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-image-repositories
 */
export function listImageRepositories(args: ListImageRepositoriesArgs): pulumi.Output<ImageRepositoryFound[]> {
  return list<ImageRepositoryFound>(imageRepository, args, (row) => ({ repositoryUrl: repositoryUrl(row) }));
}

/**
 * The images in a repository, with tags and digest. It takes READ on the repository.
 *
 * @throws ObjectMissingError if there is no such repository, or the role may not see it.
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-images-in-image-repository
 */
export function listImages(args: ListImagesArgs): pulumi.Output<ListedImage[]> {
  return asked("listImages", args, async ({ context }, known) => {
    const { connection, role, imageRepository: name } = known;
    const client = context.clientFor({ ...(connection && { connection }), ...(role && { role }) });
    return [...(await imagesIn(client, parseQualified(String(name))))];
  });
}

/** What holds of a pool at the moment. */
function momentOf(row: Row): object {
  return {
    state: row["state"],
    numServices: Number(row["num_services"]),
    numJobs: Number(row["num_jobs"]),
    activeNodes: Number(row["active_nodes"]),
    idleNodes: Number(row["idle_nodes"]),
    targetNodes: Number(row["target_nodes"]),
  };
}
