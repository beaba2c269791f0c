import { z } from "zod";
import { clause, nameOf } from "../resource/forms";
import { safe } from "../resource/plan";
import type { Property } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import { join, raw, type Sql, sql } from "../sql";
import { columnList } from "./column-clause";

/** A policy of a table, and the columns that it is given. */
export interface TablePolicy {
  /** Its qualified name, `DB.SCHEMA.POLICY`. */
  readonly policy: string;
  /** The columns. */
  readonly on: readonly string[];
}

/** An aggregation or join policy, and its keys. */
export interface KeyedPolicy {
  /** Its qualified name, `DB.SCHEMA.POLICY`. */
  readonly policy: string;
  /** Columns that say which rows belong to one entity, or by which tables may be joined. @defaultValue none */
  readonly keys?: readonly string[] | undefined;
}

const onColumns = z.strictObject({ policy: nameOf(3), on: z.array(nameOf(1)).min(1) });
const keyed = z
  .union([nameOf(3), z.strictObject({ policy: nameOf(3), keys: z.array(nameOf(1)).optional() })], {
    error: "is not a name, or an object of policy and keys",
  })
  .transform((written): KeyedPolicy => {
    if (typeof written === "string") return { policy: written };
    return written.keys === undefined ? { policy: written.policy } : { policy: written.policy, keys: written.keys };
  });

/** Says which rows a role sees. */
export const rowAccessPolicy: Property<TablePolicy, TablePolicy> = clause<TablePolicy, TablePolicy>(
  onColumns,
  onClause,
  {
    place: "tail",
    clause: (value) => sql`WITH ROW ACCESS POLICY ${onClause(value)}`,
    onChange: ({ alter, before, after, reason }) => {
      const drop = before === undefined ? raw("") : sql`DROP ROW ACCESS POLICY ${raw(before.policy)}`;
      const add = after === undefined ? raw("") : sql`ADD ROW ACCESS POLICY ${onClause(after)}`;
      // In one statement, so that there is no moment without a policy.
      return [safe(sql`${alter} ${join([drop, add], ", ")}`, reason, ["rowAccessPolicy"])];
    },
  },
);

/** Says when rows are archived or deleted. */
export const storageLifecyclePolicy: Property<TablePolicy, TablePolicy> = clause<TablePolicy, TablePolicy>(
  onColumns,
  onClause,
  {
    place: "tail",
    clause: (value) => sql`WITH STORAGE LIFECYCLE POLICY ${onClause(value)}`,
    onChange: ({ alter, before, after, reason }) => [
      ...(before === undefined
        ? []
        : [safe(sql`${alter} DROP STORAGE LIFECYCLE POLICY`, reason, ["storageLifecyclePolicy"])]),
      ...(after === undefined
        ? []
        : [safe(sql`${alter} ADD STORAGE LIFECYCLE POLICY ${onClause(after)}`, reason, ["storageLifecyclePolicy"])]),
    ],
  },
);

/** Lets queries see groups of rows only. */
export const aggregationPolicy = keyedPolicy("aggregationPolicy", "AGGREGATION POLICY", "ENTITY KEY");

/** Says which joins queries must make. */
export const joinPolicy: Property<string | KeyedPolicy, KeyedPolicy> = {
  ...keyedPolicy("joinPolicy", "JOIN POLICY", "ALLOWED JOIN KEYS"),
  change: (_before, after) =>
    after?.keys === undefined || holdsUnknown(after.keys)
      ? "alter"
      : { replaceBecause: "only CREATE TABLE takes the keys of a join policy" },
};

function keyedPolicy(key: string, noun: string, keyword: string): Property<string | KeyedPolicy, KeyedPolicy> {
  const written = ({ policy, keys }: KeyedPolicy): Sql =>
    keys === undefined ? raw(policy) : sql`${raw(policy)} ${raw(keyword)} (${columnList(keys)})`;
  return clause<string | KeyedPolicy, KeyedPolicy>(keyed, written, {
    place: "tail",
    clause: (value) => sql`WITH ${raw(noun)} ${written(value)}`,
    onChange: ({ alter, after, reason }) => [
      // With FORCE it can be sent again: an interrupted run may have set it already.
      after === undefined
        ? safe(sql`${alter} UNSET ${raw(noun)}`, reason, [key])
        : safe(sql`${alter} SET ${raw(noun)} ${written(after)} FORCE`, reason, [key]),
    ],
  });
}

function onClause({ policy, on }: TablePolicy): Sql {
  return sql`${raw(policy)} ON (${columnList(on)})`;
}
