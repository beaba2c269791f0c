import type { SnowflakeError } from "../client/errors";
import { type Act, adviceOf } from "../resource/lifecycle/context";
import { keeping } from "../resource/lifecycle/keeping";
import { called } from "../resource/names";
import type { Values } from "../resource/property";
import { canonicalName, parseIdentifier, type StoredName, storedName } from "../sql";
import { carryOut } from "./task-graph-carrying-out";
import type { Expanded } from "./task-graph-expansion";
import { operations, type Standing } from "./task-graph-operations";
import { formerGraph } from "./task-graph-standing";
import { type GraphTasks, membersOf, rootsOf, successorsOf } from "./task-graphs";

/** What a graph is brought from and to. */
export interface Reconciliation {
  readonly name: readonly StoredName[];
  /** All tasks of its schema. */
  readonly tasks: GraphTasks;
  readonly standing: Standing;
  readonly wanted: readonly Expanded[];
  /** Names of tasks that go unless they are wanted. */
  readonly mine: readonly string[];
  /** What the state says; absent if it is about to be made. */
  readonly before?: Values;
}

/** Everything was done, but the root is not where it shall be. */
export class LeftSuspended extends Error {
  readonly problem: SnowflakeError;

  constructor(problem: SnowflakeError) {
    super(problem.message);
    this.name = "LeftSuspended";
    this.problem = problem;
  }
}

/**
 * Brings a graph to what it shall be, while its root stands still.
 *
 * @throws SnowflakeError what failed, with the graph as it was.
 * @throws HalfChangedError if it could not be brought back.
 * @throws LeftSuspended if all was done, and the root could not be resumed.
 */
export async function reconcile(
  act: Act,
  { name, tasks, standing, wanted, mine, before }: Reconciliation,
): Promise<void> {
  const root = name.at(-1) ?? "";
  const former = formerGraph(tasks, root, standing);
  const also = former.map((one) => parseIdentifier(one.name)).filter((one) => !isInGraph(tasks, root, one));
  const plan = operations(withoutRunning(standing, also), wanted, mine);
  const after = wanted[0]?.values ?? {};
  const row = tasks.get(root)?.row;
  tellOfOthers(
    act,
    name,
    tasks,
    wanted,
    plan.flatMap((one) => (one.what === "drop" ? [one.name] : [])),
  );
  const runs = row?.["state"] === "started";
  const shallRun = after["started"] ?? (before?.["started"] === undefined && runs);
  const isIdle = plan.length === 0 && row !== undefined && runs === shallRun;
  const kept = { name, row, before, after, also, isIdle };
  const { problem } = await keeping(act, kept, (act) => carryOut(act, former, plan));
  if (problem !== undefined) throw new LeftSuspended(problem);
}

/** Whether a task hangs in the graph of a root. */
function isInGraph(tasks: GraphTasks, root: string, name: string): boolean {
  return rootsOf(tasks, [name]).includes(root);
}

/** Tasks of a graph that are still its own: they hang in it, or in nothing that holds tasks of others. */
export function stillOwn(tasks: GraphTasks, root: string, names: readonly string[]): readonly string[] {
  const own = new Set<string>(names.map((name) => parseIdentifier(name)));
  return names.filter((name) => {
    const roots = rootsOf(tasks, [parseIdentifier(name)]);
    if (roots.includes(root)) return true;
    return roots.length > 0 && roots.every((one) => membersOf(tasks, one).every((member) => own.has(member.name)));
  });
}

/** What runs by itself, or in another graph, stands still before it becomes part of this one. */
function withoutRunning(standing: Standing, names: readonly StoredName[]): Standing {
  const isOne = (name: string) => names.includes(parseIdentifier(name));
  return new Map([...standing].map(([name, values]) => [name, isOne(name) ? { ...values, started: false } : values]));
}

/** Tasks of others that ran after what is dropped stay, and run no more. */
function tellOfOthers(
  act: Act,
  name: readonly StoredName[],
  tasks: GraphTasks,
  wanted: readonly Expanded[],
  dropped: readonly string[],
): void {
  const own = new Set<string>([...wanted.map((one) => one.name), ...dropped].map((one) => parseIdentifier(one)));
  const left = new Set(
    dropped.flatMap((one) => successorsOf(tasks, parseIdentifier(one)).map((successor) => successor.name)),
  );
  const names = [...left].filter((one) => !own.has(one)).map((one) => canonicalName(storedName(one)));
  if (names.length > 0)
    act.context.say(
      `${called(act.definition, name)}: ${names.join(", ")}, which ${adviceOf(act.context).ours} does not manage, came after what is dropped: left alone.`,
    );
}
