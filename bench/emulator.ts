import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

const COMMAND = path.resolve(__dirname, "../dist/emulator/cli.js");

/** What was sent to Snowflake in some time. */
export interface Traffic {
  readonly logins: number;
  /** Statements, oldest first. */
  readonly log: readonly { readonly time: string; readonly sql: string; readonly error: string | null }[];
}

/** An emulator that runs as a program of its own, so that its work is not mistaken for ours. */
export interface LocalSnowflake extends AsyncDisposable {
  /** Settings by which the provider finds it. */
  readonly env: Readonly<Record<string, string>>;
  /** What was sent since the last time it was asked. */
  traffic(): Promise<Traffic>;
}

/** Starts one with an empty account. */
export async function startLocalSnowflake(latencyMs: number): Promise<LocalSnowflake> {
  const child = spawn(process.execPath, [COMMAND, "--port", "0", "--latency", String(latencyMs), "--any-image"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  process.once("exit", () => child.kill());
  const url = await Promise.race([announced(child.stdout), ended]);
  if (url === undefined) throw new Error("The emulator ended before it was ready.");
  const { hostname, port } = new URL(url);
  return {
    env: {
      SNOWFLAKE_ACCOUNT: "LOCAL-EMULATOR",
      SNOWFLAKE_USER: "BENCH",
      SNOWFLAKE_PASSWORD: "any password will do",
      SNOWFLAKE_HOST: hostname,
      SNOWFLAKE_PORT: port,
      SNOWFLAKE_PROTOCOL: "http",
    },
    async traffic() {
      const answer = (await (await fetch(`${url}/emulator/statements`)).json()) as Traffic;
      await fetch(`${url}/emulator/reset-log`, { method: "POST" });
      return answer;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}

async function announced(output: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface(output)) {
    const url = /listening on (http:\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  return undefined;
}
