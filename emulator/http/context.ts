import type { Engine, UserRecord } from "../engine/engine";
import type { Faults } from "./faults";
import type { FileGrants } from "./file-grants";
import type { SessionStore } from "./session-store";
import type { StatementLog } from "./statement-log";

/** The part of the engine that the protocol needs. */
export type SqlEngine = Pick<
  Engine,
  "openSession" | "closeSession" | "execute" | "split" | "sessionParameters" | "findUser" | "onChange"
> &
  Partial<
    Pick<
      Engine,
      | "answer"
      | "now"
      | "ahead"
      | "advance"
      | "moveTo"
      | "streams"
      | "setStream"
      | "images"
      | "pushImage"
      | "sharedFile"
    >
  >;

/** What all endpoints share. */
export interface Context {
  readonly engine: SqlEngine;
  readonly sessions: SessionStore;
  readonly faults: Faults;
  readonly log: StatementLog;
  readonly files: FileGrants;
  readonly now: () => Date;
  /** Account names that a login may use; absent when any will do. */
  readonly accountNames?: readonly string[];
  /** Users who may log in; absent when everybody may. */
  readonly users?: readonly UserRecord[];
  /** Added to each statement. */
  latencyMs: number;
  /** After so long a statement is answered as still running. */
  readonly inProgressAfterMs: number;
}
