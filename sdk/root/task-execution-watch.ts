import type { Client, Row } from "../../provider/client/client";
import { SnowflakeError } from "../../provider/client/errors";
import { shortNameOf } from "../../provider/resources/task-graph-expansion";
import { canonicalName, canonicalQualified, quoted, type StoredName, sql } from "../../provider/sql";
import { graphRunOf, isAbout, type TaskGraphRun, type TaskRun, tableFunction, taskRunOf } from "./task-runs";

/** Why a task did not succeed. */
export interface TaskRunError {
  /** Snowflake's code, six digits. */
  readonly code?: string;
  /** What Snowflake says. */
  readonly message: string;
}

/** What became of one task in a run. */
export interface ExecutedTask {
  /** Its own name in canonical spelling: `NIGHTLY$LOAD`. */
  readonly name: string;
  /** Its short name in its graph: `LOAD`; absent for the root. */
  readonly shortName?: string;
  /** `EXECUTING`, or how it has ended: `SUCCEEDED`, `FAILED`, `CANCELLED`, `SKIPPED`. */
  readonly state: string;
  /** Why it did not succeed. */
  readonly error?: TaskRunError;
  /** What it has set with SYSTEM$SET_RETURN_VALUE. */
  readonly returnValue?: string;
  /** Snowflake's id of its statement. */
  readonly queryId?: string;
  /** When it was to start. */
  readonly scheduledTime?: Date;
  /** When its statement began. */
  readonly queryStartTime?: Date;
  /** When it had ended. */
  readonly completedTime?: Date;
}

/** The first error of a run. */
export interface FirstError extends TaskRunError {
  /** The task's own name in canonical spelling. */
  readonly taskName: string;
}

/** What has become of a run. */
export interface ExecutionStatus {
  /** `REQUESTED` until it begins, `EXECUTING`, or how it has ended: `SUCCEEDED`, `FAILED`, `CANCELLED`, `SKIPPED`. */
  readonly state: "REQUESTED" | "EXECUTING" | "SUCCEEDED" | "FAILED" | "CANCELLED" | "SKIPPED" | (string & {});
  /** Whether it has ended, its automatic retries included. */
  readonly hasEnded: boolean;
  /** Its tasks that were reached, in the order in which they were scheduled. */
  readonly tasks: readonly ExecutedTask[];
  /** What failed first, if anything did. */
  readonly firstError?: FirstError;
  /** Tells it apart from all others, together with `attemptNumber`; absent before it begins. */
  readonly graphRunGroupId?: string;
  /** The attempt that this is about: the last one. */
  readonly attemptNumber?: number;
}

/** A run that has been found. */
interface FoundRun {
  readonly group: string;
  readonly attempt: number;
  readonly at: number;
}

/** What Snowflake's clocks may differ by. */
const toleranceMs = 1000;
/** How long an automatic retry is waited for. */
const retryMs = 60_000;
/** So many looks find a run in no listing before that is taken for its end. */
const looksUnlisted = 3;

/** Looks after one run of a root. */
export class ExecutionWatch {
  readonly rootTask: string;
  readonly requestedOn: Date;
  readonly #names: readonly StoredName[];
  readonly #rootId: string | undefined;
  readonly #from: string;
  readonly #times: readonly number[];
  #found: FoundRun | undefined;
  #unlisted = 0;
  #failedSince: number | undefined;
  #retries: Promise<number> | undefined;

  /**
   * @param rootId - Snowflake's id of the root.
   * @param from - How the history says where the run comes from.
   * @param times - When runs of the root were asked for lately, this one last.
   */
  constructor(names: readonly StoredName[], rootId: string | undefined, from: string, times: readonly number[]) {
    this.rootTask = canonicalQualified(names);
    this.requestedOn = new Date(times.at(-1) ?? Number.NaN);
    this.#names = names;
    this.#rootId = rootId;
    this.#from = from;
    this.#times = times;
  }

  async look(client: Client): Promise<ExecutionStatus> {
    this.#found ??= await this.#find(client);
    const found = this.#found;
    if (found === undefined) return { state: "REQUESTED", hasEnded: false, tasks: [] };
    const runs = (await this.#history(client, found.at, sql`GRAPH_RUN_GROUP_ID = ${found.group}`))
      .map(taskRunOf)
      .filter(({ attemptNumber = 1 }) => attemptNumber >= found.attempt);
    const attempt = lastAttempt(runs, found.attempt);
    const latest = runs.filter(({ attemptNumber = 1 }) => attemptNumber === attempt);
    const { state, graph } = await this.#stateOf(client, { ...found, attempt }, latest);
    const tasks = this.#tasksOf(runs, attempt);
    const firstError = state === "EXECUTING" ? undefined : firstErrorOf(graph, tasks);
    return {
      state,
      hasEnded: state !== "EXECUTING",
      tasks,
      ...(firstError === undefined ? {} : { firstError }),
      graphRunGroupId: found.group,
      attemptNumber: attempt,
    };
  }

  /** The run among those that began since it was asked for. */
  async #find(client: Client): Promise<FoundRun | undefined> {
    const own = this.#times.at(-1) ?? 0;
    const times = this.#times.filter((time) => time > own - 2 * toleranceMs);
    const since = Math.min(...times) - toleranceMs;
    const rows = await this.#history(client, since, sql`SCHEDULED_FROM = ${this.#from}`);
    // A retry may leave the root out; others begin with it, and what comes after the root of an earlier one is none of this.
    const isFirst = (row: Row) => this.#from === "MANUAL RETRY" || isAbout(row, this.#names);
    return pick(runsIn(rows.filter(isFirst).map(taskRunOf)), times);
  }

  async #history(client: Client, since: number, where: ReturnType<typeof sql>): Promise<readonly Row[]> {
    const history = tableFunction(this.#database, "TASK_HISTORY", {
      SCHEDULED_TIME_RANGE_START: new Date(since),
      RESULT_LIMIT: 10_000,
      ROOT_TASK_ID: this.#rootId,
    });
    const { rows } = await client.execute(sql`${history} WHERE ${where}`, { writes: false });
    return rows;
  }

  async #stateOf(
    client: Client,
    { group, attempt }: FoundRun,
    latest: readonly TaskRun[],
  ): Promise<{ readonly state: string; readonly graph?: TaskGraphRun }> {
    if (latest.some(({ state }) => state === "EXECUTING" || state === "SCHEDULED")) return { state: "EXECUTING" };
    // A run whose root was skipped is no run of the graph.
    if (latest.some(({ raw, state }) => state === "SKIPPED" && isAbout(raw, this.#names))) return { state: "SKIPPED" };
    const listed = async (name: string) => {
      const runs = tableFunction(this.#database, name, { ROOT_TASK_NAME: this.#names.at(-1), RESULT_LIMIT: 10_000 });
      const { rows } = await client.execute(sql`${runs} WHERE GRAPH_RUN_GROUP_ID = ${group}`, { writes: false });
      return rows.map(graphRunOf).find(({ attemptNumber = 1 }) => attemptNumber === attempt);
    };
    const completed = await listed("COMPLETE_TASK_GRAPHS");
    if (completed !== undefined) {
      const isRetried = completed.state === "FAILED" && (await this.#isRetried(client, attempt));
      return { state: isRetried ? "EXECUTING" : (completed.state ?? "SUCCEEDED"), graph: completed };
    }
    if ((await listed("CURRENT_TASK_GRAPHS")) !== undefined) return { state: "EXECUTING" };
    this.#unlisted++;
    return { state: this.#unlisted < looksUnlisted ? "EXECUTING" : stateOfTasks(latest) };
  }

  /** Whether Snowflake is about to try a run again that has failed. */
  async #isRetried(client: Client, attempt: number): Promise<boolean> {
    this.#failedSince ??= Date.now();
    this.#retries ??= retriesOf(client, this.#names);
    return attempt <= (await this.#retries) && Date.now() - this.#failedSince < retryMs;
  }

  /** Each task as its last attempt has it. */
  #tasksOf(runs: readonly TaskRun[], attempt: number): readonly ExecutedTask[] {
    const last = new Map<string, TaskRun>();
    const ordered = runs
      .filter(({ attemptNumber = 1 }) => attemptNumber <= attempt)
      .toSorted(
        (left, right) => (left.attemptNumber ?? 1) - (right.attemptNumber ?? 1) || timeOf(left) - timeOf(right),
      );
    for (const run of ordered) last.set(run.name, run);
    const graph = this.#names.at(-1) as StoredName;
    return [...last.values()]
      .toSorted((left, right) => timeOf(left) - timeOf(right))
      .map((run) => executed(graph, run));
  }

  get #database(): StoredName {
    return this.#names[0] as StoredName;
  }
}

/** The runs that history rows belong to, by the time of their first row. */
function runsIn(rows: readonly TaskRun[]): readonly FoundRun[] {
  const runs = new Map<string, FoundRun>();
  for (const row of rows) {
    const { graphRunGroupId: group, attemptNumber: attempt = 1, state } = row;
    if (group === undefined || state === "SCHEDULED") continue;
    const known = runs.get(`${group} ${attempt}`);
    const at = Math.min(timeOf(row), known?.at ?? Number.POSITIVE_INFINITY);
    runs.set(`${group} ${attempt}`, { group, attempt, at });
  }
  return [...runs.values()].toSorted((left, right) => left.at - right.at);
}

/**
 * The run that the last of some requests has become: each becomes the first one since. One that was asked for before the next had
 * begun is replaced by that, so that both are the same run.
 */
function pick(runs: readonly FoundRun[], times: readonly number[]): FoundRun | undefined {
  const taken = new Set<FoundRun>();
  let own: FoundRun | undefined;
  for (const time of times) {
    own = runs.find((run) => run.at >= time - toleranceMs && (!taken.has(run) || run.at >= time));
    if (own !== undefined) taken.add(own);
  }
  return own;
}

/** Automatic retries go on with a run. */
function lastAttempt(runs: readonly TaskRun[], first: number): number {
  let last = first;
  while (runs.some((run) => run.attemptNumber === last + 1 && run.scheduledFrom === "AUTOMATIC RETRY")) last++;
  return last;
}

function stateOfTasks(runs: readonly TaskRun[]): string {
  const states = runs.map(({ state }) => (state === "FAILED_AND_AUTO_SUSPENDED" ? "FAILED" : state));
  return ["FAILED", "CANCELLED"].find((state) => states.includes(state)) ?? "SUCCEEDED";
}

async function retriesOf(client: Client, names: readonly StoredName[]): Promise<number> {
  const statement = sql`SHOW PARAMETERS LIKE ${"TASK_AUTO_RETRY_ATTEMPTS"} IN TASK ${quoted(...names)}`;
  try {
    const { rows } = await client.execute(statement, { writes: false });
    return Number(rows.find((row) => row["key"] === "TASK_AUTO_RETRY_ATTEMPTS")?.["value"] ?? 0);
  } catch (error) {
    // It may be dropped by now, and its run has failed all the same.
    if (error instanceof SnowflakeError && error.kind !== "Timeout") return 0;
    throw error;
  }
}

function firstErrorOf(graph: TaskGraphRun | undefined, tasks: readonly ExecutedTask[]): FirstError | undefined {
  const { firstErrorTaskName: name, firstErrorCode: code, firstErrorMessage: message } = graph ?? {};
  if (name !== undefined && message !== undefined)
    return { taskName: canonicalName(name as StoredName), ...(code === undefined ? {} : { code }), message };
  const failed = tasks.find(({ state, error }) => state.startsWith("FAILED") && error !== undefined);
  return failed?.error === undefined ? undefined : { taskName: failed.name, ...failed.error };
}

function executed(graph: StoredName, run: TaskRun): ExecutedTask {
  const { name, state = "EXECUTING", errorCode, errorMessage, raw } = run;
  const shortName = shortNameOf(graph, raw["NAME"] ?? "");
  const { returnValue, queryId, scheduledTime, queryStartTime, completedTime } = run;
  const said = Object.entries({ returnValue, queryId, scheduledTime, queryStartTime, completedTime });
  return {
    name,
    ...(shortName === undefined ? {} : { shortName }),
    state,
    ...(errorMessage === undefined
      ? {}
      : { error: { ...(errorCode === undefined ? {} : { code: errorCode }), message: errorMessage } }),
    ...Object.fromEntries(said.filter(([, value]) => value !== undefined)),
  };
}

function timeOf({ scheduledTime }: TaskRun): number {
  return scheduledTime?.getTime() ?? 0;
}
