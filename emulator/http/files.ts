import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { SqlError } from "../engine/engine";
import { mostBytesPerFile } from "../engine/stage/files";
import type { SharedFile } from "../engine/stage/shared-files";
import { BadRequestError } from "./body";
import type { Context } from "./context";
import { fileRoot } from "./file-answers";
import type { FileGrant } from "./file-grants";

const address = new RegExp(`^/${fileRoot}/([\\w-]+)(?:/(.+))?$`);
const digestHeader = "x-goog-meta-sfc-digest";

/** Takes or gives the content of a file, as cloud storage would; false if the address is none of a file. */
export async function serveFile(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<boolean> {
  const [, token, rest = ""] = address.exec(path) ?? [];
  if (token === undefined) return false;
  context.log.request("file");
  const content = request.method === "PUT" ? await readContent(request) : undefined;
  const fault = context.faults.strike({ endpoint: "file", repeat: false });
  if (fault?.do === "hang") return true;
  if (fault?.do === "delay") await sleep(fault.ms, undefined, { ref: false });
  if (fault?.do === "status") throw new BadRequestError(fault.status, "fault");
  if (fault?.do === "drop-before") request.socket.destroy();
  else answer(context, request, fault?.do === "drop-after" ? undefined : response, { token, rest, content });
  if (fault?.do === "drop-after") request.socket.destroy();
  return true;
}

/** Does what the request asks for; without a response, nobody hears of it. */
function answer(
  context: Context,
  { method, headers }: IncomingMessage,
  response: ServerResponse | undefined,
  { token, rest, content }: { token: string; rest: string; content: Buffer | undefined },
): void {
  const shared = context.engine.sharedFile?.(token);
  if (shared) {
    giveShared(shared, method, response);
    return;
  }
  const grant = context.files.find(token);
  const file = grant && wanted(grant, rest);
  if (!grant || file === undefined) throw new BadRequestError(403, "This address is not, or no longer, good.");
  if (content) {
    store(context, grant, file, content, headers[digestHeader]);
    response?.writeHead(200, { "Content-Length": 0 }).end();
  } else if (method === "GET" || method === "HEAD") give(grant, file, response, { body: method === "GET" });
  else throw new BadRequestError(405, "Files take PUT, GET and HEAD.");
}

/** The file that is meant, if the grant is for it. */
function wanted({ transfer, path }: FileGrant, rest: string): string | undefined {
  if (path !== undefined) return path;
  const file = decoded(rest);
  return file.startsWith(transfer.folder) && file.length > transfer.folder.length ? file : undefined;
}

function store(
  context: Context,
  { transfer }: FileGrant,
  file: string,
  content: Buffer,
  digest: string | string[] | undefined,
): void {
  if (transfer.command !== "UPLOAD") throw new BadRequestError(403, "This address is for reading.");
  if (digest !== undefined && digest !== digestOf(content)) {
    throw new BadRequestError(422, `The content of ${file} is not the one that its digest is of.`);
  }
  try {
    transfer.write(file, content);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    throw new BadRequestError(error.code === "002003" ? 404 : 413, error.message);
  }
  context.engine.onChange?.();
}

/** Answers a pre-signed address, which whoever knows it may read from. */
function giveShared(file: SharedFile, method: string | undefined, response: ServerResponse | undefined): void {
  if (method !== "GET" && method !== "HEAD") throw new BadRequestError(403, "This address is for reading.");
  const content = file.read();
  if (!content) throw new BadRequestError(404, `NoSuchKey: there is no file ${file.path}.`);
  response?.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Length": content.length });
  response?.end(method === "GET" ? content : undefined);
}

function give(
  { transfer }: FileGrant,
  file: string,
  response: ServerResponse | undefined,
  { body }: { body: boolean },
): void {
  const content = transfer.read(file);
  if (!content) throw new BadRequestError(404, `There is no file ${file}.`);
  response?.writeHead(200, {
    "Content-Type": "application/octet-stream",
    "Content-Length": content.length,
    [digestHeader]: digestOf(content),
  });
  response?.end(body ? content : undefined);
}

async function readContent(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // What is too much is still read to its end: an early answer would not reach a client that is writing.
    if (bytes <= mostBytesPerFile) chunks.push(chunk);
  }
  if (bytes > mostBytesPerFile) throw new BadRequestError(413, `The file is larger than ${mostBytesPerFile} bytes.`);
  return Buffer.concat(chunks);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new BadRequestError(400, "The address is not encoded as addresses are.");
  }
}

function digestOf(content: Buffer): string {
  return createHash("sha256").update(content).digest("base64");
}
