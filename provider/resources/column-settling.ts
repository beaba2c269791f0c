import { type Advice, capitalised, pulumiAdvice } from "../client/advice";
import { InvalidArgumentError } from "../client/errors";
import { same } from "../resource/equal";
import type { Circumstances } from "../resource/property";
import type { CanonicalColumn } from "./column";
import { columnDifferences, type Kept, matchColumns, renamesOf, sameColumns } from "./column-match";
import { progressOf } from "./column-progress";
import { asManaged, unseen } from "./column-reading";

type Columns = readonly CanonicalColumn[];

/**
 * The recorded columns with what is done already of a change: an interrupted run may have added, dropped or renamed some.
 *
 * @throws InvalidArgumentError if what stands fits neither the state nor the program.
 */
export function settleColumns(
  recorded: Columns | undefined,
  live: Columns | undefined,
  after: Columns | undefined,
  { advice = pulumiAdvice }: Pick<Circumstances, "advice"> = {},
): Columns | undefined {
  if (after === undefined || live === undefined) return recorded;
  const byName = new Map(live.map((column) => [column.name, column]));
  if (recorded === undefined) {
    const found = after.flatMap((column) => {
      const one = byName.get(column.name);
      return one === undefined ? [] : [asManaged(one, column)];
    });
    if (live.length !== after.length || !sameColumns(found, after)) throw notTheSame(live, after);
    return after;
  }
  const match = matchColumns(recorded, after);
  const { kept, added, dropped } = match;
  const progress = progressOf(match, [...byName.keys()]);
  if (progress === undefined) {
    const taken = renamesOf(match).filter(({ after: { name } }) => byName.has(name));
    throw inTheWay(taken, advice);
  }
  return [
    ...kept.flatMap((one) => {
      const found = byName.get(progress.done.includes(one) ? one.after.name : one.before.name);
      if (found === undefined) {
        if (columnDifferences(one.before, one.after).length === 0) return [one.before];
        throw vanished(one.before.name, advice);
      }
      return [withWhatIsDone(one.before, one.after, found)];
    }),
    ...added.flatMap((column) => {
      const found = byName.get(column.name);
      const isOfAnother = progress.left.some(({ before }) => before.name === column.name);
      if (found === undefined || isOfAnother) return [];
      if (found.type !== column.type) throw takenBy(column, found, advice);
      // Whoever added it may not have protected it.
      return [withWhatIsDone(withoutUnseen(asManaged(found, column)), column, found)];
    }),
    ...dropped.filter((column) => byName.has(column.name)),
  ];
}

/** A column as recorded, but for what is already as it shall be. */
function withWhatIsDone(before: CanonicalColumn, after: CanonicalColumn, live: CanonicalColumn): CanonicalColumn {
  const done: Record<string, unknown> = { ...before, name: live.name };
  const target = asManaged(live, after) as unknown as Readonly<Record<string, unknown>>;
  const wanted = after as unknown as Readonly<Record<string, unknown>>;
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (key === "name" || key === "renamedFrom" || isUnseen(key)) continue;
    const standsAsWanted = key in after ? same(target[key], wanted[key]) : isDefault(key, live);
    if (!standsAsWanted) continue;
    if (key in after) done[key] = wanted[key];
    else delete done[key];
  }
  return done as unknown as CanonicalColumn;
}

/** Whether nothing is said of a column any more that had been said. */
function isDefault(key: string, live: CanonicalColumn): boolean {
  if (key === "nullable") return live.nullable !== false;
  return key === "default" || key === "comment" ? live[key] === undefined : false;
}

function isUnseen(key: string): boolean {
  return unseen.some((one) => one === key);
}

function withoutUnseen(column: CanonicalColumn): CanonicalColumn {
  const { maskingPolicy: _m, projectionPolicy: _p, tags: _t, ...rest } = column;
  return rest;
}

function notTheSame(live: Columns, after: Columns): InvalidArgumentError {
  const { kept, added, dropped } = matchColumns(live, after);
  const lines = [
    ...kept.flatMap((one) =>
      columnDifferences(asManaged(one.before, one.after), one.after).map((text) => `${one.after.name}: ${text}`),
    ),
    ...added.map(({ name }) => `${name} is declared, but not there`),
    ...dropped.map(({ name, type }) => `${name} ${type} is there, but not declared`),
  ];
  return new InvalidArgumentError({
    objectKind: "Table",
    message: `columns, which were not managed so far, are not what the program declares (exists → declared):${lines
      .map((line) => `\n  - ${line}`)
      .join("")}\nDeclare what exists first; change it in a later run. Nothing was changed.`,
  });
}

function inTheWay(renames: readonly Kept[], { look }: Advice): InvalidArgumentError {
  const words = renames.map(({ before: from, after: to }) => `${from.name} cannot be renamed to ${to.name}`);
  return new InvalidArgumentError({
    objectKind: "Table",
    message: `Column ${words.join(", and ")}: both are there. ${capitalised(look)}, and look at what it shows. Nothing was changed.`,
  });
}

function vanished(name: string, { elsewhere, look, goOn }: Advice): InvalidArgumentError {
  return new InvalidArgumentError({
    objectKind: "Table",
    message: `Column ${name} is not there any more: it was dropped or renamed ${elsewhere}. ${capitalised(look)}, look at what it shows, then ${goOn}. Nothing was changed.`,
  });
}

function takenBy(
  column: CanonicalColumn,
  found: CanonicalColumn,
  { elsewhere, look, goOn }: Advice,
): InvalidArgumentError {
  return new InvalidArgumentError({
    objectKind: "Table",
    message: `Column ${column.name} ${column.type} cannot be added: a column of that name, ${found.type}, is there already, added ${elsewhere}. ${capitalised(look)}, look at what it shows, then ${goOn}. Nothing was changed.`,
  });
}
