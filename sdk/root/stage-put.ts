import type { Client, Row } from "../../provider/client/client";
import { InvalidArgumentError, SnowflakeError } from "../../provider/client/errors";
import { inPrivateFolder } from "../../provider/client/private-folder";
import { putLocal } from "../../provider/client/put";
import { fileContainer, locationOf } from "../../provider/resources/stage-list";
import type { StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import type { Connection } from "./connection";
import { folderPath, wrongPath } from "./stage-path";
import { type ItemOptions, itemsOf, type UploadItem, type UploadSource } from "./stage-put-item";
import { checkParallel, several, transferring } from "./stage-transfer";

/** How a file is compressed before it is uploaded. */
export type SourceCompression = "AUTO_DETECT" | "GZIP" | "BZ2" | "BROTLI" | "ZSTD" | "DEFLATE" | "RAW_DEFLATE" | "NONE";

const compressions: readonly SourceCompression[] = [
  "AUTO_DETECT",
  "GZIP",
  "BZ2",
  "BROTLI",
  "ZSTD",
  "DEFLATE",
  "RAW_DEFLATE",
  "NONE",
];

/** How files are uploaded. */
export interface PutOptions extends CallOptions {
  /** Files that are uploaded at once, and threads for a large one, 1 to 99. @defaultValue 4 */
  readonly parallel?: number | undefined;
  /** Whether what is not compressed yet is compressed with gzip, and gets `.gz` behind its name. @defaultValue true */
  readonly autoCompress?: boolean | undefined;
  /** How the source is compressed already. @defaultValue `"AUTO_DETECT"`, by its name and its first bytes */
  readonly sourceCompression?: SourceCompression | undefined;
  /** Whether a file that is there is replaced; otherwise it is `SKIPPED`. In accounts on Google Cloud it always is. @defaultValue false */
  readonly overwrite?: boolean | undefined;
  /** Name on the stage: content has to have one, a single file may get another. @defaultValue that of the file */
  readonly name?: string | undefined;
}

/** What became of a file that was to be uploaded. */
export interface UploadedFile {
  /** Its name here. */
  readonly source: string;
  /** Its name on the stage, behind the location: compression adds an extension. */
  readonly target: string;
  /** Bytes before compression. */
  readonly sourceSize: number;
  /** Bytes on the stage, before encryption; 0 of what was skipped. */
  readonly targetSize: number;
  /** How it was compressed before, `"NONE"` if it was not. */
  readonly sourceCompression: string;
  /** How it is compressed on the stage, `"NONE"` if it is not. */
  readonly targetCompression: string;
  /** Whether it was uploaded, or left out since one of that name was there. */
  readonly status: "UPLOADED" | "SKIPPED";
  /** What the driver says beside that. */
  readonly message?: string;
}

/** Uploads files, or content, to a folder of a stage. */
export async function put(
  connection: Connection,
  stage: readonly StoredName[],
  source: UploadSource,
  location: string,
  options: PutOptions,
): Promise<readonly UploadedFile[]> {
  const folder = folderPath(stage, location);
  const { parallel = 4, name } = options;
  checkParallel(options.parallel);
  const how = howToPut(options);
  const items = await itemsOf(stage, source, { ...how, name });
  const background = {
    goesOn: "what is being uploaded goes on in the background, and may arrive",
    outcomeUnknown: true,
  };
  return transferring(connection, options, background, (client, signal) => {
    const arrived: string[] = [];
    const one = async (item: UploadItem): Promise<UploadedFile> => {
      const file = await putItem(client, stage, folder, item, { ...how, parallel: options.parallel }, signal);
      arrived.push(file.source);
      return file;
    };
    return client
      .writing(fileContainer(stage), () => several(items, parallel, signal, one))
      .catch((error) => {
        if (error instanceof SnowflakeError && items.length > 1) error.message += ` ${countOf(arrived, items.length)}`;
        throw error;
      });
  });
}

interface HowToPut extends ItemOptions {
  readonly autoCompress: boolean;
  readonly overwrite: boolean;
  readonly parallel?: number | undefined;
}

/** @throws InvalidArgumentError for a compression that PUT does not know. */
function howToPut({ autoCompress = true, sourceCompression = "AUTO_DETECT", overwrite = false }: PutOptions): HowToPut {
  const known = compressions.find((one) => one === String(sourceCompression).toUpperCase());
  if (known !== undefined) return { autoCompress, sourceCompression: known, overwrite };
  throw new InvalidArgumentError({
    objectKind: "Stage",
    message: `sourceCompression: ${JSON.stringify(sourceCompression)} is not one of ${compressions.join(", ")}.`,
  });
}

async function putItem(
  client: Client,
  stage: readonly StoredName[],
  folder: string,
  item: UploadItem,
  how: HowToPut,
  signal: AbortSignal | undefined,
): Promise<UploadedFile> {
  const { sourceCompression, autoCompress, ...rest } = how;
  // The driver fails over BROTLI and NONE; both mean that it has nothing to compress.
  const isWord = !["AUTO_DETECT", "BROTLI", "NONE"].includes(sourceCompression);
  const upload = {
    ...rest,
    location: locationOf(stage, folder),
    name: item.name,
    shown: item.shown,
    autoCompress: autoCompress && sourceCompression !== "BROTLI" && sourceCompression !== "NONE",
    sourceCompression: isWord ? sourceCompression : undefined,
  };
  const { path } = item;
  if (path !== undefined) return uploadedFile(item, how, item.size ?? 0, await putLocal(client, upload, path, {}));
  return inPrivateFolder("put", async (place) => {
    const { path, size } = await item.place(place, signal).catch((cause) => {
      if (cause instanceof SnowflakeError) throw cause;
      throw wrongPath(stage, `${item.shown} could not be read to be uploaded: ${(cause as Error).message}`, cause);
    });
    return uploadedFile(item, how, size, await putLocal(client, upload, path, {}));
  });
}

function uploadedFile({ name, source }: UploadItem, how: HowToPut, sourceSize: number, row: Row): UploadedFile {
  const { target, targetSize, targetCompression: shown, status, message } = row;
  const isSaid = how.sourceCompression !== "AUTO_DETECT";
  const targetCompression = shown ?? (how.sourceCompression === "BROTLI" ? "BROTLI" : "NONE");
  return {
    source,
    target: target ?? name,
    sourceSize,
    targetSize: Number(targetSize ?? 0),
    sourceCompression: isSaid ? how.sourceCompression : target === name ? targetCompression : "NONE",
    targetCompression,
    status: status === "SKIPPED" ? "SKIPPED" : "UPLOADED",
    ...(message ? { message } : {}),
  };
}

function countOf(arrived: readonly string[], all: number): string {
  const some = arrived.slice(0, 5).join(", ");
  const names = arrived.length === 0 ? "" : `: ${some}${arrived.length > 5 ? ", …" : ""}`;
  return `${arrived.length} of ${all} files had been dealt with${names}.`;
}
