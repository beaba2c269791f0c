import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import type { DataType } from "./data-type";
import { readType } from "./data-type";
import type { Value } from "./value";
import { booleanValue, nullValue, numberLiteral, textLiteral } from "./value";

/** An expression as it was read. */
export type Expression =
  | { kind: "literal"; value: Value }
  | { kind: "column"; parts: string[]; token: Token }
  | { kind: "call"; name: string; args: Expression[]; token: Token }
  | { kind: "count" }
  | { kind: "cast"; operand: Expression; type: DataType; lenient: boolean }
  | { kind: "unary"; operator: "NOT" | "-"; operand: Expression }
  | { kind: "binary"; operator: string; left: Expression; right: Expression; token: Token }
  | { kind: "isNull"; operand: Expression; negated: boolean }
  | { kind: "in"; operand: Expression; list: Expression[]; negated: boolean }
  | { kind: "like"; operand: Expression; pattern: Expression; ignoreCase: boolean; negated: boolean };

/** Reads an expression. */
export function readExpression(cursor: Cursor): Expression {
  let left = readAnd(cursor);
  for (let token = cursor.token; cursor.accept("OR"); token = cursor.token) {
    left = { kind: "binary", operator: "OR", left, right: readAnd(cursor), token };
  }
  return left;
}

function readAnd(cursor: Cursor): Expression {
  let left = readNot(cursor);
  for (let token = cursor.token; cursor.accept("AND"); token = cursor.token) {
    left = { kind: "binary", operator: "AND", left, right: readNot(cursor), token };
  }
  return left;
}

function readNot(cursor: Cursor): Expression {
  return cursor.accept("NOT") ? { kind: "unary", operator: "NOT", operand: readNot(cursor) } : readComparison(cursor);
}

const comparisons = ["=", "<>", "!=", "<=", ">=", "<", ">"];

function readComparison(cursor: Cursor): Expression {
  const operand = readBinary(cursor, 0);
  const token = cursor.token;
  const operator = comparisons.find((symbol) => cursor.acceptSymbol(symbol));
  if (operator) return { kind: "binary", operator, left: operand, right: readBinary(cursor, 0), token };
  if (cursor.accept("IS")) {
    const negated = cursor.accept("NOT");
    cursor.expect("NULL");
    return { kind: "isNull", operand, negated };
  }
  const negated = cursor.accept("NOT");
  if (cursor.accept("IN")) return { kind: "in", operand, list: cursor.list(() => readExpression(cursor)), negated };
  const ignoreCase = cursor.accept("ILIKE");
  if (ignoreCase || cursor.accept("LIKE")) {
    return { kind: "like", operand, pattern: readBinary(cursor, 0), ignoreCase, negated };
  }
  return negated ? cursor.unexpected() : operand;
}

const levels = [["||"], ["+", "-"], ["*", "/", "%"]];

function readBinary(cursor: Cursor, level: number): Expression {
  const operators = levels[level];
  if (!operators) return readUnary(cursor);
  let left = readBinary(cursor, level + 1);
  for (;;) {
    const token = cursor.token;
    const operator = operators.find((symbol) => cursor.acceptSymbol(symbol));
    if (!operator) return left;
    left = { kind: "binary", operator, left, right: readBinary(cursor, level + 1), token };
  }
}

function readUnary(cursor: Cursor): Expression {
  if (cursor.acceptSymbol("-")) return { kind: "unary", operator: "-", operand: readUnary(cursor) };
  let operand = readPrimary(cursor);
  while (cursor.acceptSymbol("::")) operand = { kind: "cast", operand, type: readType(cursor), lenient: false };
  return operand;
}

/** Functions that may be called without brackets. */
const bare = new Set(["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_USER", "LOCALTIMESTAMP"]);

function readPrimary(cursor: Cursor): Expression {
  const token = cursor.token;
  if (cursor.acceptSymbol("(")) {
    const inner = readExpression(cursor);
    cursor.expectSymbol(")");
    return inner;
  }
  if (token.kind === "string") return { kind: "literal", value: textLiteral(cursor.next().value) };
  if (token.kind === "number") return { kind: "literal", value: numberLiteral(cursor.next().value) };
  if (token.kind === "null" || cursor.at("NULL")) {
    cursor.next();
    return { kind: "literal", value: nullValue };
  }
  if (token.kind === "variable") {
    cursor.next();
    const value = cursor.variable(token);
    return {
      kind: "literal",
      value: typeof value === "number" ? numberLiteral(String(value)) : textLiteral(String(value)),
    };
  }
  if (cursor.accept("TRUE")) return { kind: "literal", value: booleanValue(true) };
  if (cursor.accept("FALSE")) return { kind: "literal", value: booleanValue(false) };
  const called = cursor.ahead(1).kind === "symbol" && cursor.ahead(1).value === "(";
  if ((cursor.at("CAST") || cursor.at("TRY_CAST")) && called) return readCast(cursor);
  if (token.kind === "word" && bare.has(token.value) && !called) {
    cursor.next();
    return { kind: "call", name: token.value, args: [], token };
  }
  if (!cursor.atIdentifier()) cursor.unexpected();
  const parts = [cursor.identifier()];
  while (cursor.acceptSymbol(".")) parts.push(cursor.identifier());
  if (!cursor.acceptSymbol("(")) return { kind: "column", parts, token };
  const name = parts.join(".");
  if (name === "COUNT" && cursor.acceptSymbol("*")) {
    cursor.expectSymbol(")");
    return { kind: "count" };
  }
  const args: Expression[] = [];
  if (!cursor.acceptSymbol(")")) {
    do args.push(readExpression(cursor));
    while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
  }
  return { kind: "call", name, args, token };
}

function readCast(cursor: Cursor): Expression {
  const lenient = cursor.next().value === "TRY_CAST";
  cursor.expectSymbol("(");
  const operand = readExpression(cursor);
  cursor.expect("AS");
  const type = readType(cursor);
  cursor.expectSymbol(")");
  return { kind: "cast", operand, type, lenient };
}
