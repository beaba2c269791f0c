import { computePool } from "../../provider/resources";
import { raw, type StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import { Collection, type CreateMode, type CreateOptions } from "./collection";
import { describePool } from "./compute-pool-described";
import { awaitNodes, awaitState, type PoolState, poolStates } from "./compute-pool-waiting";
import type { Connection } from "./connection";
import type { DetailsOf, Found } from "./details";
import { type FactsOf, flag, moment, number, oneOf, text, withRow } from "./facts";
import {
  type Altered,
  type AlterOptions,
  type FetchOptions,
  type Nameless,
  Reference,
  type VerbOptions,
} from "./reference";
import type { SpecOf } from "./spec";
import { sharingTime } from "./wait-until";

/** What a compute pool shall be. */
export interface ComputePoolSpec extends SpecOf<typeof computePool> {
  /** Its name as Snowflake reads it: `my_pool` is `MY_POOL`. Names that need quotes are refused. */
  name: string;
}

const facts = {
  /** What it does now. */
  state: oneOf(poolStates),
  /** Services that are on it. */
  numServices: number(),
  /** Jobs that run on it. */
  numJobs: number(),
  /** Nodes on which something runs. */
  activeNodes: number(),
  /** Nodes on which nothing runs. */
  idleNodes: number(),
  /** Nodes that Snowflake wants it to have. */
  targetNodes: number(),
  /** When it was last resumed. */
  resumedOn: moment(),
  /** When it was last changed. */
  updatedOn: moment(),
  /** Whether only one Snowflake Native App may use it. */
  isExclusive: flag(),
  /** The budget that watches what it costs. */
  budget: text(),
  /** Why nodes do not come, such as `392507` where the cloud has no room; not in listings, and only for a role with MONITOR on it. */
  errorCode: text(),
  /** The same in words. */
  statusMessage: text(),
};

/** A compute pool as it is. */
export interface ComputePool extends Found, FactsOf<typeof facts>, DetailsOf<typeof computePool, ComputePoolSpec> {}

// What is waited for, is waited for here: within the bounds of the call.
const { waits: _, ...definition } = computePool;
// What stands is told with its default, too.
const kind = { definition, facts, nothing: { autoResume: true, autoSuspendSecs: 3600 } };

/** What a pool cannot be without: a change need not say it again. */
const needed = ["minNodes", "maxNodes", "instanceFamily"] as const;

/** A reference to a compute pool. */
export class ComputePoolReference extends Reference<ComputePoolSpec, ComputePool> {
  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
  }

  /** Everything that Snowflake tells of it now; absent if there is none, or the role may not see it. */
  override async tryFetch(options: FetchOptions = {}): Promise<ComputePool | undefined> {
    const found = await super.tryFetch(options);
    if (found === undefined) return undefined;
    const { told, row } = await describePool(this.connection.context(options), this.names, facts, found.raw);
    return withRow(Object.assign(found, told), row);
  }

  /**
   * Makes it, or changes what exists into what is specified. What the specification leaves out stays as it is; `null` takes it back to
   * Snowflake's default. Another `instanceFamily` or `placementGroup` takes `allowDowntime: true`: the pool is suspended for it, with
   * all its services, and comes back after it with those that ran.
   *
   * @throws InvalidArgumentError if the specification is wrong, or the change would stop something and may not.
   */
  override async createOrAlter(spec: Nameless<ComputePoolSpec>, options: AlterOptions = {}): Promise<Altered> {
    const left = sharingTime(options);
    const altered = await super.createOrAlter(await this.#whole(spec, left()), left());
    if (altered.action !== "unchanged" && options.dryRun !== true) await this.waitForNodes(spec.waitFor, left());
    return altered;
  }

  /**
   * Suspends it, and with it all its services; jobs run to their end first. It answers before its nodes are given back: see
   * {@link waitUntil}.
   */
  async suspend(options: VerbOptions = {}): Promise<void> {
    await this.alter(raw("SUSPEND"), options);
  }

  /** Starts it. It answers before its nodes are there: see {@link waitUntil}. Services come back when they are resumed, or used. */
  async resume(options: VerbOptions = {}): Promise<void> {
    await this.alter(raw("RESUME"), options);
  }

  /** Drops all services on it, whoever owns them, and cancels its jobs: what they hold is lost. The pool itself stays. */
  async stopAllServices(options: VerbOptions = {}): Promise<void> {
    await this.alter(raw("STOP ALL"), options);
  }

  /**
   * Waits until it is in a state, or in one of several. It looks after one second first, then less often, at last every ten.
   *
   * @param options - How long to wait: `timeoutMs`, 20 minutes unless it says otherwise.
   * @throws TimeoutError that tells the last state, and what Snowflake says of it.
   * @throws SqlError if it is suspended, and would have to be resumed first.
   * @throws ObjectMissingError if it does not exist, or is dropped meanwhile.
   */
  async waitUntil(state: PoolState | readonly PoolState[], options: CallOptions = {}): Promise<void> {
    await awaitState(this.connection, this.names, typeof state === "string" ? [state] : state, options);
  }

  /** What a specification says is waited for. @internal */
  async waitForNodes(waitFor: ComputePoolSpec["waitFor"], options: CallOptions): Promise<void> {
    const wanted = waitFor?.toLowerCase();
    if (wanted === "idle" || wanted === "active") await awaitNodes(this.connection, this.names, wanted, options);
  }

  /** A specification with what the pool has of what it cannot be without. */
  async #whole(spec: Nameless<ComputePoolSpec>, options: CallOptions): Promise<Nameless<ComputePoolSpec>> {
    const missing = needed.filter((key) => spec[key] === undefined);
    const found = missing.length === 0 ? undefined : await super.tryFetch(options);
    return found === undefined ? spec : { ...spec, ...Object.fromEntries(missing.map((key) => [key, found[key]])) };
  }
}

/** The compute pools of an account. */
export class ComputePoolCollection extends Collection<
  ComputePoolSpec,
  ComputePool,
  ComputePoolReference,
  Exclude<CreateMode, "orReplace">
> {
  /** @internal */
  constructor(connection: Connection) {
    super(connection, kind, []);
  }

  /**
   * Makes a compute pool. It answers before its nodes are there, unless `waitFor` says otherwise.
   *
   * @returns A reference to it. With the mode `"ifNotExists"` it may be one that was there before, whatever that is like.
   * @throws InvalidArgumentError that lists everything that is wrong with the specification; nothing was sent.
   * @throws ObjectExistsError if there is one of that name, and the mode says that this is an error.
   * @see https://docs.snowflake.com/en/sql-reference/sql/create-compute-pool
   */
  override async create(
    spec: ComputePoolSpec,
    options: CreateOptions<Exclude<CreateMode, "orReplace">> = {},
  ): Promise<ComputePoolReference> {
    const left = sharingTime(options);
    const pool = await super.create(spec, options);
    await pool.waitForNodes(spec.waitFor, left());
    return pool;
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): ComputePoolReference {
    return new ComputePoolReference(this.connection, names);
  }
}
