import type { Cell } from "../result";
import { SqlError } from "../sql-error";
import { defaultMismatch } from "../table/refusals";
import type { DataType } from "./data-type";
import type { TableColumn } from "./table-data";
import type { Value } from "./value";
import { cast } from "./value";

/** A value as a cell of a column; 002023 when its type does not turn into the column's by itself. */
export function assign(value: Value, { name, type }: TableColumn): Cell {
  if (value.cell === null) return null;
  if (!turnsInto(value.type, type)) throw defaultMismatch(name, type.shown, value.type.shown);
  try {
    return cast(value, type).cell;
  } catch (error) {
    if (error instanceof SqlError && error.code === "001065") {
      throw defaultMismatch(name, type.shown, value.type.shown);
    }
    throw error;
  }
}

/** JSON types take nothing but JSON, except that VARIANT takes what is neither text nor binary. */
function turnsInto(from: DataType, to: DataType): boolean {
  if (to.wire === "array" || to.wire === "object" || to.wire === "map") return from.wire === to.wire;
  if (to.wire === "variant") return from.wire !== "text" && from.wire !== "binary";
  return true;
}
