import { compilationError } from "../sql-error";
import type { Context } from "../statements/context";
import type { Token } from "../syntax/lexer";
import { qualifiedText } from "../syntax/name";
import { aggregates, checkColumns, evaluate } from "./evaluate";
import type { Expression } from "./expression-tree";
import type { Scope, Source, SourceColumn } from "./scope";
import { noScope, scopesOver } from "./scope";
import type { SourceClause } from "./sources";
import { compare, nullValue, truth } from "./value";

/** What SELECT lists: everything (of a source), or an expression and its name. */
export type Item =
  | { star: true; of: string | undefined; token: Token }
  | { star: false; expression: Expression; name: string };

/** One SELECT, without what orders and limits it. */
export interface Select {
  items: readonly Item[];
  source: SourceClause | undefined;
  where: Expression | undefined;
}

/** An expression of ORDER BY. */
export interface Order {
  expression: Expression;
  descending: boolean;
  nullsFirst: boolean;
}

/** ORDER BY and LIMIT … OFFSET of a query. */
export interface Tail {
  order: readonly Order[];
  offset: number;
  limit: number | undefined;
}

/** A column of a result. */
export interface NamedExpression {
  name: string;
  expression: Expression;
}

/** The rows of one SELECT. */
export function runSelect(
  context: Context,
  { items, source: clause, where }: Select,
  tail: Tail,
  outer: Scope,
): Source {
  const source = clause?.open(context, outer);
  const names = clause?.names ?? [];
  const scopeOf = source && scopesOver(source, names, outer);
  const empty = scopeOf?.([]) ?? outer;
  const listed = items.flatMap((item) => (item.star ? everything(item, source, names) : [item]));
  if (where) checkColumns(where, empty);
  let scopes = source && scopeOf ? source.rows.map(scopeOf) : [empty];
  if (where) scopes = scopes.filter((scope) => truth(evaluate(where, context, scope)) === true);
  const grouped = listed.some(({ expression }) => aggregates(expression));
  const model = grouped ? groupScope(scopes, empty) : empty;
  if (grouped) scopes = [model];
  for (const { expression } of listed) checkColumns(expression, model);
  const order = tail.order.map((key) => ({ ...key, expression: orderKey(key.expression, listed) }));
  const chosen = limited(sorted(context, scopes, order), tail);
  const evaluated = (scope: Scope) => listed.map(({ expression }) => evaluate(expression, context, scope));
  const values = chosen.map(evaluated);
  const types = values[0] ?? evaluated(model);
  return {
    columns: listed.map(({ name, expression }, i): SourceColumn => {
      const { type } = types[i] ?? nullValue;
      return { name, type, nullable: isNullable(expression, source) };
    }),
    rows: values.map((row) => row.map(({ cell }) => cell)),
  };
}

/** Rows after ORDER BY. */
export function sorted(context: Context, scopes: readonly Scope[], order: readonly Order[]): Scope[] {
  const keyed = scopes.map((scope) => ({
    scope,
    keys: order.map(({ expression }) => evaluate(expression, context, scope)),
  }));
  if (order.length === 0) return [...scopes];
  keyed.sort((a, b) => {
    for (const [i, { descending, nullsFirst }] of order.entries()) {
      const [x, y] = [a.keys[i], b.keys[i]];
      if (!x || !y) continue;
      const difference = compare(x, y);
      const nulls = (Number(x.cell === null) - Number(y.cell === null)) * (nullsFirst ? -1 : 1);
      const result = difference === null ? nulls : descending ? -difference : difference;
      if (result !== 0) return result;
    }
    return 0;
  });
  return keyed.map(({ scope }) => scope);
}

/** Rows after LIMIT … OFFSET. */
export function limited<T>(rows: readonly T[], { offset, limit }: Tail): T[] {
  return rows.slice(offset, limit === undefined ? undefined : offset + limit);
}

/** `ORDER BY 1` and `ORDER BY alias` mean an item. */
export function orderKey(expression: Expression, items: readonly NamedExpression[]): Expression {
  if (expression.kind === "literal" && expression.value.type.wire === "fixed") {
    return items[Number(expression.value.cell) - 1]?.expression ?? expression;
  }
  if (expression.kind !== "column" || expression.parts.length > 1) return expression;
  return items.find(({ name }) => name === expression.parts[0])?.expression ?? expression;
}

function everything(item: Item & { star: true }, source: Source | undefined, names: readonly string[]) {
  if (item.of !== undefined && item.of !== names.at(-1)) {
    const { line, position } = item.token;
    const detail = `error line ${line} at position ${position}\ninvalid identifier '${qualifiedText([item.of])}'`;
    throw compilationError("000904", "42000", detail);
  }
  return (source?.columns ?? []).map(
    ({ name }): NamedExpression => ({ name, expression: { kind: "column", parts: [name], token: item.token } }),
  );
}

/** The one row of a SELECT with aggregates: plain columns have no value there. */
function groupScope(rows: readonly Scope[], empty: Scope): Scope {
  return {
    group: { rows, empty },
    column(parts) {
      if (empty === noScope || !empty.column(parts)) return undefined;
      throw compilationError("000979", "42601", `[${qualifiedText(parts)}] is not a valid group by expression`);
    },
  };
}

function isNullable(expression: Expression, source: Source | undefined): boolean {
  if (expression.kind !== "column") return true;
  return source?.columns.find(({ name }) => name === expression.parts.at(-1))?.nullable ?? true;
}
