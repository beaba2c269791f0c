import type { Context } from "../statements/context";
import { requireObject } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import { readDirectory } from "./directory-table";
import { informationSchema } from "./information-schema";
import { readMoment, timeOf } from "./moment";
import type { OpenQuery, ReadQuery } from "./scope";
import { columnsOf, rowsOf } from "./table-data";
import { readTableFunction } from "./table-functions";
import { noTimeTravel, rowsAt } from "./time-travel";
import { requireWarehouse } from "./warehouse";

/** What stands behind FROM; columns may be written behind one of its names. */
export interface SourceClause {
  open: OpenQuery;
  names: readonly string[];
}

/** Reads what follows FROM. */
export function readSource(cursor: Cursor, readQuery: ReadQuery): SourceClause {
  const { open, names } = readUnnamed(cursor, readQuery);
  const named = cursor.accept("AS") || (cursor.atIdentifier() && !cursor.at("LIMIT"));
  return { open, names: named ? [cursor.identifier()] : names };
}

function readUnnamed(cursor: Cursor, readQuery: ReadQuery): SourceClause {
  if (cursor.at("TABLE") && cursor.ahead(1).value === "(") return { open: readTableFunction(cursor), names: [] };
  if (cursor.at("DIRECTORY") && cursor.ahead(1).value === "(") return { open: readDirectory(cursor), names: [] };
  if (!cursor.acceptSymbol("(")) return readTable(cursor);
  cursor.expect("SELECT");
  const open = readQuery(cursor);
  cursor.expectSymbol(")");
  return { open, names: [] };
}

function readTable(cursor: Cursor): SourceClause {
  const name = cursor.name(3);
  const travels = (cursor.at("AT") || cursor.at("BEFORE")) && cursor.ahead(1).value === "(";
  const moment = travels ? readMoment(cursor) : undefined;
  const open = (context: Context) => {
    requireWarehouse(context);
    if (name.parts.at(-2) === "INFORMATION_SCHEMA") return informationSchema(context, name);
    const table = requireObject(context, { ...context.kinds.get("TABLE"), noun: "Object" }, name, "SELECT");
    context.access.require(table, "SELECT");
    if (!moment) return { columns: columnsOf(table), rows: rowsOf(table) };
    return rowsAt(context, table, timeOf(context, moment)) ?? noTimeTravel(table);
  };
  return { open, names: name.parts };
}
