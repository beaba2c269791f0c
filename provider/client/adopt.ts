import type { Client, ClientOptions } from "./client";
import { scriptSource } from "./script-source";
import { type OpenConnection, Session } from "./session";
import { hasBeenClosed, isUsable, type SessionKeeper } from "./session-keeper";
import { SharedClient } from "./shared-client";
import { ConnectionError, InvalidArgumentError } from "./snowflake-error";

export type { OpenConnection } from "./session";

/** What is told about the statements of a connection that the program has opened. */
export interface AdoptOptions extends Omit<ClientOptions, "source"> {
  /** Goes into the `QUERY_TAG` of each statement; a tag that the connection was opened with takes its place. */
  readonly queryTag?: string | Readonly<Record<string, unknown>> | undefined;
}

/**
 * A client over a `snowflake-sdk` connection that the program has opened, and goes on owning: its session is left as it is, and
 * closing the client ends nothing. There is no other role and no new log-in. Snowflake commits the transaction that is open
 * in a session before it carries out DDL, also the program's own.
 *
 * @throws {@link InvalidArgumentError} if it is no such connection. One that is not open fails with the first statement.
 */
export function adopt(connection: OpenConnection, options: AdoptOptions): Client {
  if (!isConnection(connection)) {
    throw new InvalidArgumentError({
      message: "This is no connection of snowflake-sdk: give what createConnection() returned, once it is connected.",
    });
  }
  const { queryTag, ...others } = options;
  const { source } = scriptSource({ queryTag }, {});
  const facts = { ...others, source, log: options.log ?? (() => {}), isStopping: false };
  return new SharedClient(facts, () => new AdoptedSession(Session.of(connection, WITH_EACH_STATEMENT)));
}

/**
 * What our own sessions begin with. Not AUTOCOMMIT: the transactions are the program's. And one statement is one, also if the
 * session takes several at a time.
 */
const WITH_EACH_STATEMENT = {
  QUOTED_IDENTIFIERS_IGNORE_CASE: false,
  ROWS_PER_RESULTSET: 0,
  MULTI_STATEMENT_COUNT: 1,
};

class AdoptedSession implements SessionKeeper {
  readonly isAdopted = true;
  readonly #session: Session;
  #isClosed = false;

  constructor(session: Session) {
    this.#session = session;
  }

  async session(statement: { readonly writes: boolean }): Promise<Session> {
    if (this.#isClosed) throw hasBeenClosed();
    if (await isUsable(this.#session, statement)) return this.#session;
    throw notOpen(this.#session);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }
}

function notOpen({ ending }: Session): ConnectionError {
  const code = ending?.code;
  const what =
    ending === undefined
      ? "has been closed, or was never opened"
      : `has ended${code === undefined ? "" : ` (${code})`}`;
  return new ConnectionError({
    message: `The connection to Snowflake that the program gave ${what}, and only the program can log in again: open another connection, and give that.`,
    code,
    cause: ending,
  });
}

function isConnection(value: unknown): value is OpenConnection {
  const methods: readonly (keyof OpenConnection)[] = ["execute", "isUp", "isValidAsync"];
  if (typeof value !== "object" || value === null) return false;
  return methods.every((method) => typeof (value as Record<string, unknown>)[method] === "function");
}
