import type { Circumstances, HowItChanges, Memory, Values } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import { canonicalDefault, typeChange } from "../sql";
import type { CanonicalColumn } from "./column";
import { type Kept, matchColumns } from "./column-match";

type Columns = readonly CanonicalColumn[];

/** In place if Snowflake can; what it would refuse is known before anything is sent. */
export function howColumnsChange(
  before: Columns | undefined,
  after: Columns | undefined,
  { memory }: Circumstances,
): HowItChanges {
  if (before === undefined || after === undefined || holdsUnknown(before) || holdsUnknown(after)) return "alter";
  const match = matchColumns(before, after);
  const reasons = [
    ...match.kept.flatMap((one) => impossible(one, memory).map((why) => `column ${one.before.name}: ${why}`)),
    ...match.added.flatMap((column) => cannotBeAdded(column).map((why) => `column ${column.name}: ${why}`)),
  ];
  return reasons.length === 0 ? "alter" : { replaceBecause: reasons.join("; ") };
}

/**
 * Which defaults came with ADD COLUMN: Snowflake never drops such a default, and does not show that it came so.
 */
export function rememberDefaults(before: Values, after: Values, memory: Memory): Memory | undefined {
  const [old, now] = [before["columns"], after["columns"]] as [Columns | undefined, Columns | undefined];
  const known = new Set((memory["fixedDefaults"] ?? []) as readonly string[]);
  if (old === undefined || now === undefined) return known.size === 0 ? undefined : memory;
  const { kept, added } = matchColumns(old, now);
  const fixed = [
    ...kept.flatMap((one) => (known.has(one.before.name) ? [one.after.name] : [])),
    ...added.flatMap((column) => (column.default === undefined ? [] : [column.name])),
  ];
  return fixed.length === 0 ? undefined : { fixedDefaults: fixed };
}

/** What keeps a column from becoming another one in place. */
function impossible({ before, after }: Kept, memory: Memory): readonly string[] {
  const type = typeChange(before.type, after.type);
  const fixed = ((memory["fixedDefaults"] ?? []) as readonly string[]).includes(before.name);
  return [
    ...(typeof type === "object" ? [type.impossible] : []),
    ...(before.default === after.default ? [] : defaultProblem(before.default, after.default, fixed)),
    ...(before.collate === after.collate ? [] : ["its collation cannot be changed"]),
    ...(before.as === after.as ? [] : ["the expression of a virtual column cannot be changed"]),
    ...(sameNumbers(before, after) ? [] : ["autoincrement cannot be changed"]),
  ];
}

function defaultProblem(before: string | undefined, after: string | undefined, isFixed: boolean): readonly string[] {
  if (before === undefined) return ["a column that exists cannot be given a default"];
  if (after === undefined) return isFixed ? ["a default that came with ADD COLUMN cannot be dropped"] : [];
  const isSequence = (text: string) => canonicalDefault(text)?.kind === "sequence";
  return isSequence(before) && isSequence(after)
    ? []
    : [`its default ${before} cannot become ${after} (only a sequence can become another one)`];
}

/** An order that is not said is whatever it is. */
function sameNumbers({ autoincrement: before }: CanonicalColumn, { autoincrement: after }: CanonicalColumn): boolean {
  if (before === undefined || after === undefined) return before === after;
  const sameOrder = before.order === undefined || after.order === undefined || before.order === after.order;
  return before.start === after.start && before.increment === after.increment && sameOrder;
}

function cannotBeAdded(column: CanonicalColumn): readonly string[] {
  const kind = column.default === undefined ? undefined : canonicalDefault(column.default)?.kind;
  return kind === "function" || kind === "expression"
    ? [`a column that is added takes a constant or a sequence as default, not ${column.default}`]
    : [];
}
