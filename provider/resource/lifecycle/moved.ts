import type { Client, Identity, Row } from "../../client/client";
import { raw, type StoredName, sql, storedName, withoutTypes } from "../../sql";
import type { Definition } from "../definition";
import { locate } from "../locate";
import { containers, nameOfRow, namesOfId } from "../names";
import { type Act, createdOnOf, renameKey } from "./context";
import type { Found } from "./evidence";

/** The most rows that SHOW lists. */
const pageSize = 10_000;

/**
 * An object that is not where the state says, found where a rename has taken it: its own, which a run of ours that was killed had
 * announced, or that of the database or schema that contained it. Name and time of creation prove that it is the same.
 */
export async function findMoved(
  act: Act,
  name: readonly StoredName[],
  createdOn: string | undefined,
  who: Identity,
): Promise<Found | undefined> {
  if (createdOn === undefined) return undefined;
  const { definition, client, context } = act;
  const intent = context.journal.find(renameKey(act, who, name));
  if (intent?.renamedTo !== undefined) {
    const found = await provenAt(definition, client, namesOfId(definition, intent.renamedTo), createdOn);
    if (found !== undefined) return found;
  }
  if (definition.scope === "account" || (await containerIsThere(definition, client, name))) return undefined;
  const own = name.at(-1) ?? storedName("");
  const key = JSON.stringify([definition.scope, ...name.slice(0, -1)]);
  const known = context.moved.get(key);
  if (known === undefined) {
    const search = searchAccount(act, own, createdOn);
    // Whoever comes meanwhile looks in the same place first.
    context.moved.set(
      key,
      search.then((found) => found?.name.slice(0, -1)).catch(() => undefined),
    );
    return search;
  }
  const container = await known;
  const found = container && (await provenAt(definition, client, [...container, own], createdOn));
  return found ?? searchAccount(act, own, createdOn);
}

async function provenAt(
  definition: Definition,
  client: Client,
  name: readonly StoredName[],
  createdOn: string,
): Promise<Found | undefined> {
  const row = await locate(definition, client, name, "shared");
  return row !== undefined && createdOnOf(row) === createdOn ? { row, name } : undefined;
}

async function containerIsThere({ scope }: Definition, client: Client, name: readonly StoredName[]): Promise<boolean> {
  if (scope === "account") return true;
  return (await locate(containers[scope], client, name.slice(0, -1), "shared")) !== undefined;
}

/** The one object of that name and time of creation in all databases, from a listing of all where there are not too many. */
async function searchAccount(
  { definition, client, operation }: Act,
  own: StoredName,
  createdOn: string,
): Promise<Found | undefined> {
  const limit = definition.listing === "whole" ? raw("") : sql` LIMIT ${pageSize}`;
  const everything = sql`SHOW ${raw(definition.plural)} IN ACCOUNT${limit}`;
  const all = await client.listing({ container: definition.plural, statement: everything }, "shared");
  // `%` and `_` in the name match themselves; a backslash would escape what follows.
  const like = withoutTypes(own).replaceAll("\\", "\\\\");
  const named = sql`SHOW ${raw(definition.plural)} LIKE ${like} IN ACCOUNT${limit}`;
  const rows = all.length < pageSize ? all : (await client.execute(named, { writes: false, operation })).rows;
  const found = rows.filter((row) => nameOfRow(definition, row) === own && createdOnOf(row) === createdOn);
  const [row] = found;
  return row === undefined || found.length > 1 ? undefined : { row, name: nameIn(definition, row, own) };
}

function nameIn({ scope }: Definition, row: Row, own: StoredName): readonly StoredName[] {
  const database = storedName(row["database_name"] ?? row["catalog_name"] ?? "");
  return scope === "database" ? [database, own] : [database, storedName(row["schema_name"] ?? ""), own];
}
