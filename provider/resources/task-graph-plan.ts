import { namesOf } from "../resource/names";
import { type Step, safe } from "../resource/plan";
import type { Values } from "../resource/property";
import { createStatements, dropStatement, updateStatements } from "../resource/statements";
import { quoted, raw, sql } from "../sql";
import { task } from "./task";
import { type Expanded, expanded } from "./task-graph-expansion";

/** A change of one task of a graph. */
export interface Operation {
  readonly what: "create" | "alter" | "drop" | "start";
  readonly name: string;
  /** What stands; absent if it is made. */
  readonly before?: Values;
  /** What shall stand; absent if it is dropped. */
  readonly after?: Values;
  readonly steps: readonly Step[];
}

/** Tasks by their canonical names. */
export type Standing = ReadonlyMap<string, Values>;

/**
 * What leads from the tasks that stand to those of a graph, in an order that Snowflake takes while the root is suspended: a former
 * finalizer gives its place up, new tasks are made, others changed, and what is left over is dropped. The root's own state is
 * none of it: whoever keeps the graph still brings the root back.
 *
 * @param mine - Names of tasks that the graph had, and that go if it has them no more.
 */
export function operations(
  standing: Standing,
  wanted: readonly Expanded[],
  mine: readonly string[],
): readonly Operation[] {
  const names = new Set(wanted.map(({ name }) => name));
  const left = mine.filter((name) => standing.has(name) && !names.has(name));
  const freed = left.flatMap((name): Operation[] => {
    const before = standing.get(name) ?? {};
    if (before["finalize"] === undefined || !wanted.some(({ role }) => role === "finalizer")) return [];
    const { finalize: _, ...after } = before;
    return [altered(name, before, after)];
  });
  const made = wanted.flatMap(({ name, values }): Operation[] => {
    if (standing.has(name)) return [];
    const steps = createStatements(task, values).filter(({ kept }) => kept !== true);
    return [{ what: "create", name, after: values, steps }];
  });
  const changed = wanted.flatMap(({ name, values }): Operation[] => {
    const before = standing.get(name);
    return before === undefined ? [] : [altered(name, before, values)];
  });
  const dropped = left.toReversed().map((name): Operation => {
    const before = standing.get(name) ?? {};
    return { what: "drop", name, before, steps: [dropStep(before)] };
  });
  const started = wanted.flatMap(({ name, values, role }): Operation[] => {
    const before = standing.get(name);
    // Whoever loses its last predecessor is suspended.
    const turns = before !== undefined && (before["finalize"] === undefined) !== (values["finalize"] === undefined);
    const runs = before?.["started"] === true && !turns;
    if (role === "root" || runs === (values["started"] === true)) return [];
    return [startOf(name, values, !runs)];
  });
  return [...freed, ...made, ...changed, ...dropped, ...started].filter(({ steps }) => steps.length > 0);
}

/** The statements of a change of a graph, or of its creation, as far as they are known without asking. */
export function graphPlan(before: Values | undefined, after: Values): readonly Step[] {
  const wanted = known(after);
  if (wanted === undefined) return [];
  const had = before === undefined ? [] : (known(before) ?? []);
  const standing = new Map(had.map(({ name, values }) => [name, values]));
  const steps = operations(
    standing,
    wanted,
    had.map(({ name }) => name),
  ).flatMap(({ name, steps: own }) => own.map((step) => about(wanted, name, step)));
  const root = wanted[0];
  const ran = before?.["started"] === true;
  const runs = after["started"] === true;
  if (root === undefined || (steps.length === 0 && ran === runs)) return steps;
  const alter = sql`ALTER TASK ${quoted(...namesOf(task, root.values))}`;
  const pause = (verb: string, reason: string): Step => ({
    ...safe(sql`${alter} ${raw(verb)}`, reason, ran === runs ? [] : ["started"]),
    class: "needs suspend",
  });
  return [
    ...(ran ? [pause("SUSPEND", runs ? "the graph stands still while it is changed" : "started: true → false")] : []),
    ...steps,
    ...(runs ? [pause("RESUME", ran ? "the graph runs as before" : "started: true")] : []),
  ];
}

/** A step as one of the graph's: which of its tasks it is about stands in the reason. */
function about(wanted: readonly Expanded[], name: string, step: Step): Step {
  const one = wanted.find((other) => other.name === name);
  if (one?.role === "root") return step;
  const part = one?.role === "finalizer" ? "finalizer" : "tasks";
  const where = part === "finalizer" ? part : `tasks.${one?.key ?? name}`;
  return { ...step, reason: `${where}: ${step.reason}`, properties: [part] };
}

/** What takes an operation back. */
export function inverse({ what, name, before = {}, after = {} }: Operation): readonly Step[] {
  if (what === "create") return [dropStep(after)];
  if (what === "start") return startOf(name, after, after["started"] !== true).steps;
  if (what === "alter") return altered(name, after, before).steps;
  const made = createStatements(task, before).filter(({ kept }) => kept !== true);
  return [...made, ...(before["started"] === true ? startOf(name, before, true).steps : [])];
}

function altered(name: string, before: Values, after: Values): Operation {
  // States follow when the graph hangs together.
  const state = before["started"] === undefined ? {} : { started: before["started"] };
  const { started: _, ...rest } = after;
  const wanted = { ...rest, ...state };
  const steps = updateStatements(task, namesOf(task, after), before, wanted).filter(({ kept }) => kept !== true);
  return { what: "alter", name, before, after: wanted, steps };
}

function startOf(name: string, values: Values, runs: boolean): Operation {
  const alter = sql`ALTER TASK ${quoted(...namesOf(task, values))} ${raw(runs ? "RESUME" : "SUSPEND")}`;
  return { what: "start", name, after: values, steps: [safe(alter, `${name}: started`, ["tasks"])] };
}

function dropStep(values: Values): Step {
  return safe(dropStatement(task, namesOf(task, values)), `${String(values["name"])} is not declared any more`, [
    "tasks",
  ]);
}

/** The tasks of a graph; absent while something that they depend on is not known yet. */
function known(graph: Values): readonly Expanded[] | undefined {
  try {
    return expanded(graph);
  } catch {
    return undefined;
  }
}
