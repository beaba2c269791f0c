import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { administer } from "./admin";
import { RefusedError, refusal } from "./answers";
import { BadRequestError, readFields } from "./body";
import type { Context } from "./context";
import { serveFile } from "./files";
import { findRoute } from "./routes";
import { answerOrStrike } from "./strike";

/** The drivers' HTTP protocol over a context; the caller lets it listen. */
export function createProtocolServer(context: Context): Server {
  const server = createServer((request, response) => {
    handle(context, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else if (error instanceof BadRequestError) send(response, error.status, { error: error.message });
      else if (error instanceof RefusedError) send(response, 200, refusal(error));
      else send(response, 500, { error: `The emulator failed: ${(error as Error).stack ?? error}` });
    });
  });
  // A driver drops idle connections after 30 s; closing first would look like a network failure to it.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 70_000;
  server.requestTimeout = 0;
  return server;
}

async function handle(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { path, query } = address(request.url ?? "/");
  const administered = await administer(context, request, path);
  if (administered !== undefined) return send(response, 200, administered);
  if (await serveFile(context, request, response, path)) return;
  const found = findRoute(request.method ?? "", path);
  if (!found) {
    request.resume();
    return send(response, 404, { error: `There is no ${request.method} ${path} here.` });
  }
  context.log.request(found.route.endpoint);
  const body = await readFields(request);
  const token = tokenOf(request);
  const host = request.headers.host ?? `127.0.0.1:${request.socket.localPort}`;
  const outcome = await answerOrStrike(context, found.route, { query, token, body, host, id: found.id });
  if (outcome.kind === "drop") request.socket.destroy();
  else if (outcome.kind === "status") send(response, outcome.status, { error: "fault" });
  else send(response, 200, outcome.envelope);
}

// An accessUrl that ends in a slash makes the Node driver ask for //session/v1/login-request.
function address(url: string): { path: string; query: URLSearchParams } {
  const [path = "", search = ""] = url.split("?", 2);
  return { path: path.replace(/\/{2,}/g, "/").replace(/(.)\/$/, "$1"), query: new URLSearchParams(search) };
}

function tokenOf(request: IncomingMessage): string | undefined {
  return /^Snowflake Token="([^"]*)"$/.exec(request.headers.authorization ?? "")?.[1];
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": text.length });
  response.end(text);
}
