import { instanceStatus } from "./instance-status";
import type { ServiceOptions, ServiceRun } from "./run";

export type ServiceStatus =
  | "PENDING"
  | "RUNNING"
  | "FAILED"
  | "DONE"
  | "SUSPENDING"
  | "SUSPENDED"
  | "CANCELLING"
  | "CANCELLED";

/** How a service or job is at a time. */
export function serviceStatus(
  run: ServiceRun,
  { minReady }: Pick<ServiceOptions, "minReady">,
  at: number,
): ServiceStatus {
  if (run.power === "suspending") return run.isJob ? "CANCELLING" : "SUSPENDING";
  if (run.power === "suspended") return run.isJob ? "CANCELLED" : "SUSPENDED";
  const statuses = run.instances.map((instance) => instanceStatus(run, instance, at));
  if (run.isJob) {
    if (statuses.includes("FAILED")) return "FAILED";
    if (statuses.length > 0 && statuses.every((status) => status === "SUCCEEDED")) return "DONE";
    return statuses.includes("READY") ? "RUNNING" : "PENDING";
  }
  if (statuses.filter((status) => status === "READY").length >= minReady) return "RUNNING";
  return statuses.includes("FAILED") ? "FAILED" : "PENDING";
}

/** Whether a job has come to its end. */
export function hasEnded({ isJob, endedOn }: ServiceRun): boolean {
  return isJob && endedOn !== null;
}
