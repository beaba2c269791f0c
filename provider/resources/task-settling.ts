import { list } from "../resource/locate";
import type { Values } from "../resource/property";
import { canonicalQualified, storedName } from "../sql";
import { type GraphTask, type GraphTasks, tasksIn } from "./task-graphs";
import { tasks } from "./task-known";
import { isByItself, isFreedBetween } from "./task-order";
import type { Pause } from "./task-pauses";
import { linkAgain } from "./task-successors";
import { type Changing, lostBy } from "./task-touched";

/** After a change: a task that belongs to no graph with a root that stands, or was made as a root, comes to its state. */
export async function settleAlone(changing: Changing): Promise<void> {
  const { undertaking, statements, own } = changing;
  const { before, after, row } = undertaking;
  if (after === undefined) return settleDropped(changing);
  await adopt(changing);
  const ran = row?.["state"] === "started";
  const wanted = wantedState(before, after, ran);
  if (wanted) await statements.resume(own);
  else if (ran) await statements.suspend(own);
}

/** The same in a pause: a child comes to its state right away, a root when the pause ends. */
export async function settleInPause(changing: Changing, pause: Pause): Promise<void> {
  const { undertaking, known, statements, own } = changing;
  const { before, after, row, replaces, also = [] } = undertaking;
  // What has become part of the graph runs with its root.
  for (const name of also) pause.remove(name);
  if (after === undefined) {
    pause.remove(own);
    return settleDropped(changing);
  }
  if (replaces === true) await linkAgain(statements, await tasksNow(changing), lostBy(changing), own, own);
  for (const orphan of await adopt(changing)) pause.remove(orphan.name);
  const full = statements.full(own);
  const was = changing.tasks.get(own);
  const ran = pause.ran(own) ?? was?.started ?? row?.["state"] === "started";
  const wanted = wantedState(before, after, ran);
  const wasByItself = was === undefined ? row === undefined : isByItself(placeOf(was));
  if (isByItself(after)) {
    // Snowflake suspends a child that loses its last predecessor.
    const goal = !wasByItself && after["started"] === undefined ? false : wanted;
    known.goals.set(full, goal);
    pause.add(own, goal);
    return;
  }
  // What was a root has been suspended with the others, and so is what was made just now.
  pause.remove(own);
  known.declared.delete(full);
  known.goals.delete(full);
  const staysInPlace = was !== undefined && replaces !== true && !wasByItself && !isFreedBetween(placeOf(was), after);
  const stands = staysInPlace && was.started;
  if (wanted !== stands) await (wanted ? statements.resume(own) : statements.suspend(own));
  await statements.forgetNote(own);
}

/** A change that failed leaves the task as the state has it, whatever the program declares. */
export function settleFailed({ undertaking, known, statements, own }: Changing, pause: Pause): void {
  const ran = pause.ran(own);
  if (ran === undefined) return;
  const was = undertaking.before?.["started"];
  const full = statements.full(own);
  const goal = typeof was === "boolean" ? was : ran;
  known.goals.set(full, goal);
  if (known.declared.has(full)) known.declared.set(full, goal);
}

async function settleDropped({ known, statements, own }: Changing): Promise<void> {
  known.dropped.add(statements.full(own));
  await statements.forgetNote(own);
}

/** A task that was made takes over what came after the one that it replaces, if that was dropped before. */
async function adopt(changing: Changing): Promise<readonly GraphTask[]> {
  const { undertaking, known, statements, own } = changing;
  const { act, name, row } = undertaking;
  const full = statements.full(own);
  if (row === undefined) known.made.add(full);
  const orphans = known.orphans.get(full);
  if (orphans === undefined) return [];
  known.orphans.delete(full);
  const former = act.context.claims.predecessor(tasks.kind, name)?.at(-1) ?? own;
  await linkAgain(statements, await tasksNow(changing), orphans, former, own);
  return orphans;
}

async function tasksNow({ undertaking }: Changing): Promise<GraphTasks> {
  return tasksIn(await list(tasks, undertaking.act.client, undertaking.name, "fresh"));
}

/** What a task shall be: as the program says, suspended if it says so no more, else as it was. */
function wantedState(before: Values | undefined, after: Values, was: boolean): boolean {
  if (typeof after["started"] === "boolean") return after["started"];
  return before?.["started"] === undefined ? was : false;
}

/** The links of a task in canonical form. */
export function placeOf({ predecessors, finalizes }: GraphTask): Values {
  const canonical = (name: string) => canonicalQualified([storedName(name)]);
  return {
    ...(predecessors.length === 0 ? {} : { after: predecessors.map(canonical) }),
    ...(finalizes === undefined ? {} : { finalize: canonical(finalizes) }),
  };
}
