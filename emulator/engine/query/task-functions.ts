import { NotYet } from "../container/not-yet";
import { SqlError, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import { qualifiedText } from "../syntax/name";
import { namedTask } from "../task/dependents";
import { configValue } from "../task-run/config";
import { predecessorValue } from "../task-run/return-value";
import type { TaskContext } from "../task-run/run";
import { runtimeInfo } from "../task-run/runtime-info";
import { fullName } from "../task-run/trigger";
import { waitMs } from "../task-run/wait";
import { cancelQuery } from "./cancel-query";
import type { SqlFunction, SqlFunctions } from "./sql-function";
import type { Value } from "./value";
import { booleanValue, textValue } from "./value";

const longestReturnValue = 10_000;

/** Functions for the bodies and conditions of tasks. */
export const taskFunctions: SqlFunctions = {
  SYSTEM$STREAM_HAS_DATA: {
    arity: [1],
    call({ session: { database, schema }, scheduler }, [name]) {
      const place = [database, schema].filter((part) => part !== null);
      return booleanValue(scheduler.runner.streams.since(fullName(name?.cell ?? "", place)) !== undefined);
    },
  },
  SYSTEM$SET_RETURN_VALUE: inTask("SYSTEM$SET_RETURN_VALUE", [1], (task, [value]) => {
    const text = value?.cell ?? null;
    if (text !== null && Buffer.byteLength(text) > longestReturnValue) {
      throw new SqlError("000002", "0A000", `A return value may have ${longestReturnValue} bytes at most.`);
    }
    task.returnValue = text;
    return "ok";
  }),
  SYSTEM$GET_PREDECESSOR_RETURN_VALUE: inTask("SYSTEM$GET_PREDECESSOR_RETURN_VALUE", [0, 1], (task, [name]) =>
    predecessorValue(task, name?.cell ?? undefined),
  ),
  SYSTEM$GET_TASK_GRAPH_CONFIG: inTask("SYSTEM$GET_TASK_GRAPH_CONFIG", [0, 1], ({ run }, [path]) =>
    configValue(run.config, path?.cell ?? null),
  ),
  SYSTEM$CURRENT_USER_TASK_NAME: inTask("SYSTEM$CURRENT_USER_TASK_NAME", [0], ({ run, task }) =>
    qualifiedText([run.database, run.schema, task.name]),
  ),
  SYSTEM$TASK_RUNTIME_INFO: inTask("SYSTEM$TASK_RUNTIME_INFO", [1], (task, [key]) =>
    runtimeInfo(task, key?.cell ?? ""),
  ),
  SYSTEM$USER_TASK_CANCEL_ONGOING_EXECUTIONS: { arity: [1], changes: true, call: cancel },
  SYSTEM$CANCEL_QUERY: {
    arity: [1],
    changes: true,
    call: (context, [id]) => textValue(cancelQuery(context, id?.cell ?? "")),
  },
  SYSTEM$WAIT: {
    arity: [1, 2],
    call({ session: { task }, askedOn, catalog, mayWait }, [amount, unit]) {
      const word = (unit?.cell ?? "SECONDS").toUpperCase();
      const until = askedOn + waitMs(Number(amount?.cell ?? Number.NaN), word);
      if (task) task.waitedMs += until - askedOn;
      else if (!mayWait)
        throw unsupported("SYSTEM$WAIT in the body of a procedure that no task calls, in the emulator");
      else if (catalog.now() < until) throw new NotYet(until);
      return textValue(`waited ${amount?.cell} ${word.toLowerCase()}`);
    },
  },
};

function cancel(context: Context, [name]: readonly Value[]): Value {
  const task = namedTask(context, name?.cell ?? "", "SYSTEM$USER_TASK_CANCEL_ONGOING_EXECUTIONS");
  context.access.require(task, "OPERATE");
  const ids = context.scheduler.runner.cancel(task);
  return textValue(
    ids.length > 0
      ? `Marked ${ids.length} task runs for cancellation. It may take a few seconds for cancellation to complete. Query ids canceled: [${ids.join(", ")}]`
      : `Task ${task.name} has no currently running executions. If the task was dropped or replaced after a previous execution started, use SYSTEM$CANCEL_QUERY along with the query id to cancel the run.`,
  );
}

/** A function that only the statements of a task may call. */
function inTask(
  name: string,
  arity: SqlFunction["arity"],
  call: (task: TaskContext, args: readonly Value[]) => string | null,
): SqlFunction {
  return {
    arity,
    call({ session }: Context, args) {
      if (!session.task) {
        throw new SqlError("000002", "0A000", `Function ${name} must be called from within a task.`);
      }
      return textValue(call(session.task, args));
    },
  };
}
