import { z } from "zod";
import { clause } from "../resource/forms";
import type { Property } from "../resource/property";
import { join, type StoredName, sql } from "../sql";
import { type CanonicalColumn, type Column, columnSchema } from "./column";
import { columnSteps } from "./column-changes";
import { columnClause } from "./column-clause";
import { howColumnsChange } from "./column-limits";
import { columnsDifference, sameColumns } from "./column-match";
import { readColumns } from "./column-reading";
import { settleColumns } from "./column-settling";
import { isCopy } from "./copies";
import { relativeDefault, tableOf } from "./relative-names";
import { constraintClauses } from "./table-keys";

type Columns = readonly CanonicalColumn[];

const schema = z
  .array(columnSchema)
  .min(1, { error: "is empty; a table has at least one column" })
  .superRefine((columns, context) => {
    const seen = new Set<string>();
    const claimed = new Set<string>();
    for (const [index, { name, renamedFrom = [] }] of columns.entries()) {
      if (seen.has(name))
        context.addIssue({ code: "custom", path: [index, "name"], message: `${name} is there twice` });
      seen.add(name);
      for (const former of renamedFrom) {
        if (claimed.has(former))
          context.addIssue({
            code: "custom",
            path: [index, "renamedFrom"],
            message: `${former} cannot become two columns`,
          });
        if (former === name)
          context.addIssue({
            code: "custom",
            path: [index, "renamedFrom"],
            message: `${former} is the column's own name`,
          });
        claimed.add(former);
      }
    }
    const index = columns.findIndex(({ name }) => becomesItself(name, columns));
    if (index >= 0)
      context.addIssue({
        code: "custom",
        path: [index, "renamedFrom"],
        message: `${columns[index]?.name} cannot take the name of a column that takes its own; go through a third name, in two runs`,
      });
  });

/** Whether former names lead from a column back to it: columns that exchange their names. */
function becomesItself(
  name: string,
  columns: readonly { name: string; renamedFrom?: readonly string[] | undefined }[],
) {
  const former = (one: string) =>
    (columns.find((column) => column.name === one)?.renamedFrom ?? []).filter((other) => other !== one);
  const seen = new Set<string>();
  for (const waiting = [...former(name)]; waiting.length > 0; ) {
    const one = waiting.pop() ?? "";
    if (one === name) return true;
    if (!seen.has(one)) waiting.push(...former(one));
    seen.add(one);
  }
  return false;
}

/** The columns of a table, with the keys beside them in CREATE. */
export const columns: Property<readonly Column[], Columns> = {
  ...clause<readonly Column[], Columns>(
    schema as unknown as z.ZodType<Columns, readonly Column[]>,
    (value) =>
      join(
        value.map((column) => columnClause(column)),
        ", ",
      ),
    {
      place: "head",
      copied: isCopy,
      clause: (value, all) => {
        const table = tableOf(all);
        const items = [...value.map((column) => columnClause(column, table)), ...constraintClauses(all, table)];
        return sql`(${join(items, ", ")})`;
      },
      equal: (left, right) => sameColumns(left, right),
      difference: columnsDifference,
      change: howColumnsChange,
      fallback: "nothing",
      onChange: columnSteps,
      settle: settleColumns,
      relate: relateColumns,
    },
  ),
  source: { from: "statements", read: readColumns },
};

function relateColumns(value: Columns, table: readonly StoredName[]): Columns {
  return value.map((column) => {
    const relative = column.default === undefined ? undefined : relativeDefault(column.default, table);
    return relative === undefined ? column : { ...column, default: relative };
  });
}
