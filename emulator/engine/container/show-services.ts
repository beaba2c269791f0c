import type { CatalogObject } from "../catalog/object";
import type { Action, Context, Statement } from "../statements/context";
import { requireObject } from "../statements/resolve";
import type { ShowScope } from "../statements/show";
import { objectsIn, readScope, table } from "../statements/show";
import { chooseRows, readLike, readPaging } from "../statements/show-clauses";
import type { Cursor } from "../syntax/cursor";
import { serviceColumns } from "./service-columns";
import { isJob, recordOf } from "./service-record";
import { readWorkloads, runsHere } from "./workloads";

/** SHOW SERVICES and SHOW JOB SERVICES. */
export const showServices: readonly Statement[] = [
  { words: ["SHOW", "SERVICES"], parse: (cursor) => parseShow(cursor, { jobs: "too" }) },
  { words: ["SHOW", "JOB", "SERVICES"], parse: (cursor) => parseShow(cursor, { jobs: "only" }) },
];

type Jobs = "too" | "only" | "none";

/** Columns that tell jobs from services are left out where there is nothing to tell. */
const leftOut: Record<Jobs, readonly string[]> = {
  too: [],
  only: ["is_job"],
  none: ["is_job", "is_async_job"],
};

function parseShow(cursor: Cursor, rules: { jobs: "too" | "only" }): Action {
  const jobs: Jobs = cursor.accept("EXCLUDE", "JOBS")
    ? rules.jobs === "only"
      ? cursor.unexpected()
      : "none"
    : rules.jobs;
  const like = readLike(cursor);
  const pool = cursor.accept("IN", "COMPUTE", "POOL") ? cursor.name() : undefined;
  const scope: ShowScope = pool ? { kind: "ACCOUNT" } : readScope(cursor, "SCHEMA");
  const clauses = { ...like, ...readPaging(cursor) };
  const types = cursor.accept("OF", "TYPE") ? readWorkloads(cursor) : ["ALL"];
  cursor.expectEnd();
  const columns = serviceColumns.filter(({ column }) => !leftOut[jobs].includes(column.name));
  return (context) => {
    const poolId = pool && requireObject(context, context.kinds.get("COMPUTE POOL"), pool, "SHOW SERVICES").id;
    const services = runsHere(types) ? servicesIn(context, scope, clauses.like) : [];
    const wanted = services.filter(
      (service) =>
        (jobs === "too" || isJob(service) === (jobs === "only")) &&
        (poolId === undefined || recordOf(service).pool === poolId),
    );
    return table(context, columns, chooseRows(wanted, clauses, "cut"));
  };
}

function servicesIn(context: Context, scope: ShowScope, like: string | undefined): CatalogObject[] {
  return objectsIn(context, ["SERVICE"], "SCHEMA", scope, { like });
}
