import type { ResultColumn } from "../result";
import { compilationError } from "../sql-error";
import type { Cursor } from "../syntax/cursor";

/** A data type in canonical form. */
export interface DataType {
  /** As the wire names it: `fixed`, `text`, `timestamp_ntz` … */
  wire: string;
  /** As DESCRIBE shows it: `NUMBER(38,0)`. */
  shown: string;
  length: number | null;
  precision: number | null;
  scale: number | null;
}

const defaultLength = 16_777_216;
const longestText = 134_217_728;
const defaultBinary = 8_388_608;
const longestBinary = 67_108_864;

export const booleanType = simple("boolean", "BOOLEAN");
export const realType = simple("real", "FLOAT");
export const textType = textOf(defaultLength);
export const integerType = numberOf(38, 0);
export const variantType = simple("variant", "VARIANT");
export const timestampLtzType = timestampOf("TIMESTAMP_LTZ", 9);

const integers = new Set(["INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT"]);
const numbers = new Set(["NUMBER", "DECIMAL", "DEC", "NUMERIC"]);
const floats = new Set(["FLOAT", "FLOAT4", "FLOAT8", "DOUBLE", "REAL"]);
const texts = new Set(["VARCHAR", "STRING", "TEXT", "VARCHAR2", "NVARCHAR", "NVARCHAR2"]);
const characters = new Set(["CHAR", "CHARACTER", "NCHAR"]);
const binaries = new Set(["BINARY", "VARBINARY"]);
const timestamps: Record<string, string> = {
  DATETIME: "TIMESTAMP_NTZ",
  TIMESTAMP: "TIMESTAMP_NTZ",
  TIMESTAMP_NTZ: "TIMESTAMP_NTZ",
  TIMESTAMPNTZ: "TIMESTAMP_NTZ",
  TIMESTAMP_LTZ: "TIMESTAMP_LTZ",
  TIMESTAMPLTZ: "TIMESTAMP_LTZ",
  TIMESTAMP_TZ: "TIMESTAMP_TZ",
  TIMESTAMPTZ: "TIMESTAMP_TZ",
};
const plain = new Set(["BOOLEAN", "DATE", "VARIANT", "OBJECT", "ARRAY", "GEOGRAPHY", "GEOMETRY", "FILE", "UUID"]);

/** Reads a data type. */
export function readType(cursor: Cursor): DataType {
  const token = cursor.token;
  if (token.kind !== "word") cursor.unexpected();
  const word = cursor.next().value;
  if (integers.has(word)) return integerType;
  if (numbers.has(word)) return readNumber(cursor);
  if (floats.has(word)) {
    cursor.accept("PRECISION");
    return realType;
  }
  if (word === "DECFLOAT") return simple("decfloat", "DECFLOAT(38)");
  if (texts.has(word)) return textOf(readArgument(cursor, defaultLength, 1, longestText));
  if (characters.has(word)) {
    const varying = cursor.accept("VARYING");
    return textOf(readArgument(cursor, varying ? defaultLength : 1, 1, longestText));
  }
  if (binaries.has(word)) return binaryOf(readArgument(cursor, defaultBinary, 1, longestBinary));
  if (word === "TIME") return { ...simple("time", ""), ...scaled("TIME", readArgument(cursor, 9, 0, 9)) };
  if (Object.hasOwn(timestamps, word)) return readTimestamp(cursor, word);
  if (word === "VECTOR") return readVector(cursor);
  if (plain.has(word) && !cursor.atSymbol("(")) return simple(word.toLowerCase(), word);
  if (plain.has(word)) cursor.unexpected();
  throw compilationError("002040", "42601", `Unsupported data type '${token.text}'.`);
}

/** A column of a result with a type. */
export function columnOf(name: string, type: DataType, nullable = true): ResultColumn {
  const { wire, length, precision, scale } = type;
  const byteLength = wire === "text" ? Math.min((length ?? 0) * 4, defaultLength) : wire === "binary" ? length : null;
  return { name, type: wire, nullable, length, byteLength, precision, scale };
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
  return { wire: word.toLowerCase(), length: null, ...scaled(word, scale) };
}

function scaled(word: string, scale: number) {
  return { shown: `${word}(${scale})`, precision: 0, scale };
}

function readNumber(cursor: Cursor): DataType {
  if (!cursor.acceptSymbol("(")) return integerType;
  const precision = readBound(cursor, 1, 38);
  const scale = cursor.acceptSymbol(",") ? readBound(cursor, 0, 37) : 0;
  cursor.expectSymbol(")");
  return numberOf(precision, scale);
}

function readTimestamp(cursor: Cursor, word: string): DataType {
  const early = cursor.atSymbol("(") ? readArgument(cursor, 9, 0, 9) : undefined;
  let kind = timestamps[word] as string;
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
