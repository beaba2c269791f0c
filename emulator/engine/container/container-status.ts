import { delayOf, endOf, exitCodeOf, readyOn } from "./container-end";
import { instanceEnd } from "./instance-status";
import type { ContainerPlan, Instance, ServiceRun } from "./run";

/** How a container is at a time. */
export interface ContainerState {
  status: "PENDING" | "READY" | "DONE" | "FAILED" | "TERMINATING";
  message: string;
  restartCount: number;
  startedOn: number | null;
  lastExitCode: number | null;
  lastRestartOn: number | null;
}

const firstPauseMs = 10_000;
const longestPauseMs = 300_000;

/** Exit code of a process that was told to end. */
const terminated = 143;

/** How a container of an instance is; `waiting` is the message of one that has not started. */
export function containerState(
  run: ServiceRun,
  instance: Instance,
  plan: ContainerPlan,
  { at, waiting }: { at: number; waiting: string },
): ContainerState {
  const state = startedState(run, instance, plan, at) ?? {
    status: "PENDING",
    message: waiting,
    restartCount: 0,
    startedOn: null,
    lastExitCode: null,
    lastRestartOn: null,
  };
  return instance.goneOn === null ? state : { ...state, status: "TERMINATING", message: "Terminating" };
}

function startedState(
  run: ServiceRun,
  instance: Instance,
  plan: ContainerPlan,
  at: number,
): ContainerState | undefined {
  const { startsOn } = instance;
  if (startsOn === null || at < startsOn) return undefined;
  const { behaviour } = plan;
  const first = { restartCount: 0, startedOn: startsOn, lastExitCode: null, lastRestartOn: null };
  const endsOn = endOf(plan, startsOn);
  // The other containers of a job go with the one that failed, or with the node.
  if (run.isJob && instanceEnd(instance) <= at && instanceEnd(instance) < endsOn) {
    return { ...first, status: "FAILED", message: "Encountered fatal error", lastExitCode: terminated };
  }
  if (at < endsOn) {
    return at < readyOn(plan, startsOn)
      ? { ...first, status: "PENDING", message: "Waiting to start" }
      : { ...first, status: "READY", message: "Running" };
  }
  const code = exitCodeOf(behaviour);
  const isDone = behaviour.outcome === "exits" && code === 0;
  const ended = {
    status: isDone ? ("DONE" as const) : ("FAILED" as const),
    message: behaviour.message ?? (isDone ? "Completed successfully" : "User application error, check container logs"),
    lastExitCode: code,
  };
  if (run.isJob) return { ...first, ...ended };
  const { count, lastOn } = restarts(endsOn, delayOf(behaviour), at);
  return { ...ended, restartCount: count, startedOn: lastOn ?? startsOn, lastRestartOn: lastOn };
}

/** How often a container that ends again and again was started again, with pauses that become longer. */
function restarts(firstEnd: number, runsMs: number, at: number): { count: number; lastOn: number | null } {
  let count = 0;
  let pause = firstPauseMs;
  let next = firstEnd + pause;
  let lastOn: number | null = null;
  while (next <= at && pause < longestPauseMs) {
    count += 1;
    lastOn = next;
    pause = Math.min(pause * 2, longestPauseMs);
    next += runsMs + pause;
  }
  if (next > at) return { count, lastOn };
  const more = Math.floor((at - next) / (runsMs + pause));
  return { count: count + 1 + more, lastOn: next + more * (runsMs + pause) };
}
