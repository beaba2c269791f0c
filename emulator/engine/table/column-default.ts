import type { DataType } from "../query/data-type";
import { integerType, textType, timestampLtzType } from "../query/data-type";
import type { Expression } from "../query/expression";
import { columnNames, render } from "../query/render";
import type { ColumnDefault } from "../query/table-data";
import type { Value } from "../query/value";
import { cast } from "../query/value";
import { SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import { pathOf, requireObject } from "../statements/resolve";
import { qualifiedText } from "../syntax/name";
import { defaultMismatch, invalidDefault, unknownIdentifier } from "./refusals";

/** What a default is for. */
export interface DefaultPlace {
  table: string;
  /** Names of the table's columns. */
  columns: readonly string[];
  column: string;
  type: DataType;
  /** It comes with ADD COLUMN, which takes literals and sequences only. */
  added: boolean;
}

/** What a default comes to in its column; null for DEFAULT NULL. */
export function settleDefault(context: Context, expression: Expression, place: DefaultPlace): ColumnDefault | null {
  const literal = literalOf(expression);
  const added = place.added ? { added: true as const } : {};
  if (literal) {
    if (literal.cell === null) return null;
    return { text: render(expression), cell: literalCell(literal, place), ...added };
  }
  if (expression.kind === "column" && expression.parts.at(-1) === "NEXTVAL" && expression.parts.length > 1) {
    return { ...sequenceDefault(context, expression.parts.slice(0, -1), place), ...added };
  }
  const text = render(expression, (parts) => qualifiedText([place.table, parts.at(-1) as string]));
  if (place.added || containsQuery(expression)) throw invalidDefault(text);
  for (const parts of columnNames(expression)) {
    if (!place.columns.includes(parts.at(-1) as string)) throw unknownIdentifier(qualifiedText(parts));
  }
  const type = typeOf(expression);
  if (type && !compatible(type, place.type)) throw defaultMismatch(place.column, place.type.shown, type.shown);
  return { text, cell: null, from: "expression" };
}

/** The default that takes the next number of a sequence. */
export function sequenceDefault(context: Context, parts: string[], place: DefaultPlace): ColumnDefault {
  const name = { parts, text: qualifiedText(parts) };
  const sequence = requireObject(context, context.kinds.get("SEQUENCE"), name, "CREATE TABLE");
  context.access.require(sequence, "USAGE");
  if (!isNumeric(place.type)) throw defaultMismatch(place.column, place.type.shown, integerType.shown);
  const text = `${pathOf(context, sequence).join(".")}.NEXTVAL`;
  return { text, cell: null, from: "sequence", sequence: sequence.id };
}

/** Whether values of the type are numbers. */
export function isNumeric({ wire }: DataType): boolean {
  return wire === "fixed" || wire === "real" || wire === "decfloat";
}

/** The value of a literal, with or without a sign; undefined for any other expression. */
function literalOf(expression: Expression): Value | undefined {
  if (expression.kind === "literal") return expression.value;
  if (expression.kind !== "unary" || expression.operator !== "-") return undefined;
  const operand = literalOf(expression.operand);
  if (!operand || !isNumeric(operand.type) || operand.cell === null) return undefined;
  return { type: operand.type, cell: operand.cell.startsWith("-") ? operand.cell.slice(1) : `-${operand.cell}` };
}

function literalCell(value: Value, { column, type }: DefaultPlace): string | null {
  const fits = compatible(value.type, type) && (type.wire !== "text" || (value.type.length ?? 0) <= (type.length ?? 0));
  if (!fits) throw defaultMismatch(column, type.shown, value.type.shown);
  try {
    return cast(value, type).cell;
  } catch (error) {
    if (error instanceof SqlError) throw defaultMismatch(column, type.shown, value.type.shown);
    throw error;
  }
}

/** The type of an expression as far as it can be seen without looking up functions. */
function typeOf(expression: Expression): DataType | undefined {
  if (expression.kind === "literal") return expression.value.type;
  if (expression.kind === "cast") return expression.type;
  if (expression.kind === "unary" && expression.operator === "-") return typeOf(expression.operand);
  if (expression.kind !== "call") return undefined;
  if (["CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "SYSDATE", "GETDATE"].includes(expression.name)) return timestampLtzType;
  return /^CURRENT_(USER|ROLE|DATABASE|SCHEMA|ACCOUNT)$|^UUID_STRING$/.test(expression.name) ? textType : undefined;
}

function compatible(from: DataType, to: DataType): boolean {
  if (isNumeric(from)) return isNumeric(to);
  return family(from) === family(to) || to.wire === "variant";
}

function family({ wire }: DataType): string {
  return wire === "date" || wire.startsWith("timestamp") ? "timestamp" : wire;
}

/** Whether there is a subquery or an aggregate in the expression. */
function containsQuery(expression: unknown): boolean {
  if (typeof expression !== "object" || expression === null) return false;
  const { kind } = expression as { kind?: unknown };
  if (kind === "aggregate" || kind === "count" || kind === "subquery" || kind === "exists") return true;
  return Object.values(expression).some((part) => typeof part === "function" || containsQuery(part));
}
