import { identityKeys } from "../resource/names";
import type { Values } from "../resource/property";
import { holdsUnknown, isUnknown, unknownValue } from "../resource/unknown";
import { canonicalName, parseIdentifier, type StoredName, storedName } from "../sql";
import { literal } from "../sql/literal";
import { byName, childName, contentOf, finalizerName, nameIn, nodesOf, topological } from "./task-graph-nodes";
import { defaultKeys, type GraphFinalizer, type GraphMember, type GraphMembers } from "./task-graph-parts";

/** A task of a graph, as a Task that stands by itself would be declared. */
export interface Expanded {
  /** Its short name as the program writes it; absent for the root. */
  readonly key?: string;
  readonly role: "root" | "member" | "finalizer";
  /** Its own canonical name. */
  readonly name: string;
  readonly values: Values;
}

/** What makes a task serverless. */
export const serverlessKeys = [
  "userTaskManagedInitialWarehouseSize",
  "serverlessTaskMinStatementSize",
  "serverlessTaskMaxStatementSize",
  "targetCompletionInterval",
];

/** What only the graph as a whole has, and its root takes. */
const rootKeys = [
  "schedule",
  "warehouse",
  ...serverlessKeys,
  "config",
  "overlapPolicy",
  "sessionParameters",
  "userTaskTimeoutMs",
  "suspendTaskAfterNumFailures",
  "taskAutoRetryAttempts",
  "userTaskMinimumTriggerIntervalInSeconds",
  "errorIntegration",
  "successIntegration",
  "logLevel",
  "comment",
  "executeAsUser",
  "when",
  "tags",
  "contacts",
  "started",
];

/** The tasks of a graph in the order in which they are made: the root, each behind those that it runs after, the finalizer. */
export function expanded(graph: Values): readonly Expanded[] {
  const { tasks, finalizer } = partsOf(graph);
  const place = Object.fromEntries(
    identityKeys({ scope: "schema" })
      .slice(0, -1)
      .map((key) => [key, graph[key]]),
  );
  const name = String(graph["name"]);
  const common = picked(asValues(graph["defaults"]), defaultKeys);
  const root: Expanded = {
    role: "root",
    name,
    values: {
      ...place,
      name,
      ...picked(graph, rootKeys),
      definition: graph["definition"] ?? `SELECT ${literal(`The tasks of ${name} run after this`)}`,
    },
  };
  const nodes = new Map(nodesOf({ name, tasks }).map((node) => [node.key, node]));
  const members = topological({ name, tasks }).map((key): Expanded => {
    const node = nodes.get(key);
    const own = childName(name, key);
    const { after: _, branches: __, serverless: ___, ...said } = tasks[key] ?? {};
    const before = (node?.after ?? []).map((one) => childName(name, one));
    const when = conditionOf(name, key, tasks, node?.after ?? []);
    return {
      key,
      role: "member",
      name: own,
      values: {
        ...place,
        name: own,
        ...withCompute(graph, common, tasks[key] ?? {}),
        ...said,
        after: before.length === 0 ? [name] : before.toSorted(byName),
        ...(when === undefined ? {} : { when }),
        started: said["started"] ?? true,
      },
    };
  });
  return [root, ...members, ...(finalizer === undefined ? [] : [finalizerOf(graph, place, name, common, finalizer)])];
}

/** The short name of a task of a graph that has this stored name; absent if it is none of the graph's. */
export function shortNameOf(graph: StoredName, stored: string): string | undefined {
  return stored.startsWith(`${graph}$`) && stored.length > graph.length + 1
    ? canonicalName(storedName(stored.slice(graph.length + 1)))
    : undefined;
}

/** The tasks and the finalizer among the values of a graph. */
export function partsOf(graph: Values): { readonly tasks: GraphMembers; readonly finalizer?: GraphFinalizer } {
  const finalizer = isUnknown(graph["finalizer"]) ? undefined : graph["finalizer"];
  return {
    tasks: asValues(graph["tasks"]) as GraphMembers,
    ...(finalizer === undefined ? {} : { finalizer: asValues(finalizer) as GraphFinalizer }),
  };
}

function finalizerOf(graph: Values, place: Values, name: string, common: Values, finalizer: GraphFinalizer): Expanded {
  const { name: key = finalizerName, serverless: _, ...said } = finalizer;
  const own = childName(name, key);
  return {
    key,
    role: "finalizer",
    name: own,
    values: {
      ...place,
      name: own,
      ...withCompute(graph, common, finalizer),
      ...said,
      finalize: name,
      started: said["started"] ?? true,
    },
  };
}

/** Defaults, and the graph's warehouse, for a task that does not say that it is serverless. */
function withCompute(graph: Values, common: Values, task: GraphMember | GraphFinalizer): Values {
  const isServerless = task["serverless"] === true || serverlessKeys.some((key) => task[key] !== undefined);
  const hasWarehouse = !isServerless && (task["warehouse"] ?? common["warehouse"] ?? graph["warehouse"]) !== undefined;
  const warehouse = hasWarehouse ? { warehouse: common["warehouse"] ?? graph["warehouse"] } : {};
  const kept = Object.entries(common).filter(
    ([key]) => key !== "warehouse" && !(hasWarehouse && serverlessKeys.includes(key)),
  );
  return picked({ ...Object.fromEntries(kept), ...warehouse }, [...defaultKeys]);
}

/** What each task that chooses among others has to return for a task to run, and the task's own condition. */
function conditionOf(graph: string, key: string, tasks: GraphMembers, after: readonly string[]): string | undefined {
  const own = tasks[key]?.["when"];
  const stored = parseIdentifier(key);
  const choosers = after.map((one) => [one, contentOf(tasks[one]).branches] as const);
  if (holdsUnknown(own) || choosers.some(([, branches]) => holdsUnknown(branches))) return unknownValue;
  const chosen = choosers.flatMap(([one, branches = []]) => {
    if (!branches.some((target) => nameIn(target) === stored)) return [];
    const predecessor = parseIdentifier(childName(graph, one));
    // A name in quotes is returned without them.
    const returned = key.startsWith('"') ? stored : key;
    return [`SYSTEM$GET_PREDECESSOR_RETURN_VALUE(${literal(predecessor)}) = ${literal(returned)}`];
  });
  if (chosen.length === 0) return typeof own === "string" ? own : undefined;
  return [...chosen, ...(typeof own === "string" ? [`(${own})`] : [])].join(" AND ");
}

function picked(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(keys.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])));
}

function asValues(value: unknown): Values {
  return typeof value === "object" && value !== null ? (value as Values) : {};
}
