import type { Row } from "../client/client";
import type { Act } from "../resource/lifecycle/context";
import { listedValues, readLive } from "../resource/live";
import { namesOf } from "../resource/names";
import type { AnyProperty, Values } from "../resource/property";
import { canonicalName, parseIdentifier, storedName } from "../sql";
import { task } from "./task";
import { type Expanded, expanded } from "./task-graph-expansion";
import type { Standing } from "./task-graph-operations";
import { standingValues } from "./task-graph-reading";
import { type GraphTask, type GraphTasks, membersOf } from "./task-graphs";

const properties: Readonly<Record<string, AnyProperty>> = task.properties;

/**
 * The tasks that stand, of those that are wanted and of those that go: what the listing tells, and what was last sent of the rest.
 *
 * @param known - The graph as it was last sent.
 * @param going - Names of tasks that are to be dropped.
 */
export function standingOf(
  tasks: GraphTasks,
  wanted: readonly Expanded[],
  known: Values,
  going: readonly string[],
): Standing {
  const recorded = new Map(expanded(known).map(({ name, values }) => [name, values]));
  const declared = new Map(wanted.map(({ name, values }) => [name, values]));
  const standing = new Map<string, Values>();
  for (const name of new Set([...declared.keys(), ...going])) {
    const row = tasks.get(parseIdentifier(name))?.row;
    if (row === undefined) continue;
    const values = declared.get(name);
    const last = recorded.get(name);
    // What goes has to be known whole: it may have to come back.
    if (values === undefined) standing.set(name, { ...last, ...listedValues(task, row), ...placeOf(row) });
    else standing.set(name, managed(row, values, last ?? {}));
  }
  return standing;
}

/** The tasks that stand, asked one by one: for a graph of which nothing is known, because it is taken up. */
export async function liveStanding(
  act: Act,
  tasks: GraphTasks,
  wanted: readonly Expanded[],
  whole: boolean,
): Promise<Standing> {
  const standing = new Map<string, Values>();
  for (const { name, values } of wanted) {
    const row = tasks.get(parseIdentifier(name))?.row;
    if (row === undefined) continue;
    const keys = whole ? undefined : new Set(Object.keys(values));
    const live = await readLive(task, act.client, namesOf(task, values), row, {
      ...(keys === undefined ? {} : { keys }),
      tags: false,
      known: {},
      managed: values,
      operation: act.operation,
      freshness: "fresh",
    });
    standing.set(name, { ...standingValues(row, placeOf(row)), ...ofRoots(row, values), ...live, ...placeOf(row) });
  }
  return standing;
}

/**
 * A graph as it stands before a change, each task behind those that it runs after: what has to be there again if the change fails.
 * Of tasks that others have hung into it, their place.
 */
export function formerGraph(tasks: GraphTasks, root: string, standing: Standing): readonly Expanded[] {
  const left = new Map<string, Expanded>();
  for (const [name, values] of standing) {
    const role = parseIdentifier(name) === root ? "root" : values["finalize"] === undefined ? "member" : "finalizer";
    left.set(name, { role, name, values });
  }
  for (const { row, name: stored } of membersOf(tasks, root)) {
    const name = canonicalName(storedName(stored));
    if (!left.has(name)) left.set(name, { role: "member", name, values: standingValues(row, placeOf(row)) });
  }
  const sorted: Expanded[] = [];
  while (left.size > 0) {
    const next = [...left.values()].filter(({ values }) => !namesBefore(values).some((one) => left.has(one)));
    // A cycle cannot run, but it can stand.
    const round = next.length === 0 ? [...left.values()] : next;
    for (const one of round) left.delete(one.name);
    sorted.push(...round);
  }
  return sorted;
}

/** What a task of a graph is called, and where it stands. */
export function placeOf(row: Row): Values {
  const [database, schema, name] = [row["database_name"], row["schema_name"], row["name"]].map((one) =>
    canonicalName(storedName(one ?? "")),
  );
  return { database, schema, name };
}

/** Whether Snowflake tells of a property only when it is asked about that one task, or not at all. */
export function isBelieved(key: string): boolean {
  const from = properties[key]?.source.from;
  return from !== undefined && from !== "column";
}

/** Tasks of a graph that are none of these. */
export function others(tasks: GraphTasks, root: string, names: readonly string[]): readonly GraphTask[] {
  const own = new Set<string>(names.map((name) => parseIdentifier(name)));
  return membersOf(tasks, root).filter(({ name }) => name !== root && !own.has(name));
}

/** What is managed now or was before; what is believed, as it was last sent. */
function managed(row: Row, values: Values, last: Values): Values {
  const stands = standingValues(row, { ...values, ...last });
  const said = Object.entries(stands).filter(([key]) => !isBelieved(key) || last[key] !== undefined);
  return { ...ofRoots(row, values), ...Object.fromEntries(said) };
}

/** What only roots have, of a task that was one and shall be one no more: it has to go, whether it was ever declared or not. */
export function ofRoots(row: Row, { after, finalize }: Values): Values {
  if (after === undefined && finalize === undefined) return {};
  const { schedule, config, overlapPolicy } = listedValues(task, row);
  return {
    ...(schedule === undefined ? {} : { schedule }),
    ...(config === undefined ? {} : { config }),
    ...(overlapPolicy === undefined || overlapPolicy === "NO_OVERLAP" ? {} : { overlapPolicy }),
  };
}

function namesBefore(values: Values): readonly string[] {
  const after = Array.isArray(values["after"]) ? values["after"] : [];
  return [...after, ...(typeof values["finalize"] === "string" ? [values["finalize"]] : [])];
}
