import { z } from "zod";
import { same } from "../resource/equal";
import { clause } from "../resource/forms";
import { type Step, safe } from "../resource/plan";
import type { Property } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import { columnOf, expressionList, join, raw, type Sql, sql } from "../sql";
import { type CanonicalColumn, expression } from "./column";
import { matchColumns } from "./column-match";

type Expressions = readonly string[];

/**
 * What a table's data is sorted by, roughly. A key that names a column keeps that column from being renamed or dropped: then it is
 * taken away first, and the new one comes last.
 */
export const clusterBy: Property<Expressions, Expressions> = clause<Expressions, Expressions>(
  z.array(expression),
  listed,
  {
    place: "head",
    clause: (value) => sql`CLUSTER BY (${listed(value)})`,
    source: { column: "cluster_by" },
    parse: (cell) => {
      const inner = /^(?:LINEAR)?\s*\((.*)\)$/is.exec(cell ?? "")?.[1] ?? cell ?? "";
      return inner.trim() === "" ? undefined : expressionList(inner);
    },
    isUnset: (value) => value.length === 0,
    // A name in it may have gone to another column.
    equal: (left, right, { before, after }) =>
      same(left, right) && !standsInTheWay(left, before["columns"], after["columns"]),
    // An interrupted run may have taken it away.
    settle: (recorded, live) => (live === undefined ? undefined : recorded),
    onChange: ({ alter, before, after, reason, all }) => {
      const step = (statement: Sql, phase: NonNullable<Step["phase"]>): Step => ({
        ...safe(statement, reason, ["clusterBy"]),
        phase,
      });
      const drop = step(sql`${alter} DROP CLUSTERING KEY`, "first");
      if (after === undefined) return [drop];
      const next = step(sql`${alter} CLUSTER BY (${listed(after)})`, "last");
      const isInTheWay = before !== undefined && standsInTheWay(before, all.before["columns"], all.after["columns"]);
      // A key that is made again is kept sorted again, which costs credits.
      const staysSuspended = all.before["automaticClustering"] === false && all.after["automaticClustering"] === false;
      const suspend =
        staysSuspended && (isInTheWay || before === undefined) ? [step(sql`${alter} SUSPEND RECLUSTER`, "last")] : [];
      return [...(isInTheWay ? [drop] : []), next, ...suspend];
    },
  },
);

function listed(value: Expressions): Sql {
  return join(value.map(raw), ", ");
}

/** Whether a column of the key is renamed or dropped. */
function standsInTheWay(key: Expressions, before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after) || holdsUnknown(before) || holdsUnknown(after)) return false;
  const { kept, dropped } = matchColumns(before as CanonicalColumn[], after as CanonicalColumn[]);
  const going = [...dropped, ...kept.filter((one) => one.before.name !== one.after.name).map((one) => one.before)];
  // An expression may use any of them.
  return key.some((item) => {
    const column = columnOf(item);
    return going.some(({ name }) => (column === undefined ? item.includes(name.replaceAll('"', "")) : column === name));
  });
}
