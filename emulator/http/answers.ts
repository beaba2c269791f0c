/** What every endpoint answers: drivers look at `success` and `code`, then into `data`. */
export interface Envelope {
  readonly data: unknown;
  readonly code: string | null;
  readonly message: string | null;
  readonly success: boolean;
}

/** A request that is refused before any statement runs: a bad login, an expired session, an unknown query. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  /** Six digits, e.g. `"390112"`. */
  readonly code: string;
  readonly sqlState: string;

  constructor(code: string, message: string, sqlState = "08001") {
    super(message);
    this.code = code;
    this.sqlState = sqlState;
  }
}

/** A plain success. */
export function success(data: unknown): Envelope {
  return { data, code: null, message: null, success: true };
}

/** Success with a code: a statement that is still running. */
export function pending(code: "333333" | "333334", data: unknown): Envelope {
  return { data, code, message: "Query execution in progress.", success: true };
}

/** A failure; drivers need it with HTTP status 200. */
export function failure(code: string, message: string, data: unknown): Envelope {
  return { data, code, message, success: false };
}

/** A refusal as the drivers read it. Without a `sqlState` the Node driver would send the request again. */
export function refusal(error: RefusedError): Envelope {
  return failure(error.code, error.message, { errorCode: error.code, sqlState: error.sqlState });
}
