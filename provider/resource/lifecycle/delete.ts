import type { Identity } from "../../client/client";
import { InvalidArgumentError, ObjectMissingError } from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import { guard } from "../data-safety";
import type { Definition } from "../definition";
import { same } from "../equal";
import { locate } from "../locate";
import { called, namesOf } from "../names";
import { adoptLine } from "../one-run";
import { dataLossOf } from "../policy";
import type { Values } from "../property";
import { stateOf } from "../state";
import { dropStatement } from "../statements";
import {
  type Act,
  actOf,
  adviceOf,
  type Context,
  createdOnOf,
  intentKey,
  proveAccount,
  proveGone,
  send,
} from "./context";
import type { Found } from "./evidence";
import { keeping } from "./keeping";
import { findMoved } from "./moved";
import { isMadeAnew } from "./rebuild";

/**
 * Drops the object of a state entry, once it is proven to be that object and the data safety agrees. What is gone, was
 * created again by somebody else, was taken up, or is stood for by another resource of the program is left alone.
 */
export async function remove(definition: Definition, context: Context, outputs: Values): Promise<void> {
  const { values, options, facts } = stateOf(definition, outputs);
  const recorded = namesOf(definition, values);
  const dataLoss =
    context.claims.mayLose(definition.kind, canonicalQualified(recorded), facts.createdOn) ??
    dataLossOf(context.policy, definition, values, options);
  if (facts.adopted === true && dataLoss !== "allow") {
    context.say(
      `${called(definition, recorded)} was taken up, not created, by this stack: released, not dropped. To drop it with the resource, set dataLoss: "allow" before.`,
    );
    return;
  }
  const act = actOf(definition, context, options, recorded, "delete");
  const { client } = act;
  const who = await client.identity();
  proveAccount(definition, recorded, facts, who);
  await definition.keeper?.bringBack(context, options);
  const found = await whereItIs(act, recorded, facts.createdOn, who);
  const key = intentKey(act, who, recorded);
  if (found === undefined) {
    proveGone(definition, recorded, facts, who);
    context.journal.settled(key);
    return;
  }
  const { row, name } = found;
  const id = canonicalQualified(name);
  const object = called(definition, name);
  const createdOn = createdOnOf(row);
  if (facts.createdOn === undefined) {
    throw new InvalidArgumentError({
      objectKind: definition.kind,
      name: id,
      message: `The state does not say which ${object} it stands for, because its creation was interrupted. Nothing was dropped. Run pulumi refresh, then try again.`,
    });
  }
  if (createdOn !== facts.createdOn && !isMadeAnew(act, name, row, facts)) {
    context.say(
      `${object} is another object than the one in the state (created ${facts.createdOn}, now ${createdOn}): left alone. To manage it, declare it again and run: ${adoptLine(definition.kind, id)}`,
    );
    return;
  }
  if (context.claims.has(definition.kind, id, createdOn)) {
    context.say(`${object} belongs to another resource of this program now: left alone.`);
    return;
  }
  const busy = () => [...context.deleting].some((other) => other.startsWith(`${id}.`));
  const danger = { what: "drop", wayBack: "undrop", advice: adviceOf(context) } as const;
  const undrop = await guard(definition, client, name, row, dataLoss, danger, busy);
  const isGone = async () => {
    const now = await locate(definition, client, name, "fresh");
    return now === undefined || createdOnOf(now) !== createdOn;
  };
  let problem: Error | undefined;
  context.deleting.add(id);
  try {
    await definition.beforeDrop?.(act, { name, row, values, dataLoss });
    const drop = { statement: dropStatement(definition, name, dataLoss) };
    ({ problem } = await keeping(act, { name, row, before: values }, (act) => send(act, name, drop, isGone)));
  } catch (error) {
    // What is asked before the drop may be missing, or hidden from the role, while the object itself is there.
    if (!(error instanceof ObjectMissingError) || !(await isGone())) throw error;
  } finally {
    context.deleting.delete(id);
  }
  context.journal.settled(key);
  if (problem !== undefined) throw problem;
  if (undrop === undefined) return;
  const first = context.claims.isReplaced(definition.kind, name) ? ", rename the one that took its place, and run" : "";
  context.say(`${object} was dropped. To bring it back${first}: ${undrop(name)}`);
}

/** The object where the state has it, or where a rename of what contains it, in this run or before, has taken it. */
async function whereItIs(
  act: Act,
  recorded: readonly StoredName[],
  createdOn: string | undefined,
  who: Identity,
): Promise<Found | undefined> {
  const { definition, client, context } = act;
  const row = await locate(definition, client, recorded, "fresh");
  if (row !== undefined) return { row, name: recorded };
  const carried = context.claims.carried(recorded);
  const moved = same(carried, recorded) ? undefined : await locate(definition, client, carried, "fresh");
  if (moved !== undefined) return { row: moved, name: carried };
  const found = await findMoved(act, recorded, createdOn, who);
  // The search may have looked at an older listing.
  const now = found && (await locate(definition, client, found.name, "fresh"));
  return found && now && { row: now, name: found.name };
}
