import type { CatalogObject } from "../catalog/object";
import type { Cell, ResultColumn } from "../result";
import { fixed, statementTypes, text, timestampCell, timestampLtz } from "../result";
import type { Action, Context, Statement } from "../statements/context";
import { pathOf } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import type { ConstraintKind } from "./constraint";
import { constraintsOf } from "./constraint";
import { keyOf } from "./keys";
import type { ForeignKey } from "./references";
import { foreignKeysOf, foreignKeysTo } from "./references";
import { readTableScope } from "./scope";

const keyColumns = `created_on database_name schema_name table_name column_name key_sequence constraint_name rely comment`;
const foreignColumns = `created_on pk_database_name pk_schema_name pk_table_name pk_column_name fk_database_name
  fk_schema_name fk_table_name fk_column_name key_sequence update_rule delete_rule fk_name pk_name deferrability rely
  comment`;

/** SHOW [TERSE] {PRIMARY | UNIQUE | IMPORTED | EXPORTED} KEYS; TERSE changes nothing. */
export const keyStatements: readonly Statement[] = [["SHOW"], ["SHOW", "TERSE"]].flatMap((show) => [
  { words: [...show, "PRIMARY", "KEYS"], parse: (cursor: Cursor) => parseShowKeys(cursor, "PRIMARY KEY") },
  { words: [...show, "UNIQUE", "KEYS"], parse: (cursor: Cursor) => parseShowKeys(cursor, "UNIQUE") },
  { words: [...show, "IMPORTED", "KEYS"], parse: (cursor: Cursor) => parseShowForeignKeys(cursor, foreignKeysIn) },
  { words: [...show, "EXPORTED", "KEYS"], parse: (cursor: Cursor) => parseShowForeignKeys(cursor, foreignKeysTo) },
]);

function parseShowKeys(cursor: Cursor, kind: ConstraintKind): Action {
  const scope = readTableScope(cursor, ["TABLE"]);
  cursor.expectEnd();
  return (context) => ({
    columns: columns(keyColumns),
    rows: scope(context).flatMap((table) => keyRows(context, table, kind)),
    statementTypeId: statementTypes.show,
  });
}

function foreignKeysIn(_context: Context, table: CatalogObject): ForeignKey[] {
  return foreignKeysOf(table);
}

function parseShowForeignKeys(cursor: Cursor, keysOf: typeof foreignKeysIn): Action {
  const scope = readTableScope(cursor, ["TABLE"]);
  cursor.expectEnd();
  return (context) => {
    const keys = scope(context).flatMap((table) => keysOf(context, table));
    return {
      columns: columns(foreignColumns),
      rows: keys.flatMap((key) => foreignRows(context, key)),
      statementTypeId: statementTypes.show,
    };
  };
}

function columns(names: string): ResultColumn[] {
  return names.split(/\s+/).map((name) => {
    if (name === "created_on") return timestampLtz(name);
    return name === "key_sequence" ? fixed(name) : text(name);
  });
}

function keyRows(context: Context, table: CatalogObject, wanted: ConstraintKind): Cell[][] {
  return constraintsOf(table)
    .filter(({ kind }) => kind === wanted)
    .flatMap(({ columns, createdOn, name, rely, comment }) =>
      columns.map((column, i) => [
        timestampCell(createdOn),
        ...pathOf(context, table),
        column,
        String(i + 1),
        name,
        String(rely),
        comment,
      ]),
    );
}

function foreignRows(context: Context, { table, constraint }: ForeignKey): Cell[][] {
  const { references } = constraint;
  const target = context.catalog.lookup(references.table);
  if (!target || !context.access.sees(target)) return [];
  return constraint.columns.map((column, i) => [
    timestampCell(constraint.createdOn),
    ...pathOf(context, target),
    references.columns[i] as string,
    ...pathOf(context, table),
    column,
    String(i + 1),
    references.onUpdate,
    references.onDelete,
    constraint.name,
    keyOf(constraintsOf(target), references.columns)?.name ?? null,
    constraint.deferrability,
    String(constraint.rely),
    constraint.comment,
  ]);
}
