import { namesOf } from "../resource/names";
import { type Step, safe } from "../resource/plan";
import type { Values } from "../resource/property";
import { quoted, raw, sql } from "../sql";
import { task } from "./task";
import { type Expanded, expanded } from "./task-graph-expansion";
import { operations } from "./task-graph-operations";

/** The statements of a change of a graph, or of its creation, as far as they are known without asking. */
export function graphPlan(before: Values | undefined, after: Values): readonly Step[] {
  const wanted = known(after);
  if (wanted === undefined) return [];
  const had = before === undefined ? [] : (known(before) ?? []);
  const standing = new Map(had.map(({ name, values }) => [name, values]));
  const planned = operations(
    standing,
    wanted,
    had.map(({ name }) => name),
  );
  const steps = planned.flatMap(({ name, steps: own }) => own.map((step) => about(wanted, name, step)));
  const root = wanted[0];
  const ran = before?.["started"] === true;
  const runs = after["started"] === true;
  const isStarted = planned.some(({ singly }) => singly !== undefined);
  if (root === undefined || isStarted || (steps.length === 0 && ran === runs)) return steps;
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
export function about(wanted: readonly Expanded[], name: string, step: Step): Step {
  const one = wanted.find((other) => other.name === name);
  if (one?.role === "root") return step;
  const part = one?.role === "finalizer" ? "finalizer" : "tasks";
  const where = part === "finalizer" ? part : `tasks.${one?.key ?? name}`;
  return { ...step, reason: `${where}: ${step.reason}`, properties: [part] };
}

/** The tasks of a graph; absent while something that they depend on is not known yet. */
function known(graph: Values): readonly Expanded[] | undefined {
  try {
    return expanded(graph);
  } catch {
    return undefined;
  }
}
