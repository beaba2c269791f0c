import type { Identity } from "../client/client";
import { ObjectMissingError } from "../client/errors";
import type { Definition } from "../resource/definition";
import {
  type Act,
  accountOf,
  actOf,
  type Context,
  intentKey,
  proveAccount,
  proveGone,
} from "../resource/lifecycle/context";
import { findMoved } from "../resource/lifecycle/moved";
import { called, identityOf, namesOf, namesOfId, valuesOfId } from "../resource/names";
import { optionsOf } from "../resource/options";
import type { Values } from "../resource/property";
import { type Facts, type State, stateOf } from "../resource/state";
import { canonicalQualified, type StoredName } from "../sql";
import { factsOf, listing } from "./task-graph-listing";
import { listedGraph, standingGraph } from "./task-graph-reading";
import { type GraphTasks, tasksIn } from "./task-graphs";

/** The live state of a graph that the state knows, from one listing; absent if it is proven gone. */
export async function read(definition: Definition, context: Context, outputs: Values): Promise<State | undefined> {
  const known = stateOf(definition, outputs);
  const recorded = namesOf(definition, known.values);
  const act = actOf(definition, context, known.options, recorded, "read");
  const who = await act.client.identity();
  proveAccount(definition, recorded, known.facts, who);
  await definition.keeper?.bringBack(context, known.options);
  const place = await whereItIs(act, recorded, known.facts, who);
  if (place === undefined) {
    proveGone(definition, recorded, known.facts, who);
    return undefined;
  }
  const { name, tasks } = place;
  const row = tasks.get(name.at(-1) ?? "")?.row;
  const { createdOn: was, ...facts } = known.facts;
  const now = factsOf(who, row);
  if (was !== undefined && now.createdOn !== was) {
    context.say(
      `${called(definition, name)} was dropped and created again outside Pulumi (created ${was}, now ${now.createdOn}): the state takes over the new one.`,
    );
  }
  context.journal.settled(intentKey(act, who, name));
  const values = standingGraph({ ...known.values, ...identityOf(definition, name) }, tasks);
  return { values, options: known.options, facts: { ...facts, ...now } };
}

/**
 * Everything that one listing tells of a graph that nobody manages here.
 *
 * @throws ObjectMissingError if there is none, or the role may not see it.
 */
export async function lookUp(definition: Definition, context: Context, id: string, asked: Values): Promise<State> {
  const options = optionsOf(asked);
  const name = namesOfId(definition, id);
  const act = actOf(definition, context, options, name, "read");
  const who = await act.client.identity();
  const tasks = tasksIn(await listing(act, name));
  const row = tasks.get(name.at(-1) ?? "")?.row;
  if (row === undefined) {
    throw new ObjectMissingError({
      objectKind: definition.kind,
      name: canonicalQualified(name),
      message: `There is no ${called(definition, name)} in ${accountOf(who)}, or role ${who.role} may not see it. Check the spelling, the role, and that the connection is the right one.`,
    });
  }
  const state = { values: listedGraph(valuesOfId(definition, id), tasks), options, facts: factsOf(who, row) };
  // What the listing tells of the root beside that is for whoever looks at it.
  return { ...state, row } as State;
}

/** The graph where the state has it, or where a rename of its schema or database has taken it. */
export async function whereItIs(
  act: Act,
  recorded: readonly StoredName[],
  facts: Facts,
  who: Identity,
  freshness: "shared" | "fresh" = "shared",
): Promise<{ readonly name: readonly StoredName[]; readonly tasks: GraphTasks } | undefined> {
  const tasks = tasksIn(await listing(act, recorded, freshness));
  if (tasks.has(recorded.at(-1) ?? "")) return { name: recorded, tasks };
  const moved = await findMoved(act, recorded, facts.createdOn, who);
  if (moved === undefined) return undefined;
  act.context.say(`${called(act.definition, recorded)} is ${canonicalQualified(moved.name)} now: the state follows.`);
  return { name: moved.name, tasks: tasksIn(await listing(act, moved.name, freshness)) };
}
