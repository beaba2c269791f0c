import { statementTypes } from "../result";
import type { Kind } from "../statements/kind";
import { table } from "../statements/show";
import { readTaskAction } from "../task/alter";
import { readTaskClause } from "../task/clauses";
import { completeTask, detachCopy, stopWithContainer } from "../task/life";
import { taskOptions } from "../task/options";
import { settleTask } from "../task/settle";
import { changeOwner, leaveGraph } from "../task/sever";
import { showTasks, taskColumns } from "../task/show";

/** TASK: https://docs.snowflake.com/en/sql-reference/sql/create-task */
export const task: Kind = {
  kind: "TASK",
  words: ["TASK"],
  plural: ["TASKS"],
  noun: "Task",
  space: "TASK",
  container: "SCHEMA",
  createPrivilege: "CREATE TASK",
  privileges: ["MONITOR", "OPERATE"],
  orAlter: true,
  taggable: true,
  renamable: false,
  options: taskOptions,

  clause: readTaskClause,

  finish(cursor, { clauses }) {
    if (clauses["definition"] === undefined && clauses["clone"] === undefined) cursor.unexpected();
  },

  settle: (context, change) => settleTask(context, task, change),
  created: completeTask,
  copied: detachCopy,
  alter: readTaskAction,
  transferring: changeOwner,
  dropping: leaveGraph,
  containerDropped: stopWithContainer,

  show: showTasks,
  describe: (context, object) => ({
    ...table(context, taskColumns, [object]),
    statementTypeId: statementTypes.describe,
  }),
};
