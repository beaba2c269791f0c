const longestDelayMs = 2 ** 31 - 1;

/** Wakes the engine when a graph is due, so that it runs while nobody sends statements; keeps no process alive. */
export class Timer {
  private readonly wake: () => void;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(wake: () => void) {
    this.wake = wake;
  }

  /** Wakes in so many milliseconds, instead of when it was asked to before; infinity is never. */
  set(ms: number): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (ms === Number.POSITIVE_INFINITY || this.isStopped) return;
    this.timer = setTimeout(this.wake, Math.min(Math.max(ms, 0), longestDelayMs)).unref();
  }

  /** Wakes no more, whatever it is asked. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }
}
