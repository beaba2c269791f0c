import { type Rule, rule } from "../resource/definition";
import type { Values } from "../resource/property";
import { type Size, sizes } from "./sizes";

const adaptiveOnly = ["maxQueryPerformanceLevel", "queryThroughputMultiplier"];
const interactiveOnly = ["tables", "fallbackWarehouse"];
const notForAdaptive = [
  "warehouseSize",
  "waitForCompletion",
  "generation",
  "resourceConstraint",
  "maxClusterCount",
  "minClusterCount",
  "scalingPolicy",
  "autoSuspend",
  "autoResume",
  "initiallySuspended",
  "enableQueryAcceleration",
  "queryAccelerationMaxScaleFactor",
  "maxConcurrencyLevel",
];
const notForInteractive = [
  "generation",
  "resourceConstraint",
  "scalingPolicy",
  "enableQueryAcceleration",
  "queryAccelerationMaxScaleFactor",
];

/** What Snowflake would refuse, said before anything is sent. */
export const warehouseRules: readonly Rule[] = [
  rule(["minClusterCount", "maxClusterCount"], (values) => {
    const [least, most] = [Number(values["minClusterCount"] ?? 1), Number(values["maxClusterCount"] ?? 1)];
    const unset = values["maxClusterCount"] === undefined ? ", its default" : "";
    return least > most
      ? `${least} is above maxClusterCount ${most}${unset}; raise maxClusterCount or lower minClusterCount`
      : undefined;
  }),
  rule(["maxClusterCount", "warehouseSize", "warehouseType"], (values) => {
    const most = Number(values["maxClusterCount"] ?? 1);
    const cap = typeOf(values) === "INTERACTIVE" ? 10 : mostClusters(sizeOf(values));
    return most > cap
      ? `${most} is above ${cap}, the most clusters of a warehouse of type ${typeOf(values)} and size ${sizeOf(values)}`
      : undefined;
  }),
  ...adaptiveOnly.map((key) => onlyWith(key, "ADAPTIVE")),
  ...interactiveOnly.map((key) => onlyWith(key, "INTERACTIVE")),
  ...notForAdaptive.map((key) =>
    notWith(key, "ADAPTIVE", "it is sized by maxQueryPerformanceLevel and queryThroughputMultiplier"),
  ),
  ...notForInteractive.map((key) => notWith(key, "INTERACTIVE", "leave it out")),
  rule(["generation", "warehouseType"], (values) =>
    values["generation"] !== undefined && typeOf(values) === "SNOWPARK-OPTIMIZED"
      ? "is for STANDARD warehouses; a SNOWPARK-OPTIMIZED one takes resourceConstraint"
      : undefined,
  ),
  rule(["resourceConstraint", "warehouseType", "generation"], (values) => {
    const constraint = values["resourceConstraint"];
    if (typeof constraint !== "string") return undefined;
    const standard = constraint.startsWith("STANDARD_GEN_");
    if (standard !== (typeOf(values) === "STANDARD"))
      return `${constraint} does not go with warehouseType ${typeOf(values)}: STANDARD takes STANDARD_GEN_1 or _2, SNOWPARK-OPTIMIZED takes MEMORY_…`;
    const generation = values["generation"];
    return standard && generation !== undefined && !constraint.endsWith(String(generation))
      ? `${constraint} contradicts generation ${generation}; leave one of them out`
      : undefined;
  }),
  rule(["warehouseSize", "resourceConstraint", "warehouseType"], (values) => {
    if (typeOf(values) !== "SNOWPARK-OPTIMIZED") return undefined;
    const constraint = String(values["resourceConstraint"] ?? "MEMORY_16X");
    const least: Size = constraint.startsWith("MEMORY_64X")
      ? "LARGE"
      : constraint.startsWith("MEMORY_16X")
        ? "MEDIUM"
        : "XSMALL";
    return rank(sizeOf(values)) < rank(least)
      ? `${sizeOf(values)} is too small for resourceConstraint ${constraint}; use ${least} or larger`
      : undefined;
  }),
  rule(["warehouseSize", "generation", "resourceConstraint", "warehouseType"], (values) => {
    const second = values["generation"] === "2" || values["resourceConstraint"] === "STANDARD_GEN_2";
    if (second && isLargest(values))
      return `${sizeOf(values)} is not offered in generation 2; use X4LARGE or smaller, or generation "1"`;
    return typeOf(values) === "INTERACTIVE" && rank(sizeOf(values)) > rank("X4LARGE")
      ? `${sizeOf(values)} is not offered for INTERACTIVE warehouses; use X4LARGE or smaller`
      : undefined;
  }),
  rule(["autoSuspend", "warehouseType"], (values) => {
    const seconds = values["autoSuspend"];
    return typeOf(values) === "INTERACTIVE" && typeof seconds === "number" && seconds !== 0 && seconds < 86_400
      ? `${seconds} is below 86400 seconds, the least for an INTERACTIVE warehouse; use 86400 or more, or 0 for never`
      : undefined;
  }),
];

function onlyWith(key: string, type: string): Rule {
  return rule([key, "warehouseType"], (values) =>
    values[key] !== undefined && typeOf(values) !== type
      ? `is for warehouses of type ${type}; this one is ${typeOf(values)}`
      : undefined,
  );
}

function notWith(key: string, type: string, instead: string): Rule {
  return rule([key, "warehouseType"], (values) =>
    values[key] !== undefined && typeOf(values) === type
      ? `is not for warehouses of type ${type}: ${instead}`
      : undefined,
  );
}

function typeOf(values: Values): string {
  return String(values["warehouseType"] ?? "STANDARD");
}

function sizeOf(values: Values): Size {
  return (
    (values["warehouseSize"] as Size | undefined) ?? (typeOf(values) === "SNOWPARK-OPTIMIZED" ? "MEDIUM" : "XSMALL")
  );
}

/** Whether it is of a size that is offered in the first generation only. */
export function isLargest(values: Values): boolean {
  return rank(sizeOf(values)) > rank("X4LARGE");
}

/** Whether a Snowpark-optimized warehouse cannot be of that size, or nothing is said of it. */
export function isTooSmall({ warehouseSize: size, resourceConstraint: constraint }: Values): boolean {
  if (size === undefined) return true;
  return !String(constraint).startsWith("MEMORY_1X") && rank(size as Size) < rank("MEDIUM");
}

function rank(size: Size): number {
  return sizes.indexOf(size);
}

function mostClusters(size: Size): number {
  const caps: Partial<Record<Size, number>> = { LARGE: 160, XLARGE: 80, X2LARGE: 40, X3LARGE: 20 };
  return rank(size) <= rank("MEDIUM") ? 300 : (caps[size] ?? 10);
}
