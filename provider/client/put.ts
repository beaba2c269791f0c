import { chmodSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { literal } from "../sql/literal";
import { raw, Sql, sql } from "../sql/sql";
import type { Client, ExecuteOptions } from "./client";
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
  /** Threads for a large file. */
  readonly parallel?: number | undefined;
}

/** What became of it. */
export interface Uploaded {
  /** The name that it has on the stage: compression adds an extension. */
  readonly target: string;
}

/** The statement of an upload; absent a local path, as it is shown. */
export function putStatement(upload: Upload, local: string = upload.shown): Sql {
  const { location, autoCompress, parallel, shown } = upload;
  // PUT wants slashes, also on Windows.
  const file = (path: string) => literal(`file://${path.replaceAll("\\", "/")}`);
  const threads = parallel === undefined ? raw("") : sql` PARALLEL = ${parallel}`;
  return sql`PUT ${new Sql(file(local), file(shown))} ${location} AUTO_COMPRESS = ${autoCompress}${threads} OVERWRITE = TRUE`;
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
  const folder = await mkdtemp(join(tmpdir(), "pulumi-dynamic-snowflake-put-"));
  try {
    const path = join(folder, upload.name);
    await fill(path);
    // The driver opens it for writing too, to look at its first bytes.
    chmodSync(path, 0o600);
    const statement = putStatement(upload, path);
    const { rows, queryId } = await client.execute(statement, { ...options, writes: true }).catch((cause) => {
      if (!(cause instanceof SnowflakeError) || !filesNamed.test(cause.message)) throw cause;
      throw notUploaded(upload, statement, cause.message.replace(filesNamed, ""), { cause });
    });
    const [row] = rows;
    if (row?.["status"] === "UPLOADED") return { target: row["target"] ?? upload.name };
    throw notUploaded(upload, statement, row?.["message"] || row?.["status"] || "the driver gave no status", {
      queryId,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
