import { raw, Sql, sql } from "../sql/sql";
import type { Client, Row } from "./client";
import { localFile } from "./put";
import { SqlError } from "./snowflake-error";

/** Files on their way from a stage. */
export interface Download {
  /** What their paths begin with, as a literal: `'@DB.S.STAGE/exports/'`. */
  readonly location: Sql;
  /** Regular expression that a path has to match as a whole. @defaultValue all */
  readonly pattern?: string | undefined;
  /** The folder that statements are shown with, in place of a temporary one. */
  readonly shown: string;
  /** Threads for the files. */
  readonly parallel?: number | undefined;
}

/**
 * Downloads files into a folder that exists, whatever folders they are in on the stage.
 *
 * @returns The driver's row about each.
 * @throws SqlError if one did not arrive, though Snowflake took the statement.
 */
export async function getFiles(client: Client, download: Download, folder: string): Promise<readonly Row[]> {
  const { location, pattern, parallel, shown } = download;
  const threads = parallel === undefined ? raw("") : sql` PARALLEL = ${parallel}`;
  const only = pattern === undefined ? raw("") : sql` PATTERN = ${pattern}`;
  const statement = sql`GET ${location} ${new Sql(localFile(`${folder}/`), localFile(`${shown}/`))}${threads}${only}`;
  const { rows, queryId } = await client.execute(statement, { writes: false });
  const failed = rows.filter(({ status }) => status !== "DOWNLOADED");
  const [first] = failed;
  if (first === undefined) return rows;
  const why = (first["message"] || first["status"] || "the driver gave no status").replace(fileNamed, "");
  throw new SqlError({
    message: `${failed.length} of ${rows.length} files did not arrive, ${first["file"]} first: ${why}`,
    queryId,
    statement: statement.redacted,
  });
}

/** The driver ends what the store answered with the name of the file. */
const fileNamed = / file=.*$/s;
