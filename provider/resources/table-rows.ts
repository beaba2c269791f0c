import type { Row } from "../client/client";
import type { Contents } from "../resource/definition";

/** Whether a row of SHOW TABLES says that the table holds no rows. A number that it does not tell is none. */
export function isEmpty(row: Row): boolean {
  return row["rows"] === "0";
}

/** How many rows a table holds, in words: `12 rows`. */
export function rowsIn(row: Row): string {
  const rows = row["rows"] ?? undefined;
  if (rows === undefined || rows === "") return "rows that SHOW TABLES does not count";
  return `${rows} ${rows === "1" ? "row" : "rows"}`;
}

/** What there is to lose with a table. */
export function rowsOf(row: Row): Contents {
  return isEmpty(row) ? [] : [rowsIn(row)];
}
