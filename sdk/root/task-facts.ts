import type { Fact } from "./facts";
import { moment, oneOf, text } from "./facts";

/** How a task stands in its graph; names are qualified. */
export interface TaskRelations {
  /** Tasks that it runs after. */
  readonly predecessors: readonly string[];
  /** Of a root, its finalizer. */
  readonly finalizer?: string;
  /** Of a finalizer, the root that it belongs to. */
  readonly finalizedRoot?: string;
}

/** What SHOW TASKS tells beside the properties. */
export const taskFacts = {
  /** Whether it runs by itself, or with its graph. */
  state: oneOf(["started", "suspended"]),
  /** Snowflake's id of it; a task that is made anew has another. */
  id: text(),
  /** When the version that runs was made: at RESUME, or when it is executed. */
  lastCommittedOn: moment(),
  /** When it was last suspended. */
  lastSuspendedOn: moment(),
  /** Why. */
  lastSuspendedReason: oneOf([
    "USER_SUSPENDED",
    "SCHEMA_OR_DATABASE_DELETED",
    "GRANT_OWNERSHIP",
    "SUSPENDED_DUE_TO_ERRORS",
    "CHILD_BECAME_ROOT",
    "FINALIZER_BECAME_ROOT",
    "MATCHING_OWNER_NOT_FOUND",
  ]),
  /** How it stands in its graph. */
  taskRelations: relations(),
  /** Whether Snowflake chooses when a serverless task runs within its interval. */
  schedulingMode: oneOf(["FIXED", "FLEXIBLE"]),
  /** The budget that watches what it costs. */
  budget: text(),
};

function relations(): Fact<TaskRelations> {
  return {
    read(cell) {
      try {
        const read = JSON.parse(cell) as Readonly<Record<string, unknown>> | null;
        const { Predecessors: list, FinalizerTask: finalizer, FinalizedRootTask: root } = read ?? {};
        return {
          predecessors: Array.isArray(list) ? list.filter((one) => typeof one === "string") : [],
          ...(typeof finalizer === "string" ? { finalizer } : {}),
          ...(typeof root === "string" ? { finalizedRoot: root } : {}),
        };
      } catch {
        return undefined;
      }
    },
  };
}
