import { advanceService, endInstance, suspendService } from "./advance-service";
import { instanceTimes } from "./instance-status";
import { addNode, instancesByNode, occupies, placeInstances, stayingNodes } from "./placement";
import type { PoolNode, PoolOptions, PoolRun, ServiceOptions } from "./run";
import { hasEnded } from "./service-status";
import type { ContainerTimes } from "./times";

/** What decides how a compute pool goes on, besides how it is. */
export interface Rules {
  pool: PoolOptions;
  /** By the id of the service. */
  service(id: number): ServiceOptions;
  times: ContainerTimes;
}

/** More would mean that something happens again and again at the same time. */
const mostSteps = 1_000_000;

/** More than the instances that one service can have, each of which may wait for the one before it. */
const mostRounds = 10_000;

/** Lets everything happen on a compute pool that is due until a time, each at its own. */
export function advance(pool: PoolRun, rules: Rules, until: number): void {
  for (let step = 0; step < mostSteps; step += 1) {
    const next = nextTime(pool, rules);
    if (next > until) break;
    pool.at = next;
    settle(pool, rules);
  }
  pool.at = Math.max(pool.at, until);
}

/** Makes everything be as it has to be at the pool's time, after something was changed. */
export function settle(pool: PoolRun, rules: Rules): void {
  settleOnce(pool, rules);
  // What takes no time brings about more at the very same time, and no later time would come to look at it.
  if (Object.values(rules.times).every((ms) => ms > 0)) return;
  let before = "";
  for (let now = shapeOf(pool), round = 0; now !== before && round < mostRounds; round += 1) {
    before = now;
    settleOnce(pool, rules);
    now = shapeOf(pool);
  }
}

function shapeOf(pool: PoolRun): string {
  return JSON.stringify(pool, (key, value) => (key === "revision" ? value.digest : value));
}

function settleOnce(pool: PoolRun, rules: Rules): void {
  const { times, pool: options } = rules;
  for (const run of pool.services) advanceService(run, rules.service(run.id), times, pool.at);
  pool.nodes = pool.nodes.filter(({ goneOn }) => goneOn === null || goneOn > pool.at);
  if (pool.resizingUntil !== null && pool.resizingUntil <= pool.at) pool.resizingUntil = null;
  if (pool.power !== "off") placeInstances(pool, options, times);
  if (pool.power === "on") {
    giveBack(pool, options, times);
    while (stayingNodes(pool).length < options.minNodes && addNode(pool, options, times));
  }
  // Jobs may have lost their nodes.
  for (const run of pool.services) if (run.isJob) advanceService(run, rules.service(run.id), times, pool.at);
  suspendIdle(pool, options, times);
  stop(pool, times);
}

/** Suspends a compute pool: services are suspended, jobs go on to their end. */
export function suspendRun(pool: PoolRun, rules: Rules): void {
  pool.power = "stopping";
  pool.resizingUntil = null;
  for (const run of pool.services) if (!run.isJob) suspendService(run, rules.times, pool.at);
  settle(pool, rules);
}

/** The next time at which something happens by itself; infinite if nothing does. */
export function nextTime(pool: PoolRun, { pool: options, service }: Rules): number {
  const times: (number | null)[] = [pool.offOn, pool.resizingUntil];
  for (const { upOn, goneOn } of pool.nodes) times.push(upOn, goneOn);
  for (const run of pool.services) {
    for (const instance of run.instances) times.push(...instanceTimes(instance));
    const { autoSuspendMs } = service(run.id);
    if (autoSuspendMs > 0 && run.runningSince !== null) times.push(run.runningSince + autoSuspendMs);
  }
  if (pool.power === "on" && pool.idleSince !== null && options.autoSuspendMs > 0) {
    times.push(pool.idleSince + options.autoSuspendMs);
  }
  return Math.min(...times.filter((time) => time !== null && time > pool.at).map(Number), Number.POSITIVE_INFINITY);
}

/** Gives back nodes above MAX_NODES, whatever runs on them, and empty ones above MIN_NODES. */
function giveBack(pool: PoolRun, { minNodes, maxNodes }: PoolOptions, times: ContainerTimes): void {
  const byNode = instancesByNode(pool);
  const load = ({ id }: PoolNode) => byNode.get(id)?.length ?? 0;
  const byLoad = [...stayingNodes(pool)].sort((a, b) => load(a) - load(b) || b.id - a.id);
  let count = byLoad.length;
  for (const node of byLoad) {
    if (count <= minNodes || (count <= maxNodes && load(node) > 0)) return;
    loseNode(pool, node, times);
    count -= 1;
  }
}

/** Instances of services start elsewhere; those of jobs have failed. */
function loseNode(pool: PoolRun, node: PoolNode, times: ContainerTimes): void {
  for (const run of pool.services) {
    for (const instance of run.instances) {
      if (instance.node !== node.id || !occupies(run, instance, pool.at)) continue;
      if (run.isJob) instance.lostOn = pool.at;
      else endInstance(instance, times, pool.at);
    }
  }
  const goneOn = pool.at + (node.upOn <= pool.at ? times.stopMs : 0);
  pool.nodes = pool.nodes.map((each) => (each === node ? { ...node, goneOn } : each)).filter(isThere(pool.at));
}

function isThere(at: number): (node: PoolNode) => boolean {
  return ({ goneOn }) => goneOn === null || goneOn > at;
}

function suspendIdle(pool: PoolRun, { autoSuspendMs }: PoolOptions, times: ContainerTimes): void {
  const isUsed = pool.services.some((run) => run.power !== "suspended" && !hasEnded(run));
  if (isUsed || pool.power !== "on") pool.idleSince = null;
  else pool.idleSince ??= pool.at;
  if (autoSuspendMs > 0 && pool.idleSince !== null && pool.idleSince + autoSuspendMs <= pool.at) {
    pool.power = "stopping";
    stop(pool, times);
  }
}

/** The nodes of a pool that stops go when nothing runs on them any more. */
function stop(pool: PoolRun, { suspendMs }: ContainerTimes): void {
  if (pool.power !== "stopping") return;
  const isUsed = pool.services.some((run) => run.instances.some((instance) => occupies(run, instance, pool.at)));
  if (isUsed) return;
  const hasNode = pool.nodes.some(({ upOn }) => upOn <= pool.at);
  pool.offOn ??= hasNode ? pool.at + suspendMs : pool.at;
  if (pool.offOn > pool.at) return;
  pool.power = "off";
  pool.offOn = null;
  pool.nodes = [];
}
