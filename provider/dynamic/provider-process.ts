import { fstatSync } from "node:fs";
import { homedir } from "node:os";
import { Clients } from "../client/client";
import type { SettingsSource } from "../client/settings";
import { Claims } from "../resource/claims";
import { Journal } from "../resource/journal";
import type { Context } from "../resource/lifecycle/context";
import { cacheFolder } from "./cache-folder";
import { packageVersion } from "./package-version";
import { showsSql, tellSent } from "./show-sql";

/** A key of the stack's configuration, with its namespace. */
export type ConfigReader = (key: string) => string | undefined;

/** What all handlers of one provider process share: configuration, sessions, journal and claims. */
export interface ProviderProcess {
  readonly source: SettingsSource;
  readonly context: Context;
  readonly showSql: boolean;
  /** Ends all sessions. */
  close(): Promise<void>;
}

/** Puts a process together; nothing is connected, read or loaded before a handler needs it. */
export function providerProcess(config: ConfigReader, env: NodeJS.ProcessEnv = process.env): ProviderProcess {
  const source: SettingsSource = { config, env, homedir };
  const showSql = showsSql(source);
  const project = env["PULUMI_NODEJS_PROJECT"] ?? env["PULUMI_PROJECT"] ?? "";
  const clients = new Clients({
    source,
    ...(project === "" ? {} : { project }),
    version: packageVersion(),
    log: say,
    ...(showSql ? { onStatement: tellSent } : {}),
  });
  const context: Context = {
    clientFor: ({ connection, role }) =>
      clients.for({ ...(connection === undefined ? {} : { connection }), ...(role === undefined ? {} : { role }) }),
    policy: source,
    journal: new Journal(cacheFolder(env, "journal")),
    claims: new Claims(),
    deleting: new Set(),
    project,
    folder: process.cwd(),
    say,
  };
  endWithTheEngine(clients);
  return { source, context, showSql, close: () => clients.closeAll() };
}

function say(line: string): void {
  console.log(line);
}

/**
 * The engine's process holds our standard input: when it is gone, nothing new is started, and the process ends within five
 * seconds. A killed engine would leave it running for ever otherwise.
 */
function endWithTheEngine(clients: Clients): void {
  const leave = () => {
    clients.stopAccepting();
    setTimeout(() => process.exit(0), 4500).unref();
    void clients.closeAll().finally(() => process.exit(0));
  };
  process.once("SIGINT", leave);
  process.once("SIGTERM", leave);
  if (!isPipe(0)) return;
  process.stdin.on("end", leave).on("error", leave).resume();
  process.stdin.unref?.();
}

function isPipe(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}
