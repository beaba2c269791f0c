import type { jobService } from "../../provider/resources";
import { quoted, type StoredName, sql } from "../../provider/sql";
import type { CallOptions } from "./call";
import { Collection, type ListOptions } from "./collection";
import type { Connection } from "./connection";
import type { DetailsOf, FoundInSchema } from "./details";
import { type FactsOf, flag, moment, number, oneOf, text } from "./facts";
import { execute, nameOfJob } from "./job-executing";
import { awaitJob, type JobEnd, refuseFailure } from "./job-waiting";
import type { Listing } from "./listing";
import { type DropOptions, type FetchOptions, type Nameless, Reference } from "./reference";
import { containersOf, instancesOf, type ServiceContainer, type ServiceInstance } from "./service-containers";
import { jobDefinition } from "./service-definition";
import { serviceStatuses } from "./service-goals";
import { type FollowLogsOptions, type LogOptions, readLog } from "./service-log";
import { followLog } from "./service-log-follow";
import type { ContainerSpec } from "./service-spec";
import { type Named, readSpec, type SpecOf } from "./spec";
import { sharingTime } from "./wait-until";

/** What a job shall be. */
export interface JobSpec extends Omit<SpecOf<typeof jobService>, "spec" | "triggers" | "waitFor"> {
  /** Its name as Snowflake reads it: `load` is `LOAD`. Names that need quotes are refused, also of its schema and database. */
  name: string;
  /** What it consists of: see {@link inlineSpec}. @defaultValue required */
  spec?: ContainerSpec | undefined;
  /** Whether `execute` waits until it is done, and fails if it does not end well, or only starts it. @defaultValue `"none"` */
  waitFor?: "done" | "none" | undefined;
}

const facts = {
  /** What it does, or how it has ended: `PENDING`, `RUNNING`, `DONE`, `FAILED`, `CANCELLED` … */
  status: oneOf(serviceStatuses),
  /** Under which services of the account reach it. */
  dnsName: text(),
  /** Instances that there are. */
  currentInstances: number(),
  /** Instances that there shall be. */
  targetInstances: number(),
  /** Digest of what it runs. */
  specDigest: text(),
  /** Whether it is a job. */
  isJob: flag(),
  /** Whether the statement that started it did not wait for its end. */
  isAsyncJob: flag(),
  /** When it was last changed. */
  updatedOn: moment(),
  /** What kind of object has made it, if one has. */
  managingObjectDomain: text(),
  /** The name of that object. */
  managingObjectName: text(),
};

/** A job as it is, or as it has ended. What it consists of is no part of listings. */
export interface Job extends FoundInSchema, FactsOf<typeof facts>, DetailsOf<typeof jobService, JobSpec> {}

const kind = { definition: jobDefinition, facts, presumed: { waitFor: "none" } };

/** What jobs have in common with other objects. */
class JobObject extends Reference<JobSpec, Job> {
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
  }

  async dropJob({ ifExists, force, ...call }: DropOptions & { readonly force?: boolean | undefined }): Promise<void> {
    await this.dropped(call, { ifExists, force });
  }
}

/** What jobs have in common with other objects of a schema. */
class JobObjects extends Collection<JobSpec, Job, JobObject> {
  constructor(connection: Connection, place: readonly StoredName[]) {
    super(connection, kind, place);
  }

  protected override refer(names: readonly StoredName[]): JobObject {
    return new JobObject(this.connection, names);
  }
}

/** A reference to a job: containers that run once. Nothing alters one. */
export class JobReference implements Named {
  /** Its own name in canonical spelling. */
  readonly name: string;
  /** Its own name as Snowflake keeps it. */
  readonly storedName: string;
  readonly qualifiedName: string;
  readonly #connection: Connection;
  readonly #names: readonly StoredName[];
  readonly #object: JobObject;

  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    this.#connection = connection;
    this.#names = names;
    this.#object = new JobObject(connection, names);
    this.name = this.#object.name;
    this.storedName = this.#object.storedName;
    this.qualifiedName = this.#object.qualifiedName;
  }

  /**
   * Everything that Snowflake tells of it now; of what it consists only to its owner.
   *
   * @throws ObjectMissingError if there is none, it is forgotten (30 days after its end), or the role may not see it.
   */
  async fetch(options: FetchOptions = {}): Promise<Job> {
    return this.#object.fetch(options);
  }

  /** The same; absent if there is none. */
  async tryFetch(options: FetchOptions = {}): Promise<Job | undefined> {
    return this.#object.tryFetch(options);
  }

  /** Whether it exists, running or ended, and the role may see it. */
  async exists(options: CallOptions = {}): Promise<boolean> {
    return this.#object.exists(options);
  }

  /**
   * Waits until it has ended, well or not. It looks after a second first, then less often, at last every ten.
   *
   * @param options - How long to wait: `timeoutMs`, an hour unless it says otherwise.
   * @throws TimeoutError that tells its last status; the job goes on running.
   * @throws ObjectMissingError if it does not exist, or is dropped before it has ended.
   */
  async wait(options: CallOptions = {}): Promise<JobEnd> {
    return awaitJob(this.#connection, this.#names, options);
  }

  /**
   * Ends it: it stops, and becomes `CANCELLED`. One that has ended stays as it is.
   *
   * @returns What Snowflake says to it.
   * @see https://docs.snowflake.com/en/sql-reference/functions/spcs_cancel_job
   */
  async cancel(options: CallOptions = {}): Promise<string> {
    const statement = sql`CALL ${quoted(...this.#names)}!SPCS_CANCEL_JOB()`;
    const { rows } = await this.#connection.execute(statement, { ...options, writes: true });
    return Object.values(rows[0] ?? {})[0] ?? "";
  }

  /**
   * Drops it, and cancels it if it has not ended: to ask for it is consent.
   *
   * @param options - With `force`, its block volumes go too; without, Snowflake refuses to drop a job that has any.
   */
  async drop(options: DropOptions & { readonly force?: boolean | undefined } = {}): Promise<void> {
    await this.#object.dropJob(options);
  }

  /** The containers of all its instances. */
  async containers(options: CallOptions = {}): Promise<ServiceContainer[]> {
    return containersOf(this.#connection.context(options), this.#names);
  }

  /** Its instances, one for each of its replicas. */
  async instances(options: CallOptions = {}): Promise<ServiceInstance[]> {
    return instancesOf(this.#connection.context(options), this.#names);
  }

  /**
   * What a container has written: the newest lines, 100 KB at most.
   *
   * @throws InvalidArgumentError if the job has several containers, and none is named.
   */
  async logs(options: LogOptions = {}): Promise<string> {
    return readLog(this.#connection.context(options), this.#names, options);
  }

  /** The lines that a container writes, as they come, until it ends, or the following is ended by its signal. */
  followLogs(options: FollowLogsOptions = {}): AsyncGenerator<string, void, undefined> {
    return followLog(this.#connection, this.#names, options, { isJob: true });
  }

  /** The qualified name, as it stands in SQL. */
  toString(): string {
    return this.qualifiedName;
  }
}

/** The jobs of a schema: running ones, and those that ended within the last 30 days. */
export class JobCollection {
  readonly #connection: Connection;
  readonly #place: readonly StoredName[];
  readonly #objects: JobObjects;

  /** @internal */
  constructor(connection: Connection, place: readonly StoredName[]) {
    this.#connection = connection;
    this.#place = place;
    this.#objects = new JobObjects(connection, place);
  }

  /**
   * Starts a job. It answers when the job is started, unless `waitFor` says otherwise: {@link JobReference.wait} waits for its end.
   *
   * @param spec - Without a name, the job gets one of its own.
   * @throws InvalidArgumentError that lists everything that is wrong with the specification; nothing was sent.
   * @throws ObjectExistsError if there is a job or a service of that name.
   * @throws SqlError with what its containers say, if it is waited for and does not end well.
   * @see https://docs.snowflake.com/en/sql-reference/sql/execute-job-service
   */
  async execute(spec: Nameless<JobSpec>, options: CallOptions = {}): Promise<JobReference> {
    const left = sharingTime(options);
    const { values } = readSpec(kind, this.#place, { ...spec, name: spec.name ?? nameOfJob() });
    const names = await execute(this.#connection.context(options), values);
    const job = new JobReference(this.#connection, names);
    if (spec.waitFor === "done") await refuseFailure(this.#connection, names, await job.wait(left()));
    return job;
  }

  /** The jobs that the role sees, with what their listing tells of each. */
  list(options: ListOptions = {}): Listing<Job> {
    return this.#objects.list(options);
  }

  /** Whether one of that name exists, running or ended, and the role may see it. */
  async exists(name: string, options: CallOptions = {}): Promise<boolean> {
    return this.#objects.exists(name, options);
  }
}
