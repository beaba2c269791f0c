import { InvalidArgumentError, SnowflakeError, SqlError, TimeoutError } from "../../provider/client/errors";
import { actOf, type Context } from "../../provider/resource/lifecycle/context";
import { called } from "../../provider/resource/names";
import { underHeading } from "../../provider/resource/objects/under-heading";
import { containersOf, inWords } from "../../provider/resources/container-status";
import { describedSpec } from "../../provider/resources/service-described";
import { withoutSecrets } from "../../provider/resources/service-secrets";
import { canonicalQualified, type StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import type { Connection } from "./connection";
import { serviceDefinition as definition } from "./service-definition";
import type { ReachableEndpoint } from "./service-endpoint";
import { type Goal, Reachable, Running, type ServiceGoal, Status, serviceStatuses } from "./service-goals";
import { waitUntil } from "./wait-until";

/** Pools may take ten minutes to start, and addresses five. */
const longestMs = 20 * 60_000;

/** Waits until a service is what it shall be. */
export async function awaitService(
  connection: Connection,
  name: readonly StoredName[],
  goal: ServiceGoal,
  call: CallOptions,
): Promise<void> {
  if (goal !== "READY" && !serviceStatuses.includes(goal)) {
    throw new InvalidArgumentError({
      objectKind: definition.kind,
      message: `${JSON.stringify(goal)} is nothing that a service becomes; use one of READY, ${serviceStatuses.join(", ")}.`,
    });
  }
  const watch = goal === "READY" || goal === "RUNNING" ? new Running(name, goal) : new Status(name, goal);
  await waitFor(connection, name, goal, call, watch);
}

/** Waits until a service that was just made or changed is up; one that is suspended is not waited for. */
export async function awaitUp(connection: Connection, name: readonly StoredName[], call: CallOptions): Promise<void> {
  await waitFor(connection, name, "READY", call, new Running(name, "READY", { maySleep: true }));
}

/** Waits until public endpoints have their addresses, and the service runs that answers there. */
export async function awaitEndpoints(
  connection: Connection,
  name: readonly StoredName[],
  wanted: string | undefined,
  call: CallOptions,
): Promise<readonly ReachableEndpoint[]> {
  const goal = wanted === undefined ? "reachable" : `reachable at ${wanted}`;
  return waitFor(connection, name, goal, call, new Reachable(name, wanted));
}

async function waitFor<T>(
  connection: Connection,
  name: readonly StoredName[],
  goal: string,
  call: CallOptions,
  watch: Goal<T>,
): Promise<T> {
  const about = { objectKind: definition.kind, name: canonicalQualified(name) };
  try {
    return await waitUntil(connection, call, {
      longestMs,
      look: (context, round) => watch.look(context, round),
      async late(why, context) {
        const last = context === undefined ? "" : await lastOf(context, name);
        const seen = watch.seen === "" ? "it was not looked at" : `it is ${watch.seen}`;
        return new TimeoutError({
          ...about,
          message: `${called(definition, name)} was not ${goal} ${why}: ${seen}${last}. Give it longer with timeoutMs.`,
        });
      },
    });
  } catch (error) {
    const named = isAboutIt(error) ? underHeading(error, `${called(definition, name)} was waited for.`) : error;
    throw await withoutItsSecrets(named, connection, name);
  }
}

function isAboutIt(error: unknown): boolean {
  return error instanceof SqlError && error.message.startsWith("It ");
}

/** What its containers do, where that is told. */
async function lastOf(context: Context, name: readonly StoredName[]): Promise<string> {
  try {
    const words = inWords(await containersOf(actOf(definition, context, {}, name, "read"), name));
    return words === "" ? "" : `; ${words}`;
  } catch (error) {
    if (error instanceof SnowflakeError) return "";
    throw error;
  }
}

/** Containers may write values of their environment variables into what an error quotes. */
export async function withoutItsSecrets(
  error: unknown,
  connection: Connection,
  name: readonly StoredName[],
): Promise<unknown> {
  if (!(error instanceof SqlError || error instanceof TimeoutError)) return error;
  const client = connection.context({ timeoutMs: 10_000 }).clientFor({});
  const spec = await describedSpec({ client, name }).catch(() => undefined);
  error.message = withoutSecrets(error.message, spec);
  return error;
}
