import { InvalidArgumentError, ObjectExistsError } from "../client/errors";
import type { Definition } from "../resource/definition";
import { type Act, actOf, type Context } from "../resource/lifecycle/context";
import { listedValues } from "../resource/live";
import { called, namesOf } from "../resource/names";
import type { Change, Outcome } from "../resource/objects/create-or-alter";
import { brokenRules, refuseProblems } from "../resource/objects/problems";
import type { Values } from "../resource/property";
import { canonicalName, canonicalQualified, parseIdentifier, type StoredName, storedName } from "../sql";
import { task } from "./task";
import { type Expanded, expanded } from "./task-graph-expansion";
import { listing } from "./task-graph-listing";
import { notCompared, standingNow } from "./task-graph-live";
import { type Operation, operations } from "./task-graph-operations";
import { about } from "./task-graph-plan";
import { LeftSuspended, reconcile } from "./task-graph-reconcile";
import { formerGraph, standingOf } from "./task-graph-standing";
import { HalfChangedError } from "./task-graph-taking-back";
import { type GraphTask, type GraphTasks, tasksIn } from "./task-graphs";

/** How a graph meets tasks that exist. */
export type DeployMode = "createOrAlter" | "errorIfExists" | "orReplace" | "ifNotExists";

/** What a graph shall be, said by somebody who has no record of what it was. */
export interface Deployment {
  /** Checked values. */
  readonly values: Values;
  /** Properties of the graph that go back to their default: `tasks` to none, for one. */
  readonly reset: readonly string[];
  /** The same of its tasks, by the stored names that they have in the graph. */
  readonly resetOf: ReadonlyMap<string, readonly string[]>;
  readonly mode: DeployMode;
}

/**
 * Makes a graph, or brings what exists to it. Where it says its tasks, those that it does not have are dropped. What it leaves out of
 * a task's settings stays, or goes back to Snowflake's default where it replaces the graph; what a task runs, under which condition,
 * and after which others is as it says.
 *
 * @throws ObjectExistsError if a task of the graph exists, and the mode says that this is an error.
 * @throws InvalidArgumentError if a task hangs in the graph whose name no graph gives: it is dropped only where all of it is replaced.
 */
export async function deploy(definition: Definition, context: Context, deployment: Deployment): Promise<Outcome> {
  const name = canonicalQualified(namesOf(definition, deployment.values));
  return inTurn(context, name, () => deployNow(definition, context, deployment));
}

/** Deployments of one graph under way, by its name: two at once would end as a mix of both. */
const turns = new WeakMap<Context["claims"], Map<string, Promise<unknown>>>();

/** Runs what concerns a graph when all that was asked before for it in this process has ended, whichever way. */
async function inTurn<T>({ claims }: Context, name: string, work: () => Promise<T>): Promise<T> {
  const waiting = turns.get(claims) ?? new Map<string, Promise<unknown>>();
  turns.set(claims, waiting);
  const before = waiting.get(name);
  const mine = (async () => {
    await before?.catch(() => {});
    return work();
  })();
  waiting.set(name, mine);
  try {
    return await mine;
  } finally {
    if (waiting.get(name) === mine) waiting.delete(name);
  }
}

async function deployNow(definition: Definition, context: Context, deployment: Deployment): Promise<Outcome> {
  const { mode } = deployment;
  try {
    return await deployOnce(definition, context, deployment);
  } catch (error) {
    // Somebody else may have made a task of it meanwhile: then it is there, to be changed.
    const mayBeThere = mode === "createOrAlter" || mode === "orReplace";
    if (!(error instanceof ObjectExistsError && mayBeThere)) throw error;
    return deployOnce(definition, context, deployment);
  }
}

async function deployOnce(definition: Definition, context: Context, deployment: Deployment): Promise<Outcome> {
  const { mode } = deployment;
  const name = namesOf(definition, deployment.values);
  const act = actOf(definition, context, {}, name, "create");
  await definition.keeper?.bringBack(context, {});
  const tasks = tasksIn(await listing(act, name));
  const root = tasks.get(name.at(-1) ?? "");
  refuseChild(definition, name, root);
  if (root === undefined) refuseNothing(definition, name, deployment.values);
  const values = completed(deployment, root);
  refuseProblems(definition, canonicalQualified(name), brokenRules(definition, values), "Nothing was changed.");
  const wanted = expanded(values);
  const taken = wanted.map((one) => one.name).filter((one) => tasks.has(parseIdentifier(one)));
  if (mode === "ifNotExists" && root !== undefined) return { action: "unchanged", changes: [], notCompared: [] };
  if ((mode === "errorIfExists" || mode === "ifNotExists") && taken.length > 0) throw exists(act, name, taken, root);
  const going = goingTasks(tasks, name, deployment, wanted);
  if (mode !== "orReplace") refuseOthersTasks(definition, name, going);
  const standing = new Map([
    ...standingOf(tasks, [], values, going),
    ...(await standingNow(act, tasks, wanted, { ...deployment, values })),
  ]);
  await carriedOut(act, name, () => reconcile(act, { name, tasks, standing, wanted, mine: going }));
  if (root === undefined) return { action: "created", changes: [], notCompared: [] };
  const changes = [...changesOf(wanted, operations(standing, wanted, going)), ...stateChange(root, values)];
  return {
    action: changes.length === 0 ? "unchanged" : "altered",
    changes,
    notCompared: notCompared(wanted, standing),
  };
}

/** Errors of a change of a graph, in words for those who keep no record of it. */
export async function carriedOut(
  { definition }: Act,
  name: readonly StoredName[],
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof HalfChangedError) throw Object.assign(error.cause, { message: error.message });
    if (!(error instanceof LeftSuspended)) throw error;
    error.problem.message = `${called(definition, name)} was changed. ${error.problem.message}`;
    throw error.problem;
  }
}

/** What makes a root run, or what it runs, stays where a graph does not say it. */
function completed({ values, reset, mode }: Deployment, root: GraphTask | undefined): Values {
  if (mode === "orReplace") return { started: false, ...values };
  const live = root === undefined ? {} : listedValues(task, root.row);
  const unsaid = ["definition", "schedule", "when"].filter((key) => values[key] === undefined && !reset.includes(key));
  const stays = unsaid.flatMap((key) => (live[key] === undefined ? [] : [[key, live[key]] as const]));
  return { ...Object.fromEntries(stays), ...(reset.includes("started") ? { started: false } : {}), ...values };
}

/** Tasks of the graph that stand, and that it shall have no more; each behind those that it runs after. */
function goingTasks(
  tasks: GraphTasks,
  name: readonly StoredName[],
  { values, reset, mode }: Deployment,
  wanted: readonly Expanded[],
): readonly string[] {
  const names = new Set(wanted.map((one) => one.name));
  const says = (key: string) => mode === "orReplace" || values[key] !== undefined || reset.includes(key);
  return formerGraph(tasks, name.at(-1) ?? "", new Map()).flatMap(({ name, values }) => {
    const isSaid = values["finalize"] === undefined ? says("tasks") : says("finalizer");
    return isSaid && !names.has(name) ? [name] : [];
  });
}

/** @throws InvalidArgumentError if one of them is no task of such a graph by its name: no specification could have said it. */
function refuseOthersTasks(definition: Definition, name: readonly StoredName[], going: readonly string[]): void {
  const prefix = `${name.at(-1) ?? ""}$`;
  const others = going.filter((one) => !parseIdentifier(one).startsWith(prefix));
  if (others.length === 0) return;
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)} would lose ${others.join(", ")}, which hang${others.length === 1 ? "s" : ""} in it under a name that is not ${canonicalName(storedName(`${prefix}NAME`))}. Nothing was changed. Drop ${others.length === 1 ? "it" : "them"} first, let ${others.length === 1 ? "it" : "them"} run after something else, or deploy with the mode "orReplace", which drops ${others.length === 1 ? "it" : "them"}.`,
  });
}

/** @throws InvalidArgumentError if there is nothing that a new graph would run. */
function refuseNothing(definition: Definition, name: readonly StoredName[], values: Values): void {
  if (["tasks", "definition", "finalizer"].some((key) => values[key] !== undefined)) return;
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `There is no ${called(definition, name)}, and the specification says nothing that one would run. Check the spelling; to make a graph, say its tasks, or the definition of its root. Nothing was sent.`,
  });
}

function changesOf(wanted: readonly Expanded[], plan: readonly Operation[]): readonly Change[] {
  return plan.flatMap(({ what, name, steps }) =>
    steps.map((step) => {
      const reason = what === "create" ? "it is not there" : step.reason;
      const { reason: words, properties } = about(wanted, name, { ...step, reason });
      return { property: properties[0] ?? "tasks", reason: words };
    }),
  );
}

function stateChange({ started }: GraphTask, values: Values): readonly Change[] {
  const shall = values["started"] ?? started;
  return shall === started ? [] : [{ property: "started", reason: `started: ${started} → ${shall}` }];
}

function exists(
  { definition }: Act,
  name: readonly StoredName[],
  taken: readonly string[],
  root: GraphTask | undefined,
): ObjectExistsError {
  const object = called(definition, name);
  const [them, are] = taken.length === 1 ? ["it", "is"] : ["them", "are"];
  const message =
    root === undefined
      ? `${object} cannot be made: there ${are} ${taken.join(", ")} already, without such a graph. Choose other names, drop ${them}, or take ${them} into the graph with createOrAlter(). Nothing was changed.`
      : `${object} exists already. The mode "ifNotExists" leaves it as it is; deploy() without a mode, or createOrAlter(), brings it to what is specified. Nothing was changed.`;
  return new ObjectExistsError({
    code: "002002",
    sqlState: "42710",
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message,
  });
}

/** @throws InvalidArgumentError if the root of a graph is none: it runs after other tasks. */
export function refuseChild(definition: Definition, name: readonly StoredName[], root: GraphTask | undefined): void {
  if (root === undefined || (root.predecessors.length === 0 && root.finalizes === undefined)) return;
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)} is no graph: the task of that name is ${root.finalizes === undefined ? `a child of ${root.predecessors.join(", ")}` : `the finalizer of ${root.finalizes}`}. Take a reference to that graph, or to the task. Nothing was changed.`,
  });
}
