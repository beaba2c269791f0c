import type { CatalogObject } from "../catalog/object";
import { missing } from "../sql-error";
import type { Context } from "../statements/context";
import type { ContainerState } from "./container-status";
import { containerState } from "./container-status";
import type { InstanceStatus } from "./instance-status";
import { instanceStatus } from "./instance-status";
import type { ContainerPlan, Instance, PoolRun, ServiceRun } from "./run";
import { serviceOptions } from "./run-options";
import { recordOf } from "./service-record";
import { serviceStatus } from "./service-status";

/** A service or job, and the compute pool that it is on. */
export interface LivingService {
  pool: CatalogObject;
  poolRun: PoolRun;
  run: ServiceRun;
}

/** A service with its compute pool. @throws SqlError when that is gone: it was dropped while the service's schema was. */
export function requireLiving({ containers, catalog }: Context, service: CatalogObject): LivingService {
  const living = containers.service(service);
  if (living) return living;
  const name = catalog.lookup(recordOf(service).pool)?.name;
  throw missing("Compute pool", name ?? `of service ${service.name}`);
}

/** The status of a service as SHOW SERVICES has it. */
export function statusOf({ containers }: Context, service: CatalogObject): string {
  const living = containers.service(service);
  if (!living) return "INTERNAL_ERROR";
  return serviceStatus(living.run, serviceOptions(service), living.poolRun.at);
}

/** An instance of a service, and how it is. */
export interface InstanceFacts {
  instance: Instance;
  status: InstanceStatus;
}

/** The instances of a service, by id. */
export function instancesOf({ poolRun, run }: LivingService): InstanceFacts[] {
  return run.instances.map((instance) => ({ instance, status: instanceStatus(run, instance, poolRun.at) }));
}

/** A container of an instance, and how it is. */
export interface ContainerFacts extends InstanceFacts {
  plan: ContainerPlan;
  state: ContainerState;
}

/** The containers of a service, by instance. */
export function containersOf(living: LivingService): ContainerFacts[] {
  const { poolRun, run } = living;
  return instancesOf(living).flatMap(({ instance, status }) =>
    instance.revision.containers.map((plan) => {
      const waiting = waitingMessage(poolRun, instance);
      return { instance, status, plan, state: containerState(run, instance, plan, { at: poolRun.at, waiting }) };
    }),
  );
}

function waitingMessage({ nodes, at, power }: PoolRun, instance: Instance): string {
  if (instance.node === null) {
    return power === "on" ? "Unschedulable due to insufficient resources" : "Waiting to start";
  }
  const node = nodes.find(({ id }) => id === instance.node);
  return node && node.upOn > at ? "Compute pool node(s) are being provisioned" : "Waiting to start";
}
