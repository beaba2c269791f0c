import type { GraphRun } from "./run";

/** How far back runs are kept: a run can be retried for 14 days. */
export const keptMs = 14 * 86_400_000;

/** Runs of single tasks that are kept at most. */
const mostTaskRuns = 10_000;

/** Every how many runs it is looked for those to forget. */
const pause = 100;

/** The runs of the account's graphs, oldest first. */
export class RunHistory {
  private runs: GraphRun[] = [];
  private readonly underWay = new Set<GraphRun>();
  private added = 0;

  all(): readonly GraphRun[] {
    return this.runs;
  }

  executing(): GraphRun[] {
    return [...this.underWay];
  }

  executingOf(rootId: number): GraphRun[] {
    return this.executing().filter((run) => run.rootId === rootId);
  }

  /** The latest run of a graph, or of one of its groups of attempts. */
  latest(rootId: number, groupId?: string): GraphRun | undefined {
    return this.runs.findLast((run) => run.rootId === rootId && (groupId === undefined || run.groupId === groupId));
  }

  latestSuccess(rootId: number): GraphRun | undefined {
    return this.runs.findLast((run) => run.rootId === rootId && run.state === "SUCCEEDED");
  }

  /** Adds a run that begins, and forgets what is too old or too much. */
  add(run: GraphRun, now: number): void {
    this.runs.push(run);
    this.underWay.add(run);
    this.added += 1;
    if (this.added % pause === 0) this.forget(now);
  }

  /** Notes that a run is not executing any more. */
  ended(run: GraphRun): void {
    this.underWay.delete(run);
  }

  load(runs: readonly GraphRun[]): void {
    this.runs = structuredClone([...runs]);
    this.underWay.clear();
    for (const run of this.runs) if (run.state === "EXECUTING") this.underWay.add(run);
  }

  private forget(now: number): void {
    let surplus = this.runs.reduce((sum, run) => sum + placesOf(run), -mostTaskRuns);
    this.runs = this.runs.filter((run) => {
      const goes = !this.underWay.has(run) && (surplus > 0 || run.scheduledTime < now - keptMs);
      if (goes) surplus -= placesOf(run);
      return !goes;
    });
  }
}

function placesOf({ tasks }: GraphRun): number {
  return Math.max(1, tasks.length);
}
