import type { Sql } from "../sql/sql";
import type { Client, ExecuteOptions, Identity, Listing, Result, Row } from "./client";
import { type Deadline, orAborted, reasonOf, startDeadline, timeIsUp } from "./deadline";
import { TimeoutError } from "./snowflake-error";

/** For how long a caller waits. */
export interface Bounds {
  /** Milliseconds from now for all that is done. */
  readonly timeoutMs?: number | undefined;
  /** Ends all that is done. */
  readonly signal?: AbortSignal | undefined;
}

/** What is not bound: see {@link ExecuteOptions.evenWhenStopping}. */
interface Urgency {
  readonly evenWhenStopping?: boolean;
}

/**
 * A client for work that has to end in time. When the time is up or the signal is aborted, statements of this caller are
 * cancelled, and what others share is waited for no longer; new ones fail at once. Statements `evenWhenStopping` are as
 * free as before. A write that has begun is heard out: its statements are cancelled, and say what became of it.
 */
export function bounded(client: Client, bounds: Bounds): Client {
  const { timeoutMs, signal } = bounds;
  if (timeoutMs === undefined && signal === undefined) return client;
  return new BoundedClient(client, bounds);
}

class BoundedClient implements Client {
  readonly #client: Client;
  readonly #timeoutMs: number | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #end: number;

  constructor(client: Client, { timeoutMs, signal }: Bounds) {
    this.#client = client;
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
    this.#end = performance.now() + (timeoutMs ?? Number.POSITIVE_INFINITY);
  }

  get isAdopted(): boolean {
    return this.#client.isAdopted ?? false;
  }

  async execute(statement: Sql, options: ExecuteOptions): Promise<Result> {
    if (options.evenWhenStopping) return this.#client.execute(statement, options);
    this.#refuseIfOver("the statement was not sent", statement);
    const deadline = this.#start(options.signal);
    try {
      return await this.#client.execute(statement, { ...options, ...(deadline.signal && { signal: deadline.signal }) });
    } finally {
      deadline.stop();
    }
  }

  async identity(options: Urgency = {}): Promise<Identity> {
    return this.#wait(options, "who the session is was not waited for", () => this.#client.identity(options));
  }

  async listing(listing: Listing, freshness: "shared" | "fresh"): Promise<readonly Row[]> {
    const { statement } = listing;
    return this.#wait(
      listing,
      "the listing was not waited for",
      () => this.#client.listing(listing, freshness),
      statement,
    );
  }

  async writing<T>(container: string, work: () => Promise<T>, options: Urgency = {}): Promise<T> {
    if (!options.evenWhenStopping) this.#refuseIfOver("the statement was not sent");
    return this.#client.writing(container, work, options);
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #wait<T>(urgency: Urgency, what: string, work: () => Promise<T>, statement?: Sql): Promise<T> {
    if (urgency.evenWhenStopping) return work();
    this.#refuseIfOver(what, statement);
    const deadline = this.#start(undefined);
    try {
      return await orAborted(work(), deadline.signal, (reason) => notDone(reason, what, statement));
    } finally {
      deadline.stop();
    }
  }

  #start(own: AbortSignal | undefined): Deadline {
    const left = this.#timeoutMs === undefined ? undefined : Math.max(0, this.#end - performance.now());
    return startDeadline({ timeoutMs: left, ofMs: this.#timeoutMs, signals: [this.#signal, own] });
  }

  #refuseIfOver(what: string, statement?: Sql): void {
    if (this.#signal?.aborted) throw notDone(reasonOf(this.#signal), what, statement);
    if (performance.now() >= this.#end) throw notDone(timeIsUp(this.#timeoutMs ?? 0).message, what, statement);
  }
}

function notDone(reason: string, what: string, statement: Sql | undefined): TimeoutError {
  return new TimeoutError({ message: `${reason}: ${what}.`, statement: statement?.redacted });
}
