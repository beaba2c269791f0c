import type { Sql } from "../sql/sql";
import type { Advice } from "./advice";
import type { SnowflakeError } from "./errors";
import { LoginKeeper } from "./login-keeper";
import type { SettingsSource } from "./settings-source";
import { type ProcessFacts, SharedClient } from "./shared-client";

/**
 * One row of a result: cells as text under the column's name as Snowflake sent it (SHOW has lower case, SELECT upper).
 * Timestamps are ISO 8601 in UTC with the full fraction, dates `YYYY-MM-DD`, booleans `true` and `false`.
 */
export type Row = Readonly<Record<string, string | null>>;

/** Who and where a session is. */
export interface Identity {
  readonly organization: string;
  readonly account: string;
  readonly role: string;
  readonly user: string;
  /** Snowflake's clock minus ours. */
  readonly clockOffsetMs: number;
  readonly accountLocator?: string;
}

/** What a statement is sent for; it ends up in the QUERY_TAG. */
export interface Operation {
  readonly project?: string;
  readonly kind: string;
  readonly name: string;
  readonly operation: "create" | "read" | "update" | "delete" | "lookup";
}

/** How one statement is sent. */
export interface ExecuteOptions {
  /** Whether the statement changes anything: such a statement is never sent twice. */
  readonly writes: boolean;
  readonly operation?: Operation;
  /** Milliseconds after which the statement is cancelled; without it, as long as it takes. */
  readonly timeoutMs?: number;
  /** Cancels the statement. */
  readonly signal?: AbortSignal;
  /** Also sent after {@link Clients.stopAccepting}: what brings back something we suspended. */
  readonly evenWhenStopping?: boolean;
}

/** What one caller looks for in a listing. */
export interface Sought {
  /** Its names below the container, outermost first: `["RAW", "EVENTS"]` in a listing of a database's tables. */
  readonly path: readonly string[];
  /** A statement that lists what a whole burst of such callers looks for, and less else; absent if there is none. */
  readonly narrow: (paths: readonly (readonly string[])[]) => Sql | undefined;
}

/** A statement whose rows callers may share: equal text in one container is one listing. */
export interface Listing {
  /** What the rows stand in, in words of the caller's; writes in it are announced with {@link Client.writing}. */
  readonly container: string;
  readonly statement: Sql;
  /** The one thing that the caller looks for: what a burst of such callers shares then lists no more than it has to. */
  readonly sought?: Sought;
  readonly operation?: Operation;
  /** Also sent after {@link Clients.stopAccepting}. */
  readonly evenWhenStopping?: boolean;
}

/** A column of a result. */
export interface ResultColumn {
  readonly name: string;
  /** As the wire names it: `fixed`, `text`, `timestamp_ntz`, `variant` … */
  readonly type: string;
  /** Digits behind the point of a number. */
  readonly scale: number;
}

/** What a statement answered. */
export interface Result {
  readonly rows: readonly Row[];
  /** Those of the rows, in their order; absent where nothing was sent. */
  readonly columns?: readonly ResultColumn[];
  readonly queryId: string;
  readonly durationMs: number;
}

/** Sends statements in one session that all callers share. */
export interface Client {
  /** Whether the session is that of a connection which the program has opened: no other role is possible, and no new log-in. */
  readonly isAdopted?: boolean;
  /** Which account, role and user this session is; asked once per session. */
  identity(options?: { readonly evenWhenStopping?: boolean }): Promise<Identity>;
  execute(statement: Sql, options: ExecuteOptions): Promise<Result>;
  /**
   * Rows of a listing that concurrent callers share.
   *
   * @param freshness - `shared`: a snapshot up to 60 s old will do, if this process has not begun to write in that
   * container since it was sent. `fresh`: never one that was sent before this call; callers of one burst still share
   * one statement. After a write, call it when `writing` has ended, not inside it: it waits for writes to end.
   */
  listing(listing: Listing, freshness: "shared" | "fresh"): Promise<readonly Row[]>;
  /** Runs a write in a container: snapshots of it that were taken before it ends are not used any more. */
  writing<T>(container: string, work: () => Promise<T>, options?: { readonly evenWhenStopping?: boolean }): Promise<T>;
  close(): Promise<void>;
}

/** What is told about each statement after it ended. */
export interface StatementEvent {
  readonly statement: Sql;
  readonly writes: boolean;
  readonly durationMs: number;
  readonly queryId?: string;
  readonly error?: SnowflakeError;
  readonly operation?: Operation;
}

/** What the clients of one process share. */
export interface ClientOptions {
  readonly source: SettingsSource;
  readonly project?: string;
  readonly stack?: string;
  /** The library's own version. */
  readonly version: string;
  /** The words for those who read the errors. @defaultValue {@link pulumiAdvice} */
  readonly advice?: Advice;
  /** Receives log-ins, retries and shared reads, one line each. */
  readonly log?: (line: string) => void;
  readonly onStatement?: (event: StatementEvent) => void;
}

/** The clients of one process, one per connection name and role. */
export class Clients {
  readonly #shared: ProcessFacts;
  readonly #clients = new Map<string, SharedClient>();
  #isClosed = false;

  constructor(options: ClientOptions) {
    const isDebug = options.source.env["PULUMI_SNOWFLAKE_LOG"] === "debug";
    const log = isDebug && options.log !== undefined ? options.log : () => {};
    this.#shared = { ...options, log, isStopping: false };
  }

  /** The client for a connection name and role; logs in on its first statement. */
  for(choice: { readonly connection?: string; readonly role?: string }): Client {
    const key = JSON.stringify([choice.connection ?? null, choice.role ?? null]);
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    const { source, log, advice } = this.#shared;
    const client = new SharedClient(this.#shared, (prepare) => new LoginKeeper(source, choice, log, prepare, advice));
    this.#clients.set(key, client);
    if (this.#isClosed) void client.close();
    return client;
  }

  /** Ends all sessions, for good: every call of a client fails from now on. */
  async closeAll(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }

  /** From now on statements are refused, except those with `evenWhenStopping`. */
  stopAccepting(): void {
    this.#shared.isStopping = true;
  }
}
