import type { CatalogObject, Json } from "../catalog/object";
import { fixed, timestampCell, timestampLtz } from "../result";
import type { ShowColumn } from "../statements/kind";
import * as show from "../statements/show-columns";
import { findSize } from "./warehouse-sizes";

/** The columns of SHOW WAREHOUSES in their order. */
export const warehouseColumns: readonly ShowColumn[] = [
  show.name,
  show.textColumn("state", shownState),
  show.textColumn("type", (object) => String(object.properties["WAREHOUSE_TYPE"])),
  show.textColumn("size", (object) => findSize(object.properties["WAREHOUSE_SIZE"])?.shown ?? null),
  numberColumn("min_cluster_count", (object) => object.properties["MIN_CLUSTER_COUNT"], "enterprise"),
  numberColumn("max_cluster_count", (object) => object.properties["MAX_CLUSTER_COUNT"], "enterprise"),
  numberColumn("started_clusters", startedClusters, "enterprise"),
  numberColumn("running", () => 0),
  numberColumn("queued", () => 0),
  show.isDefault("DEFAULT_WAREHOUSE"),
  show.textColumn("is_current", (object, { session }) => show.flag(session.warehouse === object.name)),
  numberColumn("auto_suspend", (object) => object.properties["AUTO_SUSPEND"]),
  show.textColumn("auto_resume", (object) => String(object.properties["AUTO_RESUME"])),
  show.textColumn("available", (object) => (isStarted(object) ? "100" : "")),
  show.textColumn("provisioning", (object) => (isStarted(object) ? "0" : "")),
  show.textColumn("quiescing", (object) => (isStarted(object) ? "0" : "")),
  show.textColumn("other", (object) => (isStarted(object) ? "0" : "")),
  show.createdOn,
  { column: timestampLtz("resumed_on"), cell: (object) => timestampCell(Number(object.properties["resumedOn"] ?? 0)) },
  { column: timestampLtz("updated_on"), cell: (object) => timestampCell(object.updatedOn) },
  show.owner,
  show.commentColumn,
  show.textColumn("enable_query_acceleration", textOf("ENABLE_QUERY_ACCELERATION"), "enterprise"),
  numberColumn(
    "query_acceleration_max_scale_factor",
    (object) => object.properties["QUERY_ACCELERATION_MAX_SCALE_FACTOR"],
    "enterprise",
  ),
  show.textColumn("resource_monitor", (object) => String(object.properties["RESOURCE_MONITOR"] ?? "null")),
  numberColumn("actives", () => 0),
  numberColumn("pendings", () => 0),
  numberColumn("failed", () => 0),
  numberColumn("suspended", (object) => (isStarted(object) ? 0 : 1)),
  show.textColumn("uuid", (object) => String(object.id)),
  show.textColumn("scaling_policy", textOf("SCALING_POLICY"), "enterprise"),
  show.constant("budget", null),
  show.ownerRoleType,
  show.textColumn("resource_constraint", textOf("RESOURCE_CONSTRAINT")),
  show.textColumn("generation", textOf("GENERATION")),
  show.textColumn(
    "max_query_performance_level",
    (object) => findSize(object.properties["MAX_QUERY_PERFORMANCE_LEVEL"])?.shown ?? null,
  ),
  numberColumn("query_throughput_multiplier", (object) => object.properties["QUERY_THROUGHPUT_MULTIPLIER"]),
  show.textColumn("tables", ({ properties: { tables } }) =>
    Array.isArray(tables) && tables.length > 0 ? tables.join(", ") : null,
  ),
  show.constant("disabled_reasons", null),
];

function isStarted(object: CatalogObject): boolean {
  return object.properties["state"] === "STARTED";
}

function shownState(object: CatalogObject): string {
  if (object.properties["WAREHOUSE_TYPE"] === "ADAPTIVE") return isStarted(object) ? "ENABLED" : "DISABLED";
  return String(object.properties["state"]);
}

function startedClusters(object: CatalogObject): number | null {
  if (object.properties["WAREHOUSE_TYPE"] === "ADAPTIVE") return null;
  return isStarted(object) ? Number(object.properties["MIN_CLUSTER_COUNT"] ?? 0) : 0;
}

function textOf(property: string): (object: CatalogObject) => string | null {
  return (object) => {
    const value = object.properties[property];
    return value === null || value === undefined ? null : String(value);
  };
}

function numberColumn(
  name: string,
  value: (object: CatalogObject) => Json | undefined,
  only?: ShowColumn["only"],
): ShowColumn {
  const cell = (object: CatalogObject) => {
    const number = value(object);
    return number === null || number === undefined ? null : String(number);
  };
  return { column: fixed(name), cell, ...(only && { only }) };
}
