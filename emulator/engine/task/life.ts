import type { CatalogObject } from "../catalog/object";
import type { Context } from "../statements/context";
import type { CreateDraft } from "../statements/kind";
import type { TaskRecord } from "./record";
import { newRecord, setRecord, taskOf } from "./record";
import { suspendTask } from "./state";

/** After a CREATE: what a task takes over from the one that it replaces, or that it is a copy of. */
export function completeTask({ catalog }: Context, task: CatalogObject, { clauses }: CreateDraft): void {
  const { replaced, cloneSource, copyGrants, finalizer } = clauses;
  const from = replaced ?? cloneSource;
  if (copyGrants === true && typeof from === "number") {
    for (const grant of catalog.grants.on(from)) catalog.grants.add({ ...grant, on: task.id });
  }
  if (typeof cloneSource === "number") Object.assign(task.tags, catalog.get(cloneSource).tags, task.tags);
  if (finalizer === undefined) return;
  const { id, record } = finalizer as unknown as { id: number; record: TaskRecord };
  setRecord(catalog.get(id).properties, { ...record, finalizes: task.id });
}

/** A task that came with the copy of its schema: suspended, without a past, and linked to the copies. */
export function detachCopy(_context: Context, task: CatalogObject, copies: ReadonlyMap<number, CatalogObject>): void {
  const { definition, condition, predecessors, finalizes } = taskOf(task);
  const copied = (id: number | null) => copies.get(id ?? -1)?.id;
  setRecord(task.properties, {
    ...newRecord(),
    definition,
    condition,
    predecessors: predecessors.flatMap((id) => copied(id) ?? []),
    finalizes: copied(finalizes) ?? null,
  });
}

/** A task whose schema or database is dropped stops; when that comes back, it stays so. */
export function stopWithContainer({ catalog }: Context, task: CatalogObject): void {
  if (taskOf(task).state === "started") suspendTask(catalog, task, "SCHEMA_OR_DATABASE_DELETED");
}
