import type { StatementResult, Wait } from "../result";
import { SqlError } from "../sql-error";

/** Which statement waits, and whose it is. */
export interface Waiter {
  readonly queryId: string;
  readonly user: string;
}

/** Statements that wait for their answers. */
export class Waiters {
  /** What looks after each, and what it waits for. */
  private readonly waiting = new Map<() => void, Wait>();

  /** Users and ways to end their statements, by query id. */
  private readonly byId = new Map<string, { user: string; cancel(): void }>();

  get size(): number {
    return this.waiting.size;
  }

  /** When one of them has waited long enough. */
  get nextTime(): number {
    return Math.min(...[...this.waiting.values()].map(({ until = Number.POSITIVE_INFINITY }) => until));
  }

  /** Has a statement wait; it is looked after whenever {@link look} is called. */
  add(wait: Wait, signal: AbortSignal, { queryId, user }: Waiter): Promise<StatementResult> {
    return new Promise((resolve, reject) => {
      const end = () => {
        this.waiting.delete(check);
        this.byId.delete(queryId);
        signal.removeEventListener("abort", abort);
      };
      const endBecause = (reason: unknown) => {
        end();
        wait.cancelled?.();
        reject(reason);
      };
      const abort = () => endBecause(signal.reason);
      const cancel = () => endBecause(new SqlError("000604", "57014", "SQL execution canceled"));
      const check = () => {
        try {
          const result = wait.look();
          if (!result) return;
          end();
          resolve(result);
        } catch (cause) {
          end();
          reject(cause);
        }
      };
      if (signal.aborted) return abort();
      this.waiting.set(check, wait);
      this.byId.set(queryId, { user, cancel });
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  /** Whose statement it is; undefined if it does not wait. */
  userOf(queryId: string): string | undefined {
    return this.byId.get(queryId)?.user;
  }

  /** Ends a statement with 000604. */
  cancel(queryId: string): void {
    this.byId.get(queryId)?.cancel();
  }

  /** Answers the statements that need not wait any longer. */
  look(): void {
    for (const check of [...this.waiting.keys()]) check();
  }
}
