import { setTimeout as sleep } from "node:timers/promises";
import { type Envelope, failure } from "./answers";
import { textOf } from "./body";
import type { Context } from "./context";
import type { FaultRule } from "./fault-rules";
import { type DriverRequest, type Route, requestIdOf } from "./routes";
import { closeSession } from "./session-endpoints";

/** What goes back to the driver: an answer, a bare HTTP status, or a torn connection. */
export type Outcome =
  | { readonly kind: "answer"; readonly envelope: Envelope }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "drop" };

/** Answers a request as the route says, or as the fault says that strikes it. */
export async function answerOrStrike(context: Context, route: Route, request: DriverRequest): Promise<Outcome> {
  const fault = findFault(context, route, request);
  const isQuery = route.endpoint === "query";
  switch (fault?.do) {
    case "drop-before":
      return { kind: "drop" };
    case "drop-after":
      await route.answer(context, request);
      return { kind: "drop" };
    case "status":
      return { kind: "status", status: fault.status };
    case "expire-session":
    case "kill-session":
      endToken(context, request, fault);
      break;
    case "delay":
      if (!isQuery) await sleep(fault.ms, undefined, { ref: false });
      break;
    case "hang":
      if (!isQuery) await new Promise(() => {});
      break;
    case "error":
      if (!isQuery) return { kind: "answer", envelope: errorEnvelope(fault) };
      break;
    default:
  }
  const envelope = await route.answer(context, isQuery && fault ? { ...request, fault } : request);
  return { kind: "answer", envelope };
}

function findFault(context: Context, route: Route, request: DriverRequest): FaultRule | undefined {
  if (route.endpoint === "authenticator") return undefined;
  const known = context.sessions.find(request.token)?.queries.byRequest(requestIdOf(request.query));
  const sql = textOf(request.body, "sqlText") ?? "";
  return context.faults.strike({ endpoint: route.endpoint, sql, repeat: known !== undefined });
}

// The request then meets what a real one would: a token that has expired, or a session that is gone.
function endToken(context: Context, { token }: DriverRequest, fault: FaultRule): void {
  const open = context.sessions.find(token) ?? context.sessions.list().find((each) => each.masterToken === token);
  if (!open) return;
  if (fault.do === "kill-session") closeSession(context, open);
  else if (open.masterToken === token) open.masterExpiresMs = 0;
  else context.sessions.expire(open);
}

function errorEnvelope(fault: FaultRule & { do: "error" }): Envelope {
  return failure(fault.code, fault.message, { errorCode: fault.code, sqlState: fault.sqlState });
}
