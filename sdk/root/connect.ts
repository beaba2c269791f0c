import { adopt, type OpenConnection } from "../../provider/client/adopt";
import { scriptAdvice } from "../../provider/client/advice";
import { type Client, type ClientOptions, Clients } from "../../provider/client/client";
import type { ConnectSettings } from "../../provider/client/connect-settings";
import type { SnowflakeError } from "../../provider/client/errors";
import { scriptSource } from "../../provider/client/script-source";
import { resolveSettings } from "../../provider/client/settings";
import { packageVersion } from "../../provider/dynamic/package-version";
import { Connection } from "./connection";
import { Root } from "./root";

/** What is told about each statement when it has ended. */
export interface SentStatement {
  /** The statement, its secrets `***`. */
  readonly statement: string;
  /** Milliseconds from sending it to its answer. */
  readonly durationMs: number;
  /** Snowflake's id of it, for its query history. */
  readonly queryId?: string | undefined;
  /** Why it failed; absent if it did not. */
  readonly error?: SnowflakeError | undefined;
}

/** What a script wants to be told. */
export interface ConnectOptions {
  /** Receives each statement that has ended. */
  readonly onStatement?: ((sent: SentStatement) => void) | undefined;
}

/**
 * Takes the settings of a connection, the name of one, or a connection of `snowflake-sdk` that is open already. Nothing is sent and
 * no driver is loaded before the first statement: that logs in, and all that follow share the session.
 *
 * ```ts
 * const root = await connect({ connectionName: "dev" });
 * const { role } = await root.identity();
 * await root.close();
 * ```
 *
 * @param settings - What is left out is looked for in the named connection, in `SNOWFLAKE_*` variables, and in the default connection of
 * `connections.toml`.
 * @throws InvalidArgumentError if a setting is wrong, or something is missing: it says where it was looked for.
 * @see https://docs.snowflake.com/en/developer-guide/snowflake-cli/connecting/configure-connections
 */
export async function connect(
  settings: ConnectSettings | OpenConnection = {},
  options: ConnectOptions = {},
): Promise<Root> {
  const shared = clientOptions(options);
  if (isOpen(settings)) return new Root(new Connection(adopt(settings, shared)));
  const { source, choice } = scriptSource(settings);
  // What is missing is said here, and not by whatever happens to be the first statement.
  resolveSettings(source, choice, scriptAdvice);
  const logIn = (role?: string): Client =>
    new Clients({ ...shared, source }).for({ ...choice, ...(role === undefined ? {} : { role }) });
  return new Root(new Connection(logIn(), logIn));
}

function clientOptions({ onStatement }: ConnectOptions): Omit<ClientOptions, "source"> {
  return {
    version: packageVersion(),
    advice: scriptAdvice,
    ...(onStatement === undefined
      ? {}
      : {
          onStatement: ({ statement, durationMs, queryId, error }) =>
            onStatement({
              statement: statement.redacted,
              durationMs,
              ...(queryId === undefined ? {} : { queryId }),
              ...(error === undefined ? {} : { error }),
            }),
        }),
  };
}

function isOpen(settings: ConnectSettings | OpenConnection): settings is OpenConnection {
  return typeof (settings as { readonly execute?: unknown }).execute === "function";
}
