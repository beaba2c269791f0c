import type { CatalogObject } from "../catalog/object";
import { textType, timestampLtzType } from "../query/data-type";
import type { Source } from "../query/scope";
import type { Context } from "../statements/context";
import type { ShowColumn } from "../statements/kind";
import { requireObject } from "../statements/resolve";
import * as show from "../statements/show-columns";
import { parseName } from "../syntax/cursor";
import { finalizerOf, membersOf, successors } from "./graph";
import {
  conditionColumn,
  definitionColumn,
  predecessorsColumn,
  scheduleColumn,
  stateColumn,
  warehouseColumn,
} from "./show";
import { requireStartable, resumeTask } from "./state";

const columns: readonly ShowColumn[] = [
  show.createdOn,
  show.name,
  show.databaseName,
  show.schemaName,
  show.owner,
  show.commentColumn,
  warehouseColumn,
  scheduleColumn,
  predecessorsColumn,
  stateColumn,
  definitionColumn,
  conditionColumn,
];

/** The task that a name in a text means. */
export function namedTask(context: Context, name: string, doing: string): CatalogObject {
  return requireObject(context, context.kinds.get("TASK"), parseName(name, 3), doing);
}

/** The rows of TASK_DEPENDENTS: a task, then what runs after it; a finalizer comes last. */
export function taskDependents(context: Context, name: string, { recursive }: { recursive: boolean }): Source {
  const { catalog, access } = context;
  const task = namedTask(context, name, "TASK_DEPENDENTS");
  const finalizer = finalizerOf(catalog, task);
  const direct = [task, ...successors(catalog, task), ...(finalizer ? [finalizer] : [])];
  const tasks = recursive ? membersOf(catalog, task) : direct;
  return {
    columns: columns.map(({ column }) => ({
      name: column.name.toUpperCase(),
      type: column.type === "text" ? textType : timestampLtzType,
      nullable: true,
    })),
    rows: tasks
      .filter((member) => access.holds(member))
      .map((member) => columns.map(({ cell }) => cell(member, context))),
  };
}

/** SYSTEM$TASK_DEPENDENTS_ENABLE: resumes a task and all below it, all of them or none, the task itself last. */
export function enableDependents(context: Context, name: string): void {
  const task = namedTask(context, name, "SYSTEM$TASK_DEPENDENTS_ENABLE");
  const members = membersOf(context.catalog, task);
  for (const member of members) context.access.require(member, "OPERATE");
  for (const member of members) requireStartable(context, member);
  for (const member of members.reverse()) resumeTask(context, member);
}
