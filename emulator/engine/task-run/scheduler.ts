import { randomUUID } from "node:crypto";
import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import type { Clock } from "../clock";
import { pathOf } from "../statements/resolve";
import { isRoot } from "../task/graph";
import { optionsOf, taskOf } from "../task/record";
import { isBlocked } from "./overlap";
import type { Plan } from "./plan";
import { caughtUp, pastDue, planOf } from "./plan";
import type { GraphRun, ScheduledFrom } from "./run";
import { unended } from "./run";
import { endRun } from "./run-end";
import { proceed } from "./run-graph";
import { RunHistory } from "./run-history";
import type { TaskStatements } from "./run-task";
import { runTask } from "./run-task";
import { Streams } from "./streams";
import { dueTrigger, isTriggered } from "./trigger";
import { fixVersion } from "./version";

/** A run that EXECUTE TASK has asked for and that has not begun. */
export interface Request {
  at: number;
  config: string | null;
  /** Whether the run has to wait for those that are executing, whatever the overlap policy. */
  waits: boolean;
  retried: GraphRun | null;
}

/** What is kept of the runs. */
export interface SavedRuns {
  runs: GraphRun[];
  requests: [number, Request][];
  plans: [number, Plan][];
  failures: [number, number][];
  streams: [string, number][];
}

/** Something that happens at a time. */
interface Event {
  at: number;
  happen(): void;
}

/** Starts the graphs that are due, and knows what has become of them. Nothing happens but in {@link runDue}. */
export class Scheduler {
  readonly history = new RunHistory();
  readonly streams = new Streams();
  private readonly catalog: Catalog;
  private readonly clock: Clock;
  private readonly statements: TaskStatements;
  private readonly requests = new Map<number, Request>();
  private readonly plans = new Map<number, Plan>();
  private readonly failures = new Map<number, number>();
  /** The time of the last thing that happened. */
  private reached = 0;
  private upcoming = 0;

  constructor(catalog: Catalog, clock: Clock, statements: TaskStatements) {
    this.catalog = catalog;
    this.clock = clock;
    this.statements = statements;
  }

  /** When the next thing will happen, as far as {@link runDue} has found; infinite if nothing will. */
  get nextTime(): number {
    return this.upcoming;
  }

  /** Lets everything happen that is due, in order of time and each at its own; answers whether there was anything. */
  runDue(): boolean {
    let happened = false;
    let event = this.nextEvent();
    for (; event && event.at <= this.catalog.now(); event = this.nextEvent()) {
      this.reached = Math.max(this.reached, event.at);
      this.clock.at(this.reached, event.happen);
      happened = true;
    }
    this.upcoming = event?.at ?? Number.POSITIVE_INFINITY;
    return happened;
  }

  /** Asks for a run of a graph, in so many milliseconds; an earlier request that has not begun is replaced. */
  request(root: CatalogObject, request: Omit<Request, "at">, inMs: number): void {
    this.requests.set(root.id, { ...request, at: this.catalog.now() + inMs });
  }

  /** Ends what a task is executing; answers the query ids. */
  cancel(task: CatalogObject): string[] {
    const runs = this.history.executing().flatMap(unended);
    const ended = runs.filter(({ taskId }) => taskId === task.id);
    for (const run of ended) Object.assign(run, { state: "CANCELLED", completedTime: this.catalog.now() });
    return ended.flatMap(({ queryId }) => queryId ?? []);
  }

  /** When the schedule of a started root, or a request, runs it next; null if that is not known. */
  nextOf(root: CatalogObject): { at: number; from: ScheduledFrom; config: string | null } | null {
    const { config } = optionsOf(root);
    const request = this.requests.get(root.id);
    if (request)
      return { at: request.at, from: request.retried ? "MANUAL RETRY" : "EXECUTE_TASK", config: request.config };
    const next = this.plan(root)?.next;
    return next === null || next === undefined ? null : { at: next, from: "SCHEDULE", config };
  }

  /** Roots that run by themselves, or that somebody has asked to run. */
  waitingRoots(): CatalogObject[] {
    const requested = [...this.requests.keys()].flatMap((id) => this.alive(id) ?? []);
    return [...new Set([...this.startedRoots(), ...requested])];
  }

  save(): SavedRuns {
    return {
      runs: [...this.history.all()],
      requests: [...this.requests],
      plans: [...this.plans],
      failures: [...this.failures],
      streams: this.streams.save(),
    };
  }

  /** Takes up what {@link save} wrote. Schedules go on from now: what was due meanwhile is not made up for. */
  load(saved: SavedRuns): void {
    const now = this.catalog.now();
    this.history.load(saved.runs);
    this.streams.load(saved.streams);
    replace(this.requests, structuredClone(saved.requests));
    replace(
      this.plans,
      saved.plans.map(([id, plan]) => [id, caughtUp(plan, now)]),
    );
    replace(this.failures, saved.failures);
    this.upcoming = 0;
  }

  private nextEvent(): Event | undefined {
    let first: Event | undefined;
    for (const event of this.events()) if (!first || event.at < first.at) first = event;
    return first;
  }

  private *events(): Generator<Event> {
    for (const run of this.history.executing()) {
      const ends = unended(run).map(({ completedTime }) => completedTime);
      yield { at: Math.min(...ends, Number.MAX_SAFE_INTEGER), happen: () => this.goOn(run) };
    }
    for (const [id, request] of this.requests) {
      const root = this.alive(id);
      if (!root) this.requests.delete(id);
      else if (!isBlocked(this.history, root, request)) {
        yield { at: request.at, happen: () => this.serve(root, request) };
      }
    }
    for (const root of this.startedRoots()) {
      const plan = this.plan(root);
      if (plan?.next != null) yield { at: plan.next, happen: () => this.keep(root, plan) };
      else if (!plan && isTriggered(root) && this.history.executingOf(root.id).length === 0) {
        const at = dueTrigger(this.catalog, this.streams, this.history, root);
        if (at !== undefined) yield { at, happen: () => this.start(root, "TRIGGER", optionsOf(root).config) };
      }
    }
  }

  /** A time of the schedule has come. */
  private keep(root: CatalogObject, plan: Plan): void {
    this.plans.set(root.id, pastDue(plan));
    if (isBlocked(this.history, root)) return;
    this.start(root, "SCHEDULE", optionsOf(root).config, { scheduledTime: plan.next as number });
  }

  private serve(root: CatalogObject, { config, retried }: Request): void {
    this.requests.delete(root.id);
    if (retried) this.retry(root, retried, "MANUAL RETRY");
    else this.start(root, "EXECUTE_TASK", config);
  }

  private start(
    root: CatalogObject,
    scheduledFrom: ScheduledFrom,
    config: string | null,
    more: Partial<GraphRun> = {},
  ): void {
    const { catalog, history } = this;
    const { graph, version, fingerprint } = fixVersion(catalog, root);
    const [database = "", schema = ""] = pathOf({ catalog }, root);
    const scheduledTime = more.scheduledTime ?? catalog.now();
    const success = history.latestSuccess(root.id);
    const run: GraphRun = {
      groupId: randomUUID(),
      attempt: 1,
      runId: scheduledTime,
      scheduledFrom,
      config,
      scheduledTime,
      rootId: root.id,
      rootUuid: taskOf(root).uuid,
      rootName: root.name,
      database,
      schema,
      version,
      fingerprint,
      state: "EXECUTING",
      nextScheduledTime: taskOf(root).state === "started" ? (this.plan(root)?.next ?? null) : null,
      completedTime: null,
      lastSuccess: success ? { groupId: success.groupId, runId: success.runId } : null,
      outcomes: {},
      tasks: [],
      graph,
      ...more,
    };
    history.add(run, catalog.now());
    this.goOn(run);
  }

  private retry(root: CatalogObject, run: GraphRun, scheduledFrom: ScheduledFrom): void {
    const { groupId, runId, lastSuccess } = run;
    const done = Object.entries(run.outcomes).filter(([, { state }]) => state === "SUCCEEDED" || state === "SKIPPED");
    const outcomes = Object.fromEntries(done);
    this.start(root, scheduledFrom, run.config, { groupId, runId, lastSuccess, outcomes, attempt: run.attempt + 1 });
  }

  private goOn(run: GraphRun): void {
    const { catalog, statements } = this;
    const now = () => catalog.now();
    if (!proceed(run, now, (task) => runTask(catalog, statements, run, task))) return;
    this.history.ended(run);
    const root = this.alive(run.rootId);
    const again = endRun(this, catalog, root, run, this.failures);
    if (again && root) this.retry(root, run, "AUTOMATIC RETRY");
  }

  private plan(root: CatalogObject): Plan | undefined {
    const before = this.plans.get(root.id);
    const plan = taskOf(root).state === "started" ? planOf(root, before) : undefined;
    if (plan === before) return plan;
    if (!plan) {
      this.plans.delete(root.id);
      return undefined;
    }
    this.plans.set(root.id, plan);
    fixVersion(this.catalog, root);
    return plan;
  }

  private startedRoots(): CatalogObject[] {
    const { catalog } = this;
    return [...catalog.ofKind("TASK")].filter((task) => {
      const record = taskOf(task);
      return record.state === "started" && isRoot(record) && this.alive(task.id);
    });
  }

  /** An object, unless it or what contains it was dropped. */
  private alive(id: number): CatalogObject | undefined {
    const object = this.catalog.lookup(id);
    for (let at = object; at; at = this.catalog.lookup(at.parent)) if (at.droppedOn !== null) return undefined;
    return object;
  }
}

function replace<Key, Value>(map: Map<Key, Value>, entries: readonly (readonly [Key, Value])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
