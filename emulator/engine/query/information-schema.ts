import type { CatalogObject } from "../catalog/object";
import type { Cell } from "../result";
import { missing } from "../sql-error";
import type { Context } from "../statements/context";
import { visibleChild } from "../statements/resolve";
import type { QualifiedName } from "../syntax/name";
import { qualifiedText } from "../syntax/name";
import { textType } from "./data-type";
import { columnsView } from "./information-schema-columns";
import { checkConstraintsView, tableConstraintsView } from "./information-schema-constraints";
import { schemataView, tablesView } from "./information-schema-tables";
import type { View } from "./information-schema-view";
import type { Source } from "./scope";

const views: Readonly<Record<string, View>> = {
  CHECK_CONSTRAINTS: checkConstraintsView,
  COLUMNS: columnsView,
  SCHEMATA: schemataView,
  TABLE_CONSTRAINTS: tableConstraintsView,
  TABLES: tablesView,
};

/** A view of a database about itself; it hides what the role sees through MANAGE GRANTS only. */
export function informationSchema(context: Context, name: QualifiedName): Source {
  const word = name.parts.at(-1) as string;
  const database = name.parts.length === 3 ? (name.parts[0] as string) : context.session.database;
  if (database === null) throw missing("Object", name.text);
  const container = requireDatabase(context, database);
  const view = Object.hasOwn(views, word) ? views[word] : undefined;
  if (!view) throw missing("Object", qualifiedText([database, "INFORMATION_SCHEMA", word]));
  const schemas = shown(context, context.catalog.children(container.id, "SCHEMA"));
  const tables = schemas.flatMap((schema) =>
    shown(context, context.catalog.children(schema.id, "TABLE")).map((table) => ({ database, schema, table })),
  );
  return view(context, { database, schemas, tables });
}

function shown({ access }: Context, objects: readonly CatalogObject[]): CatalogObject[] {
  return objects
    .filter((object) => access.sees(object) && (object.owner === null || access.holds(object)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Rows of text under names that are parted by blanks. */
export function textSource(names: string, rows: Cell[][]): Source {
  return { columns: names.split(/\s+/).map((name) => ({ name, type: textType, nullable: true })), rows };
}

/** The database; 002003 when there is none. */
export function requireDatabase(context: Context, name: string): CatalogObject {
  const found = visibleChild(context, context.catalog.account, "DATABASE", name);
  if (!found) throw missing("Database", qualifiedText([name]));
  return found;
}
