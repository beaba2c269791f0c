import type { Row } from "../client/client";
import { IdentifierError, parseQualified, type StoredName } from "../sql";

/** How a task stands in its graph, by the row of SHOW TASKS. */
export interface Relations {
  /** Full names of the tasks that run right before it. */
  readonly predecessors: readonly (readonly StoredName[])[];
  /** Full name of the root that it is the finalizer of. */
  readonly finalizes?: readonly StoredName[];
}

/** A task of a schema. */
export interface GraphTask {
  /** Its stored name; all tasks of a graph stand in one schema. */
  readonly name: string;
  readonly row: Row;
  readonly predecessors: readonly string[];
  readonly finalizes?: string;
  readonly started: boolean;
}

/** The tasks of a schema by their stored names. */
export type GraphTasks = ReadonlyMap<string, GraphTask>;

/** The tasks of a listing of one schema. */
export function tasksIn(rows: readonly Row[]): GraphTasks {
  return new Map(
    rows.map((row) => {
      const { predecessors, finalizes } = relationsOf(row);
      const name = row["name"] ?? "";
      const task: GraphTask = {
        name,
        row,
        predecessors: predecessors.flatMap((one) => one.slice(-1)),
        ...(finalizes === undefined ? {} : { finalizes: finalizes.at(-1) ?? "" }),
        started: row["state"] === "started",
      };
      return [name, task];
    }),
  );
}

/**
 * The roots of the graphs that tasks belong to: what runs before them without anything before itself, and what a finalizer
 * belongs to. Graphs with a cycle can be stored, and tasks may be missing.
 */
export function rootsOf(tasks: GraphTasks, names: readonly string[]): readonly string[] {
  const roots = new Set<string>();
  const seen = new Set<string>();
  const left = [...names];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const task = tasks.get(name);
    if (task === undefined) continue;
    if (task.finalizes !== undefined) left.push(task.finalizes);
    else if (task.predecessors.length > 0) left.push(...task.predecessors);
    else roots.add(name);
  }
  return [...roots].toSorted();
}

/** The tasks that name another one as what runs before them, or as the root that they finalize. */
export function successorsOf(tasks: GraphTasks, name: string): readonly GraphTask[] {
  return [...tasks.values()].filter((task) => task.predecessors.includes(name) || task.finalizes === name);
}

/** The root and everything below it, its finalizer included. */
export function membersOf(tasks: GraphTasks, root: string): readonly GraphTask[] {
  return [...tasks.values()].filter(({ name }) => rootsOf(tasks, [name]).includes(root));
}

/** What a row of SHOW TASKS says of predecessors and finalizers. */
export function relationsOf(row: Row): Relations {
  const predecessors = namesInCell(row["predecessors"] ?? null);
  const text = row["task_relations"];
  const relations: unknown = text === undefined || text === null ? undefined : parsed(text);
  const root = (relations as { readonly FinalizedRootTask?: unknown } | undefined)?.FinalizedRootTask;
  const [finalizes] = typeof root === "string" ? nameIn(root) : [];
  return { predecessors, ...(finalizes === undefined ? {} : { finalizes }) };
}

/** The names in a cell that holds a list of them as JSON. */
export function namesInCell(cell: string | null): readonly (readonly StoredName[])[] {
  const list: unknown = cell === null ? [] : parsed(cell);
  return Array.isArray(list) ? list.flatMap((one) => (typeof one === "string" ? nameIn(one) : [])) : [];
}

function nameIn(text: string): readonly (readonly StoredName[])[] {
  try {
    return [parseQualified(text)];
  } catch (error) {
    if (error instanceof IdentifierError) return [];
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
