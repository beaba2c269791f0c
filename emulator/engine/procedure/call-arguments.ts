import type { DataType } from "../query/data-type";
import { textType } from "../query/data-type";
import { evaluate, noScope } from "../query/evaluate";
import type { Expression } from "../query/expression";
import { readExpression } from "../query/expression";
import { isJson } from "../query/json-values";
import { readQuery } from "../query/select";
import type { Value } from "../query/value";
import { cast, nullValue } from "../query/value";
import { unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import { Cursor } from "../syntax/cursor";
import { tokenize } from "../syntax/lexer";
import type { Argument } from "./argument";
import { arityOf, inBrackets } from "./argument";

/** An argument of a call as it was read; all have names, or none. */
export interface GivenExpression {
  name: string | undefined;
  expression: Expression;
}

/** The same with its value. */
export interface GivenArgument {
  name: string | undefined;
  value: Value;
}

/** Reads the arguments of a call, with their brackets. */
export function readCallArguments(cursor: Cursor): GivenExpression[] {
  const given = inBrackets(cursor, (): GivenExpression => {
    const named = cursor.token.kind === "word" && cursor.ahead(1).value === "=>" && cursor.ahead(1).kind === "symbol";
    const name = named ? cursor.identifier() : undefined;
    if (named) cursor.expectSymbol("=>");
    const token = cursor.token;
    if (!cursor.accept("SELECT")) return { name, expression: readExpression(cursor, readQuery) };
    return { name, expression: { kind: "subquery", open: readQuery(cursor), token } };
  });
  if (new Set(given.map(({ name }) => name === undefined)).size > 1) {
    throw unsupported("CALL with arguments by name and by position");
  }
  return given;
}

/** The values of the arguments of a call. */
export function evaluateArguments(context: Context, given: readonly GivenExpression[]): GivenArgument[] {
  return given.map(({ name, expression }) => ({ name, value: evaluate(expression, context, noScope) }));
}

/** How far the arguments of a call are from those that a procedure takes; undefined when they do not fit. */
export function distance(args: readonly Argument[], given: readonly GivenArgument[]): number | undefined {
  const { least, most } = arityOf(args);
  if (given.length < least || given.length > most) return undefined;
  const paired = given.map(({ name, value }, i) => ({ value, arg: argumentAt(args, name, i) }));
  const missing = args.some(
    (arg, i) => arg.default === null && !given.some(({ name }, j) => argumentAt(args, name, j) === args[i]),
  );
  if (missing || new Set(paired.map(({ arg }) => arg)).size !== given.length) return undefined;
  const steps = paired.map(({ value, arg }) => (arg ? conversion(value, arg.type) : undefined));
  return steps.includes(undefined) ? undefined : steps.reduce((sum: number, step) => sum + (step ?? 0), 0);
}

/** The values of all arguments of a procedure, of their types; defaults stand for those left out. */
export function completeArguments(
  context: Context,
  args: readonly Argument[],
  given: readonly GivenArgument[],
): Value[] {
  return args.map((arg, i) => {
    const found = given.find(({ name }, j) => (name === undefined ? j === i : name === arg.name));
    return cast(found?.value ?? defaultOf(context, arg), unlimited(arg.type));
  });
}

function argumentAt(args: readonly Argument[], name: string | undefined, index: number): Argument | undefined {
  return name === undefined ? args[index] : args.find((arg) => arg.name === name);
}

function defaultOf(context: Context, arg: Argument): Value {
  if (arg.default === null) return nullValue;
  const cursor = new Cursor(tokenize(arg.default));
  const expression = readExpression(cursor);
  cursor.expectEnd();
  return evaluate(expression, context, noScope);
}

/** Arguments have no length. */
function unlimited(type: DataType): DataType {
  return type.wire === "text" ? textType : type;
}

/** How good a conversion that happens by itself is, 0 for the same type; undefined where there is none. */
function conversion({ type: from, cell }: Value, to: DataType): number | undefined {
  if (from.wire === to.wire || (from === nullValue.type && cell === null)) return 0;
  if (isNumber(from) && isNumber(to)) return 1;
  if (isTime(from) && isTime(to)) return from.wire === "time" || to.wire === "time" ? undefined : 1;
  if (to.wire === "text") return from.wire === "binary" ? undefined : 2;
  if (to.wire === "variant") return 3;
  if (from.wire === "variant") return 4;
  if (from.wire === "text") return isJson(to) || to.wire === "binary" ? undefined : 4;
  return undefined;
}

function isNumber({ wire }: DataType): boolean {
  return wire === "fixed" || wire === "real" || wire === "decfloat";
}

function isTime({ wire }: DataType): boolean {
  return wire === "date" || wire.startsWith("time");
}
