import { constants } from "node:fs";
import { access, readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { InvalidArgumentError } from "../../provider/client/errors";

/** A file of this machine. */
export interface LocalFile {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Whether this process may write it, which the driver wants to. */
  readonly isWritable: boolean;
}

/**
 * The files that a path means: the one that is called so, letter by letter, or else those that match it, `*` being any text and `?` one
 * character of a name. As for a shell, a wildcard in front does not match a dot.
 *
 * @throws InvalidArgumentError if there is none, or it cannot be read.
 */
export async function localFiles(source: string | URL): Promise<readonly LocalFile[]> {
  const path = absolute(source);
  const found = await seen(path);
  if (found?.isDirectory() === true)
    throw refused(`${path} is a folder. Name a file, or write ${join(path, "*")} for the files in it.`);
  if (found !== undefined) return [await localFile(path)];
  if (!/[*?]/.test(path)) throw refused(`There is no file ${path}.`);
  const folder = dirname(path);
  const names = await namesIn(folder);
  const matches = names.filter((name) => matcher(basename(path)).test(name)).toSorted();
  const kinds = await Promise.all(matches.map((name) => seen(join(folder, name))));
  const files = matches.filter((_, index) => kinds[index]?.isFile() === true);
  if (files.length > 0) return Promise.all(files.map((name) => localFile(join(folder, name))));
  const some = names.slice(0, 5).join(", ");
  const there = names.length === 0 ? "is empty" : `has ${some}${names.length > 5 ? ", …" : ""}`;
  throw refused(`No file matches ${path}: the folder ${there}.`);
}

function absolute(source: string | URL): string {
  if (typeof source !== "string") return fileURLToPath(source);
  if (source === "") throw refused("The local path is empty: name a file.");
  const path = source.replace(/^file:\/\//i, "");
  return resolve(path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path);
}

async function localFile(path: string): Promise<LocalFile> {
  try {
    await access(path, constants.R_OK);
    const { size } = await stat(path);
    const isWritable = await access(path, constants.W_OK).then(
      () => true,
      () => false,
    );
    return { path, name: basename(path), size, isWritable };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function seen(path: string) {
  try {
    return await stat(path);
  } catch (cause) {
    if (codeOf(cause) === "ENOENT" || codeOf(cause) === "ENOTDIR") return undefined;
    throw unreadable(path, cause);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (codeOf(cause) !== "ENOENT" && codeOf(cause) !== "ENOTDIR") throw unreadable(folder, cause);
    const next = /[*?]/.test(folder) ? " Wildcards stand in the last part of a path alone." : "";
    throw refused(`There is no folder ${folder}.${next}`);
  }
}

function matcher(pattern: string): RegExp {
  const text = pattern
    .replaceAll(/[\\^$.+()[\]{}|]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${/^[*?]/.test(pattern) ? "(?!\\.)" : ""}${text}$`, "su");
}

function unreadable(path: string, cause: unknown): InvalidArgumentError {
  return refused(`${path} cannot be read: ${(cause as Error).message}.`, cause);
}

function refused(message: string, cause?: unknown): InvalidArgumentError {
  return new InvalidArgumentError({ objectKind: "Stage", message: `${message} Nothing was uploaded.`, cause });
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | undefined)?.code;
}
