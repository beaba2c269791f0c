import type { Client, Row } from "../../client/client";
import { join, raw, type Sql, type StoredName, sql } from "../../sql";
import type { Definition } from "../definition";
import { showStatement } from "../names";

/** Which objects of a container are wanted. */
export interface Filter {
  /** Pattern of names: `%` for any text, `_` for one character, in either letter case. */
  readonly like?: string | undefined;
  /** What names start with, letter case counts. */
  readonly startsWith?: string | undefined;
  /** At most so many. */
  readonly limit?: number | undefined;
  /** Whether dropped ones that can still be brought back are wanted too. */
  readonly history?: boolean | undefined;
  /** Whether only those are wanted that come after no other. */
  readonly rootOnly?: boolean | undefined;
}

/** Rows that a listing is asked for at once: so many, and no more, are held at a time. */
const pageRows = 1000;

/**
 * The rows of a listing, page by page, as they are asked for. What SHOW cannot filter for a kind is filtered here.
 *
 * @param container - The names of what the objects stand in, outermost first.
 */
export async function* pagesOf(
  definition: Definition,
  client: Client,
  container: readonly StoredName[],
  filter: Filter,
): AsyncGenerator<readonly Row[]> {
  const isWanted = (row: Row) =>
    definition.lists?.(row) !== false && (row["name"] ?? "").startsWith(filter.startsWith ?? "");
  let left = filter.limit ?? Number.POSITIVE_INFINITY;
  let edge: Edge | undefined;
  while (left > 0) {
    const size = definition.lists === undefined ? Math.min(left, pageRows) : pageRows;
    const statement = pageStatement(definition, container, filter, size, edge?.name);
    const { rows } = await client.execute(statement, { writes: false });
    const wanted = rows.filter((row) => isWanted(row) && edge?.rows.has(keyOf(row)) !== true).slice(0, left);
    left -= wanted.length;
    if (wanted.length > 0) yield wanted;
    const next = definition.listing === "whole" || rows.length < size ? undefined : edgeOf(rows);
    if (next === undefined || next.name === edge?.name) return;
    edge = next;
  }
}

/** Where a page ends: the next one begins behind the first object of that name, and may repeat what is known of it. */
interface Edge {
  readonly name: string;
  readonly rows: ReadonlySet<string>;
}

function edgeOf(rows: readonly Row[]): Edge | undefined {
  const name = rows.at(-1)?.["name"];
  if (name === null || name === undefined) return undefined;
  return { name, rows: new Set(rows.filter((row) => row["name"] === name).map(keyOf)) };
}

function keyOf(row: Row): string {
  return JSON.stringify([row["database_name"], row["schema_name"], row["name"], row["created_on"]]);
}

/** `SHOW TABLES HISTORY LIKE 'A%' IN SCHEMA DB.S STARTS WITH 'A' LIMIT 1000 FROM 'AB'`. */
function pageStatement(
  definition: Definition,
  container: readonly StoredName[],
  { like, startsWith, history, rootOnly }: Filter,
  size: number,
  from: string | undefined,
): Sql {
  const plural = history === true ? `${definition.plural} HISTORY` : definition.plural;
  const show = showStatement({ plural, scope: definition.scope }, [...container, "" as StoredName], like);
  if (definition.listing === "whole") return show;
  return join([
    show,
    startsWith === undefined ? raw("") : sql`STARTS WITH ${startsWith}`,
    raw(rootOnly === true ? "ROOT ONLY" : ""),
    sql`LIMIT ${size}`,
    from === undefined ? raw("") : sql`FROM ${from}`,
  ]);
}
