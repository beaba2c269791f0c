import type { FileTransfer } from "./stage/file-transfer";

/** A column of a result as the drivers want it (an entry of `rowtype`). */
export interface ResultColumn {
  name: string;
  /** Lower case: `fixed`, `text`, `boolean`, `timestamp_ltz` … */
  type: string;
  nullable: boolean;
  length: number | null;
  byteLength: number | null;
  precision: number | null;
  scale: number | null;
}

/** A cell as wire text, or null. */
export type Cell = string | null;

/** What a statement answers; cells are already encoded as wire text. */
export interface StatementResult {
  columns: ResultColumn[];
  rows: Cell[][];
  statementTypeId: number;
  /** Answers later, in place of this result. */
  wait?: Wait;
  /** Files that the client is to send or fetch: the answer of PUT and GET, which have no rows. */
  transfer?: FileTransfer;
}

/** A statement whose answer depends on what the account's clock brings. */
export interface Wait {
  /** The answer, undefined as long as there is none. @throws SqlError when there will be none. */
  look(): StatementResult | undefined;
  /** When there will be an answer at the latest, whatever happens. */
  until?: number;
  /** Somebody ended the statement before it was answered. */
  cancelled?(): void;
}

/** Values of `statementTypeId` that the emulator answers. */
export const statementTypes = {
  select: 0x1000,
  insert: 0x3100,
  update: 0x3200,
  delete: 0x3300,
  system: 0x4000,
  alterSession: 0x4100,
  use: 0x4300,
  useDatabase: 0x4301,
  useSchema: 0x4302,
  useWarehouse: 0x4303,
  show: 0x4400,
  describe: 0x4500,
  transaction: 0x5000,
  ddl: 0x6000,
} as const;

const longestText = 16777216;

/** A text column. */
export function text(name: string, length = longestText): ResultColumn {
  const byteLength = Math.min(length * 4, longestText);
  return { name, type: "text", nullable: true, length, byteLength, precision: null, scale: null };
}

/** A NUMBER column. */
export function fixed(name: string, precision = 38, scale = 0): ResultColumn {
  return { name, type: "fixed", nullable: true, length: null, byteLength: null, precision, scale };
}

/** A TIMESTAMP_LTZ column. */
export function timestampLtz(name: string, scale = 3): ResultColumn {
  return { name, type: "timestamp_ltz", nullable: true, length: null, byteLength: null, precision: 0, scale };
}

/** Milliseconds since the epoch as the wire writes a timestamp: seconds and nine digits. */
export function timestampCell(milliseconds: number | null): Cell {
  if (milliseconds === null) return null;
  const seconds = Math.floor(milliseconds / 1000);
  return `${seconds}.${String(milliseconds - seconds * 1000).padStart(3, "0")}000000`;
}

/** The answer of every statement that returns no rows of its own. */
export function status(message: string, statementTypeId: number = statementTypes.ddl): StatementResult {
  return { columns: [text("status")], rows: [[message]], statementTypeId };
}

/** The status of ALTER, USE, GRANT … */
export const executed = "Statement executed successfully.";
