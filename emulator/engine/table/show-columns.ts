import type { CatalogObject } from "../catalog/object";
import { columnsOf } from "../query/table-data";
import { typeJson } from "../query/type-json";
import type { Cell } from "../result";
import { statementTypes, text } from "../result";
import type { Action, Context } from "../statements/context";
import { likeMatcher } from "../statements/like";
import { readLike } from "../statements/show-clauses";
import type { Cursor } from "../syntax/cursor";
import { identityText } from "./describe-table";
import { readTableScope } from "./scope";

const names = `table_name schema_name column_name data_type null? default kind expression comment database_name
  autoincrement schema_evolution_record`.split(/\s+/);

const mostRows = 10_000;

/** SHOW COLUMNS [LIKE 's'] [IN …], after these words. What is above 10,000 rows is left out without a word. */
export function parseShowColumns(cursor: Cursor): Action {
  const { like } = readLike(cursor);
  const scope = readTableScope(cursor, ["TABLE", "VIEW"]);
  cursor.expectEnd();
  const matches = like === undefined ? () => true : likeMatcher(like);
  return (context) => {
    const rows: Cell[][] = [];
    for (const table of scope(context)) {
      if (rows.length >= mostRows) break;
      rows.push(...rowsFor(context, table, matches));
    }
    return {
      columns: names.map((name) => text(name)),
      rows: rows.slice(0, mostRows),
      statementTypeId: statementTypes.show,
    };
  };
}

function rowsFor({ catalog }: Context, table: CatalogObject, matches: (name: string) => boolean): Cell[][] {
  const schema = catalog.get(table.parent);
  const database = catalog.get(schema.parent);
  return columnsOf(table)
    .filter(({ name }) => matches(name))
    .map((column) => [
      table.name,
      schema.name,
      column.name,
      typeJson(column.type, column.nullable),
      String(column.nullable),
      column.default?.text ?? "",
      column.expression === undefined ? "COLUMN" : "VIRTUAL_COLUMN",
      column.expression ?? "",
      column.comment ?? "",
      database.name,
      column.identity ? identityText(column.identity) : "",
      null,
    ]);
}
