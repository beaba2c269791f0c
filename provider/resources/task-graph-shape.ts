import { isUnknown } from "../resource/unknown";
import type { Problem } from "../resource/validate";
import { canonicalName, IdentifierError, parseIdentifier, storedName } from "../sql";
import { edgeProblems, finalizerProblems, show } from "./task-graph-edges";
import {
  byName,
  childName,
  finalizerKey,
  type GraphShape,
  inOrder,
  nameIn,
  nodesOf,
  type ShapeNode,
} from "./task-graph-nodes";

const mostTasks = 1000;
const mostPredecessors = 100;
const mostChildren = 100;
const mostCycles = 10;

/**
 * Everything that is wrong with the shape of a graph: names that are not identifiers or mean the same, edges to tasks that do not
 * exist, cycles, edges of the finalizer, branches to tasks that do not run after them, and Snowflake's limits. Passes over
 * what is not known yet.
 *
 * @see https://docs.snowflake.com/en/user-guide/tasks-graphs
 */
export function graphProblems(graph: GraphShape): readonly Problem[] {
  if (isUnknown(graph.tasks)) return [];
  const nodes = nodesOf(graph);
  return [
    ...nameProblems(graph),
    ...edgeProblems(graph, nodes),
    ...finalizerProblems(graph),
    ...cycleProblems(nodes),
    ...limitProblems(graph, nodes),
  ];
}

function nameProblems({ name: graph, tasks, finalizer }: GraphShape): readonly Problem[] {
  const last = finalizer === undefined ? [] : [{ key: finalizerKey(finalizer), path: "finalizer.name" }];
  const named = [...Object.keys(tasks).map((key) => ({ key, path: `tasks.${key}` })), ...last];
  const first = new Map<string, string>();
  return named.flatMap(({ key, path }) => {
    if (isUnknown(key)) return [];
    const problem = identifierProblem(graph, key);
    if (problem !== undefined) return [{ path, message: problem }];
    const name = storedName(parseIdentifier(key));
    const other = first.get(name);
    if (other === undefined) first.set(name, key);
    if (other === undefined) return [];
    return [{ path, message: `${show(key)} and ${show(other)} are the same name, ${canonicalName(name)}; rename one` }];
  });
}

/** What is wrong with a task's name by itself, or behind the name of the graph. */
function identifierProblem(graph: string | undefined, key: string): string | undefined {
  try {
    parseIdentifier(key);
    if (graph !== undefined && nameIn(graph) !== undefined) childName(graph, key);
    return undefined;
  } catch (error) {
    if (error instanceof IdentifierError) return error.message;
    throw error;
  }
}

/** One cycle of each tangle, in the order in which its tasks would run. */
function cycleProblems(nodes: readonly ShapeNode[]): readonly Problem[] {
  const found: Problem[] = [];
  // A task that runs after itself is told of where it says so.
  let { left } = inOrder(nodes.map((node) => ({ ...node, after: node.after.filter((one) => one !== node.key) })));
  while (left.length > 0 && found.length < mostCycles) {
    const afterOf = new Map(left.map(({ key, after }) => [key, after]));
    const way = new Set<string>();
    let key = left[0]?.key ?? "";
    // Each of those that are left runs after one of them, so the way back comes to a task for the second time.
    while (!way.has(key)) {
      way.add(key);
      key = afterOf.get(key)?.find((one) => afterOf.has(one)) ?? key;
    }
    const back = [...way].slice([...way].indexOf(key)).reverse();
    const start = back.indexOf(back.toSorted(byName)[0] ?? "");
    const cycle = [...back.slice(start), ...back.slice(0, start + 1)];
    const message = `is in a cycle: ${cycle.join(" -> ")}; take one of these edges out`;
    found.push({ path: `tasks.${cycle[0]}.after`, message });
    ({ left } = inOrder(left.filter((node) => !way.has(node.key))));
  }
  return found;
}

function limitProblems({ tasks, finalizer }: GraphShape, nodes: readonly ShapeNode[]): readonly Problem[] {
  const found: Problem[] = [];
  const count = Object.keys(tasks).length + (finalizer === undefined ? 1 : 2);
  if (count > mostTasks) {
    const message = `are ${count} with the root${finalizer === undefined ? "" : " and the finalizer"}; a graph has at most ${mostTasks}`;
    found.push({ path: "tasks", message });
  }
  const children = new Map<string, number>();
  for (const { key, after } of nodes) {
    for (const one of after) children.set(one, (children.get(one) ?? 0) + 1);
    if (after.length <= mostPredecessors) continue;
    const message = `names ${after.length} tasks; a task runs after at most ${mostPredecessors}, so put one in between`;
    found.push({ path: `tasks.${key}.after`, message });
  }
  const more = `at most ${mostChildren} are allowed, so put one in between`;
  for (const [key, number] of children) {
    if (number > mostChildren)
      found.push({ path: `tasks.${key}`, message: `has ${number} tasks right after it; ${more}` });
  }
  const underRoot = nodes.filter((node) => node.underRoot);
  if (underRoot.length > mostChildren) {
    found.push({ path: "tasks", message: `are ${underRoot.length} right after the root, without after; ${more}` });
  }
  return found;
}
