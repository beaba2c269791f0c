import type { Client, Row, Sought } from "../client/client";
import { type Sql, type StoredName, sql } from "../sql";
import type { Definition } from "./definition";
import { containerOf, showStatement } from "./names";

/** SHOW refuses or cuts longer listings; a full page is followed by the next. */
const pageSize = 10_000;

const byName = new WeakMap<readonly Row[], ReadonlyMap<string, Row>>();

/** The row of an object in its container's listing; absent if it is not there or the role may not see it. */
export async function locate(
  definition: Definition,
  client: Client,
  name: readonly StoredName[],
  freshness: "shared" | "fresh",
): Promise<Row | undefined> {
  const wanted = name.at(-1) ?? "";
  const sought = {
    name: wanted,
    startingWith: (prefix: string) => sql`${showStatement(definition, name)} STARTS WITH ${prefix} LIMIT ${pageSize}`,
  };
  for await (const page of pages(definition, client, name, freshness, { sought })) {
    const row = indexed(page).get(wanted);
    if (row !== undefined) return row;
  }
  return undefined;
}

/** All objects of a container, from listings that concurrent callers share. */
export async function list(
  definition: Definition,
  client: Client,
  name: readonly StoredName[],
  freshness: "shared" | "fresh",
  like?: string,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const page of pages(definition, client, name, freshness, like === undefined ? {} : { like }))
    all.push(...page);
  return all;
}

async function* pages(
  definition: Definition,
  client: Client,
  name: readonly StoredName[],
  freshness: "shared" | "fresh",
  { like, sought }: { readonly like?: string; readonly sought?: Sought },
): AsyncGenerator<readonly Row[]> {
  const container = containerOf(definition, name);
  const show = sql`${showStatement(definition, name, like)} LIMIT ${pageSize}`;
  let statement: Sql = show;
  for (;;) {
    const isFirst = statement === show;
    const page = await client.listing({ container, statement, ...(isFirst && sought ? { sought } : {}) }, freshness);
    yield page;
    const last = page.at(-1)?.["name"];
    if (page.length < pageSize || last === undefined || last === null) return;
    statement = sql`${show} FROM ${last}`;
  }
}

function indexed(page: readonly Row[]): ReadonlyMap<string, Row> {
  const known = byName.get(page);
  if (known !== undefined) return known;
  const index = new Map(page.map((row) => [row["name"] ?? "", row]));
  byName.set(page, index);
  return index;
}
