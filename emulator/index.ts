import type { AddressInfo } from "node:net";
import { Engine } from "./engine/engine";
import type { Context, SqlEngine } from "./http/context";
import { accountKey } from "./http/credentials";
import type { FaultRule } from "./http/fault-rules";
import { type FaultState, Faults } from "./http/faults";
import { createProtocolServer } from "./http/server";
import { closeSession } from "./http/session-endpoints";
import { SessionStore } from "./http/session-store";
import { type Counts, type LoggedStatement, StatementLog } from "./http/statement-log";
import { type AccountName, type EmulatorOptions, parseAccount } from "./options";
import { StateFile } from "./state";

export type { UserRecord } from "./engine/engine";
export type { FaultRule } from "./http/fault-rules";
export type { FaultState } from "./http/faults";
export type { Counts, LoggedStatement, StatementRecord } from "./http/statement-log";
export type { EmulatorOptions } from "./options";

const host = "127.0.0.1";

/** A running emulator. */
export interface Emulator {
  /** Where drivers find it: `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** The catalog and its SQL, for looking inside. */
  readonly engine: Engine;
  /** Statements executed since the start or the last {@link Emulator.resetLog}, oldest first. */
  statements(): readonly LoggedStatement[];
  /** Logins, renewals and requests in the same time. */
  counts(): Counts;
  /** Forgets statements and counts; empties the statement log's file. */
  resetLog(): void;
  /** Replaces the faults in force; `[]` ends them. @throws Error if a rule is malformed. */
  setFaults(rules: readonly FaultRule[]): void;
  /** The faults in force, and how often each has struck. */
  faults(): readonly FaultState[];
  /** Milliseconds added to each statement from now on. */
  setLatency(ms: number): void;
  /** Makes each session's next request meet an expired token (390112); drivers renew it. */
  expireSessions(): void;
  /** Closes all sessions; their next request meets 390111. */
  killSessions(): void;
  /** Ends running statements, saves the state, and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts an emulator in this process, on loopback.
 *
 * @throws Error if the port is taken, or if a file or an option cannot be used.
 * @example
 * ```ts
 * const emulator = await startEmulator({ latencyMs: 100 });
 * // … accessUrl: emulator.url, any user name, any password that is not empty …
 * await emulator.close();
 * ```
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const account = parseAccount(options.account);
  const engine = new Engine({
    ...account,
    ...(options.users ? { users: options.users } : {}),
    ...(options.now ? { now: options.now } : {}),
    ...(options.edition ? { edition: options.edition } : {}),
  });
  const state = options.stateFile === undefined ? undefined : new StateFile(options.stateFile, () => engine.save());
  const saved = state?.load();
  if (saved !== undefined) engine.load(saved);
  if (state) engine.onChange = () => state.changed();
  return await serve(contextOf(engine, account, options), engine, options.port ?? 0, state);
}

function contextOf(engine: SqlEngine, account: AccountName, options: EmulatorOptions): Context {
  const now = options.now ?? (() => new Date());
  const faults = new Faults();
  faults.set(options.faults ?? []);
  const names = [`${account.organization}-${account.account}`, account.account].map(accountKey);
  return {
    engine,
    faults,
    now,
    sessions: new SessionStore(now),
    log: new StatementLog(options.statementLog),
    latencyMs: options.latencyMs ?? 0,
    inProgressAfterMs: options.inProgressAfterMs ?? 45_000,
    ...(options.account === undefined ? {} : { accountNames: names }),
    ...(options.users ? { users: options.users } : {}),
  };
}

async function serve(context: Context, engine: Engine, wanted: number, state?: StateFile): Promise<Emulator> {
  const server = createProtocolServer(context);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(wanted, host, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  const killSessions = () => {
    for (const open of context.sessions.list()) closeSession(context, open);
  };
  return {
    url: `http://${host}:${port}`,
    host,
    port,
    engine,
    statements: () => context.log.list(),
    counts: () => structuredClone(context.log.counts),
    resetLog: () => context.log.reset(),
    setFaults: (rules) => context.faults.set(rules),
    faults: () => context.faults.list(),
    setLatency: (ms) => {
      context.latencyMs = ms;
    },
    expireSessions: () => {
      for (const open of context.sessions.list()) context.sessions.expire(open);
    },
    killSessions,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      killSessions();
      server.closeAllConnections();
      await closed;
      state?.flush();
      context.log.close();
    },
  };
}
