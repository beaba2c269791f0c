import { distance } from "fastest-levenshtein";
import { holdsUnknown, isUnknown } from "../resource/unknown";
import type { Problem } from "../resource/validate";
import {
  byName,
  contentOf,
  finalizerKey,
  type GraphShape,
  itemsOf,
  keysByName,
  nameIn,
  type ShapeNode,
} from "./task-graph-nodes";

type List = "after" | "branches";

const lists = ["after", "branches"] as const;

/** An edge as it is written. */
interface Edge {
  readonly key: string;
  readonly list: List;
  readonly name: string;
}

/** What an edge is looked up in; names as Snowflake keeps them. */
interface Known {
  readonly keys: ReadonlyMap<string, string>;
  readonly nodes: ReadonlyMap<string, ShapeNode>;
  readonly graph: string | undefined;
  readonly finalizer: string | undefined;
  readonly unknownTasks: ReadonlySet<string>;
}

/** Edges to what is no task of the graph, or cannot be at their end; branches to tasks that do not run after them. */
export function edgeProblems(graph: GraphShape, nodes: readonly ShapeNode[]): readonly Problem[] {
  const { tasks, finalizer } = graph;
  const known: Known = {
    keys: keysByName(tasks),
    nodes: new Map(nodes.map((node) => [node.key, node])),
    graph: nameIn(graph.name ?? ""),
    finalizer: finalizer === undefined ? undefined : nameIn(finalizerKey(finalizer)),
    unknownTasks: new Set(Object.keys(tasks).filter((key) => isUnknown(key) || isUnknown(tasks[key]))),
  };
  return Object.entries(tasks).flatMap(([key, task]) =>
    lists.flatMap((list) =>
      itemsOf(contentOf(task)[list]).flatMap((name, index) => {
        if (typeof name !== "string" || isUnknown(name)) return [];
        const problem = edgeProblem(known, { key, list, name });
        return problem === undefined
          ? []
          : [{ path: `tasks.${key}.${list}[${index}]`, message: `${show(name)} ${problem}` }];
      }),
    ),
  );
}

/** Edges of the finalizer, which has none. */
export function finalizerProblems({ finalizer }: GraphShape): readonly Problem[] {
  const messages = {
    after: "cannot be set: the finalizer runs after all other tasks by itself",
    branches: "cannot be set: nothing runs after the finalizer",
  };
  return lists
    .filter((list) => itemsOf(contentOf(finalizer)[list]).length > 0)
    .map((list) => ({ path: `finalizer.${list}`, message: messages[list] }));
}

function edgeProblem(known: Known, { key, list, name }: Edge): string | undefined {
  const { keys, unknownTasks } = known;
  const stored = nameIn(name) ?? "";
  const other = keys.get(stored);
  if (other === undefined) {
    if (stored !== "" && stored === known.finalizer) {
      return `is the finalizer, ${list === "after" ? "and nothing runs after it" : "which runs in any case"}; leave it out`;
    }
    if (stored !== "" && stored === known.graph) {
      return "is the graph itself; leave it out: a task without after runs right after the root";
    }
    // One of those that are not known yet may have this name.
    if ([...unknownTasks].some(isUnknown)) return undefined;
    return `is not a task of the graph; ${suggestionFor(name, keys)}`;
  }
  const self = keys.get(nameIn(key) ?? "");
  if (other === self) return "is the task itself; leave it out";
  const target = list === "after" || unknownTasks.has(other) ? undefined : known.nodes.get(other);
  if (target === undefined || holdsUnknown(target.task.after) || target.after.some((one) => one === self)) {
    return undefined;
  }
  return `does not run after ${key}; name ${key} in its after, or leave it out here`;
}

function suggestionFor(name: string, keys: ReadonlyMap<string, string>): string {
  const written = (nameIn(name) ?? name).toUpperCase();
  const near = [...keys]
    .map(([stored, key]) => ({ key, far: distance(stored.toUpperCase(), written) }))
    .filter(({ key, far }) => far <= Math.ceil(key.length / 3))
    .sort((left, right) => left.far - right.far || byName(left.key, right.key))[0];
  if (near !== undefined) return `did you mean ${show(near.key)}?`;
  const some = [...keys.values()].toSorted(byName).slice(0, 10);
  return `it has ${some.join(", ")}${keys.size > some.length ? ", …" : ""}`;
}

/** A name as it stands in messages. */
export function show(text: string): string {
  return text.includes('"') && !/['\\\n]/.test(text) ? `'${text}'` : JSON.stringify(text);
}
