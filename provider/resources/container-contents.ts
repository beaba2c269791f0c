import type { Client, Row } from "../client/client";
import { ObjectMissingError, SqlError } from "../client/errors";
import { quoted, raw, type Sql, type StoredName, sql, storedName } from "../sql";

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

/** What else stands in schemas, beside the tables and views that DESCRIBE SCHEMA is said to name. */
const others = [
  "STAGES",
  "PROCEDURES",
  "USER FUNCTIONS",
  "TASKS",
  "STREAMS",
  "PIPES",
  "SEQUENCES",
  "FILE FORMATS",
  "IMAGE REPOSITORIES",
  "SERVICES",
  "TAGS",
] as const;

/** SHOW stops here, or refuses to list more. */
const mostRows = 10_000;

/** An account may lack a feature, and then has no such objects. */
const unsupported = "000002";

/**
 * What a drop of a schema would take along, each with its number of rows. How much a table holds is asked only if there is something;
 * what is no table or view only if there is none, since one is enough to refuse the drop.
 *
 * @param prefix - What stands before each name.
 */
export async function schemaContents(
  client: Client,
  name: readonly StoredName[],
  prefix = "",
): Promise<readonly string[]> {
  const described = await read(client, sql`DESCRIBE SCHEMA ${quoted(...name)}`).catch(noneIfMissing);
  if (described.length === 0) return otherContents(client, name, prefix);
  const objects = await read(client, sql`SHOW OBJECTS IN SCHEMA ${quoted(...name)} LIMIT 10000`);
  const rows = new Map(objects.map((row) => [nameOf(row), rowsOf(row)]));
  return described.map((row) => {
    const kind = (row["kind"] ?? "object").toLowerCase().replaceAll("_", " ");
    return `${kind} ${prefix}${nameOf(row)}${rows.get(nameOf(row)) ?? ""}`;
  });
}

function singular(plural: string): string {
  return plural
    .toLowerCase()
    .replace(/^user /, "")
    .replace(/ies$/, "y")
    .replace(/s$/, "");
}

/** What is neither a table nor a view. */
async function otherContents(client: Client, name: readonly StoredName[], prefix: string): Promise<readonly string[]> {
  const [database, schema] = name;
  const found = await Promise.all(
    others.map(async (plural) => {
      const rows = await rowsOfSchema(client, plural, name);
      const inside = rows.filter(
        (row) => (row["database_name"] ?? row["catalog_name"]) === database && row["schema_name"] === schema,
      );
      return inside.map((row) => `${singular(plural)} ${prefix}${nameOf(row)}`);
    }),
  );
  return found.flat();
}

/** A listing that schemas which go at the same time share; where it would be too long, one of the schema alone. */
async function rowsOfSchema(client: Client, plural: string, name: readonly StoredName[]): Promise<readonly Row[]> {
  const alone = sql`SHOW ${raw(plural)} IN SCHEMA ${quoted(...name)}`;
  const narrow = (paths: readonly (readonly string[])[]) => {
    const [databases, schemas] = [
      new Set(paths.map(([one]) => one)),
      new Set(paths.map((path) => path.join("\u0000"))),
    ];
    if (schemas.size === 1) return alone;
    return databases.size === 1 ? sql`SHOW ${raw(plural)} IN DATABASE ${quoted(...name.slice(0, 1))}` : undefined;
  };
  const listing = {
    container: "what stands in schemas",
    statement: sql`SHOW ${raw(plural)} IN ACCOUNT`,
    sought: { path: name, narrow },
  };
  try {
    const rows = await client.listing(listing, "fresh");
    if (rows.length < mostRows) return rows;
  } catch (error) {
    if (!(error instanceof SqlError) && !(error instanceof ObjectMissingError)) throw error;
  }
  return read(client, alone).catch(noneIfUnsupported);
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

function noneIfUnsupported(error: unknown): readonly Row[] {
  if (error instanceof SqlError && error.code === unsupported) return [];
  return noneIfMissing(error);
}

function noneIfMissing(error: unknown): readonly Row[] {
  if (error instanceof ObjectMissingError) return [];
  throw error;
}
