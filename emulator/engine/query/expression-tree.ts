import type { Token } from "../syntax/lexer";
import type { DataType } from "./data-type";
import type { OpenQuery } from "./scope";
import type { Value } from "./value";

/** An expression as it was read. */
export type Expression =
  | { kind: "literal"; value: Value }
  | { kind: "column"; parts: string[]; token: Token }
  | { kind: "call"; name: string; args: Expression[]; token: Token }
  | AggregateCall
  | { kind: "cast"; operand: Expression; type: DataType; lenient: boolean }
  | { kind: "unary"; operator: "NOT" | "-"; operand: Expression }
  | { kind: "binary"; operator: string; left: Expression; right: Expression; token: Token }
  | { kind: "isNull"; operand: Expression; negated: boolean }
  | { kind: "in"; operand: Expression; list: Expression[] | OpenQuery; negated: boolean }
  | { kind: "like"; operand: Expression; pattern: Expression; ignoreCase: boolean; negated: boolean }
  | { kind: "case"; branches: { when: Expression; result: Expression }[]; otherwise: Expression | undefined }
  | { kind: "subquery"; open: OpenQuery; token: Token }
  | { kind: "exists"; open: OpenQuery };

/** COUNT(*) has no operand. */
export interface AggregateCall {
  kind: "aggregate";
  name: AggregateName;
  operand: Expression | undefined;
  distinct: boolean;
}

export const aggregateNames = ["COUNT", "MIN", "MAX", "SUM"] as const;
export type AggregateName = (typeof aggregateNames)[number];

/** The expressions that an expression is made of; what a subquery is made of counts to the subquery. */
export function operandsOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case "call":
      return expression.args;
    case "aggregate":
      return expression.operand ? [expression.operand] : [];
    case "cast":
    case "unary":
    case "isNull":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "in":
      return [expression.operand, ...(Array.isArray(expression.list) ? expression.list : [])];
    case "like":
      return [expression.operand, expression.pattern];
    case "case":
      return [
        ...expression.branches.flatMap(({ when, result }) => [when, result]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ];
    default:
      return [];
  }
}
