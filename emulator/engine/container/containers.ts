import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { liveObject } from "../task-run/live-object";
import type { Rules } from "./advance";
import { advance, nextTime, settle } from "./advance";
import type { PoolRun, ServiceRun } from "./run";
import { newServiceRun } from "./run";
import { poolOptions, serviceOptions } from "./run-options";
import type { SavedContainers } from "./saved-containers";
import { loadRuns, saveRuns } from "./saved-containers";
import { isJob, poolOf, revisionOf } from "./service-record";
import type { ContainerTimes } from "./times";

/** How long a job is there after its end. */
const jobKeptMs = 30 * 86_400_000;

/** What runs on compute pools. Nothing happens but in {@link catchUp} and by what statements change. */
export class Containers {
  readonly times: ContainerTimes;
  private readonly catalog: Catalog;
  private readonly pools = new Map<number, PoolRun>();
  /** When something will happen next on a pool, by its id; unknown after a change. */
  private readonly due = new Map<number, number>();

  constructor(catalog: Catalog, times: ContainerTimes) {
    this.catalog = catalog;
    this.times = times;
  }

  /** Lets everything happen that is due. Before each statement, so that a change takes effect at its own time. */
  catchUp(): void {
    this.eachPool((_pool, run) => this.dropOldJobs(run));
  }

  /** When something will happen next; infinite if nothing will. */
  get nextTime(): number {
    let next = Number.POSITIVE_INFINITY;
    this.eachPool((pool, run) => {
      next = Math.min(next, this.dueOn(pool, run));
    });
    return next;
  }

  /** A compute pool as it is now. */
  pool(pool: CatalogObject): PoolRun {
    const run = this.pools.get(pool.id);
    if (!run) throw new Error(`no compute pool ${pool.name} among those that run`);
    const rules = this.rulesOf(pool);
    if (this.leaveDropped(run)) {
      this.due.delete(pool.id);
      settle(run, rules);
    }
    const now = this.catalog.now();
    if (this.dueOn(pool, run) <= now) {
      this.due.delete(pool.id);
      advance(run, rules, now);
    }
    run.at = Math.max(run.at, now);
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
    this.due.delete(pool.id);
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
    return saveRuns(this.pools);
  }

  /** Takes up what {@link save} wrote. */
  load(saved: SavedContainers): void {
    this.pools.clear();
    this.due.clear();
    for (const [id, run] of loadRuns(saved)) this.pools.set(id, run);
  }

  /** When something will happen next on a pool. It is kept, since SHOW looks at a pool for each cell. */
  private dueOn(pool: CatalogObject, run: PoolRun): number {
    const due = this.due.get(pool.id) ?? nextTime(run, this.rulesOf(pool));
    this.due.set(pool.id, due);
    return due;
  }

  private eachPool(act: (pool: CatalogObject, run: PoolRun) => void): void {
    for (const id of [...this.pools.keys()]) {
      const pool = liveObject(this.catalog, id);
      if (pool) {
        try {
          act(pool, this.pool(pool));
        } catch {
          // One that cannot go on keeps no statement from other things; who asks for it is told what is wrong.
        }
      } else {
        this.pools.delete(id);
        this.due.delete(id);
      }
    }
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
