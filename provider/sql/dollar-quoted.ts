import { literal } from "./literal";
import { Sql } from "./sql";

/**
 * Text between `$$` and `$$`, as people like to read a body: nothing inside is escaped. Text that holds `$$`, or ends in a `$`
 * that would be taken for one of the closing two, becomes a literal in single quotes.
 *
 * @see https://docs.snowflake.com/en/sql-reference/data-types-text#dollar-quoted-string-constants
 */
export function dollarQuoted(text: string): Sql {
  return new Sql(text.includes("$$") || text.endsWith("$") ? literal(text) : `$$${text}$$`);
}
