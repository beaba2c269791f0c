import type { Envelope } from "./answers";
import type { Fields } from "./body";
import type { Context } from "./context";
import type { Endpoint, FaultRule } from "./fault-rules";
import { logIn, refuseBrowser } from "./login";
import { abortById, abortByRequest, fetchResult, monitor, submit } from "./query-endpoints";
import { heartbeat, logOut, renew } from "./session-endpoints";

/** A request of a driver. */
export interface DriverRequest {
  readonly query: URLSearchParams;
  /** What stands between the quotes of `Authorization: Snowflake Token="…"`. */
  readonly token: string | undefined;
  readonly body: Fields;
  /** Host and port by which the driver reaches the emulator. */
  readonly host: string;
  /** Query id from the path, where there is one. */
  readonly id: string;
  /** A fault that changes how the statement runs. */
  readonly fault?: FaultRule;
}

/** An endpoint of the drivers' protocol. */
export interface Route {
  readonly endpoint: Endpoint | "authenticator";
  readonly method: "GET" | "POST";
  readonly path: RegExp;
  readonly answer: (context: Context, request: DriverRequest) => Envelope | Promise<Envelope>;
}

const routes: readonly Route[] = [
  {
    endpoint: "login",
    method: "POST",
    path: /^\/session\/v1\/login-request$/,
    answer: logIn,
  },
  {
    endpoint: "authenticator",
    method: "POST",
    path: /^\/session\/authenticator-request$/,
    answer: refuseBrowser,
  },
  {
    endpoint: "query",
    method: "POST",
    path: /^\/queries\/v1\/query-request$/,
    answer: (context, { token, query, body, host, fault }) => {
      const open = context.sessions.authenticate(token);
      return submit(context, open, { requestId: requestIdOf(query), body, host, ...(fault ? { fault } : {}) });
    },
  },
  {
    endpoint: "result",
    method: "GET",
    path: /^\/queries\/([^/]+)\/result$/,
    answer: (context, { token, id }) => fetchResult(context, context.sessions.authenticate(token), id),
  },
  {
    endpoint: "monitoring",
    method: "GET",
    path: /^\/monitoring\/queries\/([^/]+)$/,
    answer: (context, { token, id }) => monitor(context, context.sessions.authenticate(token), id),
  },
  {
    endpoint: "abort",
    method: "POST",
    path: /^\/queries\/v1\/abort-request$/,
    answer: (context, { token, body }) => abortByRequest(context.sessions.authenticate(token), body),
  },
  {
    endpoint: "abort",
    method: "POST",
    path: /^\/queries\/([^/]+)\/abort-request$/,
    answer: (context, { token, id }) => abortById(context, context.sessions.authenticate(token), id),
  },
  {
    endpoint: "renew",
    method: "POST",
    path: /^\/session\/token-request$/,
    answer: (context, { token }) => renew(context, token),
  },
  {
    endpoint: "heartbeat",
    method: "POST",
    path: /^\/session\/heartbeat$/,
    answer: (context, { token }) => heartbeat(context, context.sessions.authenticate(token)),
  },
  {
    endpoint: "logout",
    method: "POST",
    path: /^\/session$/,
    answer: (context, { token }) => logOut(context, context.sessions.authenticate(token)),
  },
  {
    endpoint: "telemetry",
    method: "POST",
    path: /^\/telemetry\/send$/,
    answer: () => ({ data: "Log Received", code: null, message: null, success: true }),
  },
];

/** The endpoint at an address, and the query id in it. */
export function findRoute(method: string, path: string): { route: Route; id: string } | undefined {
  for (const route of routes) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match) return { route, id: decodeURIComponent(match[1] ?? "") };
  }
  return undefined;
}

/** Id of the request; Python's login alone writes `request_id`. */
export function requestIdOf(query: URLSearchParams): string {
  return query.get("requestId") ?? query.get("request_id") ?? "";
}
