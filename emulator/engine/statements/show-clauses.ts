import { invalidParameterValue, SqlError } from "../sql-error";
import type { Cursor } from "../syntax/cursor";
import { likeMatcher } from "./like";

/** The clauses of SHOW that choose rows by name. */
export interface ShowClauses {
  like?: string;
  startsWith?: string;
  limit?: { count: number; from?: string };
}

const mostRows = 10_000;

/** Reads `LIKE 's'`. */
export function readLike(cursor: Cursor): Pick<ShowClauses, "like"> {
  return cursor.accept("LIKE") ? { like: cursor.string() } : {};
}

/** Reads `STARTS WITH 's' LIMIT n FROM 's'`, and in between what the kind has there. */
export function readPaging(cursor: Cursor, between?: () => void): Pick<ShowClauses, "startsWith" | "limit"> {
  const clauses: Pick<ShowClauses, "startsWith" | "limit"> = {};
  if (cursor.accept("STARTS", "WITH")) clauses.startsWith = cursor.string();
  between?.();
  if (!cursor.accept("LIMIT")) return clauses;
  const count = cursor.integer();
  clauses.limit = cursor.accept("FROM") ? { count, from: cursor.string() } : { count };
  return clauses;
}

/** Reads `[LIMIT n]`, of a SHOW whose rows have no order to page through; what it answers cuts the rows. */
export function readRows(cursor: Cursor): <T>(rows: T[]) => T[] {
  if (!cursor.accept("LIMIT")) return (rows) => rows;
  const count = cursor.integer();
  return (rows) => rows.slice(0, count);
}

/** Reads `WITH PRIVILEGES p, …`. */
export function readWithPrivileges(cursor: Cursor): string[] {
  if (!cursor.accept("WITH", "PRIVILEGES")) return [];
  const privileges: string[] = [];
  do {
    const words: string[] = [];
    while (cursor.token.kind === "word") words.push(cursor.next().value);
    privileges.push(words.length > 0 ? words.join(" ") : cursor.unexpected());
  } while (cursor.acceptSymbol(","));
  return privileges;
}

/** The rows that the clauses choose, from rows in order of name. */
export function chooseRows<T extends { name: string }>(
  rows: readonly T[],
  { like, startsWith, limit }: ShowClauses,
  cap: "error" | "cut",
): T[] {
  if (limit && (limit.count < 0 || limit.count > mostRows)) {
    throw invalidParameterValue(String(limit.count), "LIMIT");
  }
  let chosen = [...rows];
  if (like !== undefined) {
    const matches = likeMatcher(like);
    chosen = chosen.filter(({ name }) => matches(name));
  }
  if (startsWith !== undefined) chosen = chosen.filter(({ name }) => name.startsWith(startsWith));
  if (limit?.from !== undefined) chosen = after(chosen, limit.from);
  if (limit) return chosen.slice(0, limit.count);
  if (chosen.length > mostRows && cap === "error") throw tooManyRows();
  return chosen.slice(0, mostRows);
}

/** Rows after the first whose name begins with the text, or, if none does, after its place in the order. */
function after<T extends { name: string }>(rows: T[], from: string): T[] {
  const index = rows.findIndex(({ name }) => name.startsWith(from));
  return index >= 0 ? rows.slice(index + 1) : rows.filter(({ name }) => name > from);
}

function tooManyRows(): SqlError {
  return new SqlError(
    "090153",
    "22000",
    `The result set size exceeded the max number of rows(${mostRows}) supported for SHOW statements. Use LIMIT option to limit result set to a smaller number.`,
  );
}
