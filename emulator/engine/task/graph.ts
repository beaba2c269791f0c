import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import type { TaskRecord } from "./record";
import { taskOf } from "./record";

/** The tasks that a task runs after, in order of name. */
export function predecessors(catalog: Catalog, task: CatalogObject): CatalogObject[] {
  return tasksOf(catalog, taskOf(task).predecessors).sort(byName);
}

/** The tasks that run after a task, in order of name. */
export function successors(catalog: Catalog, task: CatalogObject): CatalogObject[] {
  return neighbours(catalog, task)
    .filter((other) => taskOf(other).predecessors.includes(task.id))
    .sort(byName);
}

/** The finalizer of a root. */
export function finalizerOf(catalog: Catalog, root: CatalogObject): CatalogObject | undefined {
  return neighbours(catalog, root).find((other) => taskOf(other).finalizes === root.id);
}

/** The root that a finalizer finalizes. */
export function finalizedRoot(catalog: Catalog, task: CatalogObject): CatalogObject | undefined {
  const { finalizes } = taskOf(task);
  return finalizes === null ? undefined : tasksOf(catalog, [finalizes])[0];
}

/** Whether a task runs by itself: it has no predecessor and finalizes nothing. */
export function isRoot({ predecessors, finalizes }: Pick<TaskRecord, "predecessors" | "finalizes">): boolean {
  return predecessors.length === 0 && finalizes === null;
}

/** The roots above a task; a root is its own, a graph that may not run yet can have several, a mere cycle has none. */
export function rootsOf(catalog: Catalog, task: CatalogObject): CatalogObject[] {
  const seen = new Set([task]);
  for (const member of seen) {
    const { predecessors, finalizes } = taskOf(member);
    for (const above of tasksOf(catalog, finalizes === null ? predecessors : [finalizes])) seen.add(above);
  }
  return [...seen].filter((member) => isRoot(taskOf(member))).sort(byName);
}

/** A task and everything below it, nearest first; the finalizer of a root comes last. */
export function membersOf(catalog: Catalog, task: CatalogObject): CatalogObject[] {
  const below = successorsById(catalog, task);
  const seen = new Set([task]);
  for (const member of seen) for (const next of below.get(member.id) ?? []) seen.add(next);
  const finalizer = finalizerOf(catalog, task);
  return finalizer ? [...seen, finalizer] : [...seen];
}

/** A task that is part of a cycle at or below a task. */
export function cycleBelow(catalog: Catalog, task: CatalogObject): CatalogObject | undefined {
  const below = successorsById(catalog, task);
  const done = new Set<number>();
  const open = new Set<number>();
  const stack = [task];
  while (stack.length > 0) {
    const member = stack.at(-1) as CatalogObject;
    const next = below.get(member.id) ?? [];
    open.add(member.id);
    const cyclic = next.find(({ id }) => open.has(id));
    if (cyclic) return cyclic;
    const todo = next.find(({ id }) => !done.has(id));
    if (todo) {
      stack.push(todo);
      continue;
    }
    done.add(member.id);
    open.delete(member.id);
    stack.pop();
  }
  return undefined;
}

function successorsById(catalog: Catalog, task: CatalogObject): Map<number, CatalogObject[]> {
  const below = new Map<number, CatalogObject[]>();
  for (const other of neighbours(catalog, task).sort(byName)) {
    for (const id of taskOf(other).predecessors) below.set(id, [...(below.get(id) ?? []), other]);
  }
  return below;
}

/** All tasks of a graph stand in one schema. */
function neighbours(catalog: Catalog, task: CatalogObject): CatalogObject[] {
  return catalog.children(task.parent, "TASK");
}

function tasksOf(catalog: Catalog, ids: readonly number[]): CatalogObject[] {
  return ids.flatMap((id) => catalog.lookup(id) ?? []).filter(({ droppedOn }) => droppedOn === null);
}

function byName(a: CatalogObject, b: CatalogObject): number {
  return a.name < b.name ? -1 : 1;
}
