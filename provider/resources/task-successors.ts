import { sql } from "../sql";
import { type GraphTask, type GraphTasks, successorsOf } from "./task-graphs";
import type { TaskStatements } from "./task-statements";

/** What comes after a task that is about to be dropped goes on after the one that replaces it. */
export async function handOn(statements: TaskStatements, tasks: GraphTasks, from: string, to: string): Promise<void> {
  for (const task of successorsOf(tasks, from)) {
    if (task.name === to) continue;
    if (task.finalizes === from) {
      await finalizeAnother(statements, task, to);
      continue;
    }
    if (!task.predecessors.includes(to)) await statements.alter(task.name, sql`ADD AFTER ${statements.quoted(to)}`);
    await statements.alter(task.name, sql`REMOVE AFTER ${statements.quoted(from)}`);
  }
}

/** Tasks that have lost what they came after, because it was made anew, come after it again. */
export async function linkAgain(
  statements: TaskStatements,
  now: GraphTasks,
  lost: readonly GraphTask[],
  former: string,
  own: string,
): Promise<void> {
  for (const task of lost) {
    const stands = now.get(task.name);
    if (stands === undefined) continue;
    const isFinalizer = task.finalizes === former;
    const isFree = stands.finalizes === undefined && (stands.predecessors.length === 0 || !isFinalizer);
    if (isFinalizer && isFree) await statements.alter(task.name, sql`SET FINALIZE = ${statements.quoted(own)}`);
    else if (!isFinalizer && isFree && !stands.predecessors.includes(own))
      await statements.alter(task.name, sql`ADD AFTER ${statements.quoted(own)}`);
    if (task.started && !stands.started) await statements.resume(task.name);
  }
}

/** A finalizer that was started is so afterwards: Snowflake suspends it when it is none for a moment. */
async function finalizeAnother(statements: TaskStatements, task: GraphTask, root: string): Promise<void> {
  await statements.alter(task.name, sql`UNSET FINALIZE`);
  await statements.alter(task.name, sql`SET FINALIZE = ${statements.quoted(root)}`);
  if (task.started) await statements.resume(task.name);
}

/** A root has one finalizer: the one that is replaced makes room. Answers what takes that back. */
export async function makeRoom(
  statements: TaskStatements,
  former: GraphTask | undefined,
): Promise<() => Promise<void>> {
  const root = former?.finalizes;
  if (former === undefined || root === undefined) return async () => {};
  await statements.alter(former.name, sql`UNSET FINALIZE`);
  return async () => {
    await statements.alter(former.name, sql`SET FINALIZE = ${statements.quoted(root)}`);
    if (former.started) await statements.resume(former.name);
  };
}
