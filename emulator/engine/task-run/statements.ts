import { columnOf } from "../query/data-type";
import { evaluate, noScope } from "../query/evaluate";
import type { Expression } from "../query/expression";
import { readExpression } from "../query/expression";
import { callFunction } from "../query/functions";
import { taskFunctions } from "../query/task-functions";
import { statementTypes } from "../result";
import type { Action, Statement } from "../statements/context";
import type { Cursor } from "../syntax/cursor";
import { parseExecuteTask } from "./execute-task";

/** EXECUTE TASK, and CALL of the functions that tasks have. */
export const taskRunStatements: readonly Statement[] = [
  { words: ["EXECUTE", "TASK"], parse: parseExecuteTask },
  ...Object.keys(taskFunctions).map((name) => ({
    words: ["CALL", name],
    parse: (cursor: Cursor) => parseCall(cursor, name),
  })),
];

function parseCall(cursor: Cursor, name: string): Action {
  const token = cursor.ahead(-1);
  cursor.expectSymbol("(");
  const args: Expression[] = [];
  while (!cursor.atSymbol(")")) {
    args.push(readExpression(cursor));
    if (!cursor.acceptSymbol(",")) break;
  }
  cursor.expectSymbol(")");
  cursor.expectEnd();
  return (context) => {
    const values = args.map((argument) => evaluate(argument, context, noScope));
    const { type, cell } = callFunction(context, name, values, token);
    return { columns: [columnOf(name, type)], rows: [[cell]], statementTypeId: statementTypes.select };
  };
}
