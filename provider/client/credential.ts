import { type Advice, pulumiAdvice } from "./advice";
import { type Authenticator, authenticatorOf } from "./authenticator";
import { readNamedFile } from "./private-file";
import { looksLikeKey, privateKeyPem } from "./private-key";
import { firstFound, type Key, type Layer, type Setting } from "./settings-layer";
import { InvalidArgumentError } from "./snowflake-error";

/** What proves who we are, complete and checked. */
export interface Credential {
  readonly authenticator: Authenticator;
  /** The layer that the secret came from. */
  readonly layer: Layer;
  /** In words, without the secret: `key pair (PULUMI_SNOWFLAKE_PRIVATE_KEY)`. */
  readonly description: string;
  readonly password?: string;
  readonly passcode?: string;
  readonly privateKey?: string;
  readonly token?: string;
  readonly workloadIdentityProvider?: string;
  readonly workloadIdentityEntraResource?: string;
  readonly workloadIdentityImpersonationPath?: string;
}

/**
 * The credential of the first layer that has one, whole: a password found above never meets a key found below. The
 * authenticator may stand in a layer above, and a passphrase anywhere.
 */
export function chooseCredential(
  layers: readonly Layer[],
  homedir: string,
  advice: Advice = pulumiAdvice,
): Credential | undefined {
  const index = layers.findIndex(hasCredential);
  const layer = layers[index];
  if (layer === undefined) return undefined;
  const written = firstFound(layers.slice(0, index + 1), "authenticator");
  const authenticator = written === undefined ? implied(layer, layers.slice(index + 1)) : authenticatorOf(written);
  return { authenticator, layer, ...secretsFor(authenticator, layer, layers, homedir, advice) };
}

const SECRETS = ["password", "privateKey", "privateKeyFile", "token", "tokenFile"] as const satisfies readonly Key[];

function hasCredential({ settings }: Layer): boolean {
  const authenticator = settings.get("authenticator");
  if (SECRETS.some((key) => settings.has(key)) || settings.has("workloadIdentityProvider")) return true;
  return authenticator !== undefined && authenticatorOf(authenticator) === "EXTERNALBROWSER";
}

/** What the secrets of a layer say when no authenticator stands beside or above them; one below counts if it fits. */
function implied(layer: Layer, below: readonly Layer[]): Authenticator {
  const found = SECRETS.flatMap((key) => layer.settings.get(key)?.where ?? []);
  const { settings } = layer;
  const families = [
    settings.has("password") ? "SNOWFLAKE" : undefined,
    settings.has("privateKey") || settings.has("privateKeyFile") ? "SNOWFLAKE_JWT" : undefined,
    settings.has("workloadIdentityProvider") ? "WORKLOAD_IDENTITY" : undefined,
    (settings.has("token") || settings.has("tokenFile")) && !settings.has("workloadIdentityProvider")
      ? "TOKEN"
      : undefined,
  ].filter((family) => family !== undefined);
  const [only, ...others] = families;
  if (others.length > 0) {
    throw invalid(
      `${found.join(" and ")} contradict each other: take all but one out, or say which to use with an authenticator (SNOWFLAKE for the password, SNOWFLAKE_JWT for the key, OAUTH or PROGRAMMATIC_ACCESS_TOKEN for the token)`,
    );
  }
  const lower = firstFound(below, "authenticator");
  if (lower !== undefined && fits(authenticatorOf(lower), only)) return authenticatorOf(lower);
  if (only === "TOKEN") {
    throw invalid(
      `${found.join(" and ")} needs an authenticator beside it: OAUTH, or PROGRAMMATIC_ACCESS_TOKEN for a token made by ALTER USER … ADD PROGRAMMATIC ACCESS TOKEN`,
    );
  }
  return only as Authenticator;
}

function fits(authenticator: Authenticator, family: string | undefined): boolean {
  if (family === "TOKEN") return ["OAUTH", "PROGRAMMATIC_ACCESS_TOKEN", "WORKLOAD_IDENTITY"].includes(authenticator);
  return family === "SNOWFLAKE" && (authenticator === "USERNAME_PASSWORD_MFA" || authenticator.startsWith("https:"));
}

type Secrets = Omit<Credential, "authenticator" | "layer">;

function secretsFor(
  authenticator: Authenticator,
  layer: Layer,
  layers: readonly Layer[],
  homedir: string,
  advice: Advice,
): Secrets {
  switch (authenticator) {
    case "SNOWFLAKE_JWT":
      return keyPair(layer, layers, homedir, advice);
    case "OAUTH":
      return {
        ...withToken(layer, homedir, authenticator),
        ...described("OAuth token", layer, ["token", "tokenFile"]),
      };
    case "PROGRAMMATIC_ACCESS_TOKEN":
      return accessToken(layer, homedir);
    case "WORKLOAD_IDENTITY":
      return workloadIdentity(layer, layers, homedir);
    case "EXTERNALBROWSER":
      return described("browser", layer, ["authenticator"]);
    default:
      return withPassword(authenticator, layer);
  }
}

function withPassword(authenticator: Authenticator, layer: Layer): Secrets {
  const password = needed(layer, ["password"], authenticator);
  const passcode = layer.settings.get("passcode");
  const what = authenticator === "USERNAME_PASSWORD_MFA" ? "password and second factor" : "password";
  return {
    password: password.value,
    ...(passcode === undefined ? {} : { passcode: passcode.value }),
    ...described(what, layer, ["password"]),
  };
}

function keyPair(layer: Layer, layers: readonly Layer[], homedir: string, advice: Advice): Secrets {
  const [text, file] = [layer.settings.get("privateKey"), layer.settings.get("privateKeyFile")];
  if (text !== undefined && file !== undefined) {
    throw invalid(`${text.where} and ${file.where} contradict each other: take one of them out`);
  }
  const written = needed(layer, ["privateKey", "privateKeyFile"], "SNOWFLAKE_JWT");
  const isText = looksLikeKey(written.value);
  const key = isText ? written.value : readNamedFile(written.value, written.where, homedir);
  const passphrase = firstFound(layers, "privateKeyPassphrase")?.value;
  const where = isText ? written.where : `${written.value} (${written.where})`;
  return {
    privateKey: privateKeyPem(key, passphrase, where, advice),
    ...described("key pair", layer, ["privateKey", "privateKeyFile"]),
  };
}

function accessToken(layer: Layer, homedir: string): Secrets {
  const description = described("programmatic access token", layer, ["token", "tokenFile", "password"]);
  // The drivers take the token in place of the password too.
  const password = layer.settings.get("password");
  const inPassword = !layer.settings.has("token") && !layer.settings.has("tokenFile") && password !== undefined;
  const token = inPassword ? { token: password.value } : withToken(layer, homedir, "PROGRAMMATIC_ACCESS_TOKEN");
  return { ...token, ...description };
}

const PROVIDERS = ["AWS", "AZURE", "GCP", "OIDC"];

/** The provider is no secret, so it and the token of OIDC may stand in different places. */
function workloadIdentity(layer: Layer, layers: readonly Layer[], homedir: string): Secrets {
  const written =
    firstFound(layers, "workloadIdentityProvider") ?? needed(layer, ["workloadIdentityProvider"], "WORKLOAD_IDENTITY");
  const tokenLayer = layers.find(({ settings }) => settings.has("token") || settings.has("tokenFile")) ?? layer;
  const provider = written.value.toUpperCase();
  if (!PROVIDERS.includes(provider)) {
    throw invalid(`${written.where}: "${written.value}" is no workload identity provider; use ${PROVIDERS.join(", ")}`);
  }
  const resource = layer.settings.get("workloadIdentityEntraResource");
  const path = layer.settings.get("workloadIdentityImpersonationPath");
  return {
    workloadIdentityProvider: provider,
    ...(resource === undefined ? {} : { workloadIdentityEntraResource: resource.value }),
    ...(path === undefined ? {} : { workloadIdentityImpersonationPath: path.value }),
    ...(provider === "OIDC" ? withToken(tokenLayer, homedir, "WORKLOAD_IDENTITY with OIDC") : {}),
    ...described(`workload identity ${provider}`, layer, ["workloadIdentityProvider"]),
  };
}

function withToken(layer: Layer, homedir: string, authenticator: string): { token: string } {
  const token = layer.settings.get("token");
  if (token !== undefined) return { token: token.value };
  const file = needed(layer, ["token", "tokenFile"], authenticator);
  const text = readNamedFile(file.value, file.where, homedir).trim();
  if (text === "") throw invalid(`${file.value} (${file.where}) is empty; it should hold the token`);
  return { token: text };
}

function needed(layer: Layer, keys: readonly Key[], authenticator: string): Setting {
  const found = keys.map((key) => layer.settings.get(key)).find((setting) => setting !== undefined);
  if (found !== undefined) return found;
  const has = SECRETS.flatMap((key) => layer.settings.get(key)?.where ?? []).join(", ");
  const instead = has === "" ? "" : ` (there is only ${has})`;
  throw invalid(`authenticator ${authenticator} needs ${keys.join(" or ")}, and ${layer.name} has none${instead}`);
}

function described(what: string, layer: Layer, keys: readonly Key[]): { description: string } {
  const where = keys.map((key) => layer.settings.get(key)?.where).find((found) => found !== undefined);
  return { description: `${what} (${where ?? layer.name})` };
}

function invalid(message: string): InvalidArgumentError {
  return new InvalidArgumentError({ message: `${message}.` });
}
