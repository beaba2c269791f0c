import type { Row } from "../client/client";
import type { SnowflakeError } from "../client/errors";
import type { StoredName } from "../sql";
import type { Act, Context } from "./lifecycle/context";
import type { Options } from "./options";
import type { Step } from "./plan";
import type { Values } from "./property";

/** A change that others have to make way for. */
export interface Undertaking {
  readonly act: Act;
  readonly name: readonly StoredName[];
  /** Its row of SHOW; absent if it is about to be made. */
  readonly row?: Row | undefined;
  /** What the state says; absent if it is about to be made. */
  readonly before?: Values | undefined;
  /** What shall stand; absent if it is dropped. */
  readonly after?: Values | undefined;
  /** Whether the change is to make it anew in the place of what exists. */
  readonly replaces?: boolean;
  /** Whether it may be there although it is about to be made: then it is taken up, and changed. */
  readonly mayExist?: boolean;
  /** Own names of others of the same container that are changed along with it. */
  readonly also?: readonly StoredName[];
  /** Whether nothing will be sent. */
  readonly isIdle?: boolean;
}

/** What came of a change: its own result, and what could not be brought back after it. */
export interface Kept<T> {
  readonly result: T;
  readonly problem?: SnowflakeError;
}

/** What is known of a statement that is sent; more of one that is a step of a plan. */
export type SentStep = Pick<Step, "statement"> & Partial<Step>;

/**
 * Keeps apart a change and what would run into it: what stands in the way is stopped before, and brought to where it shall be
 * after, also when the change failed.
 */
export interface Keeper {
  /** A program declares one: what `check` saw in this run is where it shall be brought to. */
  readonly declare: (context: Context, values: Values) => void;
  /** A change of one is about to be asked for: what stands still for another may wait for it. */
  readonly expect: (context: Context, values: Values) => void;
  /** Runs a change; answers when everything is where it shall be, or says what is not. A failure of the change itself is thrown. */
  readonly keep: <T>(undertaking: Undertaking, change: () => Promise<T>) => Promise<Kept<T>>;
  /** Before each statement of a change is sent, when nothing can refuse it any more: stops what is in its way. */
  readonly makeWay?: (undertaking: Undertaking, step: SentStep) => Promise<void>;
  /** What an interrupted run has stopped is brought back; asked before each operation on one, `refresh` included. */
  readonly bringBack: (context: Context, options: Options) => Promise<void>;
  /** Whether a statement failed because somebody else has started meanwhile what was stopped, and what to do before it is sent again. */
  readonly clearAgain: (undertaking: Undertaking, error: unknown, attempt: number) => Promise<boolean>;
}
