/**
 * How a script connects. What is absent is looked for in the connection that `connectionName` names, then in `SNOWFLAKE_*`
 * variables, then in the default connection of `connections.toml` or `config.toml`.
 */
export interface ConnectSettings {
  /** Name of a connection of the connections file, or of `SNOWFLAKE_CONNECTIONS_<NAME>_*` variables. */
  readonly connectionName?: string | undefined;
  /** Path of a `connections.toml` or `config.toml`, read in place of those in the usual folders; `~/` is the home folder. */
  readonly connectionsFile?: string | undefined;

  /** The account: `ORGANIZATION-ACCOUNT`, or a locator such as `xy12345.eu-central-1`. */
  readonly account?: string | undefined;
  /** The organization, in place of `account`, together with `accountName`. */
  readonly organizationName?: string | undefined;
  /** The account's name in its organization, in place of `account`. */
  readonly accountName?: string | undefined;
  /** The user who logs in. */
  readonly user?: string | undefined;
  /** The role of the session. @defaultValue the user's default role */
  readonly role?: string | undefined;
  /** The warehouse of the session. @defaultValue the user's default warehouse */
  readonly warehouse?: string | undefined;

  /**
   * How to log in: `SNOWFLAKE` (password), `SNOWFLAKE_JWT` (key pair), `OAUTH`, `PROGRAMMATIC_ACCESS_TOKEN`, `WORKLOAD_IDENTITY`,
   * `EXTERNALBROWSER`, `USERNAME_PASSWORD_MFA`, or the https address of Okta.
   *
   * @defaultValue what the credential says: a password, a key or a workload identity needs none
   */
  readonly authenticator?: string | undefined;
  /** The password; secret. */
  readonly password?: string | undefined;
  /** The one-time code of a second factor; secret. */
  readonly passcode?: string | undefined;
  /** Private key of a key pair: PEM, or the base64 of its PKCS#8 DER; secret. */
  readonly privateKey?: string | undefined;
  /** Path of a file with the private key. */
  readonly privateKeyFile?: string | undefined;
  /** Passphrase of an encrypted private key; secret. */
  readonly privateKeyPassphrase?: string | undefined;
  /** OAuth token, programmatic access token, or OIDC token of a workload; secret. */
  readonly token?: string | undefined;
  /** Path of a file with the token; read again at each log-in. */
  readonly tokenFile?: string | undefined;
  /** Who vouches for the workload. */
  readonly workloadIdentityProvider?: "AWS" | "AZURE" | "GCP" | "OIDC" | undefined;
  /** Resource of Microsoft Entra that the token of an Azure workload is for. */
  readonly workloadIdentityEntraResource?: string | undefined;
  /** Service accounts or roles to go through to the one that Snowflake knows, with commas between them. */
  readonly workloadIdentityImpersonationPath?: string | undefined;

  /** Address of Snowflake, e.g. `http://127.0.0.1:8080`; in place of `host`, `port` and `protocol`. */
  readonly accessUrl?: string | undefined;
  /** Host name of Snowflake. @defaultValue that of the account */
  readonly host?: string | undefined;
  /** Port of Snowflake. @defaultValue that of the protocol */
  readonly port?: number | undefined;
  /** Protocol to Snowflake. @defaultValue `https` */
  readonly protocol?: "http" | "https" | undefined;
  /** Whether `http`, which sends the credential unencrypted, may lead to another machine. @defaultValue false */
  readonly allowHttp?: boolean | undefined;

  /** Goes into the `QUERY_TAG` of each statement: an object's keys, or one text under the key `tag`. */
  readonly queryTag?: string | Readonly<Record<string, unknown>> | undefined;
}
