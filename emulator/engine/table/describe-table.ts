import type { CatalogObject } from "../catalog/object";
import type { Identity, TableColumn } from "../query/table-data";
import { columnsOf } from "../query/table-data";
import type { StatementResult } from "../result";
import { statementTypes, text } from "../result";
import type { Context } from "../statements/context";
import { flag } from "../statements/show-columns";
import type { Cursor } from "../syntax/cursor";
import { quoteString } from "../syntax/string-literal";
import type { ConstraintKind } from "./constraint";
import { constraintsOf } from "./constraint";

const columnNames = [
  "name",
  "type",
  "kind",
  "null?",
  "default",
  "primary key",
  "unique key",
  "check",
  "expression",
  "comment",
  "policy name",
  "privacy domain",
  "schema evolution record",
];

const stageNames = ["parent_property", "property", "property_type", "property_value", "property_default"];

/** Reads `[TYPE = COLUMNS | STAGE]`; answers what DESCRIBE TABLE then shows. */
export function readDescribe(cursor: Cursor): (context: Context, table: CatalogObject) => StatementResult {
  if (!cursor.accept("TYPE")) return describeColumns;
  cursor.expectSymbol("=");
  return cursor.oneOf("COLUMNS", "STAGE") === "COLUMNS" ? describeColumns : () => listing(stageNames, []);
}

/** The columns of a table. */
export function describeColumns(_context: Context, table: CatalogObject): StatementResult {
  const inKey = (kind: ConstraintKind, column: string) =>
    flag(constraintsOf(table).some((constraint) => constraint.kind === kind && constraint.columns.includes(column)));
  return listing(
    columnNames,
    columnsOf(table).map((column) => [
      column.name,
      typeText(column),
      column.expression === undefined ? "COLUMN" : "VIRTUAL",
      flag(column.nullable),
      column.identity ? identityText(column.identity) : (column.default?.text ?? null),
      inKey("PRIMARY KEY", column.name),
      inKey("UNIQUE", column.name),
      null,
      column.expression ?? null,
      column.comment,
      column.maskingPolicy ?? null,
      null,
      null,
    ]),
  );
}

/** `IDENTITY START 1 INCREMENT 1 NOORDER`. */
export function identityText({ start, increment, ordered }: Identity): string {
  return `IDENTITY START ${start} INCREMENT ${increment} ${ordered ? "ORDER" : "NOORDER"}`;
}

/** The type with its collation. */
export function typeText({ type, collation }: Pick<TableColumn, "type" | "collation">): string {
  return collation ? `${type.shown} COLLATE ${quoteString(collation)}` : type.shown;
}

function listing(names: readonly string[], rows: StatementResult["rows"]): StatementResult {
  return { columns: names.map((name) => text(name)), rows, statementTypeId: statementTypes.describe };
}
