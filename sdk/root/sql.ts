import { InvalidArgumentError } from "../../provider/client/errors";
import { sql as build, IdentifierError, quoted as named, parseQualified, Sql } from "../../provider/sql";
import type { Named } from "./spec";

export { raw, Sql } from "../../provider/sql";

/** What may stand in {@link sql}: text becomes a literal, numbers and booleans themselves, objects their names, SQL is put in as it is. */
export type SqlValue = string | number | boolean | Sql | Named;

/**
 * Builds a statement, or a piece of one. Strings become literals, references and details become names; SQL that was built before is put
 * in as it is.
 *
 * ```ts
 * await root.query(sql`INSERT INTO ${table} (NAME) VALUES (${"O'Neill"})`);
 * ```
 */
export function sql(texts: TemplateStringsArray, ...values: readonly SqlValue[]): Sql {
  return build(texts, ...values.map((value) => (isNamed(value) ? identifier(value.qualifiedName) : value)));
}

/**
 * A name of one to three parts, to stand in {@link sql}: `db.schema.events`, `DB.SCHEMA."my events"`.
 *
 * @throws InvalidArgumentError if it is none.
 */
export function identifier(name: string): Sql {
  try {
    const parts = parseQualified(name);
    if (parts.length <= 3) return named(...parts);
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    throw new InvalidArgumentError({ message: `${error.message}.` });
  }
  throw new InvalidArgumentError({ message: `${JSON.stringify(name)} has more than three parts.` });
}

/**
 * A name that is kept exactly as it is, in the spelling that every `name` takes: `quoted("My db")` is `"My db"` with its quotes.
 */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function isNamed(value: SqlValue): value is Named {
  return typeof value === "object" && !(value instanceof Sql);
}
