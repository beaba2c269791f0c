import type { ImageBehaviour } from "./image-behaviour";

/** What a node has, or what an instance asks of it. */
export interface Capacity {
  readonly cpu: number;
  readonly memoryBytes: number;
  readonly gpus: number;
}

/** A container as the specification and the image repository have it. */
export interface ContainerPlan {
  readonly name: string;
  /** With the host of the registry. */
  readonly image: string;
  /** `sha256:…` */
  readonly digest: string;
  readonly behaviour: ImageBehaviour;
}

/** What the instances of a service run: one version of its specification. */
export interface Revision {
  /** `spec_digest`. */
  readonly digest: string;
  readonly containers: readonly ContainerPlan[];
  readonly needs: Capacity;
}

/** An instance of a service or job: its containers on one node. */
export interface Instance {
  readonly id: number;
  readonly revision: Revision;
  readonly createdOn: number;
  /** Id of the node; null as long as there is none for it. */
  node: number | null;
  /** When its containers start; null until there is a node. */
  startsOn: number | null;
  /** When it will be gone; null unless it is being ended. */
  goneOn: number | null;
  /** When its node was taken away; only jobs keep such an instance. */
  lostOn: number | null;
}

/** A service or job as it runs. */
export interface ServiceRun {
  /** Id of the object in the catalog. */
  readonly id: number;
  readonly isJob: boolean;
  revision: Revision;
  /** `suspending` stands for the cancelling of a job too. */
  power: "on" | "suspending" | "suspended";
  isUpgrading: boolean;
  instances: Instance[];
  suspendedOn: number | null;
  resumedOn: number | null;
  /** Since when enough instances are ready; null when they are not. */
  runningSince: number | null;
  /** When a job ended, whatever became of it. */
  endedOn: number | null;
}

/** A virtual machine of a compute pool. */
export interface PoolNode {
  readonly id: number;
  /** When it is or was there. */
  readonly upOn: number;
  /** When it will be gone; null unless it is given back. */
  goneOn: number | null;
}

/** A compute pool with all that runs on it, as it was at a time. */
export interface PoolRun {
  /** Until when everything has happened that was due. */
  at: number;
  power: "on" | "stopping" | "off";
  startedOn: number;
  resumedOn: number;
  /** When the last node will be gone; null unless it is `stopping` and nothing runs any more. */
  offOn: number | null;
  /** Until when a change of MIN_NODES and MAX_NODES shows. */
  resizingUntil: number | null;
  /** Since when there is no service or job; null when there is. */
  idleSince: number | null;
  nodes: PoolNode[];
  lastNode: number;
  services: ServiceRun[];
}

/** What the options of a compute pool say. */
export interface PoolOptions {
  readonly minNodes: number;
  readonly maxNodes: number;
  /** 0 is never. */
  readonly autoSuspendMs: number;
  readonly node: Capacity;
}

/** What the options of a service say. */
export interface ServiceOptions {
  readonly instances: number;
  readonly minReady: number;
  /** 0 is never. */
  readonly autoSuspendMs: number;
}

/** A compute pool that has just been created. */
export function newPoolRun(at: number, { suspended }: { suspended: boolean }): PoolRun {
  return {
    at,
    power: suspended ? "off" : "on",
    startedOn: at,
    resumedOn: at,
    offOn: null,
    resizingUntil: null,
    idleSince: at,
    nodes: [],
    lastNode: -1,
    services: [],
  };
}

/** A service or job that has just been created. */
export function newServiceRun(id: number, revision: Revision, { isJob }: { isJob: boolean }): ServiceRun {
  return {
    id,
    isJob,
    revision,
    power: "on",
    isUpgrading: false,
    instances: [],
    suspendedOn: null,
    resumedOn: null,
    runningSince: null,
    endedOn: null,
  };
}
