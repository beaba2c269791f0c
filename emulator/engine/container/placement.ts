import { instanceEnd } from "./instance-status";
import type { Capacity, Instance, PoolNode, PoolOptions, PoolRun, ServiceRun } from "./run";
import { hasEnded } from "./service-status";
import type { ContainerTimes } from "./times";

/** Whether an instance takes room on a node. */
export function occupies({ isJob }: ServiceRun, instance: Instance, at: number): boolean {
  if (instance.node === null || instance.lostOn !== null) return false;
  return !(isJob && instanceEnd(instance) <= at);
}

/** The instances that take room, by the id of their node. */
export function instancesByNode({ services, at }: PoolRun): ReadonlyMap<number, Instance[]> {
  const byNode = new Map<number, Instance[]>();
  for (const run of services) {
    for (const instance of run.instances) {
      if (instance.node === null || !occupies(run, instance, at)) continue;
      byNode.set(instance.node, [...(byNode.get(instance.node) ?? []), instance]);
    }
  }
  return byNode;
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
  const waiting = pool.services
    .filter((run) => run.power === "on" && !hasEnded(run))
    .flatMap(({ instances }) => instances)
    .filter(({ node, goneOn, lostOn }) => node === null && goneOn === null && lostOn === null);
  if (waiting.length === 0) return;
  const rooms = roomsOf(pool, options.node);
  for (const instance of waiting) {
    const { needs } = instance.revision;
    const node =
      stayingNodes(pool).find(({ id }) => fits(needs, rooms.get(id) ?? options.node)) ??
      (fits(needs, options.node) ? addNode(pool, options, times) : undefined);
    if (!node) continue;
    rooms.set(node.id, less(rooms.get(node.id) ?? options.node, needs));
    instance.node = node.id;
    instance.startsOn = Math.max(pool.at, node.upOn) + times.containerStartMs;
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

/** What each node that is used has left. */
function roomsOf(pool: PoolRun, whole: Capacity): Map<number, Capacity> {
  const byNode = [...instancesByNode(pool)];
  return new Map(
    byNode.map(([id, instances]) => [id, instances.map(({ revision }) => revision.needs).reduce(less, whole)]),
  );
}

/** In thousandths of a core, so that ten times 0.1 is 1. */
function less(room: Capacity, { cpu, memoryBytes, gpus }: Capacity): Capacity {
  return {
    cpu: (Math.round(room.cpu * 1000) - Math.round(cpu * 1000)) / 1000,
    memoryBytes: room.memoryBytes - memoryBytes,
    gpus: room.gpus - gpus,
  };
}
