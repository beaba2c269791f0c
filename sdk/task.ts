import type * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../provider/dynamic/state-text";
import { task } from "../provider/resources";
import {
  type ArgsOf,
  type Container,
  type GetOptions,
  type OutputsOf,
  SnowflakeResource,
  withOutputs,
} from "./resource";
import { type TaskDefinitionArgs, writtenDefinition } from "./task-definition";

/** Arguments of {@link Task}. Only what is set is managed and sent; what is left out stays as Snowflake has it. */
export interface TaskArgs extends Omit<ArgsOf<typeof task>, "after" | "definition"> {
  /**
   * The schema it stands in: the resource, which also hands on its `connection` and `role`, its qualified name `DB.SCHEMA`, or its
   * name beside {@link database}. All tasks of a graph stand in one schema.
   */
  readonly schema: Container;
  /** The database of the schema, where {@link schema} does not say it. @defaultValue that of the schema */
  readonly database?: Container | undefined;
  /**
   * Tasks after which it runs, 100 at most, in any order: resources or names, one or a list. They stand in the same schema.
   *
   * @defaultValue none: it is the root of a graph, or runs by itself
   */
  readonly after?: Container | pulumi.Input<readonly Container[]> | undefined;
  /**
   * What it runs: SQL text (one statement, or a block), the call of a procedure, or a procedure of its own. A JavaScript function
   * may be given as the body of one if it is closed: what it uses besides its parameters, JavaScript itself and `snowflake` is
   * refused by name, before anything is sent.
   */
  readonly definition: TaskDefinitionArgs;
}

/** Outputs of {@link Task}. */
export interface Task extends OutputsOf<typeof task> {}

/**
 * A task: a statement that Snowflake runs on a schedule, when a stream has data, or after other tasks.
 *
 * ```ts
 * const etl = new snowflake.Schema("etl", { database: "ANALYTICS" });
 * const load = new snowflake.Task("load", {
 *   schema: etl,
 *   warehouse: "LOAD_WH",
 *   schedule: { cron: "0 6 * * *", timezone: "Europe/Berlin" },
 *   definition: { call: "ANALYTICS.ETL.LOAD", args: ["EVENTS"] },
 *   started: true,
 * });
 * const report = new snowflake.Task("report", {
 *   schema: etl,
 *   warehouse: "LOAD_WH",
 *   after: load,
 *   definition: "INSERT INTO REPORTS SELECT CURRENT_DATE(), COUNT(*) FROM EVENTS",
 *   started: true,
 * });
 * ```
 *
 * sends `CREATE TASK ANALYTICS.ETL.LOAD WAREHOUSE = LOAD_WH SCHEDULE = 'USING CRON 0 6 * * * Europe/Berlin' AS CALL
 * ANALYTICS.ETL.LOAD('EVENTS')`, `ALTER TASK … RESUME`, and the same for the other one.
 *
 * Snowflake changes no task of a graph whose root is started. So a change suspends the roots that it touches, together with all
 * changes that come at the same time, and brings them to what the program declares, or back to what they were; also when the change
 * failed, or the run was interrupted. Other processes that hold the same graph are waited for, a minute at most. For a whole graph,
 * {@link TaskGraph} is one resource that takes fewer statements.
 *
 * There is no `RENAME` for tasks: another `name`, or another place, makes a new task, links what comes after it, and drops the old one.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-task
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class Task extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("Task");
  /** Name of the database it stands in, in canonical spelling. */
  declare readonly database: pulumi.Output<string>;
  /** Name of the schema it stands in, in canonical spelling. */
  declare readonly schema: pulumi.Output<string>;

  constructor(name: string, args: TaskArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(task, name, { ...args, definition: writtenDefinition(`Task ${name}: definition`, args.definition) }, opts);
  }

  /**
   * Refers to a task that is managed elsewhere, with everything that Snowflake tells of it as outputs.
   *
   * @param id - Its qualified name, `DB.SCHEMA.TASK`.
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): Task {
    const { connection, role, ...rest } = opts;
    return new Task(name, { connection, role } as unknown as TaskArgs, { ...rest, id });
  }

  /** Whether something is a Task, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is Task {
    return (value as { readonly __pulumiType?: unknown } | null | undefined)?.__pulumiType === Task.__pulumiType;
  }
}

withOutputs(Task, task);
