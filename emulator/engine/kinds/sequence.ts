import { executed, fixed, status } from "../result";
import type { CreateDraft, Kind, ObjectAction } from "../statements/kind";
import { comment } from "../statements/options";
import * as show from "../statements/show-columns";
import type { Cursor } from "../syntax/cursor";
import { readAmount } from "../table/column-draft";

/** SEQUENCE: https://docs.snowflake.com/en/sql-reference/sql/create-sequence */
export const sequence: Kind = {
  kind: "SEQUENCE",
  words: ["SEQUENCE"],
  plural: ["SEQUENCES"],
  noun: "Sequence",
  space: "SEQUENCE",
  container: "SCHEMA",
  createPrivilege: "CREATE SEQUENCE",
  privileges: ["USAGE"],
  taggable: true,
  options: { COMMENT: comment },

  clause: readClause,

  settle(_context, { draft, properties }) {
    if (!draft) return;
    properties["next"] = draft.clauses["start"] ?? 1;
    properties["increment"] = draft.clauses["increment"] ?? 1;
    properties["ordered"] = draft.clauses["ordered"] ?? false;
  },

  alter(cursor) {
    const back = cursor.mark();
    cursor.accept("SET");
    if (cursor.accept("INCREMENT")) return change("increment", readAmount(cursor, "BY"));
    if (cursor.accept("ORDER")) return change("ordered", true);
    if (cursor.accept("NOORDER")) return change("ordered", false);
    back();
    return undefined;
  },

  show: {
    cap: "error",
    columns: [
      show.name,
      show.databaseName,
      show.schemaName,
      { column: fixed("next_value"), cell: ({ properties }) => String(properties["next"]) },
      { column: fixed("interval"), cell: ({ properties }) => String(properties["increment"]) },
      show.createdOn,
      show.owner,
      show.commentColumn,
      show.ownerRoleType,
      show.textColumn("ordered", ({ properties }) => show.flag(properties["ordered"] === true)),
    ],
    terse: [show.createdOn, show.name, show.constant("kind", "SEQUENCE"), show.databaseName, show.schemaName],
  },
};

/** Reads `[WITH] START [WITH] [=] n`, `INCREMENT [BY] [=] n`, ORDER and NOORDER. */
function readClause(cursor: Cursor, { clauses }: CreateDraft): boolean {
  if (cursor.at("WITH", "START") || cursor.at("WITH", "INCREMENT")) cursor.expect("WITH");
  if (clauses["start"] === undefined && cursor.accept("START")) clauses["start"] = readAmount(cursor, "WITH");
  else if (clauses["increment"] === undefined && cursor.accept("INCREMENT")) {
    clauses["increment"] = readAmount(cursor, "BY");
  } else if (clauses["ordered"] === undefined && cursor.accept("ORDER")) clauses["ordered"] = true;
  else if (clauses["ordered"] === undefined && cursor.accept("NOORDER")) clauses["ordered"] = false;
  else return false;
  return true;
}

function change(key: string, value: number | boolean): ObjectAction {
  return ({ access, catalog }, object) => {
    access.requireOwnership(object);
    object.properties[key] = value;
    object.updatedOn = catalog.stamp();
    return status(executed);
  };
}
