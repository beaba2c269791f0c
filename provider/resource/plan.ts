import type { Sql } from "../sql";

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
  /** What would be lost, for a step that loses data. */
  readonly loses?: string;
}

/** A step that loses nothing. */
export function safe(statement: Sql, reason: string, properties: readonly string[]): Step {
  return { statement, class: "safe", reason, properties };
}
