import type { CatalogObject } from "../catalog/object";
import { columnsOf, rowsOf, setTableData } from "../query/table-data";
import { executed, status } from "../result";
import { compilationError } from "../sql-error";
import type { Context } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { identifierText } from "../syntax/name";
import { requireUnclustered } from "./clustering";
import { mentions } from "./column-mentions";
import { constraintsOf, setConstraints } from "./constraint";
import { dropReferences } from "./references";
import { unknownIdentifier } from "./refusals";
import { virtualError } from "./virtual-column";

/** Reads `DROP [COLUMN] [IF EXISTS] a, … [CASCADE | RESTRICT]`; the last word changes nothing. */
export function readDropColumns(cursor: Cursor): ObjectAction | undefined {
  if (!cursor.accept("DROP")) return undefined;
  cursor.accept("COLUMN");
  const ifExists = cursor.accept("IF", "EXISTS");
  const names = [cursor.identifier()];
  while (cursor.acceptSymbol(",")) {
    cursor.accept("COLUMN");
    names.push(cursor.identifier());
  }
  if (!cursor.accept("CASCADE")) cursor.accept("RESTRICT");
  return (context, table) => drop(context, table, names, ifExists);
}

function drop(context: Context, table: CatalogObject, names: readonly string[], ifExists: boolean) {
  context.access.requireOwnership(table);
  const before = columnsOf(table);
  for (const name of names) {
    if (!ifExists && !before.some((column) => column.name === name)) throw unknownIdentifier(identifierText(name));
    requireUnclustered(table, name, "drop");
  }
  const columns = before.filter(({ name }) => !names.includes(name));
  if (columns.length === before.length) return status(executed);
  if (columns.length === 0) throw compilationError("001432", "42601", "cannot drop all the columns of a table");
  for (const name of names) {
    const user = columns.find(({ expression = "" }) => mentions(expression, name));
    if (!user) continue;
    throw virtualError("011208", `Cannot drop column '${name}' because virtual column ${user.name} depends on it.`);
  }
  dropKeys(context, table, names);
  forgetNumbers(table, names);
  const kept = before.map(({ name }) => !names.includes(name));
  setTableData(context, table, { columns, rows: rowsOf(table).map((row) => row.filter((_cell, i) => kept[i])) });
  return status(executed);
}

/** Keys over a dropped column go with it, and the foreign keys that point to them. */
function dropKeys(context: Context, table: CatalogObject, names: readonly string[]): void {
  const constraints = constraintsOf(table);
  const lost = constraints.filter(({ columns }) => columns.some((column) => names.includes(column)));
  for (const { kind, columns } of lost) {
    if (kind === "PRIMARY KEY" || kind === "UNIQUE") dropReferences(context, table, columns);
  }
  const gone = new Set(lost.map(({ name }) => name));
  setConstraints(
    table,
    constraintsOf(table).filter(({ name }) => !gone.has(name)),
  );
}

/** A later column of the same name counts from its own start. */
function forgetNumbers(table: CatalogObject, names: readonly string[]): void {
  const numbers = Object.entries(table.properties["identities"] ?? {});
  if (numbers.length === 0) return;
  table.properties["identities"] = Object.fromEntries(numbers.filter(([name]) => !names.includes(name)));
}
