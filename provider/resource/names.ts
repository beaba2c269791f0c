import type { Row } from "../client/client";
import { InvalidArgumentError } from "../client/errors";
import {
  canonicalName,
  canonicalQualified,
  join,
  overloaded,
  parseIdentifier,
  parseQualified,
  quoted,
  raw,
  type Sql,
  type StoredName,
  splitTypes,
  sql,
  withoutTypes,
} from "../sql";
import type { Definition } from "./definition";
import type { Values } from "./property";

/** The properties that say which object it is, outermost first. */
export function identityKeys(definition: Pick<Definition, "scope">): readonly string[] {
  const all = ["database", "schema", "stage"];
  return [...all.slice(0, all.indexOf(definition.scope) + 1), "name"];
}

/** The stored names of an object, outermost first, from canonical values; with the types of its arguments where they tell it apart. */
export function namesOf(
  { scope, overloads }: Pick<Definition, "scope" | "overloads">,
  values: Values,
): readonly StoredName[] {
  const names = identityKeys({ scope }).map((key) => parseIdentifier(String(values[key])));
  return overloads === undefined ? names : withTypes(names, overloads.types(values));
}

/** The stored names in a canonical qualified name (an `id`). */
export function namesOfId({ overloads }: Pick<Definition, "overloads">, id: string): readonly StoredName[] {
  const taken = overloads === undefined ? undefined : splitTypes(id);
  if (overloads === undefined || taken === undefined) return parseQualified(id);
  return withTypes(parseQualified(taken.name), overloads.canonical(taken.types));
}

/** The identity properties from a canonical qualified name (an `id`). */
export function valuesOfId(definition: Definition, id: string): Values {
  const names = namesOfId(definition, id);
  if (names.length === identityKeys(definition).length) return identityOf(definition, names);
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    message: `${id} is not the id of a ${definition.kind}: ${identityKeys(definition).join(".")} is expected`,
  });
}

/** The identity properties from stored names. */
export function identityOf(definition: Pick<Definition, "scope">, names: readonly StoredName[]): Values {
  const keys = identityKeys(definition);
  return Object.fromEntries(names.map((name, index) => [keys[index], canonicalName(withoutTypes(name))]));
}

/** An object's own name in a row of SHOW, as {@link namesOf} has it. */
export function nameOfRow({ overloads }: Pick<Definition, "overloads">, row: Row): StoredName {
  const own = (row["name"] ?? "") as StoredName;
  return overloads === undefined ? own : overloaded(own, overloads.ofRow(row));
}

function withTypes(names: readonly StoredName[], types: string): readonly StoredName[] {
  return [...names.slice(0, -1), ...names.slice(-1).map((own) => overloaded(own, types))];
}

/** `Warehouse LOADING`, for messages. */
export function called(definition: Pick<Definition, "kind">, name: readonly StoredName[]): string {
  return `${definition.kind} ${canonicalQualified(name)}`;
}

/**
 * The part of the account in which statements about such objects share their listings: a whole database for what stands in its
 * schemas.
 */
export function containerOf(definition: Pick<Definition, "plural">, name: readonly StoredName[]): string {
  return [definition.plural, ...name.slice(0, -1).slice(0, 1)].join("\u0000");
}

/** The kinds of containers, as far as looking for one goes: the listing of what contains an object of such a scope. */
export const containers = {
  database: { kind: "Database", noun: "DATABASE", plural: "DATABASES", scope: "account" },
  schema: { kind: "Schema", noun: "SCHEMA", plural: "SCHEMAS", scope: "database" },
  stage: { kind: "Stage", noun: "STAGE", plural: "STAGES", scope: "schema", listing: "whole" },
} as const;

/** `SHOW WAREHOUSES`, or `SHOW TABLES LIKE 'A%' IN SCHEMA DB.S`, of the container of an object. */
export function showStatement(
  definition: Pick<Definition, "plural" | "scope">,
  name: readonly StoredName[],
  like?: string,
): Sql {
  const container = name.slice(0, -1);
  return join([
    raw(`SHOW ${definition.plural}`),
    like === undefined ? raw("") : sql`LIKE ${like}`,
    definition.scope === "account" ? raw("") : sql`IN ${raw(definition.scope.toUpperCase())} ${quoted(...container)}`,
  ]);
}
