import { type Connection, type ConnectionOptions, loadDriver } from "./driver";
import type { ConnectionSettings } from "./settings";

/** Logs in. The error is the driver's own: whoever calls knows what to make of it. */
export async function openConnection(settings: ConnectionSettings): Promise<Connection> {
  const driver = await loadDriver();
  const connection = driver.createConnection(connectionOptions(settings));
  await afterTheFirst(() => connect(connection));
  // The driver's heartbeat would keep the process alive for as long as the session.
  (connection as { keepalive?: NodeJS.Timeout }).keepalive?.unref();
  return connection;
}

function connectionOptions(settings: ConnectionSettings): ConnectionOptions {
  const { account, user, role, warehouse, host, port, protocol, authenticator } = settings;
  const credential = settings.credential();
  const caches = authenticator === "EXTERNALBROWSER" || authenticator === "USERNAME_PASSWORD_MFA";
  const options = {
    account,
    username: user,
    role,
    warehouse,
    host,
    port,
    protocol,
    authenticator,
    password: credential.password,
    passcode: credential.passcode,
    privateKey: credential.privateKey,
    token: credential.token,
    workloadIdentityProvider: credential.workloadIdentityProvider,
    workloadIdentityAzureEntraIdResource: credential.workloadIdentityEntraResource,
    workloadIdentityImpersonationPath: credential.workloadIdentityImpersonationPath?.split(","),
    // Snowflake answers a long statement within 45 s with "still running"; a server that does not gets the same request
    // again after this time, and knows it by its id.
    timeout: 180_000,
    clientSessionKeepAlive: true,
    // Numbers arrive as text either way; without this, long ones make the driver warn and send telemetry.
    jsTreatIntegerAsBigInt: true,
    clientStoreTemporaryCredential: caches || undefined,
    clientRequestMFAToken: caches || undefined,
    application: "pulumi-dynamic-snowflake",
  };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  // The shipped types do not know host with port and protocol.
  return given as unknown as ConnectionOptions;
}

/** The driver reads its own configuration in a process's first log-in, and fails those that begin meanwhile (405505). */
let firstLogIn: Promise<unknown> | undefined;
const FIRST_LOG_IN_MS = 3_000;

async function afterTheFirst(logIn: () => Promise<void>): Promise<void> {
  const first = firstLogIn;
  if (first !== undefined) {
    await first;
    return logIn();
  }
  const begun = logIn();
  const settled = begun.catch(() => {});
  // A server that does not answer shall not hold up the others.
  firstLogIn = Promise.race([settled, new Promise((resolve) => setTimeout(resolve, FIRST_LOG_IN_MS).unref())]);
  return begun;
}

function connect(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    // connectAsync() resolves also when the log-in fails.
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
}
