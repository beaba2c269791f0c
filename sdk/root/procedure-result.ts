import type { ResultColumn, Row } from "../../provider/client/client";

/** A value that a procedure has returned, by the type that Snowflake sent it with. */
export type ProcedureCell = null | string | number | bigint | boolean | Date | Buffer | ProcedureJson;

/** A value of VARIANT, OBJECT or ARRAY. */
export type ProcedureJson = readonly unknown[] | { readonly [key: string]: unknown };

/**
 * What a call has returned: a value, or the rows of a table. Numbers that a `number` cannot hold exactly are a `bigint`, or text if they
 * have a fraction; dates and timestamps are a `Date` (without a time zone, in UTC), binary data a `Buffer`, VARIANT, OBJECT and ARRAY are
 * what their JSON says, TIME is text.
 */
export type ProcedureResult = ProcedureCell | readonly ProcedureRow[];

/** A row of a table that a procedure has returned, by the names of its columns. */
export type ProcedureRow = Readonly<Record<string, ProcedureCell>>;

/** The rows of a result with their cells as what they are. */
export function returnedRows(rows: readonly Row[], columns: readonly ResultColumn[]): readonly ProcedureRow[] {
  const named = new Map(columns.toReversed().map((column) => [column.name, column]));
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, returnedCell(cell, named.get(name))])),
  );
}

/** A cell as what it is; as text, if the type is not known or the cell is not of it. */
export function returnedCell(cell: string | null, column: ResultColumn | undefined): ProcedureCell {
  if (cell === null || column === undefined) return cell;
  return (readers[column.type.toLowerCase()]?.(cell) ?? cell) as ProcedureCell;
}

type Reader = (cell: string) => unknown;

const moment: Reader = (cell) => {
  const isBare = /^\d{4,}-\d\d-\d\dT[^Z]*$/.test(cell);
  const read = new Date(isBare ? `${cell}Z` : cell);
  return Number.isNaN(read.getTime()) ? undefined : read;
};

const json: Reader = (cell) => {
  try {
    return JSON.parse(cell);
  } catch {
    return undefined;
  }
};

const readers: Readonly<Record<string, Reader>> = {
  fixed: exactNumber,
  decfloat: exactNumber,
  real: (cell) => (/^-?inf$/i.test(cell) ? Number(cell.replace(/inf/i, "Infinity")) : Number(cell)),
  boolean: (cell) => (cell === "true" ? true : cell === "false" ? false : undefined),
  date: moment,
  timestamp_ntz: moment,
  timestamp_ltz: moment,
  timestamp_tz: moment,
  binary: (cell) => Buffer.from(cell, "hex"),
  variant: json,
  object: json,
  array: json,
  map: json,
  vector: json,
};

/** Numbers of up to 15 digits come out of a `number` as they went in. */
function exactNumber(cell: string): unknown {
  if (/^-?\d+$/.test(cell)) return Number.isSafeInteger(Number(cell)) ? Number(cell) : BigInt(cell);
  const digits = cell.replace(/e.*$/i, "").replaceAll(/\D/g, "").replace(/^0+/, "").replace(/0+$/, "");
  return digits.length <= 15 && cell !== "" && !Number.isNaN(Number(cell)) ? Number(cell) : undefined;
}
