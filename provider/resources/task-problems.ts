import type { Advice } from "../client/advice";
import { SnowflakeError, SqlError } from "../client/errors";
import { tasks } from "./task-known";

/** An error in better words, with all that it knows. */
export function reworded(cause: SnowflakeError, message: string): SnowflakeError {
  const { code, sqlState, queryId, statement } = cause;
  return new SqlError({ message, code, sqlState, queryId, statement, objectKind: tasks.kind, cause });
}

/** Whether an error is one that this library throws on purpose. */
export function isSnowflakeError(error: unknown): error is SnowflakeError {
  return error instanceof SnowflakeError;
}

/** A root does not come back after a change. */
export function notResumed(root: string, cause: SnowflakeError, { bringBack }: Advice): SnowflakeError {
  return reworded(
    cause,
    `Its root ${root} was suspended for that, and could not be resumed: ${cause.message} Mend that; ${bringBack}.`,
  );
}

/** A task has been changed, but is not started or suspended as it shall be. */
export function notSettled(task: string, cause: SnowflakeError): SnowflakeError {
  return reworded(cause, `Task ${task} could not be started or suspended as declared: ${cause.message}`);
}

/** The error of a change, and what could not be brought back after it. */
export function withProblems(error: unknown, problems: readonly SnowflakeError[]): unknown {
  const [problem] = problems;
  if (problem !== undefined && error instanceof Error) error.message += ` ${problem.message}`;
  return error;
}
