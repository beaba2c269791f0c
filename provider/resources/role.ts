import { defineResource } from "../resource/definition";
import { text } from "../resource/forms";
import { tags } from "../resource/tags";

/** A role of the account. It is no resource of its own: the object model alone makes them. */
export const role = defineResource({
  kind: "Role",
  noun: "ROLE",
  plural: "ROLES",
  scope: "account",
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-role",
  properties: {
    /** @defaultValue none */
    comment: text(),
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    tags,
  },
  rules: [],
});
