import type { Cell, ResultColumn, StatementResult } from "../result";
import { statementTypes } from "../result";
import type { Action, Context } from "../statements/context";
import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import { columnOf } from "./data-type";
import type { Scope } from "./evaluate";
import { aggregates, evaluate, noScope, unknownColumn } from "./evaluate";
import type { Expression } from "./expression";
import { readExpression } from "./expression";
import type { Source, SourceClause } from "./sources";
import { readSource } from "./sources";
import type { Value } from "./value";
import { compare, nullValue, truth } from "./value";

type Item = { star: true; token: Token } | { star: false; expression: Expression; name: string };

interface Query {
  items: Item[];
  source: SourceClause | undefined;
  where: Expression | undefined;
  order: { expression: Expression; descending: boolean }[];
  limit: number | undefined;
}

/** SELECT, after the word SELECT: items, FROM one source, WHERE, ORDER BY, LIMIT. */
export function parseSelect(cursor: Cursor, text: string): Action {
  const items = [readItem(cursor, text)];
  while (cursor.acceptSymbol(",")) items.push(readItem(cursor, text));
  const query: Query = { items, source: undefined, where: undefined, order: [], limit: undefined };
  if (cursor.accept("FROM")) query.source = readSource(cursor);
  if (cursor.accept("WHERE")) query.where = readExpression(cursor);
  if (cursor.accept("ORDER", "BY")) {
    do {
      const expression = readExpression(cursor);
      const descending = cursor.accept("DESC");
      if (!descending) cursor.accept("ASC");
      query.order.push({ expression, descending });
    } while (cursor.acceptSymbol(","));
  }
  if (cursor.accept("LIMIT")) query.limit = cursor.integer();
  cursor.expectEnd();
  const star = items.find((item) => item.star);
  if (star?.star && !query.source) cursor.unexpected(star.token);
  return (context) => select(context, query);
}

function readItem(cursor: Cursor, text: string): Item {
  const token = cursor.token;
  if (cursor.acceptSymbol("*")) return { star: true, token };
  const expression = readExpression(cursor);
  const end = cursor.token.offset;
  if (cursor.accept("AS") || cursor.atIdentifier()) return { star: false, expression, name: cursor.identifier() };
  const written = text.slice(token.offset, end).trim();
  const name = expression.kind === "column" ? (expression.parts.at(-1) as string) : written.toUpperCase();
  return { star: false, expression, name };
}

function select(context: Context, query: Query): StatementResult {
  const source = query.source?.open(context);
  const scopes = source ? source.rows.map((row) => rowScope(source, row, query.source?.alias)) : [noScope];
  const items = query.items.flatMap((item): { expression: Expression; name: string }[] =>
    item.star
      ? (source?.columns ?? []).map(({ name }) => ({ name, expression: columnExpression(name, item.token) }))
      : [item],
  );
  let chosen = scopes.filter((scope) => !query.where || truth(evaluate(query.where, context, scope)) === true);
  const empty = source ? nullScope(source, query.source?.alias) : noScope;
  if (query.where) evaluate(query.where, context, empty);
  if (items.some(({ expression }) => aggregates(expression))) {
    const first = items.find(({ expression }) => expression.kind === "column");
    if (first?.expression.kind === "column") unknownColumn(first.expression.parts, first.expression.token);
    chosen = [{ ...empty, count: chosen.length }];
  }
  chosen = sorted(context, chosen, query, items).slice(0, query.limit);
  const values = chosen.map((scope) => items.map(({ expression }) => evaluate(expression, context, scope)));
  const types = values[0] ?? items.map(({ expression }) => evaluate(expression, context, empty));
  return {
    columns: items.map(({ name, expression }, i) => resultColumn(name, expression, types[i] ?? nullValue, source)),
    rows: values.map((row) => row.map(({ cell }) => cell)),
    statementTypeId: statementTypes.select,
  };
}

function sorted(context: Context, scopes: Scope[], query: Query, items: { expression: Expression; name: string }[]) {
  if (query.order.length === 0) return scopes;
  const keys = query.order.map(({ expression, descending }) => ({
    expression: orderKey(expression, items),
    descending,
  }));
  return [...scopes].sort((a, b) => {
    for (const { expression, descending } of keys) {
      const [x, y] = [evaluate(expression, context, a), evaluate(expression, context, b)];
      const order = compare(x, y) ?? Number(x.cell === null) - Number(y.cell === null);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

/** `ORDER BY 1` and `ORDER BY alias` mean an item. */
function orderKey(expression: Expression, items: { expression: Expression; name: string }[]): Expression {
  if (expression.kind === "literal" && expression.value.type.wire === "fixed") {
    return items[Number(expression.value.cell) - 1]?.expression ?? expression;
  }
  if (expression.kind !== "column" || expression.parts.length > 1) return expression;
  return items.find(({ name }) => name === expression.parts[0])?.expression ?? expression;
}

function rowScope(source: Source, row: readonly Cell[], alias: string | undefined): Scope {
  return {
    count: 1,
    column(parts): Value | undefined {
      if (parts.length > 1 && alias !== undefined && parts.at(-2) !== alias) return undefined;
      const index = source.columns.findIndex(({ name }) => name === parts.at(-1));
      const column = source.columns[index];
      return column && { type: column.type, cell: row[index] ?? null };
    },
  };
}

function nullScope(source: Source, alias: string | undefined): Scope {
  return rowScope(source, [], alias);
}

function columnExpression(name: string, token: Token): Expression {
  return { kind: "column", parts: [name], token };
}

function resultColumn(name: string, expression: Expression, value: Value, source: Source | undefined): ResultColumn {
  const declared =
    expression.kind === "column"
      ? source?.columns.find((column) => column.name === expression.parts.at(-1))
      : undefined;
  return columnOf(name, value.type, declared?.nullable ?? true);
}
