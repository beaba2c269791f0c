import { fstatSync } from "node:fs";
import { homedir } from "node:os";
import { setFlagsFromString } from "node:v8";
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
  /** From now on nothing new is started. */
  stop(): void;
}

/** The process that the engine runs our handlers in: it ends when the engine is gone. */
export function engineProcess(config: ConfigReader): ProviderProcess {
  const made = providerProcess(config);
  endWithTheEngine(made);
  collectEarly();
  return made;
}

/** Puts a process together; nothing is connected, read or loaded before something needs it. */
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
    underWay: new Set(),
    moved: new Map(),
    project,
    folder: process.cwd(),
    contents: cacheFolder(env, "files"),
    say,
  };
  return {
    source,
    context,
    showSql,
    close: () => clients.closeAll(),
    stop: () => clients.stopAccepting(),
  };
}

function say(line: string): void {
  console.log(line);
}

/**
 * The engine's process holds our standard input: when it is gone, nothing new is started, and the process ends within five
 * seconds. A killed engine would leave it running for ever otherwise.
 */
function endWithTheEngine(made: ProviderProcess): void {
  const leave = () => {
    made.stop();
    setTimeout(() => process.exit(0), 4500).unref();
    // What has been suspended for a change comes back first.
    void Promise.allSettled(made.context.underWay)
      .then(() => made.close())
      .finally(() => process.exit(0));
  };
  process.once("SIGINT", leave);
  process.once("SIGTERM", leave);
  if (!isPipe(0)) return;
  process.stdin.on("end", leave).on("error", leave).resume();
  process.stdin.unref?.();
}

/**
 * Listings of thousands of objects come and go in a burst. V8 would let the heap grow to three times what is in use before it
 * looks for them; by a third is enough, and takes no measurable time.
 */
function collectEarly(): void {
  setFlagsFromString("--heap-growing-percent=30");
}

function isPipe(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}
