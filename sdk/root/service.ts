import { NotAuthorizedError, ObjectMissingError } from "../../provider/client/errors";
import { specClause } from "../../provider/resources/service-spec";
import type { Spec } from "../../provider/resources/service-spec-forms";
import { raw, type StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import { Collection, type CreateMode, type CreateOptions } from "./collection";
import type { Connection } from "./connection";
import {
  type Altered,
  type AlterOptions,
  type DropOptions,
  type FetchOptions,
  type Nameless,
  Reference,
  type VerbOptions,
} from "./reference";
import { containersOf, instancesOf, type ServiceContainer, type ServiceInstance } from "./service-containers";
import { type Service, type ServiceSpec, serviceKind } from "./service-details";
import { type Endpoint, endpointsOf, type ReachableEndpoint } from "./service-endpoint";
import { rowOf, type ServiceGoal } from "./service-goals";
import { type FollowLogsOptions, type LogOptions, readLog } from "./service-log";
import { followLog } from "./service-log-follow";
import {
  holdersOf,
  privilegesOf,
  rolesOf,
  type ServiceRoleDetails,
  type ServiceRoleHolder,
  type ServiceRolePrivilege,
} from "./service-role";
import type { ContainerSpec } from "./service-spec";
import { awaitEndpoints, awaitService, awaitUp } from "./service-waiting";
import { isUnread, wholeOf } from "./service-whole";
import { readSpec } from "./spec";
import { sharingTime } from "./wait-until";

/** A reference to a service. */
export class ServiceReference extends Reference<ServiceSpec, Service> {
  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, serviceKind, names);
  }

  /**
   * Everything that Snowflake tells of it now, with its endpoints; of what it consists only to its owner, with the values of
   * environment variables. Absent if there is none, or the role may not see it.
   */
  override async tryFetch(options: FetchOptions = {}): Promise<Service | undefined> {
    const found = await super.tryFetch(options);
    if (found === undefined) return undefined;
    const endpoints = await this.endpoints(options).catch(noneIfHidden);
    return endpoints === undefined ? found : Object.assign(found, { endpoints });
  }

  /**
   * Makes it, or changes what exists into what is specified. What the specification leaves out stays as it is; `null` takes it back to
   * Snowflake's default. Another `spec` is an upgrade in place.
   *
   * @throws InvalidArgumentError if the specification is wrong, or what differs cannot be changed in place, such as `computePool`.
   * @throws NotAuthorizedError if the role does not own the service, and so is not shown its specification.
   */
  override async createOrAlter(spec: Nameless<ServiceSpec>, options: AlterOptions = {}): Promise<Altered> {
    const left = sharingTime(options);
    const client = this.connection.context(left()).clientFor({});
    const whole = await wholeOf(client, this.names, spec);
    const altered = await super.createOrAlter(whole, left());
    const { action, notCompared, notices } = altered;
    if (action !== "unchanged" && options.dryRun !== true) await this.waitFor(spec.waitFor, left());
    if (action === "created" || !isUnread(spec.spec)) return altered;
    const notice = `${this.kind.definition.kind} ${this.name}: what its file holds was not compared with what it runs; upgrade() sends it.`;
    return { ...altered, notCompared: [...notCompared, "spec"], notices: [...notices, notice] };
  }

  /**
   * Sends a specification, whatever it runs now: the image of a tag that has moved, or a file that has changed, is taken up. Snowflake
   * replaces the instances one by one, unless nothing has changed.
   *
   * @throws InvalidArgumentError if the specification is wrong; nothing was sent.
   * @see https://docs.snowflake.com/en/sql-reference/sql/alter-service
   */
  async upgrade(spec: ContainerSpec, options: VerbOptions = {}): Promise<void> {
    // It is checked with a pool, of which nothing is sent.
    const checked = this.named({ computePool: "A_POOL", spec });
    const { values } = readSpec(this.kind, this.names.slice(0, -1), checked);
    await this.alter(specClause(values["spec"] as Spec), options);
  }

  /**
   * Drops it: to ask for it is consent.
   *
   * @param options - With `force`, its block volumes go too; without, Snowflake refuses to drop a service that has any.
   * @throws ObjectMissingError if there is none.
   */
  override async drop({ ifExists, force, ...call }: DropOptions & { readonly force?: boolean } = {}): Promise<void> {
    await this.dropped(call, { ifExists, force });
  }

  /** Ends all its instances. It answers before they have ended: see {@link waitUntil}. */
  async suspend(options: VerbOptions = {}): Promise<void> {
    await this.alter(raw("SUSPEND"), options);
  }

  /** Starts it again, with the images that it had. It answers before it runs: see {@link waitUntil}. */
  async resume(options: VerbOptions = {}): Promise<void> {
    await this.alter(raw("RESUME"), options);
  }

  /** Its status now: `PENDING`, `RUNNING`, `SUSPENDED` …; an unknown word as Snowflake says it. */
  async status(options: CallOptions = {}): Promise<NonNullable<Service["status"]>> {
    const row = await rowOf(this.connection.context(options), this.names);
    return row["status"] ?? "";
  }

  /** The containers of all its instances; none while it is suspended. */
  async containers(options: CallOptions = {}): Promise<ServiceContainer[]> {
    return containersOf(this.connection.context(options), this.names);
  }

  /** Its instances; none while it is suspended. */
  async instances(options: CallOptions = {}): Promise<ServiceInstance[]> {
    return instancesOf(this.connection.context(options), this.names);
  }

  /** Its endpoints, whether they have their addresses or not. */
  async endpoints(options: CallOptions = {}): Promise<Endpoint[]> {
    return endpointsOf(this.connection.context(options), this.names);
  }

  /**
   * Waits until it has come about. It looks after a second first, then less often, at last every ten.
   *
   * @param goal - `READY` when all its instances run what was specified last and enough of them are ready, or a status.
   * @param options - How long to wait: `timeoutMs`, 20 minutes unless it says otherwise.
   * @throws SqlError with what its containers say, if it does not run, or is suspended.
   * @throws TimeoutError that tells its last status.
   * @throws ObjectMissingError if it does not exist.
   */
  async waitUntil(goal: ServiceGoal, options: CallOptions = {}): Promise<void> {
    await awaitService(this.connection, this.names, goal, options);
  }

  /**
   * Waits until it runs, and a public endpoint has its address.
   *
   * @returns The endpoint, with its `url`.
   * @throws InvalidArgumentError if there is no such endpoint, or it is not public.
   * @throws SqlError with what its containers say, if it does not run.
   * @throws TimeoutError that tells its last status, after `timeoutMs`, or 20 minutes.
   */
  async waitForEndpoint(name: string, options: CallOptions = {}): Promise<ReachableEndpoint> {
    const [found] = await awaitEndpoints(this.connection, this.names, name, options);
    return found as ReachableEndpoint;
  }

  /**
   * The same for all its public endpoints.
   *
   * @returns The endpoints by name, each with its `url`.
   */
  async waitForEndpoints(options: CallOptions = {}): Promise<Readonly<Record<string, ReachableEndpoint>>> {
    const all = await awaitEndpoints(this.connection, this.names, undefined, options);
    return Object.fromEntries(all.map((endpoint) => [endpoint.name, endpoint]));
  }

  /**
   * What a container has written: the newest lines, 100 KB at most.
   *
   * @throws InvalidArgumentError if the service has several containers, and none is named.
   * @see https://docs.snowflake.com/en/sql-reference/functions/system_get_service_logs
   */
  async logs(options: LogOptions = {}): Promise<string> {
    return readLog(this.connection.context(options), this.names, options);
  }

  /**
   * The lines that a container writes, as they come, until the service ends, or the following is ended by its signal. What is written
   * within 100 KB of each other reading, once a second while there is something new, is neither lost nor told twice; what a container
   * has written before it was started again, likewise once.
   *
   * ```ts
   * for await (const line of service.followLogs({ timeoutMs: 60_000 })) console.log(line);
   * ```
   */
  followLogs(options: FollowLogsOptions = {}): AsyncGenerator<string, void, undefined> {
    return followLog(this.connection, this.names, options, { isJob: false });
  }

  /** Its roles: `ALL_ENDPOINTS_USAGE`, and those of its specification. */
  async roles(options: CallOptions = {}): Promise<ServiceRoleDetails[]> {
    return rolesOf(this.connection.context(options), this.names);
  }

  /**
   * Who has one of its roles.
   *
   * @param role - Its own name: `all_endpoints_usage`.
   * @see https://docs.snowflake.com/en/sql-reference/sql/show-grants
   */
  async grantsOfRole(role: string, options: CallOptions = {}): Promise<ServiceRoleHolder[]> {
    return holdersOf(this.connection.context(options), this.names, role);
  }

  /** Which endpoints one of its roles may use. */
  async grantsToRole(role: string, options: CallOptions = {}): Promise<ServiceRolePrivilege[]> {
    return privilegesOf(this.connection.context(options), this.names, role);
  }

  /** Waits for what a specification says. @internal */
  async waitFor(goal: ServiceSpec["waitFor"], options: CallOptions): Promise<void> {
    if (goal !== "ready" && goal !== "endpoints") return;
    const left = sharingTime(options);
    await awaitUp(this.connection, this.names, left());
    if (goal === "endpoints") await awaitEndpoints(this.connection, this.names, undefined, left());
  }
}

/** The services of a schema. */
export class ServiceCollection extends Collection<
  ServiceSpec,
  Service,
  ServiceReference,
  Exclude<CreateMode, "orReplace">
> {
  /** @internal */
  constructor(connection: Connection, place: readonly StoredName[]) {
    super(connection, serviceKind, place);
  }

  /**
   * Makes a service. It answers before the service runs, unless `waitFor` says otherwise.
   *
   * @returns A reference to it. With the mode `"ifNotExists"` it may be one that was there before, whatever that is like.
   * @throws InvalidArgumentError that lists everything that is wrong with the specification; nothing was sent.
   * @throws ObjectExistsError if there is one of that name, and the mode says that this is an error.
   * @throws SqlError with what its containers say, if it is waited for and does not run: it is there all the same.
   * @see https://docs.snowflake.com/en/sql-reference/sql/create-service
   */
  override async create(
    spec: ServiceSpec,
    options: CreateOptions<Exclude<CreateMode, "orReplace">> = {},
  ): Promise<ServiceReference> {
    const left = sharingTime(options);
    const service = await super.create(spec, options);
    await service.waitFor(spec.waitFor, left());
    return service;
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): ServiceReference {
    return new ServiceReference(this.connection, names);
  }
}

function noneIfHidden(error: unknown): undefined {
  if (error instanceof NotAuthorizedError || error instanceof ObjectMissingError) return undefined;
  throw error;
}
