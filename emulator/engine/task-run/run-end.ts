import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { taskOf } from "../task/record";
import { suspendTask } from "../task/state";
import { numberParameter } from "./graph-version";
import type { GraphRun, TaskRun } from "./run";
import type { Streams } from "./streams";
import { streamsOf } from "./trigger";

/** Notes how a run has ended, and suspends a graph that failed too often. Answers whether the run is tried again. */
export function endRun(
  { streams, failures }: { streams: Streams; failures: Map<number, number> },
  catalog: Catalog,
  root: CatalogObject | undefined,
  run: GraphRun,
): boolean {
  const { graph } = run;
  run.completedTime = Math.max(run.scheduledTime, ...run.tasks.map(({ completedTime }) => completedTime));
  run.state = stateOf(run);
  run.graph = null;
  if (run.state === "SUCCEEDED" && root) consume(streams, catalog, root, run);
  if (run.state === "FAILED" && graph && run.attempt <= graph.retries) return true;
  count(run, failures);
  if (root) suspendAfterFailures(catalog, root, run, failures);
  return false;
}

function stateOf({ tasks, rootId }: GraphRun): GraphRun["state"] {
  const states = new Set(tasks.map(({ state }) => state));
  if (states.has("FAILED")) return "FAILED";
  if (states.has("CANCELLED")) return "CANCELLED";
  return tasks.some(({ taskId, state }) => taskId === rootId && state === "SKIPPED") ? "SKIPPED" : "SUCCEEDED";
}

/** A graph that succeeded has read the streams that its conditions ask for. */
function consume(streams: Streams, catalog: Catalog, root: CatalogObject, { tasks }: GraphRun): void {
  for (const { state, conditionText } of tasks) {
    if (state !== "SUCCEEDED") continue;
    for (const name of streamsOf(catalog, root, conditionText)) streams.set(name, false, 0);
  }
}

/** Failures in a row of each task; what was skipped or cancelled does not count. */
function count({ tasks }: GraphRun, failures: Map<number, number>): void {
  for (const { taskId, state } of tasks) {
    if (state === "SUCCEEDED") failures.delete(taskId);
    if (state === "FAILED") failures.set(taskId, (failures.get(taskId) ?? 0) + 1);
  }
}

function suspendAfterFailures(
  catalog: Catalog,
  root: CatalogObject,
  run: GraphRun,
  failures: Map<number, number>,
): void {
  const most = numberParameter(catalog, root, "SUSPEND_TASK_AFTER_NUM_FAILURES");
  const isOne = ({ taskId, state }: TaskRun) => state === "FAILED" && (failures.get(taskId) ?? 0) >= most;
  const failed = run.tasks.filter(isOne);
  if (most === 0 || failed.length === 0 || taskOf(root).state !== "started") return;
  for (const task of failed) {
    task.state = "FAILED_AND_AUTO_SUSPENDED";
    failures.delete(task.taskId);
  }
  suspendTask(catalog, root, "SUSPENDED_DUE_TO_ERRORS");
}
