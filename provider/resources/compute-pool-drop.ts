import type { Row } from "../client/client";
import { type SnowflakeError, TimeoutError } from "../client/errors";
import type { Dropped } from "../resource/definition";
import { type Act, adviceOf } from "../resource/lifecycle/context";
import { poll } from "../resource/lifecycle/polling";
import { called, containerOf } from "../resource/names";
import { canonicalQualified, quoted, type StoredName, sql } from "../sql";
import { linesOf, notDropped, wouldLoseVolumes } from "./compute-pool-drop-problems";
import { computePools, knownOf } from "./compute-pool-known";
import { isFree, type Load, loadOf } from "./compute-pool-load";
import { inWords } from "./compute-pool-services";
import { volumesOn } from "./compute-pool-volumes";
import { deadlineOf } from "./compute-pool-waiting";

/** How long services that are being deleted are waited for. */
const deletingMs = 60_000;

/**
 * A pool is dropped only when nothing is on it: whoever runs a service there has not asked for its end. Jobs would be aborted, and
 * suspended services could never come back. With the program's consent, they are dropped first.
 *
 * @throws InvalidArgumentError or DataLossError naming what is on it, and the ways out. Nothing was stopped then.
 */
export async function beforeDropOfPool(act: Act, dropped: Dropped): Promise<void> {
  const { name, row, values, dataLoss } = dropped;
  const declared = knownOf(act.context).declared.get(canonicalQualified(name));
  const load = await lasting(act, name, row);
  if (isFree(load)) return;
  const advice = adviceOf(act.context);
  if ((declared ?? values)["allowDowntime"] !== true) throw notDropped(name, load, advice);
  if (dataLoss !== "allow") {
    const volumes = await volumesOn(act, name, load);
    if (volumes.length > 0) throw wouldLoseVolumes(name, dataLoss, volumes, advice);
  }
  await stopAll(act, name, load);
}

/** What is on a pool and stays: services that are being deleted are waited for, as long as nothing else is there. */
async function lasting(act: Act, name: readonly StoredName[], row: Row): Promise<Load> {
  let load = await loadOf(act, name, row);
  if (isFree(load) || load.services.length === 0 || !goes(act, load)) return load;
  await poll(Date.now() + deletingMs, async () => {
    load = await loadOf(act, name);
    return isFree(load) || !goes(act, load) ? true : undefined;
  });
  return load;
}

/** Whether all that the role sees on it is being deleted; what the pool counts besides may lag behind. */
function goes({ context }: Act, { services }: Load): boolean {
  const deleting = [...context.deleting];
  return services.every(
    ({ status, full }) =>
      status === "DELETING" || deleting.some((other) => other === full || full.startsWith(`${other}.`)),
  );
}

async function stopAll(act: Act, name: readonly StoredName[], { services }: Load): Promise<void> {
  const { client, context, operation } = act;
  const pool = called(computePools, name);
  const statement = sql`ALTER COMPUTE POOL ${quoted(...name)} STOP ALL`;
  await client.writing(containerOf(computePools, name), () => client.execute(statement, { writes: true, operation }));
  context.say(
    `${pool} is dropped with what is on it (allowDowntime): ${services.map(inWords).join(", ") || "services that this role does not see"}.`,
  );
  const isEmpty = await poll(deadlineOf(act), async () => {
    return isFree(await loadOf(act, name)) ? true : undefined;
  });
  if (isEmpty !== true) throw stillThere(name, await loadOf(act, name));
}

function stillThere(name: readonly StoredName[], load: Load): SnowflakeError {
  return new TimeoutError({
    objectKind: computePools.kind,
    name: canonicalQualified(name),
    message: `${called(computePools, name)} was told to stop everything on it, but there is still ${linesOf(load).join(", ")}. The pool was not dropped; run the same again later.`,
  });
}
