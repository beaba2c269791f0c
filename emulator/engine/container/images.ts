import type { CatalogObject } from "../catalog/object";
import type { Context } from "../statements/context";
import { visibleChild } from "../statements/resolve";
import type { ImageBehaviour } from "./image-behaviour";
import type { ImageReference } from "./image-reference";
import { parseImageReference, registryHost } from "./image-reference";
import { digestOf, imagesOf } from "./pushed-images";

export type { ImageBehaviour } from "./image-behaviour";

/** An image that a container can be started from. */
export interface FoundImage {
  readonly digest: string;
  readonly behaviour: ImageBehaviour;
}

/**
 * The image that `/db/schema/repo/image:tag` means, with or without the account's registry before it: undefined where
 * there is none, or where the role may not read its repository.
 */
export function findImage(context: Context, reference: string): FoundImage | undefined {
  const parsed = parseImageReference(reference);
  if (!parsed) return undefined;
  if (parsed.host !== undefined && parsed.host !== registryHost(context.account)) return undefined;
  const repository = repositoryOf(context, parsed);
  if (!repository || !context.access.holds(repository, "READ")) return undefined;
  const ofThatName = imagesOf(repository).filter(({ image }) => image === parsed.image);
  const pushed = ofThatName.find(({ digest, tags }) =>
    parsed.digest === undefined ? tags.includes(parsed.tag) : digest === parsed.digest,
  );
  if (pushed) return { digest: pushed.digest, behaviour: pushed.behaviour };
  return context.account.images === "any" ? invented(parsed) : undefined;
}

function repositoryOf(context: Context, { repository: [database, schema, name] }: ImageReference) {
  const path: [space: string, name: string][] = [
    ["DATABASE", database],
    ["SCHEMA", schema],
    ["IMAGE REPOSITORY", name],
  ];
  return path.reduce<CatalogObject | undefined>(
    (container, [space, name]) => container && visibleChild(context, container, space, name),
    context.catalog.account,
  );
}

/** Where every image is taken as present: the same reference has the same digest in each emulator. */
function invented({ repository, image, tag, digest }: ImageReference): FoundImage {
  return { digest: digest ?? digestOf([...repository, image, tag]), behaviour: { outcome: "runs" } };
}
