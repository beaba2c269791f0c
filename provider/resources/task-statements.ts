import type { Identity } from "../client/client";
import { ConnectionError, type SnowflakeError } from "../client/errors";
import type { IntentKey } from "../resource/journal";
import { type Act, intentKey, mayHaveRun } from "../resource/lifecycle/context";
import { containerOf } from "../resource/names";
import { canonicalQualified, quoted, raw, type Sql, type StoredName, sql } from "../sql";
import { knownOf, tasks } from "./task-known";
import { isSnowflakeError, reworded } from "./task-problems";

/** The kind under which a root that we suspend is noted, so that a later run can bring it back. */
export const suspendedKind = "Task suspended";

/** Whether a statement that failed is to be sent again, because what was in its way has been cleared. */
type ClearAgain = (error: unknown, attempt: number) => Promise<boolean>;

/**
 * What is sent to make way for a change of a task, by the stored names of the tasks of its schema. It is sent also when the run
 * is stopping, because what stands still has to come back; and it may be sent twice, to the same effect.
 */
export class TaskStatements {
  /** The name of the schema. */
  readonly schema: readonly StoredName[];
  readonly #act: Act;
  readonly #clearAgain: ClearAgain;

  constructor(act: Act, schema: readonly StoredName[], clearAgain: ClearAgain) {
    this.#act = act;
    this.schema = schema;
    this.#clearAgain = clearAgain;
  }

  /** `ALTER TASK DB.S.NAME`, followed by a clause. What stops something begins only in time; what follows it is sent in any case. */
  async alter(task: string, clause: Sql, { evenWhenStopping = true } = {}): Promise<void> {
    const { client, operation } = this.#act;
    const statement = sql`ALTER TASK ${this.quoted(task)} ${clause}`;
    const once = () =>
      client.writing(
        containerOf(tasks, this.name(task)),
        () => client.execute(statement, { writes: true, operation, evenWhenStopping: true }),
        { evenWhenStopping },
      );
    for (let attempt = 0; ; attempt++) {
      try {
        await once();
        return;
      } catch (error) {
        const isLost = error instanceof ConnectionError && error.outcomeUnknown && attempt < 1;
        if (isLost || (await this.#clearAgain(error, attempt))) continue;
        throw error;
      }
    }
  }

  resume(task: string): Promise<void> {
    return this.alter(task, raw("RESUME"));
  }

  suspend(task: string): Promise<void> {
    return this.alter(task, raw("SUSPEND"), { evenWhenStopping: false });
  }

  /** Suspends a root for the time of a change. Should the run be killed, a note says so, unless the program wants it suspended. */
  async stop(root: string): Promise<void> {
    const { context } = this.#act;
    const { declared, stopped } = knownOf(context);
    const { key, who } = await this.#noteOf(root);
    const at = Date.now() + who.clockOffsetMs;
    if (declared.get(this.full(root)) !== false) {
      stopped.set(this.full(root), at);
      await context.journal.begin(key, { at, role: who.role });
    }
    try {
      await this.suspend(root);
    } catch (error) {
      if (!mayHaveRun(error)) context.journal.forget(key);
      throw isSnowflakeError(error) ? this.#notStopped(root, error) : error;
    }
  }

  /** A root that was suspended for a change is where it shall be, or gone. */
  async forgetNote(root: string): Promise<void> {
    this.#act.context.journal.forget((await this.#noteOf(root)).key);
  }

  /** A root that was suspended for a change is left to the next operation, of this run or of a later one. */
  async leaveToLater(root: string): Promise<void> {
    const { context } = this.#act;
    const { stopped, broughtBack } = knownOf(context);
    const at = stopped.get(this.full(root));
    const { key, who } = await this.#noteOf(root);
    if (at === undefined) return;
    await context.journal.begin(key, { at, role: who.role, over: true });
    broughtBack.clear();
  }

  async #noteOf(root: string): Promise<{ readonly key: IntentKey; readonly who: Identity }> {
    const who = await this.#act.client.identity({ evenWhenStopping: true });
    return { key: { ...intentKey(this.#act, who, this.name(root)), kind: suspendedKind }, who };
  }

  name(task: string): readonly StoredName[] {
    return [...this.schema, task as StoredName];
  }

  quoted(task: string): Sql {
    return quoted(...this.name(task));
  }

  full(task: string): string {
    return canonicalQualified(this.name(task));
  }

  #notStopped(root: string, cause: SnowflakeError): SnowflakeError {
    return reworded(
      cause,
      `Task ${this.full(root)} runs, and has to be suspended while something in its graph is changed, which failed: ${cause.message} ` +
        "Nothing was changed. Suspending takes OWNERSHIP or OPERATE on it.",
    );
  }
}
