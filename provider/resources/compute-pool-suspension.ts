import { capitalised } from "../client/advice";
import type { Row } from "../client/client";
import { NotAuthorizedError, SnowflakeError, TimeoutError } from "../client/errors";
import { type Act, adviceOf, mayHaveRun } from "../resource/lifecycle/context";
import { poll } from "../resource/lifecycle/polling";
import { locate } from "../resource/locate";
import { called } from "../resource/names";
import { canonicalQualified, type StoredName } from "../sql";
import { computePools } from "./compute-pool-known";
import { counted } from "./compute-pool-load";
import { PoolNotes } from "./compute-pool-notes";
import { notResumed, servicesNotResumed } from "./compute-pool-problems";
import { inWords, isRunning, isSuspendedService, type PoolService } from "./compute-pool-services";
import { PoolStatements } from "./compute-pool-statements";
import { deadlineOf } from "./compute-pool-waiting";

/** A pool that stands still for a change, with the services that ran on it. */
export class Suspension {
  readonly #act: Act;
  readonly #name: readonly StoredName[];
  readonly #statements: PoolStatements;
  readonly #notes: PoolNotes;
  /** What stopped with the pool and has to come back. */
  #stopped: readonly PoolService[] = [];
  /** Whether it was suspended for this change, and not before. */
  #isOurs = false;

  constructor(act: Act, name: readonly StoredName[]) {
    this.#act = act;
    this.#name = name;
    this.#statements = new PoolStatements(act.client, act.operation, name);
    this.#notes = new PoolNotes(act, name);
  }

  /** Sees to it that the pool is suspended, unless it is; once. Notes come before, for the case that the run is killed. */
  async begin(): Promise<void> {
    // A dry run has suspended nothing: it would find the pool running before each statement.
    if (this.#isOurs && this.#act.context.isDryRun === true) return;
    const row = await locate(computePools, this.#act.client, this.#name, "fresh");
    if (row === undefined || row["state"] === "SUSPENDED") return;
    if (row["state"] !== "STOPPING") await this.#suspend(row);
    await this.#isStill();
  }

  /** Resumes the pool if it was suspended here, and the services that stopped with it. Answers what could not be brought back. */
  async end(): Promise<SnowflakeError | undefined> {
    if (!this.#isOurs) return undefined;
    try {
      await this.#statements.resume();
    } catch (error) {
      if (!(error instanceof SnowflakeError)) throw error;
      await this.#notes.leaveToLater();
      return notResumed(this.#name, error, adviceOf(this.#act.context));
    }
    await this.#notes.poolIsBack();
    return this.#bringBack();
  }

  async #suspend(row: Row): Promise<void> {
    const all = await this.#statements.services();
    const before = new Map(this.#stopped.map((service) => [service.full, service]));
    for (const service of all.filter(isRunning)) before.set(service.full, service);
    // Somebody may have resumed it between two statements of one change.
    this.#stopped = [...before.values()];
    await this.#notes.write(this.#stopped.map(({ name }) => name));
    this.#tell(all, row);
    try {
      await this.#statements.suspend();
      this.#isOurs = true;
    } catch (error) {
      this.#isOurs = mayHaveRun(error);
      if (!this.#isOurs) await this.#notes.forget();
      throw error;
    }
  }

  /** Waits until all nodes are given back: until then Snowflake changes nothing. */
  async #isStill(): Promise<void> {
    if (this.#act.context.isDryRun === true) return;
    const still = await poll(
      deadlineOf(this.#act),
      async () => {
        const state = await this.#statements.state();
        return state === undefined || state === "SUSPENDED" ? true : undefined;
        // When the run is stopped, there are seconds to bring the pool back.
      },
      2000,
    );
    if (still === true) return;
    const jobs = (await this.#statements.services()).filter(({ isJob }) => isJob);
    const why = jobs.length === 0 ? "." : `: jobs run to their end first, ${jobs.map(inWords).join(", ")}.`;
    const { again, timeouts } = adviceOf(this.#act.context);
    throw new TimeoutError({
      objectKind: computePools.kind,
      name: canonicalQualified(this.#name),
      message:
        `${called(computePools, this.#name)} has to be suspended for this change, but has not given back all its nodes in time${why} ` +
        `${capitalised(again)} when nothing runs on it, or give it longer: ${timeouts('timeouts: { update: "1h" }')}.`,
    });
  }

  /** No page says that services come back with their pool: those that have not are resumed. */
  async #bringBack(): Promise<SnowflakeError | undefined> {
    if (this.#stopped.length === 0) return undefined;
    const failed: { readonly service: PoolService; readonly error: SnowflakeError }[] = [];
    const isStopped = await this.#whatIsStopped();
    for (const service of this.#stopped) {
      try {
        if (isStopped(service)) await this.#statements.resumeService(service.name);
        await this.#notes.serviceIsBack(service.name);
      } catch (error) {
        if (!(error instanceof SnowflakeError)) throw error;
        failed.push({ service, error });
        // Trying again would not help this role.
        if (error instanceof NotAuthorizedError) await this.#notes.serviceIsBack(service.name);
      }
    }
    if (failed.length > 0) await this.#notes.leaveToLater();
    return servicesNotResumed(this.#name, failed);
  }

  /** Which services are suspended; all of them if that cannot be told. */
  async #whatIsStopped(): Promise<(service: PoolService) => boolean> {
    if (this.#act.context.isDryRun === true) return () => true;
    try {
      const now = new Map((await this.#statements.services()).map((service) => [service.full, service]));
      return ({ full }) => isSuspendedService(now.get(full));
    } catch (error) {
      if (!(error instanceof SnowflakeError)) throw error;
      return () => true;
    }
  }

  #tell(all: readonly PoolService[], row: Row): void {
    const unseen = counted(all, row).unseen.services;
    const lines = [...this.#stopped.map(inWords), ...(unseen > 0 ? [`${unseen} that this role does not see`] : [])];
    const own = this.#stopped.length === 0 ? "" : " They are resumed after it.";
    const others =
      unseen > 0 ? " What this role does not see comes back when it is used, or its owner resumes it." : "";
    this.#act.context.say(
      `${called(computePools, this.#name)} is suspended for this change` +
        `${lines.length === 0 ? "." : `, and with it ${lines.join(", ")}.${own}${others}`}`,
    );
  }
}
