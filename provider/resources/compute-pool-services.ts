import type { Client, ExecuteOptions, Row } from "../client/client";
import { canonicalQualified, quoted, type StoredName, sql, storedName } from "../sql";

/** A service on a compute pool, or a job, which is a service that ends. */
export interface PoolService {
  readonly name: readonly StoredName[];
  /** Its canonical qualified name. */
  readonly full: string;
  readonly status: string;
  readonly isJob: boolean;
}

const ended = ["DONE", "FAILED", "CANCELLED", "INTERNAL_ERROR", "DELETED"];

/** The services and jobs on a pool that the role sees; jobs that have ended are not on it any more. */
export async function servicesOn(
  client: Client,
  pool: readonly StoredName[],
  options: Pick<ExecuteOptions, "operation" | "evenWhenStopping">,
): Promise<readonly PoolService[]> {
  const all = await everythingOn(client, pool, options);
  return all.filter((one) => !hasEnded(one));
}

/** Jobs of a pool that have ended: they are not on it any more, but what stops everything on it drops them too. */
export async function endedJobsOn(
  client: Client,
  pool: readonly StoredName[],
  options: Pick<ExecuteOptions, "operation">,
): Promise<readonly PoolService[]> {
  const all = await everythingOn(client, pool, options);
  return all.filter((one) => hasEnded(one) && one.status !== "DELETED");
}

async function everythingOn(
  client: Client,
  pool: readonly StoredName[],
  options: Pick<ExecuteOptions, "operation" | "evenWhenStopping">,
): Promise<readonly PoolService[]> {
  const statement = sql`SHOW SERVICES IN COMPUTE POOL ${quoted(...pool)}`;
  const { rows } = await client.execute(statement, { writes: false, ...options });
  return rows.map(serviceOf);
}

function hasEnded({ isJob, status }: PoolService): boolean {
  return status === "DELETED" || (isJob && ended.includes(status));
}

/** What runs, or is about to: what suspending the pool would stop. */
export function isRunning({ isJob, status }: PoolService): boolean {
  return !isJob && !["SUSPENDED", "SUSPENDING", "DELETING"].includes(status);
}

/** `service DB.S.WEB (RUNNING)`. */
export function inWords({ isJob, full, status }: PoolService): string {
  return `${isJob ? "job" : "service"} ${full} (${status})`;
}

/** Whether a service is there, and suspended. */
export function isSuspendedService(service: Pick<PoolService, "status"> | undefined): boolean {
  return service?.status === "SUSPENDED" || service?.status === "SUSPENDING";
}

function serviceOf(row: Row): PoolService {
  const name = ["database_name", "schema_name", "name"].map((column) => storedName(row[column] ?? ""));
  return {
    name,
    full: canonicalQualified(name),
    status: row["status"] ?? "",
    // Older servers lack the column, and tell a job by nothing else.
    isJob: row["is_job"] === "true",
  };
}
