import type * as pulumi from "@pulumi/pulumi";
import type { CanonicalOf } from "../provider/resource/definition";
import { database, procedure, schema, stage, table, task, taskGraph, warehouse } from "../provider/resources";
import { argumentTypes } from "../provider/resources/signature";
import {
  type GraphValues,
  namesOf,
  pictureOf,
  statesOf,
  type TaskState,
} from "../provider/resources/task-graph-outputs";
import { type Found, type GetArgs, get, type ListArgs, list } from "./asking";
import type { Container } from "./resource";

export type { Found, GetArgs, ListArgs, LookUpOptions } from "./asking";

/** Which schema to look up. */
export interface GetSchemaArgs extends GetArgs {
  /** The database it stands in, or its name. */
  readonly database: Container;
}

/** Which schemas to list. */
export interface ListSchemasArgs extends ListArgs {
  /** The database they stand in, or its name. */
  readonly database: Container;
}

/** Which stage to look up. */
export interface GetStageArgs extends GetArgs {
  /** The schema it stands in, its qualified name `DB.SCHEMA`, or its name beside {@link database}. */
  readonly schema: Container;
  /** The database of the schema, where {@link schema} does not say it. @defaultValue that of the schema */
  readonly database?: Container | undefined;
}

/** Which stages to list. */
export interface ListStagesArgs extends ListArgs {
  /** The schema they stand in, its qualified name `DB.SCHEMA`, or its name beside {@link database}. */
  readonly schema: Container;
  /** The database of the schema, where {@link schema} does not say it. @defaultValue that of the schema */
  readonly database?: Container | undefined;
}

/** Which table to look up. */
export interface GetTableArgs extends GetArgs {
  /** The schema it stands in, its qualified name `DB.SCHEMA`, or its name beside {@link database}. */
  readonly schema: Container;
  /** The database of the schema, where {@link schema} does not say it. @defaultValue that of the schema */
  readonly database?: Container | undefined;
}

/** Which tables to list. */
export interface ListTablesArgs extends ListArgs {
  /** The schema they stand in, its qualified name `DB.SCHEMA`, or its name beside {@link database}. */
  readonly schema: Container;
  /** The database of the schema, where {@link schema} does not say it. @defaultValue that of the schema */
  readonly database?: Container | undefined;
}

/** Which procedure to look up. */
export interface GetProcedureArgs extends GetTableArgs {
  /** Types of its arguments in order, in any of Snowflake's spellings: procedures of one name differ by them. @defaultValue none: the one without arguments */
  readonly argumentTypes?: pulumi.Input<readonly pulumi.Input<string>[]> | undefined;
}

/** Which procedures to list. */
export type ListProceduresArgs = ListTablesArgs;

/** Which task to look up, by its own name. */
export type GetTaskArgs = GetTableArgs;

/** Which tasks to list. */
export type ListTasksArgs = ListTablesArgs;

/** Which graph of tasks to look up, by the name of its root. */
export type GetTaskGraphArgs = GetTableArgs;

/** A database that was looked up: what it has set of its own; what is inherited is absent. */
export type DatabaseFound = Found & CanonicalOf<(typeof database)["properties"]>;

/** A schema that was looked up. */
export type SchemaFound = Found & {
  /** Name of the database it stands in, in canonical spelling. */
  readonly database: string;
} & CanonicalOf<(typeof schema)["properties"]>;

/** A stage that was looked up; Snowflake shows no secrets, and of external stages no encryption. */
export type StageFound = Found & {
  /** Name of the database it stands in, in canonical spelling. */
  readonly database: string;
  /** Name of the schema it stands in, in canonical spelling. */
  readonly schema: string;
} & CanonicalOf<(typeof stage)["properties"]>;

/** A table that was looked up; a listing leaves out columns and keys. */
export type TableFound = Found & {
  /** Name of the database it stands in, in canonical spelling. */
  readonly database: string;
  /** Name of the schema it stands in, in canonical spelling. */
  readonly schema: string;
} & CanonicalOf<(typeof table)["properties"]>;

/** A procedure that was looked up; a listing leaves out its code, and what else only DESCRIBE tells. */
export type ProcedureFound = Found & {
  /** Name of the database it stands in, in canonical spelling. */
  readonly database: string;
  /** Name of the schema it stands in, in canonical spelling. */
  readonly schema: string;
  /** Its name with the types of its arguments, `DB.SCHEMA.LOAD(VARCHAR, NUMBER)`. */
  readonly signature: string;
} & CanonicalOf<(typeof procedure)["properties"]>;

/** A task that was looked up; a listing leaves out its parameters. */
export type TaskFound = Found & {
  /** Name of the database it stands in, in canonical spelling. */
  readonly database: string;
  /** Name of the schema it stands in, in canonical spelling. */
  readonly schema: string;
} & CanonicalOf<(typeof task)["properties"]>;

/** A graph of tasks that was looked up, with what one listing tells of all its tasks; parameters are none of it. */
export type TaskGraphFound = Found & {
  /** Name of the database it stands in, in canonical spelling. */
  readonly database: string;
  /** Name of the schema it stands in, in canonical spelling. */
  readonly schema: string;
  /** Qualified names of its tasks by their short names, the finalizer included. */
  readonly taskNames: { readonly [name: string]: string };
  /** States of its tasks by their short names; the root is there under the name of the graph. */
  readonly states: { readonly [name: string]: TaskState };
  /** The graph as a Mermaid flowchart. */
  readonly mermaid: string;
} & CanonicalOf<(typeof taskGraph)["properties"]>;

/** A warehouse that was looked up. */
export type WarehouseFound = Found & CanonicalOf<(typeof warehouse)["properties"]>;

/**
 * A database that somebody else manages, with everything that Snowflake tells of it. Look-ups connect, also at preview.
 *
 * @throws ObjectMissingError if there is none, or the role may not see it.
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-databases
 */
export function getDatabase(args: GetArgs): pulumi.Output<DatabaseFound> {
  return get<DatabaseFound>(database, args);
}

/**
 * The databases that the role sees, with what the listing itself tells of each.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-databases
 */
export function listDatabases(args: ListArgs = {}): pulumi.Output<DatabaseFound[]> {
  return list<DatabaseFound>(database, args);
}

/**
 * A warehouse that somebody else manages, with everything that Snowflake tells of it. Look-ups connect, also at preview.
 *
 * @throws ObjectMissingError if there is none, or the role may not see it.
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-warehouses
 */
export function getWarehouse(args: GetArgs): pulumi.Output<WarehouseFound> {
  return get<WarehouseFound>(warehouse, args);
}

/**
 * The warehouses that the role sees, with what the listing itself tells of each.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-warehouses
 */
export function listWarehouses(args: ListArgs = {}): pulumi.Output<WarehouseFound[]> {
  return list<WarehouseFound>(warehouse, args);
}

/**
 * A schema that somebody else manages, with everything that Snowflake tells of it. Look-ups connect, also at preview.
 *
 * @throws ObjectMissingError if there is none, or the role may not see it.
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-schemas
 */
export function getSchema(args: GetSchemaArgs): pulumi.Output<SchemaFound> {
  return get<SchemaFound>(schema, args);
}

/**
 * The schemas of a database that the role sees, with what the listing itself tells of each.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-schemas
 */
export function listSchemas(args: ListSchemasArgs): pulumi.Output<SchemaFound[]> {
  return list<SchemaFound>(schema, args);
}

/**
 * A stage that somebody else manages, with everything that Snowflake tells of it. Look-ups connect, also at preview.
 *
 * @throws ObjectMissingError if there is none, or the role may not see it.
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-stages
 */
export function getStage(args: GetStageArgs): pulumi.Output<StageFound> {
  return get<StageFound>(stage, args);
}

/**
 * The stages of a schema that the role sees, with what the listing itself tells of each; {@link getStage} tells the file format.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-stages
 */
export function listStages(args: ListStagesArgs): pulumi.Output<StageFound[]> {
  return list<StageFound>(stage, args);
}

/**
 * A table that somebody else manages, with its columns, keys and everything else that Snowflake tells of it. Look-ups connect, also
 * at preview.
 *
 * @throws ObjectMissingError if there is none, or the role may not see it.
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-tables
 */
export function getTable(args: GetTableArgs): pulumi.Output<TableFound> {
  return get<TableFound>(table, args);
}

/**
 * The tables of a schema that the role sees, with what the listing itself tells of each; {@link getTable} tells the columns.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-tables
 */
export function listTables(args: ListTablesArgs): pulumi.Output<TableFound[]> {
  return list<TableFound>(table, args);
}

/**
 * A procedure that somebody else manages, with its code, its arguments and everything else that Snowflake tells of it. Look-ups
 * connect, also at preview.
 *
 * @throws ObjectMissingError if there is none, or the role may not see it.
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-user-procedures
 */
export function getProcedure(args: GetProcedureArgs): pulumi.Output<ProcedureFound> {
  return get<ProcedureFound, GetProcedureArgs>(procedure, args, ({ argumentTypes: types = [] }) =>
    argumentTypes(types as readonly string[]),
  );
}

/**
 * The procedures of a schema that the role sees, with what the listing itself tells of each; {@link getProcedure} tells the code.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-user-procedures
 */
export function listProcedures(args: ListProceduresArgs): pulumi.Output<ProcedureFound[]> {
  return list<ProcedureFound>(procedure, args);
}

/**
 * A task that somebody else manages, with everything that Snowflake tells of it. Look-ups connect, also at preview.
 *
 * @throws ObjectMissingError if there is none, or the role may not see it.
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-tasks
 */
export function getTask(args: GetTaskArgs): pulumi.Output<TaskFound> {
  return get<TaskFound>(task, args);
}

/**
 * The tasks of a schema that the role sees, with what the listing itself tells of each; {@link getTask} tells the parameters.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/show-tasks
 */
export function listTasks(args: ListTasksArgs): pulumi.Output<TaskFound[]> {
  return list<TaskFound>(task, args);
}

/**
 * A graph of tasks that somebody else manages, as a whole, from one listing. Look-ups connect, also at preview.
 *
 * @throws ObjectMissingError if there is no such root, or the role may not see it.
 * @see https://docs.snowflake.com/en/user-guide/tasks-graphs
 */
export function getTaskGraph(args: GetTaskGraphArgs): pulumi.Output<TaskGraphFound> {
  return get<TaskGraphFound>(taskGraph, args, undefined, (values, id) => {
    const graph = values as unknown as GraphValues;
    return { taskNames: namesOf(graph, id), states: statesOf(graph), mermaid: pictureOf(graph) };
  });
}
