import type { AddressInfo } from "node:net";
import type { AccountName, EmulatorOptions } from "../options";
import type { StateFile } from "../state";
import type { Context, SqlEngine } from "./context";
import { accountKey } from "./credentials";
import type { FaultRule } from "./fault-rules";
import { type FaultState, Faults } from "./faults";
import { FileGrants } from "./file-grants";
import { createProtocolServer } from "./server";
import { closeSession } from "./session-endpoints";
import { SessionStore } from "./session-store";
import { type Counts, type LoggedStatement, StatementLog } from "./statement-log";

const host = "127.0.0.1";

/** A running emulator. */
export interface RunningEmulator<E extends SqlEngine> {
  /** Where drivers find it: `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Its address, without the port. */
  readonly host: string;
  /** The port that it listens on. */
  readonly port: number;
  /** The catalog and its SQL, for looking inside. */
  readonly engine: E;
  /** Statements executed since the start or the last {@link RunningEmulator.resetLog}, oldest first. */
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

/** Serves an engine on loopback. @throws Error if the port is taken or the statement log cannot be written. */
export async function serve<E extends SqlEngine>(
  engine: E,
  account: AccountName,
  options: EmulatorOptions,
  state?: StateFile,
): Promise<RunningEmulator<E>> {
  const context = contextOf(engine, account, options);
  const server = createProtocolServer(context);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, () => resolve());
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
    files: new FileGrants(now),
    latencyMs: options.latencyMs ?? 0,
    inProgressAfterMs: options.inProgressAfterMs ?? 45_000,
    ...(options.account === undefined ? {} : { accountNames: names }),
    ...(options.users ? { users: options.users } : {}),
  };
}
