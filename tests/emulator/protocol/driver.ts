import { tmpdir } from "node:os";
import type { Connection, ConnectionOptions, RowStatement, SnowflakeError, StatementOption } from "snowflake-sdk";

/** What a statement gave back. */
export interface Outcome {
  readonly rows: Record<string, unknown>[];
  readonly statement: RowStatement;
}

// The driver looks at these when it is loaded.
Object.assign(process.env, {
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: "true",
  SNOWFLAKE_DISABLE_MINICORE: "1",
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: "1",
  SF_OCSP_RESPONSE_CACHE_DIR: tmpdir(),
});

async function loadDriver() {
  const driver = (await import("snowflake-sdk")).default;
  driver.configure({ logLevel: "OFF", additionalLogToConsole: false });
  return driver;
}

/** Logs in with the real Node driver; by password unless told otherwise. */
export async function connect(url: string, options: Partial<ConnectionOptions> = {}): Promise<Connection> {
  const driver = await loadDriver();
  const connection = driver.createConnection({
    account: "local-emulator",
    accessUrl: url,
    username: "ada",
    password: "secret",
    ...options,
  });
  return await new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });
}

/** Runs a statement to its end. */
export function execute(connection: Connection, sqlText: string, options: Partial<StatementOption> = {}) {
  return start(connection, sqlText, options).done;
}

/** Starts a statement, for cancelling it. */
export function start(connection: Connection, sqlText: string, options: Partial<StatementOption> = {}) {
  const { promise: done, resolve, reject } = promiseWithResolvers<Outcome>();
  const statement = connection.execute({
    sqlText,
    ...options,
    complete: (error, statement, rows) => {
      if (error) reject(error);
      else resolve({ statement: statement as RowStatement, rows: (rows ?? []) as Record<string, unknown>[] });
    },
  });
  return { statement: statement as RowStatement, done };
}

/** Code of the error that a promise ends with. */
export async function codeOf(promise: Promise<unknown>): Promise<string | number | undefined> {
  try {
    await promise;
  } catch (error) {
    return (error as SnowflakeError).code as string | number | undefined;
  }
  throw new Error("It succeeded.");
}

/** Logs out. */
export function disconnect(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => connection.destroy((error) => (error ? reject(error) : resolve())));
}

function promiseWithResolvers<Value>() {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<Value>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}
