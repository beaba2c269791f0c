import type { Arranged } from "../resource/definition";
import { type Step, safe } from "../resource/plan";
import type { Values } from "../resource/property";
import { sql } from "../sql";

/** What has to stand before what: relations exclude settings of the role that a task had, or will have, in its graph. */
const ranks: Readonly<Record<string, number>> = { after: 1, when: 2, definition: 2, finalize: 4 };
const rankOfSettings = 3;

/**
 * The steps of a change of a task in an order that Snowflake takes at each point: what goes back to its default, then
 * predecessors, condition and body, then settings, then the root that it finalizes. A task that runs by itself stands still meanwhile.
 */
export function inOrder(steps: readonly Step[], { alter, before, after }: Arranged): readonly Step[] {
  if (steps.length === 0) return [];
  const rank = ({ undoes, kept, properties }: Step) => {
    if (kept === true) return 9;
    return undoes === true ? 0 : (ranks[properties[0] ?? ""] ?? rankOfSettings);
  };
  const ordered = steps
    .toSorted((left, right) => rank(left) - rank(right))
    .map((step) => (before["definition"] === undefined ? step : { ...step, class: "needs suspend" as const }));
  const changes = ordered.filter(({ kept }) => kept !== true);
  const runs = before["started"] === true;
  const stops = isByItself(before) || isByItself(after) || isFreedBetween(before, after);
  if (changes.length === 0 || !runs || !stops) return ordered;
  const suspended = pause("SUSPEND", [], "it stands still while it is changed");
  const resumed = after["started"] === true ? [pause("RESUME", [], "it runs as before")] : [];
  return [...(isByItself(before) ? [suspended] : []), ...changes, ...resumed];

  function pause(verb: "SUSPEND" | "RESUME", properties: readonly string[], reason: string): Step {
    const statement = verb === "SUSPEND" ? sql`${alter} SUSPEND` : sql`${alter} RESUME`;
    return { ...safe(statement, reason, properties), class: "needs suspend", kept: true };
  }
}

/** Whether a task is a root, or belongs to no graph. */
export function isByItself(values: Values): boolean {
  return values["after"] === undefined && values["finalize"] === undefined;
}

/** Whether a child or finalizer goes to its new place by way of being neither, which suspends it. */
export function isFreedBetween(before: Values, after: Values): boolean {
  if (before["finalize"] !== undefined) return after["finalize"] !== before["finalize"];
  return before["after"] !== undefined && after["after"] === undefined;
}
