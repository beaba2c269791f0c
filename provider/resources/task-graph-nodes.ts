import { isUnknown, unknownValue } from "../resource/unknown";
import { canonicalName, IdentifierError, parseIdentifier, storedName } from "../sql";

/** What the shape of a graph depends on in one of its tasks. */
export interface ShapeTask {
  /** Tasks of the graph that it runs after, by short name. @defaultValue none: it runs after the root */
  readonly after?: readonly string[] | undefined;
  /** Tasks that its return value chooses from; each runs after it. @defaultValue none */
  readonly branches?: readonly string[] | undefined;
  /** Condition under which it runs. @defaultValue none */
  readonly when?: string | undefined;
  /** Whether it takes part in runs. @defaultValue true */
  readonly started?: boolean | undefined;
}

/** The task that runs last, whatever happened before. */
export interface ShapeFinalizer extends ShapeTask {
  /** Its short name. @defaultValue `"finalizer"` */
  readonly name?: string | undefined;
}

/** A graph of tasks as plain data. Any value in it may be one that is not known yet. */
export interface GraphShape {
  /** Name of the graph, which is that of its root task. */
  readonly name?: string | undefined;
  /** Whether the root runs on its schedule. @defaultValue true */
  readonly started?: boolean | undefined;
  /** Its tasks by short name, an identifier in any spelling. */
  readonly tasks: Readonly<Record<string, ShapeTask>>;
  /** @defaultValue none */
  readonly finalizer?: ShapeFinalizer | undefined;
}

/** A task with the tasks that it names; all are called as in the graph. */
export interface ShapeNode {
  /** The short name as it is written. */
  readonly key: string;
  readonly task: ShapeTask;
  /** Whether it says no task that it runs after, so that it runs after the root. */
  readonly underRoot: boolean;
  /** Tasks that it runs after, each once. */
  readonly after: readonly string[];
  /** Tasks that its return value chooses from. */
  readonly branches: readonly string[];
}

/** Short name of a finalizer that says none. */
export const finalizerName = "finalizer";

/**
 * The identifier of a task in a graph, `GRAPH$TASK`, in canonical spelling: quoted if one of the names needs it.
 *
 * @throws {@link IdentifierError} if a name is not an identifier, or both together have more than 255 characters.
 */
export function childName(graph: string, task: string): string {
  return canonicalName(storedName(`${parseIdentifier(graph)}$${parseIdentifier(task)}`));
}

/**
 * Short names of the tasks, each behind those that it runs after; the same for the same graph, in whatever order its tasks
 * are written. The finalizer is not among them.
 *
 * @throws Error if the graph has a cycle.
 */
export function topological(graph: GraphShape): readonly string[] {
  const { sorted, left } = inOrder(nodesOf(graph));
  if (left.length === 0) return sorted;
  throw new Error(`The tasks ${left.map(({ key }) => key).join(", ")} are in a cycle, or behind one`);
}

/** The tasks of a graph in the order of their names. What is unknown, or no task of the graph, is left out of the lists. */
export function nodesOf({ tasks }: GraphShape): readonly ShapeNode[] {
  const keys = keysByName(tasks);
  const known = (names: unknown) => {
    const texts = itemsOf(names).filter((one) => typeof one === "string");
    return [...new Set(texts.flatMap((name) => keys.get(nameIn(name) ?? "") ?? []))];
  };
  return [...keys.values()].toSorted(byName).map((key) => {
    const task = contentOf(tasks[key]);
    const underRoot = !isUnknown(tasks[key]) && !isUnknown(task.after) && itemsOf(task.after).length === 0;
    return { key, task, underRoot, after: known(task.after), branches: known(task.branches) };
  });
}

/** The tasks in order, in rounds and by name within each; what is left is in a cycle, or behind one. */
export function inOrder(nodes: readonly ShapeNode[]): {
  readonly sorted: readonly string[];
  readonly left: readonly ShapeNode[];
} {
  const successors = new Map<string, string[]>(nodes.map(({ key }) => [key, []]));
  const waitingFor = new Map<string, number>();
  for (const { key, after } of nodes) {
    const present = after.filter((one) => successors.has(one));
    waitingFor.set(key, present.length);
    for (const one of present) successors.get(one)?.push(key);
  }
  const sorted: string[] = [];
  let round = nodes.map(({ key }) => key).filter((key) => waitingFor.get(key) === 0);
  while (round.length > 0) {
    sorted.push(...round);
    const next = round.flatMap((key) => successors.get(key) ?? []);
    for (const key of next) waitingFor.set(key, (waitingFor.get(key) ?? 0) - 1);
    round = [...new Set(next)].filter((key) => waitingFor.get(key) === 0).toSorted(byName);
  }
  const done = new Set(sorted);
  return { sorted, left: nodes.filter(({ key }) => !done.has(key)) };
}

/** The short name that is written for each stored name; of two that are the same, the first. */
export function keysByName(tasks: GraphShape["tasks"]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const key of isUnknown(tasks) ? [] : Object.keys(tasks)) {
    const name = nameIn(key);
    if (name !== undefined && !keys.has(name)) keys.set(name, key);
  }
  return keys;
}

/** The name as Snowflake keeps it; undefined if it is not an identifier, or not known yet. */
export function nameIn(written: string): string | undefined {
  try {
    return isUnknown(written) ? undefined : parseIdentifier(written);
  } catch (error) {
    if (error instanceof IdentifierError) return undefined;
    throw error;
  }
}

/** Short name of a finalizer; unknown as long as the finalizer is. */
export function finalizerKey(finalizer: ShapeFinalizer): string {
  return isUnknown(finalizer) ? unknownValue : (finalizer.name ?? finalizerName);
}

/** A task's content, which is empty as long as it is not known. */
export function contentOf(task: ShapeTask | undefined): ShapeTask {
  return task === undefined || isUnknown(task) ? {} : task;
}

/** Items of a list, or the one that is written without a list; none as long as it is not known. */
export function itemsOf(list: unknown): readonly unknown[] {
  if (typeof list === "string" && !isUnknown(list)) return [list];
  return Array.isArray(list) ? list : [];
}

/** Compares by code units, which is the same everywhere. */
export function byName(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
