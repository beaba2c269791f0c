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

/** What a function answers; undefined if it has to wait. */
export function unlessNotYet<Result>(call: () => Result): Result | undefined {
  try {
    return call();
  } catch (cause) {
    if (cause instanceof NotYet) return undefined;
    throw cause;
  }
}
