import { canonicalQualified, parseQualified } from "../sql";
import { mermaid } from "./mermaid";
import { partsOf } from "./task-graph-expansion";
import { childName, finalizerName } from "./task-graph-nodes";

/** What is known of a graph, in canonical form. */
export interface GraphValues {
  readonly name: string;
  readonly tasks?: unknown;
  readonly finalizer?: unknown;
  readonly started?: unknown;
}

/** Whether a task takes part in runs; of a root, whether it runs on its schedule. */
export type TaskState = "started" | "suspended";

/** Qualified names of the tasks of a graph by their short names, the finalizer included. */
export function namesOf(graph: GraphValues, qualified: string): { readonly [name: string]: string } {
  const { tasks, finalizer } = partsOf({ ...graph });
  const keys = [...Object.keys(tasks), ...(finalizer === undefined ? [] : [finalizer.name ?? finalizerName])];
  const place = parseQualified(qualified).slice(0, -1);
  return Object.fromEntries(
    keys.map((key) => [key, canonicalQualified([...place, ...parseQualified(childName(graph.name, key))])]),
  );
}

/** States of the tasks of a graph by their short names; the root's under the name of the graph. */
export function statesOf(graph: GraphValues): { readonly [name: string]: TaskState } {
  const { tasks, finalizer } = partsOf({ ...graph });
  const last = finalizer === undefined ? [] : [[finalizer.name ?? finalizerName, finalizer] as const];
  const below = [...Object.entries(tasks), ...last].map(
    ([key, task]) => [key, task["started"] === false ? "suspended" : "started"] as const,
  );
  return Object.fromEntries<TaskState>([[graph.name, graph.started === true ? "started" : "suspended"], ...below]);
}

/** A graph as a Mermaid flowchart. */
export function pictureOf(graph: GraphValues): string {
  return mermaid({ name: graph.name, ...partsOf({ ...graph }), started: graph.started === true });
}
