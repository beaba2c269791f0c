import type { Sql } from "../sql/sql";

const MASK = "***";

/** A text with every secret taken out. Very short values are left alone: they would tear ordinary words apart. */
export function redact(text: string, secrets: Iterable<string>): string {
  let redacted = text;
  for (const secret of secrets) {
    if (secret.length >= 3) redacted = redacted.replaceAll(secret, MASK);
  }
  return redacted;
}

/**
 * The secret values of a statement, as they stand in its text and as the user wrote them: Snowflake's messages quote
 * pieces of the statement they complain about.
 */
export function secretsOf(statement: Sql): string[] {
  const pieces = statement.redacted.split(`'${MASK}'`);
  if (pieces.length === 1) return [...statement.secrets];
  const match = new RegExp(`^${pieces.map(escaped).join("('[\\s\\S]*?')")}$`).exec(statement.text);
  const literals = match?.slice(1) ?? [];
  return [...statement.secrets, ...literals.flatMap((literal) => [literal.slice(1, -1), unquoted(literal)])];
}

function unquoted(literal: string): string {
  return literal.slice(1, -1).replaceAll("''", "'").replaceAll("\\\\", "\\");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
