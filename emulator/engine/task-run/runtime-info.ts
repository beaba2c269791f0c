import { timestampLtzType } from "../query/data-type";
import { timeText } from "../query/time-values";
import { timestampCell } from "../result";
import { SqlError } from "../sql-error";
import type { TaskContext } from "./run";

const facts: Readonly<Record<string, (task: TaskContext) => string | null>> = {
  CURRENT_TASK_NAME: ({ task }) => task.name,
  CURRENT_ROOT_TASK_NAME: ({ run }) => run.rootName,
  CURRENT_ROOT_TASK_UUID: ({ run }) => run.rootUuid,
  CURRENT_TASK_GRAPH_RUN_GROUP_ID: ({ run }) => run.groupId,
  CURRENT_TASK_GRAPH_ORIGINAL_SCHEDULED_TIMESTAMP: ({ run }) => timestamp(run.runId),
  LAST_SUCCESSFUL_TASK_GRAPH_RUN_GROUP_ID: ({ run }) => run.lastSuccess?.groupId ?? null,
  LAST_SUCCESSFUL_TASK_GRAPH_ORIGINAL_SCHEDULED_TIMESTAMP: ({ run }) =>
    run.lastSuccess && timestamp(run.lastSuccess.runId),
};

/** What SYSTEM$TASK_RUNTIME_INFO answers; letter case makes no difference. */
export function runtimeInfo(task: TaskContext, key: string): string | null {
  const fact = Object.hasOwn(facts, key.toUpperCase()) ? facts[key.toUpperCase()] : undefined;
  if (fact) return fact(task);
  throw new SqlError("000002", "0A000", `Invalid argument '${key}' of SYSTEM$TASK_RUNTIME_INFO.`);
}

function timestamp(ms: number): string {
  return timeText(timestampCell(ms) ?? "0", timestampLtzType);
}
