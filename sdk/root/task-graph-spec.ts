import type { Values } from "../../provider/resource/property";
import { taskGraph } from "../../provider/resources";
import { nameIn } from "../../provider/resources/task-graph-nodes";
import type { SpecOf } from "./spec";
import type { TaskSpec } from "./task";
import { type TaskDefinitionSpec, withDefinition } from "./task-definition";
import { taskFacts } from "./task-facts";

/** What each task of a graph may say for itself, and what `defaults` of the graph say for all of them. */
export interface GraphTaskDefaults
  extends Pick<
    TaskSpec,
    | "warehouse"
    | "userTaskManagedInitialWarehouseSize"
    | "serverlessTaskMinStatementSize"
    | "serverlessTaskMaxStatementSize"
    | "targetCompletionInterval"
    | "sessionParameters"
    | "userTaskTimeoutMs"
    | "suspendTaskAfterNumFailures"
    | "userTaskMinimumTriggerIntervalInSeconds"
    | "errorIntegration"
    | "successIntegration"
    | "logLevel"
    | "executeAsUser"
  > {}

/** The finalizer of a graph. */
export interface GraphFinalizerSpec extends GraphTaskDefaults, Pick<TaskSpec, "when" | "comment"> {
  /** What it runs: SQL, the call of a procedure, or a procedure of its own. */
  definition: TaskDefinitionSpec;
  /** Its short name. @defaultValue `"finalizer"` */
  name?: string | undefined;
  /** Whether it is serverless although the graph has a warehouse. @defaultValue false */
  serverless?: boolean | undefined;
  /** Whether it takes part in runs. @defaultValue true */
  started?: boolean | null | undefined;
}

/** A task of a graph. */
export interface GraphTaskSpec extends Omit<GraphFinalizerSpec, "name"> {
  /** Short names of the tasks that it runs after, one or a list. @defaultValue none: it runs right after the root */
  after?: string | readonly string[] | undefined;
  /**
   * Short names of the tasks that it chooses from: one runs only if this task returned its name, letter by letter as it is written here
   * (`CALL SYSTEM$SET_RETURN_VALUE('big')`). Each of them runs after this task.
   *
   * @defaultValue none
   */
  branches?: readonly string[] | undefined;
}

/** What a task graph shall be. */
export interface TaskGraphSpec
  extends Omit<SpecOf<typeof taskGraph>, "definition" | "defaults" | "tasks" | "finalizer"> {
  /** Its name, which is that of its root, as Snowflake reads it: `nightly` is `NIGHTLY`. Its tasks are called `NIGHTLY$LOAD`. */
  name: string;
  /** What the root itself runs. @defaultValue a statement that does nothing */
  definition?: TaskDefinitionSpec | null | undefined;
  /** What all tasks share that say nothing else. @defaultValue nothing */
  defaults?: GraphTaskDefaults | null | undefined;
  /** Its tasks by short name; where they are said, they are all that there shall be. @defaultValue none */
  tasks?: Readonly<Record<string, GraphTaskSpec>> | null | undefined;
  /** The task that runs when all others have ended, even if they failed. @defaultValue none */
  finalizer?: GraphFinalizerSpec | null | undefined;
}

/** @internal */
export const graphKind = { definition: taskGraph, facts: taskFacts, inLong: withDefinitions };

/** Properties of tasks that a specification sets to null, by the stored names of the tasks; the finalizer's under the empty name. */
export function resetsIn({ tasks, finalizer }: Partial<TaskGraphSpec>): ReadonlyMap<string, readonly string[]> {
  const nulls = (one: object) => Object.entries(one).flatMap(([key, value]) => (value === null ? [key] : []));
  const named = Object.entries(tasks ?? {}).map(([key, one]) => [nameIn(key) ?? key, nulls(one ?? {})] as const);
  return new Map([...named, ["", nulls(finalizer ?? {})] as const]);
}

/** A specification whose definitions are as the core takes them. */
function withDefinitions(spec: Values): Values {
  const what = `TaskGraph ${String(spec["name"])}: `;
  const { tasks, finalizer } = spec;
  return withDefinition(what, {
    ...spec,
    ...(isObject(tasks)
      ? {
          tasks: Object.fromEntries(
            Object.entries(tasks).map(([key, one]) => [
              key,
              isObject(one) ? withDefinition(`${what}tasks.${key}.`, one) : one,
            ]),
          ),
        }
      : {}),
    ...(isObject(finalizer) ? { finalizer: withDefinition(`${what}finalizer.`, finalizer) } : {}),
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
