import { TimeoutError } from "../../provider/client/errors";
import type { Context } from "../../provider/resource/lifecycle/context";
import { type Poll, poll } from "../../provider/resource/lifecycle/polling";
import type { CallOptions } from "./call";
import type { Connection } from "./connection";

/** How something is waited for. */
export interface Wait<T> {
  /** Milliseconds to wait where the call sets no limit. */
  readonly longestMs: number;
  /** Asks once; answers nothing as long as it has not come about. What it throws ends the waiting. */
  look(context: Context, round: Poll): Promise<T | undefined>;
  /**
   * What is said when the time is over, or the call was aborted: it tells the last status.
   *
   * @param context - To ask once more; absent if the call was aborted: then nobody waits for an answer.
   */
  late(why: string, context: Context | undefined): Promise<TimeoutError>;
}

/** For a last question after the time is over. */
const lastQuestionMs = 10_000;

/** Asks again and again, at growing distances of a second at least, until there is an answer, or the bounds of the call are reached. */
export async function waitUntil<T>(connection: Connection, call: CallOptions, wait: Wait<T>): Promise<T> {
  const { signal, timeoutMs = wait.longestMs } = call;
  const until = Date.now() + timeoutMs;
  const context = connection.context({ signal, timeoutMs });
  try {
    const found = await poll(until, (round) => wait.look(context, round), undefined, signal);
    if (found !== undefined) return found;
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
  }
  if (signal?.aborted === true) throw await wait.late("before the call was aborted", undefined);
  throw await wait.late(`within ${timeoutMs} ms`, connection.context({ timeoutMs: lastQuestionMs, signal }));
}

/** The options of a call of which a part is over: what is left of its time, each time it is asked. */
export function sharingTime<T extends CallOptions>(options: T): () => T {
  const { timeoutMs } = options;
  if (timeoutMs === undefined) return () => options;
  const end = performance.now() + timeoutMs;
  return () => ({ ...options, timeoutMs: Math.max(0, end - performance.now()) });
}
