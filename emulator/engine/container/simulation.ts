import type { CatalogObject } from "../catalog/object";
import type { Context } from "../statements/context";

/** What SHOW and DESCRIBE tell of a compute pool besides its options. */
export interface PoolFacts {
  state: string;
  activeNodes: number;
  idleNodes: number;
  targetNodes: number;
  numServices: number;
  numJobs: number;
  errorCode: string;
  statusMessage: string;
  resumedOn: number | null;
}

/** How a compute pool is at present. */
export function poolFacts(context: Context, pool: CatalogObject): PoolFacts {
  throw new Error(`to come: ${context.catalog.now()} ${pool.name}`);
}

/** After a compute pool was created. */
export function createdPool(context: Context, pool: CatalogObject, initiallySuspended: boolean): void {
  throw new Error(`to come: ${context.catalog.now()} ${pool.name} ${initiallySuspended}`);
}

/** ALTER COMPUTE POOL … SUSPEND. */
export function suspendPool(context: Context, pool: CatalogObject): void {
  throw new Error(`to come: ${context.catalog.now()} ${pool.name}`);
}

/** ALTER COMPUTE POOL … RESUME. @throws SqlError when it is not suspended. */
export function resumePool(context: Context, pool: CatalogObject): void {
  throw new Error(`to come: ${context.catalog.now()} ${pool.name}`);
}

/** After MIN_NODES or MAX_NODES of a compute pool have changed. */
export function resizedPool(context: Context, pool: CatalogObject): void {
  throw new Error(`to come: ${context.catalog.now()} ${pool.name}`);
}

/** ALTER COMPUTE POOL … STOP ALL: drops services and jobs. */
export function stopAll(
  context: Context,
  pool: CatalogObject,
  types: readonly ("SERVICE" | "JOB")[] = ["SERVICE", "JOB"],
): void {
  throw new Error(`to come: ${context.catalog.now()} ${pool.name} ${types}`);
}

/** Services and jobs that have not ended, on a compute pool, whoever owns them. */
export function servicesOn(context: Context, pool: CatalogObject): readonly CatalogObject[] {
  throw new Error(`to come: ${context.catalog.now()} ${pool.name}`);
}
