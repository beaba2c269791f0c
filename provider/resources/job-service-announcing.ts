import type { Row } from "../client/client";
import type { Announced } from "../resource/definition";
import type { Act } from "../resource/lifecycle/context";
import { called } from "../resource/names";
import type { StoredName } from "../sql";
import { endOf, isGoing } from "./job-service-status";

/** What a change of a job means: that it runs again, and why. */
export function announceRun({ recorded, replacedBecause }: Announced): string | undefined {
  if (replacedBecause.length > 0)
    return `runs again (because of ${replacedBecause.join("; ")}). The former run is dropped first, and cancelled if it has not ended.`;
  if (recorded.facts.unfinished !== true) return undefined;
  const status = recorded.outputs?.["status"];
  return status === undefined || status === "DONE"
    ? "had not ended when it was last waited for: it is waited for again, and runs again if it has failed."
    : `ended as ${String(status)}: it runs again.`;
}

/** A job that has not ended ends with its drop. */
export function sayCancelled({ definition, context }: Act, name: readonly StoredName[], row: Row): void {
  if (endOf(row) !== undefined || isGoing(row)) return;
  context.say(`${called(definition, name)} is ${row["status"]}: dropping it cancels it.`);
}
