import type { AccountFacts } from "../statements/context";

/** An image as a specification names it. */
export interface ImageReference {
  /** Host of the registry; undefined where the reference begins with the path. */
  host: string | undefined;
  /** Database, schema and repository, in their stored form. */
  repository: readonly [database: string, schema: string, name: string];
  /** Name of the image within its repository, lower case; it may have slashes. */
  image: string;
  tag: string;
  /** `sha256:…`; it decides where there is a tag, too. */
  digest: string | undefined;
}

const component = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const imageName = new RegExp(`^${component}(?:/${component})*$`);
const tagName = /^\w[\w.-]{0,127}$/;
const digestName = /^sha256:[0-9a-f]{64}$/;

/** Whether a text is the name of an image within a repository. */
export function isImageName(text: string): boolean {
  return text.length <= 255 && imageName.test(text);
}

/** Whether a text is a tag. */
export function isImageTag(text: string): boolean {
  return tagName.test(text);
}

/** Whether a text is a digest: `sha256:` and 64 digits. */
export function isDigest(text: string): boolean {
  return digestName.test(text);
}

/**
 * Reads `/db/schema/repo/image[:tag][@sha256:…]`, with or without the host of a registry before it; no tag is `latest`.
 * Undefined if it is nothing of that sort.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const [beforeDigest = "", digest, ...more] = text.trim().split("@");
  if (more.length > 0 || (digest !== undefined && !isDigest(digest))) return undefined;
  const [first = "", ...path] = beforeDigest.split("/");
  // A path without a slash before it is of this account's registry as well.
  const host = first.includes(".") ? first.toLowerCase() : undefined;
  const [database, schema, repository, ...image] = host === undefined && first !== "" ? [first, ...path] : path;
  if (!database || !schema || !repository) return undefined;
  const [name = "", tag = "latest", ...rest] = image.join("/").split(":");
  if (rest.length > 0 || !isImageName(name.toLowerCase()) || !isImageTag(tag)) return undefined;
  return {
    host,
    repository: [database.toUpperCase(), schema.toUpperCase(), repository.toUpperCase()],
    image: name.toLowerCase(),
    tag,
    digest,
  };
}

/** Host of the account's image registry. */
export function registryHost({ organization, name }: AccountFacts): string {
  return `${organization}-${name}.registry.snowflakecomputing.com`.toLowerCase().replaceAll("_", "-");
}
