import type { Row } from "../../provider/client/client";
import { InvalidArgumentError } from "../../provider/client/errors";
import { list } from "../../provider/resource/locate";
import { identityOf } from "../../provider/resource/names";
import type { Looked } from "../../provider/resource/objects/look";
import { task, taskGraph } from "../../provider/resources";
import { type DeployMode, type Deployment, deploy } from "../../provider/resources/task-graph-deploy";
import { dropGraph } from "../../provider/resources/task-graph-drop";
import { namesOf, pictureOf, statesOf, type TaskState } from "../../provider/resources/task-graph-outputs";
import type { GraphFinalizer, GraphMembers } from "../../provider/resources/task-graph-parts";
import { listedGraph } from "../../provider/resources/task-graph-reading";
import { successorsOf, tasksIn } from "../../provider/resources/task-graphs";
import type { StoredName } from "../../provider/sql";
import { Collection, type CreateMode, type CreateOptions, checkedLimit, type ListOptions } from "./collection";
import type { Connection, Record as Recorded } from "./connection";
import { type DetailsOf, detailsOf, type FoundInSchema } from "./details";
import type { FactsOf } from "./facts";
import { isLike } from "./like";
import {
  type Altered,
  type AlterOptions,
  type DropOptions,
  type Nameless,
  Reference,
  type VerbOptions,
} from "./reference";
import { readName, readSpec } from "./spec";
import { type ResumeOptions, TaskReference } from "./task";
import type { ExecuteOptions, TaskExecution } from "./task-execution";
import type { taskFacts } from "./task-facts";
import { graphKind, resetsIn, type TaskGraphSpec } from "./task-graph-spec";
import type { CompletedRunOptions, GraphRunOptions, TaskGraphRun } from "./task-runs";

/** A task graph as it is. */
export interface TaskGraph
  extends FoundInSchema,
    FactsOf<typeof taskFacts>,
    Omit<DetailsOf<typeof taskGraph, TaskGraphSpec>, "tasks" | "finalizer" | "toSpec"> {
  /** The specification that describes it, for `deploy` and `createOrAlter`. It may be changed. */
  toSpec(): TaskGraphSpec;
  /** Its tasks by short name, as the listing tells of them. */
  readonly tasks: GraphMembers;
  /** The task that runs when all others have ended. */
  readonly finalizer?: GraphFinalizer;
  /** Full names of its tasks by their short names, the finalizer included. */
  readonly taskNames: Readonly<Record<string, string>>;
  /** Whether its tasks are `"started"` or `"suspended"`, by their short names; the root is there under the name of the graph. */
  readonly states: Readonly<Record<string, TaskState>>;
  /** The graph as a Mermaid flowchart, for people to look at. */
  readonly mermaid: string;
}

/** How a graph is brought to what is specified. */
export type AlterGraphOptions = Omit<AlterOptions, "dataLoss">;

/** How a graph is deployed. */
export interface DeployOptions extends AlterGraphOptions {
  /**
   * What to do if there is one of that name: bring it to what is specified (`"createOrAlter"`), the same with all settings that are not
   * specified taken back to Snowflake's defaults (`"orReplace"`), leave it alone (`"ifNotExists"`), or fail (`"errorIfExists"`).
   * Tasks keep their ids and their history in any case.
   *
   * @defaultValue `"createOrAlter"`
   */
  readonly mode?: DeployMode | undefined;
}

/** What `deploy` has done, or would do. */
export interface Deployed extends Altered {
  /** The graph. */
  readonly reference: TaskGraphReference;
}

/** A reference to a task graph, by its root. */
export class TaskGraphReference extends Reference<TaskGraphSpec, TaskGraph> {
  readonly #root: TaskReference;

  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, graphKind, names);
    this.#root = new TaskReference(connection, names);
  }

  /** The root of the graph, as a task. */
  get root(): TaskReference {
    return this.#root;
  }

  /**
   * Makes it, or changes what exists into what is specified: its root stands still meanwhile, and nothing but the difference is sent.
   * Where `tasks` are specified, others are dropped, and so is another finalizer where `finalizer` is; what is left out otherwise stays.
   * If a statement fails, what was done before it is taken back.
   *
   * @throws InvalidArgumentError if the specification is wrong: cycles, unknown names and the like are found before anything is sent.
   */
  override async createOrAlter(spec: Nameless<TaskGraphSpec>, options: AlterGraphOptions = {}): Promise<Altered> {
    return this.brought(spec, "createOrAlter", options);
  }

  /**
   * Runs it once, now, whether it is started or not, and whether it has a schedule or not. Tasks of it that are suspended are passed
   * over.
   *
   * ```ts
   * const run = await schema.taskGraph("nightly").run();
   * const { state, tasks } = await run.wait({ timeoutMs: 600_000 });
   * ```
   *
   * @returns The run, which can be waited for.
   * @see https://docs.snowflake.com/en/sql-reference/sql/execute-task
   */
  async run(options: ExecuteOptions = {}): Promise<TaskExecution> {
    return this.#root.execute(options);
  }

  /** Starts its root; that takes a schedule, or a condition on a stream. */
  async resume(options: ResumeOptions = {}): Promise<void> {
    await this.#root.resume(options);
  }

  /** Suspends its root, so that it runs no more by itself. What is running ends first. */
  async suspend(options: VerbOptions = {}): Promise<void> {
    await this.#root.suspend(options);
  }

  /** Runs that are executing, and the next one that is planned within 8 days. That takes a warehouse in use. */
  async currentRuns(options: GraphRunOptions = {}): Promise<readonly TaskGraphRun[]> {
    return this.#root.currentRuns(options);
  }

  /** Runs that have ended within the last hour. That takes a warehouse in use. */
  async completedRuns(options: CompletedRunOptions = {}): Promise<readonly TaskGraphRun[]> {
    return this.#root.completedRuns(options);
  }

  /**
   * Drops it with all tasks that hang in it, the finalizer included, last task first. If a statement fails, the graph is as it was.
   *
   * @throws ObjectMissingError if there is none.
   */
  override async drop({ ifExists, ...call }: DropOptions = {}): Promise<void> {
    await dropGraph(taskGraph, this.connection.context(call), this.names, { ifExists });
  }

  /** @internal */
  async brought(
    spec: Nameless<TaskGraphSpec>,
    mode: DeployMode,
    { dryRun = false, ...call }: AlterGraphOptions,
    whole: readonly string[] = [],
  ): Promise<Altered> {
    const written = this.named(spec) as TaskGraphSpec;
    const { values, reset } = readSpec(graphKind, this.names.slice(0, -1), written, whole.length === 0);
    // Said, and nothing in it.
    const empty = ["tasks", ...whole].filter((key) => {
      const isSaid = whole.includes(key) || written[key as keyof TaskGraphSpec] !== undefined;
      return isSaid && values[key] === undefined;
    });
    const deployment: Deployment = { values, reset: [...reset, ...empty], resetOf: resetsIn(written), mode };
    const record: Recorded = { statements: [], notices: [] };
    const context = dryRun ? this.connection.dryContext(call, record) : this.connection.context(call, record);
    const outcome = await deploy(taskGraph, context, deployment);
    return { ...outcome, ...record };
  }

  /** @internal */
  protected override told({ row = {}, values, outputs }: Looked): TaskGraph {
    return graphOf(this.names, { ...values, ...outputs }, row);
  }
}

/** The task graphs of a schema. */
export class TaskGraphCollection extends Collection<TaskGraphSpec, TaskGraph, TaskGraphReference> {
  /** @internal */
  constructor(connection: Connection, place: readonly StoredName[]) {
    super(connection, graphKind, place);
  }

  /**
   * Makes a graph, or brings what exists to it: its root stands still meanwhile, nothing but the difference is sent, and if a statement
   * fails, what was done before it is taken back. A second time it is `"unchanged"`, and nothing is sent that writes. Tasks that hang in
   * the graph and are not in it are dropped; one that hangs in it under a name of its own is refused. What a task runs, under which condition and after which others is as
   * specified; other settings that are left out stay as they are. A graph runs by its schedule only with `started: true`.
   *
   * ```ts
   * const graph = taskGraph("nightly", { schedule: { hours: 24 }, warehouse: "LOAD_WH" }, (g) => {
   *   const load = g.task("load", { definition: callProcedure("LOAD") });
   *   g.task("report", { definition: "INSERT INTO REPORTS SELECT * FROM EVENTS" }).after(load);
   * });
   * const { action, reference } = await schema.taskGraphs.deploy(graph);
   * ```
   *
   * @param graph - The whole graph; see {@link taskGraph}.
   * @throws InvalidArgumentError that lists everything that is wrong with it; nothing was sent.
   * @throws ObjectExistsError if a task of it exists, and the mode says that this is an error.
   * @see https://docs.snowflake.com/en/user-guide/tasks-graphs
   */
  async deploy(graph: TaskGraphSpec, { mode = "createOrAlter", ...options }: DeployOptions = {}): Promise<Deployed> {
    if (!modes.includes(mode)) throw noMode(mode);
    const reference = this.refer([...this.place, readName("TaskGraph", graph.name)]);
    const altered = await reference.brought(graph, mode, options, ["tasks", "finalizer", "definition", "when"]);
    return { ...altered, reference };
  }

  /**
   * Makes a graph; see {@link deploy}.
   *
   * @throws InvalidArgumentError that lists everything that is wrong with the specification; nothing was sent.
   * @throws ObjectExistsError if a task of it exists, and the mode says that this is an error.
   */
  override async create(
    spec: TaskGraphSpec,
    { mode = "errorIfExists", ...call }: CreateOptions = {},
  ): Promise<TaskGraphReference> {
    return (await this.deploy(spec, { ...call, mode })).reference;
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): TaskGraphReference {
    return new TaskGraphReference(this.connection, names);
  }

  /** Roots that have a task after them, or a finalizer; one listing of all tasks tells. @internal */
  protected override async *pages({
    like,
    startsWith = "",
    limit,
    ...call
  }: ListOptions): AsyncGenerator<readonly TaskGraph[]> {
    const client = this.connection.context(call).clientFor({});
    const tasks = tasksIn(await list(task, client, [...this.place, "" as StoredName], "fresh"));
    const roots = [...tasks.values()].filter(
      ({ name, predecessors, finalizes }) =>
        predecessors.length === 0 &&
        finalizes === undefined &&
        successorsOf(tasks, name).length > 0 &&
        (like === undefined || isLike(name, like)) &&
        name.startsWith(startsWith),
    );
    yield roots.slice(0, checkedLimit(limit)).map(({ name, row }) => {
      const names = [...this.place, name as StoredName];
      return graphOf(names, listedGraph(identityOf(taskGraph, names), tasks), row);
    });
  }
}

const modes: readonly DeployMode[] = ["createOrAlter", "errorIfExists", "orReplace", "ifNotExists"] satisfies (
  | DeployMode
  | CreateMode
)[];

function graphOf(names: readonly StoredName[], values: Looked["values"], row: Row): TaskGraph {
  const details = detailsOf<TaskGraph>(graphKind, names, values, {}, row);
  const graph = { ...values, name: details.name };
  // Beside the data, and no part of a specification.
  return Object.defineProperties(details, {
    taskNames: { value: namesOf(graph, details.qualifiedName), enumerable: true },
    states: { value: statesOf(graph), enumerable: true },
    mermaid: { value: pictureOf(graph), enumerable: true },
  });
}

function noMode(mode: string): InvalidArgumentError {
  return new InvalidArgumentError({
    objectKind: "TaskGraph",
    message: `TaskGraph: mode ${JSON.stringify(mode)} is not one of ${modes.join(", ")}. Nothing was sent.`,
  });
}
