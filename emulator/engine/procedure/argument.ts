import type { DataType } from "../query/data-type";
import { readType } from "../query/data-type";
import { readExpression } from "../query/expression";
import { unsupported } from "../sql-error";
import type { Cursor } from "../syntax/cursor";

/** An argument of a procedure. */
export interface Argument {
  name: string;
  type: DataType;
  /** OUT: the procedure hands a value back through it. */
  output: boolean;
  /** What it is when a call leaves it out, as it was written; null for one that every call must give. */
  default: string | null;
}

/** Reads the arguments of a definition, with their brackets. */
export function readArguments(cursor: Cursor): Argument[] {
  const args = inBrackets(cursor, () => readArgument(cursor));
  const late = args.find(
    (arg, i) => arg.default === null && args[i - 1] !== undefined && args[i - 1]?.default !== null,
  );
  // No source has the codes of these two.
  if (late) throw unsupported(`required argument '${late.name}' behind an optional one`);
  const twice = args.find(({ name }, i) => args.findIndex((other) => other.name === name) !== i);
  if (twice) throw unsupported(`two arguments with the name '${twice.name}'`);
  return args;
}

function readArgument(cursor: Cursor): Argument {
  const name = cursor.identifier();
  const output = cursor.accept("OUT") || cursor.accept("OUTPUT");
  if (!output && !cursor.accept("IN")) cursor.accept("INPUT");
  const type = readType(cursor);
  if (!cursor.accept("DEFAULT")) return { name, type, output, default: null };
  const first = cursor.token;
  readExpression(cursor);
  return { name, type, output, default: cursor.writtenSince(first) };
}

/** Reads the types that, behind a name, say which procedure is meant; answers them as {@link signatureOf} does. */
export function readSignature(cursor: Cursor): string {
  return bracketed(inBrackets(cursor, () => generalised(readType(cursor))));
}

/** What tells procedures of one name apart: `(NUMBER, VARCHAR)`. */
export function signatureOf(args: readonly Argument[]): string {
  return bracketed(args.map(({ type }) => generalised(type)));
}

/** A type without its attributes, unless it is made of other types. */
export function generalised({ wire, shown }: DataType): string {
  return composed.has(wire) ? shown : shown.replace(/\(.*/, "");
}

const composed = new Set(["vector", "map", "array", "object"]);

/** Reads items between brackets; none will do. */
export function inBrackets<T>(cursor: Cursor, item: () => T): T[] {
  if (!cursor.atSymbol("(") || cursor.ahead(1).value !== ")" || cursor.ahead(1).kind !== "symbol") {
    return cursor.list(item);
  }
  cursor.next();
  cursor.next();
  return [];
}

function bracketed(types: readonly string[]): string {
  return `(${types.join(", ")})`;
}

/** The least and the most arguments of a call. */
export function arityOf(args: readonly Argument[]): { least: number; most: number } {
  return { least: args.filter((arg) => arg.default === null).length, most: args.length };
}
