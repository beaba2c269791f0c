import { accountId } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { compilationError, invalidCombination, missing, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import type { Change, CreateDraft } from "../statements/kind";
import { pathOf, requireObject } from "../statements/resolve";
import { identifierText } from "../syntax/name";
import { compileSpecification } from "./compile";
import { isPlainName } from "./plain-name";
import { instanceCounts } from "./run-options";
import { requireUsablePool } from "./service-pool";
import type { ServiceRecord } from "./service-record";
import { isJob, recordOf, setRecord } from "./service-record";
import { sourceOf, sourceText } from "./source";
import type { Specification } from "./specification/specification";
import { isPublic } from "./specification/specification";

/** EAIs that one service may have. */
const mostIntegrations = 10;

/** Completes the properties of a service or job, and refuses what they cannot be. */
export function settleService(context: Context, change: Change): void {
  const { draft, before, given, properties } = change;
  if (before && isJob(before)) throw unsupported("ALTER of a job service");
  const { instances, minReady, most } = instanceCounts(change);
  if (minReady > instances) {
    throw invalidCombination(["MIN_READY_INSTANCES", String(minReady)], ["MIN_INSTANCES", String(instances)]);
  }
  if (most < instances) throw invalidCombination(["MAX_INSTANCES", String(most)], ["MIN_INSTANCES", String(instances)]);
  const warehouse = properties["QUERY_WAREHOUSE"];
  if (typeof warehouse === "string" && given.has("QUERY_WAREHOUSE")) {
    requireObject(context, context.kinds.get("WAREHOUSE"), { parts: [warehouse], text: warehouse }, "CREATE SERVICE");
  }
  if (given.has("EXTERNAL_ACCESS_INTEGRATIONS")) settleIntegrations(context, change);
  if (draft) settleNew(context, change, draft);
  refuseAutoSuspend(change, recordOf(change).specification);
}

/** When each public endpoint was asked for: one that stays has its address at once. */
export function endpointTimes(
  { catalog }: Context,
  { spec }: Specification,
  before: ServiceRecord["endpoints"] = {},
): ServiceRecord["endpoints"] {
  const names = (spec.endpoints ?? []).filter(isPublic).map(({ name }) => name);
  return Object.fromEntries(names.map((name) => [name, before[name] ?? catalog.now()]));
}

/** Nobody can tell whether a service is idle that is reached from outside. */
export function refuseAutoSuspend({ properties }: Pick<CatalogObject, "properties">, { spec }: Specification): void {
  const seconds = Number(properties["AUTO_SUSPEND_SECS"]);
  if (seconds === 0 || !(spec.endpoints ?? []).some(isPublic)) return;
  throw unsupported("AUTO_SUSPEND_SECS on a service with public endpoints");
}

function settleNew(context: Context, change: Change, { clauses }: CreateDraft): void {
  const { container: schema, name } = change;
  if (![...pathOf(context, schema), name].every(isPlainName)) {
    // No source has the code.
    const detail = "db, schema and service names for a service must be unquoted identifiers.";
    throw compilationError("000002", "0A000", detail);
  }
  const pool = requireUsablePool(context, String(clauses["pool"]));
  const job = (clauses["job"] ?? null) as ServiceRecord["job"];
  const text = sourceText(context, sourceOf(clauses["source"]), job ? "EXECUTE JOB SERVICE" : "CREATE SERVICE");
  // The replicas of a job may run one after another.
  const instances = job ? 1 : instanceCounts(change).instances;
  const compiled = compileSpecification(context, text, { pool, schema, instances });
  setRecord(change, {
    pool: pool.id,
    specification: compiled.specification,
    specificationText: compiled.text,
    revision: compiled.revision,
    endpoints: endpointTimes(context, compiled.specification),
    job,
  });
}

/** Names are compared as they are stored; each is kept once. */
function settleIntegrations({ access, catalog }: Context, { properties }: Change): void {
  const written = properties["EXTERNAL_ACCESS_INTEGRATIONS"];
  if (!Array.isArray(written)) return;
  const names = [...new Set(written.map((parts) => String(Array.isArray(parts) ? parts[0] : parts)))];
  if (names.length > mostIntegrations) throw unsupported(`more than ${mostIntegrations} external access integrations`);
  for (const name of names) {
    const integration = catalog.find(accountId, "INTEGRATION", name);
    if (!integration || !access.holds(integration, "USAGE")) throw missing("Integration", identifierText(name));
  }
  properties["EXTERNAL_ACCESS_INTEGRATIONS"] = names;
}
