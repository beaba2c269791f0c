import { rename } from "../../provider/resource/objects/drop";
import { warehouse } from "../../provider/resources";
import { raw, type StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import { Collection } from "./collection";
import type { Connection } from "./connection";
import type { DetailsOf, Found } from "./details";
import { type FactsOf, flag, moment, number, oneOf, text } from "./facts";
import { ReferenceWithParameters } from "./parameters";
import type { VerbOptions } from "./reference";
import { readName, type SpecOf } from "./spec";

/** What a warehouse shall be. */
export interface WarehouseSpec extends Omit<SpecOf<typeof warehouse>, "autoSuspend"> {
  /** Its name as Snowflake reads it: `load_wh` is `LOAD_WH`, `"load wh"` keeps its quotes' content. */
  name: string;
  /** Seconds without a query before the warehouse suspends; `null`, like 0, never suspends it. @defaultValue 600 */
  autoSuspend?: number | null | undefined;
}

const facts = {
  /** What it does now. */
  state: oneOf(["STARTED", "STARTING", "SUSPENDED", "SUSPENDING", "RESIZING", "RESUMING"]),
  /** Clusters that run. */
  startedClusters: number(),
  /** Statements that run. */
  running: number(),
  /** Statements that wait. */
  queued: number(),
  /** Per cent of the compute that is there. */
  available: number(),
  /** Per cent of the compute that is being made ready. */
  provisioning: number(),
  /** Per cent of the compute that ends when its statements have. */
  quiescing: number(),
  /** Per cent of the compute in other states. */
  other: number(),
  /** Whether it is the default warehouse of the session's user. */
  isDefault: flag(),
  /** Whether it is the warehouse of the session. */
  isCurrent: flag(),
  /** When it was last resumed. */
  resumedOn: moment(),
  /** When it was last changed. */
  updatedOn: moment(),
  /** The budget that watches what it costs. */
  budget: text(),
};

/** A warehouse as it is. */
export interface Warehouse extends Found, FactsOf<typeof facts>, DetailsOf<typeof warehouse, WarehouseSpec> {}

const kind = { definition: warehouse, facts, nothing: { autoSuspend: 0 } };

/** A reference to a warehouse. */
export class WarehouseReference extends ReferenceWithParameters<WarehouseSpec, Warehouse> {
  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
  }

  /** Suspends it; statements that run on it end first. Snowflake refuses if it is suspended already. */
  async suspend(options: VerbOptions = {}): Promise<void> {
    await this.alter(raw("SUSPEND"), options);
  }

  /**
   * Starts it.
   *
   * @param options - With `ifSuspended`, one that runs is as good; otherwise Snowflake refuses.
   */
  async resume(options: VerbOptions & { readonly ifSuspended?: boolean | undefined } = {}): Promise<void> {
    await this.alter(raw(options.ifSuspended === true ? "RESUME IF SUSPENDED" : "RESUME"), options);
  }

  /** Ends all statements that run or wait on it. */
  async abortAllQueries(options: VerbOptions = {}): Promise<void> {
    await this.alter(raw("ABORT ALL QUERIES"), options);
  }

  /**
   * Gives it another name.
   *
   * @returns A reference under the new name; this one goes on meaning the old.
   */
  async rename(name: string, options: CallOptions = {}): Promise<WarehouseReference> {
    const names = [readName("Warehouse", name)];
    await rename(warehouse, this.connection.context(options), this.names, names);
    return new WarehouseReference(this.connection, names);
  }
}

/** The warehouses of an account. */
export class WarehouseCollection extends Collection<WarehouseSpec, Warehouse, WarehouseReference> {
  /** @internal */
  constructor(connection: Connection) {
    super(connection, kind, []);
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): WarehouseReference {
    return new WarehouseReference(this.connection, names);
  }
}
