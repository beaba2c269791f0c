import type { CatalogObject } from "../catalog/object";
import { invalidParameterValue, SqlError, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import { cancelJob } from "./job";
import { NotYet } from "./not-yet";
import { isJob } from "./service-record";
import { statusOf } from "./service-state";

/** Answers what became of the cancelling of a job. */
export function cancel(context: Context, service: CatalogObject): string {
  context.access.require(service, "OPERATE");
  if (!isJob(service)) throw unsupported("SPCS_CANCEL_JOB on a service that is no job");
  return cancelJob(context, service)
    ? `Job ${service.name} is being cancelled.`
    : `Job ${service.name} was not cancelled: its status is ${statusOf(context, service)}.`;
}

const statuses = [
  "PENDING",
  "RUNNING",
  "FAILED",
  "DONE",
  "SUSPENDING",
  "SUSPENDED",
  "CANCELLING",
  "CANCELLED",
  "DELETING",
  "DELETED",
  "INTERNAL_ERROR",
];

/** Statuses that a job does not leave any more. */
const final = ["FAILED", "DONE", "CANCELLED"];

/** Waits until a service or job has a status. @throws SqlError when it has another after so many seconds. */
export function waitFor(
  context: Context,
  service: CatalogObject,
  [wanted, seconds]: readonly (string | null)[],
): string {
  context.access.require(service, "USAGE", "MONITOR", "OPERATE");
  const status = (wanted ?? "").toUpperCase();
  const ms = Number(seconds ?? "") * 1000;
  if (!statuses.includes(status)) throw invalidParameterValue(wanted ?? "NULL", "status");
  if (seconds === null || !(ms >= 0)) throw invalidParameterValue(seconds ?? "NULL", "timeout_sec");
  const now = statusOf(context, service);
  if (now === status) return `Service ${service.name} has reached the status ${status}.`;
  const until = context.askedOn + ms;
  const isOver = context.catalog.now() >= until || (isJob(service) && final.includes(now));
  if (!isOver && context.mayWait) throw new NotYet(until);
  throw timedOut(`Service ${service.name} did not reach the status ${status}. Its status is ${now}.`);
}

/** No source has the code or the text of this error. */
export function timedOut(detail: string): SqlError {
  return new SqlError("000002", "22000", detail);
}
