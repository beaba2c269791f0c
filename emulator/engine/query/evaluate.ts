import { compilationError, SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import { likeMatcher } from "../statements/like";
import type { Token } from "../syntax/lexer";
import { qualifiedText } from "../syntax/name";
import { integerType, realType } from "./data-type";
import type { Expression } from "./expression";
import { callFunction } from "./functions";
import type { Value } from "./value";
import { booleanValue, cast, compare, integerValue, nullValue, textValue, truth } from "./value";

/** The row that an expression is evaluated for. */
export interface Scope {
  column(parts: readonly string[]): Value | undefined;
  /** Rows of the group, for COUNT(*). */
  count: number;
}

export const noScope: Scope = { column: () => undefined, count: 1 };

/** The value of an expression. */
export function evaluate(expression: Expression, context: Context, scope: Scope): Value {
  const inner = (operand: Expression) => evaluate(operand, context, scope);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "column":
      return scope.column(expression.parts) ?? unknownColumn(expression.parts, expression.token);
    case "count":
      return integerValue(scope.count);
    case "call":
      return callFunction(context, expression.name, expression.args.map(inner), expression.token);
    case "cast":
      return tryCast(inner(expression.operand), expression);
    case "isNull":
      return booleanValue((inner(expression.operand).cell === null) !== expression.negated);
    case "unary":
      return unary(expression.operator, inner(expression.operand));
    case "binary":
      return binary(expression.operator, inner(expression.left), inner(expression.right), expression.token);
    case "in": {
      const operand = inner(expression.operand);
      const found = expression.list.map((item) => compare(operand, inner(item)));
      const answer = found.includes(0) ? true : found.includes(null) ? null : false;
      return booleanValue(answer === null ? null : answer !== expression.negated);
    }
    case "like": {
      const [operand, pattern] = [inner(expression.operand).cell, inner(expression.pattern).cell];
      if (operand === null || pattern === null) return booleanValue(null);
      const matches = likeMatcher(pattern, expression.ignoreCase ? "isu" : "su");
      return booleanValue(matches(operand) !== expression.negated);
    }
  }
}

/** Whether COUNT(*) is somewhere in the expression. */
export function aggregates(expression: Expression): boolean {
  switch (expression.kind) {
    case "count":
      return true;
    case "call":
      return expression.args.some(aggregates);
    case "cast":
    case "unary":
    case "isNull":
      return aggregates(expression.operand);
    case "binary":
      return aggregates(expression.left) || aggregates(expression.right);
    case "in":
      return [expression.operand, ...expression.list].some(aggregates);
    case "like":
      return aggregates(expression.operand) || aggregates(expression.pattern);
    default:
      return false;
  }
}

/** 000904: there is no such column. */
export function unknownColumn(parts: readonly string[], { line, position }: Token): never {
  throw compilationError(
    "000904",
    "42000",
    `error line ${line} at position ${position}\ninvalid identifier '${qualifiedText(parts)}'`,
  );
}

function tryCast(operand: Value, { type, lenient }: Expression & { kind: "cast" }): Value {
  try {
    return cast(operand, type);
  } catch (error) {
    if (lenient && error instanceof SqlError) return { type, cell: null };
    throw error;
  }
}

function unary(operator: "NOT" | "-", operand: Value): Value {
  if (operator === "NOT") {
    const value = truth(operand);
    return booleanValue(value === null ? null : !value);
  }
  if (operand.cell === null) return operand;
  const cell = operand.cell.startsWith("-") ? operand.cell.slice(1) : `-${operand.cell}`;
  return cast({ type: operand.type, cell }, operand.type.wire === "text" ? realType : operand.type);
}

function binary(operator: string, left: Value, right: Value, token: Token): Value {
  switch (operator) {
    case "AND": {
      const [a, b] = [truth(left), truth(right)];
      return booleanValue(a === false || b === false ? false : a === null || b === null ? null : true);
    }
    case "OR": {
      const [a, b] = [truth(left), truth(right)];
      return booleanValue(a === true || b === true ? true : a === null || b === null ? null : false);
    }
    case "||":
      if (left.cell === null || right.cell === null) return nullValue;
      return textValue(`${left.cell}${right.cell}`);
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return arithmetic(operator, left, right);
    default:
      return comparison(operator, compare(left, right), token);
  }
}

function comparison(operator: string, order: number | null, token: Token): Value {
  if (order === null) return booleanValue(null);
  const answers: Record<string, boolean> = {
    "=": order === 0,
    "<>": order !== 0,
    "!=": order !== 0,
    "<": order < 0,
    "<=": order <= 0,
    ">": order > 0,
    ">=": order >= 0,
  };
  const answer = answers[operator];
  if (answer === undefined) throw new Error(`no operator ${operator} at ${token.position}`);
  return booleanValue(answer);
}

function arithmetic(operator: "+" | "-" | "*" | "/" | "%", left: Value, right: Value): Value {
  if (left.cell === null || right.cell === null) return { type: integerType, cell: null };
  const [a, b] = [Number(cast(left, realType).cell), Number(cast(right, realType).cell)];
  if ((operator === "/" || operator === "%") && b === 0) throw new SqlError("100051", "22012", "Division by zero");
  const result = { "+": a + b, "-": a - b, "*": a * b, "/": a / b, "%": a % b }[operator];
  return Number.isSafeInteger(result) ? integerValue(result) : { type: realType, cell: String(result) };
}
