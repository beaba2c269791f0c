import { copyFile, mkdir, mkdtemp, open, readFile, rename, rm } from "node:fs/promises";
import { join, posix, resolve } from "node:path";
import { Readable } from "node:stream";
import type { Client, Row } from "../../provider/client/client";
import { InvalidArgumentError, ObjectMissingError } from "../../provider/client/errors";
import { getFiles } from "../../provider/client/get";
import { inPrivateFolder } from "../../provider/client/private-folder";
import { locationOf } from "../../provider/resources/stage-list";
import { canonicalQualified, type StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import type { Connection } from "./connection";
import { listStatement, stagedFile } from "./stage-files";
import { filePath, onlyThis, stagePath, wrongPath } from "./stage-path";
import { checkParallel, transferring } from "./stage-transfer";

/** How files are downloaded. */
export interface GetOptions extends CallOptions {
  /** Threads for the files, 1 to 99. @defaultValue 10 */
  readonly parallel?: number | undefined;
  /** Regular expression that a file's path has to match as a whole. @defaultValue all */
  readonly pattern?: string | undefined;
}

/** What became of a file that was to be downloaded. */
export interface DownloadedFile {
  /** Its name, as the driver tells it. */
  readonly file: string;
  /** Where it lies now. */
  readonly path: string;
  /** Bytes, decrypted; compressed as it was on the stage. */
  readonly size: number;
  /** A file that has not arrived is an error. */
  readonly status: "DOWNLOADED";
  /** What the driver says beside that. */
  readonly message?: string;
}

const background = {
  goesOn: "what is being downloaded goes on in the background, and is thrown away",
  outcomeUnknown: false,
};

/** Downloads files into a folder. */
export async function get(
  connection: Connection,
  stage: readonly StoredName[],
  location: string,
  directory: string,
  options: GetOptions,
): Promise<readonly DownloadedFile[]> {
  const path = stagePath(stage, location);
  const { parallel, pattern } = options;
  checkParallel(parallel);
  if (directory === "") throw wrongPath(stage, "the local directory is empty: name the folder to download to");
  const folder = resolve(directory);
  return transferring(connection, options, background, async (client, signal) => {
    await refuseWhatGetWould(client, stage, path, pattern);
    await mkdir(folder, { recursive: true }).catch((cause) => {
      throw notWritten(folder, cause);
    });
    return within(folder, async (place) => {
      const download = { location: locationOf(stage, path), pattern, parallel, shown: folder };
      const rows = await getFiles(client, download, place);
      const files: DownloadedFile[] = [];
      for (const row of rows) {
        if (signal?.aborted === true) break;
        files.push(await settled(row, place, folder));
      }
      return files;
    });
  });
}

/** How a file is read. */
export interface ReadOptions<S extends boolean = boolean> extends CallOptions {
  /** Whether a stream of the content is answered, which needs no memory for all of it. @defaultValue false */
  readonly stream?: S | undefined;
}

/** The content of one file. */
export async function read(
  connection: Connection,
  stage: readonly StoredName[],
  written: string,
  { stream = false, ...call }: ReadOptions,
): Promise<Buffer | Readable> {
  const path = filePath(stage, written);
  return transferring(connection, call, background, (client) =>
    inPrivateFolder("get", async (folder) => {
      const download = { location: locationOf(stage, path), pattern: onlyThis(path), shown: "(a private folder)" };
      const rows = await getFiles(client, download, folder);
      if (rows.length === 0) throw await missingFile(client, stage, path);
      if (rows.length > 1)
        throw wrongPath(
          stage,
          `no statement would read ${path} and not ${rows.length - 1} other files that begin and end so; use get() with a narrower pattern`,
        );
      const local = join(folder, posix.basename(path));
      if (!stream) return readFile(local);
      // Windows keeps a folder while one of its files is open.
      if (process.platform === "win32") return Readable.from([await readFile(local)]);
      // Once it is open, the folder may go: the content stays until the stream is closed.
      return (await open(local)).createReadStream();
    }),
  );
}

/** Files come into the folder by renaming, whole: none is seen half-written. */
async function within<T>(folder: string, work: (place: string) => Promise<T>): Promise<T> {
  // What GET would read as something to be taken out of its quotes.
  const isAwkward = (process.platform === "win32" ? /"/ : /["\\]/).test(folder);
  if (isAwkward) return inPrivateFolder("get", work);
  const place = await mkdtemp(join(folder, ".get-")).catch((cause) => {
    throw notWritten(folder, cause);
  });
  try {
    return await work(place);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function settled({ file, size, message }: Row, place: string, folder: string): Promise<DownloadedFile> {
  const name = posix.basename(file ?? "");
  const path = join(folder, name);
  try {
    await rename(join(place, name), path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EXDEV") throw notWritten(path, cause);
    await copyFile(join(place, name), path);
  }
  return { file: file ?? name, path, size: Number(size ?? 0), status: "DOWNLOADED", ...(message ? { message } : {}) };
}

/** GET answers nothing where nothing matches, and writes files of one name over each other. */
async function refuseWhatGetWould(
  client: Client,
  stage: readonly StoredName[],
  path: string,
  pattern: string | undefined,
): Promise<void> {
  const { rows } = await client.execute(listStatement(stage, path, pattern), { writes: false });
  if (rows.length === 0) throw await missingFile(client, stage, path, pattern);
  const seen = new Map<string, string>();
  for (const row of rows) {
    const file = stagedFile(stage, row);
    const name = posix.basename(file.path);
    const twin = seen.get(name);
    if (twin !== undefined)
      throw wrongPath(
        stage,
        `${twin} and ${file.path} would both be written to ${name}, for GET keeps no folders; download them one after another, to different directories`,
      );
    if (name === ".." || name === ".") throw wrongPath(stage, `${file.path} has a name that no file here can have`);
    seen.set(name, file.path);
  }
}

/** That there is no such file, with what its folder has. */
async function missingFile(
  client: Client,
  stage: readonly StoredName[],
  path: string,
  pattern?: string,
): Promise<ObjectMissingError> {
  const name = canonicalQualified(stage);
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const { rows } = await client.execute(listStatement(stage, folder), { writes: false });
  const near = rows.map((row) => stagedFile(stage, row).path);
  const alike = near.filter((one) => one.startsWith(path));
  const some = (alike.length > 0 ? alike : near).slice(0, 5);
  const there = some.length === 0 ? `${folder === "" ? "The stage" : folder} is empty` : `There is ${some.join(", ")}`;
  const wanted = `${path === "" ? "" : ` that begins with ${path}`}${pattern === undefined ? "" : ` and matches ${pattern}`}`;
  const what = pattern === undefined && path !== "" ? ` ${path}` : wanted;
  return new ObjectMissingError({
    objectKind: "Stage",
    name,
    message: `Stage ${name} has no file${what}. ${there}${near.length > some.length ? ", …" : ""}.`,
  });
}

function notWritten(path: string, cause: unknown): InvalidArgumentError {
  return new InvalidArgumentError({
    objectKind: "Stage",
    message: `${path} cannot be written: ${(cause as Error).message}. Choose another directory.`,
    cause,
  });
}
