import type { CatalogObject } from "../catalog/object";
import { timestampCell, timestampLtz } from "../result";
import type { Context } from "../statements/context";
import type { ShowColumn, ShowRules } from "../statements/kind";
import * as show from "../statements/show-columns";
import { finalizedRoot, finalizerOf, isRoot, predecessors } from "./graph";
import { optionsOf, taskOf } from "./record";
import { fullName } from "./state";

/** The names of what a task runs after, as JSON. */
export const predecessorsColumn = show.textColumn("predecessors", (task, context) =>
  JSON.stringify(predecessorNames(context, task), undefined, 2),
);

export const warehouseColumn = show.textColumn("warehouse", (task) => optionsOf(task).warehouse);
export const scheduleColumn = show.textColumn("schedule", (task) => optionsOf(task).schedule);
export const stateColumn = show.textColumn("state", (task) => taskOf(task).state);
export const definitionColumn = show.textColumn("definition", (task) => taskOf(task).definition);
export const conditionColumn = show.textColumn("condition", (task) => taskOf(task).condition);

/** The columns of SHOW and DESCRIBE; where Snowflake writes the text `null`, so does this. */
export const taskColumns: readonly ShowColumn[] = [
  show.createdOn,
  show.name,
  show.textColumn("id", (task) => taskOf(task).uuid),
  show.databaseName,
  show.schemaName,
  show.owner,
  show.commentColumn,
  warehouseColumn,
  scheduleColumn,
  show.textColumn("scheduling_mode", schedulingMode),
  show.textColumn("target_completion_interval", (task) => optionsOf(task).targetCompletionInterval),
  predecessorsColumn,
  stateColumn,
  definitionColumn,
  conditionColumn,
  show.textColumn("allow_overlapping_execution", (task) =>
    isRoot(taskOf(task)) ? String(overlapPolicy(task) !== "NO_OVERLAP") : "null",
  ),
  show.textColumn("error_integration", integration("ERROR_INTEGRATION")),
  show.textColumn("success_integration", integration("SUCCESS_INTEGRATION")),
  timeColumn("last_committed_on", (task) => taskOf(task).lastCommittedOn),
  timeColumn("last_suspended_on", (task) => taskOf(task).lastSuspendedOn),
  show.ownerRoleType,
  show.textColumn("config", (task) => optionsOf(task).config),
  show.constant("budget", null),
  show.textColumn("task_relations", (task, context) => JSON.stringify(relations(context, task))),
  show.textColumn("last_suspended_reason", (task) => taskOf(task).lastSuspendedReason),
  show.textColumn("execute_as_user", (task) => optionsOf(task).executeAsUser),
  show.textColumn("overlap_policy", (task) => (isRoot(taskOf(task)) ? overlapPolicy(task) : null)),
];

/** SHOW [TERSE] TASKS; ROOT ONLY leaves out children and finalizers. */
export const showTasks: ShowRules = {
  cap: "error",
  columns: taskColumns,
  terse: [show.createdOn, show.name, show.constant("kind", null), show.databaseName, show.schemaName, scheduleColumn],
  filter: (cursor) => (cursor.accept("ROOT", "ONLY") ? (task) => isRoot(taskOf(task)) : undefined),
};

function predecessorNames(context: Context, task: CatalogObject): string[] {
  return predecessors(context.catalog, task).map((other) => fullName(context, other));
}

function relations(context: Context, task: CatalogObject): Record<string, string | string[]> {
  const { catalog } = context;
  const root = finalizedRoot(catalog, task);
  const finalizer = finalizerOf(catalog, task);
  return {
    ...(root && { FinalizedRootTask: fullName(context, root) }),
    Predecessors: predecessorNames(context, task),
    ...(finalizer && { FinalizerTask: fullName(context, finalizer) }),
  };
}

function overlapPolicy(task: CatalogObject): string {
  return optionsOf(task).overlapPolicy ?? "NO_OVERLAP";
}

function schedulingMode(task: CatalogObject): string | null {
  const { warehouse, schedule, targetCompletionInterval } = optionsOf(task);
  if (typeof task.properties["SCHEDULING_MODE"] === "string") return task.properties["SCHEDULING_MODE"];
  if (warehouse !== null || schedule === null) return null;
  return targetCompletionInterval === null ? "FIXED" : "FLEXIBLE";
}

function integration(key: string) {
  return ({ properties }: CatalogObject) => (typeof properties[key] === "string" ? properties[key] : "null");
}

function timeColumn(name: string, time: (task: CatalogObject) => number | null): ShowColumn {
  return { column: timestampLtz(name), cell: (task) => timestampCell(time(task)) };
}
