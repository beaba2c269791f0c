import { type Advice, capitalised } from "../client/advice";
import { type SnowflakeError, SqlError } from "../client/errors";
import { called } from "../resource/names";
import { canonicalQualified, type StoredName } from "../sql";
import { computePools } from "./compute-pool-known";
import type { PoolService } from "./compute-pool-services";

/** A pool does not come back after a change. */
export function notResumed(pool: readonly StoredName[], cause: SnowflakeError, { bringBack }: Advice): SnowflakeError {
  return reworded(
    pool,
    cause,
    `${called(computePools, pool)} was suspended for that, and could not be resumed: ${cause.message} ${capitalised(bringBack)}.`,
  );
}

/** Services do not come back after a change of their pool; absent if all do. */
export function servicesNotResumed(
  pool: readonly StoredName[],
  failed: readonly { readonly service: PoolService; readonly error: SnowflakeError }[],
): SnowflakeError | undefined {
  const [first] = failed;
  if (first === undefined) return undefined;
  const lines = failed.map(({ service, error }) => `${service.full} (${error.message.trim()})`);
  const statements = failed.map(({ service }) => `ALTER SERVICE ${service.full} RESUME;`);
  return reworded(
    pool,
    first.error,
    `The pool was suspended for that and runs again, but services that stopped with it could not be resumed: ${lines.join(", ")}. ` +
      `A role with OPERATE on them can: ${statements.join(" ")}`,
  );
}

/** The error of a change, and what could not be brought back after it. */
export function withProblem(error: unknown, problem: SnowflakeError | undefined): unknown {
  if (problem !== undefined && error instanceof Error) error.message += ` ${problem.message}`;
  return error;
}

function reworded(pool: readonly StoredName[], cause: SnowflakeError, message: string): SnowflakeError {
  const { code, sqlState, queryId, statement } = cause;
  const { kind: objectKind } = computePools;
  return new SqlError({
    message,
    code,
    sqlState,
    queryId,
    statement,
    objectKind,
    name: canonicalQualified(pool),
    cause,
  });
}
