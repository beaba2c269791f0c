import type { CatalogObject } from "../catalog/object";
import { familyOf } from "./families";
import type { Capacity, PoolOptions, ServiceOptions } from "./run";

const gib = 2 ** 30;

/** The options of a compute pool that decide how it goes on. */
export function poolOptions({ properties }: CatalogObject): PoolOptions {
  return {
    minNodes: Number(properties["MIN_NODES"]),
    maxNodes: Number(properties["MAX_NODES"]),
    autoSuspendMs: Number(properties["AUTO_SUSPEND_SECS"]) * 1000,
    node: nodeOf(String(properties["INSTANCE_FAMILY"])),
  };
}

/** What a node of an instance family has. */
export function nodeOf(name: string): Capacity {
  const family = familyOf(name);
  if (!family) throw new Error(`no instance family ${name}`);
  return { cpu: family.vcpu, memoryBytes: family.memoryGib * gib, gpus: family.gpus };
}

/** The options of a service or job that decide how it goes on. */
export function serviceOptions(service: CatalogObject): ServiceOptions {
  const { instances, minReady } = instanceCounts(service);
  return { instances, minReady, autoSuspendMs: Number(service.properties["AUTO_SUSPEND_SECS"]) * 1000 };
}

/** How many instances a service has; what was not said follows MIN_INSTANCES. */
export function instanceCounts({ properties }: Pick<CatalogObject, "properties">) {
  const instances = Number(properties["MIN_INSTANCES"] ?? 1);
  return {
    instances,
    minReady: Number(properties["MIN_READY_INSTANCES"] ?? instances),
    most: Number(properties["MAX_INSTANCES"] ?? instances),
  };
}
