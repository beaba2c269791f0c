import type { Sql } from "../sql/sql";
import { type Advice, pulumiAdvice } from "./advice";
import { FETCH_AS_STRING, rowReader } from "./cells";
import type { Result, Row } from "./client";
import { reasonOf } from "./deadline";
import type { Connection } from "./driver";
import { fromDriver, saysSessionEnded } from "./driver-errors";
import { openConnection } from "./open-connection";
import type { ConnectionSettings } from "./settings";
import { type SnowflakeError, TimeoutError } from "./snowflake-error";

/** How long Snowflake has to end a statement that we cancelled, before its outcome counts as unknown. */
const CANCEL_GRACE_MS = 2_000;

/** What a statement is sent with. */
export interface SendOptions {
  readonly writes: boolean;
  readonly queryTag: string;
  /** Cancels the statement; its reason becomes the error's text. */
  readonly signal?: AbortSignal;
  /** The words for those who read the errors. @defaultValue {@link pulumiAdvice} */
  readonly advice?: Advice;
}

/** What a session needs of a connection of the driver. */
export type OpenConnection = Pick<Connection, "execute" | "isUp" | "isValidAsync">;

/** What a session is over. */
interface SessionFacts {
  /** Values that must not appear in any text. */
  readonly secrets: readonly string[];
  /** What holds for each statement, beside its tag. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** Ends the session at Snowflake. */
  end(): Promise<void>;
}

/** One session of the driver, logged in. */
export class Session {
  readonly #connection: OpenConnection;
  readonly #facts: SessionFacts;
  #isClosed = false;
  #ending: SnowflakeError | undefined;
  #role: string | undefined;
  #lastUsed = Date.now();

  private constructor(connection: OpenConnection, facts: SessionFacts) {
    this.#connection = connection;
    this.#facts = facts;
  }

  /** Logs in. The error is the driver's own: whoever calls knows what to make of it. */
  static async open(settings: ConnectionSettings): Promise<Session> {
    const connection = await openConnection(settings);
    const end = () => new Promise<void>((resolve) => connection.destroy(() => resolve()));
    return new Session(connection, { secrets: settings.secrets(), parameters: {}, end });
  }

  /** The session of a connection that somebody else has opened, and closes. */
  static of(connection: OpenConnection, parameters: SessionFacts["parameters"]): Session {
    return new Session(connection, { secrets: [], parameters, end: async () => {} });
  }

  isUp(): boolean {
    return !this.#isClosed && this.#ending === undefined && this.#connection.isUp();
  }

  /** Snowflake's word that the session has ended, if it was that. */
  get ending(): SnowflakeError | undefined {
    return this.#ending;
  }

  /** Its role, as the last statement left it. */
  get role(): string | undefined {
    return this.#role;
  }

  idleMs(): number {
    return Date.now() - this.#lastUsed;
  }

  /** Asks Snowflake whether the session still lives. */
  async isAlive(): Promise<boolean> {
    const isAlive = this.isUp() && (await this.#connection.isValidAsync());
    this.#lastUsed = Date.now();
    return isAlive;
  }

  async send(statement: Sql, options: SendOptions): Promise<Result> {
    const started = performance.now();
    this.#lastUsed = Date.now();
    try {
      const answer = await this.#answer(statement, options);
      this.#lastUsed = Date.now();
      return { ...answer, durationMs: performance.now() - started };
    } catch (error) {
      const { writes: mayHaveRun, advice = pulumiAdvice } = options;
      const known = fromDriver(error, statement, { secrets: this.#facts.secrets, mayHaveRun, advice });
      if (saysSessionEnded(error)) this.#ending = known;
      if (options.signal?.aborted && isCancelled(error)) throw cancelled(statement, options);
      throw known;
    }
  }

  /** Ends the session. */
  async close(): Promise<void> {
    const wasUp = this.isUp();
    this.#isClosed = true;
    if (wasUp) await this.#facts.end();
  }

  async #answer(statement: Sql, options: SendOptions): Promise<Answer> {
    const { promise, resolve, reject } = pending<Answer>();
    const sent = this.#connection.execute({
      sqlText: statement.text,
      parameters: { ...this.#facts.parameters, QUERY_TAG: options.queryTag },
      rowMode: "array",
      fetchAsString: [...FETCH_AS_STRING],
      // What the driver makes of a row is ten times as large as the row: it is let go at once.
      streamResult: true,
      complete: (error, answered) => {
        if (error) return reject(error);
        this.#role = roleAfter(answered) ?? this.#role;
        const rows: Row[] = [];
        const shown = answered.getColumns() ?? [];
        const read = rowReader(shown);
        const columns = shown.map((one) => ({ name: one.getName(), type: one.getType(), scale: one.getScale() }));
        answered
          .streamRows()
          .on("error", reject)
          .on("data", (cells: readonly unknown[]) => rows.push(read(cells)))
          .on("end", () => resolve({ rows, columns, queryId: answered.getQueryId() }));
      },
    });
    const { signal } = options;
    if (signal === undefined) return promise;
    let grace: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      sent.cancel();
      grace = setTimeout(() => reject(outcomeUnknown(statement, options)), CANCEL_GRACE_MS);
    };
    if (signal.aborted) cancel();
    else signal.addEventListener("abort", cancel, { once: true });
    try {
      return await promise;
    } finally {
      clearTimeout(grace);
      signal.removeEventListener("abort", cancel);
    }
  }
}

type Answer = Omit<Result, "durationMs">;

function pending<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** The shipped types do not know what is in the state. */
function roleAfter(answered: { getSessionState(): object | undefined }): string | undefined {
  const state = answered.getSessionState() as { getCurrentRole?(): string | null | undefined } | undefined;
  return state?.getCurrentRole?.() ?? undefined;
}

function isCancelled(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === "000604" || code === "000605" || code === "000630";
}

function cancelled(statement: Sql, { signal }: SendOptions): TimeoutError {
  return new TimeoutError({
    message: `${reasonOf(signal)}: Snowflake has cancelled the statement.`,
    statement: statement.redacted,
  });
}

function outcomeUnknown(statement: Sql, { signal, writes, advice = pulumiAdvice }: SendOptions): TimeoutError {
  const next = writes ? ` It may have taken effect all the same: ${advice.seeOutcome}.` : "";
  return new TimeoutError({
    message: `${reasonOf(signal)}: the statement was to be cancelled, and Snowflake has not said whether it was.${next}`,
    statement: statement.redacted,
    outcomeUnknown: writes,
  });
}
