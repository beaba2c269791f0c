import type { Identity } from "../client/client";
import { InvalidArgumentError } from "../client/errors";
import type { Definition } from "../resource/definition";
import {
  type Act,
  actOf,
  adviceOf,
  type Context,
  intentKey,
  proveAccount,
  proveGone,
} from "../resource/lifecycle/context";
import { keeping } from "../resource/lifecycle/keeping";
import { called, identityOf, namesOf } from "../resource/names";
import { adoptLine } from "../resource/one-run";
import { dataLossOf } from "../resource/policy";
import type { Values } from "../resource/property";
import { type State, stateOf } from "../resource/state";
import { canonicalName, canonicalQualified, parseIdentifier, type StoredName, storedName } from "../sql";
import { carryOut } from "./task-graph-carrying-out";
import { expanded } from "./task-graph-expansion";
import { factsOf } from "./task-graph-listing";
import { operations } from "./task-graph-operations";
import { whereItIs } from "./task-graph-read";
import { stillOwn } from "./task-graph-reconcile";
import { formerGraph, others, standingOf } from "./task-graph-standing";
import { type GraphTasks, rootsOf } from "./task-graphs";

/** Drops a graph, last task first, once it is proven to be the one in the state. What others have hung into it stays. */
export async function remove(definition: Definition, context: Context, outputs: Values): Promise<void> {
  const state = stateOf(definition, outputs);
  const { values, options, facts } = state;
  const recorded = namesOf(definition, values);
  if (facts.adopted === true && dataLossOf(context.policy, definition, values, options) !== "allow") {
    context.say(
      `${called(definition, recorded)} was taken up, not created, by this stack: released, not dropped. To drop it with the resource, set dataLoss: "allow" before.`,
    );
    return;
  }
  const act = actOf(definition, context, options, recorded, "delete");
  const who = await act.client.identity();
  proveAccount(definition, recorded, facts, who);
  await definition.keeper?.bringBack(context, options);
  const place = await whereItIs(act, context.claims.carried(recorded), facts, who, "fresh");
  if (place === undefined) {
    proveGone(definition, recorded, facts, who);
    return;
  }
  if (!isStillOurs(act, place.name, place.tasks, state, who)) return;
  await drop(act, place.name, place.tasks, values);
  context.journal.settled(intentKey(act, who, recorded));
}

/**
 * Whether it is the graph of the state, and nothing else of the program stands for it.
 *
 * @throws InvalidArgumentError if the state cannot prove which graph it is.
 */
function isStillOurs(
  { context, definition }: Act,
  name: readonly StoredName[],
  tasks: GraphTasks,
  { facts }: State,
  who: Identity,
): boolean {
  const { createdOn } = factsOf(who, tasks.get(name.at(-1) ?? "")?.row);
  const object = called(definition, name);
  const qualified = canonicalQualified(name);
  if (facts.createdOn === undefined) {
    throw new InvalidArgumentError({
      objectKind: definition.kind,
      name: qualified,
      message: `The state does not say which ${object} it stands for, because its creation was interrupted. Nothing was dropped. Run pulumi refresh, then try again.`,
    });
  }
  if (createdOn !== facts.createdOn) {
    context.say(
      `${object} is another graph than the one in the state (created ${facts.createdOn}, now ${createdOn}): left alone. To manage it, declare it again and run: ${adoptLine(definition.kind, qualified)}`,
    );
    return false;
  }
  if (!context.claims.has(definition.kind, qualified, createdOn)) return true;
  context.say(`${object} belongs to another resource of this program now: left alone.`);
  return false;
}

async function drop(act: Act, name: readonly StoredName[], tasks: GraphTasks, values: Values): Promise<void> {
  const root = name.at(-1) ?? "";
  const known = { ...values, ...identityOf(act.definition, name) };
  const own = expanded(known).map((one) => one.name);
  // One that somebody has moved into another graph is not this one's any more.
  const mine = stillOwn(tasks, root, own);
  const foreign = others(tasks, root, own);
  if (foreign.length > 0) {
    const names = foreign.map((one) => canonicalName(storedName(one.name))).join(", ");
    act.context.say(
      `${called(act.definition, name)} also holds ${names}, which ${adviceOf(act.context).ours} does not manage: left alone, without a root and suspended.`,
    );
  }
  const standing = standingOf(tasks, [], known, mine);
  const former = formerGraph(tasks, root, standing);
  const row = tasks.get(root)?.row;
  const also = mine.map((one) => parseIdentifier(one)).filter((one) => !rootsOf(tasks, [one]).includes(root));
  const { problem } = await keeping(act, { name, row, before: values, also }, (act) =>
    carryOut(act, former, operations(standing, [], mine)),
  );
  if (problem !== undefined) throw problem;
}
