import { tags } from "../resource/tags";
import { isUnknown } from "../resource/unknown";
import { join, parseQualified, quoted, raw, type Sql, type StoredName, sql } from "../sql";
import type { CanonicalColumn } from "./column";
import { absoluteDefault } from "./relative-names";

/** The column as it stands in CREATE TABLE and ADD COLUMN. */
export function columnClause(column: CanonicalColumn, table?: readonly StoredName[]): Sql {
  const { autoincrement: numbers, maskingPolicy: masked, projectionPolicy: projected } = column;
  return join([
    quotedColumn(column.name),
    raw(column.type),
    column.as === undefined ? raw("") : sql`AS (${raw(column.as)})`,
    raw(column.nullable === false ? "NOT NULL" : ""),
    column.collate === undefined ? raw("") : sql`COLLATE ${column.collate}`,
    column.default === undefined ? raw("") : sql`DEFAULT ${raw(absoluteDefault(column.default, table))}`,
    numbers === undefined ? raw("") : numbersClause(numbers),
    masked === undefined ? raw("") : sql`WITH MASKING POLICY ${maskingClause(masked)}`,
    projected === undefined ? raw("") : sql`WITH PROJECTION POLICY ${raw(projected)}`,
    column.tags === undefined ? raw("") : sql`WITH TAG (${tags.write(column.tags)})`,
    column.comment === undefined ? raw("") : sql`COMMENT ${column.comment}`,
  ]);
}

/** A policy and the columns that it is given. */
export function maskingClause({ policy, using }: NonNullable<CanonicalColumn["maskingPolicy"]>): Sql {
  return using === undefined ? raw(policy) : sql`${raw(policy)} USING (${columnList(using)})`;
}

/** The name of a column in a statement. */
export function quotedColumn(name: string): Sql {
  return isUnknown(name) ? raw("<column>") : quoted(...parseQualified(name));
}

/** Names of columns with commas between them. */
export function columnList(names: readonly string[]): Sql {
  return join(names.map(quotedColumn), ", ");
}

function numbersClause({ start, increment, order }: NonNullable<CanonicalColumn["autoincrement"]>): Sql {
  const ordered = order === undefined ? "" : order ? " ORDER" : " NOORDER";
  return sql`AUTOINCREMENT START ${start} INCREMENT ${increment}${raw(ordered)}`;
}
