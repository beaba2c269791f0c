import { accountId } from "../catalog/catalog";
import type { CatalogObject } from "../catalog/object";
import type { Cell } from "../result";
import { timestampCell } from "../result";
import type { Context } from "../statements/context";
import { pathOf } from "../statements/resolve";
import { optionsOf, taskOf } from "../task/record";
import type { GraphRun, ScheduledFrom } from "../task-run/run";
import { timestampLtzType } from "./data-type";
import { objectType } from "./function-types";
import type { ViewColumn } from "./information-schema-view";
import { number, text } from "./information-schema-view";
import type { Source } from "./scope";

/** What all rows about runs tell of the graph. */
export interface GraphFacts {
  /** Null for a role that may not know the schema. */
  database: string | null;
  schema: string | null;
  scheduledFrom: ScheduledFrom;
  scheduledTime: number;
  nextScheduledTime: number | null;
  rootUuid: string;
  version: number;
  runId: number;
  attempt: number;
  config: string | null;
  /** Null for a run that has not begun. */
  groupId: string | null;
}

/** A run that is to come. */
export interface ComingRun {
  root: CatalogObject;
  facts: GraphFacts;
}

const reachMs = 8 * 86_400_000;

/** Runs that the schedules have for the next eight days, and those that EXECUTE TASK has asked for. */
export function comingRuns(context: Context): ComingRun[] {
  const { catalog, scheduler } = context;
  const latest = catalog.now() + reachMs;
  return scheduler.waitingRoots().flatMap((root) => {
    const next = scheduler.nextOf(root);
    if (!next || next.at > latest || !maySee(context, root.id)) return [];
    const facts: GraphFacts = {
      ...placeOf(context, root.id, pathOf(context, root)),
      scheduledFrom: next.from,
      scheduledTime: next.at,
      nextScheduledTime: null,
      rootUuid: taskOf(root).uuid,
      version: taskOf(root).graphVersion,
      runId: next.at,
      attempt: 1,
      config: next.config ?? optionsOf(root).config,
      groupId: null,
    };
    return [{ root, facts }];
  });
}

/** What a row tells of a run that has begun. */
export function factsOf(context: Context, run: GraphRun): GraphFacts {
  return { ...run, ...placeOf(context, run.rootId, [run.database, run.schema]) };
}

/** Whether the role may look at the runs of a task; those of a task that is gone, only one that may look at all. */
export function maySee({ access, catalog }: Context, taskId: number): boolean {
  const administrator = catalog.find(accountId, "ROLE", "ACCOUNTADMIN");
  if (administrator && access.all.has(administrator.id)) return true;
  if (access.holds(catalog.account, "MONITOR EXECUTION")) return true;
  const task = catalog.lookup(taskId);
  return task !== undefined && access.holds(task, "MONITOR", "OPERATE");
}

/** The columns that all rows about runs end with, after the version; `between` stands before the attempt. */
export function lastColumns<T extends { facts: GraphFacts }>(...between: ViewColumn<T>[]): ViewColumn<T>[] {
  return [
    text("ROOT_TASK_ID", ({ facts }) => facts.rootUuid),
    number("GRAPH_VERSION", ({ facts }) => facts.version),
    number("RUN_ID", ({ facts }) => facts.runId),
    ...between,
    number("ATTEMPT_NUMBER", ({ facts }) => facts.attempt),
    text("CONFIG", ({ facts }) => facts.config),
  ];
}

/** GRAPH_RUN_GROUP_ID, and BACKFILL_INFO, which Snowflake leaves empty. */
export function groupColumns<T extends { facts: GraphFacts }>(): ViewColumn<T>[] {
  return [
    text("GRAPH_RUN_GROUP_ID", ({ facts }) => facts.groupId),
    { name: "BACKFILL_INFO", type: objectType, cell: () => null },
  ];
}

/** A TIMESTAMP_LTZ that may be missing. */
export function moment<T>(name: string, value: (row: T) => number | null): ViewColumn<T> {
  return { name, type: timestampLtzType, cell: (row) => timestampCell(value(row)) };
}

/** Rows as the result of a table function. */
export function sourceOf<T>(context: Context, columns: readonly ViewColumn<T>[], rows: readonly T[]): Source {
  return {
    columns: columns.map(({ name, type }) => ({ name, type, nullable: true })),
    rows: rows.map((row) => columns.map(({ cell }): Cell => cell(row, context))),
  };
}

function placeOf({ access, catalog }: Context, rootId: number, [database = "", schema = ""]: readonly string[]) {
  const root = catalog.lookup(rootId);
  const container = root && catalog.lookup(root.parent);
  return container && !access.sees(container) ? { database: null, schema: null } : { database, schema };
}
