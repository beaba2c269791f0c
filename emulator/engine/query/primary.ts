import type { Cursor } from "../syntax/cursor";
import { readType } from "./data-type";
import type { AggregateName, Expression } from "./expression-tree";
import { aggregateNames } from "./expression-tree";
import type { OpenQuery, ReadQuery } from "./scope";
import { booleanValue, nullValue, numberLiteral, textLiteral } from "./value";

/** What the parts of an expression are read with. */
export interface Reader {
  cursor: Cursor;
  query: ReadQuery | undefined;
  /** Reads a whole expression. */
  expression(this: void): Expression;
}

/** Functions that may be called without brackets. */
const bare = new Set([
  "CURRENT_TIMESTAMP",
  "CURRENT_DATE",
  "CURRENT_TIME",
  "CURRENT_USER",
  "LOCALTIME",
  "LOCALTIMESTAMP",
]);

/** Functions whose first argument may be a bare word. */
const withUnit = new Set(["DATEADD", "TIMEADD", "TIMESTAMPADD"]);

/** Functions whose first argument may be a stage, without quotes. */
const withStage = new Set(["GET_PRESIGNED_URL", "BUILD_STAGE_FILE_URL", "BUILD_SCOPED_FILE_URL"]);

/** Reads a literal, a column, a call, or something in brackets. */
export function readPrimary(reader: Reader): Expression {
  const { cursor } = reader;
  const token = cursor.token;
  const open = readQueryInBrackets(reader);
  if (open) return { kind: "subquery", open, token };
  if (cursor.acceptSymbol("(")) {
    const inner = reader.expression();
    cursor.expectSymbol(")");
    return inner;
  }
  const literal = readLiteral(cursor);
  if (literal) return literal;
  const called = cursor.ahead(1).kind === "symbol" && cursor.ahead(1).value === "(";
  if (cursor.at("EXISTS") && called) return readExists(reader);
  if ((cursor.at("CAST") || cursor.at("TRY_CAST")) && called) return readCast(reader);
  if (cursor.accept("CASE")) return readCase(reader);
  if (token.kind === "word" && bare.has(token.value) && !called) {
    cursor.next();
    return { kind: "call", name: token.value, args: [], token };
  }
  return readNamed(reader);
}

/** Reads `(SELECT …)`, if that comes next and may stand here. */
export function readQueryInBrackets({ cursor, query }: Reader): OpenQuery | undefined {
  const ahead = cursor.ahead(1);
  if (!query || !cursor.atSymbol("(") || ahead.kind !== "word" || ahead.value !== "SELECT") return undefined;
  cursor.next();
  cursor.next();
  const open = query(cursor);
  cursor.expectSymbol(")");
  return open;
}

function readLiteral(cursor: Cursor): Expression | undefined {
  const { token } = cursor;
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
  return undefined;
}

function readNamed(reader: Reader): Expression {
  const { cursor } = reader;
  const token = cursor.token;
  const parts = [cursor.identifier()];
  while (cursor.acceptSymbol(".")) {
    if (parts.length === 1 && cursor.acceptSymbol(".")) parts.push("PUBLIC");
    parts.push(cursor.identifier());
  }
  if (!cursor.acceptSymbol("(")) return { kind: "column", parts, token };
  const name = parts.join(".");
  if (isAggregate(name)) return readAggregate(reader, name);
  const args: Expression[] = [];
  if (withUnit.has(name)) {
    args.push({ kind: "literal", value: textLiteral(cursor.next().value) });
    cursor.expectSymbol(",");
  }
  if (withStage.has(name) && cursor.token.kind === "location") {
    args.push({ kind: "literal", value: textLiteral(cursor.next().value) });
    cursor.expectSymbol(",");
  }
  if (!cursor.acceptSymbol(")")) {
    do args.push(reader.expression());
    while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
  }
  return { kind: "call", name, args, token };
}

function isAggregate(name: string): name is AggregateName {
  return (aggregateNames as readonly string[]).includes(name);
}

function readAggregate(reader: Reader, name: AggregateName): Expression {
  const { cursor } = reader;
  const all = name === "COUNT" && cursor.acceptSymbol("*");
  const distinct = !all && cursor.accept("DISTINCT");
  const operand = all ? undefined : reader.expression();
  cursor.expectSymbol(")");
  return { kind: "aggregate", name, operand, distinct };
}

function readExists(reader: Reader): Expression {
  reader.cursor.next();
  return { kind: "exists", open: readQueryInBrackets(reader) ?? reader.cursor.unexpected(reader.cursor.ahead(1)) };
}

function readCast({ cursor, expression }: Reader): Expression {
  const lenient = cursor.next().value === "TRY_CAST";
  cursor.expectSymbol("(");
  const operand = expression();
  cursor.expect("AS");
  const type = readType(cursor);
  cursor.expectSymbol(")");
  return { kind: "cast", operand, type, lenient };
}

function readCase({ cursor, expression }: Reader): Expression {
  const operand = cursor.at("WHEN") ? undefined : expression();
  const branches: { when: Expression; result: Expression }[] = [];
  do {
    const token = cursor.token;
    cursor.expect("WHEN");
    const written = expression();
    const when: Expression = operand
      ? { kind: "binary", operator: "=", left: operand, right: written, token }
      : written;
    cursor.expect("THEN");
    branches.push({ when, result: expression() });
  } while (cursor.at("WHEN"));
  const otherwise = cursor.accept("ELSE") ? expression() : undefined;
  cursor.expect("END");
  return { kind: "case", branches, otherwise };
}
