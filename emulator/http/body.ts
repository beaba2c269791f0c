import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

const mostBytes = 64 * 1024 * 1024;
const unzip = promisify(gunzip);

/** A JSON object whose members nobody has checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** A request that is not HTTP as the drivers speak it; answered with its status instead of an envelope at 200. */
export class BadRequestError extends Error {
  override readonly name = "BadRequestError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Reads a JSON object, gzip-compressed or not; an empty body is an empty object. */
export async function readFields(request: IncomingMessage): Promise<Fields> {
  const text = (await readBody(request)).toString("utf8").trim();
  if (text === "") return {};
  return fieldsOf(parseJson(text));
}

/** The value if it is an object, else an object without members. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The member if it is a text with something in it. */
export function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Reads any JSON value. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  return parseJson((await readBody(request)).toString("utf8"));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // What is too much is still read to its end: an early answer would not reach a client that is writing.
    if (bytes <= mostBytes) chunks.push(chunk);
  }
  if (bytes > mostBytes) throw new BadRequestError(413, `The request is larger than ${mostBytes} bytes.`);
  const body = Buffer.concat(chunks);
  return request.headers["content-encoding"] === "gzip" ? await decompressed(body) : body;
}

async function decompressed(body: Buffer): Promise<Buffer> {
  try {
    return await unzip(body, { maxOutputLength: mostBytes });
  } catch (cause) {
    const tooLarge = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    if (tooLarge) throw new BadRequestError(413, `The request is larger than ${mostBytes} bytes.`);
    throw new BadRequestError(400, "The request says it is gzip, but cannot be decompressed.");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequestError(400, "The request is not JSON.");
  }
}
