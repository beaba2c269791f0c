import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Connection } from "snowflake-sdk";

const ACCOUNT = "LOCAL-EMULATOR";
const USER = "QUICKSTART";
/** The emulator lets everybody in who has a password. */
const PASSWORD = "any password will do";

type Row = Readonly<Record<string, unknown>>;

/** A running emulator. */
export interface LocalSnowflake {
  readonly url: string;
  /** Settings by which the drivers, and our provider, find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a statement with Snowflake's own driver, as somebody would who doesn't use Pulumi. */
  query(sql: string): Promise<Row[]>;
  /** Names of all databases and warehouses. */
  names(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts the emulator as a program of its own, with a catalog that is kept in a file. */
export async function startLocalSnowflake(command: string, stateFile: string): Promise<LocalSnowflake> {
  const child = spawn(process.execPath, [command, "--port", "0", "--state", stateFile, "--account", ACCOUNT], {
    stdio: ["ignore", "pipe", "inherit"],
    // Ctrl-C stops the engine first; it still needs the emulator for what it is doing.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  process.once("exit", () => child.kill());
  const stop = async () => {
    child.kill();
    await ended;
  };
  const url = await listening(createInterface(child.stdout), ended);
  const { hostname, port } = new URL(url);
  const connection = await connect(url).catch(async (error) => {
    await stop();
    throw error;
  });
  const query = (sqlText: string) =>
    new Promise<Row[]>((resolve, reject) => {
      const complete = (error: unknown, _: unknown, rows: Row[] = []) => (error ? reject(error) : resolve(rows));
      connection.execute({ sqlText, complete });
    });
  return {
    url,
    env: {
      SNOWFLAKE_ACCOUNT: ACCOUNT,
      SNOWFLAKE_USER: USER,
      SNOWFLAKE_PASSWORD: PASSWORD,
      SNOWFLAKE_HOST: hostname,
      SNOWFLAKE_PORT: port,
      SNOWFLAKE_PROTOCOL: "http",
    },
    query,
    async names() {
      const rows = [...(await query("SHOW DATABASES")), ...(await query("SHOW WAREHOUSES"))];
      return rows.map((row) => String(row["name"]));
    },
    async stop() {
      await new Promise((resolve) => connection.destroy(resolve));
      await stop();
    },
  };
}

async function listening(lines: AsyncIterable<string>, ended: Promise<void>): Promise<string> {
  const failed = ended.then(() => {
    throw new Error("The emulator ended before it was ready.");
  });
  const ready = (async () => {
    for await (const line of lines) {
      const url = /listening on (http:\S+)/.exec(line)?.[1];
      if (url) return url;
    }
    return await failed;
  })();
  return await Promise.race([ready, failed]);
}

async function connect(accessUrl: string): Promise<Connection> {
  // The driver brings the AWS SDK along, which would warn about Node.js 20 here.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const snowflake: typeof import("snowflake-sdk") = require("snowflake-sdk");
  snowflake.configure({ logLevel: "OFF", additionalLogToConsole: false });
  const connection = snowflake.createConnection({ accessUrl, account: ACCOUNT, username: USER, password: PASSWORD });
  await connection.connectAsync();
  return connection;
}
