import { instanceEnd, instanceStatus } from "./instance-status";
import type { Instance, ServiceOptions, ServiceRun } from "./run";
import { hasEnded, serviceStatus } from "./service-status";
import type { ContainerTimes } from "./times";

/** Lets happen to a service or job what is due at a time. */
export function advanceService(run: ServiceRun, options: ServiceOptions, times: ContainerTimes, at: number): void {
  run.instances = run.instances.filter(({ goneOn }) => goneOn === null || goneOn > at);
  if (run.power === "suspending" && run.instances.length === 0) finishSuspension(run, at);
  if (run.power !== "on") return;
  if (run.isJob) {
    const ends = run.instances.map(instanceEnd);
    if (ends.length > 0 && ends.every((end) => end <= at)) run.endedOn ??= Math.max(...ends);
    if (!hasEnded(run)) addMissing(run, options.instances, at);
    return;
  }
  for (const instance of run.instances) if (instance.id >= options.instances) endInstance(instance, times, at);
  addMissing(run, options.instances, at);
  replaceNext(run, times, at);
  addMissing(run, options.instances, at);
  if (run.isUpgrading && isUpgraded(run, at)) run.isUpgrading = false;
  const isRunning = serviceStatus(run, options, at) === "RUNNING";
  run.runningSince = isRunning ? (run.runningSince ?? at) : null;
  const { autoSuspendMs } = options;
  if (autoSuspendMs > 0 && run.runningSince !== null && run.runningSince + autoSuspendMs <= at) {
    suspendService(run, times, at);
  }
}

/** Ends all instances of a service, or cancels a job. */
export function suspendService(run: ServiceRun, times: ContainerTimes, at: number): void {
  if (run.power !== "on" || hasEnded(run)) return;
  run.power = "suspending";
  run.isUpgrading = false;
  run.runningSince = null;
  for (const instance of run.instances) endInstance(instance, times, at);
  run.instances = run.instances.filter(({ goneOn }) => goneOn === null || goneOn > at);
  if (run.instances.length === 0) finishSuspension(run, at);
}

/** Starts a service again that is suspended, or about to be. */
export function resumeService(run: ServiceRun, at: number): void {
  run.power = "on";
  run.resumedOn = at;
  run.runningSince = null;
}

/** Ends an instance; one that has no node is gone at once. */
export function endInstance(instance: Instance, { stopMs }: ContainerTimes, at: number): void {
  instance.goneOn ??= instance.node === null ? at : at + stopMs;
}

function finishSuspension(run: ServiceRun, at: number): void {
  run.power = "suspended";
  run.suspendedOn = at;
  if (run.isJob) run.endedOn = at;
}

/** An upgrade goes from the highest id down: an instance is replaced when all that were replaced are ready. */
function replaceNext(run: ServiceRun, times: ContainerTimes, at: number): void {
  const old = run.instances.filter(({ revision }) => revision.digest !== run.revision.digest);
  const others = run.instances.filter((instance) => !old.includes(instance));
  if (old.length === 0 || old.some(({ goneOn }) => goneOn !== null)) return;
  if (others.some((instance) => instanceStatus(run, instance, at) !== "READY")) return;
  const highest = old.reduce((a, b) => (b.id > a.id ? b : a));
  endInstance(highest, times, at);
  run.instances = run.instances.filter(({ goneOn }) => goneOn === null || goneOn > at);
}

/** All instances are new, and none of them is still starting. */
function isUpgraded(run: ServiceRun, at: number): boolean {
  return run.instances.every(
    (instance) => instance.revision.digest === run.revision.digest && instanceStatus(run, instance, at) !== "PENDING",
  );
}

function addMissing(run: ServiceRun, count: number, at: number): void {
  for (let id = 0; id < count; id += 1) {
    if (run.instances.some((instance) => instance.id === id)) continue;
    const { revision } = run;
    run.instances.push({ id, revision, createdOn: at, node: null, startsOn: null, goneOn: null, lostOn: null });
  }
  run.instances.sort((a, b) => a.id - b.id);
}
