import type { Arranged } from "../resource/definition";
import type { Step } from "../resource/plan";
import { sql } from "../sql";
import { changedSuspended, isSuspended } from "./compute-pool-known";

const stops = "suspend it, and stop every service on it";

/**
 * What Snowflake changes only in a suspended pool stands between SUSPEND and RESUME, which the keeper sends. A preview does not
 * know whether the pool is suspended already.
 */
export function suspendedSteps(steps: readonly Step[], { alter, before, after, row }: Arranged): readonly Step[] {
  const keys = changedSuspended(before, after);
  const ordered = steps.toSorted((left, right) => rankOf(left) - rankOf(right));
  const [first] = ordered.filter((step) => isAbout(step, keys));
  if (first === undefined || row?.["state"] === "SUSPENDED") return ordered;
  // Somebody else has suspended it: it is only waited for.
  const isStopping = isSuspended(row);
  const stopped = ordered.map((step) =>
    isAbout(step, keys) ? { ...step, class: "needs suspend" as const, ...(isStopping ? {} : { stops }) } : step,
  );
  if (isStopping) return stopped;
  const kept = (verb: Step["statement"], when: string): Step => ({
    statement: verb,
    class: "needs suspend",
    reason: `${first.reason} (${when})`,
    properties: keys,
    kept: true,
  });
  return [
    kept(sql`${alter} SUSPEND`, "not while it runs; a pool that is suspended already stays so"),
    ...stopped,
    kept(sql`${alter} RESUME`, "back to where it was"),
  ];
}

function isAbout({ properties }: Step, keys: readonly string[]): boolean {
  return properties.some((key) => keys.includes(key));
}

/** A backup that becomes the family itself has to be taken out before. */
function rankOf({ undoes, properties }: Step): number {
  return undoes === true && properties.includes("backupInstanceFamilies") ? 0 : 1;
}
