import type { CatalogObject } from "../catalog/object";
import { insufficientPrivileges } from "../sql-error";
import type { Context } from "../statements/context";
import { findObject } from "../statements/resolve";
import { invalidTask } from "./errors";
import { finalizerOf, membersOf, rootsOf, successors } from "./graph";
import { taskOf } from "./record";
import { fullName, mostTasks, requireSuspendedGraph, tooManyTasks } from "./state";

/** The task that links are for; it has no id before it is in the catalog. */
export interface Subject {
  id: number | undefined;
  name: string;
  /** Id of the schema. */
  schema: number;
  owner: number | null;
}

/** The most predecessors, and the most successors, of one task. */
const mostLinks = 100;

/** The ids of the tasks that a task is to run after. @throws SqlError if one of them cannot be a predecessor. */
export function predecessorIds(context: Context, subject: Subject, names: readonly string[][]): number[] {
  return [...new Set(names.map((name) => requirePredecessor(context, subject, name).id))];
}

/** Refuses more predecessors than a task can have. */
export function checkCount(subject: Subject, predecessors: readonly number[]): void {
  if (predecessors.length <= mostLinks) return;
  throw invalidTask(`Task ${subject.name} cannot have more than ${mostLinks} predecessors.`);
}

/** The task that a name in AFTER means. */
function requirePredecessor(context: Context, subject: Subject, name: readonly string[]): CatalogObject {
  const { catalog } = context;
  const task = find(context, name);
  if (!task) throw invalidTask(`Invalid predecessor ${name.at(-1)} was specified.`);
  if (isSame(subject, task)) throw invalidTask(`Task ${task.name} cannot use itself as its predecessor.`);
  if (task.parent !== subject.schema) {
    throw invalidTask(`Cannot have predecessor ${task.name} from a different schema.`);
  }
  if (task.owner !== subject.owner) {
    throw invalidTask(
      `Task ${subject.name} cannot have the given predecessor since they do not share the same owner role.`,
    );
  }
  if (taskOf(task).finalizes !== null) {
    throw invalidTask(`Task ${task.name} cannot have children as a finalizer task.`);
  }
  requireSuspendedGraph(context, task);
  const below = successors(catalog, task).filter(({ id }) => id !== subject.id);
  if (below.length >= mostLinks) throw invalidTask(`Task ${task.name} cannot have more than ${mostLinks} children.`);
  const own = subject.id === undefined ? 1 : membersOf(catalog, catalog.get(subject.id)).length;
  for (const root of rootsOf(catalog, task)) {
    const members = membersOf(catalog, root);
    const known = members.some(({ id }) => id === subject.id);
    if (!known && members.length + own > mostTasks) throw tooManyTasks(fullName(context, root));
  }
  return task;
}

/** The id of the root that a task is to finalize. @throws SqlError if it cannot. */
export function finalizedId(context: Context, subject: Subject, name: readonly string[]): number {
  const root = find(context, name);
  if (!root) throw invalidTask(`Invalid finalized root task ${name.at(-1)} was specified.`);
  if (isSame(subject, root)) throw invalidTask(`Task ${root.name} cannot finalize itself.`);
  if (root.parent !== subject.schema) {
    throw invalidTask(`Cannot finalize graph ${fullName(context, root)} in a different schema.`);
  }
  if (root.owner !== subject.owner) throw insufficientPrivileges("TASK", root.name);
  const { predecessors, finalizes } = taskOf(root);
  if (predecessors.length > 0 || finalizes !== null) {
    const place = context.catalog.get(subject.schema);
    const own = `${fullName(context, place)}.${subject.name}`;
    throw invalidTask(`Task ${own} cannot finalize a non-root task ${fullName(context, root)}.`);
  }
  const other = finalizerOf(context.catalog, root);
  if (other && !isSame(subject, other)) {
    throw invalidTask(`Finalize target ${root.name} already have finalizer.`);
  }
  requireSuspendedGraph(context, root);
  return root.id;
}

/** The id of a predecessor to be taken out. @throws SqlError if it is none. */
export function linkedId(context: Context, subject: CatalogObject, name: readonly string[]): number {
  const task = find(context, name);
  if (task && taskOf(subject).predecessors.includes(task.id)) return task.id;
  throw invalidTask(`Task ${subject.name} does not have predecessor ${name.at(-1)}.`);
}

function find(context: Context, name: readonly string[]): CatalogObject | undefined {
  return findObject(context, context.kinds.get("TASK"), { parts: [...name], text: "" }, "TASK");
}

/** A task that is replaced is the one that replaces it. */
function isSame(subject: Subject, task: CatalogObject): boolean {
  return subject.id === task.id || (subject.schema === task.parent && subject.name === task.name);
}
