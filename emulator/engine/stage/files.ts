import { createHash } from "node:crypto";
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
  const { length } = content;
  if (stage.properties["encryption"] === "SNOWFLAKE_SSE") return { size: length, md5: md5(content) };
  return { size: length - (length % 16) + 16, md5: md5(Buffer.from(`${path}\n${modifiedOn}\n`), content) };
}

function md5(...parts: Buffer[]): string {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

function byteLength({ content }: StagedFile): number {
  return Buffer.byteLength(content, "base64");
}

function tooLarge(what: string): SqlError {
  return new SqlError("000002", "0A000", `Unsupported feature: ${what}. Remove files, or use smaller ones.`);
}
