import { ObjectExistsError } from "../client/errors";
import type { Definition } from "../resource/definition";
import { type Context, mayHaveRun, UnfinishedError } from "../resource/lifecycle/context";
import { called } from "../resource/names";
import { canonicalQualified, type StoredName } from "../sql";
import type { FilePlace } from "./stage-file-place";

/** A file has no time of creation that stays: it is what lies at its place, and claimed as that. */
export const filesClaim = "";

/**
 * Claims the place of a file before anything is looked at or sent: PUT overwrites, so of two resources that are uploaded at once the
 * second would be no error, and undo the first. If the work fails without a trace, the claim is given back.
 *
 * @param own - Where the resource stands already.
 * @throws ObjectExistsError if another resource of this program stands for the place.
 */
export async function claiming<T>(
  definition: Definition,
  { claims }: Context,
  { place, own }: { readonly place: FilePlace; readonly own?: FilePlace },
  work: () => Promise<T>,
): Promise<T> {
  const others = own === undefined ? [] : claimedNames(own);
  const names = claimedNames(place).filter((name) => !others.includes(name));
  if (names.some((name) => claims.has(definition.kind, name, filesClaim)))
    throw new ObjectExistsError({
      objectKind: definition.kind,
      name: place.id,
      message:
        `${called(definition, place.names)} exists already. Another resource of this program stands for it. Choose another path. ` +
        "If that one moves away in this run, run pulumi up again.",
    });
  for (const name of claimedNames(place)) claims.claim(definition.kind, name, filesClaim);
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnfinishedError) && !mayHaveRun(error))
      for (const name of names) claims.release(definition.kind, name, filesClaim);
    throw error;
  }
}

/** Gives up the place that a file has left, but for what it has in common with the new one. */
export function releaseFormer(
  definition: Definition,
  { claims }: Context,
  { from, to }: { readonly from: FilePlace; readonly to: FilePlace },
): void {
  for (const name of claimedNames(from))
    if (!claimedNames(to).includes(name)) claims.release(definition.kind, name, filesClaim);
}

/** Whether a resource of the program stands for a file. */
export function isClaimed(definition: Definition, { claims }: Context, place: FilePlace): boolean {
  return claimedNames(place).some((name) => claims.has(definition.kind, name, filesClaim));
}

/** Its own name, and where it lies, which may be the name of another one: compression adds an extension. */
function claimedNames({ id, stage, staged }: FilePlace): readonly string[] {
  // No name of SQL: with its extension it may be longer than those are.
  return [...new Set([id, canonicalQualified([...stage, staged as StoredName])])];
}
