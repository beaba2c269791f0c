import type { Row } from "../client/client";
import { propertiesOf } from "../resource/definition";
import { means } from "../resource/diff";
import { same } from "../resource/equal";
import { listedValues } from "../resource/live";
import type { AnyProperty, Values } from "../resource/property";
import { canonicalName, parseIdentifier, type StoredName, storedName } from "../sql";
import { task } from "./task";
import { type Expanded, expanded, partsOf, shortNameOf } from "./task-graph-expansion";
import type { GraphMember } from "./task-graph-parts";
import { type GraphTasks, membersOf } from "./task-graphs";

/*
 * One listing tells of all tasks of a graph. What it does not tell of a task (its parameters) is taken to stand as it was last sent:
 * Snowflake answers for one task at a time.
 */

const properties: Readonly<Record<string, AnyProperty>> = task.properties;
/** What makes up the graph is compared also where a program does not say it. */
const structure = ["definition", "when", "after", "finalize", "started"];

/** What stands of a task: what the listing tells of what is managed, and what was last sent of the rest. */
export function standingValues(row: Row, known: Values): Values {
  const listed = listedValues(task, row);
  const told = propertiesOf(task).flatMap(([key, { source }]) => {
    if (known[key] === undefined && !structure.includes(key)) return [];
    const value = source.from === "column" ? believed(key, listed[key], known) : known[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return { ...placeOf(known), ...Object.fromEntries(told) };
}

/** Everything that the listing tells of a task, whether it is managed or not. */
export function allListed(row: Row): Values {
  return listedValues(task, row);
}

/** A graph as it stands, in the words of what is known of it wherever those still hold. */
export function standingGraph(known: Values, tasks: GraphTasks): Values {
  const parts = partsOf(known);
  const members: Record<string, GraphMember> = {};
  let finalizer = parts.finalizer;
  const graph: Record<string, unknown> = { ...known };
  for (const one of expanded(known)) {
    const row = tasks.get(parseIdentifier(one.name))?.row;
    if (one.role === "root") {
      if (row !== undefined) Object.assign(graph, changed(graph, one, row, known));
      for (const key of Object.keys(graph)) if (graph[key] === undefined) delete graph[key];
    } else if (one.role === "finalizer") {
      finalizer =
        row === undefined ? undefined : (asItStands(parts.finalizer ?? {}, one, row, known) as typeof finalizer);
    } else if (row !== undefined && one.key !== undefined) {
      members[one.key] = asItStands(parts.tasks[one.key] ?? {}, one, row, known);
    }
  }
  const { finalizer: _, tasks: __, ...rest } = graph;
  const { tasks: none, ...plain } = { ...rest, tasks: members };
  const isEmpty = known["tasks"] === undefined && Object.keys(none).length === 0;
  return { ...plain, ...(isEmpty ? {} : { tasks: none }), ...(finalizer === undefined ? {} : { finalizer }) };
}

/** A graph that nobody here manages, from the listing alone. */
export function listedGraph(place: Values, tasks: GraphTasks): Values {
  const root = parseIdentifier(String(place["name"]));
  const own = tasks.get(root);
  const members: Record<string, GraphMember> = {};
  let finalizer: Values | undefined;
  for (const one of membersOf(tasks, root)) {
    if (one.name === root) continue;
    const key = shortNameOf(root as StoredName, one.name) ?? canonicalName(storedName(one.name));
    const { database: _, schema: __, name: ___, after, finalize, ...said } = listedValues(task, one.row);
    if (one.finalizes !== undefined) finalizer = { ...said, name: key };
    else members[key] = { ...said, ...afterOf(after, root as StoredName) };
  }
  const { after: _, finalize: __, definition, ...rest } = own === undefined ? {} : listedValues(task, own.row);
  return { ...rest, ...place, definition, tasks: members, ...(finalizer === undefined ? {} : { finalizer }) };
}

/** What of a task is not as it is known to be, in the words of a Task; what is not there is undefined. */
function changed(said: Values, one: Expanded, row: Row, known: Values): Values {
  const stands = standingValues(row, one.values);
  const keys = new Set([...Object.keys(one.values), ...structure].filter((key) => properties[key] !== undefined));
  const isRoot = one.role === "root";
  const different = [...keys].filter((key) => {
    // A root that a program says nothing of is whatever it is.
    if (isRoot && key === "started" && known["started"] === undefined) return false;
    return !isSame(key, one.values[key], stands[key]);
  });
  void said;
  return Object.fromEntries(different.map((key) => [key, stands[key]]));
}

/** A member as it stands, in the form in which a graph says it. */
function asItStands(said: GraphMember, one: Expanded, row: Row, known: Values): GraphMember {
  const different = changed(said, one, row, known);
  const graph = parseIdentifier(String(known["name"])) as StoredName;
  const entries = Object.entries(different).flatMap(([key, value]) => {
    if (key === "after") return Object.entries(afterOf(value, graph));
    return key === "finalize" ? [] : [[key, value] as const];
  });
  const stands = { ...said, ...("after" in different ? { after: undefined } : {}), ...Object.fromEntries(entries) };
  return Object.fromEntries(Object.entries(stands).filter(([, value]) => value !== undefined));
}

/** Predecessors by their short names; none if that is the root alone. */
function afterOf(after: unknown, graph: StoredName): { readonly after?: readonly string[] } {
  const names = (Array.isArray(after) ? after : []).map((one) => parseIdentifier(String(one)));
  const others = names.filter((name) => name !== graph).map((name) => shortNameOf(graph, name) ?? canonicalName(name));
  return others.length === 0 ? {} : { after: others };
}

function believed(key: string, live: unknown, known: Values): unknown {
  return isSame(key, known[key], live) ? (known[key] ?? live) : live;
}

function isSame(key: string, left: unknown, right: unknown): boolean {
  const property = properties[key];
  const sides = [left, right].map((value) =>
    value !== undefined && property?.isUnset?.(value) === true ? undefined : value,
  );
  if (property === undefined || sides[0] === undefined || sides[1] === undefined) return same(sides[0], sides[1]);
  return means(property, sides[0], sides[1], { before: {}, after: {}, memory: {} });
}

function placeOf(known: Values): Values {
  return { database: known["database"], schema: known["schema"], name: known["name"] };
}
