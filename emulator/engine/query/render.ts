import { qualifiedText } from "../syntax/name";
import { quoteString } from "../syntax/string-literal";
import type { DataType } from "./data-type";
import type { Expression } from "./expression";
import { defaults } from "./type-words";
import type { Value } from "./value";

/** How a column is written. */
export type RenderColumn = (parts: readonly string[]) => string;

const levels: Record<string, number> = { OR: 1, AND: 2, "||": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6 };

/** An expression in canonical form: names of functions and types in upper case, brackets only where needed. */
export function render(expression: Expression, column: RenderColumn = qualifiedText): string {
  const inner = (operand: Expression) => render(operand, column);
  switch (expression.kind) {
    case "literal":
      return literalText(expression.value);
    case "column":
      return column(expression.parts);
    case "aggregate":
      return `${expression.name}(${expression.distinct ? "DISTINCT " : ""}${expression.operand ? inner(expression.operand) : "*"})`;
    case "call":
      return `${expression.name.toUpperCase()}(${expression.args.map(inner).join(", ")})`;
    case "cast":
      return `${expression.lenient ? "TRY_CAST" : "CAST"}(${inner(expression.operand)} AS ${castType(expression.type)})`;
    case "unary":
      return expression.operator === "NOT" ? `NOT ${inner(expression.operand)}` : `-${inner(expression.operand)}`;
    case "binary": {
      const level = levels[expression.operator] ?? 3;
      const side = (operand: Expression, least: number) =>
        levelOf(operand) < least ? `(${inner(operand)})` : inner(operand);
      return `${side(expression.left, level)} ${expression.operator} ${side(expression.right, level + 1)}`;
    }
    case "isNull":
      return `${inner(expression.operand)} IS ${expression.negated ? "NOT " : ""}NULL`;
    case "in": {
      const list = Array.isArray(expression.list) ? expression.list.map(inner).join(", ") : "SELECT";
      return `${inner(expression.operand)} ${expression.negated ? "NOT " : ""}IN (${list})`;
    }
    case "like": {
      const word = `${expression.negated ? "NOT " : ""}${expression.ignoreCase ? "ILIKE" : "LIKE"}`;
      return `${inner(expression.operand)} ${word} ${inner(expression.pattern)}`;
    }
    case "case": {
      const branches = expression.branches.map(({ when, result }) => ` WHEN ${inner(when)} THEN ${inner(result)}`);
      return `CASE${branches.join("")}${expression.otherwise ? ` ELSE ${inner(expression.otherwise)}` : ""} END`;
    }
    case "subquery":
    case "exists":
      return expression.kind.toUpperCase();
  }
}

function levelOf(expression: Expression): number {
  return expression.kind === "binary" ? (levels[expression.operator] ?? 3) : 9;
}

function literalText({ type, cell }: Value): string {
  if (cell === null) return "NULL";
  if (type.wire === "text") return quoteString(cell);
  return type.wire === "boolean" ? (cell === "1" ? "TRUE" : "FALSE") : cell;
}

/** A cast without a length means the longest there is. */
function castType({ shown, unsized, wire }: DataType): string {
  return unsized
    ? shown.replace(/\d+/, String(wire === "text" ? defaults.longestText : defaults.longestBinary))
    : shown;
}

/** The names of columns that stand in an expression. */
export function columnNames(expression: unknown): string[][] {
  if (typeof expression !== "object" || expression === null) return [];
  const found = expression as { kind?: unknown; parts?: string[] };
  if (found.kind === "column" && found.parts) return [found.parts];
  return Object.values(expression).flatMap(columnNames);
}
