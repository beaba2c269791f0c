import type { Json } from "../catalog/object";
import type { CreateDraft, Kind } from "../statements/kind";
import { comment } from "../statements/options";
import * as show from "../statements/show-columns";
import type { Cursor } from "../syntax/cursor";
import { writtenText } from "../syntax/written-text";
import { describeColumns } from "../table/describe-table";

/** VIEW: https://docs.snowflake.com/en/sql-reference/sql/create-view (its query is kept as text, and shows no columns) */
export const view: Kind = {
  kind: "VIEW",
  words: ["VIEW"],
  plural: ["VIEWS"],
  noun: "View",
  space: "TABLE",
  container: "SCHEMA",
  modifiers: ["SECURE"],
  createPrivilege: "CREATE VIEW",
  privileges: ["SELECT", "REFERENCES"],
  taggable: true,
  options: { COMMENT: comment },

  clause: readQuery,

  finish(cursor, { clauses }) {
    if (clauses["query"] === undefined) cursor.unexpected();
  },

  settle(_context, { name, draft, properties }) {
    if (!draft) return;
    const secure = draft.modifiers.has("SECURE");
    properties["secure"] = secure;
    properties["text"] = `CREATE ${secure ? "SECURE " : ""}VIEW ${name} AS ${draft.clauses["query"]}`;
    properties["columns"] = [] as Json[];
  },

  show: {
    cap: "error",
    columns: [
      show.createdOn,
      show.name,
      show.constant("reserved", ""),
      show.databaseName,
      show.schemaName,
      show.owner,
      show.commentColumn,
      show.textColumn("text", ({ properties }) => String(properties["text"])),
      show.textColumn("is_secure", ({ properties }) => String(properties["secure"] === true)),
      show.constant("is_materialized", "false"),
      show.ownerRoleType,
      show.constant("change_tracking", "OFF"),
    ],
    terse: [show.createdOn, show.name, show.constant("kind", "VIEW"), show.databaseName, show.schemaName],
  },

  describe: describeColumns,
};

/** Reads `AS SELECT …` to the end of the statement. */
function readQuery(cursor: Cursor, draft: CreateDraft): boolean {
  if (!cursor.accept("AS")) return false;
  if (!cursor.at("SELECT") && !cursor.at("WITH")) cursor.unexpected();
  const tokens = [];
  while (!cursor.atEnd()) tokens.push(cursor.next());
  draft.clauses["query"] = writtenText(tokens);
  return true;
}
