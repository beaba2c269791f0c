import { createHash } from "node:crypto";
import type { CatalogObject, Json } from "../catalog/object";
import type { ImageBehaviour } from "./image-behaviour";

/** An image in a repository. */
export interface PushedImage {
  /** Lower case. */
  image: string;
  /** None any more once another image was pushed with them. */
  tags: string[];
  digest: string;
  createdOn: number;
  behaviour: ImageBehaviour;
}

/** The images of a repository in the order in which they came. */
export function imagesOf({ properties }: CatalogObject): readonly PushedImage[] {
  return (properties["images"] ?? []) as unknown as PushedImage[];
}

/** Puts an image into a repository, and its tag on it: the image that had the tag before stays, under its digest. */
export function addImage(repository: CatalogObject, added: Omit<PushedImage, "tags"> & { tag: string }): void {
  const { tag, ...image } = added;
  const others = imagesOf(repository).map((other) =>
    other.image === image.image ? { ...other, tags: other.tags.filter((one) => one !== tag) } : other,
  );
  const same = others.find((other) => other.image === image.image && other.digest === image.digest);
  const images: PushedImage[] = same
    ? others.map((other) => (other === same ? { ...same, ...image, tags: [...same.tags, tag] } : other))
    : [...others, { ...image, tags: [tag] }];
  repository.properties["images"] = images as unknown as Json;
}

/** A digest that depends on nothing but what is given. */
export function digestOf(facts: unknown): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(facts)).digest("hex")}`;
}
