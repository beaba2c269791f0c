import { setTimeout as pause } from "node:timers/promises";
import { type Advice, pulumiAdvice } from "./advice";
import { loadDriver } from "./driver";
import { isPassing } from "./driver-errors";
import { loginError } from "./login-error";
import { reach } from "./reach";
import { Session } from "./session";
import { hasBeenClosed, isUsable, type SessionKeeper } from "./session-keeper";
import { type Choice, type ConnectionSettings, resolveSettings } from "./settings";
import type { SettingsSource } from "./settings-source";
import { SnowflakeError } from "./snowflake-error";

const CLOSE_GRACE_MS = 2_000;
/** Role and warehouse missing or not granted: the same run may be about to create and grant them. */
const MAY_BE_MADE_MEANWHILE = new Set(["390189", "390201"]);

/** Keeps one session: opened by whoever comes first, awaited by all, opened again when it has ended. */
export class LoginKeeper implements SessionKeeper {
  readonly isAdopted = false;
  readonly #source: SettingsSource;
  readonly #choice: Choice;
  readonly #log: (line: string) => void;
  readonly #prepare: (session: Session) => Promise<void>;
  readonly #advice: Advice;
  #opening: Promise<Session> | undefined;
  /** The error of a log-in that would fail again. */
  #refusal: SnowflakeError | undefined;
  #isClosed = false;

  constructor(
    source: SettingsSource,
    choice: Choice,
    log: (line: string) => void,
    prepare: (session: Session) => Promise<void>,
    advice: Advice = pulumiAdvice,
  ) {
    this.#source = source;
    this.#choice = choice;
    this.#log = log;
    this.#prepare = prepare;
    this.#advice = advice;
  }

  /** A session that lives, as far as anybody knows. */
  async session(statement: { readonly writes: boolean }): Promise<Session> {
    for (;;) {
      if (this.#isClosed) throw hasBeenClosed();
      if (this.#refusal !== undefined) throw this.#refusal;
      this.#opening ??= this.#open();
      const opening = this.#opening;
      const session = await opening;
      if (await isUsable(session, statement)) return session;
      if (this.#opening === opening) this.#opening = undefined;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const opening = this.#opening;
    this.#opening = undefined;
    const closing = opening?.then((session) => session.close()).catch(() => {});
    // A log-in that is still under way may take longer than whoever stops us is willing to wait.
    await Promise.race([closing, pause(CLOSE_GRACE_MS, undefined, { ref: false })]);
  }

  #open(): Promise<Session> {
    const opening = this.#logIn();
    opening.catch(() => {
      // Those who wait get the error; whoever comes next tries again, unless it is known to be in vain.
      if (this.#opening === opening) this.#opening = undefined;
    });
    return opening;
  }

  async #logIn(): Promise<Session> {
    const started = performance.now();
    try {
      const session = await this.#openSession();
      this.#log(`logged in after ${Math.round(performance.now() - started)} ms`);
      return session;
    } catch (error) {
      this.#log(`log-in failed: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    }
  }

  async #openSession(): Promise<Session> {
    const settings = this.#settings();
    this.#log(`logging in: ${settings.describe()}`);
    try {
      // The driver takes half a second to load.
      await Promise.all([reach(settings, this.#source.env), loadDriver()]);
      return await this.#prepared(await Session.open(settings));
    } catch (error) {
      const refusal = loginError(error, settings, this.#advice);
      if (!isPassing(error) && !MAY_BE_MADE_MEANWHILE.has(refusal.code ?? "")) this.#refusal = refusal;
      throw refusal;
    }
  }

  async #prepared(session: Session): Promise<Session> {
    try {
      await this.#prepare(session);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Read at each log-in: a token in a file may have been renewed since. */
  #settings(): ConnectionSettings {
    try {
      return resolveSettings(this.#source, this.#choice, this.#advice);
    } catch (error) {
      if (error instanceof SnowflakeError) this.#refusal = error;
      throw error;
    }
  }
}
