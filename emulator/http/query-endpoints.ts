import { type Envelope, RefusedError, success } from "./answers";
import { type Fields, textOf } from "./body";
import type { Context } from "./context";
import type { Query } from "./query";
import { pendingAnswer } from "./query-answers";
import { redact } from "./redact";
import { canceled, type QueryRequest, startQuery } from "./run-query";
import type { OpenSession } from "./session-store";

/** `POST /queries/v1/query-request`: a request id that the session has sent before gets the answer of then. */
export async function submit(context: Context, open: OpenSession, request: QueryRequest): Promise<Envelope> {
  const known = open.queries.byRequest(request.requestId);
  const query = known ?? startQuery(context, open, request);
  if (request.body["asyncExec"] === true) return pendingAnswer("333334", query);
  return await answerOrProgress(context, query);
}

/** `GET /queries/{id}/result`: waits, because drivers ask again at once. */
export async function fetchResult(context: Context, open: OpenSession, id: string): Promise<Envelope> {
  const query = findQuery(context, open, id);
  if (!query) throw new RefusedError("000709", `Statement ${id} not found`, "02000");
  return await answerOrProgress(context, query);
}

/** `GET /monitoring/queries/{id}`. */
export function monitor(context: Context, open: OpenSession, id: string): Envelope {
  const query = findQuery(context, open, id);
  return success({ queries: query ? [status(query, open)] : [] });
}

/** `POST /queries/v1/abort-request`. */
export function abortByRequest(open: OpenSession, body: Fields): Envelope {
  return abort(open.queries.byRequest(textOf(body, "requestId") ?? ""));
}

/** `POST /queries/{id}/abort-request`. */
export function abortById(context: Context, open: OpenSession, id: string): Envelope {
  return abort(findQuery(context, open, id));
}

function abort(query: Query | undefined): Envelope {
  if (!query?.isRunning) {
    throw new RefusedError("000605", "Identified SQL statement is not currently executing.", "02000");
  }
  query.abort(canceled());
  return success(null);
}

async function answerOrProgress(context: Context, query: Query): Promise<Envelope> {
  return (await query.answerWithin(context.inProgressAfterMs)) ?? pendingAnswer("333333", query);
}

// Results belong to the user: another session of the same user finds them too.
function findQuery(context: Context, open: OpenSession, id: string): Query | undefined {
  const own = open.queries.find(id);
  if (own) return own;
  const others = context.sessions.list().filter(({ session }) => session.user === open.session.user);
  return others.map((other) => other.queries.find(id)).find((query) => query !== undefined);
}

const statusWords = {
  running: "RUNNING",
  success: "SUCCESS",
  failed: "FAILED_WITH_ERROR",
  aborted: "ABORTED",
} as const;

function status(query: Query, open: OpenSession) {
  return {
    id: query.id,
    status: statusWords[query.state],
    state: query.isRunning ? "EXECUTING" : query.state === "success" ? "SUCCEEDED" : "FAILED",
    errorCode: query.error?.code ?? null,
    errorMessage: query.error?.message ?? null,
    sqlText: redact(query.sql),
    startTime: query.startedMs,
    endTime: query.endedMs ?? 0,
    totalDuration: (query.endedMs ?? Date.now()) - query.startedMs,
    sessionId: open.session.id,
    userName: open.session.user,
    warehouseName: open.session.warehouse,
    stats: {},
  };
}
