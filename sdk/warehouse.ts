import type * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../provider/dynamic/state-text";
import { warehouse } from "../provider/resources";
import { type ArgsOf, type GetOptions, type OutputsOf, SnowflakeResource, withOutputs } from "./resource";

/** Arguments of {@link Warehouse}. Only what is set is managed and sent; what is left out stays as Snowflake has it. */
export interface WarehouseArgs extends ArgsOf<typeof warehouse> {}

/** Outputs of {@link Warehouse}. */
export interface Warehouse extends OutputsOf<typeof warehouse> {}

/**
 * A virtual warehouse: the compute that runs queries.
 *
 * ```ts
 * const loading = new snowflake.Warehouse("load_wh", { warehouseSize: "SMALL", autoSuspend: 60 });
 * ```
 *
 * sends `CREATE WAREHOUSE LOAD_WH WAREHOUSE_SIZE = 'SMALL' AUTO_SUSPEND = 60`. It is resized, and everything else about it
 * altered, in place; only a change to or from `INTERACTIVE` is a replacement.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-warehouse
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class Warehouse extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("Warehouse");

  constructor(name: string, args: WarehouseArgs = {}, opts: pulumi.CustomResourceOptions = {}) {
    super(warehouse, name, args, opts);
  }

  /**
   * Refers to a warehouse that is managed elsewhere, with everything that Snowflake tells of it as outputs.
   *
   * @param id - Its name as Snowflake reads it.
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): Warehouse {
    const { connection, role, ...rest } = opts;
    return new Warehouse(name, { connection, role }, { ...rest, id });
  }

  /** Whether something is a Warehouse, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is Warehouse {
    return (value as { readonly __pulumiType?: unknown } | null | undefined)?.__pulumiType === Warehouse.__pulumiType;
  }
}

withOutputs(Warehouse, warehouse);
