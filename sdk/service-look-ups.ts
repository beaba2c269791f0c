import type * as pulumi from "@pulumi/pulumi";
import type { Row } from "../provider/client/client";
import type { CanonicalOf } from "../provider/resource/definition";
import { service } from "../provider/resources";
import type { ServiceEndpoints } from "../provider/resources/service-endpoints";
import { type Found, get, list } from "./asking";
import type { GetTableArgs, ListTablesArgs } from "./look-ups";

/** Which service to look up. */
export type GetServiceArgs = GetTableArgs;

/** Which services to list. */
export type ListServicesArgs = ListTablesArgs;

/** A service that was looked up; a listing leaves out what it consists of, and its endpoints. */
export type ServiceFound = Found & {
  /** Name of the database it stands in, in canonical spelling. */
  readonly database: string;
  /** Name of the schema it stands in, in canonical spelling. */
  readonly schema: string;
  /** `PENDING`, `RUNNING`, `FAILED`, `SUSPENDING`, `SUSPENDED` … */
  readonly status: string;
  /** Instances that there are. */
  readonly currentInstances: number;
  /** Instances that there shall be. */
  readonly targetInstances: number;
  /** Under which other services of the account reach it. */
  readonly dnsName?: string | undefined;
  /** Snowflake's digest of what it runs. */
  readonly specDigest?: string | undefined;
  /** Its endpoints by name: address, port, protocol, and whether it is public. */
  readonly endpoints?: ServiceEndpoints | undefined;
} & CanonicalOf<(typeof service)["properties"]>;

/**
 * A service that somebody else manages, with its endpoints and everything else that Snowflake tells of it; of what it consists only to
 * its owner, and without values of environment variables, which may be secret. Look-ups connect, also at preview.
 *
 * @throws ObjectMissingError if there is none, or the role may not see it.
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-services
 */
export function getService(args: GetServiceArgs): pulumi.Output<ServiceFound> {
  return get<ServiceFound>(service, args, undefined, (_values, _id, row) => (row === undefined ? {} : statusOf(row)));
}

/**
 * The services of a schema that the role sees, with what the listing itself tells of each; {@link getService} tells the endpoints.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-services
 */
export function listServices(args: ListServicesArgs): pulumi.Output<ServiceFound[]> {
  return list<ServiceFound>(service, args, statusOf);
}

function statusOf(row: Row) {
  return {
    status: row["status"] ?? "",
    currentInstances: Number(row["current_instances"] ?? 0),
    targetInstances: Number(row["target_instances"] ?? 0),
    dnsName: row["dns_name"] ?? undefined,
    specDigest: row["spec_digest"] ?? undefined,
  };
}
