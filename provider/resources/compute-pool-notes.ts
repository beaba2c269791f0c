import type { Identity } from "../client/client";
import type { IntentKey } from "../resource/journal";
import { type Act, intentKey } from "../resource/lifecycle/context";
import type { StoredName } from "../sql";

/** The kind under which a pool that is suspended for a change is noted, so that a later run can bring it back. */
export const suspendedKind = "ComputePool suspended";
/** The kind under which a service that stops with its pool is noted. */
export const stoppedKind = "Service stopped with its pool";

/** The notes of a pool that is suspended for a change, and of the services that stop with it. */
export class PoolNotes {
  readonly #act: Act;
  readonly #pool: readonly StoredName[];
  #services: readonly (readonly StoredName[])[] = [];
  #isPoolBack = false;
  #at = 0;

  constructor(act: Act, pool: readonly StoredName[]) {
    this.#act = act;
    this.#pool = pool;
  }

  /** Before the pool is suspended. */
  async write(services: readonly (readonly StoredName[])[]): Promise<void> {
    const who = await this.#who();
    this.#at = Date.now() + who.clockOffsetMs;
    this.#services = services;
    await this.#begin(who, false);
  }

  /** It was not suspended. */
  async forget(): Promise<void> {
    const who = await this.#who();
    for (const key of this.#keys(who)) this.#act.context.journal.forget(key);
  }

  async poolIsBack(): Promise<void> {
    this.#isPoolBack = true;
    this.#act.context.journal.forget(this.#keyOf(await this.#who(), suspendedKind, this.#pool));
  }

  async serviceIsBack(service: readonly StoredName[]): Promise<void> {
    this.#services = this.#services.filter((one) => one !== service);
    this.#act.context.journal.forget(this.#keyOf(await this.#who(), stoppedKind, service));
  }

  /** What is not back is left to a later run, even while this process lives. */
  async leaveToLater(): Promise<void> {
    await this.#begin(await this.#who(), true);
  }

  async #begin(who: Identity, over: boolean): Promise<void> {
    const note = { at: this.#at, role: who.role, ...(over ? { over } : {}) };
    for (const key of this.#keys(who)) await this.#act.context.journal.begin(key, note);
  }

  /** Services first: a pool without a note needs none of them. */
  #keys(who: Identity): readonly IntentKey[] {
    const services = this.#services.map((service) => this.#keyOf(who, stoppedKind, service));
    return this.#isPoolBack ? services : [...services, this.#keyOf(who, suspendedKind, this.#pool)];
  }

  #keyOf(who: Identity, kind: string, name: readonly StoredName[]): IntentKey {
    return { ...intentKey(this.#act, who, name), kind };
  }

  #who(): Promise<Identity> {
    return this.#act.client.identity({ evenWhenStopping: true });
  }
}
