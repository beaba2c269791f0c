import { setTimeout as sleep } from "node:timers/promises";
import type { SnowflakeError } from "../client/errors";

/** How long a pause waits for others that need the same one, so that a burst of changes shares it. */
const gatherMs = 30;

/** How long a pause waits for changes that are about to come, once those that have come are done. */
const lingerMs = 2000;
/** How often it looks whether they still are. */
const lookEveryMs = 20;

/** What a pause does to roots; what it is given are stored names of roots in one schema. */
export interface Stopper {
  /** Suspends the roots that run; tells, for each, whether it ran, before it is suspended. */
  readonly stop: (roots: readonly string[], tell: (root: string, ran: boolean) => void) => Promise<void>;
  /** Brings roots to where they shall be, given whether they ran; answers what went wrong, by root. */
  readonly start: (ran: ReadonlyMap<string, boolean>) => Promise<ReadonlyMap<string, SnowflakeError>>;
  /** Whether changes that may share the pause are about to come. */
  readonly isMoreExpected?: () => boolean;
}

/**
 * A time in which the roots of some graphs stand still. It begins when the first change needs it, takes in the changes that come
 * while it lasts, and ends when the last of them is done.
 */
export class Pause {
  /** When all of its roots are suspended. */
  readonly begun: Promise<void>;
  /** When all of its roots are where they shall be. */
  readonly ended: Promise<ReadonlyMap<string, SnowflakeError>>;
  readonly #stopper: Stopper;
  readonly #wanted: Set<string>;
  readonly #ran = new Map<string, boolean>();
  /** How many changes have come in all. */
  #came = 0;
  #members = 0;
  #phase: "gathering" | "still" | "over" = "gathering";
  #end: (problems: Promise<ReadonlyMap<string, SnowflakeError>>) => void = () => {};

  constructor(roots: readonly string[], stopper: Stopper) {
    this.#stopper = stopper;
    this.#wanted = new Set(roots);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.begun = this.#begin();
    // Whoever takes part is told; nobody else has to be.
    this.begun.catch(() => {});
    this.ended.catch(() => {});
  }

  /** Whether it is about one of these roots. */
  touches(roots: readonly string[]): boolean {
    return roots.some((root) => this.#wanted.has(root));
  }

  /** Lets a change take part, if these roots stand still in it, or still can. */
  admit(roots: readonly string[]): boolean {
    if (this.#phase === "over") return false;
    if (this.#phase === "still" && !roots.every((root) => this.#wanted.has(root))) return false;
    for (const root of roots) this.#wanted.add(root);
    this.#members++;
    this.#came++;
    return true;
  }

  /** Whether a root ran before the pause; absent if it is none of the pause's. */
  ran(root: string): boolean | undefined {
    return this.#ran.get(root);
  }

  /** A root is, or becomes, one of the pause's: it is brought to where it shall be with the others. */
  add(root: string, ran: boolean): void {
    this.#wanted.add(root);
    this.#ran.set(root, ran || this.#ran.get(root) === true);
  }

  /** A root is not there any more. */
  remove(root: string): void {
    this.#ran.delete(root);
  }

  /** A change is done; answers when all roots are where they shall be. */
  leave(): Promise<ReadonlyMap<string, SnowflakeError>> {
    this.#members--;
    if (this.#members === 0) void this.#endSoon();
    return this.ended;
  }

  /** Ends, unless one of the changes that are about to come does so in time. */
  async #endSoon(): Promise<void> {
    const came = this.#came;
    const until = Date.now() + lingerMs;
    while (this.#stopper.isMoreExpected?.() === true && Date.now() < until) {
      await sleep(lookEveryMs);
      // It ends with whoever has come.
      if (this.#came !== came) return;
    }
    this.#phase = "over";
    this.#end(this.#stopper.start(this.#ran));
  }

  async #begin(): Promise<void> {
    await sleep(gatherMs);
    this.#phase = "still";
    await this.#stopper.stop([...this.#wanted], (root, ran) => this.add(root, ran));
  }
}

/** The pauses of the graphs of one schema. */
export class Pauses {
  readonly #active = new Set<Pause>();
  #endings = 0;

  /** How many pauses have ended: what was read before another ended may not hold any more. */
  get endings(): number {
    return this.#endings;
  }

  /** Takes part in the pause of some roots: one that is there, or a new one. Waits for pauses that are about some of them only. */
  async enter(roots: readonly string[], stopper: Stopper): Promise<Pause> {
    for (;;) {
      const clashing = [...this.#active].filter((pause) => pause.touches(roots));
      const [only, ...others] = clashing;
      if (only !== undefined && others.length === 0 && only.admit(roots)) return only;
      if (only === undefined) {
        const pause = new Pause(roots, stopper);
        pause.admit(roots);
        this.#active.add(pause);
        const forget = (): void => {
          this.#active.delete(pause);
          this.#endings++;
        };
        pause.ended.then(forget, forget);
        return pause;
      }
      await Promise.allSettled(clashing.map(({ ended }) => ended));
    }
  }
}
