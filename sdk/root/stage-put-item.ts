import { constants, createReadStream, createWriteStream } from "node:fs";
import { chmod, copyFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { StoredName } from "../../provider/sql";
import { type LocalFile, localFiles } from "./stage-local";
import { checkFileName, wrongPath } from "./stage-path";

/**
 * What is uploaded: a path of this machine, whose last part may have the wildcards `*` and `?`, a `file:` address, or content: bytes, a
 * stream of them, or `{ text }`.
 */
export type UploadSource = string | URL | Uint8Array | AsyncIterable<Uint8Array | string> | TextContent;

/** Text that is uploaded as it is, in UTF-8. */
export interface TextContent {
  /** The content itself. */
  readonly text: string;
}

/** What of the options tells which file is sent. */
export interface ItemOptions {
  readonly autoCompress: boolean;
  readonly sourceCompression: string;
  readonly name?: string | undefined;
}

/** One file to upload. */
export interface UploadItem {
  /** Its name here. */
  readonly source: string;
  /** The base name that PUT reads. */
  readonly name: string;
  /** What stands for its path in statements and errors. */
  readonly shown: string;
  /** Where it lies, if it can be uploaded from there. */
  readonly path?: string;
  /** Its bytes, if it lies there. */
  readonly size?: number;
  /** Puts it into a private folder under its name; answers where, and its bytes before compression. */
  place(folder: string, signal: AbortSignal | undefined): Promise<{ readonly path: string; readonly size: number }>;
}

/**
 * The files that a source means.
 *
 * @throws InvalidArgumentError if there are none, or PUT cannot upload them under their names.
 */
export async function itemsOf(
  stage: readonly StoredName[],
  source: UploadSource,
  options: ItemOptions,
): Promise<readonly UploadItem[]> {
  if (typeof source === "string" || source instanceof URL) return localItems(stage, await localFiles(source), options);
  const content = contentOf(source);
  if (content === undefined)
    throw wrongPath(stage, "the source is none: give a path, a Buffer, a stream, or { text } with the content itself");
  const { name } = options;
  if (name === undefined)
    throw wrongPath(stage, 'content has no name of its own: say it, put(content, "folder", { name: "file.csv" })');
  checkFileName(stage, name, "Choose another name.");
  return [compressedHere({ source: name, name, shown: name, open: () => content }, options)];
}

function localItems(
  stage: readonly StoredName[],
  files: readonly LocalFile[],
  options: ItemOptions,
): readonly UploadItem[] {
  if (options.name !== undefined && files.length > 1)
    throw wrongPath(
      stage,
      `${files.length} files cannot all be called ${options.name}; leave name out, or name one file`,
    );
  const names = new Set(files.map(({ name }) => name));
  const twin = files.find(({ name }) => names.has(`${name}.gz`));
  if (options.autoCompress && twin !== undefined)
    throw wrongPath(
      stage,
      `${twin.name} is compressed to ${twin.name}.gz, which is uploaded too; upload one of them alone, or say autoCompress: false`,
    );
  return files.map((file) => {
    const name = options.name ?? file.name;
    checkFileName(stage, name, `Give ${file.name} another name with name: "…".`);
    return localItem(file, name, options);
  });
}

function localItem(file: LocalFile, name: string, options: ItemOptions): UploadItem {
  const { path, size } = file;
  const item = { source: file.name, name, shown: path };
  if (isCompressedHere(options)) return compressedHere({ ...item, open: () => createReadStream(path) }, options);
  const place = async (folder: string) => {
    const placed = join(folder, name);
    // The driver opens the file for writing, too; and on Windows not everybody may make links.
    if (file.isWritable && process.platform !== "win32") await symlink(path, placed);
    else {
      await copyFile(path, placed, constants.COPYFILE_FICLONE);
      await chmod(placed, 0o600);
    }
    return { path: placed, size };
  };
  // What PUT would read as a wildcard, or as something to be taken out of its quotes.
  const isAwkward = (process.platform === "win32" ? /["*?]/ : /["\\*?]/).test(path);
  return name === file.name && file.isWritable && !isAwkward ? { ...item, path, size, place } : { ...item, place };
}

interface Content {
  readonly source: string;
  readonly name: string;
  readonly shown: string;
  open(): AsyncIterable<Uint8Array | string>;
}

/** Content that is written into a private folder; compressed, if the driver would not do that. */
function compressedHere({ source, name, shown, open }: Content, options: ItemOptions): UploadItem {
  const isCompressed = isCompressedHere(options);
  const staged = isCompressed ? `${name}.gz` : name;
  const place: UploadItem["place"] = async (folder, signal) => {
    const path = join(folder, staged);
    let size = 0;
    const counted = async function* (chunks: AsyncIterable<Uint8Array | string>) {
      for await (const chunk of chunks) {
        const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
        size += bytes.length;
        yield bytes;
      }
    };
    const steps = isCompressed ? [createGzip()] : [];
    const file = createWriteStream(path, { mode: 0o600 });
    await pipeline([Readable.from(counted(open())), ...steps, file], signal === undefined ? {} : { signal });
    return { path, size };
  };
  return { source, name: staged, shown, place };
}

/** The driver takes every file for what its name says; one that is said to be plain has to be compressed before. */
function isCompressedHere({ autoCompress, sourceCompression }: ItemOptions): boolean {
  return autoCompress && sourceCompression === "NONE";
}

function contentOf(source: unknown): AsyncIterable<Uint8Array | string> | undefined {
  if (source instanceof Uint8Array) return Readable.from([source]);
  if (typeof source !== "object" || source === null) return undefined;
  if (Symbol.asyncIterator in source) return source as AsyncIterable<Uint8Array | string>;
  const { text } = source as { readonly text?: unknown };
  return typeof text === "string" ? Readable.from([Buffer.from(text)]) : undefined;
}
