import { compilationError } from "../sql-error";
import type { Context } from "../statements/context";
import type { Token } from "../syntax/lexer";
import type { DataType } from "./data-type";
import { numberOf, realType, textOf, textType } from "./data-type";
import type { Expression } from "./expression-tree";
import type { NamedExpression, Select, Tail } from "./run-select";
import { limited, orderKey, runSelect, sorted } from "./run-select";
import type { Scope, Source } from "./scope";
import { scopesOver } from "./scope";
import { cast } from "./value";

const unordered: Tail = { order: [], offset: 0, limit: undefined };

/** SELECTs one after the other; the first names the columns, and each column gets a type that holds all values. */
export function united(context: Context, selects: readonly Select[], tail: Tail, outer: Scope): Source {
  const parts = selects.map((select) => runSelect(context, select, unordered, outer));
  const all = parts.reduce(joined);
  const scopes = all.rows.map((row) => ({ row, ...scopesOver(all, [], outer)(row) }));
  const items = all.columns.map(({ name }): NamedExpression => ({ name, expression: columnNamed(name) }));
  const order = tail.order.map((key) => ({ ...key, expression: orderKey(key.expression, items) }));
  const rows = new Map(scopes.map((scope) => [scope as Scope, scope.row]));
  const chosen = limited(sorted(context, scopes, order), tail);
  return { columns: all.columns, rows: chosen.map((scope) => rows.get(scope) ?? []) };
}

function columnNamed(name: string): Expression {
  const token: Token = { kind: "word", text: name, value: name, line: 1, position: 0, offset: 0 };
  return { kind: "column", parts: [name], token };
}

function joined(a: Source, b: Source): Source {
  if (a.columns.length !== b.columns.length) {
    throw compilationError(
      "001789",
      "42601",
      `invalid number of result columns for set operator input branches, expected ${a.columns.length}, got ${b.columns.length} in branch {2}`,
    );
  }
  const types = a.columns.map(({ type }, i) => common(type, b.columns[i]?.type ?? type, [a, b].map(emptyAt(i))));
  return {
    columns: a.columns.map((column, i) => ({
      ...column,
      type: types[i] ?? column.type,
      nullable: column.nullable || (b.columns[i]?.nullable ?? true),
    })),
    rows: [a, b].flatMap((part) => part.rows.map((row) => row.map((cell, i) => as(part, types, i, cell)))),
  };
}

function as(part: Source, types: readonly DataType[], i: number, cell: string | null): string | null {
  const [from, to] = [part.columns[i]?.type, types[i]];
  return from && to ? cast({ type: from, cell }, to).cell : cell;
}

function emptyAt(i: number) {
  return ({ rows }: Source) => rows.every((row) => row[i] === null);
}

function common(a: DataType, b: DataType, [aIsNull, bIsNull]: boolean[]): DataType {
  if (aIsNull) return b;
  if (bIsNull) return a;
  if (a.wire === b.wire) return wider(a, b);
  const numeric = (type: DataType) => type.wire === "fixed" || type.wire === "real";
  return numeric(a) && numeric(b) ? realType : textType;
}

function wider(a: DataType, b: DataType): DataType {
  if (a.wire === "text") return textOf(Math.max(a.length ?? 0, b.length ?? 0));
  if (a.wire !== "fixed") return (a.scale ?? 0) >= (b.scale ?? 0) ? a : b;
  const scale = Math.max(a.scale ?? 0, b.scale ?? 0);
  const whole = Math.max(...[a, b].map((type) => (type.precision ?? 38) - (type.scale ?? 0)));
  return numberOf(Math.min(38, whole + scale), scale);
}
