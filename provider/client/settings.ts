import { type AccountSetting, type Address, accountOf, accountSetting, isSameAccount, resolveAddress } from "./address";
import { type Advice, capitalised, pulumiAdvice } from "./advice";
import { type Credential, chooseCredential } from "./credential";
import { defaultConnection, namedConnection } from "./named-connection";
import { redact } from "./redact";
import { environmentLayer, firstFound, type Layer, type Setting, stackLayer } from "./settings-layer";
import type { SettingsSource } from "./settings-source";
import { InvalidArgumentError } from "./snowflake-error";

export type { SettingsSource } from "./settings-source";

/** Everything the driver needs to log in. The secrets are private: neither JSON nor `util.inspect` shows them. */
export class ConnectionSettings {
  readonly account: string;
  readonly user?: string;
  readonly role?: string;
  readonly warehouse?: string;
  readonly host: string;
  readonly port?: number;
  readonly protocol: "http" | "https";
  readonly authenticator: Credential["authenticator"];
  readonly #credential: Credential;
  readonly #description: string;

  constructor(address: Address, who: Who, credential: Credential, description: string) {
    this.account = address.account;
    this.host = address.host;
    this.protocol = address.protocol;
    if (address.port !== undefined) this.port = address.port;
    if (who.user !== undefined) this.user = who.user;
    if (who.role !== undefined) this.role = who.role;
    if (who.warehouse !== undefined) this.warehouse = who.warehouse;
    this.authenticator = credential.authenticator;
    this.#credential = credential;
    this.#description = description;
  }

  /** One line for logs and errors: what is used and where each part came from, without secrets. */
  describe(): string {
    return this.#description;
  }

  /** The secrets, for the log-in alone. */
  credential(): Credential {
    return this.#credential;
  }

  /** A text without these secrets. */
  redact(text: string): string {
    return redact(text, this.secrets());
  }

  /** Values that must not appear in any text. */
  secrets(): string[] {
    const { password, passcode, privateKey, token } = this.#credential;
    return [password, passcode, privateKey, token].filter((secret) => secret !== undefined);
  }
}

/** Whose connection it is to be. */
export interface Choice {
  /** Name of a connection in configuration or in the connections file. */
  readonly connection?: string;
  readonly role?: string;
}

/**
 * Finds the settings of a connection. First found wins: the named connection, `PULUMI_SNOWFLAKE_*` (credentials), the
 * stack's configuration, `SNOWFLAKE_*`, the default connection of the connections file. For a script: what it gives, the named
 * connection, `SNOWFLAKE_*`, the default connection.
 *
 * @throws {@link InvalidArgumentError} that says what is missing and where it was looked for, or what contradicts.
 */
export function resolveSettings(
  source: SettingsSource,
  choice: Choice,
  advice: Advice = pulumiAdvice,
): ConnectionSettings {
  const upper = upperLayers(source, choice);
  // The file is read only if something is missing, so that a broken one troubles nobody who does not use it.
  const files = isComplete(upper, source, advice) ? { layers: [], lookedIn: "" } : defaultConnection(source);
  const layers = [...upper, ...files.layers];
  const lookedIn = [...upper.map((layer) => layer.name), files.lookedIn].filter((name) => name !== "");

  const credential = chooseCredential(layers, source.homedir(), advice);
  const account = accountSetting(layers);
  const user = firstFound(layers, "user");
  requireAll({ account, credential, user }, lookedIn, advice);
  if (account === undefined || credential === undefined) throw new TypeError("unreachable: checked just above");
  refuseMixture(layers, credential, account, user, advice);

  const address = resolveAddress(layers, account, source, advice);
  const role = choice.role ?? firstFound(layers, "role")?.value;
  const warehouse = firstFound(layers, "warehouse")?.value;
  const who = { user: user?.value, role, warehouse };
  return new ConnectionSettings(address, who, credential, description(address, account, user, role, credential));
}

function upperLayers(source: SettingsSource, { connection }: Choice): Layer[] {
  const given = source.given?.();
  const namedBy = given === undefined ? "connection" : "connectionName";
  const named = connection === undefined ? [] : namedConnection(source, connection, namedBy);
  const environment = environmentLayer(source.env, "SNOWFLAKE_", "all");
  if (given !== undefined) return [given, ...named, environment];
  return [...named, environmentLayer(source.env, "PULUMI_SNOWFLAKE_", "credentials"), stackLayer(source), environment];
}

interface Who {
  readonly user: string | undefined;
  readonly role: string | undefined;
  readonly warehouse: string | undefined;
}

function isComplete(layers: readonly Layer[], source: SettingsSource, advice: Advice): boolean {
  if (source.config("snowflake:profile")) return false;
  const user = firstFound(layers, "user");
  const credential = chooseCredential(layers, source.homedir(), advice);
  return (
    accountSetting(layers) !== undefined && credential !== undefined && (user !== undefined || mayLackUser(credential))
  );
}

function mayLackUser({ authenticator }: Credential): boolean {
  return ["OAUTH", "PROGRAMMATIC_ACCESS_TOKEN", "WORKLOAD_IDENTITY", "EXTERNALBROWSER"].includes(authenticator);
}

function requireAll(
  found: { account: unknown; credential: Credential | undefined; user: unknown },
  lookedIn: readonly string[],
  { giveSettings }: Advice,
): void {
  const missing = [
    found.account === undefined ? "the account (organizationName and accountName)" : "",
    found.user === undefined && (found.credential === undefined || !mayLackUser(found.credential)) ? "the user" : "",
    found.credential === undefined
      ? "a credential (password, privateKey, token, or an authenticator that needs none)"
      : "",
  ].filter((part) => part !== "");
  if (missing.length === 0) return;
  throw new InvalidArgumentError({
    message: `Cannot log in to Snowflake: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing. Looked in, first to last: ${lookedIn.join("; ")}. ${capitalised(giveSettings)}.`,
  });
}

/** A secret goes only to the account and the user that it was written down for. */
function refuseMixture(
  layers: readonly Layer[],
  credential: Credential,
  account: AccountSetting,
  user: (Setting & { layer: Layer }) | undefined,
  { giveCredential }: Advice,
): void {
  const isSecret = credential.password ?? credential.privateKey ?? credential.token;
  if (isSecret === undefined || !layers.includes(credential.layer)) return;
  const ownAccount = accountOf(credential.layer);
  if (ownAccount !== undefined && !isSameAccount(ownAccount.value, account.value)) {
    throw invalid(
      `The account is ${account.value} (${account.where}), but the ${credential.description} stands beside ${ownAccount.where}, which is ${ownAccount.value}. Set the credential where the account is set, or ${giveCredential}`,
    );
  }
  const ownUser = credential.layer.settings.get("user");
  if (ownUser !== undefined && user !== undefined && ownUser.value.toUpperCase() !== user.value.toUpperCase()) {
    throw invalid(
      `The user is ${user.value} (${user.where}), but the ${credential.description} stands beside ${ownUser.where}, which is ${ownUser.value}. Set the credential where the user is set, or ${giveCredential}`,
    );
  }
}

function description(
  address: Address,
  account: Setting,
  user: Setting | undefined,
  role: string | undefined,
  credential: Credential,
): string {
  const parts = [
    `account ${address.account} (${account.where})`,
    `at ${address.protocol}://${address.host}${address.port === undefined ? "" : `:${address.port}`}`,
    user === undefined ? "" : `user ${user.value} (${user.where})`,
    role === undefined ? "the user's default role" : `role ${role}`,
    credential.description,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function invalid(message: string): InvalidArgumentError {
  return new InvalidArgumentError({ message: `${message}.` });
}
