import { SnowflakeError } from "../../provider/client/errors";
import { listedValues } from "../../provider/resource/live";
import { task } from "../../provider/resources";
import { raw, type Sql, type StoredName, sql, storedName } from "../../provider/sql";
import type { CallOptions } from "./call";
import { Collection, type CreateMode, type CreateOptions, type ListOptions } from "./collection";
import type { Connection } from "./connection";
import { type DetailsOf, detailsOf, type FoundInSchema } from "./details";
import type { FactsOf } from "./facts";
import { ReferenceWithParameters } from "./parameters";
import type { Altered, AlterOptions, Nameless, VerbOptions } from "./reference";
import { type Named, readName, type SpecOf } from "./spec";
import { type TaskDefinitionSpec, withDefinition } from "./task-definition";
import { type ExecuteOptions, execute, type TaskExecution } from "./task-execution";
import { taskFacts } from "./task-facts";
import {
  type CompletedRunOptions,
  type GraphRunOptions,
  graphRunOf,
  isAbout,
  type TaskGraphRun,
  type TaskRun,
  type TaskRunOptions,
  tableFunction,
  taskRunOf,
} from "./task-runs";

/** What a task shall be. */
export interface TaskSpec extends Omit<SpecOf<typeof task>, "after" | "finalize" | "definition"> {
  /** Its name as Snowflake reads it: `load` is `LOAD`, `"load all"` keeps its quotes' content. */
  name: string;
  /**
   * What it runs: SQL text (one statement, or a block), SQL built by `sql`, a call (see {@link callProcedure}), or a procedure of its
   * own (see {@link inlineProcedure}). It has to be given for a task that is made.
   */
  definition?: TaskDefinitionSpec | undefined;
  /** Tasks after which it runs, 100 at most, in any order: names or references. They stand in the same schema. @defaultValue none */
  after?: string | Named | readonly (string | Named)[] | null | undefined;
  /** The root task that it is the finalizer of. @defaultValue none */
  finalize?: string | Named | null | undefined;
}

/** A task as it is. */
export interface Task
  extends FoundInSchema,
    FactsOf<typeof taskFacts>,
    Omit<DetailsOf<typeof task, TaskSpec>, "toSpec"> {
  /** The specification that describes it: what Snowflake alone decides is left out. It may be changed, and passed to `createOrAlter`. */
  toSpec(): TaskSpec;
}

const kind = {
  definition: task,
  facts: taskFacts,
  inLong: (spec: Readonly<Record<string, unknown>>) => withDefinition(`Task ${String(spec["name"])}: `, spec),
};

/** The root of the graph is not suspended. */
const rootRuns = "091421";

/** How a task is started. */
export interface ResumeOptions extends VerbOptions {
  /** Whether all tasks below it are started too, before it is. @defaultValue false */
  readonly dependents?: boolean | undefined;
}

/** Which tasks that come after one are told. */
export interface DependentsOptions extends CallOptions {
  /** Whether tasks that come after these are told too. @defaultValue true */
  readonly recursive?: boolean | undefined;
}

/** A reference to a task. */
export class TaskReference extends ReferenceWithParameters<TaskSpec, Task> {
  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
  }

  /**
   * Makes it, or changes what exists into what is specified. If the root of its graph runs, that is suspended meanwhile, and resumed
   * afterwards; changes that come at the same time share the pause.
   *
   * @param spec - What it shall be. What it leaves out stays, what it runs and after which tasks included.
   * @throws InvalidArgumentError if the specification is wrong.
   * @see https://docs.snowflake.com/en/sql-reference/sql/alter-task
   */
  override async createOrAlter(spec: Nameless<TaskSpec>, options: AlterOptions = {}): Promise<Altered> {
    return super.createOrAlter(spec, options);
  }

  /**
   * Starts it: a root runs by its schedule from now on, a child when its graph does. A child of a graph that runs is started while the
   * root stands still.
   */
  async resume({ dependents = false, ...options }: ResumeOptions = {}): Promise<void> {
    if (dependents) await this.send(sql`SELECT SYSTEM$TASK_DEPENDENTS_ENABLE(${this.qualifiedName})`, options);
    else await this.#settle(true, options);
  }

  /** Suspends it: a root runs no more by itself, a child is passed over as if it had succeeded. What is running ends first. */
  async suspend(options: VerbOptions = {}): Promise<void> {
    await this.#settle(false, options);
  }

  /**
   * Runs it once, now, whether it is started or not: of the root of a graph, the graph, with those of its tasks that are started.
   *
   * @returns The run, which can be waited for.
   * @see https://docs.snowflake.com/en/sql-reference/sql/execute-task
   */
  async execute(options: ExecuteOptions = {}): Promise<TaskExecution> {
    return execute(this.connection, this.names, options);
  }

  /**
   * The task itself, then those that come after it, a finalizer included, with what Snowflake tells of them here. That takes a warehouse
   * in use.
   *
   * @see https://docs.snowflake.com/en/sql-reference/functions/task_dependents
   */
  async dependents({ recursive = true, ...call }: DependentsOptions = {}): Promise<readonly Task[]> {
    const args = { TASK_NAME: this.qualifiedName, RECURSIVE: recursive };
    const rows = await this.ask(tableFunction(this.#database, "TASK_DEPENDENTS", args), call);
    return rows.map((shown) => {
      const row = Object.fromEntries(Object.entries(shown).map(([key, value]) => [key.toLowerCase(), value]));
      const names = [...this.names.slice(0, -1), storedName(row["name"] ?? "")];
      return detailsOf<Task>(kind, names, listedValues(task, row), {}, row);
    });
  }

  /**
   * Runs of the graph whose root it is that are executing, and the next one that is planned within 8 days. That takes a warehouse in
   * use.
   *
   * @see https://docs.snowflake.com/en/sql-reference/functions/current_task_graphs
   */
  async currentRuns({ limit, ...call }: GraphRunOptions = {}): Promise<readonly TaskGraphRun[]> {
    return this.#graphRuns("CURRENT_TASK_GRAPHS", { RESULT_LIMIT: limit }, call);
  }

  /**
   * Runs of the graph whose root it is that have ended within the last hour. That takes a warehouse in use.
   *
   * @see https://docs.snowflake.com/en/sql-reference/functions/complete_task_graphs
   */
  async completedRuns({
    limit,
    errorOnly = false,
    ...call
  }: CompletedRunOptions = {}): Promise<readonly TaskGraphRun[]> {
    return this.#graphRuns("COMPLETE_TASK_GRAPHS", { RESULT_LIMIT: limit, ERROR_ONLY: errorOnly }, call);
  }

  /**
   * Its own runs within the last 7 days, and the next one that is planned; the latest first. That takes a warehouse in use.
   *
   * @see https://docs.snowflake.com/en/sql-reference/functions/task_history
   */
  async runs({ from, to, limit, errorOnly, ...call }: TaskRunOptions = {}): Promise<readonly TaskRun[]> {
    const [database, schema, own] = this.names;
    const inQuotes = (name: string | undefined) => `"${(name ?? "").replaceAll('"', '""')}"`;
    const history = tableFunction(this.#database, "TASK_HISTORY", {
      SCHEDULED_TIME_RANGE_START: from,
      SCHEDULED_TIME_RANGE_END: to,
      RESULT_LIMIT: limit,
      TASK_NAME: own,
      DATABASE_NAME: inQuotes(database),
      SCHEMA_NAME: inQuotes(schema),
      ERROR_ONLY: errorOnly,
    });
    return (await this.ask(history, call)).filter((row) => isAbout(row, this.names)).map(taskRunOf);
  }

  async #graphRuns(
    name: string,
    args: Parameters<typeof tableFunction>[2],
    call: CallOptions,
  ): Promise<readonly TaskGraphRun[]> {
    const runs: Sql = tableFunction(this.#database, name, { ROOT_TASK_NAME: this.names.at(-1), ...args });
    return (await this.ask(runs, call)).filter((row) => isAbout(row, this.names)).map(graphRunOf);
  }

  async #settle(started: boolean, options: VerbOptions): Promise<void> {
    // What an interrupted change has left suspended comes back before, so that it is not taken for what is said now.
    await this.kind.definition.keeper?.bringBack(this.connection.context(options), {});
    try {
      await this.alter(raw(started ? "RESUME" : "SUSPEND"), options);
    } catch (error) {
      if (!(error instanceof SnowflakeError) || error.code !== rootRuns) throw error;
      await this.createOrAlter({ started }, options);
    }
  }

  get #database(): StoredName {
    return this.names[0] as StoredName;
  }
}

/** Which tasks are listed. */
export interface ListTasksOptions extends ListOptions {
  /** Whether only those are that run after no other. @defaultValue false */
  readonly rootOnly?: boolean | undefined;
}

/** The tasks of a schema. */
export class TaskCollection extends Collection<TaskSpec, Task, TaskReference, CreateMode, ListTasksOptions> {
  /** @internal */
  constructor(connection: Connection, place: readonly StoredName[]) {
    super(connection, kind, place);
  }

  /**
   * Makes a task; it is suspended unless `started` is true. If it becomes part of a graph whose root runs, that is suspended meanwhile.
   *
   * @returns A reference to it. With the mode `"ifNotExists"` it may be one that was there before, whatever that is like.
   * @throws InvalidArgumentError that lists everything that is wrong with the specification; nothing was sent.
   * @throws ObjectExistsError if there is one of that name, and the mode says that this is an error.
   * @see https://docs.snowflake.com/en/sql-reference/sql/create-task
   */
  override async create(spec: TaskSpec, options: CreateOptions = {}): Promise<TaskReference> {
    if (options.mode === "ifNotExists") {
      const there = this.refer([...this.place, readName("Task", spec.name)]);
      // One that exists is left alone, and so is the graph that it is in.
      if (await there.exists(options)) return there;
    }
    return super.create(spec, options);
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): TaskReference {
    return new TaskReference(this.connection, names);
  }
}
