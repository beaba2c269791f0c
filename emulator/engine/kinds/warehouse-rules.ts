import type { Json } from "../catalog/object";
import { invalidCombination, invalidPropertyValue, missing, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import type { Change } from "../statements/kind";
import type { WarehouseSize } from "./warehouse-sizes";
import { findSize } from "./warehouse-sizes";

/** Completes the properties of a warehouse, and refuses those that do not go together. */
export function settleWarehouse(context: Context, change: Change): void {
  const { properties, draft } = change;
  settleType(change);
  if (change.given.has("WAIT_FOR_COMPLETION") && !change.given.has("WAREHOUSE_SIZE")) {
    throw invalidCombination(["WAIT_FOR_COMPLETION", "TRUE"], ["WAREHOUSE_SIZE", "null"]);
  }
  properties["state"] ??= "SUSPENDED";
  if (draft?.clauses["tables"] !== undefined) properties["tables"] = draft.clauses["tables"];
  if (properties["WAREHOUSE_TYPE"] === "ADAPTIVE") settleAdaptive(change);
  else if (properties["WAREHOUSE_TYPE"] === "INTERACTIVE") settleInteractive(change);
  else settleStandard(context, change);
  requireMonitor(context, change);
}

function settleType(change: Change): void {
  const { properties, draft, before, given } = change;
  if (!draft) return;
  const word = ["ADAPTIVE", "INTERACTIVE"].find((modifier) => draft.modifiers.has(modifier));
  if (word && given.has("WAREHOUSE_TYPE") && properties["WAREHOUSE_TYPE"] !== word) {
    throw invalidCombination(["WAREHOUSE_TYPE", String(properties["WAREHOUSE_TYPE"])], ["WAREHOUSE_TYPE", word]);
  }
  if (word) properties["WAREHOUSE_TYPE"] = word;
  if (before && !draft.values.has("WAREHOUSE_SIZE")) properties["WAREHOUSE_SIZE"] = null;
}

function settleStandard(context: Context, change: Change): void {
  const { properties, before } = change;
  leaveAdaptive(change);
  const snowpark = properties["WAREHOUSE_TYPE"] === "SNOWPARK-OPTIMIZED";
  refuseGiven(change, ["MAX_QUERY_PERFORMANCE_LEVEL", "QUERY_THROUGHPUT_MULTIPLIER", "FALLBACK_WAREHOUSE"]);
  properties["WAREHOUSE_SIZE"] ??= snowpark ? "MEDIUM" : "XSMALL";
  const size = findSize(properties["WAREHOUSE_SIZE"]) as WarehouseSize;
  if (snowpark) settleSnowpark(change, size);
  else settleGeneration(change, size);
  checkClusters(context, change, size);
  const accelerated = properties["GENERATION"] === "2" || (!before && Number(properties["MAX_CLUSTER_COUNT"]) > 1);
  const automatic = accelerated && !snowpark;
  properties["ENABLE_QUERY_ACCELERATION"] ??= automatic;
  const chosenByUser = !before && change.given.has("ENABLE_QUERY_ACCELERATION");
  properties["QUERY_ACCELERATION_MAX_SCALE_FACTOR"] ??= automatic && !chosenByUser ? 2 : 8;
}

function settleSnowpark(change: Change, size: WarehouseSize): void {
  const { properties, given } = change;
  if (given.has("GENERATION") && properties["GENERATION"] !== null) {
    throw invalidCombination(
      ["GENERATION", String(properties["GENERATION"])],
      ["WAREHOUSE_TYPE", "SNOWPARK-OPTIMIZED"],
    );
  }
  properties["GENERATION"] = null;
  const constraint = String(properties["RESOURCE_CONSTRAINT"] ?? "MEMORY_16X");
  if (constraint.startsWith("STANDARD_") && given.has("RESOURCE_CONSTRAINT")) {
    throw invalidCombination(["RESOURCE_CONSTRAINT", constraint], ["WAREHOUSE_TYPE", "SNOWPARK-OPTIMIZED"]);
  }
  properties["RESOURCE_CONSTRAINT"] = constraint.startsWith("STANDARD_") ? "MEMORY_16X" : constraint;
  const least = constraint.startsWith("MEMORY_64X")
    ? "LARGE"
    : constraint.startsWith("MEMORY_1X")
      ? "XSMALL"
      : "MEDIUM";
  if (size.rank < (findSize(least)?.rank ?? 0)) {
    throw invalidCombination(
      ["RESOURCE_CONSTRAINT", String(properties["RESOURCE_CONSTRAINT"])],
      ["WAREHOUSE_SIZE", size.shown],
    );
  }
}

/** STANDARD_GEN_n is another word for GENERATION = 'n'. */
function settleGeneration(change: Change, size: WarehouseSize): void {
  const { properties, given } = change;
  const constraint = properties["RESOURCE_CONSTRAINT"];
  if (typeof constraint === "string") {
    if (!constraint.startsWith("STANDARD_") && given.has("RESOURCE_CONSTRAINT")) {
      throw invalidCombination(["RESOURCE_CONSTRAINT", constraint], ["WAREHOUSE_TYPE", "STANDARD"]);
    }
    const generation = constraint.startsWith("STANDARD_") ? constraint.slice(-1) : null;
    if (given.has("GENERATION") && generation !== null && properties["GENERATION"] !== generation) {
      throw invalidCombination(["RESOURCE_CONSTRAINT", constraint], ["GENERATION", String(properties["GENERATION"])]);
    }
    if (generation !== null) properties["GENERATION"] = generation;
    properties["RESOURCE_CONSTRAINT"] = null;
  }
  const firstGenerationOnly = size.rank >= (findSize("X5LARGE")?.rank ?? 0);
  properties["GENERATION"] ??= firstGenerationOnly ? "1" : "2";
  if (firstGenerationOnly && properties["GENERATION"] === "2") {
    throw invalidCombination(["GENERATION", "2"], ["WAREHOUSE_SIZE", size.shown]);
  }
}

function checkClusters(context: Context, change: Change, size: WarehouseSize): void {
  const { properties } = change;
  const max = Number(properties["MAX_CLUSTER_COUNT"]);
  const min = Number(properties["MIN_CLUSTER_COUNT"]);
  if (min > max) {
    throw invalidCombination(["MAX_CLUSTER_COUNT", String(max)], ["MIN_CLUSTER_COUNT", String(min)]);
  }
  if (max > size.mostClusters) throw invalidPropertyValue(String(max), "MAX_CLUSTER_COUNT");
  if (max > 1 && context.account.edition === "STANDARD") throw unsupported("MULTI_CLUSTER_WAREHOUSES");
}

const computedBySize = [
  "WAREHOUSE_SIZE",
  "GENERATION",
  "RESOURCE_CONSTRAINT",
  "MAX_CLUSTER_COUNT",
  "MIN_CLUSTER_COUNT",
  "SCALING_POLICY",
  "AUTO_SUSPEND",
  "ENABLE_QUERY_ACCELERATION",
  "QUERY_ACCELERATION_MAX_SCALE_FACTOR",
];

function settleAdaptive(change: Change): void {
  const { properties, before } = change;
  refuseGiven(change, [
    ...computedBySize,
    "AUTO_RESUME",
    "INITIALLY_SUSPENDED",
    "FALLBACK_WAREHOUSE",
    "MAX_CONCURRENCY_LEVEL",
  ]);
  const turned = before && before.properties["WAREHOUSE_TYPE"] !== "ADAPTIVE";
  const from = turned ? findSize(before.properties["WAREHOUSE_SIZE"]) : undefined;
  properties["MAX_QUERY_PERFORMANCE_LEVEL"] ??= from ? levelFor(from) : "XLARGE";
  properties["QUERY_THROUGHPUT_MULTIPLIER"] ??= 2;
  if (properties["QUERY_THROUGHPUT_MULTIPLIER"] === 1) {
    throw invalidPropertyValue("1", "QUERY_THROUGHPUT_MULTIPLIER");
  }
  for (const key of computedBySize) properties[key] = null;
  properties["AUTO_RESUME"] = true;
  if (!before || turned) properties["state"] = "STARTED";
}

/** MEDIUM becomes LARGE: one size more. */
function levelFor(size: WarehouseSize): Json {
  const order = ["XSMALL", "SMALL", "MEDIUM", "LARGE", "XLARGE", "XXLARGE", "XXXLARGE", "X4LARGE"];
  return order[Math.min(size.rank + 1, order.length - 1)] ?? "X4LARGE";
}

/** What a warehouse gets when it stops being adaptive. */
function leaveAdaptive({ before, properties, given }: Change): void {
  if (before?.properties["WAREHOUSE_TYPE"] !== "ADAPTIVE") return;
  const restored: Record<string, Json> = {
    MAX_CLUSTER_COUNT: 1,
    MIN_CLUSTER_COUNT: 1,
    SCALING_POLICY: "STANDARD",
    AUTO_SUSPEND: 600,
    MAX_QUERY_PERFORMANCE_LEVEL: null,
    QUERY_THROUGHPUT_MULTIPLIER: null,
  };
  for (const [key, value] of Object.entries(restored)) if (!given.has(key)) properties[key] = value;
}

const leastInteractiveSuspend = 86_400;

function settleInteractive(change: Change): void {
  const { properties, given, before } = change;
  refuseGiven(change, [
    "GENERATION",
    "RESOURCE_CONSTRAINT",
    "MAX_QUERY_PERFORMANCE_LEVEL",
    "QUERY_THROUGHPUT_MULTIPLIER",
    "ENABLE_QUERY_ACCELERATION",
    "QUERY_ACCELERATION_MAX_SCALE_FACTOR",
  ]);
  properties["WAREHOUSE_SIZE"] ??= "XSMALL";
  const size = findSize(properties["WAREHOUSE_SIZE"]) as WarehouseSize;
  if (size.rank > (findSize("X4LARGE")?.rank ?? 0)) throw invalidPropertyValue(size.shown, "WAREHOUSE_SIZE");
  const max = Number(properties["MAX_CLUSTER_COUNT"]);
  if (max > 10) throw invalidPropertyValue(String(max), "MAX_CLUSTER_COUNT");
  if (Number(properties["MIN_CLUSTER_COUNT"]) > max) {
    throw invalidCombination(
      ["MAX_CLUSTER_COUNT", String(max)],
      ["MIN_CLUSTER_COUNT", String(properties["MIN_CLUSTER_COUNT"])],
    );
  }
  const isChosen = before !== undefined || given.has("AUTO_SUSPEND");
  const suspend = isChosen ? properties["AUTO_SUSPEND"] : (properties["AUTO_SUSPEND"] ?? 0);
  properties["AUTO_SUSPEND"] = suspend === null ? null : Math.max(Number(suspend), leastInteractiveSuspend);
  for (const key of ["GENERATION", "RESOURCE_CONSTRAINT"]) properties[key] = null;
}

/** Refuses options that the type of the warehouse does not take; taking one out is always allowed. */
function refuseGiven({ given, properties, draft, parameters }: Change, keys: readonly string[]): void {
  for (const key of keys) {
    const value = properties[key] ?? parameters[key] ?? draft?.values.get(key);
    if (!given.has(key) || value === null || value === undefined) continue;
    if (draft ? draft.values.get(key) === undefined : false) continue;
    throw invalidCombination([key, String(value)], ["WAREHOUSE_TYPE", String(properties["WAREHOUSE_TYPE"])]);
  }
}

function requireMonitor({ catalog }: Context, { properties, given }: Change): void {
  const monitor = properties["RESOURCE_MONITOR"];
  if (!given.has("RESOURCE_MONITOR") || typeof monitor !== "string") return;
  if (monitor.toUpperCase() === "NULL") {
    properties["RESOURCE_MONITOR"] = null;
    return;
  }
  if (!catalog.find(catalog.account.id, "RESOURCE MONITOR", monitor)) {
    throw missing("Resource monitor", monitor);
  }
}
