import { InvalidArgumentError } from "../../provider/client/errors";
import { nameIn } from "../../provider/resources/task-graph-nodes";
import { type StoredName, storedName } from "../../provider/sql";
import { readSpec } from "./spec";
import { type GraphFinalizerSpec, type GraphTaskSpec, graphKind, type TaskGraphSpec } from "./task-graph-spec";

/** What a graph is built from beside its tasks. */
export type TaskGraphSettings = Omit<TaskGraphSpec, "name">;

/** A task for a builder: what it runs after may be tasks of the builder too. */
export interface BuiltTaskSpec extends Omit<GraphTaskSpec, "after" | "branches"> {
  /** Tasks that it runs after, or their short names: one or a list. @defaultValue none: it runs right after the root */
  after?: GraphTask | string | readonly (GraphTask | string)[] | undefined;
}

/** A task that chooses for a builder. */
export interface BuiltBranchSpec extends BuiltTaskSpec {
  /** Tasks that it chooses from, or their short names. @defaultValue all that run right after it */
  branches?: readonly (GraphTask | string)[] | undefined;
}

/**
 * Describes a task graph: plain data, which nothing changes any more, for `deploy` and `createOrAlter`. The whole of it is looked at
 * here, so that nothing of a graph that cannot be is ever sent.
 *
 * ```ts
 * const graph = taskGraph("nightly", { schedule: { hours: 24 }, warehouse: "LOAD_WH" }, (g) => {
 *   const load = g.task("load", { definition: callProcedure("LOAD") });
 *   const check = g.branch("check", { definition: callProcedure("CHECK_EVENTS"), after: load });
 *   g.task("publish", { definition: "INSERT INTO REPORTS SELECT * FROM EVENTS" }).after(check);
 *   g.task("alarm", { definition: callProcedure("ALARM") }).after(check);
 *   g.finalizer({ definition: "DELETE FROM SCRATCH" });
 * });
 * ```
 *
 * @param name - Its name, which is that of its root; its tasks are called `NAME$TASK`.
 * @param settings - What the graph as a whole has; its `tasks` may stand here too.
 * @param build - Adds tasks; it is called at once, and only once.
 * @throws InvalidArgumentError that lists everything that is wrong: names that mean the same, unknown ones, cycles, a second finalizer,
 * edges of the finalizer or to another graph, and Snowflake's limits.
 * @see https://docs.snowflake.com/en/user-guide/tasks-graphs
 */
export function taskGraph(
  name: string,
  settings: TaskGraphSettings = {},
  build: (graph: TaskGraphBuilder) => void = () => {},
): TaskGraphSpec {
  const builder = new TaskGraphBuilder(name, settings);
  const answer: unknown = build(builder);
  if (typeof (answer as PromiseLike<unknown> | undefined)?.then === "function")
    throw wrong(name, "the function that builds it is asynchronous; add its tasks without awaiting anything");
  const spec = builder.describe();
  // Where it will stand is of no matter to what it is.
  readSpec(graphKind, [anywhere, anywhere], spec);
  return frozen(spec);
}

const anywhere = storedName("ANY");

/** A task of a graph that is being built. */
export class GraphTask {
  /** Its short name. */
  readonly name: string;
  readonly #builder: TaskGraphBuilder;
  readonly #after: string[] = [];

  /** @internal */
  constructor(builder: TaskGraphBuilder, name: string) {
    this.#builder = builder;
    this.name = name;
  }

  /**
   * Has it run after other tasks of the graph, beside those that it runs after already.
   *
   * @param tasks - Tasks of the same graph, or their short names, which may be of tasks that are added later.
   * @throws InvalidArgumentError for a finalizer, or a task of another graph.
   */
  after(...tasks: readonly (GraphTask | string)[]): this {
    this.#after.push(...tasks.map((one) => this.#builder.nameOf(this.name, one)));
    return this;
  }

  /** @internal */
  get predecessors(): readonly string[] {
    return this.#after;
  }
}

/** The finalizer of a graph that is being built: nothing runs after it, and it runs after all others by itself. */
export class GraphFinalizerTask {
  /** Its short name. */
  readonly name: string;

  /** @internal */
  constructor(name: string) {
    this.name = name;
  }
}

/** What a graph is put together with; see {@link taskGraph}. */
export class TaskGraphBuilder {
  /** The name of the graph. */
  readonly name: string;
  readonly #settings: TaskGraphSettings;
  readonly #tasks = new Map<
    string,
    { readonly node: GraphTask; readonly spec: BuiltBranchSpec; readonly chooses: boolean }
  >();
  readonly #nodes = new Set<GraphTask>();
  #finalizer: GraphFinalizerSpec | undefined;

  /** @internal */
  constructor(name: string, settings: TaskGraphSettings) {
    this.name = name;
    this.#settings = settings;
    this.#finalizer = settings.finalizer ?? undefined;
  }

  /**
   * Adds a task.
   *
   * @param name - Its short name, an identifier.
   * @throws InvalidArgumentError if the graph has one of that name.
   */
  task(name: string, spec: BuiltTaskSpec): GraphTask {
    return this.#add(name, spec, false);
  }

  /**
   * Adds a task that chooses among those that run right after it: one runs only if this task returned its name, as it was written
   * (`CALL SYSTEM$SET_RETURN_VALUE('publish')`).
   *
   * @param name - Its short name, an identifier.
   * @throws InvalidArgumentError if the graph has one of that name.
   */
  branch(name: string, spec: BuiltBranchSpec): GraphTask {
    return this.#add(name, spec, true);
  }

  /**
   * Sets the task that runs when all others have ended, even if they failed.
   *
   * @throws InvalidArgumentError if the graph has one.
   */
  finalizer(spec: GraphFinalizerSpec): GraphFinalizerTask {
    if (this.#finalizer !== undefined)
      throw wrong(this.name, "it has a finalizer already, and a graph has one; do both in one task");
    this.#finalizer = spec;
    return new GraphFinalizerTask(spec.name ?? "finalizer");
  }

  /** The short name of a task that another one is to run after. @internal */
  nameOf(successor: string, task: unknown): string {
    if (typeof task === "string") return task;
    if (task instanceof GraphFinalizerTask)
      throw wrong(
        this.name,
        `${successor} cannot run after the finalizer ${task.name}, which runs when all others have ended; leave it out`,
      );
    if (!(task instanceof GraphTask))
      throw wrong(
        this.name,
        `${successor} runs after something that is no task; give a task of this graph, or its name`,
      );
    if (!this.#nodes.has(task))
      throw wrong(
        this.name,
        `${successor} cannot run after ${task.name}, which is a task of another graph; add that task to this graph`,
      );
    return task.name;
  }

  /** The graph as it was put together. @internal */
  describe(): TaskGraphSpec {
    const added = [...this.#tasks.values()];
    const tasks = added.map(({ node, spec, chooses }) => {
      const { after: _, branches, ...said } = spec;
      const before = [...new Set(node.predecessors)];
      const chosen = chooses
        ? (branches?.map((one) => this.nameOf(`a branch of ${node.name}`, one)) ?? this.#successorsOf(node))
        : [];
      if (chooses && chosen.length === 0)
        throw wrong(
          this.name,
          `${node.name} has nothing to choose from; have tasks run after it, or add it with task()`,
        );
      return [
        node.name,
        {
          ...said,
          ...(before.length === 0 ? {} : { after: before }),
          ...(chosen.length === 0 ? {} : { branches: chosen }),
        },
      ] as const;
    });
    const { tasks: given, finalizer: _, ...settings } = this.#settings;
    return {
      ...settings,
      name: this.name,
      tasks: { ...given, ...Object.fromEntries(tasks) },
      ...(this.#finalizer === undefined ? {} : { finalizer: this.#finalizer }),
    };
  }

  #add(name: string, spec: BuiltBranchSpec, chooses: boolean): GraphTask {
    const stored = nameIn(name) ?? name;
    const others = [...this.#tasks.keys(), ...Object.keys(this.#settings.tasks ?? {}).map((key) => nameIn(key) ?? key)];
    if (others.includes(stored)) throw wrong(this.name, `it has a task ${name} already; choose another name`);
    const node = new GraphTask(this, name);
    this.#nodes.add(node);
    this.#tasks.set(stored, { node, spec, chooses });
    const { after = [] } = spec;
    return node.after(...(isList(after) ? after : [after]));
  }

  #successorsOf(node: GraphTask): readonly string[] {
    const own = nameIn(node.name);
    const runsAfter = (names: readonly string[]) => names.some((one) => nameIn(one) === own);
    const given = Object.entries(this.#settings.tasks ?? {}).filter(([, { after = [] }]) =>
      runsAfter(typeof after === "string" ? [after] : after),
    );
    const added = [...this.#tasks.values()].filter((other) => runsAfter(other.node.predecessors));
    return [...given.map(([key]) => key), ...added.map((other) => other.node.name)];
  }
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

function wrong(graph: string, what: string): InvalidArgumentError {
  return new InvalidArgumentError({
    objectKind: "TaskGraph",
    name: graph as StoredName,
    message: `TaskGraph ${graph}: ${what}.`,
  });
}

/** The same, at any depth, as something that nobody can change; what has a class of its own is left as it is. */
function frozen<T>(value: T): T {
  if (Array.isArray(value)) return Object.freeze(value.map(frozen)) as T;
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, frozen(one)]))) as T;
}
