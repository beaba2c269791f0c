import { setTimeout as sleep } from "node:timers/promises";
import type { Row } from "../client/client";
import { ConnectionError, ObjectMissingError, SnowflakeError, SqlError } from "../client/errors";
import type { Keeper, Kept, Undertaking } from "../resource/keeper";
import { type Act, accountOf, type Context, intentKey } from "../resource/lifecycle/context";
import { list } from "../resource/locate";
import { containerOf, namesOf } from "../resource/names";
import type { Options } from "../resource/options";
import type { Values } from "../resource/property";
import { canonicalQualified, parseQualified, quoted, raw, type Sql, type StoredName, sql } from "../sql";
import { type GraphTasks, rootsOf, successorsOf, tasksIn } from "./task-graphs";
import { isByItself } from "./task-order";
import { type Pause, Pauses, type Stopper } from "./task-pauses";
import { storedNamesIn } from "./task-relations";

/** SHOW TASKS, for whoever has the definition or not. */
const tasks = { kind: "Task", plural: "TASKS", scope: "schema" } as const;

/** The root of the graph is not suspended. */
const rootRuns = "091421";
/** How long another process that holds the same graph is waited for. */
const waitMs = 60_000;
/** The kind under which a root that we suspend is noted, so that a later run can bring it back. */
const suspendedKind = "Task suspended";

/** What this run knows of the graphs of an account. */
interface Graphs {
  readonly pauses: Map<string, Pauses>;
  /** Whether a task shall run, by qualified name, as the program says. */
  readonly declared: Map<string, boolean>;
  /** Roots that an interrupted run suspended, and that could not be brought back yet. */
  readonly left: Set<string>;
  /** Roots that cannot run before what they replace is dropped. */
  readonly waiting: Set<string>;
  /** Tasks that this run has dropped. */
  readonly dropped: Set<string>;
  /** What is brought back from earlier runs, by connection and role. */
  readonly broughtBack: Map<string, Promise<void>>;
}

const known = new WeakMap<Context["claims"], Graphs>();

function graphsOf({ claims }: Context): Graphs {
  const graphs = known.get(claims) ?? {
    pauses: new Map(),
    declared: new Map(),
    left: new Set(),
    waiting: new Set(),
    dropped: new Set(),
    broughtBack: new Map(),
  };
  known.set(claims, graphs);
  return graphs;
}

/**
 * Snowflake lets nobody change a graph whose root is started. Each change suspends the roots that it touches, shares that pause
 * with all that come at the same time, and is answered when the roots are where the program wants them.
 */
export const taskKeeper: Keeper = {
  declare(context, values) {
    const { started } = values;
    if (typeof started !== "boolean") return;
    try {
      graphsOf(context).declared.set(canonicalQualified(namesOf(tasks, values)), started);
    } catch {
      // Its name is not known yet: then nothing is there to be started either.
    }
  },

  async keep(undertaking, change) {
    return new Change(undertaking).run(change);
  },

  async clearAgain(undertaking, error, attempt) {
    if (!(error instanceof SnowflakeError) || error.code !== rootRuns) return false;
    const change = running.get(undertaking);
    return change === undefined ? false : change.clearAgain(attempt);
  },

  async bringBack(context, options) {
    const { broughtBack } = graphsOf(context);
    const key = JSON.stringify([options.connection, options.role]);
    const under = broughtBack.get(key) ?? bringBack(context, options);
    broughtBack.set(key, under);
    await under;
  },
};

const running = new WeakMap<Undertaking, Change>();

/** One change of one task, and the pause that it takes part in. */
class Change {
  readonly #undertaking: Undertaking;
  readonly #act: Act;
  readonly #graphs: Graphs;
  /** The task's own stored name. */
  readonly #own: string;
  readonly #begun = Date.now();
  #tasks: GraphTasks = new Map();
  #pause: Pause | undefined;

  constructor(undertaking: Undertaking) {
    this.#undertaking = undertaking;
    this.#act = undertaking.act;
    this.#graphs = graphsOf(undertaking.act.context);
    this.#own = undertaking.name.at(-1) ?? "";
    running.set(undertaking, this);
  }

  async run<T>(change: () => Promise<T>): Promise<Kept<T>> {
    const { row, after } = this.#undertaking;
    const pauses = this.#pauses();
    const before = pauses.endings;
    const { roots, rows } = await this.#rootsNow();
    if (roots.length === 0) {
      const result = await change();
      return { result, ...(await this.#problemOf(() => this.#settleAlone())) };
    }
    // A pause that ended meanwhile has changed what was read.
    const isCurrent = () => pauses.endings === before && rows !== undefined;
    const pause = await pauses.enter(
      roots,
      this.#stopper(() => (isCurrent() ? rows : undefined)),
    );
    this.#pause = pause;
    try {
      await pause.begun;
    } catch (error) {
      await pause.leave();
      throw error;
    }
    let result: T;
    let own: { readonly problem?: SnowflakeError };
    try {
      if (row !== undefined && after === undefined) await this.#handOn();
      result = await change();
      own = await this.#problemOf(() => this.#settleInPause(pause));
    } catch (error) {
      const problems = await pause.leave();
      throw withProblems(error, problems, roots);
    }
    const problems = await pause.leave();
    const [problem] = roots.concat(this.#own).flatMap((root) => problems.get(root) ?? []);
    return { result, ...own, ...(problem === undefined ? {} : { problem }) };
  }

  /** Somebody else has resumed a root meanwhile: after a while, it is suspended again. */
  async clearAgain(attempt: number): Promise<boolean> {
    const pause = this.#pause;
    if (pause === undefined || Date.now() - this.#begun > waitMs) return false;
    await sleep(Math.random() * Math.min(3000, 200 * 2 ** attempt));
    const { roots, rows } = await this.#rootsNow();
    const tasksNow = rows === undefined ? new Map() : tasksIn(rows);
    for (const root of roots) {
      if (tasksNow.get(root)?.started !== true) continue;
      pause.add(root, true);
      await this.#suspend(root);
    }
    return true;
  }

  #pauses(): Pauses {
    const key = canonicalQualified(this.#undertaking.name.slice(0, -1));
    const pauses = this.#graphs.pauses.get(key) ?? new Pauses();
    this.#graphs.pauses.set(key, pauses);
    return pauses;
  }

  /** The roots that have to stand still, before and after the change. */
  async #rootsNow(): Promise<{ readonly roots: readonly string[]; readonly rows?: readonly Row[] }> {
    const { row, after, replaces } = this.#undertaking;
    const links = storedNamesIn(after ?? {});
    const isLinked = links.after.length > 0 || links.finalize !== undefined;
    const own = row === undefined ? undefined : tasksIn([row]).get(this.#own);
    const hadLinks = own !== undefined && (own.predecessors.length > 0 || own.finalizes !== undefined);
    const isNew = row === undefined && replaces !== true;
    if (!isLinked && !hadLinks && isNew) return { roots: [] };
    // Whoever is dropped may leave others behind that came after it.
    const rows = await this.#list();
    this.#tasks = tasksIn(rows);
    const touched = [
      ...links.after,
      ...(links.finalize === undefined ? [] : [links.finalize]),
      ...(this.#tasks.has(this.#own) ? [this.#own] : []),
      ...this.#successors().map(({ name }) => name),
      ...(this.#act.context.claims.successor(tasks.kind, this.#undertaking.name)?.slice(-1) ?? []),
    ];
    return { roots: rootsOf(this.#tasks, touched), rows };
  }

  /** Tasks that this change leaves without their predecessor, unless they are linked anew. */
  #successors() {
    const { row, after, replaces } = this.#undertaking;
    const isLost = replaces === true || (row !== undefined && after === undefined);
    return isLost ? successorsOf(this.#tasks, this.#own) : [];
  }

  #list(): Promise<readonly Row[]> {
    return list(tasks, this.#act.client, this.#undertaking.name, "fresh");
  }

  #stopper(rowsNow: () => readonly Row[] | undefined): Stopper {
    return {
      stop: async (roots, tell) => {
        const read = tasksIn(rowsNow() ?? (await this.#list()));
        for (const root of roots) {
          const started = read.get(root)?.started === true;
          tell(root, started || this.#graphs.left.has(this.#full(root)));
          if (started) await this.#suspend(root);
        }
      },
      start: (ran) => this.#start(ran),
    };
  }

  /** Roots are brought to where the program wants them, or back to where they were. */
  async #start(ran: ReadonlyMap<string, boolean>): Promise<ReadonlyMap<string, SnowflakeError>> {
    const { declared, waiting, left } = this.#graphs;
    const { claims } = this.#act.context;
    const problems = new Map<string, SnowflakeError>();
    for (const root of new Set([...ran.keys(), ...this.#waitingHere()])) {
      const full = this.#full(root);
      // What is about to be dropped needs not run again, and could not: part of its graph has moved on.
      if (claims.isReplaced(tasks.kind, this.#nameOf(root))) continue;
      if (!(declared.get(full) ?? ran.get(root) ?? true)) {
        await this.#forgetNote(root);
        continue;
      }
      try {
        await this.#alter(root, "RESUME");
        await this.#forgetNote(root);
        waiting.delete(full);
        left.delete(full);
      } catch (error) {
        if (error instanceof ObjectMissingError) {
          await this.#forgetNote(root);
          continue;
        }
        if (!(error instanceof SnowflakeError)) throw error;
        // Its graph hangs together again when the rest of it has left the root that this one replaces.
        if (this.#isInTransition()) waiting.add(full);
        else problems.set(root, notResumed(full, error));
      }
    }
    return problems;
  }

  /** Roots of this schema that waited for what they replace to be dropped. */
  #waitingHere(): readonly string[] {
    const prefix = this.#undertaking.name.slice(0, -1);
    return [...this.#graphs.waiting].flatMap((full) => {
      const name = parseQualified(full);
      return canonicalQualified(name.slice(0, -1)) === canonicalQualified(prefix) ? name.slice(-1) : [];
    });
  }

  /** Whether a task of the schema is being replaced by one of another name, and not dropped yet. */
  #isInTransition(): boolean {
    const { claims } = this.#act.context;
    return [...this.#tasks.keys()].some(
      (name) => claims.isReplaced(tasks.kind, this.#nameOf(name)) && !this.#graphs.dropped.has(this.#full(name)),
    );
  }

  /** A task that belongs to no graph, or is about to be made as a root. */
  async #settleAlone(): Promise<void> {
    const { after } = this.#undertaking;
    if (after?.["started"] === true) await this.#alter(this.#own, "RESUME");
  }

  /** The task's own state, after the change: as a child right away, as a root when the pause ends. */
  async #settleInPause(pause: Pause): Promise<void> {
    const { before, after, row, replaces } = this.#undertaking;
    if (after === undefined) {
      pause.remove(this.#own);
      this.#graphs.dropped.add(this.#full(this.#own));
      await this.#forgetNote(this.#own);
      return;
    }
    if (replaces === true) await this.#linkAgain();
    const was = this.#tasks.get(this.#own);
    const ran = pause.ran(this.#own) ?? was?.started ?? row?.["state"] === "started";
    const wanted = wantedState(before, after, ran);
    const wasByItself = was === undefined ? row === undefined : isRoot(was);
    if (isByItself(after)) {
      const becameRoot = !wasByItself;
      // Snowflake suspends a child that loses its last predecessor.
      const goal = becameRoot && after["started"] === undefined ? false : wanted;
      this.#graphs.declared.set(this.#full(this.#own), goal);
      pause.add(this.#own, goal);
      return;
    }
    // What was a root has been suspended with the others, and so is what was made just now.
    pause.remove(this.#own);
    this.#graphs.declared.delete(this.#full(this.#own));
    const stands = was !== undefined && replaces !== true && !wasByItself && was.started;
    if (wanted !== stands) await this.#alter(this.#own, wanted ? "RESUME" : "SUSPEND");
    await this.#forgetNote(this.#own);
  }

  /** What comes after a task that is dropped for one of another name goes on after that one. */
  async #handOn(): Promise<void> {
    const to = this.#act.context.claims.successor(tasks.kind, this.#undertaking.name);
    const successor = to?.at(-1);
    if (to === undefined || successor === undefined || !this.#tasks.has(successor)) return;
    const from = quoted(...this.#undertaking.name);
    for (const task of successorsOf(this.#tasks, this.#own)) {
      const child = sql`ALTER TASK ${quoted(...this.#nameOf(task.name))}`;
      if (task.finalizes === this.#own) {
        await this.#send(sql`${child} UNSET FINALIZE`);
        await this.#send(sql`${child} SET FINALIZE = ${quoted(...to)}`);
      } else if (task.name !== successor) {
        if (!task.predecessors.includes(successor)) await this.#send(sql`${child} ADD AFTER ${quoted(...to)}`);
        await this.#send(sql`${child} REMOVE AFTER ${from}`);
      }
    }
  }

  /** OR REPLACE takes the links of what came after the task along: they are made again. */
  async #linkAgain(): Promise<void> {
    const lost = successorsOf(this.#tasks, this.#own);
    if (lost.length === 0) return;
    const now = tasksIn(await this.#list());
    const self = quoted(...this.#undertaking.name);
    for (const task of lost) {
      const child = quoted(...this.#nameOf(task.name));
      const stands = now.get(task.name);
      if (stands === undefined) continue;
      if (task.finalizes === this.#own && stands.finalizes === undefined)
        await this.#send(sql`ALTER TASK ${child} SET FINALIZE = ${self}`);
      else if (task.predecessors.includes(this.#own) && !stands.predecessors.includes(this.#own))
        await this.#send(sql`ALTER TASK ${child} ADD AFTER ${self}`);
      if (task.started && !stands.started) await this.#alter(task.name, "RESUME");
    }
  }

  async #problemOf(work: () => Promise<void>): Promise<{ readonly problem?: SnowflakeError }> {
    try {
      await work();
      return {};
    } catch (error) {
      if (error instanceof SnowflakeError) return { problem: notSettled(this.#full(this.#own), error) };
      throw error;
    }
  }

  async #suspend(root: string): Promise<void> {
    const { context, client } = this.#act;
    const who = await client.identity({ evenWhenStopping: true });
    const key = { ...intentKey(this.#act, who, this.#nameOf(root)), kind: suspendedKind };
    await context.journal.begin(key, { at: Date.now() + who.clockOffsetMs, role: who.role });
    await this.#alter(root, "SUSPEND");
  }

  async #forgetNote(root: string): Promise<void> {
    const { context, client } = this.#act;
    const who = await client.identity({ evenWhenStopping: true });
    context.journal.forget({ ...intentKey(this.#act, who, this.#nameOf(root)), kind: suspendedKind });
  }

  #alter(task: string, verb: "RESUME" | "SUSPEND"): Promise<void> {
    return this.#send(sql`ALTER TASK ${quoted(...this.#nameOf(task))} ${raw(verb)}`);
  }

  /** Sent also when the run is stopping: what stands still has to come back. It may be sent twice, to the same effect. */
  async #send(statement: Sql): Promise<void> {
    const { client, operation } = this.#act;
    const container = containerOf(tasks, this.#undertaking.name);
    const once = () =>
      client.writing(container, () => client.execute(statement, { writes: true, operation, evenWhenStopping: true }));
    for (let attempt = 0; ; attempt++) {
      try {
        await once();
        return;
      } catch (error) {
        const isLost = error instanceof ConnectionError && error.outcomeUnknown && attempt < 1;
        if (isLost || (await taskKeeper.clearAgain(this.#undertaking, error, attempt))) continue;
        throw error;
      }
    }
  }

  #nameOf(task: string): readonly StoredName[] {
    return [...this.#undertaking.name.slice(0, -1), task as StoredName];
  }

  #full(task: string): string {
    return canonicalQualified(this.#nameOf(task));
  }
}

/** What a task shall be: as the program says, suspended if it says so no more, else as it was. */
function wantedState(before: Values | undefined, after: Values, was: boolean): boolean {
  if (typeof after["started"] === "boolean") return after["started"];
  return before?.["started"] === undefined ? was : false;
}

function isRoot({ predecessors, finalizes }: { predecessors: readonly string[]; finalizes?: string }): boolean {
  return predecessors.length === 0 && finalizes === undefined;
}

/** Brings back the roots that an earlier run of this program has suspended, and could not resume. */
async function bringBack(context: Context, options: Options): Promise<void> {
  const client = context.clientFor(options);
  const who = await client.identity();
  const { project, folder, journal } = context;
  const { declared, left } = graphsOf(context);
  const notes = journal.left({ account: accountOf(who), project, folder, kind: suspendedKind });
  for (const note of notes) {
    const name = parseQualified(note.name);
    const rows = await list(tasks, client, name, "fresh").catch(noneIfMissing);
    const row = rows.find((one) => one["name"] === name.at(-1));
    const isOurs = row?.["state"] === "suspended" && wasSuspendedThen(row, note.at);
    if (!isOurs || declared.get(note.name) === false) {
      journal.forget(note);
      continue;
    }
    const operation = { project, kind: tasks.kind, name: note.name, operation: "update" } as const;
    const statement = sql`ALTER TASK ${quoted(...name)} RESUME`;
    try {
      await client.writing(containerOf(tasks, name), () => client.execute(statement, { writes: true, operation }));
      journal.forget(note);
      context.say(`Task ${note.name} had been suspended for a change by a run that was interrupted: it runs again.`);
    } catch (error) {
      if (!(error instanceof SnowflakeError)) throw error;
      // Its graph may be half changed: it is tried again when this run has changed it.
      left.add(note.name);
    }
  }
}

/** Whether a task was last suspended about when we noted that we would; somebody else may have done so since. */
function wasSuspendedThen(row: Row, at: number): boolean {
  const text = row["last_suspended_on"];
  if (text === null || text === undefined || text === "") return true;
  const difference = Date.parse(text) - at;
  return difference > -5000 && difference < 120_000;
}

function noneIfMissing(error: unknown): readonly Row[] {
  if (error instanceof ObjectMissingError) return [];
  throw error;
}

function notResumed(root: string, cause: SnowflakeError): SnowflakeError {
  return withMessage(
    cause,
    `Its root ${root} was suspended for that, and could not be resumed: ${cause.message} Mend that; the next pulumi up tries again.`,
  );
}

function notSettled(task: string, cause: SnowflakeError): SnowflakeError {
  return withMessage(cause, `Task ${task} could not be started or suspended as declared: ${cause.message}`);
}

function withProblems(
  error: unknown,
  problems: ReadonlyMap<string, SnowflakeError>,
  roots: readonly string[],
): unknown {
  const [problem] = roots.flatMap((root) => problems.get(root) ?? []);
  if (problem !== undefined && error instanceof Error) error.message += ` ${problem.message}`;
  return error;
}

function withMessage(cause: SnowflakeError, message: string): SnowflakeError {
  const { code, sqlState, queryId, statement } = cause;
  return new SqlError({ message, code, sqlState, queryId, statement, objectKind: tasks.kind, cause });
}
