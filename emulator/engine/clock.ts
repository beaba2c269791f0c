/** The latest time that a Date can hold. */
const latest = 8.64e15;

/** The time of the emulated account: real time, and as much ahead of it as was asked for. It never goes back. */
export class Clock {
  private readonly real: () => Date;
  private aheadMs = 0;
  private held: number | undefined;

  constructor(real: () => Date) {
    this.real = real;
  }

  now(): Date {
    return new Date(this.held ?? this.real().getTime() + this.aheadMs);
  }

  /** Milliseconds by which the clock is ahead of real time. */
  get ahead(): number {
    return this.aheadMs;
  }

  /** Moves the clock on. @throws RangeError if that is no number of milliseconds from 0. */
  advance(ms: number): void {
    const most = latest - this.now().getTime();
    if (!(ms >= 0 && ms <= most)) throw new RangeError(`${ms}: must be milliseconds from 0; the clock cannot go back.`);
    this.aheadMs += ms;
  }

  /** Moves the clock on to a time. @throws RangeError if that has passed. */
  moveTo(time: Date): void {
    const ms = time.getTime() - this.now().getTime();
    if (!(ms >= 0)) {
      const written = Number.isNaN(ms) ? "Invalid date" : time.toISOString();
      throw new RangeError(`${written}: must be a time from ${this.now().toISOString()} on; the clock cannot go back.`);
    }
    this.advance(ms);
  }

  /** Lets something happen at its own time, which has passed meanwhile. */
  at<Result>(ms: number, happen: () => Result): Result {
    const before = this.held;
    this.held = ms;
    try {
      return happen();
    } finally {
      this.held = before;
    }
  }
}
