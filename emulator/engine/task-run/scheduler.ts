import type { Catalog } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import type { Clock } from "../clock";
import { isRoot } from "../task/graph";
import { optionsOf, taskOf } from "../task/record";
import { liveObject } from "./live-object";
import { isBlocked } from "./overlap";
import type { Plan } from "./plan";
import { caughtUp, pastDue, planOf } from "./plan";
import type { GraphRun, ScheduledFrom } from "./run";
import { unended } from "./run";
import type { TaskStatements } from "./run-task";
import { Runner } from "./runner";
import { dueTrigger, isTriggered } from "./trigger";

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
  runs: readonly GraphRun[];
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

/** Has the graphs run that are due. Nothing happens but in {@link runDue}. */
export class Scheduler {
  readonly runner: Runner;
  private readonly catalog: Catalog;
  private readonly clock: Clock;
  private readonly requests = new Map<number, Request>();
  private readonly plans = new Map<number, Plan>();
  /** The time of the last thing that happened. */
  private reached = 0;
  private upcoming = 0;

  constructor(catalog: Catalog, clock: Clock, statements: TaskStatements) {
    this.catalog = catalog;
    this.clock = clock;
    this.runner = new Runner(catalog, statements);
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

  /** When a request or the schedule of a started root runs it next; null if that is not known yet. */
  nextOf(root: CatalogObject): { at: number; from: ScheduledFrom; config: string | null } | null {
    const request = this.requests.get(root.id);
    if (request) {
      const { at, config, retried } = request;
      return { at, config, from: retried ? "MANUAL RETRY" : "EXECUTE_TASK" };
    }
    const at = isBlocked(this.runner.history, root) ? null : this.nextPlanned(root);
    return at === null ? null : { at, from: "SCHEDULE", config: optionsOf(root).config };
  }

  /** Roots that run by themselves, or that somebody has asked to run. */
  waitingRoots(): CatalogObject[] {
    const requested = [...this.requests.keys()].flatMap((id) => liveObject(this.catalog, id) ?? []);
    return [...new Set([...this.startedRoots(), ...requested])];
  }

  save(): SavedRuns {
    const { history, failures, streams } = this.runner;
    const { requests, plans } = this;
    return {
      runs: history.all(),
      requests: [...requests],
      plans: [...plans],
      failures: [...failures],
      streams: streams.save(),
    };
  }

  /** Takes up what {@link save} wrote. Schedules go on from now: what was due meanwhile is not made up for. */
  load(saved: SavedRuns): void {
    const { history, failures, streams } = this.runner;
    const now = this.catalog.now();
    history.load(saved.runs);
    streams.load(saved.streams);
    replace(failures, saved.failures);
    replace(this.requests, structuredClone(saved.requests));
    replace(
      this.plans,
      saved.plans.map(([id, plan]) => [id, caughtUp(plan, now)]),
    );
    this.upcoming = 0;
  }

  private nextEvent(): Event | undefined {
    let first: Event | undefined;
    for (const event of this.events()) if (!first || event.at < first.at) first = event;
    return first;
  }

  private *events(): Generator<Event> {
    const { catalog, runner } = this;
    const { history, streams } = runner;
    for (const run of history.executing()) {
      const ends = unended(run).map(({ completedTime }) => completedTime);
      yield { at: Math.min(...ends, Number.MAX_SAFE_INTEGER), happen: () => runner.goOn(run) };
    }
    for (const [id, request] of this.requests) {
      const root = liveObject(catalog, id);
      if (!root) this.requests.delete(id);
      else if (!isBlocked(history, root, request)) yield { at: request.at, happen: () => this.serve(root, request) };
    }
    for (const root of this.startedRoots()) {
      const plan = this.plan(root);
      if (plan?.next != null) yield { at: plan.next, happen: () => this.keep(root, plan) };
      else if (!plan && isTriggered(root) && !isBlocked(history, root)) {
        const at = dueTrigger(catalog, streams, history, root);
        if (at !== undefined) yield { at, happen: () => this.start(root, "TRIGGER") };
      }
    }
  }

  /** A time of the schedule has come. */
  private keep(root: CatalogObject, plan: Plan): void {
    this.plans.set(root.id, pastDue(plan));
    if (isBlocked(this.runner.history, root)) return;
    this.start(root, "SCHEDULE", { scheduledTime: plan.next as number });
  }

  private serve(root: CatalogObject, { config, retried }: Request): void {
    this.requests.delete(root.id);
    if (retried) this.runner.retry(root, retried, "MANUAL RETRY");
    else this.start(root, "EXECUTE_TASK", { config });
  }

  private start(root: CatalogObject, scheduledFrom: ScheduledFrom, more: Partial<GraphRun> = {}): void {
    const { config } = optionsOf(root);
    this.runner.start(root, { scheduledFrom, config, nextScheduledTime: this.nextPlanned(root), ...more });
  }

  private nextPlanned(root: CatalogObject): number | null {
    return taskOf(root).state === "started" ? (this.plan(root)?.next ?? null) : null;
  }

  /** The plan of a started root. */
  private plan(root: CatalogObject): Plan | undefined {
    const before = this.plans.get(root.id);
    const plan = planOf(root, before);
    if (plan === before) return plan;
    if (plan) this.plans.set(root.id, plan);
    else this.plans.delete(root.id);
    return plan;
  }

  private startedRoots(): CatalogObject[] {
    const { catalog } = this;
    return [...catalog.ofKind("TASK")].filter((task) => {
      const record = taskOf(task);
      return record.state === "started" && isRoot(record) && liveObject(catalog, task.id);
    });
  }
}

function replace<Key, Value>(map: Map<Key, Value>, entries: readonly (readonly [Key, Value])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
