import { accountId } from "../catalog/catalog";
import type { Cell } from "../result";
import { compilationError, missing, SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import { requireObject, visibleChild } from "../statements/resolve";
import { containerName } from "../statements/show";
import type { Cursor } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import type { QualifiedName } from "../syntax/name";
import { qualifiedText } from "../syntax/name";
import type { DataType } from "./data-type";
import { textType } from "./data-type";
import { evaluate, noScope } from "./evaluate";
import type { Expression } from "./expression";
import { readExpression } from "./expression";
import { columnsOf, rowsOf } from "./table-data";
import { taggedObject, tagsOf } from "./tag-references";

/** What FROM gives: columns and rows. */
export interface Source {
  columns: { name: string; type: DataType; nullable: boolean }[];
  rows: readonly (readonly Cell[])[];
}

/** A source as it was read, with what it needs to be opened. */
export interface SourceClause {
  open(context: Context): Source;
  alias?: string;
}

/** Reads what follows FROM. */
export function readSource(cursor: Cursor): SourceClause {
  const table = cursor.at("TABLE") && cursor.ahead(1).value === "(";
  const open = table ? readTableFunction(cursor) : readTable(cursor);
  if (cursor.accept("AS") || (cursor.atIdentifier() && !cursor.at("LIMIT")))
    return { open, alias: cursor.identifier() };
  return { open };
}

function readTable(cursor: Cursor): SourceClause["open"] {
  const name = cursor.name(3);
  return (context) => {
    requireWarehouse(context);
    if (name.parts.at(-2) === "INFORMATION_SCHEMA") return informationSchema(context, name);
    const table = requireObject(context, { ...context.kinds.get("TABLE"), noun: "Object" }, name, "SELECT");
    context.access.require(table, "SELECT");
    return { columns: columnsOf(table), rows: rowsOf(table) };
  };
}

function readTableFunction(cursor: Cursor): SourceClause["open"] {
  cursor.expect("TABLE");
  cursor.expectSymbol("(");
  const token = cursor.token;
  const name = cursor.name(3);
  cursor.expectSymbol("(");
  const args = [readExpression(cursor)];
  while (cursor.acceptSymbol(",")) args.push(readExpression(cursor));
  cursor.expectSymbol(")");
  cursor.expectSymbol(")");
  return (context) => callTableFunction(context, name, args, token);
}

function callTableFunction(context: Context, name: QualifiedName, args: Expression[], token: Token): Source {
  const values = args.map((argument) => evaluate(argument, context, noScope).cell ?? "");
  if (name.text === "RESULT_SCAN" && values.length === 1) return resultScan(context, values[0] as string);
  if (name.parts.at(-1) === "TAG_REFERENCES" && name.parts.at(-2) === "INFORMATION_SCHEMA" && values.length === 2) {
    requireWarehouse(context);
    if (name.parts.length === 3) requireDatabase(context, name.parts[0] as string);
    return tagReferences(context, values[0] as string, values[1] as string);
  }
  const at = `error line ${token.line} at position ${token.position}`;
  throw compilationError("002141", "42601", `${at}\nUnknown table function ${name.text}`);
}

/** The rows of a former statement of the session. */
function resultScan({ results }: Context, queryId: string): Source {
  const result = results.get(queryId);
  if (!result) throw new SqlError("000709", "02000", `Statement ${queryId} not found`);
  const columns = result.columns.map(({ name, type, nullable, length, precision, scale }) => ({
    name,
    nullable,
    type: { wire: type, shown: type.toUpperCase(), length, precision, scale },
  }));
  return { columns, rows: result.rows };
}

function tagReferences(context: Context, objectName: string, domain: string): Source {
  const object = taggedObject(context, objectName, domain);
  const rows = tagsOf(context, object).map(({ tag, value, holder }) => [
    tag[0] ?? null,
    tag[1] ?? null,
    tag[2] ?? null,
    value,
    holder === object ? "MANUAL" : "INHERITED",
    holder.kind,
    containerName(context, object, "DATABASE"),
    containerName(context, object, "SCHEMA"),
    object.name,
    object.kind,
    null,
  ]);
  const names = `TAG_DATABASE TAG_SCHEMA TAG_NAME TAG_VALUE APPLY_METHOD LEVEL OBJECT_DATABASE OBJECT_SCHEMA OBJECT_NAME
    DOMAIN COLUMN_NAME`;
  return textSource(names, rows);
}

function informationSchema(context: Context, name: QualifiedName): Source {
  const [database, , view] = name.parts.length === 3 ? name.parts : [context.session.database, "", name.parts.at(-1)];
  if (database == null) throw missing("Object", name.text);
  const { id } = requireDatabase(context, database);
  const { catalog, access } = context;
  const schemas = catalog.children(id, "SCHEMA").filter((schema) => access.sees(schema));
  if (view === "SCHEMATA") {
    return textSource(
      "CATALOG_NAME SCHEMA_NAME SCHEMA_OWNER COMMENT",
      schemas.map((schema) => [
        database,
        schema.name,
        schema.owner === null ? null : catalog.get(schema.owner).name,
        schema.comment || null,
      ]),
    );
  }
  if (view === "TABLES") {
    const tables = schemas.flatMap((schema) =>
      catalog.children(schema.id, "TABLE").filter((table) => access.sees(table)),
    );
    return textSource(
      "TABLE_CATALOG TABLE_SCHEMA TABLE_NAME TABLE_OWNER TABLE_TYPE IS_TRANSIENT ROW_COUNT COMMENT",
      tables.map((table) => [
        database,
        catalog.get(table.parent).name,
        table.name,
        table.owner === null ? null : catalog.get(table.owner).name,
        "BASE TABLE",
        table.properties["transient"] === true ? "YES" : "NO",
        String(rowsOf(table).length),
        table.comment || null,
      ]),
    );
  }
  throw missing("Object", qualifiedText([database, "INFORMATION_SCHEMA", view ?? ""]));
}

function textSource(names: string, rows: Cell[][]): Source {
  return { columns: names.split(/\s+/).map((name) => ({ name, type: textType, nullable: true })), rows };
}

function requireDatabase(context: Context, name: string) {
  const found = visibleChild(context, context.catalog.account, "DATABASE", name);
  if (!found) throw missing("Database", qualifiedText([name]));
  return found;
}

/** 000606 unless the session has a warehouse; it starts when it was suspended. */
export function requireWarehouse({ session, catalog }: Context): void {
  const warehouse = session.warehouse === null ? undefined : catalog.find(accountId, "WAREHOUSE", session.warehouse);
  if (!warehouse) {
    throw new SqlError(
      "000606",
      "57P03",
      "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command.\n",
    );
  }
  if (warehouse.properties["state"] === "STARTED") return;
  if (warehouse.properties["AUTO_RESUME"] !== true) {
    throw new SqlError(
      "000607",
      "57P03",
      `Warehouse '${warehouse.name}' cannot be resumed because AUTO_RESUME is off.`,
    );
  }
  warehouse.properties["state"] = "STARTED";
  warehouse.properties["resumedOn"] = catalog.stamp();
}
