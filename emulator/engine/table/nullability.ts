import type { TableColumn } from "../query/table-data";
import type { Cell } from "../result";
import { compilationError } from "../sql-error";
import { refused } from "./refusals";
import { constraintOnVirtual } from "./virtual-column";

const semiStructured = new Set(["variant", "array", "object", "map"]);

/** Refuses NOT NULL on a column whose values are not known to allow it. */
export function requireNoNulls({ name, type, expression }: TableColumn, cells: readonly Cell[]): void {
  if (expression !== undefined) throw constraintOnVirtual("NOT NULL", name);
  if (cells.length > 0 && semiStructured.has(type.wire)) {
    throw refused(`Column '${name}' of type ${type.shown} cannot be set to NOT NULL in a table that is not empty.`);
  }
  if (!cells.includes(null)) return;
  const detail = `Column '${name}' contains null values. Not null constraint cannot be added.`;
  throw compilationError("001471", "42601", detail);
}
