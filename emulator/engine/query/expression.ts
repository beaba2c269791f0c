import type { Cursor } from "../syntax/cursor";
import { readType } from "./data-type";
import type { Expression } from "./expression-tree";
import type { Reader } from "./primary";
import { readPrimary, readQueryInBrackets } from "./primary";
import type { ReadQuery } from "./scope";

export type { Expression };

/** Reads an expression; subqueries are refused unless it is said how a query is read. */
export function readExpression(cursor: Cursor, query?: ReadQuery): Expression {
  const reader: Reader = { cursor, query, expression: () => readOr(reader) };
  return reader.expression();
}

function readOr(reader: Reader): Expression {
  const { cursor } = reader;
  let left = readAnd(reader);
  for (let token = cursor.token; cursor.accept("OR"); token = cursor.token) {
    left = { kind: "binary", operator: "OR", left, right: readAnd(reader), token };
  }
  return left;
}

function readAnd(reader: Reader): Expression {
  const { cursor } = reader;
  let left = readNot(reader);
  for (let token = cursor.token; cursor.accept("AND"); token = cursor.token) {
    left = { kind: "binary", operator: "AND", left, right: readNot(reader), token };
  }
  return left;
}

function readNot(reader: Reader): Expression {
  if (!reader.cursor.accept("NOT")) return readComparison(reader);
  return { kind: "unary", operator: "NOT", operand: readNot(reader) };
}

const comparisons = ["=", "<>", "!=", "<=", ">=", "<", ">"];

function readComparison(reader: Reader): Expression {
  const { cursor } = reader;
  const operand = readBinary(reader, 0);
  const token = cursor.token;
  const operator = comparisons.find((symbol) => cursor.acceptSymbol(symbol));
  if (operator) return { kind: "binary", operator, left: operand, right: readBinary(reader, 0), token };
  if (cursor.accept("IS")) {
    const negated = cursor.accept("NOT");
    cursor.expect("NULL");
    return { kind: "isNull", operand, negated };
  }
  const negated = cursor.accept("NOT");
  if (cursor.accept("IN")) return readIn(reader, operand, negated);
  if (cursor.accept("BETWEEN")) return readBetween(reader, operand, negated);
  const ignoreCase = cursor.accept("ILIKE");
  if (ignoreCase || cursor.accept("LIKE")) {
    return { kind: "like", operand, pattern: readBinary(reader, 0), ignoreCase, negated };
  }
  return negated ? cursor.unexpected() : operand;
}

function readIn(reader: Reader, operand: Expression, negated: boolean): Expression {
  const open = readQueryInBrackets(reader);
  return { kind: "in", operand, list: open ?? reader.cursor.list(reader.expression), negated };
}

function readBetween(reader: Reader, operand: Expression, negated: boolean): Expression {
  const { cursor } = reader;
  const token = cursor.token;
  const from = readBinary(reader, 0);
  cursor.expect("AND");
  const to = readBinary(reader, 0);
  const left: Expression = { kind: "binary", operator: ">=", left: operand, right: from, token };
  const right: Expression = { kind: "binary", operator: "<=", left: operand, right: to, token };
  const between: Expression = { kind: "binary", operator: "AND", left, right, token };
  return negated ? { kind: "unary", operator: "NOT", operand: between } : between;
}

const levels = [["||"], ["+", "-"], ["*", "/", "%"]];

function readBinary(reader: Reader, level: number): Expression {
  const { cursor } = reader;
  const operators = levels[level];
  if (!operators) return readUnary(reader);
  let left = readBinary(reader, level + 1);
  for (;;) {
    const token = cursor.token;
    const operator = operators.find((symbol) => cursor.acceptSymbol(symbol));
    if (!operator) return left;
    left = { kind: "binary", operator, left, right: readBinary(reader, level + 1), token };
  }
}

function readUnary(reader: Reader): Expression {
  const { cursor } = reader;
  if (cursor.acceptSymbol("-")) return { kind: "unary", operator: "-", operand: readUnary(reader) };
  if (cursor.acceptSymbol("+")) return readUnary(reader);
  let operand = readPrimary(reader);
  while (cursor.acceptSymbol("::")) operand = { kind: "cast", operand, type: readType(cursor), lenient: false };
  return operand;
}
