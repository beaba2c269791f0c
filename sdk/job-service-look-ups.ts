import type * as pulumi from "@pulumi/pulumi";
import type { Row } from "../provider/client/client";
import type { CanonicalOf } from "../provider/resource/definition";
import { jobService } from "../provider/resources";
import { type Found, get, list } from "./asking";
import type { GetTableArgs, ListTablesArgs } from "./look-ups";

/** Which job to look up. */
export type GetJobServiceArgs = GetTableArgs;

/** Which jobs to list. */
export type ListJobServicesArgs = ListTablesArgs;

/** A job that was looked up; a listing leaves out what it consists of. */
export type JobServiceFound = Found & {
  /** Name of the database it stands in, in canonical spelling. */
  readonly database: string;
  /** Name of the schema it stands in, in canonical spelling. */
  readonly schema: string;
  /** `PENDING`, `RUNNING`, `DONE`, `FAILED`, `CANCELLING`, `CANCELLED` … */
  readonly status: string;
  /** Whether the statement that started it did not wait for its end. */
  readonly isAsync: boolean;
  /** Snowflake's digest of what it runs. */
  readonly specDigest?: string | undefined;
} & CanonicalOf<(typeof jobService)["properties"]>;

/**
 * A job that somebody else runs, or has run within the last 30 days; of what it consists only to its owner. Look-ups connect, also at
 * preview.
 *
 * @throws ObjectMissingError if there is none, it is forgotten, or the role may not see it.
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-services
 */
export function getJobService(args: GetJobServiceArgs): pulumi.Output<JobServiceFound> {
  return get<JobServiceFound>(jobService, args, undefined, (_values, _id, row) =>
    row === undefined ? {} : statusOf(row),
  );
}

/**
 * The jobs of a schema that the role sees, running ones and those that ended within the last 30 days.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-services
 */
export function listJobServices(args: ListJobServicesArgs): pulumi.Output<JobServiceFound[]> {
  return list<JobServiceFound>(jobService, args, statusOf);
}

function statusOf(row: Row) {
  return {
    status: row["status"] ?? "",
    isAsync: row["is_async_job"] === "true",
    specDigest: row["spec_digest"] ?? undefined,
  };
}
