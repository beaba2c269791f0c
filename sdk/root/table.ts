import { InvalidArgumentError } from "../../provider/client/errors";
import { nameOfRow } from "../../provider/resource/names";
import { rename } from "../../provider/resource/objects/drop";
import { listedKeys, lookAtRow } from "../../provider/resource/objects/look";
import { table } from "../../provider/resources";
import type { Column } from "../../provider/resources/column";
import { quoted, raw, type StoredName, sql } from "../../provider/sql";
import type { CallOptions } from "./call";
import { type CloneSpec, Collection, type CreateMode, type HistoryOptions } from "./collection";
import type { Connection } from "./connection";
import { type DetailsOf, detailsOf, type FoundInSchema } from "./details";
import { type FactsOf, flag, moment, number, oneOf, text } from "./facts";
import { type NewPlace, placeAfter } from "./place-after";
import type { FetchOptions, VerbOptions } from "./reference";
import { RestorableReference } from "./restorable";
import type { Changeable, Named, SpecOf } from "./spec";

/** A column of a table; see {@link col}. */
export interface ColumnSpec extends Changeable<Column> {
  /** Whether it is the primary key, or one of its columns: in short for the table's `primaryKey`. @defaultValue false */
  primaryKey?: boolean | undefined;
}

/** What a table shall be. */
export interface TableSpec extends Omit<SpecOf<typeof table>, "clone" | "like" | "columns"> {
  /** Its name as Snowflake reads it: `events` is `EVENTS`, `"my events"` keeps its quotes' content. */
  name: string;
  /**
   * Its columns, in their order at creation. In `createOrAlter` they are all that there shall be: what is missing is dropped, if
   * `dataLoss` allows it; what is new is added at the end.
   *
   * @defaultValue those of the source, beside `clone`, `like` or `fromBackupSet`
   */
  columns?: ColumnSpec[] | undefined;
  /** Table whose columns and keys it takes, without rows; at creation only. @defaultValue none */
  like?: string | Named | undefined;
  /** Table to copy, and from when; at creation only. @defaultValue none */
  clone?: CloneSpec | undefined;
}

const facts = {
  /** When it was dropped; of listings with `history`. */
  droppedOn: moment(),
  /** How many rows it holds. */
  rows: number(),
  /** How many bytes its rows take. */
  bytes: number(),
  /** Days for which its dropped and changed data can be brought back. */
  retentionTime: number(),
  /** What sort of table it is: `TABLE`, `TRANSIENT`, `TEMPORARY`. */
  kind: oneOf(["TABLE", "TRANSIENT", "TEMPORARY"]),
  /** Per cent of its rows that search optimization has taken in. */
  searchOptimizationProgress: number(),
  /** Bytes that search optimization takes. */
  searchOptimizationBytes: number(),
  /** The budget that watches what it costs. */
  budget: text(),
  /** Whether it is an external table. */
  isExternal: flag(),
  /** Whether it is an event table. */
  isEvent: flag(),
  /** Whether it is a hybrid table. */
  isHybrid: flag(),
  /** Whether it is an Iceberg table. */
  isIceberg: flag(),
  /** Whether it is a dynamic table. */
  isDynamic: flag(),
  /** Whether its rows never change. */
  isImmutable: flag(),
};

/** A table as it is. */
export interface Table extends FoundInSchema, FactsOf<typeof facts>, DetailsOf<typeof table, TableSpec> {}

const kind = { definition: table, facts, apart: ["foreignKeys"], inLong: keyInLong };

/** A primary key that columns say, said of the table. */
function keyInLong(spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const columns = spec["columns"];
  if (!Array.isArray(columns) || !columns.some(isKeyed)) return spec;
  const plain = columns.map((column: unknown) => (isKeyed(column) ? withoutKey(column) : column));
  const key = columns.filter(isKeyed).flatMap((column) => (column.primaryKey === true ? [column.name] : []));
  if (key.length === 0) return { ...spec, columns: plain };
  if (spec["primaryKey"] === undefined || spec["primaryKey"] === null)
    return { ...spec, columns: plain, primaryKey: key };
  throw new InvalidArgumentError({
    objectKind: "Table",
    message: `Table ${String(spec["name"])}: primaryKey is said by the table and by its column ${key.join(", ")}; say it once, as primaryKey of the table. Nothing was sent.`,
  });
}

function isKeyed(column: unknown): column is ColumnSpec & { readonly primaryKey: boolean } {
  return typeof (column as { readonly primaryKey?: unknown } | null)?.primaryKey === "boolean";
}

function withoutKey({ primaryKey: _, ...column }: ColumnSpec): Changeable<Column> {
  return column;
}

/** What of a table is read. */
export interface FetchTableOptions extends FetchOptions {
  /** Whether its references to other tables are read: one statement, which tables that are read together share. @defaultValue false */
  readonly foreignKeys?: boolean | undefined;
}

/**
 * A column of a table, in short.
 *
 * ```ts
 * schema.tables.create({ name: "T", columns: [col("ID", "int", { nullable: false }), col("BODY", "variant")] });
 * ```
 */
export function col(name: string, type: string, more: Omit<ColumnSpec, "name" | "type"> = {}): ColumnSpec {
  return { name, type, ...more };
}

/** A reference to a table. */
export class TableReference extends RestorableReference<TableSpec, Table> {
  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
  }

  /**
   * Everything that Snowflake tells of it now, with its columns and keys. Tables of one database that are read together share their
   * statements.
   *
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  override async fetch(options: FetchTableOptions = {}): Promise<Table> {
    return super.fetch(options);
  }

  /** The same; absent if there is none, or the role may not see it. */
  override async tryFetch(options: FetchTableOptions = {}): Promise<Table | undefined> {
    return super.tryFetch(options);
  }

  /**
   * Gives it another name, or moves it with its rows to another schema.
   *
   * @param to - Its new name, or `{ database, schema, name }`, where what is left out stays, or a reference to where it shall be.
   * @returns A reference under the new name; this one goes on meaning the old.
   */
  async rename(to: NewPlace, options: CallOptions = {}): Promise<TableReference> {
    const names = placeAfter("Table", this.names, to);
    await rename(table, this.connection.context(options), this.names, names);
    return new TableReference(this.connection, names);
  }

  /**
   * Exchanges two tables in one step: each gets the other's name, with its rows and grants.
   *
   * @param other - Its name in the same schema, or `{ database, schema, name }`, or a reference.
   * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table
   */
  async swapWith(other: NewPlace, options: VerbOptions = {}): Promise<void> {
    await this.alter(sql`SWAP WITH ${quoted(...placeAfter("Table", this.names, other))}`, options);
  }

  /** Stops Snowflake from keeping the rows sorted by the clustering key. */
  async suspendRecluster(options: VerbOptions = {}): Promise<void> {
    await this.alter(raw("SUSPEND RECLUSTER"), options);
  }

  /** Lets Snowflake keep the rows sorted by the clustering key again. */
  async resumeRecluster(options: VerbOptions = {}): Promise<void> {
    await this.alter(raw("RESUME RECLUSTER"), options);
  }

  /** @internal */
  protected override wanted(options: FetchTableOptions): Set<string> {
    const wanted = super.wanted(options);
    return options.foreignKeys === true ? wanted.add("foreignKeys") : wanted;
  }
}

/** Which tables are listed. */
export interface ListTablesOptions extends HistoryOptions {
  /** Whether their columns and keys are read too: three statements for each page of tables. @defaultValue false */
  readonly deep?: boolean | undefined;
}

/** The tables of a schema. */
export class TableCollection extends Collection<TableSpec, Table, TableReference, CreateMode, ListTablesOptions> {
  /** @internal */
  constructor(connection: Connection, place: readonly StoredName[]) {
    super(connection, kind, place);
  }

  /** @internal */
  protected override async *pages(options: ListTablesOptions): AsyncGenerator<readonly Table[]> {
    if (options.deep !== true) {
      yield* super.pages(options);
      return;
    }
    const context = this.connection.context(options);
    const keys = listedKeys(table, kind.apart, false);
    for await (const rows of this.rowPages(options)) {
      const all = rows.map(async (row) => {
        const names = [...this.place, nameOfRow(table, row)];
        return detailsOf<Table>(kind, names, await lookAtRow(table, context, names, row, { keys }), {}, row);
      });
      yield await Promise.all(all);
    }
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): TableReference {
    return new TableReference(this.connection, names);
  }
}
