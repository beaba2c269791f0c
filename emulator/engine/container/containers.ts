import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { liveObject } from "../task-run/live-object";
import type { Rules } from "./advance";
import { advance, nextTime, settle } from "./advance";
import type { PoolRun, ServiceRun } from "./run";
import { newServiceRun } from "./run";
import { poolOptions, serviceOptions } from "./run-options";
import { isJob, poolOf, revisionOf } from "./service-record";
import type { ContainerTimes } from "./times";

/** What is kept of what runs on compute pools, by the id of the pool. */
export type SavedContainers = [number, PoolRun][];

/** How long a job is there after its end. */
const jobKeptMs = 30 * 86_400_000;

/** What runs on compute pools. Nothing happens but in {@link catchUp} and by what statements change. */
export class Containers {
  readonly times: ContainerTimes;
  private readonly catalog: Catalog;
  private readonly pools = new Map<number, PoolRun>();

  constructor(catalog: Catalog, times: ContainerTimes) {
    this.catalog = catalog;
    this.times = times;
  }

  /** Lets everything happen that is due. Before each statement, so that a change takes effect at its own time. */
  catchUp(): void {
    for (const id of [...this.pools.keys()]) {
      const pool = liveObject(this.catalog, id);
      if (pool) this.dropOldJobs(this.pool(pool));
      else this.pools.delete(id);
    }
  }

  /** When something will happen next; infinite if nothing will. */
  get nextTime(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const id of this.pools.keys()) {
      const pool = liveObject(this.catalog, id);
      if (pool) next = Math.min(next, nextTime(this.pool(pool), this.rulesOf(pool)));
    }
    return next;
  }

  /** A compute pool as it is now. */
  pool(pool: CatalogObject): PoolRun {
    const run = this.pools.get(pool.id);
    if (!run) throw new Error(`no compute pool ${pool.name} among those that run`);
    const rules = this.rulesOf(pool);
    if (this.leaveDropped(run)) settle(run, rules);
    advance(run, rules, this.catalog.now());
    return run;
  }

  /** A service or job as it is on its compute pool; undefined when that was dropped while the service was, too. */
  service(service: CatalogObject): { pool: CatalogObject; poolRun: PoolRun; run: ServiceRun } | undefined {
    const pool = poolOf(this.catalog, service);
    if (!pool) return undefined;
    const run = findRun(this.pool(pool), service);
    if (!run) this.addService(pool, service);
    const poolRun = this.pool(pool);
    return { pool, poolRun, run: run ?? (findRun(poolRun, service) as ServiceRun) };
  }

  /** Starts a service that was created, or that came back with its schema. */
  addService(pool: CatalogObject, service: CatalogObject): void {
    const run = newServiceRun(service.id, revisionOf(service), { isJob: isJob(service) });
    this.changed(pool, ({ services }) => services.push(run));
  }

  addPool(pool: CatalogObject, run: PoolRun): void {
    this.pools.set(pool.id, run);
    this.changed(pool);
  }

  /** Makes a compute pool be as it has to be, after something about it or its services was changed. */
  changed(pool: CatalogObject, change: (run: PoolRun, rules: Rules) => unknown = () => {}): void {
    const run = this.pool(pool);
    const rules = this.rulesOf(pool);
    change(run, rules);
    settle(run, rules);
  }

  rulesOf(pool: CatalogObject): Rules {
    return {
      pool: poolOptions(pool),
      service: (id) => serviceOptions(this.catalog.get(id)),
      times: this.times,
    };
  }

  save(): SavedContainers {
    return [...this.pools];
  }

  /** Takes up what {@link save} wrote. */
  load(saved: SavedContainers): void {
    this.pools.clear();
    for (const [id, run] of structuredClone(saved)) this.pools.set(id, run);
  }

  private dropOldJobs({ services, at }: PoolRun): void {
    for (const { id, isJob, endedOn } of services) {
      if (!isJob || endedOn === null || endedOn + jobKeptMs > at) continue;
      const job = liveObject(this.catalog, id);
      if (job) this.catalog.drop(job, 0);
    }
  }

  /** Services go with their schema and database, without a word to anybody; answers whether any did. */
  private leaveDropped(run: PoolRun): boolean {
    const live = run.services.filter(({ id }) => liveObject(this.catalog, id) !== undefined);
    if (live.length === run.services.length) return false;
    run.services = live;
    return true;
  }
}

function findRun({ services }: PoolRun, { id }: CatalogObject): ServiceRun | undefined {
  return services.find((run) => run.id === id);
}
