import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Peer } from "./set-up";

/** Who logs in where. */
export interface PeerLogin {
  readonly url: string;
  readonly user: string;
  readonly account?: string;
  readonly password?: string;
  /** PEM text. */
  readonly privateKey?: string;
  readonly role?: string;
}

/** A statement for a peer. */
export type PeerStatement =
  | string
  | {
      readonly sql: string;
      /** Values for its `?`. */
      readonly binds?: unknown[];
      /** How many statements the text holds. */
      readonly count?: number;
      /** After so long the driver cancels it. */
      readonly timeoutSeconds?: number;
    };

/** Rows as a driver decoded them; dates are ISO texts, bytes are hex. */
export interface PeerTable {
  readonly columns: string[];
  readonly types: string[];
  readonly rows: unknown[][];
}

/** What a driver made of a statement. */
export interface PeerResult extends PeerTable {
  /** One for each statement of several. */
  readonly results: PeerTable[];
  readonly error: PeerError | null;
}

/** An error as a driver reports it. */
export interface PeerError {
  readonly code: string;
  readonly sqlState: string | null;
  readonly message: string;
}

// Drivers probe for metadata services and native libraries, and read and write the home folder, unless told not to.
function quiet(home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    SNOWFLAKE_DISABLE_PLATFORM_DETECTION: "true",
    SNOWFLAKE_DISABLE_MINICORE: "1",
    SNOWFLAKE_HOME: home,
    HOME: home,
    NO_PROXY: "127.0.0.1",
  };
}

/** Logs in with a driver, runs the statements in one session, and logs out. */
export async function talk(peer: Peer, login: PeerLogin, statements: readonly PeerStatement[]) {
  const { url, ...rest } = login;
  const { hostname: host, port } = new URL(url);
  const request = {
    account: "local-emulator",
    ...rest,
    host,
    port: Number(port),
    statements: statements.map((statement) => (typeof statement === "string" ? { sql: statement } : statement)),
  };
  const output = await inFreshHome((_, env) => ask(peer, JSON.stringify(request), env));
  return JSON.parse(output) as { login: PeerError | null; results: PeerResult[] };
}

/** Lets a peer have a home folder of its own, empty, and an environment that leads there. */
export async function inFreshHome<T>(work: (home: string, env: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
  const home = mkdtempSync(path.join(tmpdir(), "snowflake-peer-"));
  try {
    return await work(home, quiet(home));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Runs a peer once: what it is to read, and what it answers. */
export function ask({ command, args }: Peer, input: string, env = process.env): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve(stdout) : reject(new Error(`It ended with ${code}: ${stderr}`)),
    );
    child.stdin.end(input);
  });
}
