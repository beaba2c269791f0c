import { randomUUID } from "node:crypto";
import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import { pathOf } from "../statements/resolve";
import { taskOf } from "../task/record";
import { liveObject } from "./live-object";
import type { GraphRun, ScheduledFrom, TaskRun } from "./run";
import { unended } from "./run";
import { endRun } from "./run-end";
import { proceed } from "./run-graph";
import { RunHistory } from "./run-history";
import type { TaskStatements } from "./run-task";
import { runTask } from "./run-task";
import { Streams } from "./streams";
import { fixVersion } from "./version";

/** What a run is told when it begins; the rest is found out. */
export type Beginning = Pick<GraphRun, "scheduledFrom" | "config" | "nextScheduledTime"> & Partial<GraphRun>;

/** Runs graphs, and knows what has become of their runs. */
export class Runner {
  readonly history = new RunHistory();
  readonly streams = new Streams();
  /** Failures in a row, by the id of the task. */
  readonly failures = new Map<number, number>();
  private readonly catalog: Catalog;
  private readonly statements: TaskStatements;

  constructor(catalog: Catalog, statements: TaskStatements) {
    this.catalog = catalog;
    this.statements = statements;
  }

  /** Begins a run of a graph, and brings it as far as it comes at present. */
  start(root: CatalogObject, beginning: Beginning): void {
    const { catalog, history } = this;
    const { graph, version, fingerprint } = fixVersion(catalog, root);
    const [database = "", schema = ""] = pathOf({ catalog }, root);
    const scheduledTime = beginning.scheduledTime ?? catalog.now();
    const success = history.latestSuccess(root.id);
    const run: GraphRun = {
      groupId: randomUUID(),
      attempt: 1,
      runId: scheduledTime,
      scheduledTime,
      rootId: root.id,
      rootUuid: taskOf(root).uuid,
      rootName: root.name,
      database,
      schema,
      version,
      fingerprint,
      state: "EXECUTING",
      completedTime: null,
      lastSuccess: success ? { groupId: success.groupId, runId: success.runId } : null,
      outcomes: {},
      tasks: [],
      graph,
      ...beginning,
    };
    history.add(run, catalog.now());
    this.goOn(run);
  }

  /** Begins another attempt: what has not succeeded in a run is run again. */
  retry(root: CatalogObject, run: GraphRun, scheduledFrom: ScheduledFrom): void {
    const { groupId, runId, lastSuccess, config, nextScheduledTime } = run;
    const done = Object.entries(run.outcomes).filter(([, { state }]) => state === "SUCCEEDED" || state === "SKIPPED");
    const outcomes = Object.fromEntries(done);
    const attempt = run.attempt + 1;
    this.start(root, { groupId, runId, lastSuccess, config, nextScheduledTime, outcomes, attempt, scheduledFrom });
  }

  /** Brings a run as far as it comes at present. */
  goOn(run: GraphRun): void {
    const { catalog, statements } = this;
    const now = () => catalog.now();
    if (!proceed(run, now, (task) => runTask(catalog, statements, run, task))) return;
    this.history.ended(run);
    const root = liveObject(catalog, run.rootId);
    const again = endRun(this, catalog, root, run);
    if (again && root) this.retry(root, run, "AUTOMATIC RETRY");
  }

  /** Ends what a task is executing; answers the query ids. */
  cancel(task: CatalogObject): string[] {
    const executing = this.unended().filter(({ taskId }) => taskId === task.id);
    this.end(executing);
    return executing.flatMap(({ queryId }) => queryId ?? []);
  }

  /** The run of a task that is executing a statement. */
  executing(queryId: string): TaskRun | undefined {
    return this.unended().find((run) => run.queryId === queryId);
  }

  /** Ends runs of tasks that are executing. */
  end(runs: readonly TaskRun[]): void {
    for (const run of runs) Object.assign(run, { state: "CANCELLED", completedTime: this.catalog.now() });
  }

  private unended(): TaskRun[] {
    return this.history.executing().flatMap(unended);
  }
}
