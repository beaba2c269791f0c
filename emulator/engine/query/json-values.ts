import type { Cell } from "../result";
import { SqlError } from "../sql-error";
import { impossibleCast } from "./conversion-errors";
import type { DataType } from "./data-type";
import { integerType, textType } from "./data-type";
import { timeText } from "./time-values";

/** Types whose cells are JSON text. */
export function isJson({ wire }: DataType): boolean {
  return wire === "variant" || wire === "object" || wire === "array";
}

/** A cell of any type as JSON text. */
export function jsonOf(cell: string, type: DataType): string {
  if (isJson(type) || type.wire === "fixed" || type.wire === "real" || type.wire === "decfloat") return cell;
  if (type.wire === "boolean") return cell === "1" ? "true" : "false";
  if (type.wire === "text" || type.wire === "binary") return JSON.stringify(cell);
  return JSON.stringify(timeText(cell, type));
}

/** A cell as VARIANT, OBJECT or ARRAY; a value that is no list becomes a list of one. */
export function jsonCell(cell: string, from: DataType, to: DataType): string {
  const json = jsonOf(cell, from);
  if (to.wire === "array") return json.startsWith("[") ? json : `[${json}]`;
  if (to.wire === "object" && !json.startsWith("{")) throw impossibleCast(from, to);
  return json;
}

/** What a VARIANT holds, as a value of the nearest type; JSON's null is NULL. */
export function unwrap(cell: string): { type: DataType; cell: Cell } {
  if (cell === "null") return { type: textType, cell: null };
  if (cell === "true" || cell === "false") return { type: textType, cell };
  if (cell.startsWith('"')) return { type: textType, cell: JSON.parse(cell) as string };
  return { type: /^[[{]/.test(cell) ? textType : integerType, cell };
}

/** JSON text without blanks between its parts; numbers keep all their digits. */
export function parseJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    throw new SqlError("100069", "22P02", `Error parsing JSON: ${text}`);
  }
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
}
