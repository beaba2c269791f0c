import type { Instance, PoolRun, Revision, ServiceRun } from "./run";

/** What is kept of what runs on compute pools, by the id of the pool. */
export type SavedContainers = [id: number, run: SavedPool][];

type SavedPool = Omit<PoolRun, "services"> & { services: SavedService[] };

/** Each revision stands there once, however many instances run it: the logs of its images may be long. */
type SavedService = Omit<ServiceRun, "revision" | "instances"> & {
  /** The first is the one that the service is to run. */
  revisions: Revision[];
  instances: (Omit<Instance, "revision"> & { revision: number })[];
};

/** What runs on compute pools, as data for JSON. */
export function saveRuns(pools: ReadonlyMap<number, PoolRun>): SavedContainers {
  return [...pools].map(([id, { services, ...pool }]) => [id, { ...pool, services: services.map(saveService) }]);
}

/** Takes up what {@link saveRuns} has made. */
export function loadRuns(saved: SavedContainers): [id: number, run: PoolRun][] {
  const copy = structuredClone(saved);
  return copy.map(([id, { services, ...pool }]) => [id, { ...pool, services: services.map(loadService) }]);
}

function saveService({ revision, instances, ...service }: ServiceRun): SavedService {
  const revisions = [...new Set([revision, ...instances.map((instance) => instance.revision)])];
  return {
    ...service,
    revisions,
    instances: instances.map((instance) => ({ ...instance, revision: revisions.indexOf(instance.revision) })),
  };
}

function loadService({ revisions, instances, ...service }: SavedService): ServiceRun {
  return {
    ...service,
    revision: revisions[0] as Revision,
    instances: instances.map((instance) => ({ ...instance, revision: revisions[instance.revision] as Revision })),
  };
}
