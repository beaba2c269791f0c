import { type Definition, defineResource } from "../resource/definition";
import type { Values } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import type { Problem } from "../resource/validate";
import { task } from "./task";
import { expanded, partsOf } from "./task-graph-expansion";
import { graphLifecycle } from "./task-graph-lifecycle";
import { defaults, finalizer, members } from "./task-graph-parts";
import { graphProblems } from "./task-graph-shape";
import { taskKeeper } from "./task-keeper";
import { taskRules } from "./task-rules";

const own = task.properties;

/** A graph of tasks: a root, tasks that run one after another, and a finalizer, managed as one. */
export const taskGraph = defineResource({
  kind: "TaskGraph",
  noun: "TASK",
  plural: "TASKS",
  scope: "schema",
  page: "https://docs.snowflake.com/en/user-guide/tasks-graphs",
  properties: {
    /** When the root runs: `{ hours: 1 }`, `"5 minutes"`, or `{ cron: "0 9 * * *", timezone: "UTC" }`. @defaultValue never by itself */
    schedule: own.schedule,
    /** Warehouse of all tasks that say nothing else; without one they are serverless. @defaultValue none */
    warehouse: own.warehouse,
    /** Size of the compute for the first runs of a serverless root. @defaultValue inherited, `"MEDIUM"` */
    userTaskManagedInitialWarehouseSize: own.userTaskManagedInitialWarehouseSize,
    /** Least size of the compute for a statement of a serverless root. @defaultValue inherited, `"XSMALL"` */
    serverlessTaskMinStatementSize: own.serverlessTaskMinStatementSize,
    /** Largest size of the compute for a statement of a serverless root. @defaultValue inherited, `"XXLARGE"` */
    serverlessTaskMaxStatementSize: own.serverlessTaskMaxStatementSize,
    /** How soon a serverless root shall be done. @defaultValue before its next run */
    targetCompletionInterval: own.targetCompletionInterval,
    /** What the tasks read with SYSTEM$GET_TASK_GRAPH_CONFIG. @defaultValue none */
    config: own.config,
    /** Whether runs of the graph may overlap. @defaultValue `"NO_OVERLAP"` */
    overlapPolicy: own.overlapPolicy,
    /** Parameters of the root's session. Snowflake tells them of one task at a time, so they are taken to stand. @defaultValue those of the account */
    sessionParameters: own.sessionParameters,
    /** Milliseconds a run of the whole graph may take. Taken to stand, like all parameters of a graph. @defaultValue inherited, 3600000 */
    userTaskTimeoutMs: own.userTaskTimeoutMs,
    /** Failures in a row after which the graph is suspended; 0 for never. @defaultValue inherited, 10 */
    suspendTaskAfterNumFailures: own.suspendTaskAfterNumFailures,
    /** Automatic retries of a failed run, at most 30. @defaultValue inherited, 0 */
    taskAutoRetryAttempts: own.taskAutoRetryAttempts,
    /** Least seconds between two runs that a stream triggers. @defaultValue inherited, 30 */
    userTaskMinimumTriggerIntervalInSeconds: own.userTaskMinimumTriggerIntervalInSeconds,
    /** Notification integration that is told of failures anywhere in the graph. @defaultValue none */
    errorIntegration: own.errorIntegration,
    /** Notification integration that is told of successes. @defaultValue none */
    successIntegration: own.successIntegration,
    /** Least severity of the root's events that are kept. @defaultValue inherited, `"OFF"` */
    logLevel: own.logLevel,
    /** Comment of the root. @defaultValue none */
    comment: own.comment,
    /** User on whose behalf the root runs. @defaultValue none: it runs as its owner */
    executeAsUser: own.executeAsUser,
    /** Condition of a run of the whole graph, as SQL; a stream's makes it run when there is data. @defaultValue none */
    when: own.when,
    /** What the root itself runs. @defaultValue a statement that does nothing */
    definition: {
      ...own.definition,
      // The root needs one: taken out, it is the statement that does nothing.
      fallback: "unset",
    },
    /** What all tasks share that say nothing else, such as `sessionParameters`. @defaultValue nothing */
    defaults,
    /**
     * Its tasks by short name; each is called `GRAPH$TASK`. A task runs right after the root, or after those that it names in
     * `after`; a task with `branches` chooses among these by returning the name of one.
     *
     * @defaultValue none
     */
    tasks: members,
    /** The task that runs when all others have ended, even if they failed. @defaultValue none */
    finalizer,
    /** Values of tags of the root by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    tags: own.tags,
    /** Contacts for the root by purpose: `{ STEWARD: "DB.SCHEMA.CONTACT" }`. @defaultValue none */
    contacts: own.contacts,
    /** Whether the graph runs. It stands still while it is changed. @defaultValue false */
    started: own.started,
  },
  rules: [
    { of: ["tasks"], problem: shapeProblems },
    { of: ["tasks"], problem: taskProblems },
  ],
  renames: false,
  keeper: taskKeeper,
  lifecycle: graphLifecycle((): Definition => taskGraph),
});

/** What is wrong with the graph as a whole. */
function shapeProblems(values: Values): readonly Problem[] {
  const { tasks, finalizer: last } = partsOf(values);
  const name = typeof values["name"] === "string" && !holdsUnknown(values["name"]) ? values["name"] : undefined;
  return graphProblems({ name, tasks, finalizer: last });
}

/** What is wrong with a task by itself, with the settings that the graph gives it. */
function taskProblems(values: Values): readonly Problem[] {
  const isWhole = ["tasks", "finalizer", "defaults", "name"].every((key) => !holdsUnknown(values[key]));
  if (!isWhole || shapeProblems(values).length > 0) return [];
  return expanded(values).flatMap(({ key, role, values: one }) => {
    const path = role === "root" ? "" : role === "finalizer" ? "finalizer." : `tasks.${key}.`;
    return taskRules.flatMap(({ of, problem }) => {
      const wrong = problem(one) ?? [];
      return typeof wrong === "string" ? [{ path: `${path}${of[0]}`, message: wrong }] : wrong;
    });
  });
}
