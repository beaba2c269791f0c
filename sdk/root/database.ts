import { rename } from "../../provider/resource/objects/drop";
import { database } from "../../provider/resources";
import type { StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import { type CloneSpec, Collection, type CreateMode, type HistoryOptions } from "./collection";
import type { Connection } from "./connection";
import type { DetailsOf, Found } from "./details";
import { type FactsOf, flag, moment, number, text } from "./facts";
import { RestorableReference } from "./restorable";
import { SchemaCollection, SchemaReference } from "./schema";
import { readName, type SpecOf } from "./spec";

/** What a database shall be. */
export interface DatabaseSpec extends Omit<SpecOf<typeof database>, "clone"> {
  /** Its name as Snowflake reads it: `my_db` is `MY_DB`, `"My db"` keeps its quotes' content. */
  name: string;
  /** Database to copy, and from when; at creation only. @defaultValue none */
  clone?: CloneSpec | undefined;
}

const facts = {
  /** When it was dropped; of listings with `history`. */
  droppedOn: moment(),
  isDefault: flag(),
  isCurrent: flag(),
  /** Where it comes from, if it is imported from a share. */
  origin: text(),
  options: text(),
  /** Days for which what is dropped in it can be brought back. */
  retentionTime: number(),
  budget: text(),
};

/** A database as it is. */
export type Database = Found & FactsOf<typeof facts> & DetailsOf<typeof database, DatabaseSpec>;

const kind = { definition: database, facts };

/** A reference to a database, and the way to what stands in it. */
export class DatabaseReference extends RestorableReference<DatabaseSpec, Database> {
  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
  }

  /** The schemas of the database. */
  get schemas(): SchemaCollection {
    return new SchemaCollection(this.connection, this.names);
  }

  /** A schema of the database by name; it need not exist. */
  schema(name: string): SchemaReference {
    return new SchemaReference(this.connection, [...this.names, readName("Schema", name)]);
  }

  /**
   * Gives it another name; what stands in it stays there.
   *
   * @returns A reference under the new name; this one goes on meaning the old.
   */
  async rename(name: string, options: CallOptions = {}): Promise<DatabaseReference> {
    const names = [readName("Database", name)];
    await rename(database, this.connection.context(options), this.names, names);
    return new DatabaseReference(this.connection, names);
  }
}

/** The databases of an account. */
export class DatabaseCollection extends Collection<
  DatabaseSpec,
  Database,
  DatabaseReference,
  CreateMode,
  HistoryOptions
> {
  /** @internal */
  constructor(connection: Connection) {
    super(connection, kind, []);
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): DatabaseReference {
    return new DatabaseReference(this.connection, names);
  }
}
