import { retentionDays } from "../catalog/parameters";
import { fixed } from "../result";
import type { Cursor } from "../syntax/cursor";
import { clusterText } from "../table/clustering";
import type { Action } from "./context";
import type { ShowColumn } from "./kind";
import { objectsIn, readScope, table } from "./show";
import { chooseRows, readLike, readPaging } from "./show-clauses";
import * as show from "./show-columns";

const columns: readonly ShowColumn[] = [
  show.createdOn,
  show.name,
  show.databaseName,
  show.schemaName,
  show.textColumn("kind", (object) => (object.properties["transient"] === true ? "TRANSIENT" : object.kind)),
  show.commentColumn,
  show.textColumn("cluster_by", clusterText),
  {
    column: fixed("rows"),
    cell: (object) => (Array.isArray(object.properties["rows"]) ? String(object.properties["rows"].length) : null),
  },
  {
    column: fixed("bytes"),
    cell: (object) =>
      Array.isArray(object.properties["rows"]) ? String(object.properties["rows"].length * 1024) : null,
  },
  show.owner,
  show.textColumn("retention_time", (object, { catalog }) =>
    object.kind === "TABLE" ? String(retentionDays(catalog, object)) : null,
  ),
  show.ownerRoleType,
  show.constant("budget", null),
  ...["is_hybrid", "is_dynamic", "is_iceberg", "is_interactive"].map((column) => show.constant(column, "N")),
];

const terseColumns = [
  show.createdOn,
  show.name,
  show.textColumn("kind", (object) => object.kind),
  show.databaseName,
  show.schemaName,
];

/** SHOW [TERSE] OBJECTS: tables and views. */
export function parseShowObjects(cursor: Cursor, terse: boolean): Action {
  const like = readLike(cursor);
  const scope = readScope(cursor, "SCHEMA");
  const clauses = { ...like, ...readPaging(cursor) };
  cursor.expectEnd();
  return (context) => {
    const objects = objectsIn(context, ["TABLE"], "SCHEMA", scope);
    return table(context, terse ? terseColumns : columns, chooseRows(objects, clauses, "error"));
  };
}
