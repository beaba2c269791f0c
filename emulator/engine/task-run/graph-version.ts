import { createHash } from "node:crypto";
import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { effectiveParameter, parameterDefinition } from "../catalog/parameters";
import type { ParameterValue } from "../session";
import { membersOf } from "../task/graph";
import { optionsOf, taskOf } from "../task/record";

/** A task as a version of its graph has it. */
export interface PlannedTask {
  id: number;
  name: string;
  definition: string;
  condition: string | null;
  predecessors: number[];
  /** A suspended task is passed over; a root always runs. */
  enabled: boolean;
  warehouse: string | null;
  executeAsUser: string | null;
  /** USER_TASK_TIMEOUT_MS, if the task has its own. */
  timeoutMs: number | null;
  parameters: Record<string, ParameterValue>;
}

/** A version of a graph. */
export interface Graph {
  root: PlannedTask;
  /** The root and all below it, in order of name. */
  tasks: PlannedTask[];
  finalizer: PlannedTask | null;
  owner: number | null;
  timeoutMs: number;
  retries: number;
}

/** The graph of a root as it is now. */
export function graphOf(catalog: Catalog, root: CatalogObject): Graph {
  const members = membersOf(catalog, root).map((task) => planned(task, root));
  const isFinalizer = ({ id }: PlannedTask) => taskOf(catalog.get(id)).finalizes === root.id;
  const byName = (a: PlannedTask, b: PlannedTask) => (a.name < b.name ? -1 : 1);
  return {
    root: members[0] as PlannedTask,
    tasks: members.filter((task) => !isFinalizer(task)).sort(byName),
    finalizer: members.find(isFinalizer) ?? null,
    owner: root.owner,
    timeoutMs: numberParameter(catalog, root, "USER_TASK_TIMEOUT_MS") || longestRunMs,
    retries: numberParameter(catalog, root, "TASK_AUTO_RETRY_ATTEMPTS"),
  };
}

/** Tells two versions of a graph apart; which of its tasks are suspended makes no difference. */
export function fingerprintOf(graph: Graph, root: CatalogObject): string {
  const tasks = [...graph.tasks, graph.finalizer].map((task) => ({ ...task, enabled: null }));
  const { schedule, config, overlapPolicy } = optionsOf(root);
  const { retries, timeoutMs } = graph;
  const text = JSON.stringify({ tasks, schedule, config, overlapPolicy, retries, timeoutMs });
  return createHash("sha256").update(text).digest("base64url");
}

/** The value of a parameter for a task: its own, or that of what contains it. */
export function numberParameter(catalog: Catalog, task: CatalogObject, name: string): number {
  const definition = parameterDefinition(name);
  return definition ? Number(effectiveParameter(catalog, task, definition).value) : 0;
}

/** USER_TASK_TIMEOUT_MS = 0 stands for the longest time there is. */
const longestRunMs = 604_800_000;

function planned(object: CatalogObject, root: CatalogObject): PlannedTask {
  const { definition, condition, predecessors, state } = taskOf(object);
  const { warehouse, executeAsUser } = optionsOf(object);
  const { USER_TASK_TIMEOUT_MS: timeout, ...parameters } = object.parameters;
  return {
    id: object.id,
    name: object.name,
    definition,
    condition,
    predecessors: [...predecessors].sort((a, b) => a - b),
    enabled: object === root || state === "started",
    warehouse,
    executeAsUser,
    timeoutMs: timeout === undefined || object === root ? null : Number(timeout) || longestRunMs,
    parameters,
  };
}
