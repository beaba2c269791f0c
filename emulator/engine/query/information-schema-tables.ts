import type { CatalogObject } from "../catalog/object";
import { retentionDays } from "../catalog/parameters";
import { ownerName } from "../statements/show-columns";
import { clusterText, isReclustered } from "../table/clustering";
import type { Placed, ViewColumn } from "./information-schema-view";
import { number, text, time, unused, viewOf, yesNo } from "./information-schema-view";
import { lastDdl, rowsOf } from "./table-data";

/** https://docs.snowflake.com/en/sql-reference/info-schema/tables */
export const tablesView = viewOf<Placed>(
  [
    ...placeColumns(),
    text("TABLE_OWNER", ({ table }, context) => ownerName(context, table) || null),
    text("TABLE_TYPE", ({ table }) => (table.kind === "VIEW" ? "VIEW" : "BASE TABLE")),
    yesNo("IS_TRANSIENT", ({ table }) => table.properties["transient"] === true),
    text("CLUSTERING_KEY", ({ table }) => clusterText(table) || null),
    number("ROW_COUNT", ({ table }) => ofTable(table, () => rowsOf(table).length)),
    number("BYTES", ({ table }) => ofTable(table, () => rowsOf(table).length * 1024)),
    number("RETENTION_TIME", ({ table }, { catalog }) => ofTable(table, () => retentionDays(catalog, table))),
    ...unused<Placed>(
      "SELF_REFERENCING_COLUMN_NAME",
      "REFERENCE_GENERATION",
      "USER_DEFINED_TYPE_CATALOG",
      "USER_DEFINED_TYPE_SCHEMA",
      "USER_DEFINED_TYPE_NAME",
    ),
    yesNo("IS_INSERTABLE_INTO", () => true),
    yesNo("IS_TYPED", () => true),
    ...unused<Placed>("COMMIT_ACTION"),
    time("CREATED", ({ table }) => table.createdOn),
    time("LAST_ALTERED", ({ table }) => table.updatedOn),
    time("LAST_DDL", ({ table }) => lastDdl(table)),
    ...unused<Placed>("LAST_DDL_BY"),
    yesNo("AUTO_CLUSTERING_ON", ({ table }) => isReclustered(table)),
    text("COMMENT", ({ table }) => table.comment || null),
    ...["IS_TEMPORARY", "IS_ICEBERG", "IS_DYNAMIC", "IS_IMMUTABLE", "IS_HYBRID"].map((name) =>
      yesNo<Placed>(name, () => false),
    ),
  ],
  ({ tables }) => tables,
);

interface PlacedSchema {
  database: string;
  schema: CatalogObject;
}

/** https://docs.snowflake.com/en/sql-reference/info-schema/schemata */
export const schemataView = viewOf<PlacedSchema>(
  [
    text("CATALOG_NAME", ({ database }) => database),
    text("SCHEMA_NAME", ({ schema }) => schema.name),
    text("SCHEMA_OWNER", ({ schema }, context) => ownerName(context, schema) || null),
    yesNo("IS_TRANSIENT", ({ schema }) => schema.properties["transient"] === true),
    yesNo("IS_MANAGED_ACCESS", ({ schema }) => schema.properties["managedAccess"] === true),
    number("RETENTION_TIME", ({ schema }, { catalog }) => retentionDays(catalog, schema)),
    ...unused<PlacedSchema>(
      "DEFAULT_CHARACTER_SET_CATALOG",
      "DEFAULT_CHARACTER_SET_SCHEMA",
      "DEFAULT_CHARACTER_SET_NAME",
      "SQL_PATH",
    ),
    time("CREATED", ({ schema }) => schema.createdOn),
    time("LAST_ALTERED", ({ schema }) => schema.updatedOn),
    text("COMMENT", ({ schema }) => schema.comment || null),
  ],
  ({ database, schemas }) => schemas.map((schema) => ({ database, schema })),
);

/** The three names of a table. */
export function placeColumns<T extends Placed>(): ViewColumn<T>[] {
  return [
    text("TABLE_CATALOG", ({ database }) => database),
    text("TABLE_SCHEMA", ({ schema }) => schema.name),
    text("TABLE_NAME", ({ table }) => table.name),
  ];
}

function ofTable(table: CatalogObject, value: () => number): number | null {
  return table.kind === "TABLE" ? value() : null;
}
