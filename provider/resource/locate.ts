import type { Client, Row } from "../client/client";
import { ObjectMissingError } from "../client/errors";
import { commonPrefix } from "../client/listings";
import { type Sql, type StoredName, sql, withoutTypes } from "../sql";
import type { Definition } from "./definition";
import { containerOf, nameOfRow, showStatement } from "./names";

/** SHOW refuses or cuts longer listings; a full page is followed by the next. */
const pageSize = 10_000;

/** What a listing needs to know of a kind. */
type Listable = Pick<Definition, "plural" | "scope" | "lists" | "listing" | "overloads">;

const byPath = new WeakMap<readonly Row[], ReadonlyMap<string, Row>>();

/** The row of an object in a listing; absent if it is not there, its container included, or the role may not see it. */
export async function locate(
  definition: Listable,
  client: Client,
  name: readonly StoredName[],
  freshness: "shared" | "fresh",
): Promise<Row | undefined> {
  const wanted = pathOf(definition, name.at(-2), name.at(-1));
  try {
    for await (const page of pagesAbout(definition, client, name, freshness)) {
      const row = indexed(definition, page).get(wanted);
      if (row !== undefined) return definition.lists?.(row) === false ? undefined : row;
    }
    return undefined;
  } catch (error) {
    if (error instanceof ObjectMissingError) return undefined;
    throw error;
  }
}

/** All objects of a container, from listings that concurrent callers share. */
export async function list(
  definition: Listable,
  client: Client,
  name: readonly StoredName[],
  freshness: "shared" | "fresh",
  like?: string,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  const show = showStatement(definition, name, like);
  for await (const page of pages(definition, client, name, freshness, show))
    all.push(...page.filter((row) => definition.lists?.(row) !== false));
  return all;
}

/**
 * Listings until one holds the object. What stands in a schema is looked for in its whole database first: objects of many
 * schemas then share one statement. Only a database of more than a page is listed schema by schema.
 */
async function* pagesAbout(
  definition: Listable,
  client: Client,
  name: readonly StoredName[],
  freshness: "shared" | "fresh",
): AsyncGenerator<readonly Row[]> {
  const [database, schema = "", own = ""] = name;
  if (definition.scope !== "schema" || database === undefined) {
    const show = showStatement(definition, name);
    const narrow = (paths: readonly (readonly string[])[]) => startingAlike(show, paths.flat());
    yield* pages(definition, client, name, freshness, show, { path: [name.at(-1) ?? ""], narrow });
    return;
  }
  const wide = showStatement({ ...definition, scope: "database" }, [database, own as StoredName]);
  if (definition.listing === "whole") {
    yield* wholes(definition, client, name, freshness, wide);
    return;
  }
  const narrow = (paths: readonly (readonly string[])[]) => {
    const names = paths.map(([, last = ""]) => last);
    const [first = "", ...others] = new Set(paths.map(([inSchema = ""]) => inSchema));
    if (others.length > 0) return startingAlike(wide, names);
    const show = showStatement(definition, [database, first as StoredName, own as StoredName]);
    return startingAlike(show, names) ?? sql`${show} LIMIT ${pageSize}`;
  };
  const statement = sql`${wide} LIMIT ${pageSize}`;
  const container = containerOf(definition, name);
  const page = await client.listing({ container, statement, sought: { path: [schema, own], narrow } }, freshness);
  yield page;
  if (page.length >= pageSize) yield* pages(definition, client, name, freshness, showStatement(definition, name));
}

/** Listings that SHOW cannot take apart: what is cut off in one is asked for in a narrower one. */
async function* wholes(
  definition: Listable,
  client: Client,
  name: readonly StoredName[],
  freshness: "shared" | "fresh",
  wide: Sql,
): AsyncGenerator<readonly Row[]> {
  const own = withoutTypes(name.at(-1) ?? ("" as StoredName));
  const container = containerOf(definition, name);
  // `%` and `_` in the name match themselves; a backslash would escape what follows.
  const like = own.replaceAll("\\", "\\\\");
  const [database = "" as StoredName] = name;
  const narrow = (paths: readonly (readonly string[])[]) => {
    const schemas = new Set(paths.map(([inSchema]) => inSchema));
    const [[inSchema = ""] = []] = paths;
    return schemas.size === 1 ? showStatement(definition, [database, inSchema as StoredName, own]) : undefined;
  };
  const sought = { path: [name[1] ?? "", own], narrow };
  for (const [index, statement] of [
    wide,
    showStatement(definition, name),
    showStatement(definition, name, like),
  ].entries()) {
    const page = await client.listing({ container, statement, ...(index === 0 ? { sought } : {}) }, freshness);
    yield page;
    if (page.length < pageSize) return;
  }
}

async function* pages(
  definition: Listable,
  client: Client,
  name: readonly StoredName[],
  freshness: "shared" | "fresh",
  show: Sql,
  sought?: Parameters<Client["listing"]>[0]["sought"],
): AsyncGenerator<readonly Row[]> {
  const container = containerOf(definition, name);
  if (definition.listing === "whole") {
    yield await client.listing({ container, statement: show }, freshness);
    return;
  }
  const whole = sql`${show} LIMIT ${pageSize}`;
  let statement = whole;
  for (;;) {
    const isFirst = statement === whole;
    const page = await client.listing({ container, statement, ...(isFirst && sought ? { sought } : {}) }, freshness);
    yield page;
    const last = page.at(-1)?.["name"];
    if (page.length < pageSize || last === undefined || last === null) return;
    statement = sql`${whole} FROM ${last}`;
  }
}

/** The part of a listing in which all names start as these do; absent if they have nothing in common. */
function startingAlike(show: Sql, names: readonly string[]): Sql | undefined {
  const prefix = commonPrefix(names);
  return prefix === "" ? undefined : sql`${show} STARTS WITH ${prefix} LIMIT ${pageSize}`;
}

function indexed(definition: Listable, page: readonly Row[]): ReadonlyMap<string, Row> {
  const known = byPath.get(page);
  if (known !== undefined) return known;
  const index = new Map(page.map((row) => [pathOf(definition, row["schema_name"], nameOfRow(definition, row)), row]));
  byPath.set(page, index);
  return index;
}

/** What tells an object from the others of one listing. */
function pathOf({ scope }: Listable, schema: string | null | undefined, name: string | null | undefined): string {
  return scope === "schema" ? `${schema}\u0000${name}` : (name ?? "");
}
