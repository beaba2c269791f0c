import type { ImagePush, ListedImage } from "../engine/engine";
import { BadRequestError, fieldsOf } from "./body";
import type { SqlEngine } from "./context";

const known = ["repository", "image", "tag", "digest", "behaviour"];

/** What `GET /emulator/images` answers; undefined for an engine without image repositories. */
export function imageState({ images }: SqlEngine): { images: ListedImage[] } | undefined {
  return images && { images: images() };
}

/** Puts an image into a repository as `POST /emulator/images` says. @throws BadRequestError if it cannot be followed. */
export function pushImage({ pushImage }: SqlEngine, data: unknown): ListedImage | undefined {
  const push = checkedPush(data);
  try {
    return pushImage?.(push);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadRequestError(400, error.message);
  }
}

function checkedPush(data: unknown): ImagePush {
  const fields = fieldsOf(data);
  const { repository, image, behaviour } = fields;
  const unknown = Object.keys(fields).find((member) => !known.includes(member));
  if (unknown !== undefined) throw new BadRequestError(400, `${unknown}: is not known; send ${known.join(", ")}.`);
  if (typeof repository !== "string" || typeof image !== "string") {
    throw new BadRequestError(400, 'Send { "repository": "DB.SCHEMA.REPOSITORY", "image": "nginx" }.');
  }
  for (const member of ["tag", "digest"]) {
    const value = fields[member];
    if (value !== undefined && typeof value !== "string") throw new BadRequestError(400, `${member}: must be a text.`);
  }
  if (behaviour !== undefined && (typeof behaviour !== "object" || behaviour === null || Array.isArray(behaviour))) {
    throw new BadRequestError(400, 'behaviour: must be an object, such as { "outcome": "fails" }.');
  }
  return fields as unknown as ImagePush;
}
