import { rename } from "../../provider/resource/objects/drop";
import { schema } from "../../provider/resources";
import type { StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import { type CloneSpec, Collection, type CreateMode, type HistoryOptions } from "./collection";
import type { Connection } from "./connection";
import type { DetailsOf, FoundInDatabase } from "./details";
import { type FactsOf, flag, moment, number, text } from "./facts";
import { ImageRepositoryCollection, ImageRepositoryReference } from "./image-repository";
import { JobCollection, JobReference } from "./job";
import { placeAfter } from "./place-after";
import { ProcedureCollection, ProcedureReference } from "./procedure";
import { procedureName } from "./procedure-name";
import { RestorableReference } from "./restorable";
import { ServiceCollection, ServiceReference } from "./service";
import { readName, type SpecOf } from "./spec";
import { StageCollection, StageReference } from "./stage";
import { TableCollection, TableReference } from "./table";
import { TaskCollection, TaskReference } from "./task";
import { TaskGraphCollection, TaskGraphReference } from "./task-graph";

/** What a schema shall be. */
export interface SchemaSpec extends Omit<SpecOf<typeof schema>, "clone"> {
  /** Its name as Snowflake reads it: `raw` is `RAW`, `"raw data"` keeps its quotes' content. */
  name: string;
  /** Schema to copy, and from when; at creation only. @defaultValue none */
  clone?: CloneSpec | undefined;
}

const facts = {
  /** When it was dropped; of listings with `history`. */
  droppedOn: moment(),
  /** Whether it is the default schema of the session's user. */
  isDefault: flag(),
  /** Whether it is the schema of the session. */
  isCurrent: flag(),
  /** What it was made with, such as `TRANSIENT` or `MANAGED ACCESS`. */
  options: text(),
  /** Days for which what is dropped in it can be brought back. */
  retentionTime: number(),
  /** The budget that watches what it costs. */
  budget: text(),
};

/** A schema as it is. */
export interface Schema extends FoundInDatabase, FactsOf<typeof facts>, DetailsOf<typeof schema, SchemaSpec> {}

const kind = { definition: schema, facts };

/** A reference to a schema, and the way to what stands in it. */
export class SchemaReference extends RestorableReference<SchemaSpec, Schema> {
  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
  }

  /** The tables of the schema. */
  get tables(): TableCollection {
    return new TableCollection(this.connection, this.names);
  }

  /** A table of the schema by name; it need not exist. */
  table(name: string): TableReference {
    return new TableReference(this.connection, [...this.names, readName("Table", name)]);
  }

  /** The tasks of the schema. */
  get tasks(): TaskCollection {
    return new TaskCollection(this.connection, this.names);
  }

  /** A task of the schema by name; it need not exist. */
  task(name: string): TaskReference {
    return new TaskReference(this.connection, [...this.names, readName("Task", name)]);
  }

  /** The task graphs of the schema. */
  get taskGraphs(): TaskGraphCollection {
    return new TaskGraphCollection(this.connection, this.names);
  }

  /** A task graph of the schema by the name of its root; it need not exist. */
  taskGraph(name: string): TaskGraphReference {
    return new TaskGraphReference(this.connection, [...this.names, readName("TaskGraph", name)]);
  }

  /** The stages of the schema. */
  get stages(): StageCollection {
    return new StageCollection(this.connection, this.names);
  }

  /** A stage of the schema by name; it need not exist. */
  stage(name: string): StageReference {
    return new StageReference(this.connection, [...this.names, readName("Stage", name)]);
  }

  /** The procedures of the schema. */
  get procedures(): ProcedureCollection {
    return new ProcedureCollection(this.connection, this.names);
  }

  /**
   * A procedure of the schema by its name and the types of its arguments; it need not exist.
   *
   * @param name - Its name, `LOAD`, or its name with the types, `LOAD(VARCHAR, NUMBER)`.
   * @param types - The types, unless the name says them; `[]` for none.
   * @throws InvalidArgumentError if they are not said: procedures of one name may differ by them.
   */
  procedure(name: string, types?: readonly string[]): ProcedureReference {
    return new ProcedureReference(this.connection, [...this.names, procedureName(name, types)]);
  }

  /** The image repositories of the schema. */
  get imageRepositories(): ImageRepositoryCollection {
    return new ImageRepositoryCollection(this.connection, this.names);
  }

  /** An image repository of the schema by name; it need not exist. */
  imageRepository(name: string): ImageRepositoryReference {
    return new ImageRepositoryReference(this.connection, [...this.names, readName("ImageRepository", name)]);
  }

  /** The services of the schema. */
  get services(): ServiceCollection {
    return new ServiceCollection(this.connection, this.names);
  }

  /** A service of the schema by name; it need not exist. */
  service(name: string): ServiceReference {
    return new ServiceReference(this.connection, [...this.names, readName("Service", name)]);
  }

  /** The jobs of the schema, and the way to start one. */
  get jobs(): JobCollection {
    return new JobCollection(this.connection, this.names);
  }

  /** A job of the schema by name; it need not exist. */
  job(name: string): JobReference {
    return new JobReference(this.connection, [...this.names, readName("JobService", name)]);
  }

  /**
   * Gives it another name, or moves it to another database.
   *
   * @param to - Its new name, or `{ database, name }`; what is left out stays.
   * @returns A reference under the new name; this one goes on meaning the old.
   */
  async rename(
    to: string | { readonly database?: string | undefined; readonly name?: string | undefined },
    options: CallOptions = {},
  ): Promise<SchemaReference> {
    const names = placeAfter("Schema", this.names, to);
    await rename(schema, this.connection.context(options), this.names, names);
    return new SchemaReference(this.connection, names);
  }
}

/** The schemas of a database. */
export class SchemaCollection extends Collection<SchemaSpec, Schema, SchemaReference, CreateMode, HistoryOptions> {
  /** @internal */
  constructor(connection: Connection, place: readonly StoredName[]) {
    super(connection, kind, place);
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): SchemaReference {
    return new SchemaReference(this.connection, names);
  }
}
