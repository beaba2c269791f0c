import { setTimeout as sleep } from "node:timers/promises";
import type { Row } from "../client/client";
import type { SnowflakeError } from "../client/errors";
import type { Kept, Undertaking } from "../resource/keeper";
import { adviceOf } from "../resource/lifecycle/context";
import { list } from "../resource/locate";
import { canonicalQualified } from "../sql";
import { type GraphTasks, tasksIn } from "./task-graphs";
import { isMoreExpected, type Known, knownOf, tasks } from "./task-known";
import { type Pause, Pauses, type Stopper } from "./task-pauses";
import { isSnowflakeError, notSettled, withProblems } from "./task-problems";
import { settleAlone, settleFailed, settleInPause } from "./task-settling";
import { startRoots } from "./task-start";
import { TaskStatements } from "./task-statements";
import { handOn, makeRoom } from "./task-successors";
import { type Changing, isAlone, lostBy, replacedFinalizer, successorOf, touchedRoots } from "./task-touched";

/** How long another process that holds the same graph is waited for. */
const waitMs = 60_000;

/** One change of one task, and the pause that it takes part in. */
export class TaskChange implements Changing {
  readonly undertaking: Undertaking;
  readonly known: Known;
  readonly statements: TaskStatements;
  readonly own: string;
  tasks: GraphTasks = new Map();
  /** When another process was first seen to hold the graph. */
  #heldSince: number | undefined;
  #pause: Pause | undefined;

  constructor(undertaking: Undertaking, clearAgain: (error: unknown, attempt: number) => Promise<boolean>) {
    this.undertaking = undertaking;
    this.known = knownOf(undertaking.act.context);
    this.own = undertaking.name.at(-1) ?? "";
    this.statements = new TaskStatements(undertaking.act, undertaking.name.slice(0, -1), clearAgain);
  }

  async run<T>(change: () => Promise<T>): Promise<Kept<T>> {
    this.known.expected.delete(this.statements.full(this.own));
    const pauses = this.#pauses();
    const before = pauses.endings;
    const { roots, rows } = await this.#rootsNow();
    if (roots.length === 0) {
      const result = await change();
      return { result, ...(await this.#problemOf(() => settleAlone(this))) };
    }
    // A pause that ended meanwhile has changed what was read.
    const stopper = this.#stopper(() => (pauses.endings === before ? rows : undefined));
    const pause = await pauses.enter(roots, stopper);
    this.#pause = pause;
    const problemsOf = (problems: ReadonlyMap<string, SnowflakeError>) =>
      roots.concat(this.own).flatMap((root) => problems.get(root) ?? []);
    let result: T;
    let own: { readonly problem?: SnowflakeError };
    try {
      await pause.begun;
      result = await this.#changeInPause(change);
      own = await this.#problemOf(() => settleInPause(this, pause));
    } catch (error) {
      settleFailed(this, pause);
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
    // What the change has undone is still to be seen in what stood before.
    const { undertaking, known, statements, own } = this;
    const now = tasksIn(await this.#list());
    for (const root of touchedRoots({ undertaking, known, statements, own, tasks: now })) {
      if (now.get(root)?.started !== true) continue;
      pause.add(root, true);
      await this.statements.stop(root);
    }
    return true;
  }

  #pauses(): Pauses {
    const key = canonicalQualified(this.statements.schema);
    const pauses = this.known.pauses.get(key) ?? new Pauses();
    this.known.pauses.set(key, pauses);
    return pauses;
  }

  async #rootsNow(): Promise<{ readonly roots: readonly string[]; readonly rows?: readonly Row[] }> {
    if (isAlone(this)) return { roots: [] };
    const rows = await this.#list();
    this.tasks = tasksIn(rows);
    return { roots: touchedRoots(this), rows };
  }

  #list(): Promise<readonly Row[]> {
    return list(tasks, this.undertaking.act.client, this.undertaking.name, "fresh");
  }

  #stopper(rowsNow: () => readonly Row[] | undefined): Stopper {
    const { known, statements } = this;
    const { context } = this.undertaking.act;
    const { claims } = context;
    const advice = adviceOf(context);
    return {
      isMoreExpected: () => isMoreExpected(known, canonicalQualified(statements.schema)),
      stop: async (roots, tell) => {
        const read = tasksIn(rowsNow() ?? (await this.#list()));
        const all = roots.every((root) => read.has(root)) ? read : tasksIn(await this.#list());
        for (const root of roots) {
          const started = all.get(root)?.started === true;
          if (started) await statements.stop(root);
          tell(root, started || known.left.has(statements.full(root)));
        }
      },
      start: (ran) => startRoots({ claims, known, statements, advice }, ran),
    };
  }

  async #changeInPause<T>(change: () => Promise<T>): Promise<T> {
    const { row, after } = this.undertaking;
    if (row !== undefined && after === undefined) {
      await this.#handOn();
      return change();
    }
    const takeBack = await makeRoom(this.statements, replacedFinalizer(this));
    try {
      return await change();
    } catch (error) {
      await takeBack();
      throw error;
    }
  }

  /** What comes after a task that is dropped for another one goes on after that, now or as soon as it is made. */
  async #handOn(): Promise<void> {
    const successor = successorOf(this.undertaking);
    if (successor === undefined) return;
    const now = tasksIn(await this.#list());
    const lost = lostBy(this);
    if (now.has(successor)) await handOn(this.statements, now, this.own, successor);
    else if (lost.length > 0) this.known.orphans.set(this.statements.full(successor), lost);
  }

  async #problemOf(work: () => Promise<void>): Promise<{ readonly problem?: SnowflakeError }> {
    try {
      await work();
      return {};
    } catch (error) {
      if (isSnowflakeError(error)) return { problem: notSettled(this.statements.full(this.own), error) };
      throw error;
    }
  }
}
