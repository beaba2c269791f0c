import * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../provider/dynamic/state-text";
import { taskGraph } from "../provider/resources";
import { namesOf, pictureOf, statesOf, type TaskState } from "../provider/resources/task-graph-outputs";
import {
  type ArgsOf,
  type Container,
  defineLazily,
  type GetOptions,
  type OutputsOf,
  SnowflakeResource,
  withOutputs,
} from "./resource";
import type { TaskArgs } from "./task";
import { type TaskDefinitionArgs, writtenDefinition } from "./task-definition";

/** What each task of a graph may say for itself, and what {@link TaskGraphArgs.defaults} says for all of them. */
export interface TaskGraphDefaults
  extends Pick<
    TaskArgs,
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

/** A task of a graph. */
export interface TaskGraphTask extends TaskGraphDefaults, Pick<TaskArgs, "when" | "comment"> {
  /** What it runs: SQL text, the call of a procedure, or a procedure of its own; a JavaScript function does too if it is closed. */
  readonly definition: TaskDefinitionArgs;
  /** Short names of the tasks that it runs after, one or a list. @defaultValue none: it runs right after the root */
  readonly after?: pulumi.Input<string> | pulumi.Input<readonly pulumi.Input<string>[]> | undefined;
  /**
   * Short names of the tasks that it chooses from: one runs only if this task returned its name, letter by letter as it is written
   * here (`CALL SYSTEM$SET_RETURN_VALUE('big')`). Each of them runs after this task.
   *
   * @defaultValue none
   */
  readonly branches?: pulumi.Input<readonly pulumi.Input<string>[]> | undefined;
  /** Whether it is serverless although the graph has a warehouse. @defaultValue false */
  readonly serverless?: pulumi.Input<boolean> | undefined;
  /** Whether it takes part in runs; a suspended task is passed over as if it had succeeded. @defaultValue true */
  readonly started?: pulumi.Input<boolean> | undefined;
}

/** The finalizer of a graph. */
export interface TaskGraphFinalizer extends Omit<TaskGraphTask, "after" | "branches"> {
  /** Its short name. @defaultValue `"finalizer"` */
  readonly name?: pulumi.Input<string> | undefined;
}

/** Arguments of {@link TaskGraph}. Only what is set is managed and sent; what is left out stays as Snowflake has it. */
export interface TaskGraphArgs
  extends Omit<ArgsOf<typeof taskGraph>, "definition" | "tasks" | "finalizer" | "defaults"> {
  /**
   * The schema it stands in: the resource, which also hands on its `connection` and `role`, its qualified name `DB.SCHEMA`, or its
   * name beside {@link database}.
   */
  readonly schema: Container;
  /** The database of the schema, where {@link schema} does not say it. @defaultValue that of the schema */
  readonly database?: Container | undefined;
  /** What the root itself runs. @defaultValue a statement that does nothing */
  readonly definition?: TaskDefinitionArgs | undefined;
  /** What all tasks share that say nothing else. @defaultValue nothing */
  readonly defaults?: TaskGraphDefaults | undefined;
  /** Its tasks by short name; each is called `GRAPH$TASK`. @defaultValue none */
  readonly tasks?: { readonly [name: string]: TaskGraphTask } | undefined;
  /** The task that runs when all others have ended, even if they failed. @defaultValue none */
  readonly finalizer?: TaskGraphFinalizer | undefined;
}

/** Outputs of {@link TaskGraph}. */
export interface TaskGraph extends OutputsOf<typeof taskGraph> {}

/**
 * A graph of tasks as one resource: a root with a schedule, tasks that run one after another, branches, and a finalizer.
 *
 * ```ts
 * const nightly = new snowflake.TaskGraph("nightly", {
 *   schema: "ANALYTICS.ETL",
 *   warehouse: "LOAD_WH",
 *   schedule: { cron: "0 2 * * *", timezone: "UTC" },
 *   tasks: {
 *     load: { definition: { call: "LOAD", args: ["EVENTS"] } },
 *     check: { after: "load", definition: { call: "CHECK_EVENTS" }, branches: ["publish", "alarm"] },
 *     publish: { after: "check", definition: "INSERT INTO REPORTS SELECT * FROM EVENTS" },
 *     alarm: { after: "check", definition: { call: "ALARM" } },
 *   },
 *   finalizer: { definition: "DELETE FROM SCRATCH" },
 *   started: true,
 * });
 * export const picture = nightly.mermaid;
 * ```
 *
 * The whole graph is looked at before anything is sent: names that mean the same, cycles, unknown names, branches that lead nowhere
 * and Snowflake's limits are refused at preview. A change suspends the root, sends the difference, and starts the root again; if a
 * statement fails, what had been done is taken back, so that the graph is as it was. It is read in one statement, whatever its size;
 * parameters of its tasks (sizes, timeouts, session parameters), which Snowflake tells of one task at a time, are taken to stand.
 *
 * @see https://docs.snowflake.com/en/user-guide/tasks-graphs
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class TaskGraph extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("TaskGraph");
  /** Name of the database it stands in, in canonical spelling. */
  declare readonly database: pulumi.Output<string>;
  /** Name of the schema it stands in, in canonical spelling. */
  declare readonly schema: pulumi.Output<string>;
  /** Qualified names of its tasks by their short names, the finalizer included. */
  declare readonly taskNames: pulumi.Output<{ readonly [name: string]: string }>;
  /** Whether its tasks are `"started"` or `"suspended"`, by their short names; the root is there under the name of the graph. */
  declare readonly states: pulumi.Output<{ readonly [name: string]: TaskState }>;
  /** The graph as a Mermaid flowchart, for people to look at. */
  declare readonly mermaid: pulumi.Output<string>;

  constructor(name: string, args: TaskGraphArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(taskGraph, name, written(name, args), opts);
    const graph = () =>
      pulumi
        .all([this.name, this.tasks, this.finalizer, this.started])
        .apply(([own, tasks, finalizer, started]) => ({ name: own, tasks, finalizer, started }));
    defineLazily(this, "taskNames", () =>
      pulumi.all([graph(), this.qualifiedName]).apply(([values, qualified]) => namesOf(values, qualified)),
    );
    defineLazily(this, "states", () => graph().apply(statesOf));
    defineLazily(this, "mermaid", () => graph().apply(pictureOf));
  }

  /**
   * Refers to a graph that is managed elsewhere, with everything that Snowflake tells of it as outputs.
   *
   * @param id - The qualified name of its root, `DB.SCHEMA.GRAPH`.
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): TaskGraph {
    const { connection, role, ...rest } = opts;
    return new TaskGraph(name, { connection, role } as unknown as TaskGraphArgs, { ...rest, id });
  }

  /** Whether something is a TaskGraph, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is TaskGraph {
    return (value as { readonly __pulumiType?: unknown } | null | undefined)?.__pulumiType === TaskGraph.__pulumiType;
  }
}

withOutputs(TaskGraph, taskGraph);

/** The arguments as the provider takes them: functions become the text of their code. */
function written(graph: string, args: TaskGraphArgs): object {
  const of = <T extends { readonly definition?: TaskDefinitionArgs | undefined }>(what: string, one: T): object =>
    one.definition === undefined
      ? one
      : { ...one, definition: writtenDefinition(`TaskGraph ${graph}: ${what}definition`, one.definition) };
  const { tasks, finalizer } = args;
  return {
    ...of("", args),
    ...(isPlain(tasks)
      ? {
          tasks: Object.fromEntries(
            Object.entries(tasks).map(([key, one]) => [key, isPlain(one) ? of(`tasks.${key}.`, one) : one]),
          ),
        }
      : {}),
    ...(isPlain(finalizer) ? { finalizer: of("finalizer.", finalizer) } : {}),
  };
}

function isPlain(value: unknown): value is Readonly<Record<string, never>> {
  return typeof value === "object" && value !== null && !pulumi.Output.isInstance(value);
}
