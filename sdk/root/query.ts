import type { Row } from "../../provider/client/client";
import { SqlError } from "../../provider/client/errors";

/** What a cell is read as: `json` is of VARIANT, OBJECT and ARRAY, `bigint` of numbers above 2^53. */
export type CellType = "string" | "number" | "bigint" | "boolean" | "date" | "json";

/** The type of each column of a result, by its name as Snowflake shows it. */
export type Columns = Readonly<Record<string, CellType>>;

interface CellTypes {
  string: string;
  number: number;
  bigint: bigint;
  boolean: boolean;
  date: Date;
  json: unknown;
}

/** A row as it was asked for; any cell may be NULL. */
export type RowOf<C extends Columns> = [keyof C] extends [never]
  ? Readonly<Record<string, string | null>>
  : { readonly [K in keyof C]: CellTypes[C[K]] | null };

/** What a statement has answered. */
export interface QueryResult<R> {
  /** Its rows, in the order in which Snowflake sent them. */
  readonly rows: readonly R[];
  /** Snowflake's id of the statement, for its query history. */
  readonly queryId: string;
}

const readers: { readonly [K in CellType]: (cell: string) => CellTypes[K] | undefined } = {
  string: (cell) => cell,
  number: (cell) => {
    const read = Number(cell);
    return cell === "" || Number.isNaN(read) || (Number.isInteger(read) && !Number.isSafeInteger(read))
      ? undefined
      : read;
  },
  bigint: (cell) => (/^-?\d+$/.test(cell) ? BigInt(cell) : undefined),
  boolean: (cell) => (cell === "true" ? true : cell === "false" ? false : undefined),
  date: (cell) => (Number.isNaN(Date.parse(cell)) ? undefined : new Date(cell)),
  json: (cell) => {
    try {
      return JSON.parse(cell) as unknown;
    } catch {
      return undefined;
    }
  },
};

/**
 * The rows of a result with their cells as they were asked for.
 *
 * @throws SqlError if a column is missing, or a cell is not of the type.
 */
export function readRows<C extends Columns>(rows: readonly Row[], columns: C): readonly RowOf<C>[] {
  const wanted = Object.entries(columns);
  if (wanted.length === 0) return rows as readonly RowOf<C>[];
  return rows.map((row) => {
    const entries = wanted.map(([name, type]) => [name, readCell(row, name, type)] as const);
    return Object.fromEntries(entries) as RowOf<C>;
  });
}

function readCell(row: Row, name: string, type: CellType): unknown {
  const cell = row[name];
  if (cell === undefined)
    throw new SqlError({ message: `The result has no column ${name}; it has ${Object.keys(row).join(", ")}.` });
  if (cell === null) return null;
  const read = readers[type](cell);
  if (read === undefined)
    throw new SqlError({ message: `Column ${name} holds a value that is no ${type}. Ask for it as "string".` });
  return read;
}
