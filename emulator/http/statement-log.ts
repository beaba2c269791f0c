import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { redact } from "./redact";

/** One executed statement, as a line of the statement log shows it. */
export interface StatementRecord {
  /** When it arrived, in ISO form. */
  readonly time: string;
  /** Number of the session, from 1. */
  readonly session: number;
  /** The driver's id of the request; a repeat has the same. */
  readonly requestId: string;
  /** Its text, without passwords and other secrets. */
  readonly sql: string;
  /** How long it ran, in milliseconds. */
  readonly ms: number;
  /** How many rows it answered. */
  readonly rows: number;
  /** Code of its error, or null. */
  readonly error: string | null;
}

/** A line of the log, and what only a program in this process or the admin endpoint gets to see. */
export interface LoggedStatement extends StatementRecord {
  /** The id that its answer has. */
  readonly queryId: string;
  /** User of the session. */
  readonly user: string;
  /** Role that ran it. */
  readonly role: string;
  /** The QUERY_TAG that it was sent with. */
  readonly queryTag: string | null;
}

/** How often something happened that is no statement. */
export interface Counts {
  /** Log-ins that succeeded. */
  logins: number;
  /** Log-ins that were refused. */
  refusedLogins: number;
  /** Session tokens that were renewed. */
  renewals: number;
  /** Requests by endpoint, repeats and refused ones included. */
  requests: Record<string, number>;
}

const mostKept = 200_000;

/** Every executed statement, in memory and, if asked for, in a file; a line is written before its answer is sent. */
export class StatementLog {
  counts: Counts = noCounts();
  private records: LoggedStatement[] = [];
  private readonly file: number | undefined;

  constructor(path?: string) {
    if (path !== undefined) this.file = openSync(path, "a", 0o600);
  }

  /** The newest 200,000 statements, oldest first. */
  list(): readonly LoggedStatement[] {
    return [...this.records];
  }

  add(record: LoggedStatement): void {
    const logged = { ...record, sql: redact(record.sql) };
    this.records.push(logged);
    if (this.records.length > mostKept * 1.1) this.records = this.records.slice(-mostKept);
    if (this.file === undefined) return;
    const { time, session, requestId, sql, ms, rows, error } = logged;
    writeSync(this.file, `${JSON.stringify({ time, session, requestId, sql, ms, rows, error })}\n`);
  }

  request(endpoint: string): void {
    this.counts.requests[endpoint] = (this.counts.requests[endpoint] ?? 0) + 1;
  }

  /** Forgets all statements and counts, and empties the file. */
  reset(): void {
    this.records = [];
    this.counts = noCounts();
    if (this.file !== undefined) ftruncateSync(this.file);
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
  }
}

function noCounts(): Counts {
  return { logins: 0, refusedLogins: 0, renewals: 0, requests: {} };
}
