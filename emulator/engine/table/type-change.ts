import type { CatalogObject } from "../catalog/object";
import type { DataType } from "../query/data-type";
import type { TableColumn } from "../query/table-data";
import { columnsOf, rowsOf } from "../query/table-data";
import type { Cell } from "../result";
import { typeText } from "./describe-table";
import { cannotChangeType, refused } from "./refusals";

/** The column with another type; refuses all but wider text and numbers of the same scale that hold what is there. */
export function changedType(
  column: TableColumn,
  type: DataType,
  collation: string | undefined,
  table: CatalogObject,
): TableColumn {
  if (collation !== undefined && collation !== (column.collation ?? "")) throw otherCollation(column, type, collation);
  const { name, type: before } = column;
  const refuse = (code: string, because?: string) => cannotChangeType(code, name, before.shown, type.shown, because);
  if (before.shown === type.shown) return column;
  if (before.wire === "text" && type.wire === "text") {
    if ((type.length ?? 0) > (before.length ?? 0)) return { ...column, type };
    throw refuse("040050", " because reducing the byte-length of varchar is not supported.");
  }
  if (before.wire !== "fixed" || type.wire !== "fixed") throw refuse("002108");
  if (before.scale !== type.scale) {
    throw refuse("040052", " because changing the scale of a number is not supported.");
  }
  if (!cellsOf(table, name).every((cell) => fits(cell, type))) {
    throw refused(
      `cannot change column ${name} from type ${before.shown} to ${type.shown}: it has values that do not fit.`,
    );
  }
  return { ...column, type };
}

function otherCollation(column: TableColumn, type: DataType, collation: string) {
  const [from, to] = [typeText(column), typeText({ type, collation })];
  return refused(
    `cannot change column ${column.name} from type "${from}" to type "${to}" because they have incompatible collations.`,
  );
}

function cellsOf(table: CatalogObject, name: string): Cell[] {
  const index = columnsOf(table).findIndex((column) => column.name === name);
  return rowsOf(table).map((row) => row[index] ?? null);
}

function fits(cell: Cell, { precision }: DataType): boolean {
  return cell === null || cell.replace(/^-?0*\.?|[-.]/g, "").length <= (precision ?? 38);
}
