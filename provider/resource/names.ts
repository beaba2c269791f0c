import { InvalidArgumentError } from "../client/errors";
import {
  canonicalQualified,
  join,
  parseIdentifier,
  parseQualified,
  quoted,
  raw,
  type Sql,
  type StoredName,
  sql,
} from "../sql";
import type { Definition } from "./definition";
import type { Values } from "./property";

/** The properties that say which object it is, outermost first. */
export function identityKeys(definition: Pick<Definition, "scope">): readonly string[] {
  if (definition.scope === "account") return ["name"];
  return definition.scope === "database" ? ["database", "name"] : ["database", "schema", "name"];
}

/** The stored names of an object, outermost first, from canonical values. */
export function namesOf(definition: Pick<Definition, "scope">, values: Values): readonly StoredName[] {
  return identityKeys(definition).map((key) => parseIdentifier(String(values[key])));
}

/** The identity properties from a canonical qualified name (an `id`). */
export function valuesOfId(definition: Definition, id: string): Values {
  const parts = parseQualified(id);
  const keys = identityKeys(definition);
  if (parts.length !== keys.length) {
    throw new InvalidArgumentError({
      objectKind: definition.kind,
      message: `${id} is not the id of a ${definition.kind}: ${keys.join(".")} is expected`,
    });
  }
  return Object.fromEntries(keys.map((key, index) => [key, canonicalQualified(parts.slice(index, index + 1))]));
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
