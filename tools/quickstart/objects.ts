import type { LocalSnowflake } from "./local-snowflake";
import { table } from "./transcript";

/** Shows what stands in Snowflake: databases, tables, warehouses. */
export async function showObjects(snowflake: LocalSnowflake): Promise<void> {
  const databases = await snowflake.query("SHOW DATABASES");
  table(databases.map((row) => pick(row, ["name", "options", "retention_time", "comment"])));
  console.log();
  const tables = await snowflake.query("SHOW TABLES IN ACCOUNT");
  table(tables.map((row) => pick(row, ["database_name", "schema_name", "name", "cluster_by", "rows", "comment"])));
  console.log();
  const warehouses = await snowflake.query("SHOW WAREHOUSES");
  table(warehouses.map((row) => pick(row, ["name", "size", "state", "auto_suspend", "max_cluster_count", "comment"])));
}

/** Whether there is a table of that name. */
export async function hasTable(snowflake: LocalSnowflake, qualifiedName: string): Promise<boolean> {
  const tables = await snowflake.query("SHOW TABLES IN ACCOUNT");
  return tables.some((row) => `${row["database_name"]}.${row["schema_name"]}.${row["name"]}` === qualifiedName);
}

/** Shows a query and its rows, and answers them. */
export async function showRows(snowflake: LocalSnowflake, sql: string): Promise<unknown[][]> {
  const rows = await snowflake.query(sql);
  console.log(`  ${sql}\n`);
  table(rows);
  return rows.map((row) => Object.values(row));
}

function pick(row: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}
