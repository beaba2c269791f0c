import type * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../provider/dynamic/state-text";
import { computePool } from "../provider/resources";
import type { InstanceFamily } from "../provider/resources/instance-families";
import { type ArgsOf, type GetOptions, type OutputsOf, SnowflakeResource, withOutputs } from "./resource";

/** Arguments of {@link ComputePool}. Only what is set is managed and sent; what is left out stays as Snowflake has it. */
export interface ComputePoolArgs
  extends Omit<ArgsOf<typeof computePool>, "minNodes" | "maxNodes" | "instanceFamily" | "createMode"> {
  /** Fewest nodes while the pool is not suspended; 1 at least. */
  readonly minNodes: pulumi.Input<number>;
  /** Most nodes, as Snowflake scales with what runs; {@link minNodes} at least. */
  readonly maxNodes: pulumi.Input<number>;
  /**
   * Machines of the nodes, in any letter case: `"CPU_X64_XS"`. Snowflake changes it only while the pool is suspended: the pool is
   * suspended for that, with all its services, and comes back with them, which takes {@link allowDowntime}.
   */
  readonly instanceFamily: pulumi.Input<InstanceFamily>;
  /**
   * What to do if a pool of that name exists: an error, take it up if it equals the declaration, or take it up and alter it. There is
   * no `CREATE OR REPLACE COMPUTE POOL`.
   *
   * @defaultValue `"errorIfExists"`, or the stack's `pulumi-dynamic-snowflake:createMode`
   */
  readonly createMode?: pulumi.Input<"errorIfExists" | "ifNotExists" | "createOrAlter"> | undefined;
}

/** Outputs of {@link ComputePool}. */
export interface ComputePool extends OutputsOf<typeof computePool> {}

/**
 * A compute pool: the machines that services and their jobs run on.
 *
 * ```ts
 * const pool = new snowflake.ComputePool("pool", {
 *   minNodes: 1,
 *   maxNodes: 2,
 *   instanceFamily: "CPU_X64_XS",
 *   autoSuspendSecs: 600,
 *   waitFor: "idle",
 * });
 * ```
 *
 * sends `CREATE COMPUTE POOL POOL MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_XS AUTO_SUSPEND_SECS = 600`, and waits for the
 * nodes. Its name needs no quotes. Changes are made in place, but for a replacement with another name or `forApplication`. Another
 * `instanceFamily` or `placementGroup` is set between `SUSPEND` and `RESUME`, and the services that ran are resumed after it: that is
 * refused at preview without `allowDowntime: true`. Whether the pool is suspended is Snowflake's affair and no drift. A pool is not dropped
 * while services or jobs are on it, unless `allowDowntime` says that they go too; what has block volumes goes only with `dataLoss: "allow"`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-compute-pool
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class ComputePool extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("ComputePool");

  constructor(name: string, args: ComputePoolArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(computePool, name, args, opts);
  }

  /**
   * Refers to a pool that is managed elsewhere, with everything that Snowflake tells of it as outputs.
   *
   * @param id - Its name as Snowflake reads it.
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): ComputePool {
    const { connection, role, ...rest } = opts;
    return new ComputePool(name, { connection, role } as unknown as ComputePoolArgs, { ...rest, id });
  }

  /** Whether something is a ComputePool, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is ComputePool {
    const { __pulumiType: type } = (value ?? {}) as { readonly __pulumiType?: unknown };
    return type === ComputePool.__pulumiType;
  }
}

withOutputs(ComputePool, computePool);
