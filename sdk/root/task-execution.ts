import { InvalidArgumentError, SqlError, TimeoutError } from "../../provider/client/errors";
import { locate } from "../../provider/resource/locate";
import { task } from "../../provider/resources";
import { canonicalQualified, parseQualified, quoted, raw, type StoredName, sql } from "../../provider/sql";
import type { CallOptions } from "./call";
import type { Connection } from "./connection";
import { type ExecutionStatus, ExecutionWatch } from "./task-execution-watch";
import { sharingTime, waitUntil } from "./wait-until";

/** How a task, or the graph below it, is run once. */
export interface ExecuteOptions extends CallOptions {
  /** What its tasks are given in this run, merged into the root's own `config`. @defaultValue that of the root */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** Whether the last run is taken up where it failed, instead of a new one. It must not have been changed since. @defaultValue false */
  readonly retryLast?: boolean | undefined;
  /** The run that is taken up where it failed, by its `graphRunGroupId`. @defaultValue none: a new run */
  readonly retryGraphRunGroup?: string | undefined;
}

/** How a run is waited for. */
export interface WaitForRunOptions extends CallOptions {
  /** Whether a run that fails, or is cancelled, is an error. @defaultValue false: it is a result like others */
  readonly throwOnFailure?: boolean | undefined;
}

/** How a run has ended. */
export type ExecutionResult = Omit<ExecutionStatus, "hasEnded">;

/** Runs take a week at most, and may have to wait for another one before. */
const longestMs = 8 * 86_400_000;

/** A run that was asked for. Snowflake does not say which one it becomes: that is looked up in the history of the root. */
export class TaskExecution {
  /** The root that was executed, by its full name in canonical spelling. */
  readonly rootTask: string;
  /** When it was asked for, by Snowflake's clock. */
  readonly requestedOn: Date;
  /** Snowflake's id of the statement that asked for it. */
  readonly queryId: string;
  readonly #connection: Connection;
  readonly #watch: ExecutionWatch;

  /** @internal */
  constructor(connection: Connection, watch: ExecutionWatch, queryId: string) {
    this.#connection = connection;
    this.#watch = watch;
    this.rootTask = watch.rootTask;
    this.requestedOn = watch.requestedOn;
    this.queryId = queryId;
  }

  /** What has become of it so far. That takes a warehouse in use. */
  async status(options: CallOptions = {}): Promise<ExecutionStatus> {
    return this.#watch.look(this.#connection.context(options).clientFor({}));
  }

  /**
   * Waits until it has ended, whatever its outcome. It is looked after at growing distances, from one second to ten; automatic retries
   * belong to it. That takes a warehouse in use.
   *
   * @returns How it has ended, and what became of each of its tasks that were reached.
   * @throws TimeoutError that tells its last state, if it has not ended in time or the call was aborted; the run itself goes on.
   * @throws SqlError of the task that failed first, with `throwOnFailure`.
   */
  async wait({ throwOnFailure = false, ...call }: WaitForRunOptions = {}): Promise<ExecutionResult> {
    let last: ExecutionStatus | undefined;
    const { hasEnded: _, ...result } = await waitUntil(this.#connection, call, {
      longestMs,
      look: async (context) => {
        last = await this.#watch.look(context.clientFor({}));
        return last.hasEnded ? last : undefined;
      },
      late: async (why) =>
        new TimeoutError({
          objectKind: "Task",
          name: this.rootTask,
          message: `The run of ${this.rootTask} had not ended ${why}: ${inWords(last)}. It goes on; wait() again, or cancel() it.`,
        }),
    });
    if (throwOnFailure && ["FAILED", "CANCELLED"].includes(result.state)) throw failed(this.rootTask, result);
    return result;
  }

  /**
   * Ends what its tasks are executing now, so that nothing comes after it. Snowflake ends all that these tasks execute: of runs that
   * overlap, the others too. A run that has not begun yet cannot be cancelled.
   *
   * @returns The full names of the tasks that were ended.
   * @see https://docs.snowflake.com/en/sql-reference/functions/system_user_task_cancel_ongoing_executions
   */
  async cancel(options: CallOptions = {}): Promise<readonly string[]> {
    const left = sharingTime(options);
    const { tasks } = await this.status(left());
    const place = parseQualified(this.rootTask).slice(0, -1);
    const names = tasks
      .filter(({ state }) => state === "EXECUTING")
      .map(({ name }) => canonicalQualified([...place, ...parseQualified(name)]));
    for (const name of names) {
      const statement = sql`SELECT SYSTEM$USER_TASK_CANCEL_ONGOING_EXECUTIONS(${name})`;
      await this.#connection.execute(statement, { ...left(), writes: true });
    }
    return names;
  }
}

/** When each root was executed lately, by connection: requests of one program are told apart by their order. */
const requests = new WeakMap<Connection, Map<string, Requests>>();

interface Requests {
  readonly times: number[];
  last: Promise<unknown>;
}

/** Asks for a run. */
export async function execute(
  connection: Connection,
  names: readonly StoredName[],
  options: ExecuteOptions,
): Promise<TaskExecution> {
  const { config, retryLast = false, retryGraphRunGroup: group, ...call } = options;
  const left = sharingTime(call);
  refuseContradictions(names, options);
  const isRetry = retryLast || group !== undefined;
  const statement = sql`EXECUTE TASK ${quoted(...names)} ${
    group !== undefined
      ? sql`RETRY GRAPH RUN GROUP ${group}`
      : retryLast
        ? raw("RETRY LAST")
        : config === undefined
          ? raw("")
          : sql`USING CONFIG = ${JSON.stringify(config)}`
  }`;
  return inTurn(connection, `${canonicalQualified(names)} ${isRetry}`, async (times) => {
    const client = connection.context(left()).clientFor({});
    const [row, { rows }] = await Promise.all([
      locate(task, client, names, "fresh"),
      connection.execute(raw("SELECT CURRENT_TIMESTAMP() AS NOW"), { ...left(), writes: false }),
    ]);
    const at = Date.parse(rows[0]?.["NOW"] ?? "");
    const { queryId } = await connection.execute(statement, { ...left(), writes: true });
    times.push(at);
    const watch = new ExecutionWatch(names, row?.["id"] ?? undefined, isRetry ? "MANUAL RETRY" : "EXECUTE_TASK", [
      ...times,
    ]);
    return new TaskExecution(connection, watch, queryId);
  });
}

/** Requests for runs of one root are sent one after another. */
async function inTurn<T>(connection: Connection, key: string, work: (times: number[]) => Promise<T>): Promise<T> {
  const byRoot = requests.get(connection) ?? new Map<string, Requests>();
  requests.set(connection, byRoot);
  const own = byRoot.get(key) ?? { times: [], last: Promise.resolve() };
  byRoot.set(key, own);
  const result = own.last.then(() => work(own.times));
  own.last = result.catch(() => {});
  // Only the latest matter.
  while (own.times.length > 20) own.times.shift();
  return result;
}

function refuseContradictions(names: readonly StoredName[], options: ExecuteOptions): void {
  const given = (["config", "retryLast", "retryGraphRunGroup"] as const).filter(
    (key) => options[key] !== undefined && options[key] !== false,
  );
  if (given.length < 2) return;
  throw new InvalidArgumentError({
    objectKind: "Task",
    name: canonicalQualified(names),
    message: `${given.join(" and ")} cannot go together: a retry has the configuration, and the run, that it takes up. Leave one of them out. Nothing was sent.`,
  });
}

function inWords(status: ExecutionStatus | undefined): string {
  if (status === undefined) return "it could not be looked at";
  if (status.state === "REQUESTED") return "it has not begun";
  const under = status.tasks.filter(({ state }) => state === "EXECUTING").map(({ name }) => name);
  return `it is ${status.state}${under.length === 0 ? "" : `, with ${under.join(", ")}`}`;
}

function failed(rootTask: string, { state, tasks, firstError }: ExecutionResult): SqlError {
  const own = tasks.find(({ name }) => name === firstError?.taskName);
  const what =
    firstError === undefined
      ? `The run of ${rootTask} was ${state === "CANCELLED" ? "cancelled" : state}.`
      : `The run of ${rootTask} failed: task ${firstError.taskName}: ${firstError.message}`;
  return new SqlError({
    objectKind: "Task",
    name: rootTask,
    message: what,
    code: firstError?.code,
    queryId: own?.queryId,
  });
}
