import { readExpression } from "../query/expression";
import type { Expression } from "../query/expression-tree";
import { operandsOf } from "../query/expression-tree";
import type { Cursor } from "../syntax/cursor";
import { invalidTask } from "./errors";

const functions = ["SYSTEM$STREAM_HAS_DATA", "SYSTEM$GET_PREDECESSOR_RETURN_VALUE"];
const kinds = ["literal", "call", "cast", "unary", "binary", "isNull", "in", "like"];

/** Reads the condition of WHEN up to AS, or to the end of the statement; answers it as it was written. */
export function readCondition(cursor: Cursor): string {
  const first = cursor.token;
  const tokens = cursor.take(({ kind, value }) => kind === "word" && value === "AS");
  const inner = cursor.over(tokens);
  const expression = readExpression(inner);
  inner.expectEnd();
  check(expression);
  return cursor.writtenSince(first);
}

/** Whether a condition asks a stream, so that a task needs no schedule. */
export function asksStream(condition: string | null): boolean {
  return condition !== null && /\bSYSTEM\$STREAM_HAS_DATA\b/i.test(condition);
}

/** A condition is decided without a warehouse, so it is made of two functions, constants, comparisons and casts. */
function check(expression: Expression): void {
  const known = expression.kind !== "call" || functions.includes(expression.name);
  const listed = expression.kind !== "in" || Array.isArray(expression.list);
  if (!kinds.includes(expression.kind) || !known || !listed) {
    throw invalidTask(`Invalid expression for task condition. Only these functions may be called: ${functions}.`);
  }
  for (const operand of operandsOf(expression)) check(operand);
}
