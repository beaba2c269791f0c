import type { Sql } from "../sql/sql";
import type { Client, ExecuteOptions, Identity, Listing, Result, Row } from "./client";

/** What becomes of the statements that write. */
export interface Recording {
  /** Whether they are sent. If not, each is answered by an empty result. */
  readonly send: boolean;
  /** Called with each before it is sent; what it throws keeps the statement from being sent. */
  note(statement: Sql, options: ExecuteOptions): void;
}

/** A client that tells which statements write, and for a dry run sends none of them; reads go through. */
export function recording(client: Client, { send, note }: Recording): Client {
  return new RecordingClient(client, send, note);
}

const UNSENT: Result = Object.freeze({ rows: Object.freeze([]), queryId: "", durationMs: 0 });

class RecordingClient implements Client {
  readonly #client: Client;
  readonly #send: boolean;
  readonly #note: Recording["note"];

  constructor(client: Client, send: boolean, note: Recording["note"]) {
    this.#client = client;
    this.#send = send;
    this.#note = note;
  }

  get isAdopted(): boolean {
    return this.#client.isAdopted ?? false;
  }

  async execute(statement: Sql, options: ExecuteOptions): Promise<Result> {
    if (!options.writes) return this.#client.execute(statement, options);
    this.#note(statement, options);
    return this.#send ? this.#client.execute(statement, options) : UNSENT;
  }

  identity(options?: { readonly evenWhenStopping?: boolean }): Promise<Identity> {
    return this.#client.identity(options);
  }

  listing(listing: Listing, freshness: "shared" | "fresh"): Promise<readonly Row[]> {
    return this.#client.listing(listing, freshness);
  }

  /** Without a statement nothing is written, and what others have listed still holds. */
  async writing<T>(
    container: string,
    work: () => Promise<T>,
    options?: { readonly evenWhenStopping?: boolean },
  ): Promise<T> {
    return this.#send ? this.#client.writing(container, work, options) : work();
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
