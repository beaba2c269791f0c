import { type Envelope, success } from "./answers";
import type { Context } from "./context";
import { canceled } from "./run-query";
import { masterTokenSeconds, type OpenSession, tokenSeconds } from "./session-store";

/** `POST /session/token-request`: a new session token for the master token. */
export function renew(context: Context, masterToken: string | undefined): Envelope {
  const open = context.sessions.renew(masterToken);
  context.log.counts.renewals += 1;
  return success({
    sessionToken: open.token,
    validityInSecondsST: tokenSeconds,
    masterToken: open.masterToken,
    validityInSecondsMT: masterTokenSeconds,
    sessionId: open.session.id,
  });
}

/** `POST /session/heartbeat`. */
export function heartbeat(context: Context, open: OpenSession): Envelope {
  context.sessions.touch(open);
  return success(null);
}

/** `POST /session?delete=true`: ends what the session is still running. */
export function logOut(context: Context, open: OpenSession): Envelope {
  closeSession(context, open);
  return success(null);
}

/** Ends a session and its statements; its tokens are told 390111 from now on. */
export function closeSession(context: Context, open: OpenSession): void {
  for (const query of open.queries.running()) query.abort(canceled());
  context.sessions.close(open);
  context.engine.closeSession(open.session);
}
