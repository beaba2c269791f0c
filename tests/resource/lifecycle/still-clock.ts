import { vi } from "vitest";

/** Work that is done at a time of the clock. */
let due: { readonly at: number; readonly work: () => unknown }[] = [];

/** Stops the clock of the process: from now on it moves only while somebody sleeps. Files of the journal have the real time. */
export function stopClock(): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  due = [];
}

/** Does something a while from now, when somebody sleeps past it. */
export function later(ms: number, work: () => unknown): void {
  due.push({ at: Date.now() + ms, work });
}

/** Lets time pass. */
export function passes(ms: number): Promise<void> {
  return sleepAtOnce(ms);
}

/** Stands in for the timer of `node:timers/promises`: takes no time, but moves the clock on; what is due on the way happens. */
export async function sleepAtOnce(ms: number): Promise<void> {
  const end = Date.now() + ms;
  for (;;) {
    const [next] = due.filter(({ at }) => at <= end).toSorted((left, right) => left.at - right.at);
    if (next === undefined) break;
    due = due.filter((one) => one !== next);
    vi.setSystemTime(Math.max(Date.now(), next.at));
    await next.work();
  }
  // Others may have slept in the meantime.
  vi.setSystemTime(Math.max(Date.now(), end));
  await new Promise((resolve) => setImmediate(resolve));
}
