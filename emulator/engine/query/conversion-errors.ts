import { compilationError, SqlError } from "../sql-error";
import type { DataType } from "./data-type";

const codes = {
  Boolean: ["100037", "22018"],
  Numeric: ["100038", "22018"],
  Date: ["100040", "22007"],
  Timestamp: ["100035", "22007"],
  Time: ["100108", "22007"],
} as const;

/** A text that does not stand for a value of the type. */
export function notRecognized(what: keyof typeof codes, text: string): SqlError {
  const [code, state] = codes[what];
  return new SqlError(code, state, `${what} value '${text}' is not recognized`);
}

/** 100046: more digits than the type has. */
export function outOfRange(text: string, { precision, scale }: DataType): SqlError {
  const bytes = [2, 4, 9, 18].findIndex((digits) => (precision ?? 38) <= digits);
  const size = bytes < 0 ? 16 : 2 ** bytes;
  return new SqlError(
    "100046",
    "22003",
    `Number out of representable range: type FIXED[SB${size}](${precision},${scale}){nullable}, value ${text}`,
  );
}

/** 001065: no value of the one type can be one of the other. */
export function impossibleCast(from: DataType, to: DataType): SqlError {
  return compilationError("001065", "22023", `Function CAST does not support ${from.shown} to ${to.shown}`);
}
