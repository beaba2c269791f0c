import { instanceEnd } from "./instance-status";
import type { Capacity, Instance, PoolNode, PoolOptions, PoolRun, ServiceRun } from "./run";
import { hasEnded } from "./service-status";
import type { ContainerTimes } from "./times";

/** Whether an instance takes room on a node. */
export function occupies({ isJob }: ServiceRun, instance: Instance, at: number): boolean {
  if (instance.node === null || instance.lostOn !== null) return false;
  return !(isJob && instanceEnd(instance) <= at);
}

/** The instances that take room on a node. */
export function instancesOn(pool: PoolRun, node: PoolNode): Instance[] {
  return pool.services.flatMap((run) =>
    run.instances.filter((instance) => instance.node === node.id && occupies(run, instance, pool.at)),
  );
}

/** Nodes that are there or on their way, and stay. */
export function stayingNodes({ nodes }: PoolRun): PoolNode[] {
  return nodes.filter(({ goneOn }) => goneOn === null);
}

/** Whether an empty node has room for what is asked for. */
export function fits(needs: Capacity, room: Capacity): boolean {
  return needs.cpu <= room.cpu && needs.memoryBytes <= room.memoryBytes && needs.gpus <= room.gpus;
}

/** Finds nodes for the instances that have none; asks for more nodes as long as the pool may have them. */
export function placeInstances(pool: PoolRun, options: PoolOptions, times: ContainerTimes): void {
  for (const run of pool.services) {
    if (run.power !== "on" || hasEnded(run)) continue;
    for (const instance of run.instances) {
      if (instance.node !== null || instance.goneOn !== null || instance.lostOn !== null) continue;
      const { needs } = instance.revision;
      const node =
        stayingNodes(pool).find((each) => fits(needs, roomOn(pool, each, options.node))) ??
        (fits(needs, options.node) ? addNode(pool, options, times) : undefined);
      if (!node) continue;
      instance.node = node.id;
      instance.startsOn = Math.max(pool.at, node.upOn) + times.containerStartMs;
    }
  }
}

/** Asks for another node, if the pool may have one. */
export function addNode(pool: PoolRun, { maxNodes }: PoolOptions, { nodeStartMs }: ContainerTimes) {
  if (pool.power !== "on" || stayingNodes(pool).length >= maxNodes) return undefined;
  pool.lastNode += 1;
  const node: PoolNode = { id: pool.lastNode, upOn: pool.at + nodeStartMs, goneOn: null };
  pool.nodes.push(node);
  return node;
}

function roomOn(pool: PoolRun, node: PoolNode, whole: Capacity): Capacity {
  const taken = instancesOn(pool, node).map(({ revision }) => revision.needs);
  return {
    cpu: whole.cpu - sum(taken.map(({ cpu }) => cpu)),
    memoryBytes: whole.memoryBytes - sum(taken.map(({ memoryBytes }) => memoryBytes)),
    gpus: whole.gpus - sum(taken.map(({ gpus }) => gpus)),
  };
}

function sum(numbers: readonly number[]): number {
  // In thousandths, so that ten times 0.1 is 1.
  return numbers.reduce((total, number) => total + Math.round(number * 1000), 0) / 1000;
}
