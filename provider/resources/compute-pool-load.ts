import type { Row } from "../client/client";
import type { Act } from "../resource/lifecycle/context";
import { locate } from "../resource/locate";
import type { StoredName } from "../sql";
import { computePools } from "./compute-pool-known";
import { type PoolService, servicesOn } from "./compute-pool-services";

/** What is on a pool. */
export interface Load {
  /** The services, and the jobs that have not ended, that the role sees. */
  readonly services: readonly PoolService[];
  /** How many the pool counts besides. */
  readonly unseen: { readonly services: number; readonly jobs: number };
  /** How many services it may count besides, if it does not count jobs among them: the pages contradict each other. */
  readonly perhapsUnseen: number;
}

/**
 * What is on a pool now.
 *
 * @param row - Its row of SHOW, as of before; it is read again if it counts more than there is to be seen.
 */
export async function loadOf(act: Act, name: readonly StoredName[], row?: Row): Promise<Load> {
  const services = await servicesOn(act.client, name, { operation: act.operation });
  // Counted after they are listed: what goes meanwhile is then seen, not missed.
  const load = row === undefined ? undefined : counted(services, row);
  if (load?.perhapsUnseen === 0 && load.unseen.jobs === 0) return load;
  return counted(services, (await locate(computePools, act.client, name, "fresh")) ?? {});
}

/** Whether nothing is on it. */
export function isFree({ services, unseen }: Load): boolean {
  return services.length === 0 && unseen.services === 0 && unseen.jobs === 0;
}

/** The counts of a row beyond what is seen. */
export function counted(services: readonly PoolService[], row: Row): Load {
  const jobs = services.filter(({ isJob }) => isJob).length;
  const beyond = (column: string, seen: number) => Math.max(0, Number(row[column] ?? 0) - seen);
  return {
    services,
    unseen: { services: beyond("num_services", services.length), jobs: beyond("num_jobs", jobs) },
    perhapsUnseen: beyond("num_services", services.length - jobs),
  };
}
