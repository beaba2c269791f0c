import type { Cell } from "../result";
import { missing } from "../sql-error";
import type { Context } from "../statements/context";
import { visibleChild } from "../statements/resolve";
import type { QualifiedName } from "../syntax/name";
import { qualifiedText } from "../syntax/name";
import { textType } from "./data-type";
import type { Source } from "./scope";
import { rowsOf } from "./table-data";

/** A view of a database about itself. */
export function informationSchema(context: Context, name: QualifiedName): Source {
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

/** Rows of text under names that are parted by blanks. */
export function textSource(names: string, rows: Cell[][]): Source {
  return { columns: names.split(/\s+/).map((name) => ({ name, type: textType, nullable: true })), rows };
}

/** The database; 002003 when there is none. */
export function requireDatabase(context: Context, name: string) {
  const found = visibleChild(context, context.catalog.account, "DATABASE", name);
  if (!found) throw missing("Database", qualifiedText([name]));
  return found;
}
