import { createCipheriv, createHash } from "node:crypto";
import type { Catalog } from "../catalog/catalog";
import type { CatalogObject, Json } from "../catalog/object";
import { SqlError } from "../sql-error";

/** Facts about a file as LIST and directory tables tell them. */
export interface FileFacts {
  /** From the stage's root, without a slash in front. */
  path: string;
  size: number;
  md5: string;
  /** Milliseconds since the epoch. */
  modifiedOn: number;
}

/** A file on a stage. */
export interface StagedFile extends FileFacts {
  /** In base64: the catalog is saved as JSON. */
  content: string;
}

/** The most bytes that one file may have. */
export const mostBytesPerFile = 64 * 1024 * 1024;

/**
 * The most bytes that all files of the account may have together, those of dropped schemas included: they are in
 * memory, and in the saved state.
 */
export const mostBytes = 256 * 1024 * 1024;

/** The files of a stage in order of path. They go where the stage goes: it is dropped, restored and saved with them. */
export function filesOf(stage: CatalogObject): StagedFile[] {
  // Only what is written below ever stands in this property.
  return (stage.properties["files"] ?? []) as unknown as StagedFile[];
}

/** Replaces the files of a stage. */
export function setFiles(stage: Pick<CatalogObject, "properties">, files: readonly StagedFile[]): void {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  stage.properties["files"] = sorted as unknown as Json[];
}

/** Stores a file, in place of one that has the same path. @throws SqlError 000002 if it does not fit. */
export function storeFile(catalog: Catalog, stage: CatalogObject, path: string, content: Buffer): void {
  if (content.length > mostBytesPerFile) throw tooLarge(`A file of more than ${mostBytesPerFile} bytes`);
  const others = filesOf(stage).filter((file) => file.path !== path);
  const stages = [...catalog.ofKind("STAGE")].filter((each) => each !== stage);
  const taken = [...others, ...stages.flatMap(filesOf)].reduce((sum, file) => sum + byteLength(file), 0);
  if (taken + content.length > mostBytes) throw tooLarge(`More than ${mostBytes} bytes on all stages together`);
  const modifiedOn = catalog.stamp();
  const shown = shownOf(stage, path, content, modifiedOn);
  setFiles(stage, [...others, { path, ...shown, modifiedOn, content: content.toString("base64") }]);
}

/** Content of a file. */
export function contentOf(stage: CatalogObject, path: string): Buffer | undefined {
  const file = filesOf(stage).find((each) => each.path === path);
  return file && Buffer.from(file.content, "base64");
}

/** What cloud storage has of a file: the content only where the service encrypts it, else what the client made of it. */
export function storedContentOf(stage: CatalogObject, path: string): Buffer | undefined {
  const file = filesOf(stage).find((each) => each.path === path);
  if (!file) return undefined;
  const content = Buffer.from(file.content, "base64");
  return isEncryptedByClients(stage) ? encrypted(path, content, file.modifiedOn) : content;
}

/** What LIST tells of a file. */
export function factsOf({ path, size, md5, modifiedOn }: StagedFile): FileFacts {
  return { path, size, md5, modifiedOn };
}

/**
 * Size and MD5 of what lies on the stage. With `SNOWFLAKE_FULL`, the default, clients encrypt what they send with a key
 * that is new for each file: padding takes the size to the next multiple of 16, and the MD5 is that of the cipher text,
 * so it is another after each PUT and never the local file's. With `SNOWFLAKE_SSE` both are the content's. The emulator
 * keeps the content as it is and only shows what the service would show.
 */
function shownOf(stage: CatalogObject, path: string, content: Buffer, modifiedOn: number) {
  const stored = isEncryptedByClients(stage) ? encrypted(path, content, modifiedOn) : content;
  return { size: stored.length, md5: createHash("md5").update(stored).digest("hex") };
}

function isEncryptedByClients(stage: CatalogObject): boolean {
  return stage.properties["encryption"] !== "SNOWFLAKE_SSE";
}

/** The content as a client would have encrypted it; nobody has to read it, so the key may follow from the file. */
function encrypted(path: string, content: Buffer, modifiedOn: number): Buffer {
  const hash = createHash("sha256").update(`${path}\n${modifiedOn}\n`).digest();
  const cipher = createCipheriv("aes-128-cbc", hash.subarray(0, 16), hash.subarray(16));
  return Buffer.concat([cipher.update(content), cipher.final()]);
}

function byteLength({ content }: StagedFile): number {
  return Buffer.byteLength(content, "base64");
}

function tooLarge(what: string): SqlError {
  return new SqlError("000002", "0A000", `Unsupported feature: ${what}. Remove files, or use smaller ones.`);
}
