import { createHash } from "node:crypto";
import type { CatalogObject } from "../catalog/object";
import { fixed, timestampCell, timestampLtz } from "../result";
import type { Context } from "../statements/context";
import type { ShowColumn } from "../statements/kind";
import * as show from "../statements/show-columns";
import type { ServiceRun } from "./run";
import { instanceCounts } from "./run-options";
import { isJob, poolOf, recordOf } from "./service-record";
import { statusOf } from "./service-state";

/** The columns of SHOW SERVICES in their order. */
export const serviceColumns: readonly ShowColumn[] = [
  show.name,
  show.textColumn("status", (service, context) => statusOf(context, service)),
  show.databaseName,
  show.schemaName,
  show.owner,
  show.textColumn("compute_pool", (service, { catalog }) => poolOf(catalog, service)?.name ?? null),
  show.textColumn("dns_name", dnsName),
  count("current_instances", (service, context) => ofRun(context, service, placedInstances) ?? 0),
  count("target_instances", (service, context) => ofRun(context, service, targetOf(service)) ?? 0),
  count("min_ready_instances", (service) => instanceCounts(service).minReady),
  count("min_instances", (service) => instanceCounts(service).instances),
  count("max_instances", (service) => instanceCounts(service).most),
  flag("auto_resume", ({ properties }) => properties["AUTO_RESUME"] === true),
  show.textColumn("external_access_integrations", ({ properties }) => {
    const names = properties["EXTERNAL_ACCESS_INTEGRATIONS"];
    return Array.isArray(names) && names.length > 0 ? names.join(",") : null;
  }),
  show.createdOn,
  time("updated_on", ({ updatedOn }) => updatedOn),
  time("resumed_on", (service, context) => ofRun(context, service, ({ resumedOn }) => resumedOn) ?? null),
  time("suspended_on", (service, context) => ofRun(context, service, suspendedOn) ?? null),
  count("auto_suspend_secs", ({ properties }) => Number(properties["AUTO_SUSPEND_SECS"])),
  show.textColumn("comment", ({ comment }) => (comment === "" ? null : comment)),
  show.ownerRoleType,
  show.textColumn("query_warehouse", ({ properties }) => textOrNull(properties["QUERY_WAREHOUSE"])),
  flag("is_job", isJob),
  flag("is_async_job", (service) => recordOf(service).job?.isAsync === true),
  show.textColumn("spec_digest", (service) => recordOf(service).revision.digest),
  flag("is_upgrading", (service, context) => ofRun(context, service, ({ isUpgrading }) => isUpgrading) ?? false),
  show.constant("managing_object_domain", null),
  show.constant("managing_object_name", null),
];

/** The same with the specification, which only the owner sees. */
export const ownerColumns: readonly ShowColumn[] = serviceColumns.flatMap((column) =>
  column.column.name === "compute_pool"
    ? [column, show.textColumn("spec", (service) => recordOf(service).specificationText)]
    : [column],
);

/** The part of DNS names that all services of a schema share; it stays when the schema gets another name. */
export function dnsDomain(schema: CatalogObject): string {
  const hash = createHash("sha256").update(`${schema.id} ${schema.createdOn}`).digest();
  return `${hash.readBigUInt64BE(0).toString(36).slice(0, 6)}.svc.spcs.internal`;
}

function dnsName(service: CatalogObject, { catalog }: Context): string {
  const label = service.name.toLowerCase().replaceAll("_", "-");
  return `${label}.${dnsDomain(catalog.get(service.parent))}`;
}

function placedInstances({ instances }: ServiceRun): number {
  return instances.filter(({ node, goneOn }) => node !== null && goneOn === null).length;
}

function targetOf(service: CatalogObject): (run: ServiceRun) => number {
  return ({ power }) => (power === "on" ? instanceCounts(service).instances : 0);
}

/** When a service was suspended; a job that was cancelled was not. */
function suspendedOn(run: ServiceRun): number | null {
  return run.isJob ? null : run.suspendedOn;
}

function ofRun<Value>({ containers }: Context, service: CatalogObject, value: (run: ServiceRun) => Value) {
  const living = containers.service(service);
  return living && value(living.run);
}

function count(name: string, value: (service: CatalogObject, context: Context) => number): ShowColumn {
  return { column: fixed(name), cell: (service, context) => String(value(service, context)) };
}

function flag(name: string, value: (service: CatalogObject, context: Context) => boolean): ShowColumn {
  return show.textColumn(name, (service, context) => String(value(service, context)));
}

function time(name: string, value: (service: CatalogObject, context: Context) => number | null): ShowColumn {
  return { column: timestampLtz(name), cell: (service, context) => timestampCell(value(service, context)) };
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
