import type { Client } from "../../provider/client/client";
import { orAborted, reasonOf, startDeadline } from "../../provider/client/deadline";
import { InvalidArgumentError, TimeoutError } from "../../provider/client/errors";
import type { CallOptions } from "./call";
import type { Connection } from "./connection";

/**
 * Moves files between this machine and a stage. Snowflake has nothing to cancel there: the driver moves the files, and once it has begun
 * with one it goes on to its end. A caller who gives up is told so at once; what the work needs here stays until it has ended.
 *
 * @param what - What goes on in the background then.
 */
export async function transferring<T>(
  connection: Connection,
  { timeoutMs, signal }: CallOptions,
  what: { readonly goesOn: string; readonly outcomeUnknown: boolean },
  work: (client: Client, signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw new TimeoutError({ message: `${reasonOf(signal)}: nothing was sent.` });
  const deadline = startDeadline({ timeoutMs, signals: [signal] });
  try {
    return await orAborted(work(connection.context().clientFor({}), deadline.signal), deadline.signal, (reason) => {
      return new TimeoutError({ message: `${reason}: ${what.goesOn}.`, outcomeUnknown: what.outcomeUnknown });
    });
  } finally {
    deadline.stop();
  }
}

/** Does some work for each item, so many at once, and answers in their order; after a failure, nothing new is begun. */
export async function several<T, R>(
  items: readonly T[],
  most: number,
  signal: AbortSignal | undefined,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    while (next < items.length && failure === undefined && signal?.aborted !== true) {
      const index = next++;
      try {
        results[index] = await work(items[index] as T);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  if (failure !== undefined) throw failure.error;
  return results;
}

/** @throws InvalidArgumentError unless it is a number of threads that PUT and GET take. */
export function checkParallel(parallel: number | undefined): void {
  if (parallel === undefined || (Number.isInteger(parallel) && parallel >= 1 && parallel <= 99)) return;
  throw new InvalidArgumentError({ message: `parallel: ${parallel} is not a whole number from 1 to 99.` });
}
