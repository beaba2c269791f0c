import { canonicalName, IdentifierError, parseIdentifier } from "./identifiers";
import { literal } from "./literal";
import { join, raw, type Sql, sql } from "./sql";

/** What can be passed to a procedure: NULL, text, a number, true or false, JSON, or an SQL expression. */
export type CallValue = null | string | number | boolean | CallExpression | JsonList | JsonObject;

/** An expression that Snowflake computes when it calls: `{ sql: "CURRENT_DATE()" }`. */
export interface CallExpression {
  /** The expression, or a query of one value. */
  readonly sql: string;
}

/** A list of JSON values. */
export type JsonList = readonly JsonValue[];
/** An object of JSON values; one that has the key `sql` and no other is an expression. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
/** A value of JSON. */
export type JsonValue = null | string | number | boolean | JsonList | JsonObject;

/** Arguments in their order, or by their names. */
export type CallArguments = readonly CallValue[] | Readonly<Record<string, CallValue>>;

/** An argument whose type is said. */
export interface TypedValue {
  /** A canonical type. */
  readonly type: string;
  readonly value: CallValue;
}

/**
 * `CALL name(…)`. Lists and objects become VARIANT, which Snowflake turns into ARRAY and OBJECT where a procedure wants them;
 * arguments by name come in the order of their names.
 *
 * @param name - The procedure's name as it stands in SQL.
 * @throws {@link IdentifierError} if an argument is named by what needs quotes: CALL knows none there.
 * @see https://docs.snowflake.com/en/sql-reference/sql/call
 */
export function call(name: Sql, args: CallArguments = []): Sql {
  const written = isList(args)
    ? args.map(argument)
    : Object.entries(args)
        .map(([key, value]) => [argumentName(key), value] as const)
        .toSorted(([left], [right]) => (left < right ? -1 : 1))
        .map(([key, value]) => sql`${raw(key)} => ${argument(value)}`);
  return sql`CALL ${name}(${join(written, ", ")})`;
}

/** The same with arguments whose types are said: values that are of another type by themselves are cast. */
export function typedCall(name: Sql, args: readonly TypedValue[]): Sql {
  return sql`CALL ${name}(${join(args.map(typedArgument), ", ")})`;
}

/** Whether a value is an SQL expression. */
export function isExpression(value: unknown): value is CallExpression {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).join() === "sql" &&
    typeof (value as Readonly<Record<string, unknown>>)["sql"] === "string"
  );
}

/**
 * The name of an argument as it stands before `=>`.
 *
 * @throws {@link IdentifierError} if it is no name, or needs quotes.
 */
export function argumentName(written: string): string {
  const name = canonicalName(parseIdentifier(written));
  if (!name.startsWith('"')) return name;
  throw new IdentifierError(`${name} needs quotes, which CALL does not take for an argument; give args as a list`);
}

function argument(value: CallValue): Sql {
  if (value === null) return raw("NULL");
  if (isExpression(value)) return raw(value.sql);
  return typeof value === "object" ? json(value) : sql`${value}`;
}

function typedArgument({ type, value }: TypedValue): Sql {
  if (value === null || isExpression(value) || isOfItself(type, value)) return argument(value);
  // The cast would come before the sign.
  return typeof value === "number" && value < 0 ? sql`(${value})::${raw(type)}` : sql`${argument(value)}::${raw(type)}`;
}

/** Whether a value has the type as it is written, or one that Snowflake takes for it without being told. */
function isOfItself(type: string, value: CallValue): boolean {
  if (typeof value === "string") return /^VARCHAR\b/.test(type);
  if (typeof value === "number") return /^(?:NUMBER|FLOAT|DECFLOAT)\b/.test(type);
  return type === (typeof value === "boolean" ? "BOOLEAN" : "VARIANT");
}

function json(value: JsonList | JsonObject): Sql {
  return sql`PARSE_JSON(${raw(literal(JSON.stringify(sorted(value))))})`;
}

/** Keys in one order: Pulumi does not keep the one in which they were written. */
function sorted(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function isList(value: unknown): value is readonly never[] {
  return Array.isArray(value);
}
