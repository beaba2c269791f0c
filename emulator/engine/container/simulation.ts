import type { CatalogObject } from "../catalog/object";
import type { Context } from "../statements/context";
import { leaveDropped } from "../statements/drop";
import { liveObject } from "../task-run/live-object";
import { suspendRun } from "./advance";
import { invalidPoolState, reachedNodeLimit } from "./errors";
import { instancesByNode, stayingNodes } from "./placement";
import type { PoolRun } from "./run";
import { newPoolRun } from "./run";
import { isJob } from "./service-record";
import { hasEnded } from "./service-status";

/** What SHOW and DESCRIBE tell of a compute pool besides its options. */
export interface PoolFacts {
  state: string;
  activeNodes: number;
  idleNodes: number;
  targetNodes: number;
  /** Services and jobs. */
  numServices: number;
  numJobs: number;
  errorCode: string;
  statusMessage: string;
  resumedOn: number | null;
}

/** How a compute pool is at present. */
export function poolFacts({ containers }: Context, pool: CatalogObject): PoolFacts {
  const run = containers.pool(pool);
  const up = stayingNodes(run).filter(({ upOn }) => upOn <= run.at);
  const used = instancesByNode(run);
  const active = up.filter(({ id }) => used.has(id)).length;
  const running = run.services.filter((service) => service.power !== "suspended" && !hasEnded(service));
  const state = poolState(run);
  return {
    state,
    activeNodes: active,
    idleNodes: up.length - active,
    targetNodes: run.power === "on" ? stayingNodes(run).length : 0,
    numServices: running.length,
    numJobs: running.filter((service) => service.isJob).length,
    resumedOn: run.resumedOn,
    ...poolMessage(run, state, Number(pool.properties["MAX_NODES"])),
  };
}

/** After a compute pool was created. */
export function createdPool({ containers, catalog }: Context, pool: CatalogObject, initiallySuspended: boolean): void {
  containers.addPool(pool, newPoolRun(catalog.now(), { suspended: initiallySuspended }));
}

/** ALTER COMPUTE POOL … SUSPEND; nothing happens to one that is suspended or about to be. */
export function suspendPool({ containers }: Context, pool: CatalogObject): void {
  containers.changed(pool, (run, rules) => {
    if (run.power === "on") suspendRun(run, rules);
  });
}

/** ALTER COMPUTE POOL … RESUME. @throws SqlError unless it is suspended. */
export function resumePool({ containers }: Context, pool: CatalogObject): void {
  containers.changed(pool, (run) => {
    if (run.power === "on") throw invalidPoolState(pool.name);
    startPool(run);
  });
}

/** Starts a compute pool that is suspended, or stopping. */
export function startPool(run: PoolRun): void {
  run.power = "on";
  run.offOn = null;
  run.startedOn = run.at;
  run.resumedOn = run.at;
}

/** After MIN_NODES or MAX_NODES of a compute pool have changed. */
export function resizedPool({ containers }: Context, pool: CatalogObject): void {
  containers.changed(pool, (run) => {
    if (run.power === "on") run.resizingUntil = run.at + containers.times.nodeStartMs;
  });
}

/** ALTER COMPUTE POOL … STOP ALL: drops services and jobs, those with block volumes too. */
export function stopAll(
  context: Context,
  pool: CatalogObject,
  types: readonly ("SERVICE" | "JOB")[] = ["SERVICE", "JOB"],
): void {
  const { catalog, containers } = context;
  for (const { id } of [...containers.pool(pool).services]) {
    const service = liveObject(catalog, id);
    if (!service || !types.includes(isJob(service) ? "JOB" : "SERVICE")) continue;
    leaveDropped(context, service);
    catalog.drop(service, 0);
  }
  containers.changed(pool);
}

/** Services, suspended ones too, and jobs that have not ended, on a compute pool, whoever owns them. */
export function servicesOn({ catalog, containers }: Context, pool: CatalogObject): readonly CatalogObject[] {
  return containers
    .pool(pool)
    .services.filter((run) => !hasEnded(run))
    .flatMap(({ id }) => liveObject(catalog, id) ?? []);
}

function poolState(run: PoolRun): string {
  if (run.power === "off") return "SUSPENDED";
  if (run.power === "stopping") return "STOPPING";
  const there = run.nodes.filter(({ upOn }) => upOn <= run.at);
  if (there.length === 0) return "STARTING";
  const isChanging = run.nodes.some(({ upOn, goneOn }) => upOn > run.at || goneOn !== null);
  if (isChanging || run.resizingUntil !== null) return "RESIZING";
  return run.services.some((service) => service.power !== "suspended" && !hasEnded(service)) ? "ACTIVE" : "IDLE";
}

function poolMessage(run: PoolRun, state: string, maxNodes: number) {
  const isWaiting = run.services.some(
    (service) =>
      service.power === "on" && service.instances.some(({ node, goneOn }) => node === null && goneOn === null),
  );
  if (run.power === "on" && isWaiting && stayingNodes(run).length >= maxNodes) return reachedNodeLimit;
  if (state !== "STARTING") return { errorCode: "", statusMessage: "" };
  const minutes = Math.floor((run.at - run.startedOn) / 60_000);
  return { errorCode: "", statusMessage: `Compute pool is starting for last ${minutes} minutes` };
}
