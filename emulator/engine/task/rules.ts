import { accountId } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { findSize } from "../kinds/warehouse-sizes";
import { insufficientPrivileges, invalidParameterValue, missing } from "../sql-error";
import type { Context } from "../statements/context";
import type { Change } from "../statements/kind";
import { pathOf } from "../statements/resolve";
import { qualifiedText } from "../syntax/name";
import { invalidTask, serverlessOnly } from "./errors";
import { finalizerOf, isRoot, successors } from "./graph";
import { serverlessSizes } from "./options";
import { optionsOf, taskOf } from "./record";
import { parseSchedule } from "./schedule";

/** Refuses a task whose properties do not go together. */
export function checkTask(context: Context, change: Change): void {
  settleOverlap(change);
  checkWarehouse(context, change);
  checkSizes(change);
  checkSession(change);
  const { schedule, config, executeAsUser } = optionsOf(change);
  if (change.given.has("EXECUTE_AS_USER") && executeAsUser !== null) requireUser(context, executeAsUser);
  if (change.given.has("SCHEDULE") && schedule !== null) parseSchedule(schedule);
  if (change.given.has("CONFIG") && config !== null) checkConfig(config);
  checkPlace(context, change);
}

/** What a task at its place in a graph may not have; also asked before a link is added to a task. */
export function checkPlace(context: Context, change: Pick<Change, "name" | "before" | "container"> & Holder): void {
  const { name, before, container, parameters } = change;
  const record = taskOf(change);
  if (isRoot(record)) return;
  const { schedule, config, overlapPolicy } = optionsOf(change);
  const fullName = qualifiedText([...pathOf(context, container), name]);
  const finalizes = record.finalizes !== null;
  if (finalizes && schedule !== null) throw invalidTask(`Task ${name} cannot have a schedule and be a finalizer task.`);
  if (schedule !== null) throw invalidTask(`Task ${name} cannot have both a schedule and a predecessor.`);
  if (finalizes && record.predecessors.length > 0) {
    throw invalidTask(`Task ${name} cannot have predecessors as a finalizer task.`);
  }
  if (config !== null) throw invalidTask(`Task ${name} cannot both be a non-root task and have a config.`);
  if (overlapPolicy !== null) throw invalidTask(`Cannot set ${overlapWord(change)} on non-root task ${fullName}.`);
  if (parameters["TASK_AUTO_RETRY_ATTEMPTS"] !== undefined) {
    throw invalidTask(`Cannot set parameter TASK_AUTO_RETRY_ATTEMPTS on non-root task ${fullName}.`);
  }
  if (!before) return;
  if (finalizerOf(context.catalog, before)) {
    throw invalidTask(
      "This task has a finalizer and cannot be made a child task. Please remove the finalizer before adding a predecessor.",
    );
  }
  if (finalizes && successors(context.catalog, before).length > 0) {
    throw invalidTask(`Task ${name} cannot have children as a finalizer task.`);
  }
}

type Holder = Pick<CatalogObject, "properties" | "parameters"> & { given?: ReadonlySet<string> };

function overlapWord({ given }: Holder): string {
  return given?.has("ALLOW_OVERLAPPING_EXECUTION") ? "allow_overlapping_execution" : "overlap policy";
}

/** ALLOW_OVERLAPPING_EXECUTION is an older word for two of the policies. */
function settleOverlap({ properties, given }: Change): void {
  const allows = properties["ALLOW_OVERLAPPING_EXECUTION"] ?? null;
  delete properties["ALLOW_OVERLAPPING_EXECUTION"];
  if (!given.has("ALLOW_OVERLAPPING_EXECUTION")) return;
  const policy = allows === null ? null : allows === true ? "ALLOW_CHILD_OVERLAP" : "NO_OVERLAP";
  if (given.has("OVERLAP_POLICY") && properties["OVERLAP_POLICY"] !== policy) {
    throw invalidTask(
      "Cannot specify ALLOW_OVERLAPPING_EXECUTION and OVERLAP_POLICY to different values in the same command.",
    );
  }
  properties["OVERLAP_POLICY"] = policy;
}

/** A task with a warehouse has nothing of a serverless one. */
function checkWarehouse({ catalog, access }: Context, change: Change): void {
  const { warehouse, targetCompletionInterval } = optionsOf(change);
  if (warehouse === null) return;
  const found = catalog.find(accountId, "WAREHOUSE", warehouse);
  if (change.given.has("WAREHOUSE") && !(found && access.sees(found))) {
    throw invalidTask(`Nonexistent warehouse ${warehouse} was specified.`);
  }
  if (targetCompletionInterval !== null) throw serverlessOnly();
  const size = serverlessSizes.find((key) => change.given.has(key) && change.parameters[key] !== undefined);
  if (size !== undefined) throw invalidTask(`Cannot set ${size} on a non-serverless task.`);
}

/** The user that a task is to run as; the role has to be allowed to act as that user. */
function requireUser({ catalog, access }: Context, name: string): void {
  const user = catalog.find(accountId, "USER", name);
  if (!user) throw missing("User", name);
  if (!access.holds(user, "IMPERSONATE")) throw insufficientPrivileges("USER", name);
}

/** Least, first and most size of a serverless task: none above XXLARGE, and in this order. */
function checkSizes({ parameters, given }: Change): void {
  const largest = findSize("XXLARGE")?.rank ?? 0;
  const sizes = serverlessSizes.flatMap((key) => {
    const size = findSize(parameters[key]);
    return size ? [{ key, size }] : [];
  });
  for (const { key, size } of sizes) {
    if (given.has(key) && size.rank > largest) throw invalidParameterValue(String(parameters[key]), key);
  }
  for (const [i, { key, size }] of sizes.entries()) {
    const above = sizes.slice(i + 1).find((other) => other.size.rank < size.rank);
    if (!above) continue;
    throw invalidTask(`${key} (${size.keyword}) cannot be greater than ${above.key} (${above.size.keyword}).`);
  }
}

function checkSession({ parameters, given }: Change): void {
  if (given.has("AUTOCOMMIT") && parameters["AUTOCOMMIT"] === false) throw notWithTasks("AUTOCOMMIT = false");
  if (given.has("SEARCH_PATH") && parameters["SEARCH_PATH"] !== undefined) throw notWithTasks("SEARCH_PATH");
}

function notWithTasks(parameter: string) {
  return invalidTask(`The parameter ${parameter} is not supported with Tasks. Remove the parameter and try again.`);
}

function checkConfig(text: string): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
  throw invalidTask("Invalid config. Must be a string representation of a valid JSON Object.");
}
