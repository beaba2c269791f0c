import type { Session } from "./session";
import { ConnectionError } from "./snowflake-error";

/** Whoever has the session that statements are sent in. */
export interface SessionKeeper {
  /** Whether the session is somebody else's: as it is, and as long as it lasts. */
  readonly isAdopted: boolean;
  /** A session that lives, as far as anybody knows. */
  session(statement: { readonly writes: boolean }): Promise<Session>;
  close(): Promise<void>;
}

/** After this time without a statement a session is asked whether it lives, before a write depends on it. */
const IDLE_MS = 5 * 60_000;

/** Whether a statement may be sent in the session. */
export async function isUsable(session: Session, { writes }: { readonly writes: boolean }): Promise<boolean> {
  if (!session.isUp()) return false;
  return !writes || session.idleMs() <= IDLE_MS || session.isAlive();
}

/** What everything fails with after a connection was closed. */
export function hasBeenClosed(): ConnectionError {
  return new ConnectionError({ message: "This connection to Snowflake has been closed." });
}
