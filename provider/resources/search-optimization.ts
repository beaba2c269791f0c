import { z } from "zod";
import { same } from "../resource/equal";
import { clause } from "../resource/forms";
import { safe } from "../resource/plan";
import type { Property } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import { identifiersIn, join, raw, type Sql, sql, withNames } from "../sql";
import { type CanonicalColumn, expression } from "./column";
import { formerNamesIn } from "./column-match";

type Written = boolean | readonly string[];
type Optimized = true | readonly string[];

const schema = z
  .union([z.boolean(), z.array(expression)], { error: 'is not true, or a list such as ["EQUALITY(ID)"]' })
  .transform((written): Optimized | undefined => {
    if (written === false) return undefined;
    if (written === true) return true;
    return written.length === 0 ? undefined : [...new Set(written)].toSorted();
  });

/** Whether all columns of a target are there: an interrupted run may have renamed one. */
function isOnColumns(target: string, columns: unknown): boolean {
  if (!Array.isArray(columns) || holdsUnknown(columns)) return true;
  const names = (columns as readonly CanonicalColumn[]).map(({ name }) => name);
  return identifiersIn(target).every((name) => names.includes(name));
}

/** Structures that speed up selective queries. SHOW TABLES tells whether there are any. */
export const searchOptimization: Property<Written, Optimized> = {
  ...clause<Written, Optimized>(
    schema as unknown as z.ZodType<Optimized, Written>,
    (value) => raw(value === true ? "TRUE" : value.join(", ")),
    {
      place: "after",
      // It goes on under the new name of a column that is renamed.
      equal: (left, right, all) =>
        left === true || right === true
          ? left === right
          : same(left, right.map((target) => withNames(target, formerNamesIn(all))).toSorted()),
      onChange: ({ alter, before, after, reason, all }) => {
        const step = (verb: "ADD" | "DROP", on: Sql) =>
          safe(sql`${alter} ${raw(verb)} SEARCH OPTIMIZATION${on}`, reason, ["searchOptimization"]);
        const on = (targets: readonly string[]) => sql` ON ${join(targets.map(raw), ", ")}`;
        if (after === undefined) return [step("DROP", raw(""))];
        if (after === true || before === true) {
          const added = step("ADD", after === true ? raw("") : on(after));
          return before === undefined ? [added] : [step("DROP", raw("")), added];
        }
        const names = formerNamesIn(all);
        const formerly = (target: string) => withNames(target, names);
        const now = new Map([...names].map(([name, former]) => [former, name] as const));
        const gone = (before ?? [])
          .filter((target) => !after.map(formerly).includes(target) && isOnColumns(target, all.before["columns"]))
          .map((target) => withNames(target, now));
        const added = after.filter((target) => !(before ?? []).includes(formerly(target)));
        return [
          ...(gone.length === 0 ? [] : [step("DROP", on(gone))]),
          ...(added.length === 0 ? [] : [step("ADD", on(added))]),
        ];
      },
    },
  ),
  source: {
    from: "statements",
    // It tells whether, not which; some editions do not have the column.
    read: async ({ row, managed }) =>
      /^on$/i.test(row["search_optimization"] ?? (managed === undefined ? "" : "on")) ? (managed ?? true) : undefined,
  },
};
