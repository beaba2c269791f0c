import { statementTypes } from "../result";
import type { Action } from "../statements/context";
import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import { columnOf } from "./data-type";
import { readExpression } from "./expression";
import type { Item, Order, Select, Tail } from "./run-select";
import { runSelect } from "./run-select";
import type { OpenQuery } from "./scope";
import { noScope } from "./scope";
import { readSource } from "./sources";
import { united } from "./union";

/** SELECT, after the word SELECT. */
export function parseSelect(cursor: Cursor): Action {
  const open = readQuery(cursor);
  cursor.expectEnd();
  return (context) => {
    const { columns, rows } = open(context, noScope);
    return {
      columns: columns.map(({ name, type, nullable }) => columnOf(name, type, nullable)),
      rows: rows.map((row) => [...row]),
      statementTypeId: statementTypes.select,
    };
  };
}

/** Reads a query after its first word, SELECT: one or several SELECTs, ORDER BY, LIMIT. */
export function readQuery(cursor: Cursor): OpenQuery {
  const first = readSelect(cursor);
  const others: Select[] = [];
  while (cursor.accept("UNION", "ALL")) {
    cursor.expect("SELECT");
    others.push(readSelect(cursor));
  }
  const tail = readTail(cursor);
  if (others.length === 0) return (context, outer) => runSelect(context, first, tail, outer);
  return (context, outer) => united(context, [first, ...others], tail, outer);
}

function readSelect(cursor: Cursor): Select {
  const items = [readItem(cursor)];
  while (cursor.acceptSymbol(",")) items.push(readItem(cursor));
  const source = cursor.accept("FROM") ? readSource(cursor, readQuery) : undefined;
  const star = items.find((item) => item.star);
  if (star?.star && !source) cursor.unexpected(star.token);
  const where = cursor.accept("WHERE") ? readExpression(cursor, readQuery) : undefined;
  return { items, source, where };
}

function readItem(cursor: Cursor): Item {
  const token = cursor.token;
  if (cursor.acceptSymbol("*")) return { star: true, of: undefined, token };
  if (cursor.atIdentifier() && cursor.ahead(1).value === "." && cursor.ahead(2).value === "*") {
    const of = cursor.identifier();
    cursor.next();
    cursor.next();
    return { star: true, of, token };
  }
  const expression = readExpression(cursor, readQuery);
  const written = writtenSince(cursor, token);
  if (cursor.accept("AS") || (cursor.atIdentifier() && !cursor.at("LIMIT"))) {
    return { star: false, expression, name: cursor.identifier() };
  }
  const name = expression.kind === "column" ? (expression.parts.at(-1) as string) : written.toUpperCase();
  return { star: false, expression, name };
}

/** What was read from a token on, with its blanks. */
function writtenSince(cursor: Cursor, first: Token): string {
  let text = "";
  let end = cursor.token.offset;
  for (let distance = -1; ; distance -= 1) {
    const token = cursor.ahead(distance);
    text = token.text + (text && " ".repeat(end - token.offset - token.text.length)) + text;
    end = token.offset;
    if (token === first) return text;
  }
}

function readTail(cursor: Cursor): Tail {
  const order: Order[] = [];
  if (cursor.accept("ORDER", "BY")) {
    do order.push(readOrder(cursor));
    while (cursor.acceptSymbol(","));
  }
  if (!cursor.accept("LIMIT")) return { order, offset: 0, limit: undefined };
  const limit = readCount(cursor);
  return { order, limit, offset: cursor.accept("OFFSET") ? (readCount(cursor) ?? 0) : 0 };
}

function readOrder(cursor: Cursor): Order {
  const expression = readExpression(cursor, readQuery);
  const descending = cursor.accept("DESC");
  if (!descending) cursor.accept("ASC");
  const nullsFirst = cursor.accept("NULLS") ? cursor.oneOf("FIRST", "LAST") === "FIRST" : descending;
  return { expression, descending, nullsFirst };
}

/** A number of rows; NULL is no limit. */
function readCount(cursor: Cursor): number | undefined {
  if (cursor.atSymbol("-")) cursor.unexpected();
  return cursor.accept("NULL") ? undefined : cursor.integer();
}
