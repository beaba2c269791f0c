import type { Readable } from "node:stream";
import { InvalidArgumentError } from "../../provider/client/errors";
import { locate } from "../../provider/resource/locate";
import { rename } from "../../provider/resource/objects/drop";
import { stage } from "../../provider/resources";
import { fileContainer, locationOf } from "../../provider/resources/stage-list";
import { raw, type StoredName, sql } from "../../provider/sql";
import type { CallOptions } from "./call";
import { Collection } from "./collection";
import type { Connection } from "./connection";
import type { DetailsOf, FoundInSchema } from "./details";
import { type FactsOf, flag, oneOf, text } from "./facts";
import { Listing } from "./listing";
import { type NewPlace, placeAfter } from "./place-after";
import { Reference } from "./reference";
import type { SpecOf } from "./spec";
import {
  type FileFilter,
  isExternal,
  listStatement,
  type RefreshedFile,
  type RemovedFile,
  removedFile,
  removeStatement,
  type StagedFile,
  stagedFile,
} from "./stage-files";
import { type DownloadedFile, type GetOptions, get, type ReadOptions, read } from "./stage-get";
import { filePath, folderPath, stagePath, wrongPath } from "./stage-path";
import { type PutOptions, put, type UploadedFile } from "./stage-put";
import type { UploadSource } from "./stage-put-item";

/** What a stage shall be. */
export interface StageSpec extends SpecOf<typeof stage> {
  /** Its name as Snowflake reads it: `load` is `LOAD`, `"my load"` keeps its quotes' content. */
  name: string;
}

const facts = {
  /** Where its files are: `INTERNAL`, `INTERNAL NO CSE` if they are encrypted on the server alone, or `EXTERNAL`. */
  type: oneOf(["INTERNAL", "INTERNAL NO CSE", "EXTERNAL"]),
  /** Whether it has credentials of its own. */
  hasCredentials: flag(),
  /** Whether it has a key of its own. */
  hasEncryptionKey: flag(),
  /** The cloud of an external stage. */
  cloud: text(),
  /** The region of an external stage. */
  region: text(),
  /** Where the cloud tells what comes and goes. */
  notificationChannel: text(),
  /** Whether it has a directory table. */
  directoryEnabled: flag(),
};

/** A stage as it is. */
export interface Stage extends FoundInSchema, FactsOf<typeof facts>, DetailsOf<typeof stage, StageSpec> {}

const kind = { definition: stage, facts };

/** Snowflake's own limit: a week. */
const mostSeconds = 604_800;

/** How an address of a file is made. */
export interface PresignedUrlOptions extends CallOptions {
  /** Seconds for which it works, at most 604800, a week. @defaultValue 3600 */
  readonly expiresInSeconds?: number | undefined;
}

/** How a directory table is refreshed. */
export interface RefreshOptions extends CallOptions {
  /** The folder that is looked at. @defaultValue the whole stage */
  readonly path?: string | undefined;
}

/** A reference to a stage, and the way to its files. */
export class StageReference extends Reference<StageSpec, Stage> {
  /** @internal */
  constructor(connection: Connection, names: readonly StoredName[]) {
    super(connection, kind, names);
  }

  /**
   * Gives it another name, or moves it with its files to another schema.
   *
   * @param to - Its new name, or `{ database, schema, name }`, where what is left out stays, or a reference to where it shall be.
   * @returns A reference under the new name; this one goes on meaning the old.
   */
  async rename(to: NewPlace, options: CallOptions = {}): Promise<StageReference> {
    const names = placeAfter("Stage", this.names, to);
    await rename(stage, this.connection.context(options), this.names, names);
    return new StageReference(this.connection, names);
  }

  /**
   * The files of the stage, as they are when they are read.
   *
   * @throws ObjectMissingError if there is no such stage.
   * @see https://docs.snowflake.com/en/sql-reference/sql/list
   */
  listFiles({ path = "", pattern, ...call }: FileFilter = {}): Listing<StagedFile> {
    const statement = listStatement(this.names, stagePath(this.names, path), pattern);
    const pages = async function* (this: StageReference, limit?: number) {
      const rows = await this.ask(statement, call);
      const url = isExternal(rows[0]) ? await this.place(call) : undefined;
      yield rows.slice(0, limit).map((row) => stagedFile(this.names, row, url));
    };
    return new Listing(pages.bind(this));
  }

  /**
   * Uploads files of this machine, or content, to the stage.
   *
   * ```ts
   * await stage.put("data/*.csv", "landing", { overwrite: true });
   * await stage.put({ text: "SELECT 1" }, "scripts", { name: "one.sql", autoCompress: false });
   * ```
   *
   * A path whose file exists means that file, though it has `*` or `?` in its name; otherwise those are wildcards in the last part.
   *
   * @param source - A path, a `file:` address, bytes, a stream of them, or `{ text }`.
   * @param location - The folder on the stage. Default: its root.
   * @returns A row for each file, in the order of their names.
   * @throws InvalidArgumentError if nothing matches, a file cannot be read, or PUT cannot take its name; nothing was sent.
   * @throws SqlError if a file did not arrive; it says which had.
   * @throws TimeoutError if the caller gives up. What is under way goes on in the background: the driver cannot be stopped.
   * @see https://docs.snowflake.com/en/sql-reference/sql/put
   */
  async put(source: UploadSource, location = "", options: PutOptions = {}): Promise<readonly UploadedFile[]> {
    return put(this.connection, this.names, source, location, options);
  }

  /**
   * Downloads files into a folder of this machine, which is made if it is not there. Files of their names are replaced, each when it has
   * arrived whole. Folders of the stage are not kept.
   *
   * @param location - What the paths of the files begin with, from the root of the stage; `""` for all.
   * @returns A row for each file.
   * @throws ObjectMissingError if no file is meant; it says what there is.
   * @throws InvalidArgumentError if two files would be written to one.
   * @throws TimeoutError if the caller gives up; the folder stays as it is, but for files that had arrived.
   * @see https://docs.snowflake.com/en/sql-reference/sql/get
   */
  async get(location: string, directory: string, options: GetOptions = {}): Promise<readonly DownloadedFile[]> {
    return get(this.connection, this.names, location, directory, options);
  }

  /**
   * The content of a file, decrypted; compressed as it is on the stage. It passes through a private folder that is gone afterwards.
   *
   * @param path - Its path from the root of the stage.
   * @throws ObjectMissingError if there is no such file; it says what there is.
   */
  async read(path: string, options: ReadOptions<true> & { readonly stream: true }): Promise<Readable>;
  /** The same, whole. */
  async read(path: string, options?: ReadOptions<false>): Promise<Buffer>;
  async read(path: string, options: ReadOptions = {}): Promise<Buffer | Readable> {
    return read(this.connection, this.names, path, options);
  }

  /**
   * Removes files. What is meant has to be said: `{ path: "/" }` for all of them.
   *
   * @returns A row for each file that was removed; none is no error.
   * @throws InvalidArgumentError if neither a path nor a pattern is given.
   * @see https://docs.snowflake.com/en/sql-reference/sql/remove
   */
  async removeFiles({ path, pattern, ...call }: FileFilter): Promise<readonly RemovedFile[]> {
    if ((path === undefined || path === "") && pattern === undefined)
      throw wrongPath(this.names, 'removeFiles() would remove every file; say which, or { path: "/" } for all');
    const statement = removeStatement(this.names, stagePath(this.names, path ?? ""), pattern);
    const client = this.connection.context(call).clientFor({});
    const { rows } = await client.writing(fileContainer(this.names), () => client.execute(statement, { writes: true }));
    const url = isExternal(rows[0]) ? await this.place(call) : undefined;
    return rows.map((row) => removedFile(this.names, row, url));
  }

  /**
   * An address that everybody can read a file at until it expires; there need not be such a file. Where clients encrypt files
   * (`SNOWFLAKE_FULL`), what is read there is encrypted.
   *
   * @param path - Its path from the root of the stage.
   * @see https://docs.snowflake.com/en/sql-reference/functions/get_presigned_url
   */
  async presignedUrl(path: string, { expiresInSeconds = 3600, ...call }: PresignedUrlOptions = {}): Promise<string> {
    if (!(Number.isInteger(expiresInSeconds) && expiresInSeconds >= 1 && expiresInSeconds <= mostSeconds))
      throw new InvalidArgumentError({
        objectKind: "Stage",
        message: `expiresInSeconds: ${expiresInSeconds} is not a whole number from 1 to ${mostSeconds}, which is a week.`,
      });
    const file = filePath(this.names, path);
    const stage = locationOf(this.names);
    const [row] = await this.ask(sql`SELECT GET_PRESIGNED_URL(${stage}, ${file}, ${expiresInSeconds}) AS URL`, call);
    return row?.["URL"] ?? "";
  }

  /**
   * Makes the directory table of the stage notice what has come and gone.
   *
   * @returns A row for each file that is listed anew, or no longer.
   * @see https://docs.snowflake.com/en/sql-reference/sql/alter-stage
   */
  async refresh({ path = "", ...call }: RefreshOptions = {}): Promise<readonly RefreshedFile[]> {
    const folder = folderPath(this.names, path);
    const only = folder === "" ? raw("") : sql` SUBPATH = ${folder}`;
    const rows = await this.alter(sql`REFRESH${only}`, call);
    return rows.map(({ file, status, description }) => ({
      file: file ?? "",
      status: status ?? "",
      ...(description ? { description } : {}),
    }));
  }

  /** Where an external stage is. */
  private async place(call: CallOptions): Promise<string | undefined> {
    const row = await locate(stage, this.connection.context(call).clientFor({}), this.names, "shared");
    return row?.["url"] ?? undefined;
  }
}

/** The stages of a schema. */
export class StageCollection extends Collection<StageSpec, Stage, StageReference> {
  /** @internal */
  constructor(connection: Connection, place: readonly StoredName[]) {
    super(connection, kind, place);
  }

  /** @internal */
  protected override refer(names: readonly StoredName[]): StageReference {
    return new StageReference(this.connection, names);
  }
}
