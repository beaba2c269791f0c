import { SqlError } from "../engine/engine";
import type { FileTransfer } from "../engine/stage/file-transfer";
import { fileName } from "../engine/stage/transfer-statements";
import type { Context } from "./context";
import type { OpenSession } from "./session-store";

/** Where files have their addresses, under the emulator's own. */
export const fileRoot = "files";

/** Above so many bytes drivers would cut a file into parts. */
const threshold = 209_715_200;

/** Characters and folders that Node's driver does not write into an address as it must. */
const unsafe = /[#?%\\]|(?:^|\/)\.\.?(?:\/|$)/;

/**
 * The answer to PUT and GET: the emulator stands in for Google Cloud Storage, whose addresses all drivers take as they
 * are. Node's driver alone may send to a folder over plain HTTP, with a token; then it also finds out by itself whether
 * there is a file already. The others send PUT again for each file, and are given an address for that file.
 */
export function transferAnswer(context: Context, open: OpenSession, transfer: FileTransfer, host: string) {
  const { command, parallel, autoCompress, sourceCompression } = transfer;
  const common = { command, parallel, autoCompress, sourceCompression, threshold, overwrite: true };
  const root = `http://${host}/${fileRoot}`;
  const stageInfo = {
    locationType: "GCS",
    location: `${fileRoot}/`,
    region: "",
    creds: {},
    isClientSideEncrypted: false,
  };
  if (command === "DOWNLOAD") {
    return {
      ...common,
      src_locations: transfer.files,
      localLocation: transfer.local,
      encryptionMaterial: [],
      presignedUrls: transfer.files.map((path) => `${root}/${context.files.add(transfer, path)}`),
      stageInfo,
    };
  }
  const upload = { ...common, src_locations: [transfer.local], encryptionMaterial: null, presignedUrls: [] };
  const path = `${transfer.folder}${nameSent(open, transfer.local)}`;
  if (open.client !== "JavaScript" || unsafe.test(path)) {
    if (open.client === "JavaScript") refuseBlanks(transfer.local);
    return { ...upload, stageInfo: { ...stageInfo, presignedUrl: `${root}/${context.files.add(transfer, path)}` } };
  }
  const token = context.files.add(transfer);
  return {
    ...upload,
    overwrite: transfer.overwrite,
    stageInfo: {
      ...stageInfo,
      location: `${fileRoot}/${token}/${transfer.folder}`,
      endPoint: `http://${host}`,
      creds: { GCS_ACCESS_TOKEN: token },
    },
  };
}

/** Go's driver, asking for one of several files, leaves what stands before the file's name: `*one.csv` for `*.csv`. */
function nameSent({ client }: OpenSession, local: string): string {
  const name = fileName(local);
  return client === "Go" ? name.replace(/^.*[*?]/, "") : name;
}

/** Node's driver puts a file's name into the statement in place of what goes up to the first blank. */
function refuseBlanks(local: string): void {
  if (!/\s/.test(local)) return;
  throw new SqlError(
    "000002",
    "0A000",
    `Unsupported feature 'PUT of ${local} by the Node.js driver': its path has blanks, and its name or folder has one of # ? % \\ or dots alone.`,
  );
}
