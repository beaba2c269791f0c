import type { CatalogObject } from "../catalog/object";
import type { Cell } from "../result";
import { statementTypes, text, timestampCell, timestampLtz } from "../result";
import type { Action, Context, Kinds } from "../statements/context";
import { likeMatcher } from "../statements/like";
import { readObjectName } from "../statements/object-name";
import { pathOf, requireObject } from "../statements/resolve";
import { readLike } from "../statements/show-clauses";
import type { Cursor } from "../syntax/cursor";
import type { PushedImage } from "./pushed-images";
import { imagesOf } from "./pushed-images";

const columns = [
  timestampLtz("created_on"),
  ...["image_name", "tags", "digest", "image_path"].map((name) => text(name)),
];

/** SHOW IMAGES [LIKE 'p'] IN IMAGE REPOSITORY r, after SHOW IMAGES. */
export function parseShowImages(cursor: Cursor, kinds: Kinds): Action {
  const { like } = readLike(cursor);
  cursor.expect("IN", "IMAGE", "REPOSITORY");
  const kind = kinds.get("IMAGE REPOSITORY");
  const name = readObjectName(cursor, kind);
  cursor.expectEnd();
  return (context) => {
    const repository = requireObject(context, kind, name, "SHOW IMAGES");
    context.access.require(repository, "READ");
    const matches = like === undefined ? () => true : likeMatcher(like);
    const images = imagesOf(repository).filter(({ image }) => matches(image));
    return {
      columns,
      rows: images.flatMap((image) => rowsOf(context, repository, image)),
      statementTypeId: statementTypes.show,
    };
  };
}

/** A row for each tag; one that has lost its tags is still there under its digest. */
function rowsOf(
  context: Context,
  repository: CatalogObject,
  { image, tags, digest, createdOn }: PushedImage,
): Cell[][] {
  const path = `${pathOf(context, repository).join("/").toLowerCase()}/${image}`;
  if (tags.length === 0) return [[timestampCell(createdOn), image, "", digest, `${path}@${digest}`]];
  return tags.map((tag) => [timestampCell(createdOn), image, tag, digest, `${path}:${tag}`]);
}
