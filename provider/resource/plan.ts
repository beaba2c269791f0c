import type { Advice } from "../client/advice";
import type { Client, Operation, Row } from "../client/client";
import type { Sql, StoredName } from "../sql";
import type { Contents } from "./definition";

/** An object, and what is needed to ask about it. */
export interface Subject {
  readonly client: Client;
  readonly name: readonly StoredName[];
  /** Its row of SHOW. */
  readonly row: Row;
  readonly operation: Operation;
  /** The words for those who read the answer. @defaultValue {@link pulumiAdvice} */
  readonly advice?: Advice;
}

/**
 * What a statement can do to what is there: nothing (`safe`), stop what runs for a while (`needs suspend`), or destroy data
 * (`loses data`).
 */
export type StepClass = "safe" | "needs suspend" | "loses data";

/** One statement of a plan, as a value: previews show it, dry runs return it, `update` sends it. */
export interface Step {
  readonly statement: Sql;
  readonly class: StepClass;
  /** Why it is sent, in the user's words: `autoSuspend: 60 → 120`. */
  readonly reason: string;
  /** The properties that stand as declared once it has run. */
  readonly properties: readonly string[];
  /** What would be lost, for a step that loses data: `drop column C of`. */
  readonly loses?: string;
  /** What there is to lose by this step, where that is less than all that the object holds. */
  readonly holds?: (subject: Subject) => Promise<Contents>;
  /** Whether Time Travel can bring back what the step loses. */
  readonly recoverable?: boolean;
  /** A way out of losing it that is the change's own. */
  readonly instead?: string;
  /** What it stops that is running, in words: `suspend it, and stop the services on it`. It takes the program's `allowDowntime`. */
  readonly stops?: string;
  /** What it depends on that only the server knows: said at preview, asked before the first statement. */
  readonly condition?: Condition;
  /** What it drops is not read beforehand: that it is not there any more is as good. */
  readonly drops?: boolean;
  /** It takes something back to Snowflake's default. */
  readonly undoes?: boolean;
  /**
   * It says the whole object: what it leaves out goes back to Snowflake's default. The object is altered, or made anew, with
   * another time of creation.
   */
  readonly rebuilds?: "altered" | "anew";
  /** Sent by what keeps changes apart from what runs, see {@link Keeper}: shown in a plan, and not sent with it. */
  readonly kept?: boolean;
  /** `first`: before whatever it would stand in the way of; `last`: after what it needs. */
  readonly phase?: "first" | "last";
}

/** A condition on what the object holds. */
export interface Condition {
  /** In words: `column C must hold no NULL`. */
  readonly text: string;
  /** What stands in the way, if anything. */
  readonly problem: (subject: Subject) => Promise<string | undefined>;
}

/** A step that loses nothing. */
export function safe(statement: Sql, reason: string, properties: readonly string[]): Step {
  return { statement, class: "safe", reason, properties };
}
