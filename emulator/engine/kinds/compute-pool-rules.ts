import type { CatalogObject } from "../catalog/object";
import { familyOf } from "../container/families";
import { isPlainName } from "../container/plain-name";
import { isJob } from "../container/service-record";
import { poolFacts, servicesOn, stopAll } from "../container/simulation";
import type { SqlError } from "../sql-error";
import { compilationError, invalidCombination } from "../sql-error";
import type { Context } from "../statements/context";
import type { Change } from "../statements/kind";

/** What CREATE COMPUTE POOL cannot do without. */
const required = ["MIN_NODES", "MAX_NODES", "INSTANCE_FAMILY"];

/** What is changed only while the pool has no nodes. */
const fixedWhileRunning = ["INSTANCE_FAMILY", "PLACEMENT_GROUP"];

/** The names are an account's own: the emulator's has these. */
const placementGroups = ["A", "B", "C", "DISTRIBUTED"];

/** Completes the properties of a compute pool, and refuses what they cannot be. */
export function settlePool(context: Context, change: Change): void {
  const { draft, before, given, properties } = change;
  if (draft) settleNew(change);
  const fixed = fixedWhileRunning.find((key) => given.has(key));
  if (before && fixed !== undefined && poolFacts(context, before).state !== "SUSPENDED") throw notSuspended(fixed);
  const [min, max] = [Number(properties["MIN_NODES"]), Number(properties["MAX_NODES"])];
  if (min > max) throw invalidCombination(["MIN_NODES", String(min)], ["MAX_NODES", String(max)]);
  settleFamilies(change);
  const group = properties["PLACEMENT_GROUP"];
  if (typeof group === "string") properties["PLACEMENT_GROUP"] = placementGroup(group);
}

function settleNew({ name, draft, given, properties }: Change): void {
  if (!isPlainName(name)) throw invalidName(name);
  const absent = required.filter((key) => !given.has(key));
  if (absent.length > 0) throw compilationError("002029", "42601", `Missing option(s): [${absent.join(", ")}]`);
  properties["application"] = draft?.clauses["application"] ?? null;
}

/** The backup families are others than the first one, in the order in which they are tried. */
function settleFamilies({ properties }: Change): void {
  const first = requireFamily(String(properties["INSTANCE_FAMILY"]));
  properties["INSTANCE_FAMILY"] = first;
  const backups = properties["BACKUP_INSTANCE_FAMILIES"];
  if (!Array.isArray(backups)) return;
  const families = backups.map((family) => requireFamily(String(family)));
  properties["BACKUP_INSTANCE_FAMILIES"] = families;
  const repeated = families.find((family, i) => families.indexOf(family) !== i);
  if (families.includes(first)) {
    throw invalidBackups(
      `'${first}' which matches the primary INSTANCE_FAMILY. Each backup must be different from the primary.`,
    );
  }
  if (repeated !== undefined) throw invalidBackups(`'${repeated}' more than once. Each backup must be different.`);
}

function requireFamily(name: string): string {
  const family = familyOf(name);
  if (family) return family.name;
  const text = `Invalid instance family ${name.toUpperCase()}. Please refer to Snowflake documentation for supported instance families.`;
  throw withoutCode(text);
}

function placementGroup(name: string): string {
  const group = name.toUpperCase();
  if (placementGroups.includes(group)) return group;
  throw withoutCode(
    `Invalid value '${name}' for property 'PLACEMENT_GROUP':\nPlacement group '${name}' does not exist in this region.`,
  );
}

/** Before a pool is dropped: its jobs end, but as long as there are services it stays. */
export function dropPool(context: Context, pool: CatalogObject): void {
  if (servicesOn(context, pool).some((service) => !isJob(service))) {
    throw withoutCode(
      `Cannot drop compute pool ${pool.name} with active services. Drop its services first, or run ALTER COMPUTE POOL ${pool.name} STOP ALL.`,
    );
  }
  stopAll(context, pool, ["JOB"]);
}

function notSuspended(property: string): SqlError {
  return withoutCode(
    `Invalid property '${property}' for 'COMPUTE_POOL':\nCannot set ${property} for compute pool that is not suspended. Please suspend the compute pool first.`,
  );
}

function invalidName(name: string): SqlError {
  const why = isPlainName(name.toUpperCase()) ? "Name must be uppercase." : "Quoted names are not supported.";
  return withoutCode(`Invalid compute pool name: '${name}'. ${why}`);
}

function invalidBackups(detail: string): SqlError {
  return withoutCode(`Invalid BACKUP_INSTANCE_FAMILIES for compute pool: BACKUP_INSTANCE_FAMILIES contains ${detail}`);
}

/** No source has the codes of these. */
function withoutCode(text: string): SqlError {
  return compilationError("000002", "0A000", text);
}
