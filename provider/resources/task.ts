import { z } from "zod";
import { defineResource } from "../resource/definition";
import { boolean, clause, integer, reference, text, word } from "../resource/forms";
import { safe } from "../resource/plan";
import { tags } from "../resource/tags";
import { raw, sql } from "../sql";
import { contacts } from "./contacts";
import { definition, when } from "./task-body";
import { taskKeeper } from "./task-keeper";
import { inOrder } from "./task-order";
import { after, finalize } from "./task-relations";
import { taskRules } from "./task-rules";
import {
  type IntervalArgs,
  type Schedule,
  type ScheduleArgs,
  scheduleOfShown,
  scheduleSchema,
  scheduleText,
  targetCompletionOfShown,
  targetCompletionSchema,
} from "./task-schedule";
import { config, ownParameters, serverlessSize, sessionParameters } from "./task-settings";

const parameter = { source: "parameter" } as const;
const severities = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"] as const;
const whole = z.int().min(0).max(2_147_483_647);

/** A task: a statement that Snowflake runs on a schedule, or after other tasks. */
export const task = defineResource({
  kind: "Task",
  noun: "TASK",
  plural: "TASKS",
  scope: "schema",
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-task",
  properties: {
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    tags: { ...tags, place: "head" },
    /** Contacts by purpose: `{ STEWARD: "DB.SCHEMA.CONTACT" }`. @defaultValue none */
    contacts: { ...contacts, place: "head" },
    /** Warehouse that it runs on; without one it is serverless, which takes EXECUTE MANAGED TASK. @defaultValue none */
    warehouse: reference({
      refersTo: "Warehouse",
      // Snowflake refuses SET WAREHOUSE beside other settings, and serverless settings while there is a warehouse.
      onChange: ({ alter, after: name, reason }) => [
        name === undefined
          ? { ...safe(sql`${alter} UNSET WAREHOUSE`, reason, ["warehouse"]), undoes: true }
          : safe(sql`${alter} SET WAREHOUSE = ${raw(name)}`, reason, ["warehouse"]),
      ],
    }),
    /** Size of the compute for the first runs of a serverless task, up to `XXLARGE`. @defaultValue inherited, `"MEDIUM"` */
    userTaskManagedInitialWarehouseSize: serverlessSize,
    /** Least size of the compute for a statement of a serverless task. @defaultValue inherited, `"XSMALL"` */
    serverlessTaskMinStatementSize: serverlessSize,
    /** Largest size of the compute for a statement of a serverless task. @defaultValue inherited, `"XXLARGE"` */
    serverlessTaskMaxStatementSize: serverlessSize,
    /** How soon a serverless task shall be done, 10 seconds to a day: `{ minutes: 10 }` or `"10 minutes"`. @defaultValue before its next run */
    targetCompletionInterval: clause<IntervalArgs, string>(targetCompletionSchema, (value) => sql`${value}`, {
      source: { column: "target_completion_interval" },
      parse: targetCompletionOfShown,
    }),
    /** When it runs: `{ minutes: 5 }`, `"5 minutes"`, or `{ cron: "0 9 * * *", timezone: "UTC" }`. Not together with {@link after} or {@link finalize}. @defaultValue never by itself */
    schedule: clause<ScheduleArgs, Schedule>(scheduleSchema, (value) => sql`${scheduleText(value)}`, {
      source: { column: "schedule" },
      parse: scheduleOfShown,
    }),
    /** What the tasks of its graph read with SYSTEM$GET_TASK_GRAPH_CONFIG; on a root only. @defaultValue none */
    config,
    /** Whether runs of its graph may overlap; on a root only. @defaultValue `"NO_OVERLAP"` */
    overlapPolicy: word(["NO_OVERLAP", "ALLOW_CHILD_OVERLAP", "ALLOW_ALL_OVERLAP"], {
      source: { column: "allow_overlapping_execution" },
      standard: "NO_OVERLAP",
      // Newer servers show the policy itself.
      parse: (cell, row) => {
        const shown =
          row["overlap_policy"] ?? (cell === "true" ? "ALLOW_CHILD_OVERLAP" : cell === "false" ? "NO_OVERLAP" : null);
        return (["NO_OVERLAP", "ALLOW_CHILD_OVERLAP", "ALLOW_ALL_OVERLAP"] as const).find((one) => one === shown);
      },
    }),
    /** Parameters of the sessions in which it runs, by name: `{ TIMEZONE: "UTC", JSON_INDENT: 0 }`. @defaultValue those of the account */
    sessionParameters: { ...sessionParameters, source: { from: "parameters", of: ownParameters } },
    /** Milliseconds a run may take, at most 604800000 (7 days); 0 for the longest possible. On a root it bounds the whole graph. @defaultValue inherited, 3600000 */
    userTaskTimeoutMs: integer(z.int().min(0).max(604_800_000), parameter),
    /** Failures in a row after which it is suspended; 0 for never. @defaultValue inherited, 10 */
    suspendTaskAfterNumFailures: integer(whole, parameter),
    /** Automatic retries of a failed run of its graph, at most 30; on a root only. @defaultValue inherited, 0 */
    taskAutoRetryAttempts: integer(z.int().min(0).max(30), parameter),
    /** Least seconds between two runs that a stream triggers, 10 to 604800. @defaultValue inherited, 30 */
    userTaskMinimumTriggerIntervalInSeconds: integer(z.int().min(10).max(604_800), parameter),
    /** Notification integration that is told of failures. @defaultValue none */
    errorIntegration: reference(),
    /** Notification integration that is told of successes. @defaultValue none */
    successIntegration: reference(),
    /** Least severity of events that are kept. @defaultValue inherited, `"OFF"` */
    logLevel: word(severities, { ...parameter, quoted: true }),
    /** @defaultValue none */
    comment: text(),
    /** The root task that it is the finalizer of: it runs when all others of the graph have ended, even if they failed. @defaultValue none */
    finalize: { ...finalize, refersTo: "Task" },
    /** Tasks after which it runs, 100 at most, in any order; they stand in the same schema. @defaultValue none: it is a root, or runs by itself */
    after,
    /** User on whose behalf it runs; takes IMPERSONATE on that user. @defaultValue none: it runs as its owner */
    executeAsUser: reference({
      keyword: "EXECUTE AS USER",
      place: "tail",
      clause: (value) => sql`EXECUTE AS USER ${raw(value)}`,
      setClause: (value) => sql`EXECUTE AS USER ${raw(value)}`,
      source: { column: "execute_as_user" },
    }),
    /** Condition of a run, as SQL; a run that it refuses is skipped, and so is what comes after. A stream's makes it run when there is data. @defaultValue none */
    when,
    /** What it runs: SQL text, `{ call: "DB.S.LOAD", args: [1] }`, or `{ procedure: { language: "python", body, … } }`. @defaultValue none: it has to be given */
    definition,
    /** Whether it shall run; that takes a schedule, a condition on a stream, or a place in a graph. A child runs with its root; a root that is changed, or in whose graph something is, stands still meanwhile. @defaultValue false */
    started: boolean({
      source: { column: "state" },
      momentary: true,
      standard: false,
      // CREATE leaves it suspended.
      place: (value) => (value ? "after" : "option"),
      clause: () => raw(""),
      parse: (cell) => (cell === null ? undefined : cell.toLowerCase() === "started"),
      onChange: ({ alter, after: wanted = false, reason }) => [
        { ...safe(sql`${alter} ${raw(wanted ? "RESUME" : "SUSPEND")}`, reason, ["started"]), kept: true },
      ],
    }),
  },
  rules: taskRules,
  // A task is renamed by making it anew; what comes after it is linked to the new one before the old one is dropped.
  renames: false,
  arrange: inOrder,
  keeper: taskKeeper,
});
