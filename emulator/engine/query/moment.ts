import { SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import type { Cursor } from "../syntax/cursor";
import { notRecognized } from "./conversion-errors";
import { timestampLtzType } from "./data-type";
import { parseDecimal, rescale } from "./decimal";
import { evaluate } from "./evaluate";
import type { Expression } from "./expression";
import { readExpression } from "./expression";
import { noScope } from "./scope";
import { instantOf } from "./time-values";

/** A moment in the past, as AT or BEFORE writes it. */
export interface Moment {
  before: boolean;
  unit: "TIMESTAMP" | "OFFSET" | "STATEMENT";
  value: Expression;
}

/** Reads `AT|BEFORE (TIMESTAMP|OFFSET|STATEMENT => value)`. */
export function readMoment(cursor: Cursor): Moment {
  const before = cursor.oneOf("AT", "BEFORE") === "BEFORE";
  cursor.expectSymbol("(");
  const unit = cursor.oneOf("TIMESTAMP", "OFFSET", "STATEMENT");
  cursor.expectSymbol("=>");
  const value = readExpression(cursor);
  cursor.expectSymbol(")");
  return { before, unit, value };
}

/** The last time whose changes belong to the moment, in milliseconds. */
export function timeOf(context: Context, { before, unit, value }: Moment): number {
  const found = evaluate(value, context, noScope);
  if (unit === "STATEMENT") return timeOfStatement(context, found.cell ?? "", before);
  if (found.cell === null) throw new SqlError("001008", "22023", `invalid value [NULL] for parameter '${unit}'`);
  const nanos =
    unit === "OFFSET" ? fromNow(context, found.cell) : instantOf(found.cell, found.type, timestampLtzType).nanos;
  return Number((before ? nanos - 1n : nanos) / 1_000_000n);
}

function fromNow(context: Context, cell: string): bigint {
  const seconds = parseDecimal(cell);
  if (!seconds) throw notRecognized("Numeric", cell);
  return BigInt(context.catalog.now()) * 1_000_000n + rescale(seconds, 9).digits;
}

function timeOfStatement({ statements }: Context, queryId: string, before: boolean): number {
  const times = statements.get(queryId);
  if (!times) throw new SqlError("000709", "02000", `Statement ${queryId} not found`);
  return before ? times.began : times.ended;
}
