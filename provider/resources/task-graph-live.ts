import { propertiesOf } from "../resource/definition";
import { same } from "../resource/equal";
import type { Act } from "../resource/lifecycle/context";
import { readLive } from "../resource/live";
import { namesOf } from "../resource/names";
import type { AnyProperty, Values } from "../resource/property";
import { standardOf } from "../resource/statements";
import { parseIdentifier } from "../sql";
import { task } from "./task";
import { type Expanded, partsOf, serverlessKeys } from "./task-graph-expansion";
import { nameIn } from "./task-graph-nodes";
import type { Standing } from "./task-graph-operations";
import { standingValues } from "./task-graph-reading";
import { ofRoots, placeOf } from "./task-graph-standing";
import type { GraphTask, GraphTasks } from "./task-graphs";

/** What is asked of the tasks of a graph. */
interface Asked {
  readonly values: Values;
  readonly reset: readonly string[];
  readonly resetOf: ReadonlyMap<string, readonly string[]>;
  readonly mode: string;
}

/** Reads that run at the same time: each may be a statement of its own. */
const together = 10;

/**
 * The tasks of a graph that stand, as far as they are compared: what is said of each, what goes back to its default, and its place in
 * the graph.
 */
export async function standingNow(
  act: Act,
  tasks: GraphTasks,
  wanted: readonly Expanded[],
  asked: Asked,
): Promise<Standing> {
  const present = wanted.flatMap((one) => {
    const found = tasks.get(parseIdentifier(one.name));
    return found === undefined ? [] : [{ one, found }];
  });
  const standing = new Map<string, Values>();
  for (let from = 0; from < present.length; from += together) {
    const read = present.slice(from, from + together).map(({ one, found }) => standsAs(act, one, found, asked));
    for (const values of await Promise.all(read)) standing.set(String(values["name"]), values);
  }
  return standing;
}

/** Properties that Snowflake does not show, of tasks that stand. */
export function notCompared(wanted: readonly Expanded[], standing: Standing): readonly string[] {
  const present = wanted.filter(({ name }) => standing.has(name));
  return [...new Set(present.flatMap(({ values }) => Object.keys(unshown(values))))];
}

async function standsAs(act: Act, one: Expanded, { row }: GraphTask, asked: Asked): Promise<Values> {
  const { values } = one;
  const keys = asked.mode === "orReplace" ? undefined : comparedKeys(one, row["warehouse"] ?? null, asked);
  const live = await readLive(task, act.client, namesOf(task, values), row, {
    ...(keys === undefined ? {} : { keys }),
    tags: values["tags"] !== undefined,
    known: { ...unshown(values), tags: values["tags"] },
    managed: values,
    operation: act.operation,
    freshness: "fresh",
  });
  const shown = Object.entries(live).filter(
    ([key, value]) => values[key] !== undefined || !isStandard(key, value, values),
  );
  return {
    ...standingValues(row, placeOf(row)),
    ...ofRoots(row, values),
    ...Object.fromEntries(shown),
    ...placeOf(row),
  };
}

/** What nobody has set is as good as not there. */
function isStandard(key: string, value: unknown, values: Values): boolean {
  const property = (task.properties as Readonly<Record<string, AnyProperty>>)[key];
  const standard = property === undefined ? undefined : standardOf(property, values, {});
  return standard !== undefined && same(value, standard);
}

function comparedKeys(one: Expanded, warehouse: string | null, { values: graph, reset, resetOf }: Asked): Set<string> {
  const { key, role, values } = one;
  const { tasks, finalizer } = partsOf(graph);
  const said = role === "finalizer" ? finalizer : role === "member" ? tasks[key ?? ""] : graph;
  const own = role === "root" ? reset : (resetOf.get(role === "finalizer" ? "" : (nameIn(key ?? "") ?? "")) ?? []);
  const isServerless = said?.["serverless"] === true || serverlessKeys.some((name) => values[name] !== undefined);
  const compute = [
    // A task has either a warehouse or what serverless tasks have: the other has to go, whether it is spoken of or not.
    ...(isServerless ? ["warehouse"] : []),
    ...(values["warehouse"] !== undefined && (warehouse ?? "") === "" ? serverlessKeys : []),
  ];
  return new Set([...Object.keys(values), ...own, ...compute]);
}

/** What is said and never shown is taken to stand. */
function unshown(values: Values): Values {
  const keys = propertiesOf(task).flatMap(([key, { source }]) => (source.from === "nowhere" ? [key] : []));
  return Object.fromEntries(keys.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]] as const])));
}
