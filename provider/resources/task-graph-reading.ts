import type { Row } from "../client/client";
import { propertiesOf } from "../resource/definition";
import { means } from "../resource/diff";
import { same } from "../resource/equal";
import { listedValues } from "../resource/live";
import type { AnyProperty, Values } from "../resource/property";
import { canonicalName, parseIdentifier, type StoredName, storedName } from "../sql";
import { task } from "./task";
import { type Expanded, expanded, partsOf, shortNameOf } from "./task-graph-expansion";
import { nameIn } from "./task-graph-nodes";
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

/** A graph as it stands, in the words of what is known of it wherever those still hold. */
export function standingGraph(known: Values, tasks: GraphTasks): Values {
  const { tasks: told, finalizer: last = {} } = partsOf(known);
  const { tasks: _, finalizer: __, ...own } = known;
  const graph: Record<string, unknown> = own;
  const members: Record<string, GraphMember> = {};
  const unchosen = new Set<string>();
  for (const one of expanded(known)) {
    const row = tasks.get(parseIdentifier(one.name))?.row;
    if (row === undefined) continue;
    const different = changed(one, row, known);
    if (one.role === "root") Object.assign(graph, different);
    else if (one.role === "finalizer") graph["finalizer"] = asItStands(last, different, known);
    else if (one.key !== undefined) {
      members[one.key] = asItStands(told[one.key] ?? {}, different, known);
      if ("when" in different) unchosen.add(parseIdentifier(one.key));
    }
  }
  for (const [key, member] of Object.entries(members)) members[key] = choosing(member, unchosen);
  const hasTasks = known["tasks"] !== undefined || Object.keys(members).length > 0;
  return said({ ...graph, ...(hasTasks ? { tasks: members } : {}) });
}

/** A graph that nobody here manages, from the listing alone. */
export function listedGraph(place: Values, tasks: GraphTasks): Values {
  const root = parseIdentifier(String(place["name"]));
  const own = tasks.get(root);
  const members: Record<string, GraphMember> = {};
  let finalizer: Values | undefined;
  const { after: _, finalize: __, definition, ...rest } = own === undefined ? {} : listedValues(task, own.row);
  for (const one of membersOf(tasks, root)) {
    if (one.name === root) continue;
    const key = shortNameOf(root as StoredName, one.name) ?? canonicalName(storedName(one.name));
    const { after, finalize: ___, ...said } = listedValues(task, one.row);
    // What says no warehouse would take that of the graph.
    const compute = rest["warehouse"] !== undefined && said["warehouse"] === undefined ? { serverless: true } : {};
    if (one.finalizes !== undefined) finalizer = { ...said, ...compute, name: key };
    else members[key] = { ...said, ...compute, ...afterOf(after, root) };
  }
  return { ...rest, ...place, definition, tasks: members, ...(finalizer === undefined ? {} : { finalizer }) };
}

/** What of a task is not as it is known to be, in the words of a Task; what is not there is undefined. */
function changed(one: Expanded, row: Row, known: Values): Values {
  const stands = standingValues(row, one.values);
  const keys = new Set([...Object.keys(one.values), ...structure].filter((key) => properties[key] !== undefined));
  // A root of which a program does not say whether it runs is whatever it is.
  if (one.role === "root" && known["started"] === undefined) keys.delete("started");
  const different = [...keys].filter((key) => !isSame(key, one.values[key], stands[key]));
  return Object.fromEntries(different.map((key) => [key, stands[key]]));
}

/** A member as it stands, in the form in which a graph says it. */
function asItStands(told: GraphMember, different: Values, known: Values): GraphMember {
  const { after, finalize: _, ...others } = different;
  const graph = parseIdentifier(String(known["name"]));
  // With no predecessor but the root, a graph says none.
  const place = "after" in different ? { after: undefined, ...afterOf(after, graph) } : {};
  return said({ ...told, ...others, ...place });
}

/** A task chooses no more among those whose whole condition is another one now. */
function choosing(member: GraphMember, unchosen: ReadonlySet<string>): GraphMember {
  const { branches, ...others } = member;
  const left = branches?.filter((one) => !unchosen.has(nameIn(one) ?? ""));
  return left === undefined || left.length === 0 ? others : { ...others, branches: left };
}

function said(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
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
