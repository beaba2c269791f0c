import { registryHost } from "../container/image-reference";
import { isPlainName } from "../container/plain-name";
import { parseShowImages } from "../container/show-images";
import { compilationError, unsupported } from "../sql-error";
import { wordForm } from "../statements/forms";
import type { Kind } from "../statements/kind";
import { comment } from "../statements/options";
import { pathOf } from "../statements/resolve";
import * as show from "../statements/show-columns";
import { memberOf } from "./option-lists";

/** IMAGE REPOSITORY: https://docs.snowflake.com/en/sql-reference/sql/create-image-repository */
export const imageRepository: Kind = {
  kind: "IMAGE REPOSITORY",
  words: ["IMAGE", "REPOSITORY"],
  plural: ["IMAGE", "REPOSITORIES"],
  noun: "Image repository",
  createdAs: "Image Repository",
  space: "IMAGE REPOSITORY",
  container: "SCHEMA",
  createPrivilege: "CREATE IMAGE REPOSITORY",
  privileges: ["READ", "WRITE"],
  taggable: true,
  renamable: false,
  options: {
    COMMENT: { ...comment, in: ["create", "set"] },
    ENCRYPTION: memberOf("TYPE", wordForm("SNOWFLAKE_FULL", "SNOWFLAKE_SSE"), {
      initial: "SNOWFLAKE_FULL",
      in: ["create"],
    }),
  },
  reading: [{ words: ["SHOW", "IMAGES"], parse: parseShowImages }],

  settle(context, { name, container, draft }) {
    if (!draft || [...pathOf(context, container), name].every(isPlainName)) return;
    // No source has the code.
    const detail = "db, schema and repo names for an image repo must be unquoted identifiers.";
    throw compilationError("000002", "0A000", detail);
  },

  alter(cursor) {
    // The page has UNSET COMMENT; accounts refuse it.
    if (!cursor.accept("UNSET", "COMMENT")) return undefined;
    return () => {
      throw unsupported("UNSET");
    };
  },

  // Clones of schemas and databases have no image repositories.
  copying: () => undefined,

  show: {
    cap: "cut",
    columns: [
      show.createdOn,
      show.name,
      show.databaseName,
      show.schemaName,
      show.textColumn("repository_url", (object, context) =>
        [registryHost(context.account), ...pathOf(context, object)].join("/").toLowerCase(),
      ),
      show.owner,
      show.ownerRoleType,
      show.commentColumn,
      show.textColumn("encryption", ({ properties }) => String(properties["ENCRYPTION"])),
      show.constant("privatelink_repository_url", ""),
    ],
  },
};
