import type { Row } from "../../provider/client/client";
import { ObjectMissingError, SqlError, TimeoutError } from "../../provider/client/errors";
import { actOf, type Context } from "../../provider/resource/lifecycle/context";
import { locate } from "../../provider/resource/locate";
import { called } from "../../provider/resource/names";
import { missing } from "../../provider/resource/objects/look";
import { failureOf, inWords, containersOf as statusesOf } from "../../provider/resources/container-status";
import { endOf, isGoing } from "../../provider/resources/job-service-status";
import { canonicalQualified, type StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import type { Connection } from "./connection";
import { containersOf, type ServiceContainer } from "./service-containers";
import { jobDefinition as definition } from "./service-definition";
import { withoutItsSecrets } from "./service-waiting";
import { waitUntil } from "./wait-until";

/** How a job has ended. */
export interface JobEnd {
  /** `DONE` if all its containers have ended well. */
  readonly status: "DONE" | "FAILED" | "CANCELLED" | "INTERNAL_ERROR" | (string & Record<never, never>);
  /** What the container has ended with that has failed; of a job that is done, 0. Absent if Snowflake does not tell. */
  readonly exitCode?: number;
  /** What that container says; empty if it says nothing. */
  readonly message: string;
  /** All its containers. */
  readonly containers: readonly ServiceContainer[];
}

const longestMs = 60 * 60_000;

/** Waits until a job has ended, well or not. */
export async function awaitJob(
  connection: Connection,
  name: readonly StoredName[],
  call: CallOptions,
): Promise<JobEnd> {
  let last: Row | undefined;
  return waitUntil(connection, call, {
    longestMs,
    async look(context, round) {
      const row = await locate(definition, context.clientFor({}), name, "fresh");
      if (row === undefined && last === undefined) throw await missing(definition, context, name);
      if (row === undefined || isGoing(row)) throw dropped(name);
      last = row;
      const status = endOf(row);
      if (status === undefined) return undefined;
      await round.space();
      return endWith(status, await containersOf(context, name));
    },
    async late(why, context) {
      const status = last === undefined ? "it was not looked at" : `it is ${last["status"]}`;
      const said = context === undefined ? "" : await lastWords(context, name);
      return new TimeoutError({
        ...about(name),
        message: `${called(definition, name)} had not ended ${why}: ${status}${said}. It goes on running: wait() for it again with a longer timeoutMs, or cancel() it.`,
      });
    },
  });
}

/** @throws SqlError with what its containers say, if a job has not ended well. */
export async function refuseFailure(connection: Connection, name: readonly StoredName[], end: JobEnd): Promise<void> {
  if (end.status === "DONE") return;
  const act = actOf(definition, connection.context(), {}, name, "read");
  const story = end.status === "CANCELLED" ? "" : await failureOf(act, name, await statusesOf(act, name));
  const error = new SqlError({
    ...about(name),
    message: `${called(definition, name)} ended as ${end.status}${story === "" ? "." : `:${story}`}`,
  });
  throw await withoutItsSecrets(error, connection, name);
}

function endWith(status: string, containers: readonly ServiceContainer[]): JobEnd {
  const failed = containers.find(({ lastExitCode: code, status: own }) => own === "FAILED" || (code ?? 0) !== 0);
  const told = failed ?? containers[0];
  const exitCode = told?.lastExitCode ?? (status === "DONE" ? 0 : undefined);
  return { status, ...(exitCode === undefined ? {} : { exitCode }), message: told?.message ?? "", containers };
}

async function lastWords(context: Context, name: readonly StoredName[]): Promise<string> {
  const words = inWords(await statusesOf(actOf(definition, context, {}, name, "read"), name).catch(() => []));
  return words === "" ? "" : `; ${words}`;
}

function dropped(name: readonly StoredName[]): ObjectMissingError {
  return new ObjectMissingError({
    ...about(name),
    message: `${called(definition, name)} was dropped before it had ended.`,
  });
}

function about(name: readonly StoredName[]) {
  return { objectKind: definition.kind, name: canonicalQualified(name) };
}
