import { SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import { taskOf } from "../task/record";
import type { GraphRun, TaskRun } from "../task-run/run";
import { isExecuting } from "../task-run/run";
import { integerType } from "./data-type";
import type { ViewColumn } from "./information-schema-view";
import { text, unused } from "./information-schema-view";
import type { TableFunction } from "./table-functions";
import { booleanArgument, checkSchema, limitOf, nameArgument, textArgument, timeArgument } from "./task-run-arguments";
import type { GraphFacts } from "./task-run-rows";
import { comingRuns, factsOf, groupColumns, lastColumns, maySee, moment, sourceOf } from "./task-run-rows";
import type { Value } from "./value";

/** A run of a task; one that is to come has no query and no times but the scheduled. */
interface Row {
  facts: GraphFacts;
  scheduledTime: number;
  state: string;
  run: Pick<TaskRun, "name" | "queryText" | "conditionText"> & Partial<TaskRun>;
}

/** https://docs.snowflake.com/en/sql-reference/functions/task_history */
export const taskHistory: TableFunction = {
  parameters: `SCHEDULED_TIME_RANGE_START SCHEDULED_TIME_RANGE_END RESULT_LIMIT TASK_NAME DATABASE_NAME SCHEMA_NAME
    ERROR_ONLY ROOT_TASK_ID`.split(/\s+/),
  required: 0,
  call(context, args) {
    const matches = filter(context, args);
    const rows = [...begun(context), ...coming(context)].filter(matches);
    // Of those that share a time, the later is shown first too.
    rows.reverse().sort((a, b) => b.scheduledTime - a.scheduledTime);
    return sourceOf(context, columns, rows.slice(0, limitOf(args, 100)));
  },
};

// ERROR_CODE is a NUMBER on Snowflake's page, but its answers have leading zeros.
const columns: readonly ViewColumn<Row>[] = [
  text("QUERY_ID", ({ run }) => run.queryId ?? null),
  text("NAME", ({ run }) => run.name),
  text("DATABASE_NAME", ({ facts }) => facts.database),
  text("SCHEMA_NAME", ({ facts }) => facts.schema),
  text("QUERY_TEXT", ({ run }) => run.queryText),
  text("CONDITION_TEXT", ({ run }) => run.conditionText),
  text("STATE", ({ state }) => state),
  text("ERROR_CODE", ({ run }) => run.errorCode ?? null),
  text("ERROR_MESSAGE", ({ run }) => run.errorMessage ?? null),
  moment("SCHEDULED_TIME", ({ scheduledTime }) => scheduledTime),
  moment("QUERY_START_TIME", ({ run }) => run.queryStartTime ?? null),
  moment("NEXT_SCHEDULED_TIME", ({ facts }) => facts.nextScheduledTime),
  moment("COMPLETED_TIME", ({ run }) => run.completedTime ?? null),
  ...lastColumns<Row>(
    text("RETURN_VALUE", ({ run }) => run.returnValue ?? null),
    text("SCHEDULED_FROM", ({ facts }) => facts.scheduledFrom),
  ),
  ...unused<Row>("QUERY_HASH"),
  missingNumber("QUERY_HASH_VERSION"),
  ...unused<Row>("QUERY_PARAMETERIZED_HASH"),
  missingNumber("QUERY_PARAMETERIZED_HASH_VERSION"),
  ...groupColumns<Row>(),
  missingNumber("SPCS_JOB_ID"),
];

function missingNumber(name: string): ViewColumn<Row> {
  return { name, type: integerType, cell: () => null };
}

function begun(context: Context): Row[] {
  const { catalog, scheduler } = context;
  const now = catalog.now();
  return scheduler.runner.history.all().flatMap((graphRun: GraphRun) => {
    const facts = factsOf(context, graphRun);
    const seen = graphRun.tasks.filter(({ taskId }) => maySee(context, taskId));
    return seen.map((run): Row => {
      const { scheduledTime } = run;
      if (!isExecuting(run, now)) return { facts, scheduledTime, state: run.state, run };
      const { name, queryText, conditionText, queryId, queryStartTime } = run;
      const soFar = { name, queryText, conditionText, queryId, queryStartTime };
      return { facts, scheduledTime, state: "EXECUTING", run: soFar };
    });
  });
}

function coming(context: Context): Row[] {
  return comingRuns(context).map(({ root, facts }) => {
    const { definition, condition } = taskOf(root);
    const run = { name: root.name, queryText: definition, conditionText: condition };
    return { facts, scheduledTime: facts.scheduledTime, state: "SCHEDULED", run };
  });
}

const weekMs = 7 * 86_400_000;
/** A range that was computed from the present time is a little older when it is looked at. */
const toleranceMs = 60_000;
const errors = ["FAILED", "FAILED_AND_AUTO_SUSPENDED", "CANCELLED"];

function filter({ catalog }: Context, args: ReadonlyMap<string, Value>): (row: Row) => boolean {
  checkSchema(args);
  const earliest = catalog.now() - weekMs;
  const from = timeArgument(args, "SCHEDULED_TIME_RANGE_START");
  const to = timeArgument(args, "SCHEDULED_TIME_RANGE_END");
  if (Math.min(from ?? earliest, to ?? earliest) < earliest - toleranceMs) {
    throw new SqlError("000002", "0A000", "TASK_HISTORY: the time range must be within the last 7 days.");
  }
  const name = textArgument(args, "TASK_NAME")?.toUpperCase();
  const database = nameArgument(args, "DATABASE_NAME");
  const schema = nameArgument(args, "SCHEMA_NAME");
  const rootId = textArgument(args, "ROOT_TASK_ID");
  const errorOnly = booleanArgument(args, "ERROR_ONLY");
  return ({ facts, scheduledTime, state, run }) =>
    scheduledTime >= (from ?? earliest) &&
    scheduledTime <= (to ?? Number.POSITIVE_INFINITY) &&
    (name === undefined || run.name.toUpperCase() === name) &&
    (database === undefined || facts.database === database) &&
    (schema === undefined || facts.schema === schema) &&
    (rootId === undefined || facts.rootUuid === rootId) &&
    (!errorOnly || errors.includes(state));
}
