import type { Row } from "../../provider/client/client";
import {
  canonicalName,
  canonicalQualified,
  join,
  quoted,
  raw,
  type Sql,
  type StoredName,
  sql,
  storedName,
} from "../../provider/sql";
import type { CallOptions } from "./call";
import { type Fact, type FactsOf, moment, number, oneOf, readFacts, text, withRow } from "./facts";

const origins = ["SCHEDULE", "EXECUTE_TASK", "TRIGGER", "AUTOMATIC RETRY", "MANUAL RETRY"] as const;
const runStates = ["SCHEDULED", "EXECUTING", "SUCCEEDED", "FAILED", "CANCELLED", "SKIPPED"] as const;

/** A configuration is a JSON object; what is none stands in `raw` alone. */
function config(): Fact<Readonly<Record<string, unknown>>> {
  return {
    column: "CONFIG",
    read(cell) {
      try {
        const value: unknown = JSON.parse(cell);
        return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

/** Codes are six digits everywhere else. */
function code(column: string): Fact<string> {
  return { column, read: (cell) => (/^\d+$/.test(cell) ? cell.padStart(6, "0") : cell === "" ? undefined : cell) };
}

const ofGraph = {
  /** What made it run. */
  scheduledFrom: oneOf(origins, "SCHEDULED_FROM"),
  /** When it was, or is, to start. */
  scheduledTime: moment("SCHEDULED_TIME"),
  /** When its first statement began. */
  queryStartTime: moment("QUERY_START_TIME"),
  /** When its root is to run next. */
  nextScheduledTime: moment("NEXT_SCHEDULED_TIME"),
  /** When it had ended. */
  completedTime: moment("COMPLETED_TIME"),
  /** Snowflake's id of the root, as in `id` of the task. */
  rootTaskId: text("ROOT_TASK_ID"),
  /** Which version of the graph it runs; every change makes another. */
  graphVersion: number("GRAPH_VERSION"),
  /** When its first attempt was to start, in milliseconds since 1970; not always unique, see `graphRunGroupId`. */
  runId: number("RUN_ID"),
  /** 1, or more for a retry. */
  attemptNumber: number("ATTEMPT_NUMBER"),
  /** What its tasks are given. */
  config: config(),
  /** Tells it apart from all others, together with `attemptNumber`. */
  graphRunGroupId: text("GRAPH_RUN_GROUP_ID"),
};

const graphRunFacts = {
  /** What it does, or how it has ended. */
  state: oneOf(runStates, "STATE"),
  /** Name of the first task that failed. */
  firstErrorTaskName: text("FIRST_ERROR_TASK_NAME"),
  /** Snowflake's code of its error, six digits. */
  firstErrorCode: code("FIRST_ERROR_CODE"),
  /** What it says. */
  firstErrorMessage: text("FIRST_ERROR_MESSAGE"),
  ...ofGraph,
};

const taskRunFacts = {
  /** What it does, or how it has ended. */
  state: oneOf([...runStates, "FAILED_AND_AUTO_SUSPENDED"], "STATE"),
  /** Snowflake's id of its statement, for the query history; absent before it begins. */
  queryId: text("QUERY_ID"),
  /** The statement. */
  queryText: text("QUERY_TEXT"),
  /** The condition that it is looked at with. */
  conditionText: text("CONDITION_TEXT"),
  /** Snowflake's code of its error, six digits. */
  errorCode: code("ERROR_CODE"),
  /** What it says. */
  errorMessage: text("ERROR_MESSAGE"),
  /** What it has set with SYSTEM$SET_RETURN_VALUE. */
  returnValue: text("RETURN_VALUE"),
  ...ofGraph,
};

/** A run of a task graph, or of a task that stands alone. */
export interface TaskGraphRun extends FactsOf<typeof graphRunFacts> {
  /** The root's own name in canonical spelling. */
  readonly rootTaskName: string;
  /** Its full name in canonical spelling. */
  readonly qualifiedName: string;
  /** All columns that Snowflake has for it, as text. */
  readonly raw: Readonly<Record<string, string | null>>;
}

/** A run of one task. */
export interface TaskRun extends FactsOf<typeof taskRunFacts> {
  /** The task's own name in canonical spelling. */
  readonly name: string;
  /** Its full name in canonical spelling. */
  readonly qualifiedName: string;
  /** All columns that Snowflake has for it, as text. */
  readonly raw: Readonly<Record<string, string | null>>;
}

/** Which runs are listed. */
export interface GraphRunOptions extends CallOptions {
  /** At most so many, 1 to 10000, the latest of them; of all roots of that name in the account. @defaultValue 1000 */
  readonly limit?: number | undefined;
}

/** Which completed runs are listed. */
export interface CompletedRunOptions extends GraphRunOptions {
  /** Whether only those that failed or were cancelled are. @defaultValue false */
  readonly errorOnly?: boolean | undefined;
}

/** Which runs of a task are listed. */
export interface TaskRunOptions extends CallOptions {
  /** From when on they were, or are, to start; within the last 7 days. @defaultValue 7 days ago */
  readonly from?: Date | undefined;
  /** Until when they were, or are, to start. @defaultValue 8 days ahead */
  readonly to?: Date | undefined;
  /** At most so many, 1 to 10000, the latest of them. @defaultValue 100 */
  readonly limit?: number | undefined;
  /** Whether only those that failed or were cancelled are. @defaultValue false */
  readonly errorOnly?: boolean | undefined;
}

/** `SELECT * FROM TABLE(DB.INFORMATION_SCHEMA.TASK_HISTORY(TASK_NAME => 'LOAD'))`. */
export function tableFunction(
  database: StoredName,
  name: string,
  args: Readonly<Record<string, string | number | boolean | Date | undefined>>,
): Sql {
  const given = Object.entries(args).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return [sql`${raw(key)} => ${value instanceof Date ? sql`${value.toISOString()}::TIMESTAMP_LTZ` : value}`];
  });
  const called = quoted(database, storedName("INFORMATION_SCHEMA"));
  return sql`SELECT * FROM TABLE(${called}.${raw(name)}(${join(given, ", ")}))`;
}

/** What a row of CURRENT_TASK_GRAPHS or COMPLETE_TASK_GRAPHS tells. */
export function graphRunOf(row: Row): TaskGraphRun {
  const own = storedName(row["ROOT_TASK_NAME"] ?? "");
  const told = { rootTaskName: canonicalName(own), qualifiedName: qualified(row, own) };
  return withRow({ ...told, ...readFacts(graphRunFacts, row) }, row);
}

/** What a row of TASK_HISTORY tells. */
export function taskRunOf(row: Row): TaskRun {
  const own = storedName(row["NAME"] ?? "");
  const told = { name: canonicalName(own), qualifiedName: qualified(row, own) };
  return withRow({ ...told, ...readFacts(taskRunFacts, row) }, row);
}

/** Whether a row is about a task, or about the root, of these names: the functions look at own names alone, in any letter case. */
export function isAbout(row: Row, [database, schema, own]: readonly StoredName[]): boolean {
  const place = row["DATABASE_NAME"] === database && row["SCHEMA_NAME"] === schema;
  return place && (row["ROOT_TASK_NAME"] ?? row["NAME"]) === own;
}

function qualified(row: Row, own: StoredName): string {
  const place = [row["DATABASE_NAME"], row["SCHEMA_NAME"]].flatMap((part) => (part ? [storedName(part)] : []));
  return canonicalQualified([...place, own]);
}
