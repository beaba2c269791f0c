import { same } from "../resource/equal";
import type { Undertaking } from "../resource/keeper";
import { type GraphTask, type GraphTasks, rootsOf, successorsOf } from "./task-graphs";
import { type Known, tasks } from "./task-known";
import { storedNamesIn } from "./task-relations";
import type { TaskStatements } from "./task-statements";

/** A change of a task among those of its schema; they go by their stored names. */
export interface Changing {
  readonly undertaking: Undertaking;
  readonly known: Known;
  readonly statements: TaskStatements;
  /** The task's own name. */
  readonly own: string;
  /** The tasks as they stood before; empty if they are of no interest. */
  readonly tasks: GraphTasks;
}

/** Whether a change touches no other task: it makes one that belongs to no graph. */
export function isAlone({ undertaking, known, statements, own }: Changing): boolean {
  const { row, after, replaces, mayExist, also = [] } = undertaking;
  const links = storedNamesIn(after ?? {});
  const isLinked = links.after.length > 0 || links.finalize !== undefined || also.length > 0;
  const isNew = row === undefined && replaces !== true && mayExist !== true;
  return !isLinked && isNew && !known.orphans.has(statements.full(own));
}

/** The roots that have to stand still, before and after a change. */
export function touchedRoots(changing: Changing): readonly string[] {
  const { undertaking, known, statements, own } = changing;
  const links = storedNamesIn(undertaking.after ?? {});
  // Whoever is dropped may leave others behind that came after it.
  const lost = lostBy(changing);
  const orphans = known.orphans.get(statements.full(own)) ?? [];
  const successor = lost.length === 0 ? undefined : successorOf(undertaking);
  return rootsOf(changing.tasks, [
    ...links.after,
    ...(links.finalize === undefined ? [] : [links.finalize]),
    ...(changing.tasks.has(own) ? [own] : []),
    ...[...lost, ...orphans].map(({ name }) => name),
    ...(successor === undefined ? [] : [successor]),
    ...(undertaking.also ?? []),
  ]);
}

/** Tasks that a change leaves without their predecessor, unless they are linked anew. */
export function lostBy({ undertaking: { row, after, replaces }, tasks, own }: Changing): readonly GraphTask[] {
  const isLost = replaces === true || (row !== undefined && after === undefined);
  return isLost ? successorsOf(tasks, own) : [];
}

/** What a task is replaced by, if that is another one of the same schema. */
export function successorOf({ act, name }: Undertaking): string | undefined {
  const to = act.context.claims.successor(tasks.kind, name);
  return to !== undefined && same(to.slice(0, -1), name.slice(0, -1)) ? to.at(-1) : undefined;
}

/** The finalizer that stands where a task shall, and is going to be dropped for it. */
export function replacedFinalizer({ undertaking, statements, own, tasks: all }: Changing): GraphTask | undefined {
  const { claims } = undertaking.act.context;
  const { finalize } = storedNamesIn(undertaking.after ?? {});
  return [...all.values()].find(
    ({ name, finalizes }) =>
      finalizes !== undefined &&
      finalizes === finalize &&
      name !== own &&
      claims.isReplaced(tasks.kind, statements.name(name)),
  );
}
