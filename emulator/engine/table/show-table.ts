import type { CatalogObject } from "../catalog/object";
import { rowsOf } from "../query/table-data";
import { fixed } from "../result";
import type { ShowRules } from "../statements/kind";
import * as show from "../statements/show-columns";
import { clusterText, isReclustered } from "./clustering";
import { searchMethods } from "./search-optimization";

/** How SHOW TABLES lists tables. */
export const showTables: ShowRules = {
  history: true,
  cap: "error",
  columns: [
    show.createdOn,
    show.name,
    show.databaseName,
    show.schemaName,
    show.textColumn("kind", (table) => (table.properties["transient"] === true ? "TRANSIENT" : "TABLE")),
    show.commentColumn,
    show.textColumn("cluster_by", clusterText),
    { column: fixed("rows"), cell: (table) => String(rowsOf(table).length) },
    { column: fixed("bytes"), cell: (table) => String(rowsOf(table).length * 1024) },
    show.owner,
    show.retentionTime,
    show.droppedOn,
    show.textColumn("automatic_clustering", (table) => onOff(isReclustered(table))),
    show.textColumn("change_tracking", (table) => onOff(table.properties["CHANGE_TRACKING"] === true)),
    show.textColumn("search_optimization", (table) => onOff(searchMethods(table).length > 0)),
    { column: fixed("search_optimization_progress"), cell: (table) => whenOptimized(table, "100") },
    { column: fixed("search_optimization_bytes"), cell: (table) => whenOptimized(table, "0") },
    show.constant("is_external", "N"),
    show.textColumn("enable_schema_evolution", (table) =>
      show.flag(table.properties["ENABLE_SCHEMA_EVOLUTION"] === true),
    ),
    show.ownerRoleType,
    show.constant("is_event", "N"),
    show.constant("budget", null),
    ...["is_hybrid", "is_iceberg", "is_dynamic", "is_immutable"].map((name) => show.constant(name, "N")),
  ],
  terse: [
    show.createdOn,
    show.name,
    show.constant("kind", "TABLE"),
    show.databaseName,
    show.schemaName,
    show.droppedOn,
  ],
};

function onOff(condition: boolean): string {
  return condition ? "ON" : "OFF";
}

function whenOptimized(table: CatalogObject, value: string): string | null {
  return searchMethods(table).length > 0 ? value : null;
}
