import type { CatalogObject } from "../catalog/object";
import { status } from "../result";
import { insufficientPrivileges, SqlError } from "../sql-error";
import type { Action, Context } from "../statements/context";
import { requireObject } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import { isRoot } from "../task/graph";
import { optionsOf, taskOf } from "../task/record";
import { requireExecutable, requireRunnable } from "../task/state";
import { mergedConfig, parseConfig } from "./config";
import { fingerprintOf, graphOf } from "./graph-version";
import type { GraphRun } from "./run";
import { keptMs } from "./run-history";

/** Until a run begins that a task asks for: tasks that start one another would not let go otherwise. */
const lagMs = 1000;

/** What a run is to take up: the latest of the graph, or of a group. */
type Retried = { groupId: string | undefined };

/** EXECUTE TASK, after these words. */
export function parseExecuteTask(cursor: Cursor): Action {
  const name = cursor.name(3);
  const config = readConfig(cursor);
  const retried = config === null ? readRetry(cursor) : undefined;
  cursor.expectEnd();
  return (context) => {
    const task = requireObject(context, context.kinds.get("TASK"), name, "EXECUTE TASK");
    if (!context.access.holds(task, "OPERATE")) throw insufficientPrivileges("TASK", task.name);
    requireRoot(task);
    requireExecutable(context, task);
    requireRunnable(context, task);
    const request = {
      config: mergedConfig(optionsOf(task).config, config),
      waits: config !== null,
      retried: retried ? requireRetriable(context, task, retried) : null,
    };
    context.scheduler.request(task, request, context.session.task ? lagMs : 0);
    return status(`Task ${task.name} is scheduled to run immediately.`);
  };
}

function readConfig(cursor: Cursor): string | null {
  if (!cursor.accept("USING")) return null;
  cursor.expect("CONFIG");
  cursor.expectSymbol("=");
  const config = cursor.string();
  parseConfig(config);
  return config;
}

function readRetry(cursor: Cursor): Retried | undefined {
  if (cursor.accept("RETRY", "LAST")) return { groupId: undefined };
  if (!cursor.accept("RETRY", "GRAPH", "RUN", "GROUP")) return undefined;
  return { groupId: cursor.string() };
}

function requireRoot(task: CatalogObject): void {
  if (isRoot(taskOf(task))) return;
  const text = `Execute task cannot be called on non-root task ${task.name}. Call EXECUTE TASK on the root task of its graph instead.`;
  throw new SqlError("000002", "0A000", text);
}

/** The run that a retry goes on with. */
function requireRetriable({ catalog, scheduler }: Context, root: CatalogObject, { groupId }: Retried): GraphRun {
  const run = scheduler.runner.history.latest(root.id, groupId);
  const isSuitable = run && run.state !== "EXECUTING" && run.runId >= catalog.now() - keptMs;
  if (!isSuitable) throw cannotRetry(`no suitable run of graph with root task ${root.name} to retry.`);
  if (run.state !== "FAILED" && run.state !== "CANCELLED") {
    throw cannotRetry(`graph with root task ${root.name} had no failures.`);
  }
  if (run.fingerprint === fingerprintOf(graphOf(catalog, root), root)) return run;
  throw cannotRetry(`graph with root task ${root.name} was modified since its run.`);
}

function cannotRetry(why: string): SqlError {
  return new SqlError("000002", "0A000", `Cannot perform retry: ${why}`);
}
