import { type LoginRequest, type ParameterValue, SqlError } from "../engine/engine";
import { type Envelope, failure, RefusedError, success } from "./answers";
import { type Fields, fieldsOf, textOf } from "./body";
import type { Context } from "./context";
import { authenticate, checkAccount } from "./credentials";
import { reportedParameters } from "./parameters";
import type { DriverRequest } from "./routes";
import { closeSession } from "./session-endpoints";
import { masterTokenSeconds, type OpenSession, tokenSeconds } from "./session-store";

/** `POST /session/v1/login-request`: names in the address, who it is in the body. */
export function logIn(
  context: Context,
  { body, query, host }: Pick<DriverRequest, "body" | "query" | "host">,
): Envelope {
  const login = fieldsOf(body["data"]);
  for (const forgotten of context.sessions.outlived()) closeSession(context, forgotten);
  try {
    checkAccount(context, textOf(login, "ACCOUNT_NAME"));
    const user = authenticate(context, login);
    const parameters = parametersOf(fieldsOf(login["SESSION_PARAMETERS"]));
    const request = { ...loginRequest(user, query, parameters), origin: `http://${host}` };
    const client = textOf(login, "CLIENT_APP_ID");
    const open = context.sessions.open(context.engine.openSession(request), parameters, client);
    context.log.counts.logins += 1;
    return success(welcome(context, open));
  } catch (error) {
    if (!(error instanceof RefusedError || error instanceof SqlError)) throw error;
    context.log.counts.refusedLogins += 1;
    return failure(error.code, error.message, { nextAction: "RETRY_LOGIN", loginName: textOf(login, "LOGIN_NAME") });
  }
}

/** `POST /session/authenticator-request`: there is no identity provider to send anybody to. */
export function refuseBrowser(): never {
  const ways = "a password, a key pair, or an OAuth, workload identity or programmatic access token";
  throw new RefusedError("390190", `The emulator has no browser or Okta log-in; log in with ${ways}.`);
}

function loginRequest(user: string, query: URLSearchParams, parameters: Record<string, ParameterValue>): LoginRequest {
  const names = {
    role: query.get("roleName"),
    database: query.get("databaseName"),
    schema: query.get("schemaName"),
    warehouse: query.get("warehouse"),
  };
  const given = Object.fromEntries(Object.entries(names).filter(([, name]) => name));
  return { user, ...given, parameters };
}

// Drivers disagree about null and undefined here; what is no plain value is no parameter.
function parametersOf(fields: Fields): Record<string, ParameterValue> {
  const plain = Object.entries(fields).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
  return Object.fromEntries(plain.map(([name, value]) => [name.toUpperCase(), value as ParameterValue]));
}

function welcome(context: Context, open: OpenSession) {
  const { session } = open;
  return {
    masterToken: open.masterToken,
    token: open.token,
    validityInSeconds: tokenSeconds,
    masterValidityInSeconds: masterTokenSeconds,
    displayUserName: session.user,
    serverVersion: "9.0.0",
    firstLogin: false,
    remMeToken: null,
    remMeValidityInSeconds: 0,
    healthCheckInterval: 45,
    newClientForUpgrade: null,
    sessionId: session.id,
    parameters: reportedParameters(context, open),
    sessionInfo: {
      databaseName: session.database,
      schemaName: session.schema,
      warehouseName: session.warehouse,
      roleName: session.role,
    },
    idToken: null,
    idTokenValidityInSeconds: 0,
    responseData: null,
    mfaToken: null,
    mfaTokenValidityInSeconds: 0,
  };
}
