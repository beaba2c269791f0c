import type { Client, Row } from "../client/client";
import { ObjectMissingError } from "../client/errors";
import { quoted, type StoredName, sql, storedName } from "../sql";

const systemSchemas = new Set(["PUBLIC", "INFORMATION_SCHEMA"]);

/**
 * What a drop of a database would take along: its schemas, and what stands in PUBLIC, with numbers of rows. An empty PUBLIC and
 * INFORMATION_SCHEMA come with every database and do not count.
 */
export async function databaseContents(client: Client, name: readonly StoredName[]): Promise<readonly string[]> {
  const database = quoted(...name);
  const read = async (statement: ReturnType<typeof sql>) => (await client.execute(statement, { writes: false })).rows;
  const [schemas, objects, inPublic] = await Promise.all([
    read(sql`SHOW TERSE SCHEMAS IN DATABASE ${database}`),
    read(sql`SHOW OBJECTS IN DATABASE ${database}`),
    // SHOW OBJECTS knows tables and views; DESCRIBE SCHEMA names whatever else stands in one.
    read(sql`DESCRIBE SCHEMA ${quoted(...name, storedName("PUBLIC"))}`).catch(noneIfMissing),
  ]);
  const foreign = schemas.map(nameOf).filter((schema) => !systemSchemas.has(schema));
  const inSchema = (schema: string) => objects.filter((row) => row["schema_name"] === schema);
  const known = new Set(inSchema("PUBLIC").map(nameOf));
  const others = inPublic
    .filter((row) => !known.has(nameOf(row)))
    .map((row) => `${(row["kind"] ?? "object").toLowerCase()} PUBLIC.${nameOf(row)}`);
  return [
    ...foreign.map((schema) => `schema ${schema}${summary(inSchema(schema))}`),
    ...inSchema("PUBLIC").map(
      (row) => `${(row["kind"] ?? "object").toLowerCase()} PUBLIC.${nameOf(row)}${rowsOf(row)}`,
    ),
    ...others,
  ];
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
