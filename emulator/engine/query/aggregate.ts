import { arithmetic } from "./arithmetic";
import { numberOf, realType } from "./data-type";
import type { AggregateCall, Expression } from "./expression-tree";
import type { Group, Scope } from "./scope";
import type { Value } from "./value";
import { compare } from "./value";

const countType = numberOf(18, 0);

/** The value of COUNT, MIN, MAX or SUM over a group; NULLs do not count. */
export function aggregate(
  { name, operand, distinct }: AggregateCall,
  { rows, empty }: Group,
  evaluate: (operand: Expression, row: Scope) => Value,
): Value {
  if (!operand) return { type: countType, cell: String(rows.length) };
  const { type } = evaluate(operand, empty);
  const values = rows.map((row) => evaluate(operand, row)).filter(({ cell }) => cell !== null);
  const counted = distinct ? [...new Map(values.map((value) => [value.cell, value])).values()] : values;
  switch (name) {
    case "COUNT":
      return { type: countType, cell: String(counted.length) };
    case "SUM": {
      const sum = type.wire === "real" ? realType : numberOf(38, type.wire === "fixed" ? (type.scale ?? 0) : 0);
      if (counted.length === 0) return { type: sum, cell: null };
      return counted.reduce((a, b) => arithmetic("+", a, b), { type: sum, cell: "0" });
    }
    case "MIN":
    case "MAX": {
      const sign = name === "MIN" ? 1 : -1;
      const best = (a: Value, b: Value) => ((compare(a, b) ?? 0) * sign <= 0 ? a : b);
      return counted.length === 0 ? { type, cell: null } : counted.reduce(best);
    }
  }
}
