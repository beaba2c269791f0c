import { capitalised } from "../client/advice";
import type { Identity, Row } from "../client/client";
import { InvalidArgumentError, ObjectMissingError, SnowflakeError } from "../client/errors";
import type { Definition } from "../resource/definition";
import type { IntentKey } from "../resource/journal";
import {
  type Act,
  actOf,
  adviceOf,
  type Context,
  createdOnOf,
  intentKey,
  mayBeOwnedBy,
  proveAccount,
  proveGone,
  UnfinishedError,
} from "../resource/lifecycle/context";
import { called, identityOf, namesOf } from "../resource/names";
import { createModeOf } from "../resource/policy";
import type { Values } from "../resource/property";
import { type State, split, stateOf } from "../resource/state";
import { canonicalQualified, parseIdentifier, type StoredName } from "../sql";
import { isMadeSince } from "./task-graph-create";
import { expanded } from "./task-graph-expansion";
import { factsOf, listing } from "./task-graph-listing";
import { graphPlan } from "./task-graph-plan";
import { LeftSuspended, reconcile, stillOwn } from "./task-graph-reconcile";
import { standingOf } from "./task-graph-standing";
import { alreadyThere } from "./task-graph-take-up";
import { HalfChangedError } from "./task-graph-taking-back";
import { unfinished } from "./task-graph-unfinished";
import { type GraphTasks, tasksIn } from "./task-graphs";

/**
 * Brings a graph from its recorded state to checked inputs: proof of identity first, then the difference between what stands and
 * what is declared.
 *
 * @throws UnfinishedError with what stands, if a change failed and could not be taken back.
 */
export async function update(
  definition: Definition,
  context: Context,
  id: string,
  outputs: Values,
  inputs: Values,
): Promise<State> {
  const before = stateOf(definition, outputs);
  const { values, options } = split(definition, inputs);
  const { unfinished: wasUnfinished, ...facts } = before.facts;
  const name = namesOf(definition, values);
  const moves = canonicalQualified(namesOf(definition, before.values)) !== canonicalQualified(name);
  const isSame = !moves && graphPlan(before.values, values).length === 0 && wasUnfinished !== true;
  if (isSame && facts.createdOn !== undefined) return { values, options, facts };
  const act = actOf(definition, context, options, name, "update");
  const who = await act.client.identity();
  proveAccount(definition, name, before.facts, who);
  await definition.keeper?.bringBack(context, options);
  const tasks = tasksIn(await listing(act, name));
  const row = proven(act, before, name, tasks, who);
  const known = { ...before.values, ...identityOf(definition, name) };
  const wanted = expanded(values);
  const had = expanded(known).map((one) => one.name);
  const added = wanted.map((one) => one.name).filter((one) => !had.includes(one));
  const key = changedKey(act, who, name);
  const mode = createModeOf(context.policy, definition, values, options);
  if (mode === "errorIfExists" || mode === "ifNotExists") refuseForeign(act, name, tasks, added, key, who.role);
  const mine = stillOwn(tasks, name.at(-1) ?? "", had.slice(1));
  const now = { ...facts, ...factsOf(who, row) };
  if (added.length > 0) await context.journal.begin(key, { at: Date.now() + who.clockOffsetMs, role: who.role });
  try {
    const standing = standingOf(tasks, wanted, known, mine);
    await reconcile(act, { name, tasks, standing, wanted, mine, before: before.values });
  } catch (error) {
    const state = { values: known, options, facts: now };
    if (error instanceof HalfChangedError) throw await unfinished(act, id, state, values, error);
    if (error instanceof LeftSuspended) {
      const done = { values, options, facts: { ...now, unfinished: true } };
      throw new UnfinishedError(id, done, error.problem, `${called(definition, name)} was changed.`);
    }
    if (error instanceof SnowflakeError) context.journal.forget(key);
    throw error;
  }
  context.claims.claim(definition.kind, canonicalQualified(name), now.createdOn);
  return { values, options, facts: now };
}

/** The row of the root, once it is proven to be the one in the state. */
function proven(
  { definition, context }: Act,
  { facts }: State,
  name: readonly StoredName[],
  tasks: GraphTasks,
  who: Identity,
): Row {
  const row = tasks.get(name.at(-1) ?? "")?.row;
  const object = called(definition, name);
  const about = { objectKind: definition.kind, name: canonicalQualified(name) };
  const { elsewhere, known, look, lookAtNew, goOn } = adviceOf(context);
  if (row === undefined) {
    proveGone(definition, name, facts, who);
    throw new ObjectMissingError({
      ...about,
      message: `${object} is not there any more: its root was dropped ${elsewhere}. ${capitalised(look)}, look at what it shows, then ${goOn}.`,
    });
  }
  // Without a time of creation, only the owner proves anything.
  const isOurs = facts.createdOn === undefined ? mayBeOwnedBy(row, who.role) : createdOnOf(row) === facts.createdOn;
  if (isOurs) return row;
  throw new InvalidArgumentError({
    ...about,
    message: `${object} is another graph than ${known}: its root was dropped and created again ${elsewhere}. Nothing was changed. ${capitalised(lookAtNew)}, then ${goOn}.`,
  });
}

/** @throws ObjectExistsError if a task that the graph is to get exists, and no run of ours that was interrupted made it. */
function refuseForeign(
  { context, definition }: Act,
  name: readonly StoredName[],
  tasks: GraphTasks,
  added: readonly string[],
  key: IntentKey,
  role: string,
): void {
  const intent = context.journal.find(key);
  const foreign = added.filter((one) => {
    const row = tasks.get(parseIdentifier(one))?.row;
    return row !== undefined && (intent === undefined || !isMadeSince(intent, row, role));
  });
  if (foreign.length > 0) throw alreadyThere({ definition, context }, name, foreign);
}

/** Identifies the note of a change that makes tasks. What `diff` settles is the note of a creation alone. */
function changedKey(act: Act, who: Identity, name: readonly StoredName[]): IntentKey {
  const key = intentKey(act, who, name);
  return { ...key, kind: `${key.kind} changed` };
}
