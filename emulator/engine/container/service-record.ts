import type { Catalog } from "../catalog/catalog";
import type { CatalogObject, Json } from "../catalog/object";
import { liveObject } from "../task-run/live-object";
import type { Revision } from "./run";
import type { Specification } from "./specification/specification";

/** What a service keeps besides its options. */
export interface ServiceRecord {
  /** Id of the compute pool. */
  pool: number;
  specification: Specification;
  /** As DESCRIBE shows it. */
  specificationText: string;
  revision: Revision;
  /** When each public endpoint was first asked for, by name. */
  endpoints: Record<string, number>;
  /** Null for a service. */
  job: { isAsync: boolean } | null;
}

/** The record of a service or job. */
export function recordOf({ properties }: Pick<CatalogObject, "properties">): ServiceRecord {
  // Only what setRecord has written ever stands there.
  return properties["record"] as unknown as ServiceRecord;
}

/** Writes the record into the properties of an object, or of a change to one. */
export function setRecord({ properties }: Pick<CatalogObject, "properties">, record: ServiceRecord): void {
  properties["record"] = record as unknown as Json;
}

export function isJob(service: CatalogObject): boolean {
  return recordOf(service).job !== null;
}

export function revisionOf(service: CatalogObject): Revision {
  return recordOf(service).revision;
}

/** The compute pool of a service; undefined when it was dropped. */
export function poolOf(catalog: Catalog, service: CatalogObject): CatalogObject | undefined {
  return liveObject(catalog, recordOf(service).pool);
}
