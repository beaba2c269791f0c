import type { CatalogObject, Json } from "../catalog/object";
import type { PoolFacts } from "../container/simulation";
import { poolFacts } from "../container/simulation";
import type { Cell, StatementResult } from "../result";
import { fixed, statementTypes, timestampCell, timestampLtz } from "../result";
import type { Context } from "../statements/context";
import type { ShowColumn } from "../statements/kind";
import * as show from "../statements/show-columns";

const common: readonly ShowColumn[] = [
  show.name,
  show.textColumn("state", (object, context) => poolFacts(context, object).state),
  number("min_nodes", ({ properties }) => properties["MIN_NODES"]),
  number("max_nodes", ({ properties }) => properties["MAX_NODES"]),
  show.textColumn("instance_family", ({ properties }) => String(properties["INSTANCE_FAMILY"])),
  counted("num_services", "numServices"),
  counted("num_jobs", "numJobs"),
  number("auto_suspend_secs", ({ properties }) => properties["AUTO_SUSPEND_SECS"]),
  show.textColumn("auto_resume", ({ properties }) => String(properties["AUTO_RESUME"])),
  counted("active_nodes", "activeNodes"),
  counted("idle_nodes", "idleNodes"),
  counted("target_nodes", "targetNodes"),
  show.createdOn,
  {
    column: timestampLtz("resumed_on"),
    cell: (object, context) => timestampCell(poolFacts(context, object).resumedOn),
  },
  { column: timestampLtz("updated_on"), cell: (object) => timestampCell(object.updatedOn) },
  show.owner,
  show.textColumn("comment", ({ comment }) => comment || null),
  show.textColumn("is_exclusive", ({ properties }) => String(typeof properties["application"] === "string")),
  show.textColumn("application", ({ properties }) => textOrNull(properties["application"])),
];

const placementGroup = show.textColumn("placement_group", ({ properties }) =>
  textOrNull(properties["PLACEMENT_GROUP"]),
);

const backupFamilies = show.textColumn("backup_instance_families", ({ properties }) => {
  const families = properties["BACKUP_INSTANCE_FAMILIES"];
  return Array.isArray(families) ? families.join(",") : null;
});

/** The columns of SHOW COMPUTE POOLS in their order. */
export const poolColumns: readonly ShowColumn[] = [...common, placementGroup, backupFamilies];

const describedColumns: readonly ShowColumn[] = [
  ...common,
  show.constant("budget", null),
  show.textColumn("error_code", (object, context) => poolFacts(context, object).errorCode),
  show.textColumn("status_message", (object, context) => poolFacts(context, object).statusMessage),
  placementGroup,
  backupFamilies,
];

/** The answer of DESCRIBE COMPUTE POOL. */
export function describePool(context: Context, pool: CatalogObject): StatementResult {
  context.access.require(pool, "MONITOR");
  return {
    columns: describedColumns.map(({ column }) => column),
    rows: [describedColumns.map(({ cell }) => cell(pool, context))],
    statementTypeId: statementTypes.describe,
  };
}

function number(name: string, value: (object: CatalogObject) => Json | undefined): ShowColumn {
  return { column: fixed(name), cell: (object): Cell => String(value(object)) };
}

function counted(name: string, fact: keyof PoolFacts): ShowColumn {
  return { column: fixed(name), cell: (object, context): Cell => String(poolFacts(context, object)[fact]) };
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}
