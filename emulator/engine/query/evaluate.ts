import { compilationError, SqlError, unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import { likeMatcher } from "../statements/like";
import type { Token } from "../syntax/lexer";
import { qualifiedText } from "../syntax/name";
import { aggregate } from "./aggregate";
import type { Operator } from "./arithmetic";
import { arithmetic, negated } from "./arithmetic";
import type { Expression } from "./expression-tree";
import { operandsOf } from "./expression-tree";
import { callFunction } from "./functions";
import type { Scope } from "./scope";
import { noScope } from "./scope";
import { nextValue } from "./sequences";
import type { Value } from "./value";
import { booleanValue, cast, compare, nullValue, textValue, truth } from "./value";

export { noScope };

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

/** The value of an expression. */
export function evaluate(expression: Expression, context: Context, scope: Scope): Value {
  const inner = (operand: Expression) => evaluate(operand, context, scope);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "column":
      return column(expression, context, scope);
    case "aggregate":
      if (!scope.group) throw unsupported(`${expression.name} outside of SELECT's list`);
      return aggregate(expression, scope.group, (operand, row) => evaluate(operand, context, row));
    case "call":
      return callFunction(context, expression.name, expression.args.map(inner), expression.token);
    case "cast":
      return tryCast(inner(expression.operand), expression);
    case "isNull":
      return booleanValue((inner(expression.operand).cell === null) !== expression.negated);
    case "unary":
      return expression.operator === "-" ? negated(inner(expression.operand)) : not(truth(inner(expression.operand)));
    case "binary":
      return binary(expression, inner);
    case "in":
      return isIn(expression, context, scope);
    case "like":
      return like(expression, inner);
    case "case": {
      const branch = expression.branches.find(({ when }) => truth(inner(when)) === true);
      const chosen = branch ? branch.result : expression.otherwise;
      return chosen ? inner(chosen) : nullValue;
    }
    case "exists":
      return booleanValue(expression.open(context, scope).rows.length > 0);
    case "subquery":
      return scalar(expression, context, scope);
  }
}

/** Whether an aggregate is somewhere in the expression. */
export function aggregates(expression: Expression): boolean {
  return expression.kind === "aggregate" || operandsOf(expression).some(aggregates);
}

/** 000904 for a column that is not there, also where no row or no branch would ask for it. */
export function checkColumns(expression: Expression, scope: Scope): void {
  if (expression.kind === "column" && expression.parts.at(-1) !== "NEXTVAL" && !scope.column(expression.parts)) {
    unknownColumn(expression.parts, expression.token);
  }
  const inner = expression.kind === "aggregate" ? (scope.group?.empty ?? scope) : scope;
  for (const operand of operandsOf(expression)) checkColumns(operand, inner);
}

/** 000904: there is no such column. */
export function unknownColumn(parts: readonly string[], { line, position }: Token): never {
  throw compilationError(
    "000904",
    "42000",
    `error line ${line} at position ${position}\ninvalid identifier '${qualifiedText(parts)}'`,
  );
}

function column({ parts, token }: Of<"column">, context: Context, scope: Scope): Value {
  const found = scope.column(parts);
  if (found) return found;
  if (parts.length > 1 && parts.at(-1) === "NEXTVAL") return nextValue(context, parts.slice(0, -1));
  return unknownColumn(parts, token);
}

function tryCast(operand: Value, { type, lenient }: Of<"cast">): Value {
  try {
    return cast(operand, type);
  } catch (error) {
    if (lenient && error instanceof SqlError) return { type, cell: null };
    throw error;
  }
}

function isIn(expression: Of<"in">, context: Context, scope: Scope): Value {
  const operand = evaluate(expression.operand, context, scope);
  const found = listed(expression.list, context, scope).map((item) => compare(operand, item));
  const answer = found.includes(0) ? true : found.includes(null) ? null : false;
  return booleanValue(answer === null ? null : answer !== expression.negated);
}

function listed(list: Of<"in">["list"], context: Context, scope: Scope): Value[] {
  if (Array.isArray(list)) return list.map((item) => evaluate(item, context, scope));
  const { columns, rows } = list(context, scope);
  const type = columns[0]?.type ?? nullValue.type;
  return rows.map((row) => ({ type, cell: row[0] ?? null }));
}

function like({ operand, pattern, ignoreCase, negated }: Of<"like">, inner: (operand: Expression) => Value): Value {
  const [text, wanted] = [cast(inner(operand), nullValue.type).cell, inner(pattern).cell];
  if (text === null || wanted === null) return booleanValue(null);
  return booleanValue(likeMatcher(wanted, ignoreCase ? "isu" : "su")(text) !== negated);
}

function scalar({ open }: Of<"subquery">, context: Context, scope: Scope): Value {
  const { columns, rows } = open(context, scope);
  if (rows.length > 1) throw new SqlError("090150", "22000", "Single-row subquery returns more than one row.");
  return { type: columns[0]?.type ?? nullValue.type, cell: rows[0]?.[0] ?? null };
}

function not(value: boolean | null): Value {
  return booleanValue(value === null ? null : !value);
}

function binary({ operator, left, right }: Of<"binary">, inner: (operand: Expression) => Value): Value {
  if (operator === "AND" || operator === "OR") {
    const decides = operator === "OR";
    const a = truth(inner(left));
    if (a === decides) return booleanValue(decides);
    const b = truth(inner(right));
    return booleanValue(b === decides ? decides : a === null || b === null ? null : !decides);
  }
  const [a, b] = [inner(left), inner(right)];
  if (operator === "||") {
    const [x, y] = [cast(a, nullValue.type).cell, cast(b, nullValue.type).cell];
    return textValue(x === null || y === null ? null : x + y);
  }
  const answer = comparisons[operator];
  if (!answer) return arithmetic(operator as Operator, a, b);
  const order = compare(a, b);
  return booleanValue(order === null ? null : answer(order));
}

const comparisons: Record<string, (order: number) => boolean> = {
  "=": (order) => order === 0,
  "<>": (order) => order !== 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};
