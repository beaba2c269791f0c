/**
 * A string literal. Backslash escapes are live inside Snowflake's `'…'`, so a backslash is doubled as well as a quote.
 *
 * @see https://docs.snowflake.com/en/sql-reference/data-types-text#string-constants
 */
export function literal(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** The pattern of `LIKE` that matches exactly `value`: wildcards and the escape character itself are escaped. */
export function likePattern(value: string): string {
  return value.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}
