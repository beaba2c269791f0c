import { z } from "zod";
import { clause } from "../resource/forms";
import { safe } from "../resource/plan";
import type { Property } from "../resource/property";
import { join, raw, type Sql, sql } from "../sql";
import { expression } from "./column";

type Written = boolean | readonly string[];
type Optimized = true | readonly string[];

const schema = z
  .union([z.boolean(), z.array(expression)], { error: 'is not true, or a list such as ["EQUALITY(ID)"]' })
  .transform((written): Optimized | undefined => {
    if (written === false) return undefined;
    if (written === true) return true;
    return written.length === 0 ? undefined : [...new Set(written)].toSorted();
  });

/** Structures that speed up selective queries. SHOW TABLES tells whether there are any. */
export const searchOptimization: Property<Written, Optimized> = {
  ...clause<Written, Optimized>(
    schema as unknown as z.ZodType<Optimized, Written>,
    (value) => raw(value === true ? "TRUE" : value.join(", ")),
    {
      place: "after",
      onChange: ({ alter, before, after, reason }) => {
        const step = (verb: "ADD" | "DROP", on: Sql) =>
          safe(sql`${alter} ${raw(verb)} SEARCH OPTIMIZATION${on}`, reason, ["searchOptimization"]);
        const on = (targets: readonly string[]) => sql` ON ${join(targets.map(raw), ", ")}`;
        if (after === undefined) return [step("DROP", raw(""))];
        if (after === true || before === true) {
          const added = step("ADD", after === true ? raw("") : on(after));
          return before === undefined ? [added] : [step("DROP", raw("")), added];
        }
        const [gone, added] = [
          (before ?? []).filter((target) => !after.includes(target)),
          after.filter((target) => !(before ?? []).includes(target)),
        ];
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
