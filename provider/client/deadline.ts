/** A signal that ends a wait, until it is stopped. */
export interface Deadline {
  readonly signal?: AbortSignal;
  stop(): void;
}

/** What ends a wait. */
export interface DeadlineOptions {
  /** Milliseconds from now. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds that the message tells, where some of them are over already. @defaultValue timeoutMs */
  readonly ofMs?: number | undefined;
  readonly signals: readonly (AbortSignal | undefined)[];
}

/** Timers of Node take no longer time, and would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** One signal for those of the callers and the deadline: aborted with what comes first. */
export function startDeadline({ timeoutMs, ofMs = timeoutMs, signals }: DeadlineOptions): Deadline {
  const given = signals.filter((signal) => signal !== undefined);
  const [only, ...others] = given;
  const isTimed = timeoutMs !== undefined && timeoutMs <= LONGEST_MS;
  if (!isTimed && others.length === 0) return { ...(only && { signal: only }), stop() {} };
  const controller = new AbortController();
  const expire = (): void => controller.abort(timeIsUp(ofMs ?? 0));
  const timer = isTimed ? setTimeout(expire, timeoutMs) : undefined;
  const forwards = given.map((signal) => {
    const forward = (): void => controller.abort(signal.reason);
    if (signal.aborted) forward();
    else signal.addEventListener("abort", forward, { once: true });
    return () => signal.removeEventListener("abort", forward);
  });
  return {
    signal: controller.signal,
    stop() {
      clearTimeout(timer);
      for (const stopForwarding of forwards) stopForwarding();
    },
  };
}

/** The reason of a signal whose time is up. */
export function timeIsUp(ofMs: number): Error {
  return new Error(`No answer within ${ofMs / 1000} s`);
}

/** Why a signal was aborted, to begin a sentence with. */
export function reasonOf(signal: AbortSignal | undefined): string {
  const why: unknown = signal?.reason;
  return why instanceof Error && why.name !== "AbortError" ? why.message : "Cancelled";
}

/** The outcome of some work, or, when the signal is aborted before, an error; the work itself goes on. */
export async function orAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  error: (reason: string) => Error,
): Promise<T> {
  if (signal === undefined) return work;
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(error(reasonOf(signal)));
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    stop = () => signal.removeEventListener("abort", abort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stop();
  }
}
