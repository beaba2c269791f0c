import { z } from "zod";
import { clause, nameOf } from "../resource/forms";
import { type Step, safe } from "../resource/plan";
import type { Change, Circumstances, Property, Values } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import { join, raw, type Sql, type StoredName, sql, withNames } from "../sql";
import { expression } from "./column";
import { formerNamesIn } from "./column-match";
import { isCopy } from "./copies";
import {
  type CanonicalKey,
  type ForeignKey,
  foreignKeySchema,
  type Key,
  type KeySort,
  keyClause,
  keySchema,
} from "./key";
import { keySteps, sameKeys, settleKeys } from "./key-changes";
import { followKeys, relateKeys, survivingKeys } from "./key-names";
import { readKeys } from "./key-reading";

type Keys = readonly CanonicalKey[];

/** A condition that each row must meet. */
export interface Check {
  /** Name of the constraint; one without a name cannot be dropped. @defaultValue none */
  readonly name?: string | undefined;
  /** The condition, as SQL. */
  readonly expression: string;
}

/** The primary key of a table. */
export const primaryKey: Property<readonly string[] | Key, CanonicalKey> = {
  ...clause<readonly string[] | Key, CanonicalKey>(
    keySchema as unknown as z.ZodType<CanonicalKey, readonly string[] | Key>,
    (value) => keyClause("PRIMARY KEY", value, undefined),
    {
      place: "head",
      copied: isCopy,
      clause: () => raw(""),
      equal: (left, right, all) => sameKeys([left], [right], all),
      onChange: (change) => keySteps("PRIMARY KEY", "primaryKey", listed(change)),
      settle: (recorded, live, after) => settleKeys(asList(recorded), asList(live), asList(after))?.[0],
    },
  ),
  source: {
    from: "statements",
    read: async (reading) =>
      (await readKeys("PRIMARY KEY", reading, asList(reading.managed as CanonicalKey | undefined)))[0],
  },
};

/** The other keys of a table. */
export const uniqueKeys = keys<readonly string[] | Key>("UNIQUE", "uniqueKeys", keySchema);

/** The references of a table to others. */
export const foreignKeys: Property<readonly ForeignKey[], Keys> = {
  ...keys<ForeignKey>("FOREIGN KEY", "foreignKeys", foreignKeySchema),
  relate: relateKeys,
  follow: followKeys,
  survive: survivingKeys,
};

const checkSchema = z
  .union([expression, z.strictObject({ name: nameOf(1).optional(), expression })], {
    error: "is not a condition, or an object of name and expression",
  })
  .transform((written): Check => {
    if (typeof written === "string") return { expression: written };
    return written.name === undefined ? { expression: written.expression } : (written as Check);
  });

/** The conditions that each row of a table must meet. */
export const checks: Property<readonly (string | Check)[], readonly Check[]> = clause<
  readonly (string | Check)[],
  readonly Check[]
>(z.array(checkSchema), (value) => join(value.map(checkClause), ", "), {
  place: "head",
  copied: isCopy,
  clause: () => raw(""),
  isUnset: (value) => value.length === 0,
  // Snowflake renames in a check what is renamed in the table.
  equal: (left, right, all) =>
    left.length === right.length && formerly(right, all).every((check) => holds(left, check)),
  change: (before = [], after = [], all) => {
    if (holdsUnknown(before) || holdsUnknown(after)) return "alter";
    const stays = formerly(after, all);
    const gone = before.find((check) => check.name === undefined && !holds(stays, check));
    return gone === undefined ? "alter" : { replaceBecause: `CHECK (${gone.expression}) has no name to drop it by` };
  },
  onChange: ({ alter, before = [], after = [], reason, all }) => {
    const stays = formerly(after, all);
    const step = (statement: Sql, phase: NonNullable<Step["phase"]>): Step => ({
      ...safe(statement, reason, ["checks"]),
      phase,
    });
    return [
      ...before
        .filter((check) => !holds(stays, check))
        // Which checks there are is not read: an interrupted run may have dropped it.
        .map(({ name = "" }): Step => ({ ...step(sql`${alter} DROP CONSTRAINT ${raw(name)}`, "first"), drops: true })),
      // Rows that are there are not looked at.
      ...after
        .filter((_, index) => !holds(before, stays[index]))
        .map((check) => step(sql`${alter} ADD ${checkClause(check)} ENABLE NOVALIDATE`, "last")),
    ];
  },
});

/** The keys and conditions of a table as they stand in CREATE. */
export function constraintClauses(all: Values, table: readonly StoredName[] | undefined): readonly Sql[] {
  const written = (key: string, sort: KeySort): readonly Sql[] => {
    const value = all[key];
    if (value === undefined) return [];
    if (holdsUnknown(value)) return [raw(`<${key}>`)];
    const list = (Array.isArray(value) ? value : [value]) as Keys;
    return list.map((one) => keyClause(sort, one, table));
  };
  const conditions = all["checks"];
  return [
    ...written("primaryKey", "PRIMARY KEY"),
    ...written("uniqueKeys", "UNIQUE"),
    ...written("foreignKeys", "FOREIGN KEY"),
    ...(conditions === undefined
      ? []
      : holdsUnknown(conditions)
        ? [raw("<checks>")]
        : (conditions as readonly Check[]).map(checkClause)),
  ];
}

function keys<In>(sort: KeySort, property: string, schema: z.ZodType): Property<readonly In[], Keys> {
  return {
    ...clause<readonly In[], Keys>(
      z.array(schema) as unknown as z.ZodType<Keys, readonly In[]>,
      (value) =>
        join(
          value.map((key) => keyClause(sort, key, undefined)),
          ", ",
        ),
      {
        place: "head",
        copied: isCopy,
        clause: () => raw(""),
        isUnset: (value) => value.length === 0,
        equal: sameKeys,
        onChange: (change) => keySteps(sort, property, change),
        settle: settleKeys,
      },
    ),
    source: { from: "statements", read: (reading) => readKeys(sort, reading, reading.managed as Keys | undefined) },
  };
}

function listed({ before, after, ...change }: Change<CanonicalKey>): Change<Keys> {
  return { ...change, before: asList(before), after: asList(after) };
}

function asList(key: CanonicalKey | undefined): Keys | undefined {
  return key === undefined ? undefined : [key];
}

function holds(list: readonly Check[], check: Check | undefined): boolean {
  return list.some((one) => one.name === check?.name && one.expression === check?.expression);
}

/** Checks in the words of the columns before they are renamed. */
function formerly(checks: readonly Check[], all: Circumstances): readonly Check[] {
  const names = formerNamesIn(all);
  return checks.map((check) => ({ ...check, expression: withNames(check.expression, names) }));
}

function checkClause({ name, expression: condition }: Check): Sql {
  return join([name === undefined ? raw("") : sql`CONSTRAINT ${raw(name)}`, sql`CHECK (${raw(condition)})`]);
}
