import type { Context } from "../statements/context";
import type { GraphRun, TaskRun } from "../task-run/run";
import { firstError, isExecuting } from "../task-run/run";
import type { ViewColumn } from "./information-schema-view";
import { text } from "./information-schema-view";
import type { TableFunction } from "./table-functions";
import { booleanArgument, limitOf, textArgument } from "./task-run-arguments";
import type { GraphFacts } from "./task-run-rows";
import { comingRuns, factsOf, groupColumns, lastColumns, maySee, moment, sourceOf } from "./task-run-rows";
import type { Value } from "./value";

/** A run of a graph. */
interface Row {
  facts: GraphFacts;
  name: string;
  state: string;
  error: TaskRun | undefined;
  queryStartTime: number | null;
  completedTime: number | null;
}

const hourMs = 3_600_000;

/** https://docs.snowflake.com/en/sql-reference/functions/current_task_graphs */
export const currentTaskGraphs: TableFunction = {
  parameters: ["RESULT_LIMIT", "ROOT_TASK_NAME"],
  required: 0,
  call(context, args) {
    const coming = comingRuns(context).map(({ root, facts }): Row => {
      return {
        facts,
        name: root.name,
        state: "SCHEDULED",
        error: undefined,
        queryStartTime: null,
        completedTime: null,
      };
    });
    const rows = [...begun(context, ({ state }) => state === "EXECUTING"), ...coming].filter(named(args));
    rows.reverse().sort((a, b) => b.facts.scheduledTime - a.facts.scheduledTime);
    return sourceOf(context, columns(), rows.slice(0, limitOf(args, 1000)));
  },
};

/** https://docs.snowflake.com/en/sql-reference/functions/complete_task_graphs */
export const completeTaskGraphs: TableFunction = {
  parameters: ["RESULT_LIMIT", "ROOT_TASK_NAME", "ERROR_ONLY"],
  required: 0,
  call(context, args) {
    const since = context.catalog.now() - hourMs;
    const states = ["FAILED", "CANCELLED", ...(booleanArgument(args, "ERROR_ONLY") ? [] : ["SUCCEEDED"])];
    const isMeant = ({ state, completedTime }: GraphRun) => states.includes(state) && (completedTime ?? 0) >= since;
    const rows = begun(context, isMeant).filter(named(args));
    rows.reverse().sort((a, b) => (b.completedTime ?? 0) - (a.completedTime ?? 0));
    const completed = moment<Row>("COMPLETED_TIME", ({ completedTime }) => completedTime);
    return sourceOf(context, columns(completed), rows.slice(0, limitOf(args, 1000)));
  },
};

function columns(...completed: ViewColumn<Row>[]): ViewColumn<Row>[] {
  return [
    text("ROOT_TASK_NAME", ({ name }) => name),
    text("DATABASE_NAME", ({ facts }) => facts.database),
    text("SCHEMA_NAME", ({ facts }) => facts.schema),
    text("STATE", ({ state }) => state),
    text("SCHEDULED_FROM", ({ facts }) => facts.scheduledFrom),
    text("FIRST_ERROR_TASK_NAME", ({ error }) => error?.name ?? null),
    text("FIRST_ERROR_CODE", ({ error }) => error?.errorCode ?? null),
    text("FIRST_ERROR_MESSAGE", ({ error }) => error?.errorMessage ?? null),
    moment("SCHEDULED_TIME", ({ facts }) => facts.scheduledTime),
    moment("QUERY_START_TIME", ({ queryStartTime }) => queryStartTime),
    moment("NEXT_SCHEDULED_TIME", ({ facts }) => facts.nextScheduledTime),
    ...completed,
    ...lastColumns<Row>(),
    ...groupColumns<Row>(),
  ];
}

function begun(context: Context, isMeant: (run: GraphRun) => boolean): Row[] {
  const { catalog, scheduler } = context;
  const runs = scheduler.runner.history.all().filter((run) => isMeant(run) && maySee(context, run.rootId));
  return runs.map((run) => {
    const ended = run.tasks.filter((task) => !isExecuting(task, catalog.now()));
    return {
      facts: factsOf(context, run),
      name: run.rootName,
      state: run.state,
      error: firstError({ ...run, tasks: ended }),
      queryStartTime: run.tasks.find(({ taskId }) => taskId === run.rootId)?.queryStartTime ?? null,
      completedTime: run.completedTime,
    };
  });
}

function named(args: ReadonlyMap<string, Value>): (row: Row) => boolean {
  const wanted = textArgument(args, "ROOT_TASK_NAME")?.toUpperCase();
  return ({ name }) => wanted === undefined || name.toUpperCase() === wanted;
}
