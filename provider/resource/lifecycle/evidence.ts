import { capitalised } from "../../client/advice";
import type { Row } from "../../client/client";
import { InvalidArgumentError, ObjectMissingError } from "../../client/errors";
import { canonicalQualified, type StoredName } from "../../sql";
import { same } from "../equal";
import { locate } from "../locate";
import { called } from "../names";
import type { State } from "../state";
import { type Act, adviceOf, createdOnOf, mayBeOwnedBy, proveGone } from "./context";
import { isMadeAnew } from "./rebuild";

/** The names of an object before and after a change. */
export interface Names {
  readonly from: readonly StoredName[];
  readonly to: readonly StoredName[];
}

/** Where an object stands. */
export interface Found {
  readonly row: Row;
  readonly name: readonly StoredName[];
}

/**
 * The object of a state entry by evidence, never by memory: under its old name, already under the new one, or under a mix of both,
 * because what contains it was renamed and it has not been yet.
 *
 * @throws InvalidArgumentError if another object has the new name, or the object was dropped and created again.
 * @throws ObjectMissingError if it is nowhere.
 */
export async function findObject(act: Act, before: State, names: Names, role: string): Promise<Found> {
  const { definition, client } = act;
  const { createdOn } = before.facts;
  const isOurs = (row: Row, name: readonly StoredName[]) =>
    createdOn === undefined
      ? mayBeOwnedBy(row, role)
      : createdOnOf(row) === createdOn || isMadeAnew(act, name, row, before.facts);
  let inTheWay: Row | undefined;
  let recreated: Row | undefined;
  for (const name of mixesOf(names)) {
    const row = await locate(definition, client, name, "fresh");
    if (row === undefined) continue;
    const isTarget = same(name, names.to);
    // Without a time of creation, only the place where it was left proves anything.
    const proves = isOurs(row, name) && (createdOn !== undefined || !isTarget || (await isGone(act, names)));
    if (proves && (isTarget || inTheWay === undefined)) return { row, name };
    if (proves) throw nameTaken(act, names);
    if (isTarget && !same(names.from, names.to)) inTheWay = row;
    else if (same(name, names.from)) recreated = row;
  }
  if (recreated !== undefined && inTheWay === undefined) throw createdAgain(act, names.from);
  if (inTheWay !== undefined) throw nameTaken(act, names);
  throw missing(act, before, names.from, role);
}

async function isGone({ definition, client }: Act, { from, to }: Names): Promise<boolean> {
  return same(from, to) || (await locate(definition, client, from, "fresh")) === undefined;
}

/** Every mix of old and new at each level, the new name first. */
function mixesOf({ from, to }: Names): readonly (readonly StoredName[])[] {
  let mixes: readonly (readonly StoredName[])[] = [[]];
  to.forEach((part, index) => {
    const old = from[index] ?? part;
    mixes = mixes.flatMap((mix) =>
      part === old
        ? [[...mix, part]]
        : [
            [...mix, part],
            [...mix, old],
          ],
    );
  });
  return mixes;
}

function nameTaken({ definition, context }: Act, { from, to }: Names): Error {
  return new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(to),
    message:
      `Cannot rename ${called(definition, from)} to ${canonicalQualified(to)}: an object of that name exists. If it is itself renamed in this ` +
      `run, ${adviceOf(context).again}; if the two names are swapped, go through a third name in two runs; else choose another name. Nothing was changed.`,
  });
}

function missing({ definition, context }: Act, before: State, name: readonly StoredName[], role: string): Error {
  const { elsewhere, look, goOn } = adviceOf(context);
  proveGone(definition, name, before.facts, { role, organization: "", account: "", user: "", clockOffsetMs: 0 });
  return new ObjectMissingError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)} is not there any more: it was dropped or renamed ${elsewhere}. ${capitalised(look)}, look at what it shows, then ${goOn}.`,
  });
}

function createdAgain({ definition, context }: Act, name: readonly StoredName[]): Error {
  const { known, elsewhere, lookAtNew, goOn } = adviceOf(context);
  return new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message: `${called(definition, name)} is another object than ${known}: it was dropped and created again ${elsewhere}. Nothing was changed. ${capitalised(lookAtNew)}, then ${goOn}.`,
  });
}
