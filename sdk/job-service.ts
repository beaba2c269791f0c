import type * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../provider/dynamic/state-text";
import { jobService } from "../provider/resources";
import {
  type ArgsOf,
  type Container,
  type GetOptions,
  type OutputsOf,
  type SnowflakeObject,
  SnowflakeResource,
  withOutputs,
} from "./resource";
import { type ServiceSpecArgs, wholeSpec } from "./service-spec-args";

/** Arguments of {@link JobService}. */
export interface JobServiceArgs extends Omit<ArgsOf<typeof jobService>, "computePool" | "spec"> {
  /**
   * The schema it stands in: the resource, which also hands on its `connection` and `role`, its qualified name `DB.SCHEMA`, or its
   * name beside {@link database}. Another one is another run.
   */
  readonly schema: Container;
  /** The database of the schema, where {@link schema} does not say it. @defaultValue that of the schema */
  readonly database?: Container | undefined;
  /** The compute pool it runs on, or its name. Another one is another run. */
  readonly computePool: pulumi.Input<string> | SnowflakeObject;
  /**
   * What it consists of: containers, volumes. It is compared as structure, so that form and order never show as a change; a change is
   * another run.
   */
  readonly spec: ServiceSpecArgs;
}

/** Outputs of {@link JobService}. */
export interface JobService extends OutputsOf<typeof jobService> {}

/**
 * A job: containers that run on a compute pool until they end, once for each of its declarations.
 *
 * ```ts
 * const load = new snowflake.JobService("load", {
 *   schema: raw,
 *   computePool: pool,
 *   spec: { containers: [{ name: "main", image: pulumi.interpolate`${images.repositoryUrl}/load:7` }] },
 *   triggers: { day: "2026-01-31" },
 *   timeouts: { create: "3h" },
 * });
 * ```
 *
 * sends `EXECUTE JOB SERVICE IN COMPUTE POOL POOL NAME = ANALYTICS.RAW.LOAD ASYNC = TRUE FROM SPECIFICATION $$…$$`, and waits until the
 * job is done (`waitFor`), for an hour unless `timeouts` say otherwise; `timeouts.create` holds for each run.
 *
 * - **It runs again** when `triggers`, `spec`, `computePool`, `replicas`, `queryWarehouse` or `externalAccessIntegrations` change: as a
 *   replacement, so that the preview shows it, and says why. The former run is dropped first; one that has not ended is cancelled by
 *   that. A changed `comment` or `tags` (jobs cannot be altered), `waitFor` or `timeouts` run nothing.
 * - **A run that fails** makes the deployment fail with each container's own message and the last lines of its log. It stays in the
 *   state, and the next `pulumi up` runs it again. One that takes too long, or whose deployment was interrupted, goes on running,
 *   and the next `pulumi up` goes on waiting for it: nothing is started twice.
 * - **A run that is done** stays done: Snowflake forgets jobs after 30 days, the state does not, and nothing runs again for that.
 *
 * Deleting the resource drops the job. A name that is taken is refused; `createMode: "ifNotExists"` takes a job of that name that
 * equals the declaration for the run. One with block volumes is dropped, or run again, only with `dataLoss: "allow"`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/execute-job-service
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class JobService extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("JobService");
  /** Name of the schema it stands in, in canonical spelling. */
  declare readonly schema: pulumi.Output<string>;
  /** Name of the database it stands in, in canonical spelling. */
  declare readonly database: pulumi.Output<string>;
  /** How it ended: `DONE`, `FAILED`, `CANCELLED` or `INTERNAL_ERROR`; undefined while it is not known to have ended. */
  declare readonly status: pulumi.Output<string | undefined>;
  /** Snowflake's digest of what it ran. */
  declare readonly specDigest: pulumi.Output<string>;

  constructor(name: string, args: JobServiceArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(jobService, name, args.spec === undefined ? args : { ...args, spec: wholeSpec(args.spec) }, opts);
  }

  /**
   * Refers to a job that is run elsewhere, with everything that Snowflake tells of it as outputs.
   *
   * @param id - Its qualified name, `DB.SCHEMA.JOB`.
   * @throws ObjectMissingError if there is none, it is forgotten, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): JobService {
    const { connection, role, ...rest } = opts;
    return new JobService(name, { connection, role } as unknown as JobServiceArgs, { ...rest, id });
  }

  /** Whether something is a JobService, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is JobService {
    return (value as { readonly __pulumiType?: unknown } | null | undefined)?.__pulumiType === JobService.__pulumiType;
  }
}

withOutputs(JobService, jobService);
