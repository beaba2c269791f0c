import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { SqlError } from "../sql-error";
import { pathOf } from "../statements/resolve";
import { parseName } from "../syntax/cursor";
import { qualifiedText } from "../syntax/name";
import { checkedBehaviour } from "./behaviour-check";
import type { ImageBehaviour } from "./image-behaviour";
import { isDigest, isImageName, isImageTag } from "./image-reference";
import { addImage, digestOf, imagesOf } from "./pushed-images";

/** An image to be put into a repository. */
export interface ImagePush {
  /** `DB.SCHEMA.REPOSITORY`. */
  readonly repository: string;
  /** Name within the repository, such as `nginx`. */
  readonly image: string;
  /** @defaultValue latest */
  readonly tag?: string;
  /** `sha256:…`. Left out, it follows from the name, the tag and the behaviour: another behaviour is another image. */
  readonly digest?: string;
  /** How containers of it behave. Left out, they run. */
  readonly behaviour?: Partial<ImageBehaviour>;
}

/** An image that is in a repository. */
export interface ListedImage {
  /** `DB.SCHEMA.REPOSITORY`. */
  readonly repository: string;
  /** Name within the repository. */
  readonly image: string;
  /** Tags that it has; none if they have been given to another one. */
  readonly tags: readonly string[];
  /** `sha256:…` */
  readonly digest: string;
  /** How containers of it behave. */
  readonly behaviour: ImageBehaviour;
}

/** Puts an image into a repository, whoever owns that. @throws RangeError that says what cannot be followed. */
export function pushImage(
  catalog: Catalog,
  { repository, image, tag = "latest", digest, behaviour }: ImagePush,
): ListedImage {
  const found = repositoryOf(catalog, repository);
  const name = image.toLowerCase();
  if (!isImageName(name)) throw new RangeError(`${image}: is no name of an image; write nginx, or team/nginx.`);
  if (!isImageTag(tag))
    throw new RangeError(`${tag}: is no tag; it has 128 letters, digits, "_", "." and "-" at most.`);
  if (digest !== undefined && !isDigest(digest))
    throw new RangeError(`${digest}: a digest is sha256: and 64 digits 0-9, a-f.`);
  const checked = checkedBehaviour(behaviour ?? {});
  const createdOn = catalog.stamp();
  const pushed = { image: name, tag, digest: digest ?? digestOf([name, tag, checked]), behaviour: checked, createdOn };
  addImage(found, pushed);
  found.updatedOn = createdOn;
  const listed = listedIn(catalog, found).find((one) => one.image === name && one.digest === pushed.digest);
  return listed as ListedImage;
}

/** Every image of the account. */
export function listImages(catalog: Catalog): ListedImage[] {
  return catalog
    .everything()
    .filter(({ kind }) => kind === "IMAGE REPOSITORY")
    .flatMap((repository) => listedIn(catalog, repository));
}

function listedIn(catalog: Catalog, repository: CatalogObject): ListedImage[] {
  const name = qualifiedText(pathOf({ catalog }, repository));
  return imagesOf(repository).map(({ image, tags, digest, behaviour }) => ({
    repository: name,
    image,
    tags: [...tags],
    digest,
    behaviour,
  }));
}

function repositoryOf(catalog: Catalog, name: string): CatalogObject {
  const [database, schema, repository] = partsOf(name);
  const inside = (container: CatalogObject | undefined, space: string, child: string | undefined) =>
    container && child !== undefined ? catalog.find(container.id, space, child) : undefined;
  const found = inside(
    inside(inside(catalog.account, "DATABASE", database), "SCHEMA", schema),
    "IMAGE REPOSITORY",
    repository,
  );
  if (!found) throw new RangeError(`${name}: there is no such image repository. Create it first.`);
  return found;
}

function partsOf(name: string): string[] {
  try {
    const { parts } = parseName(name, 3);
    if (parts.length === 3) return parts;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
  }
  throw new RangeError(`${name}: must be DATABASE.SCHEMA.REPOSITORY.`);
}
