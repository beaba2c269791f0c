import { type Sql, sql } from "../sql/sql";
import { pulumiAdvice } from "./advice";
import type { Client, ClientOptions, ExecuteOptions, Identity, Listing, Result, Row, StatementEvent } from "./client";
import { orAborted, startDeadline } from "./deadline";
import { Listings } from "./listings";
import { queryTag, type TagFacts } from "./query-tag";
import type { SendOptions, Session } from "./session";
import { hasBeenClosed, type SessionKeeper } from "./session-keeper";
import { ConnectionError, SnowflakeError, TimeoutError } from "./snowflake-error";

/** What all clients of a process share. */
export interface ProcessFacts extends ClientOptions {
  readonly log: (line: string) => void;
  /** True when no new statement may be sent any more. */
  isStopping: boolean;
}

/** What is done once in each session that we have opened, before anything else. */
export type Prepare = (session: Session) => Promise<void>;

/** The client of one connection and role. */
export class SharedClient implements Client {
  readonly #facts: ProcessFacts;
  readonly #keeper: SessionKeeper;
  readonly #listings: Listings;
  readonly #identities = new WeakMap<Session, Promise<Identity>>();

  #isClosed = false;

  constructor(facts: ProcessFacts, keeperOf: (prepare: Prepare) => SessionKeeper) {
    this.#facts = facts;
    this.#keeper = keeperOf((session) => this.#prepare(session));
    this.#listings = new Listings(async ({ statement, container: _container, ...options }) => {
      const { rows } = await this.execute(statement, { ...options, writes: false });
      return rows;
    }, facts.log);
  }

  get isAdopted(): boolean {
    return this.#keeper.isAdopted;
  }

  async identity(options: { readonly evenWhenStopping?: boolean } = {}): Promise<Identity> {
    this.#refuseIfOver(options);
    const session = await this.#keeper.session({ writes: false });
    const known = this.#identities.get(session);
    if (known !== undefined) return known;
    const identity = this.#askIdentity({ ...options, writes: false });
    this.#identities.set(session, identity);
    identity.catch(() => this.#identities.delete(session));
    return identity;
  }

  async execute(statement: Sql, options: ExecuteOptions): Promise<Result> {
    this.#refuseIfOver(options);
    const deadline = startDeadline({ timeoutMs: options.timeoutMs, signals: [options.signal] });
    const started = performance.now();
    const told = { statement, writes: options.writes, ...(options.operation && { operation: options.operation }) };
    try {
      const result = await this.#attempt(statement, options, deadline.signal);
      this.#tell({ ...told, durationMs: performance.now() - started, queryId: result.queryId });
      return result;
    } catch (error) {
      if (error instanceof SnowflakeError) {
        const queryId = error.queryId === undefined ? {} : { queryId: error.queryId };
        this.#tell({ ...told, durationMs: performance.now() - started, error, ...queryId });
      }
      throw error;
    } finally {
      deadline.stop();
    }
  }

  async listing(listing: Listing, freshness: "shared" | "fresh"): Promise<readonly Row[]> {
    this.#refuseIfOver(listing);
    return freshness === "shared" ? this.#listings.shared(listing) : this.#listings.fresh(listing);
  }

  async writing<T>(container: string, work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw hasBeenClosed();
    return this.#listings.writing(container, work);
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#keeper.close();
  }

  async #attempt(statement: Sql, options: ExecuteOptions, signal: AbortSignal | undefined): Promise<Result> {
    const sending: SendOptions = {
      writes: options.writes,
      queryTag: queryTag(this.#tagFacts(), options.operation),
      ...(signal && { signal }),
      ...this.#advice(),
    };
    const session = await orAborted(this.#keeper.session(options), signal, notSent(statement));
    try {
      return await this.#send(session, statement, sending);
    } catch (error) {
      if (session.isUp() || options.writes || !(error instanceof ConnectionError) || signal?.aborted) throw error;
      this.#facts.log(`the session ended (${error.code}); logging in again for: ${statement}`);
      const next = await orAborted(this.#keeper.session(options), signal, notSent(statement));
      return this.#send(next, statement, sending);
    }
  }

  async #send(session: Session, statement: Sql, options: SendOptions): Promise<Result> {
    const before = session.role;
    const result = await session.send(statement, options);
    if (before !== undefined && session.role !== before) {
      // Somebody has said USE ROLE: what was seen, another saw.
      this.#identities.delete(session);
      this.#listings.forget();
    }
    return result;
  }

  async #prepare(session: Session): Promise<void> {
    // A user or an account may fold "Quoted" names, cut listings short (what is cut off would count as gone), and leave
    // DML uncommitted.
    const statement = sql`ALTER SESSION SET QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE, ROWS_PER_RESULTSET = 0, AUTOCOMMIT = TRUE`;
    const { durationMs, queryId } = await session.send(statement, {
      writes: false,
      queryTag: queryTag(this.#tagFacts(), undefined),
      ...this.#advice(),
    });
    this.#tell({ statement, writes: false, durationMs, queryId });
  }

  async #askIdentity(options: ExecuteOptions): Promise<Identity> {
    const before = Date.now();
    const statement = sql`SELECT CURRENT_ORGANIZATION_NAME() AS ORGANIZATION, CURRENT_ACCOUNT_NAME() AS ACCOUNT, CURRENT_ACCOUNT() AS LOCATOR, CURRENT_ROLE() AS ROLE_NAME, CURRENT_USER() AS USER_NAME, CURRENT_TIMESTAMP() AS NOW`;
    const { rows } = await this.execute(statement, options);
    const half = (Date.now() - before) / 2;
    const row = rows[0] ?? {};
    const locator = row["LOCATOR"];
    return {
      organization: row["ORGANIZATION"] ?? "",
      account: row["ACCOUNT"] ?? "",
      role: row["ROLE_NAME"] ?? "",
      user: row["USER_NAME"] ?? "",
      clockOffsetMs: Math.round(Date.parse(row["NOW"] ?? "") - (before + half)),
      ...(locator ? { accountLocator: locator } : {}),
    };
  }

  #tagFacts(): TagFacts {
    const { project, stack, version, source } = this.#facts;
    const own = source.config("pulumi-dynamic-snowflake:queryTag");
    return { version, ...(project && { project }), ...(stack && { stack }), ...(own && { own }) };
  }

  #advice(): Pick<SendOptions, "advice"> {
    const { advice } = this.#facts;
    return advice === undefined ? {} : { advice };
  }

  #tell(event: StatementEvent): void {
    this.#facts.onStatement?.(event);
  }

  #refuseIfOver(options: { readonly evenWhenStopping?: boolean }): void {
    if (this.#isClosed) throw hasBeenClosed();
    if (!this.#facts.isStopping || options.evenWhenStopping) return;
    const { stopping } = this.#facts.advice ?? pulumiAdvice;
    throw new ConnectionError({ message: `${stopping}.` });
  }
}

/** Nothing has been sent yet while we wait for the log-in, so the outcome is known: none. */
function notSent(statement: Sql): (reason: string) => TimeoutError {
  return (reason) =>
    new TimeoutError({ message: `${reason}: the statement was not sent.`, statement: statement.redacted });
}
