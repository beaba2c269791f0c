import { invalidParameterValue, SqlError } from "../sql-error";
import { parseName } from "../syntax/cursor";
import { integerType, textType, timestampLtzType } from "./data-type";
import { instantOf } from "./time-values";
import type { Value } from "./value";
import { cast, truth } from "./value";

type Arguments = ReadonlyMap<string, Value>;

const mostRows = 10_000;

/** RESULT_LIMIT. */
export function limitOf(args: Arguments, otherwise: number): number {
  const value = args.get("RESULT_LIMIT");
  if (!value || value.cell === null) return otherwise;
  const limit = Number(cast(value, integerType).cell);
  if (limit < 1 || limit > mostRows) throw invalidParameterValue(String(limit), "RESULT_LIMIT");
  return limit;
}

/** A text; undefined where none is given. */
export function textArgument(args: Arguments, name: string): string | undefined {
  const value = args.get(name);
  return value && (cast(value, textType).cell ?? undefined);
}

/** A name, in its stored form. */
export function nameArgument(args: Arguments, name: string): string | undefined {
  const text = textArgument(args, name);
  return text === undefined ? undefined : parseName(text, 1).parts[0];
}

export function booleanArgument(args: Arguments, name: string): boolean {
  const value = args.get(name);
  return value !== undefined && truth(value) === true;
}

/** A time in milliseconds. */
export function timeArgument(args: Arguments, name: string): number | undefined {
  const value = args.get(name);
  if (!value || value.cell === null) return undefined;
  const { cell } = cast(value, timestampLtzType);
  return cell === null ? undefined : Number(instantOf(cell, timestampLtzType).nanos / 1_000_000n);
}

/** Refuses a schema without its database. */
export function checkSchema(args: Arguments): void {
  if (!args.has("SCHEMA_NAME") || args.has("DATABASE_NAME")) return;
  throw new SqlError("000002", "0A000", "SCHEMA_NAME can only be given together with DATABASE_NAME.");
}
