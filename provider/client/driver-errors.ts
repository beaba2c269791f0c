import type { Sql } from "../sql/sql";
import { type Advice, pulumiAdvice } from "./advice";
import { loginAdvice } from "./login-advice";
import { redact, secretsOf } from "./redact";
import {
  ConnectionError,
  type ErrorFields,
  InvalidArgumentError,
  NotAuthorizedError,
  ObjectExistsError,
  ObjectMissingError,
  SnowflakeError,
  SqlError,
  TimeoutError,
} from "./snowflake-error";

/** What the driver's errors carry; codes of Snowflake are text (`002003`), codes of the driver itself numbers (401001). */
interface DriverError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly sqlState?: string;
  readonly queryId?: string;
  /** HTTP status of the answer, if there was one that was no success. */
  readonly status?: number;
  /** Node's word for what failed below HTTP, e.g. `ECONNREFUSED`. */
  readonly network?: string;
}

/** How much is known about a statement whose answer never came. */
export interface Circumstances {
  /** Values that must not appear in the error, besides those of the statement. */
  readonly secrets?: Iterable<string>;
  /** True if a statement that writes may have reached Snowflake. */
  readonly mayHaveRun?: boolean;
  /** The words for those who read the error. @defaultValue {@link pulumiAdvice} */
  readonly advice?: Advice;
}

/** Translates an error of the driver into ours, by its code; the result holds no secret and no object of the driver's. */
export function fromDriver(error: unknown, statement?: Sql, circumstances: Circumstances = {}): SnowflakeError {
  if (error instanceof SnowflakeError) return error;
  const secrets = [...(circumstances.secrets ?? []), ...(statement === undefined ? [] : secretsOf(statement))];
  const failure = parsed(error, secrets);
  const fields = {
    code: failure.code,
    sqlState: failure.sqlState,
    queryId: failure.queryId,
    statement: statement?.redacted,
    cause: plainCause(failure),
  };
  return translated(failure, fields, circumstances);
}

/** True if the error says that the session has ended, so that a new log-in helps. */
export function saysSessionEnded(error: unknown): boolean {
  const { code } = parsed(error, []);
  return code !== undefined && SESSION_ENDED.has(code);
}

/** True if trying again later may help: Snowflake was not reached, or it was busy. */
export function isPassing(error: unknown): boolean {
  if (error instanceof SnowflakeError) return error.kind === "Connection" || error.kind === "Timeout";
  const { code, status, network } = parsed(error, []);
  if (network !== undefined && TLS_FAULTS.test(network)) return false;
  if (status !== undefined) return status >= 500 || status === 408 || status === 429;
  return code === "401001" || code === "401003" || network !== undefined;
}

// 4070xx and 4055xx: the driver's words for a session that has ended; the others are Snowflake's. 401004: HTTP 401.
const SESSION_ENDED = new Set(
  "405502 405503 407001 407002 401004 390104 390111 390112 390113 390114 390115".split(" "),
);

const MISSING = new Set(["002003", "002043"]);
const EXISTS = new Set(["002002"]);
const NOT_AUTHORIZED = new Set(["003001", "003013", "003041"]);
const INSUFFICIENT_PRIVILEGE = "42501";
// 000604: cancelled by a person or by us; 000605: no longer running; 000630: STATEMENT_TIMEOUT_IN_SECONDS was reached.
const CANCELLED = new Set(["000604", "000605", "000630"]);
export const TLS_FAULTS = /CERT|SIGNATURE|SSL|TLS|EPROTO|CRL|OCSP/;

type Fields = Omit<ErrorFields, "message">;

function translated(
  failure: DriverError,
  fields: Fields,
  { mayHaveRun = false, advice = pulumiAdvice }: Circumstances,
): SnowflakeError {
  const { code, message } = failure;
  const said = code === undefined ? message : `${message.trim().replace(/\.$/, "")} (${code})`;
  if (code !== undefined && MISSING.has(code)) return new ObjectMissingError({ ...fields, message: said });
  if (code !== undefined && EXISTS.has(code)) return new ObjectExistsError({ ...fields, message: said });
  if ((code !== undefined && NOT_AUTHORIZED.has(code)) || failure.sqlState === INSUFFICIENT_PRIVILEGE) {
    const next = `Grant the role the privilege, or set ${advice.role} to one that has it.`;
    return new NotAuthorizedError({ ...fields, message: `${sentence(said)} ${next}` });
  }
  if (code !== undefined && CANCELLED.has(code)) {
    const next =
      code === "000630" ? "Raise STATEMENT_TIMEOUT_IN_SECONDS of the user, the warehouse or the account." : "";
    return new TimeoutError({ ...fields, message: `${sentence(said)} ${next}`.trim() });
  }
  if (code === "000606") {
    const next = `Set ${advice.setting("warehouse")} to a warehouse that the role may use.`;
    return new SqlError({ ...fields, message: `${sentence(said)} ${next}` });
  }
  const next = loginAdvice(code, advice);
  if (next !== undefined) return new ConnectionError({ ...fields, message: `${sentence(said)} ${next}` });
  if (code !== undefined && SESSION_ENDED.has(code)) {
    const then = mayHaveRun ? `The statement may have run: ${advice.seeAndRepeat}.` : "Run it again.";
    const message = `The session with Snowflake ended while a statement was under way (${code}). ${then}`;
    return new ConnectionError({ ...fields, message, outcomeUnknown: mayHaveRun });
  }
  // 3900xx and 3940xx are of log-ins and sessions; 395xxx, say, of services.
  if (code !== undefined && /^39[04]\d{3}$/.test(code))
    return new ConnectionError({ ...fields, message: sentence(said) });
  if (isOfTransport(failure)) {
    return new ConnectionError({ ...fields, message: transportText(failure, advice), outcomeUnknown: mayHaveRun });
  }
  if (failure.name === "InvalidParameterError" || failure.name === "MissingParameterError") {
    return new InvalidArgumentError({ ...fields, message: `The connection's settings are not valid: ${said}` });
  }
  return new SqlError({ ...fields, message: said });
}

function isOfTransport({ code, name, network, status }: DriverError): boolean {
  if (network !== undefined || status !== undefined) return true;
  // Codes of the driver itself are 40xxxx and have no SQL behind them.
  return code === undefined ? name !== "OperationFailedError" : /^40\d{4}$/.test(code);
}

function transportText({ message, code, status, network }: DriverError, { setting }: Advice): string {
  if (status !== undefined) {
    const next = status >= 500 || status === 429 ? "It is overloaded or being maintained: try again later." : "";
    return `Snowflake answered with HTTP status ${status}. ${next}`.trim();
  }
  if (network === "ENOTFOUND") {
    return `Snowflake's host was not found (${message}). Check the account name (${setting("organizationName", "accountName")}) and the network.`;
  }
  if (network === "ECONNREFUSED") {
    return `Nothing listens at Snowflake's address (${message}). Check ${setting("host", "port")}, and that the server is running.`;
  }
  if (network === "ERR_SSL_WRONG_VERSION_NUMBER") {
    return `No TLS connection to Snowflake: what listens there does not speak TLS. Check ${setting("host", "port")}; an emulator wants ${setting("protocol")} http.`;
  }
  if (network !== undefined && TLS_FAULTS.test(network)) {
    return `No trusted TLS connection to Snowflake (${network}: ${message}). Check ${setting("host", "protocol")}; behind a proxy that inspects TLS, give its certificate to Node with NODE_EXTRA_CA_CERTS.`;
  }
  if (network === undefined && code === undefined) return sentence(message);
  return `Snowflake could not be reached (${[code, network, message].filter(Boolean).join(": ")}). Check the network and the proxy settings, then try again.`;
}

function parsed(error: unknown, secrets: readonly string[]): DriverError {
  if (!isRecord(error)) return { name: "Error", message: redact(String(error), secrets) };
  const { name, message, code, sqlState, data, response, cause } = error;
  const network = networkCode(error) ?? networkCode(cause);
  const status = isRecord(response) ? (response["statusCode"] ?? response["status"]) : undefined;
  const queryId = isRecord(data) ? data["queryId"] : undefined;
  return {
    name: typeof name === "string" ? name : "Error",
    message: redact(typeof message === "string" && message !== "" ? message : "Snowflake gave no reason", secrets),
    ...(typeof code === "string" || typeof code === "number" ? { code: String(code) } : {}),
    ...(typeof sqlState === "string" ? { sqlState } : {}),
    ...(typeof queryId === "string" ? { queryId } : {}),
    ...(typeof status === "number" ? { status } : {}),
    ...(network === undefined ? {} : { network }),
  };
}

/** Codes of Node are words: `ECONNRESET`, `CERT_HAS_EXPIRED`. */
function networkCode(error: unknown): string | undefined {
  const code = isRecord(error) ? error["code"] : undefined;
  return typeof code === "string" && /^[A-Z][A-Z_0-9]+$/.test(code) ? code : undefined;
}

/** The driver's error without the request, answer and connection that hang on it. */
function plainCause({ name, message, code }: DriverError): Error {
  const cause = new Error(message);
  cause.name = name;
  delete cause.stack;
  return code === undefined ? cause : Object.assign(cause, { code });
}

function sentence(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
