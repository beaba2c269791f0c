import type { Row } from "../client/client";
import type { Waiting } from "../resource/definition";
import { same } from "../resource/equal";
import type { Act } from "../resource/lifecycle/context";
import { poll } from "../resource/lifecycle/polling";
import type { Values } from "../resource/property";
import { hasPublicEndpoint } from "./service-spec-forms";
import { ServiceWatch } from "./service-watch";

/** Unless the resource says otherwise: pools may take ten minutes to start, endpoints five. */
const longestMs = 20 * 60_000;

/** What changes of a service start it anew, or start more of it. */
const startedBy = ["spec", "triggers", "minInstances", "minReadyInstances"];

/**
 * Waits until a service runs as declared: all that has to be ready is, no upgrade is under way, and its public endpoints have
 * addresses. A service that is suspended is not waited for. Nothing is asked twice within a second.
 *
 * @throws SqlError with what its containers say, if it does not run, or is dropped.
 * @throws TimeoutError if it takes too long.
 */
export async function waitForService(act: Act, waiting: Waiting): Promise<Row> {
  const { before, after, unfinished } = waiting;
  const isStarted = before === undefined || startedBy.some((key) => !same(before[key], after[key]));
  const waitFor = after["waitFor"];
  if (waitFor === "none" || act.context.isDryRun === true || (!isStarted && !unfinished)) return waiting.row;
  const until = Date.now() + (act.timeoutMs ?? longestMs);
  const watch = new ServiceWatch(act, waiting);
  const row = await poll(until, (round) => watch.look(round));
  if (row === undefined) throw await watch.late();
  if (row["status"] !== "RUNNING" || waitFor === "ready" || !mayBePublic(after)) return row;
  const provisioned = await poll(until, (round) => watch.provisioned(round));
  if (provisioned === undefined) throw watch.unprovisioned();
  return provisioned;
}

function mayBePublic(after: Values): boolean {
  return after["waitFor"] === "endpoints" || hasPublicEndpoint(after["spec"]) !== false;
}
