import type { ResultColumn } from "../result";
import { compilationError } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import { readStructured } from "./structured-type";
import { binaries, characters, defaults, floats, integers, numbers, plain, texts, timestamps } from "./type-words";

/** A data type in canonical form. */
export interface DataType {
  /** As the wire names it: `fixed`, `text`, `timestamp_ntz` … */
  wire: string;
  /** As DESCRIBE shows it: `NUMBER(38,0)`. */
  shown: string;
  length: number | null;
  precision: number | null;
  scale: number | null;
  /** The length was left out. */
  unsized?: true;
}

export const booleanType = simple("boolean", "BOOLEAN");
export const realType = simple("real", "FLOAT");
export const textType = textOf(defaults.text);
export const integerType = numberOf(38, 0);
export const variantType = simple("variant", "VARIANT");
export const timestampLtzType = timestampOf("TIMESTAMP_LTZ", 9);

/** Reads a data type. */
export function readType(cursor: Cursor): DataType {
  const token = cursor.token;
  if (token.kind !== "word") cursor.unexpected();
  const word = cursor.next().value;
  if (integers.has(word)) return integerType;
  if (numbers.has(word)) return readNumber(cursor);
  if (floats.has(word)) {
    if (word === "DOUBLE") cursor.accept("PRECISION");
    return realType;
  }
  if (word === "DECFLOAT") return simple("decfloat", "DECFLOAT(38)");
  if (texts.has(word)) return sized(cursor, textOf, defaults.text, defaults.longestText);
  if (characters.has(word)) {
    return cursor.accept("VARYING")
      ? sized(cursor, textOf, defaults.text, defaults.longestText)
      : textOf(readArgument(cursor, 1, 1, defaults.longestText));
  }
  if (binaries.has(word)) return sized(cursor, binaryOf, defaults.binary, defaults.longestBinary);
  if (word === "TIME") return timestampOf("TIME", readArgument(cursor, 9, 0, 9));
  if (Object.hasOwn(timestamps, word)) return readTimestamp(cursor, word);
  if (word === "VECTOR") return readVector(cursor);
  const structured = readStructured(word, cursor, readType);
  if (structured !== undefined) return simple(word.toLowerCase(), structured);
  if (plain.has(word) && !cursor.atSymbol("(")) return simple(word.toLowerCase(), word);
  if (plain.has(word)) cursor.unexpected();
  throw compilationError("002040", "42601", `Unsupported data type '${token.text}'.`);
}

/** A column of a result with a type. */
export function columnOf(name: string, type: DataType, nullable = true): ResultColumn {
  const { wire, length, precision, scale } = type;
  return { name, type: wire, nullable, length, byteLength: byteLengthOf(type), precision, scale };
}

/** Bytes that a text or binary value takes at most; a character takes four. */
export function byteLengthOf({ wire, length }: DataType): number | null {
  if (wire === "text" && length !== null) return Math.max(length, Math.min(length * 4, defaults.text));
  return wire === "binary" ? length : null;
}

/** NUMBER(p,s). */
export function numberOf(precision: number, scale: number): DataType {
  return { wire: "fixed", shown: `NUMBER(${precision},${scale})`, length: null, precision, scale };
}

/** VARCHAR(n). */
export function textOf(length: number): DataType {
  return { wire: "text", shown: `VARCHAR(${length})`, length, precision: null, scale: null };
}

function binaryOf(length: number): DataType {
  return { wire: "binary", shown: `BINARY(${length})`, length, precision: null, scale: null };
}

function simple(wire: string, shown: string): DataType {
  return { wire, shown, length: null, precision: null, scale: null };
}

function timestampOf(word: string, scale: number): DataType {
  return { wire: word.toLowerCase(), shown: `${word}(${scale})`, length: null, precision: 0, scale };
}

function sized(cursor: Cursor, of: (length: number) => DataType, otherwise: number, longest: number): DataType {
  return cursor.atSymbol("(") ? of(readArgument(cursor, 0, 1, longest)) : { ...of(otherwise), unsized: true };
}

function readNumber(cursor: Cursor): DataType {
  if (!cursor.acceptSymbol("(")) return integerType;
  const precision = readBound(cursor, 1, 38);
  const token = cursor.ahead(1);
  const scale = cursor.acceptSymbol(",") ? readBound(cursor, 0, 37) : 0;
  if (scale > precision) cursor.unexpected(token);
  cursor.expectSymbol(")");
  return numberOf(precision, scale);
}

function readTimestamp(cursor: Cursor, word: string): DataType {
  const early = cursor.atSymbol("(") ? readArgument(cursor, 9, 0, 9) : undefined;
  let kind = word === "TIMESTAMP" ? cursor.timestampType : (timestamps[word] as string);
  if (word === "TIMESTAMP" && cursor.accept("WITHOUT", "TIME", "ZONE")) kind = "TIMESTAMP_NTZ";
  else if (word === "TIMESTAMP" && cursor.accept("WITH", "LOCAL", "TIME", "ZONE")) kind = "TIMESTAMP_LTZ";
  else if (word === "TIMESTAMP" && cursor.accept("WITH", "TIME", "ZONE")) kind = "TIMESTAMP_TZ";
  return timestampOf(kind, early ?? readArgument(cursor, 9, 0, 9));
}

function readVector(cursor: Cursor): DataType {
  cursor.expectSymbol("(");
  const element = cursor.oneOf("FLOAT", "INT");
  cursor.expectSymbol(",");
  const length = readBound(cursor, 1, 4096);
  cursor.expectSymbol(")");
  return simple("vector", `VECTOR(${element}, ${length})`);
}

function readArgument(cursor: Cursor, otherwise: number, min: number, max: number): number {
  if (!cursor.acceptSymbol("(")) return otherwise;
  const value = readBound(cursor, min, max);
  cursor.expectSymbol(")");
  return value;
}

function readBound(cursor: Cursor, min: number, max: number): number {
  const token = cursor.token;
  const value = cursor.integer();
  return value >= min && value <= max ? value : cursor.unexpected(token);
}
