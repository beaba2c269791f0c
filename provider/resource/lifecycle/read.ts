import type { Row } from "../../client/client";
import { ObjectMissingError } from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import type { Definition } from "../definition";
import { listedValues, readLive } from "../live";
import { list, locate } from "../locate";
import { called, identityOf, nameOfRow, namesOf, namesOfId, valuesOfId } from "../names";
import { type Options, optionsOf } from "../options";
import { readOutputs } from "../outputs";
import type { Values } from "../property";
import { type State, stateOf, stateVersion } from "../state";
import { accountOf, actOf, type Context, createdOnOf, intentKey, proveAccount, proveGone } from "./context";
import { findMoved } from "./moved";
import { isMadeAnew } from "./rebuild";

/**
 * The live state of an object that the state knows: values of the managed properties and the stable facts. Absent if it is
 * proven gone.
 */
export async function read(definition: Definition, context: Context, outputs: Values): Promise<State | undefined> {
  const known = stateOf(definition, outputs);
  const recorded = namesOf(definition, known.values);
  const act = actOf(definition, context, known.options, recorded, "read");
  const { client, operation } = act;
  const who = await client.identity();
  proveAccount(definition, recorded, known.facts, who);
  await definition.keeper?.bringBack(context, known.options);
  const there = await locate(definition, client, recorded, "shared");
  const found =
    there === undefined ? await findMoved(act, recorded, known.facts.createdOn, who) : { row: there, name: recorded };
  if (found === undefined) {
    proveGone(definition, recorded, known.facts, who);
    await hintAtRename(definition, context, known, recorded);
    return undefined;
  }
  const { row, name } = found;
  if (there === undefined)
    context.say(`${called(definition, recorded)} is ${canonicalQualified(name)} now: the state follows.`);
  context.journal.settled(intentKey(act, who, name));
  const createdOn = createdOnOf(row);
  const isAnother = known.facts.createdOn !== undefined && createdOn !== known.facts.createdOn;
  if (isAnother && !isMadeAnew(act, name, row, known.facts)) {
    context.say(
      `${called(definition, name)} was dropped and created again outside Pulumi (created ${known.facts.createdOn}, now ${createdOn}): the state takes over the new one.`,
    );
  }
  const keys = new Set(Object.keys(known.values));
  const live = await readLive(definition, client, name, row, {
    keys,
    tags: known.options.readTags === true,
    known: known.values,
    managed: known.values,
    recorded: known.outputs ?? {},
    operation,
    freshness: "shared",
  });
  const decided = await readOutputs(definition, {
    client,
    name,
    row,
    operation,
    freshness: "shared",
    values: live,
    recorded: known.outputs,
  });
  const { createdOn: _, ...facts } = known.facts;
  return {
    outputs: decided,
    values: { ...identityOf(definition, name), ...live },
    options: known.options,
    facts: {
      ...facts,
      account: accountOf(who),
      role: who.role,
      ...(createdOn === undefined ? {} : { createdOn }),
      version: stateVersion,
    },
  };
}

/**
 * Everything readable of an object that nobody manages here, with its row of SHOW: what `X.get` and the look-ups answer.
 *
 * @throws ObjectMissingError if there is none, or the role may not see it.
 */
export async function lookUp(
  definition: Definition,
  context: Context,
  id: string,
  asked: Values,
): Promise<State & { readonly row: Row }> {
  const options = optionsOf(asked);
  const identity = valuesOfId(definition, id);
  const name = namesOfId(definition, id);
  const { client, operation } = actOf(definition, context, options, name, "read");
  const who = await client.identity();
  const row = await locate(definition, client, name, "fresh");
  if (row === undefined) {
    throw new ObjectMissingError({
      objectKind: definition.kind,
      name: canonicalQualified(name),
      message: `There is no ${called(definition, name)} in ${accountOf(who)}, or role ${who.role} may not see it. Check the spelling, the role, and that the connection is the right one.`,
    });
  }
  const live = await readLive(definition, client, name, row, { tags: false, known: {}, operation, freshness: "fresh" });
  const createdOn = createdOnOf(row);
  const outputs = await readOutputs(definition, { client, name, row, operation, freshness: "fresh", values: live });
  return {
    row,
    outputs,
    values: { ...identity, ...live },
    options,
    facts: {
      account: accountOf(who),
      role: who.role,
      ...(createdOn === undefined ? {} : { createdOn }),
      version: stateVersion,
    },
  };
}

/** One object of a listing. */
export interface Listed {
  /** Canonical qualified name. */
  readonly id: string;
  readonly row: Row;
  /** The values that the listing itself holds. */
  readonly values: Values;
}

/** All objects of a kind in a container that the role sees, in one listing. */
export async function listAll(
  definition: Definition,
  context: Context,
  container: readonly StoredName[],
  asked: Options & { readonly like?: string | undefined },
): Promise<readonly Listed[]> {
  const { client } = actOf(definition, context, asked, container, "read");
  const rows = await list(definition, client, [...container, "" as StoredName], "shared", asked.like);
  return rows.map((row) => {
    const name = [...container, nameOfRow(definition, row)];
    return {
      id: canonicalQualified(name),
      row,
      values: { ...identityOf(definition, name), ...listedValues(definition, row) },
    };
  });
}

/** Something created at the same moment under another name is probably the same object: worth a word, not proof. */
async function hintAtRename(
  definition: Definition,
  context: Context,
  known: State,
  name: readonly StoredName[],
): Promise<void> {
  const { createdOn } = known.facts;
  if (createdOn === undefined) return;
  // What it stood in may be gone too.
  const rows = await list(definition, context.clientFor(known.options), name, "shared").catch(noneIfMissing);
  const same = rows.filter((row) => createdOnOf(row) === createdOn);
  if (same.length !== 1) return;
  context.say(
    `${called(definition, name)} is gone, but ${same[0]?.["name"]} was created at the same moment: if it was renamed outside Pulumi, rename it back, or set name to the new one, before the next pulumi up.`,
  );
}

function noneIfMissing(error: unknown): readonly Row[] {
  if (error instanceof ObjectMissingError) return [];
  throw error;
}
