import { BadRequestError } from "./body";
import type { SqlEngine } from "./context";

/** What `GET /emulator/clock` answers; undefined for an engine without a clock. */
export function clockState({ now, ahead }: SqlEngine): { now: string; aheadMs: number } | undefined {
  return now && ahead && { now: now().toISOString(), aheadMs: ahead() };
}

/** Moves the clock as `POST /emulator/clock` says. @throws BadRequestError if it says nothing, or to go back. */
export function moveClock({ advance, moveTo }: SqlEngine, data: unknown): void {
  const { advanceMs, now } = typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
  if ((typeof advanceMs === "number") === (typeof now === "string")) {
    throw new BadRequestError(400, 'Send { "advanceMs": N } with N from 0, or { "now": "2026-01-31T09:30:00Z" }.');
  }
  try {
    if (typeof advanceMs === "number") advance?.(advanceMs);
    if (typeof now === "string") moveTo?.(new Date(now));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadRequestError(400, error.message);
  }
}
