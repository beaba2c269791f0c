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
 * @returns The answer; absent if the time was over.
 */
export async function poll<T>(
  until: number,
  look: (poll: Poll) => Promise<T | undefined>,
  atMostMs = longestMs,
): Promise<T | undefined> {
  const spaced = new Poll(until, atMostMs);
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
  #pauseMs = firstMs;

  constructor(until: number, atMostMs = longestMs) {
    this.#until = until;
    this.#atMostMs = atMostMs;
  }

  /** Waits before the next question of another round. Answers whether there is time for one. */
  async pause(): Promise<boolean> {
    const left = this.#until - Date.now();
    if (left <= 0) return false;
    await sleep(Math.min(this.#pauseMs, Math.max(left, firstMs)));
    this.#pauseMs = Math.min(this.#pauseMs * 1.5, this.#atMostMs);
    return true;
  }

  /** Waits before a second question of the same round: a second. */
  async space(): Promise<void> {
    await aSecond();
  }
}

/** The least distance between two questions about one object. */
export async function aSecond(): Promise<void> {
  await sleep(firstMs);
}
