import { BadRequestError } from "./body";
import type { SqlEngine } from "./context";

/** What `GET /emulator/streams` answers; undefined for an engine without tasks. */
export function streamState({ streams }: SqlEngine): { withData: string[] } | undefined {
  return streams && { withData: streams() };
}

/** Says whether a stream has data, as `POST /emulator/streams` does. @throws BadRequestError if it says nothing of that. */
export function setStream({ setStream }: SqlEngine, data: unknown): void {
  const { name, hasData } = typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
  if (typeof name !== "string" || typeof hasData !== "boolean") {
    throw new BadRequestError(400, 'Send { "name": "DB.SCHEMA.STREAM", "hasData": true }.');
  }
  try {
    setStream?.(name, hasData);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadRequestError(400, error.message);
  }
}
