import type { GraphRun } from "./run";

/** How far back runs are kept: a run can be retried for 14 days. */
export const keptMs = 14 * 86_400_000;

/** Runs of single tasks that are kept at most. */
const mostTaskRuns = 10_000;

/** The runs of the account's graphs, oldest first. */
export class RunHistory {
  private runs: GraphRun[] = [];

  all(): readonly GraphRun[] {
    return this.runs;
  }

  executing(): GraphRun[] {
    return this.runs.filter(({ state }) => state === "EXECUTING");
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

  /** Adds a run, and forgets what is too old or too much. */
  add(run: GraphRun, now: number): void {
    this.runs.push(run);
    let surplus = this.runs.reduce((sum, { tasks }) => sum + Math.max(1, tasks.length), -mostTaskRuns);
    const isKept = (kept: GraphRun) => {
      if (kept.state === "EXECUTING") return true;
      const goes = surplus > 0 || kept.scheduledTime < now - keptMs;
      if (goes) surplus -= Math.max(1, kept.tasks.length);
      return !goes;
    };
    this.runs = this.runs.filter(isKept);
  }

  load(runs: readonly GraphRun[]): void {
    this.runs = structuredClone([...runs]);
  }
}
