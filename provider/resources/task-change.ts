import { setTimeout as sleep } from "node:timers/promises";
import type { Row } from "../client/client";
import type { SnowflakeError } from "../client/errors";
import { same } from "../resource/equal";
import type { Kept, Undertaking } from "../resource/keeper";
import { list } from "../resource/locate";
import type { Values } from "../resource/property";
import { canonicalQualified, storedName } from "../sql";
import { type GraphTask, type GraphTasks, rootsOf, successorsOf, tasksIn } from "./task-graphs";
import { isMoreExpected, type Known, knownOf, tasks } from "./task-known";
import { isByItself, isFreedBetween } from "./task-order";
import { type Pause, Pauses, type Stopper } from "./task-pauses";
import { isSnowflakeError, notSettled, withProblems } from "./task-problems";
import { storedNamesIn } from "./task-relations";
import { startRoots } from "./task-start";
import { TaskStatements } from "./task-statements";
import { handOn, linkAgain, makeRoom } from "./task-successors";

/** How long another process that holds the same graph is waited for. */
const waitMs = 60_000;

/** One change of one task, and the pause that it takes part in; tasks go by their stored names. */
export class TaskChange {
  readonly #undertaking: Undertaking;
  readonly #known: Known;
  readonly #statements: TaskStatements;
  readonly #own: string;
  /** When another process was first seen to hold the graph. */
  #heldSince: number | undefined;
  #tasks: GraphTasks = new Map();
  #pause: Pause | undefined;

  constructor(undertaking: Undertaking, clearAgain: (error: unknown, attempt: number) => Promise<boolean>) {
    this.#undertaking = undertaking;
    this.#known = knownOf(undertaking.act.context);
    this.#own = undertaking.name.at(-1) ?? "";
    this.#statements = new TaskStatements(undertaking.act, undertaking.name.slice(0, -1), clearAgain);
  }

  async run<T>(change: () => Promise<T>): Promise<Kept<T>> {
    this.#known.expected.delete(this.#statements.full(this.#own));
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
    const problemsOf = (problems: ReadonlyMap<string, SnowflakeError>) =>
      roots.concat(this.#own).flatMap((root) => problems.get(root) ?? []);
    let result: T;
    let own: { readonly problem?: SnowflakeError };
    try {
      await pause.begun;
      result = await this.#changeInPause(change);
      own = await this.#problemOf(() => this.#settleInPause(pause));
    } catch (error) {
      this.#takeBack(pause);
      throw withProblems(error, problemsOf(await pause.leave()));
    }
    const [problem] = problemsOf(await pause.leave());
    return { result, ...own, ...(problem === undefined ? {} : { problem }) };
  }

  /** Somebody else has resumed a root meanwhile: after a while, it is suspended again. */
  async clearAgain(attempt: number): Promise<boolean> {
    const pause = this.#pause;
    this.#heldSince ??= Date.now();
    if (pause === undefined || Date.now() - this.#heldSince > waitMs) return false;
    await sleep(Math.random() * Math.min(3000, 200 * 2 ** attempt));
    const { roots, rows } = await this.#rootsNow();
    const tasksNow = rows === undefined ? new Map() : tasksIn(rows);
    for (const root of roots) {
      if (tasksNow.get(root)?.started !== true) continue;
      pause.add(root, true);
      await this.#statements.stop(root);
    }
    return true;
  }

  #pauses(): Pauses {
    const key = canonicalQualified(this.#undertaking.name.slice(0, -1));
    const pauses = this.#known.pauses.get(key) ?? new Pauses();
    this.#known.pauses.set(key, pauses);
    return pauses;
  }

  /** The roots that have to stand still, before and after the change. */
  async #rootsNow(): Promise<{ readonly roots: readonly string[]; readonly rows?: readonly Row[] }> {
    const { row, after, replaces, mayExist, also = [] } = this.#undertaking;
    const links = storedNamesIn(after ?? {});
    const isLinked = links.after.length > 0 || links.finalize !== undefined;
    const orphans = this.#known.orphans.get(this.#statements.full(this.#own)) ?? [];
    const isNew = row === undefined && replaces !== true && mayExist !== true && orphans.length === 0;
    if (!isLinked && isNew && also.length === 0) return { roots: [] };
    // Whoever is dropped may leave others behind that came after it.
    const rows = await this.#list();
    this.#tasks = tasksIn(rows);
    const lost = this.#lost();
    const successor = lost.length === 0 ? undefined : this.#successor();
    const touched = [
      ...links.after,
      ...(links.finalize === undefined ? [] : [links.finalize]),
      ...(this.#tasks.has(this.#own) ? [this.#own] : []),
      ...[...lost, ...orphans].map(({ name }) => name),
      ...(successor === undefined ? [] : [successor]),
      ...also,
    ];
    return { roots: rootsOf(this.#tasks, touched), rows };
  }

  /** Tasks that this change leaves without their predecessor, unless they are linked anew. */
  #lost(): readonly GraphTask[] {
    const { row, after, replaces } = this.#undertaking;
    const isLost = replaces === true || (row !== undefined && after === undefined);
    return isLost ? successorsOf(this.#tasks, this.#own) : [];
  }

  /** What the task is replaced by, if that is another one of the same schema. */
  #successor(): string | undefined {
    const { act, name } = this.#undertaking;
    const to = act.context.claims.successor(tasks.kind, name);
    return to !== undefined && same(to.slice(0, -1), name.slice(0, -1)) ? to.at(-1) : undefined;
  }

  #list(): Promise<readonly Row[]> {
    return list(tasks, this.#undertaking.act.client, this.#undertaking.name, "fresh");
  }

  #stopper(rowsNow: () => readonly Row[] | undefined): Stopper {
    return {
      isMoreExpected: () => isMoreExpected(this.#known, canonicalQualified(this.#statements.schema)),
      stop: async (roots, tell) => {
        const read = tasksIn(rowsNow() ?? (await this.#list()));
        const all = roots.every((root) => read.has(root)) ? read : tasksIn(await this.#list());
        for (const root of roots) {
          const started = all.get(root)?.started === true;
          if (started) await this.#statements.stop(root);
          tell(root, started || this.#known.left.has(this.#statements.full(root)));
        }
      },
      start: (ran) =>
        startRoots(
          { claims: this.#undertaking.act.context.claims, known: this.#known, statements: this.#statements },
          ran,
        ),
    };
  }

  async #changeInPause<T>(change: () => Promise<T>): Promise<T> {
    const { row, after } = this.#undertaking;
    if (row !== undefined && after === undefined) {
      const successor = this.#successor();
      const now = successor === undefined ? this.#tasks : tasksIn(await this.#list());
      if (successor !== undefined && now.has(successor)) await handOn(this.#statements, now, this.#own, successor);
      else if (successor !== undefined && this.#lost().length > 0)
        this.#known.orphans.set(this.#statements.full(successor), this.#lost());
      return change();
    }
    const takeBack = await makeRoom(this.#statements, this.#replacedFinalizer());
    try {
      return await change();
    } catch (error) {
      await takeBack();
      throw error;
    }
  }

  /** The finalizer that stands where this one shall, and is going to be dropped for it. */
  #replacedFinalizer(): GraphTask | undefined {
    const { claims } = this.#undertaking.act.context;
    const { finalize } = storedNamesIn(this.#undertaking.after ?? {});
    return [...this.#tasks.values()].find(
      ({ name, finalizes }) =>
        finalizes !== undefined &&
        finalizes === finalize &&
        name !== this.#own &&
        claims.isReplaced(tasks.kind, this.#statements.name(name)),
    );
  }

  /** A task that belongs to no graph with a root that stands, or is made as a root. */
  async #settleAlone(): Promise<void> {
    const { before, after, row } = this.#undertaking;
    if (after === undefined) return this.#isDropped();
    await this.#adopt();
    const ran = row?.["state"] === "started";
    const wanted = wantedState(before, after, ran);
    if (wanted) await this.#statements.resume(this.#own);
    else if (ran) await this.#statements.suspend(this.#own);
  }

  /** The task's own state, after the change: as a child right away, as a root when the pause ends. */
  async #settleInPause(pause: Pause): Promise<void> {
    const { before, after, row, replaces, also = [] } = this.#undertaking;
    // What has become part of the graph runs with its root.
    for (const name of also) pause.remove(name);
    if (after === undefined) {
      pause.remove(this.#own);
      return this.#isDropped();
    }
    if (replaces === true)
      await linkAgain(this.#statements, tasksIn(await this.#list()), this.#lost(), this.#own, this.#own);
    for (const orphan of await this.#adopt()) pause.remove(orphan.name);
    const full = this.#statements.full(this.#own);
    const was = this.#tasks.get(this.#own);
    const ran = pause.ran(this.#own) ?? was?.started ?? row?.["state"] === "started";
    const wanted = wantedState(before, after, ran);
    const wasByItself = was === undefined ? row === undefined : isRoot(was);
    if (isByItself(after)) {
      const becameRoot = !wasByItself;
      // Snowflake suspends a child that loses its last predecessor.
      const goal = becameRoot && after["started"] === undefined ? false : wanted;
      this.#known.declared.set(full, goal);
      pause.add(this.#own, goal);
      return;
    }
    // What was a root has been suspended with the others, and so is what was made just now.
    pause.remove(this.#own);
    this.#known.declared.delete(full);
    const stands =
      was !== undefined && replaces !== true && !wasByItself && !isFreedBetween(placeOf(was), after) && was.started;
    if (wanted !== stands) await (wanted ? this.#statements.resume(this.#own) : this.#statements.suspend(this.#own));
    await this.#statements.forgetNote(this.#own);
  }

  /** A task that was made takes over what came after the one that it replaces, if that was dropped before. */
  async #adopt(): Promise<readonly GraphTask[]> {
    const { act, row } = this.#undertaking;
    const full = this.#statements.full(this.#own);
    if (row === undefined) this.#known.made.add(full);
    const orphans = this.#known.orphans.get(full);
    if (orphans === undefined) return [];
    this.#known.orphans.delete(full);
    const former = act.context.claims.predecessor(tasks.kind, this.#undertaking.name)?.at(-1) ?? this.#own;
    await linkAgain(this.#statements, tasksIn(await this.#list()), orphans, former, this.#own);
    return orphans;
  }

  async #isDropped(): Promise<void> {
    this.#known.dropped.add(this.#statements.full(this.#own));
    await this.#statements.forgetNote(this.#own);
  }

  /** A change that failed leaves the task as the state has it, whatever the program declares. */
  #takeBack(pause: Pause): void {
    const { before } = this.#undertaking;
    const ran = pause.ran(this.#own);
    if (ran === undefined) return;
    const was = before?.["started"];
    this.#known.declared.set(this.#statements.full(this.#own), typeof was === "boolean" ? was : ran);
  }

  async #problemOf(work: () => Promise<void>): Promise<{ readonly problem?: SnowflakeError }> {
    try {
      await work();
      return {};
    } catch (error) {
      if (isSnowflakeError(error)) return { problem: notSettled(this.#statements.full(this.#own), error) };
      throw error;
    }
  }
}

/** What a task shall be: as the program says, suspended if it says so no more, else as it was. */
function wantedState(before: Values | undefined, after: Values, was: boolean): boolean {
  if (typeof after["started"] === "boolean") return after["started"];
  return before?.["started"] === undefined ? was : false;
}

function isRoot({ predecessors, finalizes }: GraphTask): boolean {
  return predecessors.length === 0 && finalizes === undefined;
}

/** The links of a task in canonical form. */
function placeOf({ predecessors, finalizes }: GraphTask): Values {
  const canonical = (name: string) => canonicalQualified([storedName(name)]);
  return {
    ...(predecessors.length === 0 ? {} : { after: predecessors.map(canonical) }),
    ...(finalizes === undefined ? {} : { finalize: canonical(finalizes) }),
  };
}
