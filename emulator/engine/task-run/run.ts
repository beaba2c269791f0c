import type { Graph, PlannedTask } from "./graph-version";

/** What made a graph run, in the words of TASK_HISTORY. */
export type ScheduledFrom = "SCHEDULE" | "EXECUTE_TASK" | "TRIGGER" | "AUTOMATIC RETRY" | "MANUAL RETRY";

export type FinalState = "SUCCEEDED" | "FAILED" | "FAILED_AND_AUTO_SUSPENDED" | "CANCELLED" | "SKIPPED";

/** One run of one task. It is still executing until its time of completion has come. */
export interface TaskRun {
  taskId: number;
  name: string;
  queryId: string | null;
  queryText: string;
  conditionText: string | null;
  state: FinalState;
  /** Six digits. */
  errorCode: string | null;
  errorMessage: string | null;
  scheduledTime: number;
  queryStartTime: number | null;
  completedTime: number;
  returnValue: string | null;
}

/** How a task of a run ended; `PASSED` is a suspended task, which counts as succeeded. */
export interface Outcome {
  state: FinalState | "PASSED";
  returnValue: string | null;
}

/** One attempt to run a graph, or a task that stands alone. */
export interface GraphRun {
  groupId: string;
  attempt: number;
  /** When the first attempt was scheduled. */
  runId: number;
  scheduledFrom: ScheduledFrom;
  config: string | null;
  scheduledTime: number;
  rootId: number;
  rootUuid: string;
  rootName: string;
  database: string;
  schema: string;
  version: number;
  fingerprint: string;
  state: "EXECUTING" | FinalState;
  nextScheduledTime: number | null;
  completedTime: number | null;
  /** The latest group that had succeeded when the first attempt began. */
  lastSuccess: { groupId: string; runId: number } | null;
  /** Tasks that have ended, by id; those that succeeded in an earlier attempt too. */
  outcomes: Record<number, Outcome>;
  tasks: TaskRun[];
  /** The graph as it was when the run began; kept while it runs. */
  graph: Graph | null;
}

/** What the statements of a task know of their run. */
export interface TaskContext {
  run: GraphRun;
  task: PlannedTask;
  serverless: boolean;
  returnValue: string | null;
  /** Milliseconds that the body spent in SYSTEM$WAIT. */
  waitedMs: number;
}

/** Whether a task run has begun and not ended. */
export function isExecuting({ completedTime }: TaskRun, now: number): boolean {
  return completedTime > now;
}

/** The tasks of a run that have begun and whose end was not noted yet. */
export function unended({ tasks, outcomes }: GraphRun): TaskRun[] {
  return tasks.filter(({ taskId }) => !outcomes[taskId]);
}

/** The first task of a run that failed. */
export function firstError({ tasks }: GraphRun): TaskRun | undefined {
  return tasks.find(({ state }) => state === "FAILED" || state === "FAILED_AND_AUTO_SUSPENDED");
}
