import { setTimeout as sleep } from "node:timers/promises";

/** Nothing is asked more often. */
const firstMs = 1000;
const longestMs = 10_000;

/**
 * Asks again and again until there is an answer, at growing distances: after a second first, never more often, and at last every
 * ten seconds. What is asked at once is spaced too, see {@link Poll.pause}.
 *
 * @param until - Milliseconds since the epoch.
 * @param look - Answers, or answers nothing yet.
 * @param atMostMs - The longest distance, where that is less than ten seconds.
 * @param signal - Ends a distance early: what is asked next sees that it is aborted, and fails.
 * @returns The answer; absent if the time was over.
 */
export async function poll<T>(
  until: number,
  look: (poll: Poll) => Promise<T | undefined>,
  atMostMs = longestMs,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const spaced = new Poll(until, atMostMs, signal);
  for (;;) {
    const answer = await look(spaced);
    if (answer !== undefined) return answer;
    if (!(await spaced.pause())) return undefined;
  }
}

/** The distances between what is asked. */
export class Poll {
  readonly #until: number;
  readonly #atMostMs: number;
  readonly #signal: AbortSignal | undefined;
  #pauseMs = firstMs;

  constructor(until: number, atMostMs = longestMs, signal?: AbortSignal) {
    this.#until = until;
    this.#atMostMs = atMostMs;
    this.#signal = signal;
  }

  /** Waits before the next question of another round. Answers whether there is time for one. */
  async pause(): Promise<boolean> {
    const left = this.#until - Date.now();
    if (left <= 0) return false;
    await rest(Math.min(this.#pauseMs, Math.max(left, firstMs)), this.#signal);
    this.#pauseMs = Math.min(this.#pauseMs * 1.5, this.#atMostMs);
    return true;
  }

  /** Begins anew with short distances: there is something to be asked for again. */
  quicken(): void {
    this.#pauseMs = firstMs;
  }

  /** Waits before a second question of the same round: a second. */
  async space(): Promise<void> {
    await rest(firstMs, this.#signal);
  }
}

async function rest(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return sleep(ms);
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** The least distance between two questions about one object. */
export async function aSecond(): Promise<void> {
  await sleep(firstMs);
}
