import { type Advice, pulumiAdvice } from "./advice";
import { firstFound, type Key, type Layer, type Setting } from "./settings-layer";
import type { SettingsSource } from "./settings-source";
import { InvalidArgumentError } from "./snowflake-error";

/** Where Snowflake is reached. */
export interface Address {
  readonly account: string;
  readonly host: string;
  readonly port?: number | undefined;
  readonly protocol: "http" | "https";
}

/** The account, with the layer that names it. */
export interface AccountSetting extends Setting {
  readonly layer: Layer;
}

/** The account as the first layer that names one says it, however it says it. */
export function accountSetting(layers: readonly Layer[]): AccountSetting | undefined {
  for (const layer of layers) {
    const setting = accountOf(layer);
    if (setting !== undefined) return { ...setting, layer };
  }
  return undefined;
}

/** How one layer names the account, if it does. */
export function accountOf(layer: Layer): Setting | undefined {
  const [account, organization, name] = (["account", "organizationName", "accountName"] satisfies Key[]).map((key) =>
    layer.settings.get(key),
  );
  if ((organization === undefined) !== (name === undefined)) {
    const given = organization ?? name;
    const missing = organization === undefined ? "organizationName" : "accountName";
    throw invalid(
      `${given?.where} is set without ${missing}: an account is named by both, or by account ("ORGANIZATION-ACCOUNT") alone`,
    );
  }
  const pair =
    organization === undefined || name === undefined
      ? undefined
      : { value: `${organization.value}-${name.value}`, where: `${organization.where} and ${name.where}` };
  if (account === undefined) return pair === undefined ? undefined : checkedAccount(pair);
  if (pair !== undefined && !isSameAccount(pair.value, account.value)) {
    throw invalid(
      `The account is given twice: ${account.where} says ${account.value}, ${pair.where} say ${pair.value}. Take one of them out`,
    );
  }
  return checkedAccount(account);
}

function checkedAccount(setting: Setting): Setting {
  const host = /^(?:https?:\/\/)?([^/]+)\.snowflakecomputing\.(?:com|cn)\/?$/i.exec(setting.value)?.[1];
  if (host !== undefined) {
    throw invalid(`${setting.where}: "${setting.value}" is an address; the account is ${host.toUpperCase()}`);
  }
  if (!/^\w+([.-]\w+)*$/.test(setting.value)) {
    throw invalid(`${setting.where}: "${setting.value}" is no account name; it reads ORGANIZATION-ACCOUNT`);
  }
  return setting;
}

/** Names of accounts are the same with `_` and `-`, in either case. */
export function isSameAccount(one: string, other: string): boolean {
  const [first, second] = [one, other].map((account) => account.replaceAll("_", "-").toUpperCase());
  return first === second;
}

/** Host, port and protocol from the layer that names the account or from one above it: nothing below may redirect it. */
export function resolveAddress(
  layers: readonly Layer[],
  account: AccountSetting,
  source: SettingsSource,
  advice: Advice = pulumiAdvice,
): Address {
  const allowed = layers.slice(0, layers.indexOf(account.layer) + 1);
  const host = firstFound(allowed, "host");
  const port = firstFound(allowed, "port");
  const protocol = firstFound(allowed, "protocol");
  const scheme = protocol?.value.toLowerCase().replace(/:(\/\/)?$/, "") ?? "https";
  if (scheme !== "http" && scheme !== "https") {
    throw invalid(`${protocol?.where}: "${protocol?.value}" is no protocol; use https or http`);
  }
  if (host !== undefined && !/^(\[[0-9a-f:]+\]|[\w.-]+)$/i.test(host.value)) {
    throw invalid(
      `${host.where}: "${host.value}" is no host name; leave https:// and the port out (port is a setting of its own)`,
    );
  }
  const address: Address = {
    account: account.value,
    host: host?.value ?? hostOf(account.value),
    port: port === undefined ? undefined : portNumber(port),
    protocol: scheme,
  };
  refusePlainHttp(address, source, advice);
  return address;
}

/** Accounts in China have a domain of their own, and those of Snowflake's first region do not name it. */
function hostOf(account: string): string {
  const label = account
    .toLowerCase()
    .replaceAll("_", "-")
    .replace(/\.us-west-2$/, "");
  return `${label}.snowflakecomputing.${label.includes(".cn-") ? "cn" : "com"}`;
}

function portNumber({ value, where }: Setting): number {
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw invalid(`${where}: "${value}" is no port; use a number from 1 to 65535`);
}

function refusePlainHttp(address: Address, { env, allowsHttp }: SettingsSource, { allowHttp }: Advice): void {
  if (address.protocol === "https" || (allowsHttp ?? env["PULUMI_SNOWFLAKE_ALLOW_HTTP"] === "true")) return;
  if (/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(address.host)) return;
  throw invalid(
    `Protocol http would send the credential unencrypted to ${address.host}. Use https; for an emulator in a network of your own, ${allowHttp}`,
  );
}

function invalid(message: string): InvalidArgumentError {
  return new InvalidArgumentError({ message: `${message}.` });
}
