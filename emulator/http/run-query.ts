import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Binding, preparation, SqlError, type StatementResult } from "../engine/engine";
import type { Envelope } from "./answers";
import { type Fields, fieldsOf, textOf } from "./body";
import type { Context } from "./context";
import type { FaultRule } from "./fault-rules";
import { Query } from "./query";
import { errorAnswer, parentAnswer, resultAnswer } from "./query-answers";
import type { OpenSession } from "./session-store";

/** A request to run one statement or several. */
export interface QueryRequest {
  readonly requestId: string;
  readonly body: Fields;
  /** Host and port by which the driver reaches the emulator. */
  readonly host: string;
  readonly fault?: FaultRule;
}

/** 000604: somebody asked for the statement to be ended. */
export function canceled(): SqlError {
  return new SqlError("000604", "57014", "SQL execution canceled");
}

/** Takes up the statement of a request and runs it; the answer is stored with the query. */
export function startQuery(context: Context, open: OpenSession, request: QueryRequest): Query {
  const query = new Query(newQueryId(), request.requestId, textOf(request.body, "sqlText") ?? "");
  open.queries.add(query, { byRequest: request.requestId !== "" });
  void run(context, open, query, request);
  return query;
}

async function run(context: Context, open: OpenSession, query: Query, request: QueryRequest): Promise<void> {
  const stopTimer = limitTime(open, query, request);
  try {
    const wanted = statementCount(open, request);
    if (wanted === 1) {
      const { answer, result } = await runOne(context, open, query, request);
      query.end("success", answer, { rows: result.rows.length });
    } else {
      query.end("success", await runSeveral(context, open, query, request, wanted));
    }
  } catch (cause) {
    const error = sqlError(cause);
    const state = error.code === "000604" || error.code === "000630" ? "aborted" : "failed";
    query.end(state, errorAnswer(context, open, query, error), { error });
  } finally {
    stopTimer();
  }
}

async function runSeveral(
  context: Context,
  open: OpenSession,
  query: Query,
  request: QueryRequest,
  wanted: number,
): Promise<Envelope> {
  const texts = context.engine.split(query.sql);
  if (wanted > 0 && texts.length !== wanted) throw wrongCount(texts.length, wanted);
  if (Object.keys(bindingsOf(request.body)).length > 0) {
    throw new SqlError("000002", "0A000", "Unsupported feature 'bind variables in several statements'.");
  }
  const children: { id: string; statementTypeId: number }[] = [];
  for (const text of texts) {
    query.signal.throwIfAborted();
    const child = new Query(newQueryId(), query.requestId, text);
    query.signal.addEventListener("abort", () => child.abort(canceled()), { once: true });
    open.queries.add(child, { byRequest: false });
    try {
      const { answer, result } = await runOne(context, open, child, request);
      child.end("success", answer, { rows: result.rows.length });
      children.push({ id: child.id, statementTypeId: result.statementTypeId });
    } catch (cause) {
      const error = sqlError(cause);
      child.end("failed", errorAnswer(context, open, child, error), { error });
      throw error;
    }
  }
  return parentAnswer(context, open, query, children);
}

async function runOne(
  context: Context,
  open: OpenSession,
  query: Query,
  request: QueryRequest,
): Promise<{ answer: Envelope; result: StatementResult }> {
  const arrived = context.now();
  const started = performance.now();
  const log = (rows: number, error: string | null): void =>
    context.log.add({
      time: arrived.toISOString(),
      session: open.session.id,
      requestId: query.requestId,
      sql: query.sql,
      ms: Math.round((performance.now() - started) * 10) / 10,
      rows,
      error,
      queryId: query.id,
      user: open.session.user,
      role: open.session.role,
      queryTag: queryTag(open, request),
    });
  try {
    await takeTime(context, query, request.fault);
    const result = await Promise.race([execute(context, open, query, request), aborted(query)]);
    const answer = resultAnswer(context, open, query, result, request.host);
    log(result.rows.length, null);
    return { result, answer };
  } catch (cause) {
    log(0, sqlError(cause).code);
    throw cause;
  }
}

async function execute(
  context: Context,
  open: OpenSession,
  query: Query,
  { body, fault }: QueryRequest,
): Promise<StatementResult> {
  if (fault?.do === "error") throw new SqlError(fault.code, fault.sqlState, fault.message);
  const describeOnly = body["describeOnly"] === true;
  await preparation(query.sql);
  const result = await context.engine.execute(open.session, query.sql, {
    queryId: query.id,
    bindings: bindingsOf(body),
    ...(describeOnly ? { describeOnly } : {}),
  });
  if (describeOnly) return { ...result, rows: [] };
  const { wait } = result;
  return (wait && (await context.engine.answer?.(open.session, { wait }, query.id, query.signal))) ?? result;
}

async function takeTime(context: Context, query: Query, fault: FaultRule | undefined): Promise<void> {
  if (fault?.do === "hang") await aborted(query);
  const milliseconds = context.latencyMs + (fault?.do === "delay" ? fault.ms : 0);
  if (milliseconds > 0) await Promise.race([sleep(milliseconds, undefined, { ref: false }), aborted(query)]);
}

function aborted({ signal }: Query): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

// STATEMENT_TIMEOUT_IN_SECONDS of the request, else of the session.
function limitTime(open: OpenSession, query: Query, request: QueryRequest): () => void {
  const name = "STATEMENT_TIMEOUT_IN_SECONDS";
  const seconds = Number(fieldsOf(request.body["parameters"])[name] ?? open.session.parameters.get(name) ?? 0);
  if (!(seconds > 0 && seconds < 2_000_000)) return () => {};
  const message = `Statement reached its statement or warehouse timeout of ${seconds} second(s) and was canceled.`;
  const timer = setTimeout(() => query.abort(new SqlError("000630", "57014", message)), seconds * 1000).unref();
  return () => clearTimeout(timer);
}

// 0 means any number; without the parameter the engine itself insists on one statement.
function statementCount(open: OpenSession, request: QueryRequest): number {
  const name = "MULTI_STATEMENT_COUNT";
  const count = Number(fieldsOf(request.body["parameters"])[name] ?? open.session.parameters.get(name) ?? 1);
  return Number.isInteger(count) && count >= 0 ? count : 1;
}

function queryTag(open: OpenSession, request: QueryRequest): string | null {
  const tag = fieldsOf(request.body["parameters"])["QUERY_TAG"] ?? open.session.parameters.get("QUERY_TAG");
  return tag === undefined ? (open.loginParameters["QUERY_TAG"]?.toString() ?? null) : String(tag);
}

function bindingsOf(body: Fields): Record<string, Binding> {
  return fieldsOf(body["bindings"]) as Record<string, Binding>;
}

function wrongCount(actual: number, desired: number): SqlError {
  const message = `Actual statement count ${actual} did not match the desired statement count ${desired}.`;
  return new SqlError("000008", "0A000", message);
}

function sqlError(cause: unknown): SqlError {
  if (cause instanceof SqlError) return cause;
  const detail = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return new SqlError("000603", "XX000", `The emulator failed to run this statement, please report it: ${detail}`);
}

function newQueryId(): string {
  return `01${randomUUID().slice(2)}`;
}
