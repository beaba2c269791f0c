import type { Graph, PlannedTask } from "./graph-version";
import type { GraphRun, TaskRun } from "./run";
import { isExecuting } from "./run";

/**
 * Brings a run as far as it comes at present.
 *
 * @param start - Runs one task; the answer's time of completion may lie in the future.
 * @returns Whether the run has ended.
 */
export function proceed(run: GraphRun, now: () => number, start: (task: PlannedTask) => TaskRun): boolean {
  const graph = run.graph as Graph;
  for (;;) {
    noteEnded(run, now());
    const ready = nextReady(run, graph);
    if (ready && !ready.enabled) run.outcomes[ready.id] = { state: "PASSED", returnValue: null };
    else if (ready) run.tasks.push(start(ready));
    else if (run.tasks.some((task) => isExecuting(task, now()))) return false;
    else if (wantsFinalizer(run, graph)) run.tasks.push(start(graph.finalizer as PlannedTask));
    else return true;
  }
}

function noteEnded({ tasks, outcomes }: GraphRun, now: number): void {
  for (const task of tasks) {
    if (!isExecuting(task, now)) outcomes[task.taskId] ??= { state: task.state, returnValue: task.returnValue };
  }
}

/** The first task in order of name that has not begun and whose predecessors have all succeeded. */
function nextReady(run: GraphRun, { root, tasks }: Graph): PlannedTask | undefined {
  const begun = new Set(run.tasks.map(({ taskId }) => taskId));
  const known = new Set(tasks.map(({ id }) => id));
  const isDone = (id: number) => ["SUCCEEDED", "PASSED"].includes(run.outcomes[id]?.state ?? "");
  const isReached = ({ predecessors }: PlannedTask) => {
    const before = predecessors.filter((id) => known.has(id));
    // As Snowflake has it: of several predecessors, at least one must not be suspended.
    const passed = before.filter((id) => run.outcomes[id]?.state === "PASSED").length;
    return before.every(isDone) && (passed < 2 || passed < before.length);
  };
  return tasks.find((task) => {
    if (begun.has(task.id) || run.outcomes[task.id]) return false;
    return task.id === root.id || isReached(task);
  });
}

/** A run whose root was skipped has no finalizer. */
function wantsFinalizer({ outcomes, tasks }: GraphRun, { root, finalizer }: Graph): boolean {
  if (!finalizer?.enabled || outcomes[root.id]?.state === "SKIPPED") return false;
  return !tasks.some(({ taskId }) => taskId === finalizer.id);
}
