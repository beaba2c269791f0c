import { namesOf } from "../resource/names";
import { type Step, safe } from "../resource/plan";
import type { Values } from "../resource/property";
import { createStatements, dropStatement, updateStatements } from "../resource/statements";
import { canonicalQualified, quoted, raw, sql } from "../sql";
import { task } from "./task";
import type { Expanded } from "./task-graph-expansion";

/** A change of one task of a graph, or the start of all of them. */
export interface Operation {
  readonly what: "create" | "alter" | "drop" | "start";
  readonly name: string;
  /** What stands; absent if it is made. */
  readonly before?: Values;
  /** What shall stand; absent if it is dropped. */
  readonly after?: Values;
  readonly steps: readonly Step[];
  /** What does the same for one task at a time; absent if it is about one task anyway. */
  readonly singly?: readonly Operation[];
}

/** Tasks by their canonical names. */
export type Standing = ReadonlyMap<string, Values>;

/**
 * What leads from the tasks that stand to those of a graph, in an order that Snowflake takes while the root is suspended: a former
 * finalizer gives its place up, new tasks are made, others changed, what is left over is dropped, and what shall run is started.
 * The root's own state is none of it: whoever keeps the graph still brings the root back.
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
  const { freed, standing: now } = freeing(standing, wanted, left);
  const made = wanted.flatMap(({ name, values }): Operation[] => {
    if (now.has(name)) return [];
    return [{ what: "create", name, after: values, steps: unkept(createStatements(task, values)) }];
  });
  const changed = wanted.flatMap(({ name, values }): Operation[] => {
    const before = now.get(name);
    return before === undefined ? [] : [altered(name, before, turns(before, values) ? plain(values) : values)];
  });
  const dropped = left.toReversed().map((name): Operation => {
    const before = standing.get(name) ?? {};
    return { what: "drop", name, before, steps: [dropStep(before)] };
  });
  // Tasks that come after it may be among those that are dropped.
  const finalizing = wanted.flatMap(({ name, values }): Operation[] => {
    const before = now.get(name);
    const isNew = before !== undefined && before["finalize"] === undefined && values["finalize"] !== undefined;
    return isNew ? [altered(name, { ...plain(values), started: before["started"] }, values)] : [];
  });
  const all = [...freed, ...made, ...changed, ...dropped, ...finalizing, ...starts(standing, wanted)];
  return all.filter(({ steps }) => steps.length > 0);
}

/** A root has one finalizer, and a finalizer neither predecessors nor successors: it turns into a plain task before anything else. */
function freeing(standing: Standing, wanted: readonly Expanded[], left: readonly string[]) {
  const finalizers = new Set(wanted.flatMap(({ name, values }) => (values["finalize"] === undefined ? [] : [name])));
  const names = [...left, ...wanted.map(({ name }) => name)];
  const former = names.filter((name) => {
    const finalizes = standing.get(name)?.["finalize"] !== undefined && !finalizers.has(name);
    return finalizes && (finalizers.size > 0 || !left.includes(name));
  });
  const now = new Map(standing);
  const freed = former.map((name): Operation => {
    const before = standing.get(name) ?? {};
    const after = plain(before);
    now.set(name, after);
    return altered(name, before, after);
  });
  return { freed, standing: now };
}

/** States of all tasks but the root. A graph that is made to run as a whole takes one statement for that. */
function starts(standing: Standing, wanted: readonly Expanded[]): readonly Operation[] {
  const singly = wanted.flatMap(({ name, values, role }): Operation[] => {
    const before = standing.get(name);
    // Whoever turns into a finalizer, or is one no more, is suspended by that.
    const runs = before?.["started"] === true && !turns(before, values);
    if (role === "root" || runs === (values["started"] === true)) return [];
    return [startOf(name, values, !runs)];
  });
  const [root] = wanted;
  const isWhole = standing.size === 0 && singly.length > 1 && wanted.every(({ values }) => values["started"] === true);
  if (root === undefined || !isWhole) return singly;
  const function_ = sql`SELECT SYSTEM$TASK_DEPENDENTS_ENABLE(${canonicalQualified(namesOf(task, root.values))})`;
  const step: Step = { ...safe(function_, "started: true", ["started"]), class: "needs suspend" };
  return [{ what: "start", name: root.name, after: root.values, steps: [step], singly }];
}

/** Whether a task becomes the finalizer, or is it no more. */
function turns(before: Values, after: Values): boolean {
  return (before["finalize"] === undefined) !== (after["finalize"] === undefined);
}

/** The same task without being a finalizer. */
function plain({ finalize: _, ...others }: Values): Values {
  return others;
}

function altered(name: string, before: Values, after: Values): Operation {
  // States follow when the graph hangs together.
  const state = before["started"] === undefined ? {} : { started: before["started"] };
  const { started: _, ...rest } = after;
  const wanted = { ...rest, ...state };
  const steps = unkept(updateStatements(task, namesOf(task, after), before, wanted));
  return { what: "alter", name, before, after: wanted, steps };
}

/** Starts or suspends a task. */
export function startOf(name: string, values: Values, runs: boolean): Operation {
  const alter = sql`ALTER TASK ${quoted(...namesOf(task, values))} ${raw(runs ? "RESUME" : "SUSPEND")}`;
  return { what: "start", name, after: values, steps: [safe(alter, `started: ${!runs} → ${runs}`, ["tasks"])] };
}

function dropStep(values: Values): Step {
  return safe(dropStatement(task, namesOf(task, values)), "it is not declared any more", ["tasks"]);
}

/** Whether a task runs is not left to its own plan. */
function unkept(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ kept }) => kept !== true);
}
