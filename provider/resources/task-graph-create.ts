import type { Row } from "../client/client";
import { SnowflakeError } from "../client/errors";
import type { Definition } from "../resource/definition";
import type { Intent } from "../resource/journal";
import {
  actOf,
  type Context,
  clockToleranceMs,
  createdOnOf,
  intentKey,
  mayBeOwnedBy,
  UnfinishedError,
} from "../resource/lifecycle/context";
import { called, namesOf } from "../resource/names";
import { createModeOf } from "../resource/policy";
import type { Values } from "../resource/property";
import { type State, split } from "../resource/state";
import { canonicalName, canonicalQualified, parseIdentifier, storedName } from "../sql";
import { expanded } from "./task-graph-expansion";
import { factsOf, listing } from "./task-graph-listing";
import { LeftSuspended, reconcile } from "./task-graph-reconcile";
import { stopReplaced } from "./task-graph-replaced";
import { standingOf } from "./task-graph-standing";
import { takenUp } from "./task-graph-take-up";
import { HalfChangedError } from "./task-graph-taking-back";
import { unfinished } from "./task-graph-unfinished";
import { membersOf, tasksIn } from "./task-graphs";

/**
 * Makes a graph from checked inputs, or takes up what exists as the create mode says.
 *
 * @throws ObjectExistsError if a task of the graph exists, and the create mode does not take it up.
 * @throws UnfinishedError if it was made in part, and that could not be taken back.
 */
export async function create(
  definition: Definition,
  context: Context,
  inputs: Values,
): Promise<{ readonly id: string; readonly state: State }> {
  const { values, options } = split(definition, inputs);
  const name = namesOf(definition, values);
  const id = canonicalQualified(name);
  const act = actOf(definition, context, options, name, "create");
  const who = await act.client.identity();
  await definition.keeper?.bringBack(context, options);
  const key = intentKey(act, who, name);
  const mode = createModeOf(context.policy, definition, values, options);
  const intent = context.journal.find(key);
  const root = name.at(-1) ?? "";
  const tasks = tasksIn(await listing(act, name));
  const wanted = expanded(values);
  const rows = wanted.flatMap((one) => {
    const found = tasks.get(parseIdentifier(one.name));
    return found === undefined ? [] : [found.row];
  });
  const isOurs = intent !== undefined && rows.every((row) => isMadeSince(intent, row, who.role));
  const isTakenUp = rows.length > 0 && !isOurs;
  const standing = isTakenUp
    ? await takenUp(act, { name, tasks, wanted, mode })
    : standingOf(tasks, wanted, values, []);
  // What exists beside what is declared is dropped only where that was asked for.
  const mine = mode === "orReplace" ? membersOf(tasks, root).map((one) => canonicalName(storedName(one.name))) : [];
  const whole = new Map([...standingOf(tasks, [], values, mine), ...standing]);
  await context.journal.begin(key, { at: intent?.at ?? Date.now() + who.clockOffsetMs, role: who.role });
  const replaced = await stopReplaced(act, name, values);
  const rootNow = async () => tasksIn(await listing(act, name)).get(root)?.row;
  try {
    await reconcile(act, { name, tasks, standing: whole, wanted, mine });
  } catch (error) {
    await replaced.bringBack();
    if (error instanceof HalfChangedError)
      throw await unfinished(act, id, { values, options, facts: factsOf(who, undefined) }, {}, error);
    if (error instanceof LeftSuspended) {
      const state = { values, options, facts: { ...factsOf(who, await rootNow()), unfinished: true } };
      throw new UnfinishedError(id, state, error.problem, `${called(definition, name)} was created.`);
    }
    // What an earlier run has left of it is still ours.
    if (error instanceof SnowflakeError && rows.length === 0) context.journal.forget(key);
    throw error;
  }
  await replaced.forget();
  if (isTakenUp) context.say(`${called(definition, name)} exists: taken up (createMode "${mode}").`);
  const facts = factsOf(who, await rootNow());
  context.claims.claim(definition.kind, id, facts.createdOn);
  const isAdopted = isTakenUp && mode !== "orReplace";
  return { id, state: { values, options, facts: { ...facts, ...(isAdopted ? { adopted: true } : {}) } } };
}

/** Whether an interrupted run of this program made a task: not created before that run announced it, and owned by our role. */
export function isMadeSince({ at, role: announced }: Intent, row: Row, role: string): boolean {
  const createdOn = Date.parse(createdOnOf(row) ?? "");
  return createdOn >= at - clockToleranceMs && announced === role && mayBeOwnedBy(row, role);
}
