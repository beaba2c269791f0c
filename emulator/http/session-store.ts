import { randomBytes } from "node:crypto";
import type { ParameterValue, Session } from "../engine/engine";
import { RefusedError } from "./answers";
import { QueryStore } from "./query-store";

/** How long tokens live, as the service has it. */
export const tokenSeconds = 3600;
export const masterTokenSeconds = 14_400;

/** A session with its tokens and the statements it has sent. */
export interface OpenSession {
  readonly session: Session;
  readonly masterToken: string;
  token: string;
  tokenExpiresMs: number;
  masterExpiresMs: number;
  /** Parameters that the client set when it logged in. */
  readonly loginParameters: Readonly<Record<string, ParameterValue>>;
  /** The driver: `JavaScript`, `Go`, `PythonConnector` … */
  readonly client: string | undefined;
  readonly queries: QueryStore;
}

const mostRemembered = 10_000;

/** The sessions of the server, found by their tokens. */
export class SessionStore {
  private readonly byToken = new Map<string, OpenSession>();
  private readonly byMasterToken = new Map<string, OpenSession>();
  /** Tokens of closed sessions: their clients hear that the session is gone, not that it never was. */
  private readonly closedTokens = new Set<string>();
  private readonly now: () => Date;

  constructor(now: () => Date) {
    this.now = now;
  }

  open(session: Session, loginParameters: Readonly<Record<string, ParameterValue>>, client?: string): OpenSession {
    const opened: OpenSession = {
      session,
      loginParameters,
      client,
      queries: new QueryStore(),
      masterToken: newToken(),
      token: newToken(),
      tokenExpiresMs: this.inSeconds(tokenSeconds),
      masterExpiresMs: this.inSeconds(masterTokenSeconds),
    };
    this.byToken.set(opened.token, opened);
    this.byMasterToken.set(opened.masterToken, opened);
    return opened;
  }

  /** The session of a token, whether the token has expired or not. */
  find(token: string | undefined): OpenSession | undefined {
    return this.byToken.get(token ?? "");
  }

  list(): OpenSession[] {
    return [...this.byMasterToken.values()];
  }

  /** Sessions that nobody can renew any more. */
  outlived(): OpenSession[] {
    return this.list().filter((open) => this.now().getTime() >= open.masterExpiresMs);
  }

  /** @throws RefusedError 390101, 390104, 390111 or 390112 if the token opens no session. */
  authenticate(token: string | undefined): OpenSession {
    if (token === undefined) throw new RefusedError("390101", "Authorization header not found in the request data.");
    const found = this.byToken.get(token);
    if (!found) throw this.unknown(token);
    if (found.token !== token || this.now().getTime() >= found.tokenExpiresMs) {
      throw new RefusedError("390112", "Your session has expired. Please login again.");
    }
    return found;
  }

  /** Gives the session of a master token a new session token. @throws RefusedError 390111, 390113 or 390114. */
  renew(masterToken: string | undefined): OpenSession {
    const found = this.byMasterToken.get(masterToken ?? "");
    if (!found) {
      if (this.closedTokens.has(masterToken ?? "")) throw gone();
      throw new RefusedError("390113", "Master token not found.");
    }
    if (this.now().getTime() >= found.masterExpiresMs) {
      throw new RefusedError("390114", "Authentication token has expired. The user must authenticate again.");
    }
    found.token = newToken();
    this.byToken.set(found.token, found);
    found.tokenExpiresMs = this.inSeconds(tokenSeconds);
    found.masterExpiresMs = this.inSeconds(masterTokenSeconds);
    return found;
  }

  /** A sign of life keeps the master token good for another four hours. */
  touch(session: OpenSession): void {
    session.masterExpiresMs = this.inSeconds(masterTokenSeconds);
  }

  /** The next request of the session is told to renew its token. */
  expire(session: OpenSession): void {
    session.tokenExpiresMs = 0;
  }

  close(session: OpenSession): void {
    this.byMasterToken.delete(session.masterToken);
    const tokens = [...this.byToken].filter(([, owner]) => owner === session).map(([token]) => token);
    for (const token of tokens) this.byToken.delete(token);
    for (const token of [...tokens, session.masterToken]) this.closedTokens.add(token);
    for (const token of this.closedTokens) {
      if (this.closedTokens.size <= mostRemembered) break;
      this.closedTokens.delete(token);
    }
  }

  private unknown(token: string): RefusedError {
    if (this.closedTokens.has(token)) return gone();
    return new RefusedError("390104", "Session token not found or invalid.");
  }

  private inSeconds(seconds: number): number {
    return this.now().getTime() + seconds * 1000;
  }
}

function gone(): RefusedError {
  return new RefusedError("390111", "Session no longer exists. New login required to access the service.");
}

function newToken(): string {
  return randomBytes(48).toString("base64url");
}
