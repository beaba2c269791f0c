import { inherited } from "../catalog/access";
import type { Catalog } from "../catalog/catalog";
import { accountId } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { executed, status } from "../result";
import type { Context } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import { pathOf } from "../statements/resolve";
import { qualifiedText } from "../syntax/name";
import { fixVersion } from "../task-run/version";
import { asksStream } from "./condition";
import { cannotExecute, invalidTask, rootNotSuspended } from "./errors";
import { cycleBelow, isRoot, membersOf, predecessors, rootsOf } from "./graph";
import type { SuspendedReason } from "./record";
import { optionsOf, stop, taskOf } from "./record";

/** Most tasks of one graph. */
export const mostTasks = 1000;

/** ALTER TASK … RESUME. */
export const resume: ObjectAction = (context, task) => {
  context.access.require(task, "OPERATE");
  resumeTask(context, task);
  return status(executed);
};

/** ALTER TASK … SUSPEND. */
export const suspend: ObjectAction = (context, task) => {
  context.access.require(task, "OPERATE");
  requireSuspendedRoots(
    context,
    rootsOf(context.catalog, task).filter((root) => root !== task),
  );
  if (taskOf(task).state === "started") suspendTask(context.catalog, task, "USER_SUSPENDED");
  return status(executed);
};

/** Starts a task. A root fixes its graph with it, which has to be one that can run. */
export function resumeTask(context: Context, task: CatalogObject): void {
  const { catalog } = context;
  const record = taskOf(task);
  requireStartable(context, task);
  if (record.state === "started") return;
  if (isRoot(record)) fixVersion(catalog, task);
  record.state = "started";
  record.scheduledFrom = catalog.now();
  task.updatedOn = catalog.stamp();
}

/** Refuses a task that RESUME cannot start; one that is started already is none of them. */
export function requireStartable(context: Context, task: CatalogObject): void {
  const record = taskOf(task);
  if (record.state === "started" && isRoot(record)) return;
  requireSuspendedGraph(context, task);
  if (record.state === "started") return;
  requireExecutable(context, task);
  if (!isRoot(record)) return;
  requireTrigger(task);
  requireRunnable(context, task);
}

/** Stops a task and notes why. */
export function suspendTask(catalog: Catalog, task: CatalogObject, reason: SuspendedReason): void {
  stop(taskOf(task), catalog.now(), reason);
  task.updatedOn = catalog.stamp();
}

/** 091421 unless all roots of a task are suspended. */
export function requireSuspendedGraph(context: Context, task: CatalogObject): void {
  requireSuspendedRoots(context, rootsOf(context.catalog, task));
}

function requireSuspendedRoots(context: Context, roots: readonly CatalogObject[]): void {
  const started = roots.find((root) => taskOf(root).state === "started");
  if (started) throw rootNotSuspended(fullName(context, started));
}

/** 091089 unless the owner of a task has what it takes to run it. */
export function requireExecutable({ catalog }: Context, task: CatalogObject): void {
  const everybody = catalog.find(accountId, "ROLE", "PUBLIC");
  const own = [task.owner, everybody?.id ?? null].filter((id) => id !== null);
  const roles = inherited(catalog, own);
  const holds = (object: CatalogObject, privilege: string) =>
    (object.owner !== null && roles.has(object.owner)) ||
    catalog.grants.on(object.id).some((grant) => grant.privilege === privilege && roles.has(grant.to));
  if (!holds(catalog.account, "EXECUTE TASK")) throw cannotExecute("EXECUTE TASK privilege");
  const { warehouse } = optionsOf(task);
  if (warehouse === null) {
    if (!holds(catalog.account, "EXECUTE MANAGED TASK")) throw cannotExecute("EXECUTE MANAGED TASK privilege");
    return;
  }
  const found = catalog.find(accountId, "WAREHOUSE", warehouse);
  if (!found || !holds(found, "USAGE")) throw cannotExecute("USAGE privilege on the task's warehouse");
}

/** A graph without cycle, with one root, and not too large. */
export function requireRunnable(context: Context, root: CatalogObject): void {
  const { catalog } = context;
  const cyclic = cycleBelow(catalog, root);
  if (cyclic) throw invalidTask(`Graph has at least one cycle containing task ${fullName(context, cyclic)}.`);
  const members = membersOf(catalog, root);
  if (members.length > mostTasks) throw tooManyTasks(fullName(context, root));
  const inGraph = new Set(members);
  const outside = members.flatMap((task) => predecessors(catalog, task)).find((task) => !inGraph.has(task));
  const other = outside && rootsOf(catalog, outside)[0];
  if (!other) return;
  const names = [root, other].map((task) => fullName(context, task)).sort();
  throw invalidTask(`The graph has more than one root task (one without predecessors): ${names.join(", ")}.`);
}

export function tooManyTasks(root: string) {
  return invalidTask(`The graph of root task ${root} would have more than ${mostTasks} tasks.`);
}

/** The name of a task as errors and SHOW write it. */
export function fullName(context: Context, task: CatalogObject): string {
  return qualifiedText(pathOf(context, task));
}

/** No source has the text of these two. */
function requireTrigger(task: CatalogObject): void {
  const { schedule, warehouse, targetCompletionInterval } = optionsOf(task);
  if (schedule !== null) return;
  if (!asksStream(taskOf(task).condition)) {
    throw invalidTask(`Task ${task.name} cannot be resumed without a schedule, a predecessor or a stream in WHEN.`);
  }
  if (warehouse === null && targetCompletionInterval === null) {
    throw invalidTask(`Serverless triggered task ${task.name} needs TARGET_COMPLETION_INTERVAL.`);
  }
}
