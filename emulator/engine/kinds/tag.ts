import type { CatalogObject } from "../catalog/object";
import { executed, status } from "../result";
import type { Kind, ObjectAction } from "../statements/kind";
import { comment } from "../statements/options";
import * as show from "../statements/show-columns";
import type { Cursor } from "../syntax/cursor";

/** TAG: https://docs.snowflake.com/en/sql-reference/sql/create-tag */
export const tag: Kind = {
  kind: "TAG",
  words: ["TAG"],
  plural: ["TAGS"],
  noun: "Tag",
  space: "TAG",
  container: "SCHEMA",
  createPrivilege: "CREATE TAG",
  privileges: ["APPLY", "READ"],
  undroppable: true,
  options: { COMMENT: comment },

  clause(cursor, draft) {
    if (!cursor.accept("ALLOWED_VALUES")) return false;
    draft.clauses["ALLOWED_VALUES"] = readValues(cursor);
    return true;
  },

  settle(_context, { draft, properties }) {
    if (draft) properties["ALLOWED_VALUES"] = draft.clauses["ALLOWED_VALUES"] ?? null;
  },

  alter(cursor) {
    if (cursor.accept("ADD", "ALLOWED_VALUES")) {
      const values = readValues(cursor);
      return changeValues((before) => [...new Set([...before, ...values])]);
    }
    if (cursor.accept("DROP", "ALLOWED_VALUES")) {
      const values = readValues(cursor);
      return changeValues((before) => before.filter((value) => !values.includes(value)));
    }
    if (cursor.accept("UNSET", "ALLOWED_VALUES")) return changeValues(() => null);
    return undefined;
  },

  show: {
    history: true,
    cap: "error",
    columns: [
      show.createdOn,
      show.name,
      show.databaseName,
      show.schemaName,
      show.owner,
      show.commentColumn,
      show.textColumn("allowed_values", (object) => {
        const values = allowedValues(object);
        return values ? JSON.stringify(values) : null;
      }),
      show.ownerRoleType,
      show.constant("propagate", null),
      show.constant("on_conflict", null),
      show.droppedOn,
    ],
  },
};

function readValues(cursor: Cursor): string[] {
  const values = [cursor.string()];
  while (cursor.acceptSymbol(",")) values.push(cursor.string());
  return values;
}

function allowedValues(object: CatalogObject): string[] | null {
  const values = object.properties["ALLOWED_VALUES"];
  return Array.isArray(values) ? values.map(String) : null;
}

function changeValues(change: (before: string[]) => string[] | null): ObjectAction {
  return (context, object) => {
    context.access.requireOwnership(object);
    object.properties["ALLOWED_VALUES"] = change(allowedValues(object) ?? []);
    object.updatedOn = context.catalog.stamp();
    return status(executed);
  };
}
