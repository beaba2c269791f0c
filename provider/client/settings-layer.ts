import type { ConnectionTable } from "./connections-file";
import type { SettingsSource } from "./settings-source";

/** One value, and where it was found in words for a person: `SNOWFLAKE_USER`, `snowflake:user`. */
export interface Setting {
  readonly value: string;
  readonly where: string;
}

/** Settings that come from one place. */
export interface Layer {
  readonly name: string;
  readonly settings: ReadonlyMap<Key, Setting>;
}

/** Each key with its other spellings, all in camelCase; underscores and case make no difference. */
const SPELLINGS = {
  account: ["account"],
  organizationName: ["organizationName"],
  accountName: ["accountName"],
  host: ["host"],
  port: ["port"],
  protocol: ["protocol"],
  role: ["role"],
  warehouse: ["warehouse"],
  user: ["user", "username"],
  authenticator: ["authenticator"],
  password: ["password"],
  passcode: ["passcode"],
  privateKey: ["privateKey", "privateKeyRaw"],
  privateKeyFile: ["privateKeyFile", "privateKeyPath"],
  privateKeyPassphrase: ["privateKeyPassphrase", "privateKeyFilePwd", "privateKeyPwd", "privateKeyPass"],
  token: ["token"],
  tokenFile: ["tokenFilePath", "tokenFile"],
  workloadIdentityProvider: ["workloadIdentityProvider"],
  workloadIdentityEntraResource: ["workloadIdentityEntraResource", "workloadIdentityAzureEntraIdResource"],
  workloadIdentityImpersonationPath: ["workloadIdentityImpersonationPath"],
} as const satisfies Record<string, readonly string[]>;

export type Key = keyof typeof SPELLINGS;

const KEYS = Object.keys(SPELLINGS) as Key[];

const BY_SPELLING = new Map(
  KEYS.flatMap((key) => SPELLINGS[key].map((spelling): [string, Key] => [normalised(spelling), key])),
);

/** The setting that a spelling means. */
export function keySpelled(spelling: string): Key | undefined {
  return BY_SPELLING.get(normalised(spelling));
}

/** What a credential is made of, with the user it belongs to. */
const CREDENTIAL_KEYS = new Set<Key>([
  "user",
  "authenticator",
  "password",
  "passcode",
  "privateKey",
  "privateKeyFile",
  "privateKeyPassphrase",
  "token",
  "tokenFile",
  "workloadIdentityProvider",
  "workloadIdentityEntraResource",
  "workloadIdentityImpersonationPath",
]);

/** Environment variables that begin with a prefix; `credentials` takes nothing but the user and the credential. */
export function environmentLayer(env: NodeJS.ProcessEnv, prefix: string, extent: "all" | "credentials"): Layer {
  const found = Object.entries(env).flatMap(([variable, value]): [Key, Setting][] => {
    const key = variable.startsWith(prefix) ? keySpelled(variable.slice(prefix.length)) : undefined;
    if (key === undefined || !value || (extent === "credentials" && !CREDENTIAL_KEYS.has(key))) return [];
    return [[key, { value, where: variable }]];
  });
  return { name: `environment variables ${prefix}*`, settings: new Map(found) };
}

/** The stack's configuration in the namespace that `@pulumi/snowflake` reads too. */
export function stackLayer(source: SettingsSource): Layer {
  const found = KEYS.flatMap((key): [Key, Setting][] => {
    const where = SPELLINGS[key].map((spelling) => `snowflake:${spelling}`).find((name) => source.config(name));
    const value = where === undefined ? undefined : source.config(where);
    return where === undefined || !value ? [] : [[key, { value, where }]];
  });
  return { name: "stack configuration snowflake:*", settings: new Map(found) };
}

/** A connection by name, from a file or from configuration. */
export function connectionLayer(name: string, table: ConnectionTable): Layer {
  const found = [...table].flatMap(([spelling, value]): [Key, Setting][] => {
    const key = keySpelled(spelling);
    return key === undefined || value === "" ? [] : [[key, { value, where: `${spelling} of ${name}` }]];
  });
  return { name, settings: new Map(found) };
}

/** The first layer's value, with the layer it stands in. */
export function firstFound(layers: readonly Layer[], key: Key): (Setting & { readonly layer: Layer }) | undefined {
  for (const layer of layers) {
    const setting = layer.settings.get(key);
    if (setting !== undefined) return { ...setting, layer };
  }
  return undefined;
}

function normalised(spelling: string): string {
  return spelling.replaceAll("_", "").toLowerCase();
}
