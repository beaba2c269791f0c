import type { Row } from "../../provider/client/client";
import { InvalidArgumentError, ObjectMissingError } from "../../provider/client/errors";
import {
  canonicalQualified,
  IdentifierError,
  join,
  parseQualified,
  quoted,
  raw,
  type Sql,
  type StoredName,
  sql,
  storedName,
} from "../../provider/sql";

type Tags = Readonly<Record<string, string>>;

/** `ALTER TABLE DB.S.T SET TAG DB.S.COST_CENTER = '4711'`. */
export function setTags(noun: string, name: Sql, tags: Tags): Sql {
  refuseNone(Object.keys(tags));
  const settings = Object.entries(tags).map(([tag, value]) => sql`${tagName(tag)} = ${value}`);
  return sql`ALTER ${raw(noun)} ${name} SET TAG ${join(settings, ", ")}`;
}

/** `ALTER TABLE DB.S.T UNSET TAG DB.S.COST_CENTER`. */
export function unsetTags(noun: string, name: Sql, tags: readonly string[]): Sql {
  refuseNone(tags);
  return sql`ALTER ${raw(noun)} ${name} UNSET TAG ${join(tags.map(tagName), ", ")}`;
}

/**
 * The statement that tells all tags of an object.
 *
 * @param database - Whose INFORMATION_SCHEMA is asked: each knows the tags of the whole account.
 */
export function allTags(noun: string, names: readonly StoredName[], database: StoredName): Sql {
  const view = quoted(database, storedName("INFORMATION_SCHEMA"));
  const object = quoted(...names).text;
  return sql`SELECT TAG_DATABASE, TAG_SCHEMA, TAG_NAME, TAG_VALUE FROM TABLE(${view}.TAG_REFERENCES(${object}, ${noun}))`;
}

/** `SHOW DATABASES`, as many as it takes to find one whose INFORMATION_SCHEMA can be asked. */
export const someDatabases: Sql = sql`SHOW DATABASES LIMIT 100`;

/**
 * A database that can be asked for the tags of what stands in none.
 *
 * @throws ObjectMissingError if the role sees none.
 */
export function databaseToAsk(rows: readonly Row[]): StoredName {
  const names = rows.flatMap(({ name, origin }) => (name && !origin ? [storedName(name)] : []));
  const [database] = names;
  if (database !== undefined) return database;
  throw new ObjectMissingError({
    message:
      "Tags are asked for in the INFORMATION_SCHEMA of a database, and the role sees no database. Grant it USAGE on one.",
  });
}

/** What that statement has answered, by qualified tag name. */
export function tagsOf(rows: readonly Row[]): Tags {
  const entries = rows.map((row) => {
    const parts = [row["TAG_DATABASE"], row["TAG_SCHEMA"], row["TAG_NAME"]].map((part) => storedName(part ?? ""));
    return [canonicalQualified(parts), row["TAG_VALUE"] ?? ""] as const;
  });
  return Object.fromEntries(entries);
}

function refuseNone(tags: readonly string[]): void {
  if (tags.length === 0) throw new InvalidArgumentError({ message: "No tag is given. Nothing was sent." });
}

/** @throws InvalidArgumentError unless it is a qualified name. */
function tagName(tag: string): Sql {
  try {
    const parts = parseQualified(tag);
    if (parts.length === 3) return quoted(...parts);
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    throw new InvalidArgumentError({ message: `The tag ${JSON.stringify(tag)} is not a name: ${error.message}.` });
  }
  throw new InvalidArgumentError({
    message: `The tag ${JSON.stringify(tag)} needs its database and schema: "DB.SCHEMA.${tag}".`,
  });
}
