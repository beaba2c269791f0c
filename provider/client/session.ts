import type { Sql } from "../sql/sql";
import { type Advice, pulumiAdvice } from "./advice";
import { FETCH_AS_STRING, rowReader } from "./cells";
import type { Result, Row } from "./client";
import { reasonOf } from "./deadline";
import { type Connection, type ConnectionOptions, loadDriver } from "./driver";
import { fromDriver, saysSessionEnded } from "./driver-errors";
import type { ConnectionSettings } from "./settings";
import { TimeoutError } from "./snowflake-error";

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

/** One session of the driver, logged in. */
export class Session {
  readonly #connection: Connection;
  readonly #settings: ConnectionSettings;
  #ended = false;
  #lastUsed = Date.now();

  private constructor(connection: Connection, settings: ConnectionSettings) {
    this.#connection = connection;
    this.#settings = settings;
  }

  /** Logs in. The error is the driver's own: whoever calls knows what to make of it. */
  static async open(settings: ConnectionSettings): Promise<Session> {
    const driver = await loadDriver();
    const connection = driver.createConnection(connectionOptions(settings));
    await afterTheFirst(() => connect(connection));
    // The driver's heartbeat would keep the process alive for as long as the session.
    (connection as { keepalive?: NodeJS.Timeout }).keepalive?.unref();
    return new Session(connection, settings);
  }

  isUp(): boolean {
    return !this.#ended && this.#connection.isUp();
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
      if (saysSessionEnded(error)) this.#ended = true;
      if (options.signal?.aborted && isCancelled(error)) throw cancelled(statement, options);
      const { writes: mayHaveRun, advice = pulumiAdvice } = options;
      throw fromDriver(error, statement, { secrets: this.#settings.secrets(), mayHaveRun, advice });
    }
  }

  /** Ends the session. */
  async close(): Promise<void> {
    const wasUp = this.isUp();
    this.#ended = true;
    if (!wasUp) return;
    await new Promise<void>((resolve) => this.#connection.destroy(() => resolve()));
  }

  async #answer(statement: Sql, options: SendOptions): Promise<Answer> {
    const { promise, resolve, reject } = pending<Answer>();
    const sent = this.#connection.execute({
      sqlText: statement.text,
      parameters: { QUERY_TAG: options.queryTag },
      rowMode: "array",
      fetchAsString: [...FETCH_AS_STRING],
      // What the driver makes of a row is ten times as large as the row: it is let go at once.
      streamResult: true,
      complete(error, answered) {
        if (error) return reject(error);
        const rows: Row[] = [];
        const read = rowReader(answered.getColumns() ?? []);
        answered
          .streamRows()
          .on("error", reject)
          .on("data", (cells: readonly unknown[]) => rows.push(read(cells)))
          .on("end", () => resolve({ rows, queryId: answered.getQueryId() }));
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

function connectionOptions(settings: ConnectionSettings): ConnectionOptions {
  const { account, user, role, warehouse, host, port, protocol, authenticator } = settings;
  const credential = settings.credential();
  const caches = authenticator === "EXTERNALBROWSER" || authenticator === "USERNAME_PASSWORD_MFA";
  const options = {
    account,
    username: user,
    role,
    warehouse,
    host,
    port,
    protocol,
    authenticator,
    password: credential.password,
    passcode: credential.passcode,
    privateKey: credential.privateKey,
    token: credential.token,
    workloadIdentityProvider: credential.workloadIdentityProvider,
    workloadIdentityAzureEntraIdResource: credential.workloadIdentityEntraResource,
    workloadIdentityImpersonationPath: credential.workloadIdentityImpersonationPath?.split(","),
    // Snowflake answers a long statement within 45 s with "still running"; a server that does not gets the same request
    // again after this time, and knows it by its id.
    timeout: 180_000,
    clientSessionKeepAlive: true,
    // Numbers arrive as text either way; without this, long ones make the driver warn and send telemetry.
    jsTreatIntegerAsBigInt: true,
    clientStoreTemporaryCredential: caches || undefined,
    clientRequestMFAToken: caches || undefined,
    // NULL would arrive as the text "NULL".
    representNullAsStringNull: false,
    application: "pulumi-dynamic-snowflake",
  };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  // The shipped types do not know host with port and protocol.
  return given as unknown as ConnectionOptions;
}

/** The driver reads its own configuration in a process's first log-in, and fails those that begin meanwhile (405505). */
let firstLogIn: Promise<unknown> | undefined;
const FIRST_LOG_IN_MS = 3_000;

async function afterTheFirst(logIn: () => Promise<void>): Promise<void> {
  const first = firstLogIn;
  if (first !== undefined) {
    await first;
    return logIn();
  }
  const begun = logIn();
  const settled = begun.catch(() => {});
  // A server that does not answer shall not hold up the others.
  firstLogIn = Promise.race([settled, new Promise((resolve) => setTimeout(resolve, FIRST_LOG_IN_MS).unref())]);
  return begun;
}

function connect(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    // connectAsync() resolves also when the log-in fails.
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
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
