import type { StatementResult, Wait } from "../result";

/** Thrown by a statement that only reads and has to wait for what the account's clock brings: it is tried again. */
export class NotYet extends Error {
  override readonly name = "NotYet";
  /** When it has waited long enough, whatever has happened by then. */
  readonly until: number;

  constructor(until: number) {
    super("The statement has to wait.");
    this.until = until;
  }
}

/** Has a statement tried again until it need not wait; each time it says until when it has to. */
export function tryAgain(attempt: () => StatementResult, { until }: NotYet): Wait {
  const wait: Wait = {
    until,
    look() {
      try {
        return attempt();
      } catch (cause) {
        if (!(cause instanceof NotYet)) throw cause;
        wait.until = cause.until;
        return undefined;
      }
    },
  };
  return wait;
}
