import type { CatalogObject } from "../catalog/object";
import type { Context } from "../statements/context";
import { finalizedRoot, finalizerOf, isRoot, membersOf, predecessors, successors } from "./graph";
import type { SuspendedReason } from "./record";
import { taskOf } from "./record";
import { requireSuspendedGraph, suspendTask } from "./state";

/** Before a task is dropped or replaced: what ran after it has lost a link. A started task may only go if it stands alone. */
export function leaveGraph(context: Context, task: CatalogObject): void {
  const { catalog } = context;
  const alone = isRoot(taskOf(task)) && membersOf(catalog, task).length === 1;
  if (!alone) requireSuspendedGraph(context, task);
  for (const next of successors(catalog, task)) unlink(context, next, task);
  const finalizer = finalizerOf(catalog, task);
  if (finalizer) unlink(context, finalizer, task);
}

/** Takes the link to a predecessor or finalized root out of a task. */
export function unlink(context: Context, task: CatalogObject, target: CatalogObject): void {
  const record = taskOf(task);
  const reason: SuspendedReason = record.finalizes === null ? "CHILD_BECAME_ROOT" : "FINALIZER_BECAME_ROOT";
  record.predecessors = record.predecessors.filter((id) => id !== target.id);
  if (record.finalizes === target.id) record.finalizes = null;
  if (isRoot(record)) suspendTask(context.catalog, task, reason);
}

/** Before tasks get another owner: they stop, and lose what links them to tasks that stay with the old one. */
export function changeOwner(context: Context, tasks: readonly CatalogObject[], owner: number): void {
  const { catalog } = context;
  const moving = tasks.filter((task) => task.owner !== owner);
  for (const task of moving) requireSuspendedGraph(context, task);
  const together = new Set([...tasks.filter((task) => task.owner === owner), ...moving]);
  for (const task of moving) {
    if (taskOf(task).state === "started") suspendTask(catalog, task, "GRANT_OWNERSHIP");
    const above = [...predecessors(catalog, task), finalizedRoot(catalog, task)];
    for (const other of above) if (other && !together.has(other)) unlink(context, task, other);
    const below = [...successors(catalog, task), finalizerOf(catalog, task)];
    for (const other of below) if (other && !together.has(other)) unlink(context, other, task);
  }
}
