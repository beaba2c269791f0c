import { SqlError } from "../sql-error";
import type { PlannedTask } from "./graph-version";
import type { TaskContext } from "./run";

/**
 * What a predecessor has given to SYSTEM$SET_RETURN_VALUE; null if nothing. A name may also be that of a task further up.
 *
 * @throws SqlError if no predecessor that is not suspended has the name, or if several could be meant.
 */
export function predecessorValue({ run, task }: TaskContext, name: string | undefined): string | null {
  const byId = new Map((run.graph?.tasks ?? []).map((other) => [other.id, other]));
  const before = ({ predecessors }: PlannedTask) => predecessors.flatMap((id) => byId.get(id) ?? []);
  const found = name === undefined ? onlyOne(task, before(task).filter(isEnabled)) : above(task, name, before);
  return run.outcomes[found.id]?.returnValue ?? null;
}

function onlyOne(task: PlannedTask, enabled: readonly PlannedTask[]): PlannedTask {
  const [only, another] = enabled;
  if (only && !another) return only;
  const count = only ? "more than one predecessor" : "no predecessor";
  throw refused(`Task ${task.name} has ${count} that is enabled; name the task whose return value is wanted.`);
}

/** The nearest task of a name above a task. */
function above(task: PlannedTask, name: string, before: (task: PlannedTask) => PlannedTask[]): PlannedTask {
  const seen = new Set(before(task));
  for (const other of seen) {
    if (other.name === name && other.enabled) return other;
    for (const next of before(other)) seen.add(next);
  }
  throw refused(`Task ${name} is no enabled predecessor of task ${task.name}.`);
}

function isEnabled({ enabled }: PlannedTask): boolean {
  return enabled;
}

function refused(text: string): SqlError {
  return new SqlError("000002", "0A000", text);
}
