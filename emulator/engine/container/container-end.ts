import type { ImageBehaviour } from "./image-behaviour";
import type { ContainerPlan } from "./run";

/** When a container ends for the first time; infinite if it runs on. */
export function endOf({ behaviour }: ContainerPlan, startsOn: number): number {
  return behaviour.outcome === "runs" ? Number.POSITIVE_INFINITY : startsOn + delayOf(behaviour);
}

/** When a container is ready: an image that runs may take its time, any other runs until it ends. */
export function readyOn({ behaviour }: ContainerPlan, startsOn: number): number {
  return behaviour.outcome === "runs" ? startsOn + delayOf(behaviour) : startsOn;
}

/** Code that a container ends with. */
export function exitCodeOf({ outcome, exitCode }: ImageBehaviour): number {
  return exitCode ?? (outcome === "fails" ? 1 : 0);
}

/** Milliseconds from the start of a container until it is ready, fails or ends. */
export function delayOf({ afterSeconds = 0 }: ImageBehaviour): number {
  return Math.round(afterSeconds * 1000);
}
