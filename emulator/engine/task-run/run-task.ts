import { randomUUID } from "node:crypto";
import type { Catalog } from "../catalog/catalog";
import { evaluate, noScope } from "../query/evaluate";
import { readExpression } from "../query/expression";
import { truth } from "../query/value";
import type { StatementResult } from "../result";
import type { Session } from "../session";
import { SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import { Cursor } from "../syntax/cursor";
import { tokenize } from "../syntax/lexer";
import { runBody } from "./body";
import type { PlannedTask } from "./graph-version";
import type { GraphRun, TaskContext, TaskRun } from "./run";
import { requireMayRun, taskSession } from "./task-session";

/** How the statements of tasks are carried out. */
export interface TaskStatements {
  execute(session: Session, text: string, queryId: string): StatementResult;
  context(session: Session): Context;
  newSessionId(): number;
}

/** Runs one task of a graph, now: looks at its condition, then runs its body. */
export function runTask(catalog: Catalog, statements: TaskStatements, run: GraphRun, task: PlannedTask): TaskRun {
  const scheduledTime = run.tasks.length === 0 ? run.scheduledTime : catalog.now();
  const session = taskSession(catalog, statements.newSessionId(), run, task);
  const begun = catalog.stamp();
  const row: TaskRun = {
    taskId: task.id,
    name: task.name,
    queryId: null,
    queryText: task.definition,
    conditionText: task.condition,
    state: "SUCCEEDED",
    errorCode: null,
    errorMessage: null,
    scheduledTime,
    queryStartTime: null,
    completedTime: Number.POSITIVE_INFINITY,
    returnValue: null,
  };
  try {
    const context = statements.context(session);
    requireMayRun(context, task.warehouse);
    if (task.condition === null || isTrue(context, task.condition)) {
      row.queryId = newQueryId();
      row.queryStartTime = begun;
      runBody(statements, session, task.definition, row.queryId);
    } else {
      Object.assign(row, skipped);
    }
  } catch (error) {
    Object.assign(row, failure(error));
  }
  const { returnValue, waitedMs } = session.task as TaskContext;
  row.returnValue = returnValue;
  row.completedTime = catalog.stamp() + waitedMs;
  return inTime(row, run, task, begun);
}

function isTrue(context: Context, condition: string): boolean {
  const cursor = new Cursor(tokenize(condition));
  const expression = readExpression(cursor);
  cursor.expectEnd();
  return truth(evaluate(expression, context, noScope)) === true;
}

const skipped = {
  state: "SKIPPED",
  errorCode: "0040003",
  errorMessage: "Conditional expression for task evaluated to false.",
} as const;

function failure(error: unknown) {
  const { code, message } =
    error instanceof SqlError
      ? error
      : {
          code: "000603",
          message: `The emulator failed to run this task, please report it: ${(error as Error).stack}`,
        };
  return { state: "FAILED", errorCode: code, errorMessage: message } as const;
}

/** USER_TASK_TIMEOUT_MS of the task, else what the root's leaves of the time for the whole graph. */
function inTime(row: TaskRun, run: GraphRun, { timeoutMs }: PlannedTask, begun: number): TaskRun {
  const limit = timeoutMs ?? run.graph?.timeoutMs ?? Number.POSITIVE_INFINITY;
  const latest = timeoutMs === null ? Math.max(begun, run.scheduledTime + limit) : begun + limit;
  if (row.completedTime <= latest) return row;
  const errorMessage = `Statement reached its statement or warehouse timeout of ${limit / 1000} second(s) and was canceled.`;
  return { ...row, state: "FAILED", errorCode: "000630", errorMessage, returnValue: null, completedTime: latest };
}

function newQueryId(): string {
  return `01${randomUUID().slice(2)}`;
}
