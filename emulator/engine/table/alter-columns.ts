import type { CatalogObject } from "../catalog/object";
import { readType } from "../query/data-type";
import type { TableColumn } from "../query/table-data";
import { columnsOf, rowsOf, setTableData } from "../query/table-data";
import { executed, status } from "../result";
import { unsupported } from "../sql-error";
import type { Context } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";
import { identifierText } from "../syntax/name";
import { policyName } from "./column";
import { sequenceDefault } from "./column-default";
import { readDefault, readMaskingPolicy } from "./column-draft";
import { readColumnTags } from "./column-tags";
import { requireNoNulls } from "./nullability";
import { refused, unknownIdentifier } from "./refusals";
import { changedType } from "./type-change";

/** What a statement does to one column. */
export type ColumnChange = (column: TableColumn, context: Context, table: CatalogObject) => TableColumn;

/** Reads `{ALTER | MODIFY} [(] [COLUMN] c action, … [)]`. */
export function readAlterColumns(cursor: Cursor): ObjectAction | undefined {
  if (!cursor.accept("ALTER") && !cursor.accept("MODIFY")) return undefined;
  const changes = cursor.atSymbol("(") ? cursor.list(() => readItem(cursor)) : [readItem(cursor)];
  while (cursor.acceptSymbol(",")) changes.push(readItem(cursor));
  return (context, table) => {
    context.access.requireOwnership(table);
    const columns = changes.reduce((before, { name, change }) => {
      if (!before.some((column) => column.name === name)) throw unknownIdentifier(identifierText(name));
      return before.map((column) => (column.name === name ? change(column, context, table) : column));
    }, columnsOf(table));
    setTableData(context, table, { columns });
    return status(executed);
  };
}

function readItem(cursor: Cursor): { name: string; change: ColumnChange } {
  cursor.accept("COLUMN");
  return { name: cursor.identifier(), change: readChange(cursor) };
}

function readChange(cursor: Cursor): ColumnChange {
  if (cursor.accept("DROP", "DEFAULT")) return dropDefault;
  if (cursor.accept("DROP", "NOT", "NULL")) return (column) => ({ ...column, nullable: true });
  if (cursor.accept("SET", "NOT", "NULL") || cursor.accept("NOT", "NULL")) return setNotNull;
  if (cursor.accept("SET", "DEFAULT")) return readSetDefault(cursor);
  if (cursor.accept("UNSET", "COMMENT")) return (column) => ({ ...column, comment: null });
  if (cursor.accept("COMMENT")) return readComment(cursor);
  if (cursor.accept("SET", "MASKING", "POLICY")) return readPolicy(cursor, "maskingPolicy");
  if (cursor.accept("SET", "PROJECTION", "POLICY")) return readPolicy(cursor, "projectionPolicy");
  if (cursor.accept("UNSET", "MASKING", "POLICY")) return ({ maskingPolicy: _, ...column }) => column;
  if (cursor.accept("UNSET", "PROJECTION", "POLICY")) return ({ projectionPolicy: _, ...column }) => column;
  const tags = readColumnTags(cursor);
  if (tags) return tags;
  if (cursor.accept("SET", "DATA")) cursor.expect("TYPE");
  else cursor.accept("TYPE");
  const type = readType(cursor);
  const collation = cursor.accept("COLLATE") ? cursor.string().toLowerCase() : undefined;
  return (column, _context, table) => changedType(column, type, collation, table);
}

function dropDefault({ identity: _, ...column }: TableColumn): TableColumn {
  if (column.default?.added) {
    throw refused(`Cannot drop the default of column '${column.name}' because it was added together with the column.`);
  }
  return { ...column, default: null };
}

function setNotNull(column: TableColumn, _context: Context, table: CatalogObject): TableColumn {
  const index = columnsOf(table).findIndex(({ name }) => name === column.name);
  requireNoNulls(
    column,
    rowsOf(table).map((row) => row[index] ?? null),
  );
  return { ...column, nullable: false };
}

/** The only default that can be set is another sequence where there is one. */
function readSetDefault(cursor: Cursor): ColumnChange {
  const expression = readDefault(cursor);
  const parts = expression.kind === "column" && expression.parts.at(-1) === "NEXTVAL" ? expression.parts : undefined;
  return (column, context, table) => {
    if (!parts || column.default?.from !== "sequence") throw unsupported("Alter Column Set Default");
    const columns = columnsOf(table).map(({ name }) => name);
    const place = { table: table.name, columns, column: column.name, type: column.type, added: false };
    return { ...column, default: sequenceDefault(context, parts.slice(0, -1), place) };
  };
}

function readComment(cursor: Cursor): ColumnChange {
  const comment = cursor.string();
  return (column) => ({ ...column, comment });
}

function readPolicy(cursor: Cursor, key: "maskingPolicy" | "projectionPolicy"): ColumnChange {
  const name = readMaskingPolicy(cursor);
  const force = cursor.accept("FORCE");
  return (column, context) => {
    if (column[key] !== undefined && !force) throw refused(`Column '${column.name}' has such a policy already.`);
    return { ...column, [key]: policyName(context, name) };
  };
}
