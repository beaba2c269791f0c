import { endOf, exitCodeOf, readyOn } from "./container-end";
import type { Instance, ServiceRun } from "./run";

export type InstanceStatus = "PENDING" | "READY" | "FAILED" | "TERMINATING" | "SUCCEEDED";

/** How an instance is at a time. */
export function instanceStatus({ isJob }: Pick<ServiceRun, "isJob">, instance: Instance, at: number): InstanceStatus {
  const { startsOn, goneOn, lostOn } = instance;
  if (goneOn !== null) return "TERMINATING";
  if (lostOn !== null) return "FAILED";
  if (startsOn === null || at < startsOn) return "PENDING";
  const { containers } = instance.revision;
  const ended = containers.filter((container) => endOf(container, startsOn) <= at);
  if (ended.some(({ behaviour }) => behaviour.outcome === "fails" || exitCodeOf(behaviour) !== 0)) return "FAILED";
  if (isJob && ended.length === containers.length) return "SUCCEEDED";
  if (isJob) return "READY";
  // A container of a service that ended without an error is started again, but never ready for long.
  if (ended.length > 0) return "PENDING";
  return containers.every((container) => readyOn(container, startsOn) <= at) ? "READY" : "PENDING";
}

/** When an instance of a job ends: with its last container, or the first that fails; infinite if it does not. */
export function instanceEnd(instance: Instance): number {
  const { startsOn, lostOn } = instance;
  if (lostOn !== null) return lostOn;
  if (startsOn === null) return Number.POSITIVE_INFINITY;
  const ends = instance.revision.containers.map((container) => endOf(container, startsOn));
  const failures = instance.revision.containers
    .filter(({ behaviour }) => behaviour.outcome === "fails" || exitCodeOf(behaviour) !== 0)
    .map((container) => endOf(container, startsOn));
  return Math.min(Math.max(...ends), ...failures);
}

/** The times at which the status of an instance changes by itself. */
export function instanceTimes({ startsOn, goneOn, revision }: Instance): number[] {
  const times = startsOn === null ? [] : [startsOn];
  if (goneOn !== null) times.push(goneOn);
  for (const container of startsOn === null ? [] : revision.containers) {
    times.push(readyOn(container, startsOn as number), endOf(container, startsOn as number));
  }
  return times.filter((time) => Number.isFinite(time));
}
