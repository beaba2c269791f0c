import type { Client, Row } from "../client/client";
import { ObjectMissingError } from "../client/errors";
import { quoted, type Sql, type StoredName, sql, storedName } from "../sql";

const systemSchemas = new Set(["PUBLIC", "INFORMATION_SCHEMA"]);

/**
 * What a drop of a database would take along: its schemas, and what stands in PUBLIC, with numbers of rows. An empty PUBLIC and
 * INFORMATION_SCHEMA come with every database and do not count.
 */
export async function databaseContents(client: Client, name: readonly StoredName[]): Promise<readonly string[]> {
  const [schemas, inPublic] = await Promise.all([
    read(client, sql`SHOW TERSE SCHEMAS IN DATABASE ${quoted(...name)}`),
    schemaContents(client, [...name, storedName("PUBLIC")], "PUBLIC."),
  ]);
  const foreign = schemas.map(nameOf).filter((schema) => !systemSchemas.has(schema));
  if (foreign.length === 0) return inPublic;
  const objects = await read(client, sql`SHOW OBJECTS IN DATABASE ${quoted(...name)} LIMIT 10000`);
  const summaries = foreign.map((schema) => {
    const inside = objects.filter((row) => row["schema_name"] === schema);
    return `schema ${schema}${summary(inside)}`;
  });
  return [...summaries, ...inPublic];
}

/**
 * What a drop of a schema would take along, each with its number of rows. DESCRIBE SCHEMA names whatever stands in it; how much it
 * holds is asked only if there is something.
 *
 * @param prefix - What stands before each name.
 */
export async function schemaContents(
  client: Client,
  name: readonly StoredName[],
  prefix = "",
): Promise<readonly string[]> {
  const described = await read(client, sql`DESCRIBE SCHEMA ${quoted(...name)}`).catch(noneIfMissing);
  if (described.length === 0) return [];
  const objects = await read(client, sql`SHOW OBJECTS IN SCHEMA ${quoted(...name)} LIMIT 10000`);
  const rows = new Map(objects.map((row) => [nameOf(row), rowsOf(row)]));
  return described.map((row) => {
    const kind = (row["kind"] ?? "object").toLowerCase().replaceAll("_", " ");
    return `${kind} ${prefix}${nameOf(row)}${rows.get(nameOf(row)) ?? ""}`;
  });
}

async function read(client: Client, statement: Sql): Promise<readonly Row[]> {
  return (await client.execute(statement, { writes: false })).rows;
}

function nameOf(row: Row): string {
  return row["name"] ?? "";
}

function summary(objects: readonly Row[]): string {
  if (objects.length === 0) return "";
  const rows = objects.reduce((sum, row) => sum + Number(row["rows"] ?? 0), 0);
  return ` with ${objects.length} ${objects.length === 1 ? "table or view" : "tables and views"}, ${rows} rows`;
}

function rowsOf(row: Row): string {
  const rows = row["rows"];
  return rows === null || rows === undefined || rows === "" ? "" : ` with ${rows} ${rows === "1" ? "row" : "rows"}`;
}

function noneIfMissing(error: unknown): readonly Row[] {
  if (error instanceof ObjectMissingError) return [];
  throw error;
}
