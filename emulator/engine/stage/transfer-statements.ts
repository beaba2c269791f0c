import { posix, win32 } from "node:path";
import type { CatalogObject, Json } from "../catalog/object";
import type { StatementResult } from "../result";
import { statementTypes } from "../result";
import { invalidParameterValue, SqlError, unsupported } from "../sql-error";
import type { Action, Context } from "../statements/context";
import type { Form } from "../statements/forms";
import { booleanForm, integerForm, readValue, wordForm } from "../statements/forms";
import type { Cursor } from "../syntax/cursor";
import { followFiles } from "./directory";
import type { FileTransfer } from "./file-transfer";
import { contentOf, storeFile } from "./files";
import { chosen } from "./list";
import { readLocation, requireStage } from "./location";
import { readPattern } from "./pattern";

const putOptions: Readonly<Record<string, Form>> = {
  PARALLEL: integerForm(1, 99),
  AUTO_COMPRESS: booleanForm(),
  SOURCE_COMPRESSION: wordForm("AUTO_DETECT", "GZIP", "BZ2", "BROTLI", "ZSTD", "DEFLATE", "RAW_DEFLATE", "NONE"),
  OVERWRITE: booleanForm(),
};
const getOptions = { PARALLEL: integerForm(1, 99) };

/** PUT: https://docs.snowflake.com/en/sql-reference/sql/put */
export function parsePut(cursor: Cursor): Action {
  const local = readFile(cursor);
  const location = readLocation(cursor);
  const options = readOptions(cursor, putOptions);
  cursor.expectEnd();
  return (context) => {
    const stage = requireStage(context, location, { doing: "PUT", privilege: "WRITE" });
    return answer(context, stage, {
      command: "UPLOAD",
      local,
      folder: folderOf(location.path),
      files: [],
      parallel: Number(options.get("PARALLEL") ?? 4),
      autoCompress: options.get("AUTO_COMPRESS") !== false,
      sourceCompression: String(options.get("SOURCE_COMPRESSION") ?? "AUTO_DETECT").toLowerCase(),
      overwrite: options.get("OVERWRITE") === true,
    });
  };
}

/** GET: https://docs.snowflake.com/en/sql-reference/sql/get */
export function parseGet(cursor: Cursor): Action {
  const location = readLocation(cursor);
  const local = readFile(cursor);
  let parallel = readOptions(cursor, getOptions).get("PARALLEL");
  const matches = readPattern(cursor);
  parallel ??= readOptions(cursor, getOptions).get("PARALLEL") ?? 10;
  cursor.expectEnd();
  return (context) => {
    const stage = requireStage(context, location, { doing: "GET", privilege: "READ" });
    const files = chosen(stage, location.path, matches).map(({ path }) => path);
    refuseSameNames(files);
    return answer(context, stage, {
      command: "DOWNLOAD",
      local,
      folder: "",
      files,
      parallel: Number(parallel),
      autoCompress: false,
      sourceCompression: "none",
      overwrite: true,
    });
  };
}

/** The last part of a local path, whichever system wrote it. */
export function fileName(local: string): string {
  return /^[A-Za-z]:/.test(local) ? win32.basename(local) : posix.basename(local);
}

/** Reads `file://path`, perhaps in single quotes: the path. */
function readFile(cursor: Cursor): string {
  const { kind, value } = cursor.token;
  if ((kind !== "file" && kind !== "string") || !/^file:\/\/./is.test(value)) cursor.unexpected();
  cursor.next();
  return value.slice("file://".length);
}

function readOptions(cursor: Cursor, options: Readonly<Record<string, Form>>): Map<string, Json> {
  const values = new Map<string, Json>();
  while (cursor.token.kind === "word" && Object.hasOwn(options, cursor.token.value)) {
    const token = cursor.next();
    if (values.has(token.value)) cursor.unexpected(token);
    cursor.expectSymbol("=");
    const written = readValue(cursor);
    const value = options[token.value]?.(written);
    if (value === undefined) throw invalidParameterValue(written.value, token.value);
    values.set(token.value, value);
  }
  return values;
}

/** What the client is told; the stage may be gone by the time that a file comes. */
function answer(
  { catalog }: Context,
  { id }: CatalogObject,
  facts: Omit<FileTransfer, "read" | "write">,
): StatementResult {
  const present = () => catalog.everything().find((object) => object.id === id);
  const transfer: FileTransfer = {
    ...facts,
    read(path) {
      const stage = present();
      return stage && contentOf(stage, path);
    },
    write(path, content) {
      const stage = present();
      if (!stage) throw new SqlError("002003", "02000", "The stage was dropped before the file came.");
      storeFile(catalog, stage, path, content);
      followFiles(catalog, stage);
    },
  };
  return { columns: [], rows: [], statementTypeId: statementTypes.system, transfer };
}

function folderOf(path: string): string {
  return path === "" || path.endsWith("/") ? path : `${path}/`;
}

/** GET writes into one folder, whatever folders the files are in. */
function refuseSameNames(paths: readonly string[]): void {
  const names = new Set<string>();
  for (const name of paths.map((path) => posix.basename(path))) {
    if (names.has(name)) throw unsupported(`GET of several files that are called ${name}`);
    names.add(name);
  }
}
