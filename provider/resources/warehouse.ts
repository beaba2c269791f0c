import { z } from "zod";
import { defineResource } from "../resource/definition";
import { boolean, clause, integer, nameOf, reference, text, word } from "../resource/forms";
import { safe } from "../resource/plan";
import type { Fallback, Values } from "../resource/property";
import { tags } from "../resource/tags";
import { join, parseQualified, quoted, raw, type Sql, sql } from "../sql";
import { type Size, sizeSpelling, sizes } from "./sizes";
import { isLargest, isTooSmall, warehouseRules } from "./warehouse-rules";

const types = ["STANDARD", "SNOWPARK-OPTIMIZED", "ADAPTIVE", "INTERACTIVE"] as const;
const constraints = [
  "STANDARD_GEN_1",
  "STANDARD_GEN_2",
  "MEMORY_1X",
  "MEMORY_1X_x86",
  "MEMORY_16X",
  "MEMORY_16X_x86",
  "MEMORY_64X",
  "MEMORY_64X_x86",
] as const;

const count = (lowest: number, highest = 2_147_483_647) => z.int().min(lowest).max(highest);

/** An adaptive warehouse has no size, clusters or suspension of its own: there is nothing to go back to. */
const unlessAdaptive =
  <Out>(fallback: Fallback<Out>) =>
  (after: Values): Fallback<Out> =>
    after["warehouseType"] === "ADAPTIVE" ? "nothing" : fallback;

/** A virtual warehouse: the compute that runs queries. */
export const warehouse = defineResource({
  kind: "Warehouse",
  noun: "WAREHOUSE",
  plural: "WAREHOUSES",
  scope: "account",
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-warehouse",
  properties: {
    /**
     * What the warehouse is made for. `ADAPTIVE` sizes itself; `INTERACTIVE` serves interactive tables, and changing to or from
     * it is a replacement.
     *
     * @defaultValue `"STANDARD"`
     */
    warehouseType: word(types, {
      quoted: true,
      source: { column: "type" },
      fallback: () => ({ set: "STANDARD" }),
      change: (before, after) => ((before === "INTERACTIVE") === (after === "INTERACTIVE") ? "alter" : "replace"),
      // CREATE INTERACTIVE WAREHOUSE; the other types are an option.
      place: (value) => (value === "INTERACTIVE" ? "modifier" : "option"),
      clause: (value) => (value === "INTERACTIVE" ? raw("INTERACTIVE") : sql`WAREHOUSE_TYPE = ${value}`),
      // A warehouse too small for the new type would be refused; who says no size means the type's own.
      setClause: (value, after) =>
        value === "SNOWPARK-OPTIMIZED" && isTooSmall(after)
          ? sql`WAREHOUSE_TYPE = ${value} WAREHOUSE_SIZE = ${"MEDIUM"}`
          : sql`WAREHOUSE_TYPE = ${value}`,
    }),
    /** Interactive tables that an `INTERACTIVE` warehouse serves, 100 at most, by qualified name. @defaultValue none */
    tables: clause(z.array(nameOf(3)).max(100), (value: readonly string[]) => join(value.map(inSql), ", "), {
      place: "head",
      clause: (value) => sql`TABLES (${join(value.map(inSql), ", ")})`,
      isUnset: (value) => value.length === 0,
      onChange: ({ alter, before = [], after = [], reason }) => {
        const added = after.filter((table) => !before.includes(table));
        const dropped = before.filter((table) => !after.includes(table));
        return [
          ...(added.length === 0
            ? []
            : [safe(sql`${alter} ADD TABLES (${join(added.map(inSql), ", ")})`, reason, ["tables"])]),
          ...(dropped.length === 0
            ? []
            : [safe(sql`${alter} DROP TABLES (${join(dropped.map(inSql), ", ")})`, reason, ["tables"])]),
        ];
      },
    }),
    /**
     * Compute per cluster, in any of Snowflake's spellings (`"X-Small"`, `"XSMALL"`, `"2X-Large"` …). Resized in place, running
     * or suspended.
     *
     * @defaultValue `"XSMALL"`; `"MEDIUM"` for `SNOWPARK-OPTIMIZED`
     */
    warehouseSize: word(sizes, {
      spellings: sizeSpelling,
      quoted: true,
      source: { column: "size" },
      // A size cannot be unset.
      fallback: (after, before) => {
        if (after["warehouseType"] !== "SNOWPARK-OPTIMIZED") return unlessAdaptive<Size>({ set: "XSMALL" })(after);
        return before["warehouseType"] === "SNOWPARK-OPTIMIZED" ? { set: "MEDIUM" } : "nothing";
      },
      setClause: (value, after) =>
        sql`WAREHOUSE_SIZE = ${value}${raw(after["waitForCompletion"] === true ? " WAIT_FOR_COMPLETION = TRUE" : "")}`,
    }),
    /**
     * Whether a resize answers only when the new compute is there. It is sent with a change of {@link warehouseSize}, and
     * never read back.
     *
     * @defaultValue false
     */
    waitForCompletion: boolean({ source: "nowhere", change: "creation", clause: () => raw("") }),
    /** Hardware generation of a `STANDARD` warehouse. @defaultValue `"2"` where the region has it, else `"1"` */
    generation: word(["1", "2"], { quoted: true, fallback: whileTypeStays, standard: standardGeneration }),
    /** Memory and processor of a `SNOWPARK-OPTIMIZED` warehouse, or the generation of a `STANDARD` one. @defaultValue `"MEMORY_16X"` for Snowpark */
    resourceConstraint: word(constraints, {
      fallback: whileTypeStays,
      standard: (after) =>
        after["warehouseType"] === "SNOWPARK-OPTIMIZED" ? "MEMORY_16X" : `STANDARD_GEN_${generationOf(after) ?? "2"}`,
      // Newer servers show the generation of a standard warehouse in a column of its own.
      parse: (cell, row) => {
        const shown =
          cell ?? (row["type"] === "STANDARD" && row["generation"] ? `STANDARD_GEN_${row["generation"]}` : undefined);
        return constraints.find((one) => one.toUpperCase() === shown?.toUpperCase());
      },
    }),
    /** Most clusters at once; the cap depends on the size (300 up to `MEDIUM` … 10 for `X6LARGE`). Above 1 takes Enterprise edition. @defaultValue 1 */
    maxClusterCount: integer(count(1, 300), { fallback: unlessAdaptive({ set: 1 }) }),
    /** Fewest clusters while it runs; at most {@link maxClusterCount}. @defaultValue 1 */
    minClusterCount: integer(count(1, 300), { fallback: unlessAdaptive({ set: 1 }) }),
    /** Whether a multi-cluster warehouse starts clusters early (`STANDARD`) or only when they will be busy (`ECONOMY`). @defaultValue `"STANDARD"` */
    scalingPolicy: word(["STANDARD", "ECONOMY"], {
      fallback: unlessAdaptive<"STANDARD" | "ECONOMY">("unset"),
      standard: "STANDARD",
    }),
    /** Seconds without a query before the warehouse suspends; 0 never suspends it. `INTERACTIVE` takes 86400 at least. @defaultValue 600 */
    autoSuspend: integer(count(0), {
      clause: suspendClause,
      setClause: suspendClause,
      // NULL and 0 both mean never.
      parse: (cell, row) => (cell === null ? (row["type"] === "ADAPTIVE" ? undefined : 0) : Number(cell)),
      // UNSET AUTO_SUSPEND switches suspending off instead of restoring the default.
      fallback: (after) =>
        unlessAdaptive<number>({ set: after["warehouseType"] === "INTERACTIVE" ? 86_400 : 600 })(after),
    }),
    /** Whether a query starts it when it is suspended. @defaultValue true */
    autoResume: boolean({ fallback: unlessAdaptive<boolean>("unset"), standard: true }),
    /** Whether it is created suspended. Said at creation only: a later change sends nothing. @defaultValue false */
    initiallySuspended: boolean({ source: "nowhere", change: "creation" }),
    /** The resource monitor that limits its credits. @defaultValue none */
    resourceMonitor: reference(),
    /** @defaultValue none */
    comment: text(),
    /** Whether parts of queries may run on shared compute. @defaultValue false; true if created as generation 2 or with several clusters */
    enableQueryAcceleration: boolean({
      fallback: unlessAdaptive<boolean>("unset"),
      standard: (after) => generationOf(after) === "2",
    }),
    /** Upper bound of that compute, as a multiple of the warehouse; 0 for none. @defaultValue 8; 2 where acceleration was switched on automatically */
    queryAccelerationMaxScaleFactor: integer(count(0, 100), {
      fallback: unlessAdaptive<number>("unset"),
      standard: (after) => (generationOf(after) === "2" ? 2 : 8),
    }),
    /** Largest size that an `ADAPTIVE` warehouse gives to one query. @defaultValue `"XLARGE"` */
    maxQueryPerformanceLevel: word(sizes, {
      spellings: sizeSpelling,
      quoted: true,
      fallback: onlyAdaptive,
      standard: "XLARGE",
    }),
    /** How much an `ADAPTIVE` warehouse runs at once, as a multiple; 0 or at least 2. @defaultValue 2 */
    queryThroughputMultiplier: integer(
      count(0).refine((value) => value !== 1, { error: "1 is not allowed; use 0, or 2 and more" }),
      { fallback: onlyAdaptive, standard: 2 },
    ),
    /** Statements that run at once in one cluster before others queue. @defaultValue 8 */
    maxConcurrencyLevel: integer(count(1), { source: "parameter", fallback: unlessAdaptive<number>("unset") }),
    /** Seconds a statement may wait in the queue; 0 for no limit. @defaultValue 0 */
    statementQueuedTimeoutInSeconds: integer(count(0), { source: "parameter" }),
    /** Seconds a statement may run; 0 for the longest possible. @defaultValue 172800 (two days) */
    statementTimeoutInSeconds: integer(count(0, 604_800), { source: "parameter" }),
    /** Warehouse that takes over what an `INTERACTIVE` one cannot run. @defaultValue none */
    fallbackWarehouse: reference({ source: "parameter", refersTo: "Warehouse", place: "after" }),
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    tags,
  },
  rules: warehouseRules,
});

/** An interactive warehouse raises 0 to its least value; NULL is never everywhere. */
function suspendClause(seconds: number, { warehouseType: type }: Values): Sql {
  return sql`AUTO_SUSPEND = ${seconds === 0 && type === "INTERACTIVE" ? raw("NULL") : seconds}`;
}

/** The hardware of a warehouse for which nothing is said of it, as UNSET leaves it; a region without the second generation has the first. */
function standardGeneration(after: Values): "1" | "2" | undefined {
  if ((after["warehouseType"] ?? "STANDARD") !== "STANDARD") return undefined;
  return isLargest(after) ? "1" : "2";
}

function generationOf(after: Values): unknown {
  return after["generation"] ?? standardGeneration(after);
}

/** A new type brings hardware of its own, and may refuse to hear of the old. */
function whileTypeStays(after: Values, before: Values): Fallback<never> {
  return (after["warehouseType"] ?? "STANDARD") === (before["warehouseType"] ?? "STANDARD") ? "unset" : "nothing";
}

/** What only an adaptive warehouse has goes with its type. */
function onlyAdaptive(after: Values): Fallback<never> {
  return after["warehouseType"] === "ADAPTIVE" ? "unset" : "nothing";
}

function inSql(name: string) {
  return quoted(...parseQualified(name));
}
