import type { Envelope } from "./answers";

/** What became of a statement. */
export type QueryState = "running" | "success" | "failed" | "aborted";

/** Why a statement failed. */
export interface QueryError {
  readonly code: string;
  readonly message: string;
}

/** A statement from its arrival to its stored answer. */
export class Query {
  readonly startedMs = Date.now();
  state: QueryState = "running";
  endedMs: number | undefined;
  error: QueryError | undefined;
  readonly id: string;
  readonly requestId: string;
  readonly sql: string;
  /** How many rows the stored answer holds. */
  rows = 0;
  private readonly aborter = new AbortController();
  private readonly finished: Promise<Envelope>;
  private finish: (answer: Envelope) => void = () => {};

  constructor(id: string, requestId: string, sql: string) {
    this.id = id;
    this.requestId = requestId;
    this.sql = sql;
    this.finished = new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  /** Aborted with the error that the statement is to end with. */
  get signal(): AbortSignal {
    return this.aborter.signal;
  }

  get isRunning(): boolean {
    return this.state === "running";
  }

  /** Ends a running statement. */
  abort(reason: Error): void {
    if (this.isRunning) this.aborter.abort(reason);
  }

  /** Stores the answer; every request that waits for it, or repeats it, gets this one. */
  end(state: QueryState, answer: Envelope, outcome: { rows?: number; error?: QueryError } = {}): void {
    this.state = state;
    this.rows = outcome.rows ?? 0;
    this.endedMs = Date.now();
    this.error = outcome.error;
    this.finish(answer);
  }

  /** The answer, or undefined if there is none after so many milliseconds. */
  async answerWithin(milliseconds: number): Promise<Envelope | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), milliseconds);
    });
    try {
      return await Promise.race([this.finished, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}
