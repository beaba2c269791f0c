import type { Row } from "../client/client";

const ends = ["DONE", "FAILED", "CANCELLED", "INTERNAL_ERROR"];

/** How a job has ended: `DONE`, `FAILED`, `CANCELLED` or `INTERNAL_ERROR`; undefined while it has not. */
export function endOf({ status }: Row): string | undefined {
  return ends.find((end) => end === status);
}

/** Whether a job has ended, and not well. */
export function endedBadly(row: Row): boolean {
  return endOf(row) !== undefined && endOf(row) !== "DONE";
}

/** Whether a job is being dropped. */
export function isGoing({ status }: Row): boolean {
  return status === "DELETING" || status === "DELETED";
}
