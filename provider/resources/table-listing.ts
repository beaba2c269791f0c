import type { Client, Row } from "../client/client";
import { ObjectMissingError } from "../client/errors";
import { containerOf } from "../resource/names";
import { quoted, raw, type Sql, type StoredName, sql } from "../sql";

/** What SHOW lists about all tables of a database at once. */
export type Listed = "COLUMNS" | "PRIMARY KEYS" | "UNIQUE KEYS" | "IMPORTED KEYS" | "EXPORTED KEYS";

/** SHOW stops here without a word. */
const mostRows = 10_000;

const byTable = new WeakMap<readonly Row[], ReadonlyMap<string, readonly Row[]>>();

/**
 * The rows about one table from a listing that it shares with the others of its database. What does not fit into one listing is
 * asked for its schema, and then for the table itself: a listing that was cut short is whole for every table but its last one.
 */
export async function rowsAbout(
  what: Listed,
  client: Client,
  name: readonly StoredName[],
  freshness: "shared" | "fresh",
): Promise<readonly Row[]> {
  const container = containerOf({ plural: "TABLES" }, name);
  const [database, schema = "", table = ""] = name as readonly string[];
  const wanted = pathOf(schema, table);
  const show = (...scope: readonly string[]): Sql =>
    sql`SHOW ${raw(what)} IN ${raw(["DATABASE", "SCHEMA", "TABLE"][scope.length - 1] ?? "")} ${quoted(...(scope as StoredName[]))}`;
  const narrow = (paths: readonly (readonly string[])[]): Sql | undefined => {
    const schemas = new Set(paths.map(([inSchema]) => inSchema));
    const tables = new Set(paths.map(([inSchema = "", one = ""]) => pathOf(inSchema, one)));
    const [inSchema = "", one = ""] = paths[0] ?? [];
    if (tables.size === 1) return show(database ?? "", inSchema, one);
    return schemas.size === 1 ? show(database ?? "", inSchema) : undefined;
  };
  for (const scope of [[database ?? ""], [database ?? "", schema]]) {
    const sought = { path: [schema, table], narrow };
    const rows = await client.listing({ container, statement: show(...scope), sought }, freshness).catch(noneIfMissing);
    const found = indexed(what, rows).get(wanted) ?? [];
    if (rows.length < mostRows) return found;
    const last = rows.at(-1);
    if (found.length > 0 && (last === undefined || tableOf(what, last) !== wanted) && isGrouped(what, rows))
      return found;
  }
  return client.listing({ container, statement: show(database ?? "", schema, table) }, freshness);
}

function indexed(what: Listed, rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const known = byTable.get(rows);
  if (known !== undefined) return known;
  const index = new Map<string, Row[]>();
  for (const row of rows) {
    const table = tableOf(what, row);
    const group = index.get(table);
    if (group === undefined) index.set(table, [row]);
    else group.push(row);
  }
  byTable.set(rows, index);
  return index;
}

/** Only where the rows of each table stand together does a cut show which one it struck. */
function isGrouped(what: Listed, rows: readonly Row[]): boolean {
  const groups = rows.filter(
    (row, index) => index === 0 || tableOf(what, row) !== tableOf(what, rows[index - 1] ?? {}),
  );
  return groups.length === indexed(what, rows).size;
}

function tableOf(what: Listed, row: Row): string {
  const prefix = what === "IMPORTED KEYS" ? "fk_" : what === "EXPORTED KEYS" ? "pk_" : "";
  return pathOf(row[`${prefix}schema_name`] ?? "", row[`${prefix}table_name`] ?? "");
}

function pathOf(schema: string, table: string): string {
  return `${schema}\u0000${table}`;
}

function noneIfMissing(error: unknown): readonly Row[] {
  if (error instanceof ObjectMissingError) return [];
  throw error;
}
