import type { StatementResult, Wait } from "../result";

/** Statements that wait for their answers. */
export class Waiters {
  /** What looks after each, and when it will have an answer at the latest. */
  private readonly waiting = new Map<() => void, number>();

  get size(): number {
    return this.waiting.size;
  }

  /** When one of them has waited long enough. */
  get nextTime(): number {
    return Math.min(...this.waiting.values(), Number.POSITIVE_INFINITY);
  }

  /** Has a statement wait; it is looked after whenever {@link look} is called. */
  add({ look, until = Number.POSITIVE_INFINITY, cancelled }: Wait, signal: AbortSignal): Promise<StatementResult> {
    return new Promise((resolve, reject) => {
      const end = () => {
        this.waiting.delete(check);
        signal.removeEventListener("abort", abort);
      };
      const abort = () => {
        end();
        cancelled?.();
        reject(signal.reason);
      };
      const check = () => {
        try {
          const result = look();
          if (!result) return;
          end();
          resolve(result);
        } catch (cause) {
          end();
          reject(cause);
        }
      };
      if (signal.aborted) return abort();
      this.waiting.set(check, until);
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  /** Answers the statements that need not wait any longer. */
  look(): void {
    for (const check of [...this.waiting.keys()]) check();
  }
}
