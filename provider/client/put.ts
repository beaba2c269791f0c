import { chmodSync } from "node:fs";
import { join } from "node:path";
import { literal } from "../sql/literal";
import { raw, Sql, sql } from "../sql/sql";
import type { Client, ExecuteOptions, Row } from "./client";
import { inPrivateFolder } from "./private-folder";
import { type ErrorFields, SnowflakeError, SqlError } from "./snowflake-error";

/** A file on its way to a stage. */
export interface Upload {
  /** The folder on the stage, as a literal: `'@DB.S.STAGE/scripts'`. */
  readonly location: Sql;
  /** Its name there: PUT keeps the base name that a file has here. */
  readonly name: string;
  /** The path that statements are shown with, in place of that of a temporary folder. */
  readonly shown: string;
  readonly autoCompress: boolean;
  /** How it is compressed already, in PUT's word. @defaultValue as its name and its first bytes tell */
  readonly sourceCompression?: string | undefined;
  /** Threads for a large file. */
  readonly parallel?: number | undefined;
  /** Whether a file of that name is replaced. @defaultValue true */
  readonly overwrite?: boolean | undefined;
}

/** What became of it. */
export interface Uploaded {
  /** The name that it has on the stage: compression adds an extension. */
  readonly target: string;
}

/** The statement of an upload; absent a local path, as it is shown. */
export function putStatement(upload: Upload, local: string = upload.shown): Sql {
  const { location, autoCompress, sourceCompression, parallel, overwrite = true, shown } = upload;
  const threads = parallel === undefined ? raw("") : sql` PARALLEL = ${parallel}`;
  const source = sourceCompression === undefined ? raw("") : sql` SOURCE_COMPRESSION = ${raw(sourceCompression)}`;
  return sql`PUT ${new Sql(localFile(local), localFile(shown))} ${location} AUTO_COMPRESS = ${autoCompress}${source}${threads} OVERWRITE = ${overwrite}`;
}

/** `'file:///tmp/data'`: PUT and GET want slashes, also on Windows. */
export function localFile(path: string): string {
  return literal(`file://${path.replaceAll("\\", "/")}`);
}

/**
 * Uploads a file under a name of its own, from a private folder that is gone afterwards.
 *
 * @param fill - Writes the content to the path that it is given.
 * @throws SqlError if the file did not arrive, though Snowflake took the statement.
 */
export async function putFile(
  client: Client,
  upload: Upload,
  fill: (path: string) => Promise<void>,
  options: Omit<ExecuteOptions, "writes">,
): Promise<Uploaded> {
  return inPrivateFolder("put", async (folder) => {
    const path = join(folder, upload.name);
    await fill(path);
    // The driver opens it for writing too, to look at its first bytes.
    chmodSync(path, 0o600);
    const row = await putLocal(client, upload, path, options);
    return { target: row["target"] ?? upload.name };
  });
}

/**
 * Uploads a file that has its name already.
 *
 * @returns The driver's row about it, whose status is `UPLOADED`, or `SKIPPED` where nothing is overwritten.
 * @throws SqlError if the file did not arrive, though Snowflake took the statement.
 */
export async function putLocal(
  client: Client,
  upload: Upload,
  path: string,
  options: Omit<ExecuteOptions, "writes">,
): Promise<Row> {
  const statement = putStatement(upload, path);
  const { rows, queryId } = await client.execute(statement, { ...options, writes: true }).catch((cause) => {
    if (!(cause instanceof SnowflakeError) || !filesNamed.test(cause.message)) throw cause;
    throw notUploaded(upload, statement, cause.message.replace(filesNamed, ""), { cause });
  });
  const [row] = rows;
  const isDone = row?.["status"] === "UPLOADED" || (upload.overwrite === false && row?.["status"] === "SKIPPED");
  if (row !== undefined && isDone) return row;
  throw notUploaded(upload, statement, row?.["message"] || row?.["status"] || "the driver gave no status", { queryId });
}

/**
 * The driver throws what the store answered without a code, and ends it with the names of the file here, or of a copy that it made
 * of it: the statement itself went well.
 */
const filesNamed = / file=.*, real file=.*$/s;

function notUploaded({ shown }: Upload, statement: Sql, why: string, known: Partial<ErrorFields>): SqlError {
  const message = `${shown} was not uploaded: Snowflake took the statement, but the file did not arrive. ${why}`;
  return new SqlError({ ...known, message, statement: statement.redacted });
}
