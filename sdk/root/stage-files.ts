import type { Row } from "../../provider/client/client";
import { locationOf } from "../../provider/resources/stage-list";
import { raw, type Sql, type StoredName, sql } from "../../provider/sql";
import type { CallOptions } from "./call";
import { moment, number, readFacts, text, withRow } from "./facts";

/** Which files of a stage are meant. */
export interface FileFilter extends CallOptions {
  /**
   * What their paths begin with, from the root of the stage: `exports/` is a folder, `exports/a` is also `exports/ab.csv`.
   *
   * @defaultValue all
   */
  readonly path?: string | undefined;
  /** Regular expression that a path has to match as a whole: `.*[.]csv`. @defaultValue all */
  readonly pattern?: string | undefined;
}

/** A file on a stage. */
export interface StagedFile {
  /** As Snowflake tells it: the stage in front, or the address of an external one. */
  readonly name: string;
  /** From the root of the stage, as every method takes it. */
  readonly path: string;
  /** Bytes of what lies there, which is compressed or encrypted perhaps. */
  readonly size: number;
  /** Of what lies there; some clouds tell none. */
  readonly md5?: string;
  /** When it was written, to the second. */
  readonly lastModified?: Date;
  /** All columns of LIST as text. */
  readonly raw: Readonly<Record<string, string | null>>;
}

/** What became of a file that was to be removed. */
export interface RemovedFile {
  /** As Snowflake tells it: the stage in front. */
  readonly name: string;
  /** From the root of the stage. */
  readonly path: string;
  /** Snowflake's word, `removed`. */
  readonly result: string;
}

/** What a refresh has noticed of a file. */
export interface RefreshedFile {
  /** From the root of the stage. */
  readonly file: string;
  /** Snowflake's word, such as `REGISTERED_NEW` or `UNREGISTERED`. */
  readonly status: string;
  /** What that means, in Snowflake's words. */
  readonly description?: string;
}

const facts = { md5: text(), lastModified: moment(), size: number() };

/** `LIST '@DB.S.STAGE/exports/' PATTERN = '.*'`. */
export function listStatement(stage: readonly StoredName[], path: string, pattern?: string): Sql {
  return sql`LIST ${locationOf(stage, path)}${matching(pattern)}`;
}

/** `REMOVE '@DB.S.STAGE/exports/' PATTERN = '.*'`. */
export function removeStatement(stage: readonly StoredName[], path: string, pattern?: string): Sql {
  return sql`REMOVE ${locationOf(stage, path)}${matching(pattern)}`;
}

/**
 * A file as LIST tells it.
 *
 * @param url - The place of an external stage.
 */
export function stagedFile(stage: readonly StoredName[], row: Row, url?: string): StagedFile {
  const name = row["name"] ?? "";
  return withRow({ name, path: pathOf(stage, name, url), size: 0, ...readFacts(facts, row) }, row);
}

/** A file as REMOVE tells it. */
export function removedFile(stage: readonly StoredName[], row: Row, url?: string): RemovedFile {
  const name = row["name"] ?? "";
  return { name, path: pathOf(stage, name, url), result: row["result"] ?? "" };
}

/** Whether a row of LIST is of an external stage, whose place has to be known to tell the path. */
export function isExternal(row: Row | undefined): boolean {
  return /^[a-z0-9]+:\/\//i.test(row?.["name"] ?? "");
}

/** The stage stands in front in lower case, or the place of an external one. */
function pathOf(stage: readonly StoredName[], name: string, url?: string): string {
  const before = url === undefined ? `${(stage.at(-1) ?? "").toLowerCase()}/` : `${url.replace(/\/+$/, "")}/`;
  return name.toLowerCase().startsWith(before.toLowerCase()) ? name.slice(before.length) : name;
}

function matching(pattern: string | undefined): Sql {
  return pattern === undefined ? raw("") : sql` PATTERN = ${pattern}`;
}
