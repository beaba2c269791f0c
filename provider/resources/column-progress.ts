import { type Kept, type Match, renamesOf } from "./column-match";

/** The renames of a change that have been carried out, and the others; by what stands, in the order of the table. */
export interface Progress {
  readonly done: readonly Kept[];
  readonly left: readonly Kept[];
}

/**
 * How far an interrupted run has come with the renames of a change. A name in use may have been freed and taken again, by the next
 * rename or, after the last one, by a new column: renames keep a column's place, and what is added stands behind all others.
 *
 * @param live - The names of the columns that stand.
 * @returns Absent if both names of a column stand, and the change does not explain it.
 */
export function progressOf(match: Match, live: readonly string[]): Progress | undefined {
  const renames = renamesOf(match);
  const place = new Map(live.map((name, index) => [name, index]));
  const isAdded = (name: string) => match.added.some((column) => column.name === name);
  for (let count = renames.length; count >= 0; count--) {
    const [done, left] = [renames.slice(0, count), renames.slice(count)];
    const isTakenAgain = ({ before, after }: Kept) =>
      done.some((other) => other.after.name === before.name) ||
      (left.length === 0 && isAdded(before.name) && Number(place.get(after.name)) < Number(place.get(before.name)));
    const isNotFreeYet = ({ after }: Kept) => left.some((other) => other.before.name === after.name);
    const isGone = ({ before, after }: Kept) => !place.has(before.name) && !place.has(after.name);
    const fits =
      done.every(
        (one) => isGone(one) || (place.has(one.after.name) && (!place.has(one.before.name) || isTakenAgain(one))),
      ) &&
      left.every(
        (one) => isGone(one) || (place.has(one.before.name) && (!place.has(one.after.name) || isNotFreeYet(one))),
      );
    if (fits) return { done, left };
  }
  return undefined;
}
