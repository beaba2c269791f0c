import { scriptAdvice } from "../../provider/client/advice";
import type { Row } from "../../provider/client/client";
import { InvalidArgumentError, SqlError, TimeoutError } from "../../provider/client/errors";
import { locate } from "../../provider/resource/locate";
import { called } from "../../provider/resource/names";
import { missing } from "../../provider/resource/objects/look";
import { computePool } from "../../provider/resources";
import { isSuspended } from "../../provider/resources/compute-pool-known";
import { hasNodes, nodesIn, wayOut } from "../../provider/resources/compute-pool-waiting";
import { canonicalQualified, type StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import { descriptionOf } from "./compute-pool-described";
import type { Connection } from "./connection";
import { waitUntil } from "./wait-until";

/** What a compute pool does: `IDLE` with nodes on which nothing runs, `ACTIVE` with services or jobs. */
export type PoolState = "STARTING" | "IDLE" | "ACTIVE" | "RESIZING" | "STOPPING" | "SUSPENDED" | "UNKNOWN";

/** The states of a compute pool. */
export const poolStates: readonly PoolState[] = [
  ...(["STARTING", "IDLE", "ACTIVE", "RESIZING", "STOPPING", "SUSPENDED", "UNKNOWN"] as const),
];

const longestMs = 20 * 60_000;

/** So many looks in a row have to see a pool suspended that was to be something else: it may just have been told to resume. */
const looksThatFail = 3;

/** Waits until a pool is in one of several states. */
export async function awaitState(
  connection: Connection,
  name: readonly StoredName[],
  states: readonly PoolState[],
  call: CallOptions,
): Promise<void> {
  const unknown = states.find((state) => !poolStates.includes(state));
  if (unknown !== undefined || states.length === 0) {
    throw new InvalidArgumentError({
      objectKind: computePool.kind,
      message: `${JSON.stringify(unknown ?? states)} is no state of a compute pool; use one of ${poolStates.join(", ")}.`,
    });
  }
  const wanted = states.join(" or ");
  const needsNodes = states.every((state) => !["STOPPING", "SUSPENDED", "UNKNOWN"].includes(state));
  let suspended = 0;
  await look(connection, name, wanted, call, (row) => {
    if (states.some((state) => state === row["state"])) return true;
    suspended = needsNodes && isSuspended(row) ? suspended + 1 : 0;
    if (suspended >= looksThatFail) throw doesNotRun(name, row, wanted);
    return false;
  });
}

/** Waits until a pool has its nodes; one that is suspended is not waited for. */
export async function awaitNodes(
  connection: Connection,
  name: readonly StoredName[],
  waitFor: "idle" | "active",
  call: CallOptions,
): Promise<void> {
  await look(connection, name, waitFor.toUpperCase(), call, (row) => isSuspended(row) || hasNodes(row, waitFor));
}

async function look(
  connection: Connection,
  name: readonly StoredName[],
  wanted: string,
  call: CallOptions,
  isThere: (row: Row) => boolean,
): Promise<void> {
  let last: Row = {};
  await waitUntil(connection, call, {
    longestMs,
    async look(context) {
      const row = await locate(computePool, context.clientFor({}), name, "fresh");
      if (row === undefined) throw await missing(computePool, context, name);
      last = row;
      return isThere(row) ? true : undefined;
    },
    async late(why, context) {
      const { error_code: code, status_message: said } =
        context === undefined ? {} : await descriptionOf(context, name);
      const way = wayOut(code ?? "", scriptAdvice);
      return new TimeoutError({
        objectKind: computePool.kind,
        name: canonicalQualified(name),
        ...(code ? { code } : {}),
        message:
          `${called(computePool, name)} was not ${wanted} ${why}: it ${inWords(last)}.` +
          `${said?.trim() ? ` Snowflake says: ${said.trim()}.` : ""}${way === undefined ? "" : ` ${way}.`}`.replaceAll(
            "..",
            ".",
          ),
      });
    },
  });
}

function inWords(row: Row): string {
  const { state, target_nodes: wanted } = row;
  return state === undefined ? "was not looked at" : `is ${state}, with ${nodesIn(row)} of ${wanted} nodes`;
}

function doesNotRun(name: readonly StoredName[], { state }: Row, wanted: string): SqlError {
  return new SqlError({
    objectKind: computePool.kind,
    name: canonicalQualified(name),
    message: `${called(computePool, name)} is ${state}, and does not become ${wanted} by itself: call resume() first, or start a service or a job on it.`,
  });
}
