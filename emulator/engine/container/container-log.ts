import { endOf } from "./container-end";
import type { ContainerFacts } from "./service-state";

/** The most that SYSTEM$GET_SERVICE_LOGS answers. */
const mostBytes = 100 * 1024;

/** What of its log is wanted. */
export interface WantedLog {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Number of the newest lines; all of them without it. */
  readonly lines: number | null;
  /** The log of the container as it was before it was last started again. */
  readonly previous: boolean;
}

/** The newest lines of what a container has written; nothing as long as it has not started. */
export function logOf(facts: ContainerFacts, { now, lines, previous }: WantedLog): string {
  const all = (facts.plan.behaviour.logs ?? "").replace(/\n$/, "").split("\n");
  const written = previous ? all : all.slice(0, countAt(facts, now));
  const newest = written.slice(-Math.max(0, lines ?? 0) || 0).join("\n");
  const bytes = Buffer.from(newest);
  return bytes.length <= mostBytes ? newest : bytes.subarray(-mostBytes).toString("utf8");
}

/** How many lines there are: all at once, or one after another as long as the container runs; none is lost at its end. */
function countAt({ plan, state }: ContainerFacts, now: number): number {
  const { startedOn } = state;
  if (startedOn === null) return 0;
  const { logEverySeconds } = plan.behaviour;
  if (logEverySeconds === undefined || now >= endOf(plan, startedOn)) return Number.POSITIVE_INFINITY;
  return Math.floor((now - startedOn) / (logEverySeconds * 1000)) + 1;
}
