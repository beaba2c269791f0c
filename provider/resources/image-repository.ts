import { defineResource } from "../resource/definition";
import { text, word } from "../resource/forms";
import { tags } from "../resource/tags";
import { sql } from "../sql";
import { repositoryImages } from "./image-repository-contents";
import { repositoryUrl } from "./image-repository-url";
import { plainNames } from "./plain-names";

/** An image repository: a place for images of containers, in a registry that every account has. */
export const imageRepository = defineResource({
  kind: "ImageRepository",
  noun: "IMAGE REPOSITORY",
  plural: "IMAGE REPOSITORIES",
  scope: "schema",
  listing: "whole",
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-image-repository",
  renames: false,
  properties: {
    /**
     * How images are encrypted: `SNOWFLAKE_FULL` (by the registry too) or `SNOWFLAKE_SSE` (by the cloud's store alone). A change is a
     * replacement.
     *
     * @defaultValue `"SNOWFLAKE_FULL"`
     */
    encryption: word(["SNOWFLAKE_FULL", "SNOWFLAKE_SSE"], {
      quoted: true,
      clause: (value) => sql`ENCRYPTION = (TYPE = ${value})`,
      change: (before = "SNOWFLAKE_FULL", after = "SNOWFLAKE_FULL") => (before === after ? "creation" : "replace"),
    }),
    /** @defaultValue none */
    // UNSET COMMENT is refused.
    comment: text({ fallback: { set: "" } }),
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    tags,
  },
  rules: [plainNames("Image repositories", ["database", "schema", "name"])],
  outputs: { repositoryUrl: ({ row }) => repositoryUrl(row) },
  data: {
    contents: repositoryImages,
    // Whoever may list a repository sees every image.
    hides: false,
    // A repository that was dropped cannot be brought back.
    retentionDays: () => 0,
  },
});
