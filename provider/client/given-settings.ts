import { closest, distance } from "fastest-levenshtein";
import type { ConnectSettings } from "./connect-settings";
import { type Key, keySpelled, type Layer, type Setting } from "./settings-layer";
import { InvalidArgumentError } from "./snowflake-error";

/** What a setting has to be. */
type Form = "a text" | "a number" | "true or false" | "a text or an object";

const FORMS: Readonly<Record<keyof ConnectSettings, Form>> = {
  connectionName: "a text",
  connectionsFile: "a text",
  account: "a text",
  organizationName: "a text",
  accountName: "a text",
  user: "a text",
  role: "a text",
  warehouse: "a text",
  authenticator: "a text",
  password: "a text",
  passcode: "a text",
  privateKey: "a text",
  privateKeyFile: "a text",
  privateKeyPassphrase: "a text",
  token: "a text",
  tokenFile: "a text",
  workloadIdentityProvider: "a text",
  workloadIdentityEntraResource: "a text",
  workloadIdentityImpersonationPath: "a text",
  accessUrl: "a text",
  host: "a text",
  port: "a number",
  protocol: "a text",
  allowHttp: "true or false",
  queryTag: "a text or an object",
};

/** Settings of a script as they were given, each of the right type; those that are undefined are left out. */
export function checkedSettings(given: ConnectSettings): ConnectSettings {
  if (!isObject(given)) throw invalid(`The settings of a connection are an object, not ${shown(given)}`);
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of entries) {
    if (!Object.hasOwn(FORMS, name)) throw unknownSetting(name);
    const form = FORMS[name as keyof ConnectSettings];
    // The value may be a secret, whatever it is: its type is told, and no more.
    if (!isOfForm(value, form)) throw invalid(`${name} must be ${form}, not ${shown(value)}`);
    if (value === "") throw invalid(`${name} is an empty text; leave it out to have it looked for elsewhere`);
  }
  return Object.fromEntries(entries);
}

/** The settings that say who connects, how and where, before all that is found elsewhere. */
export function givenLayer(settings: ConnectSettings): Layer {
  const found = new Map<Key, Setting>();
  for (const [name, value] of Object.entries(settings)) {
    const key = keySpelled(name);
    if (key !== undefined) found.set(key, { value: String(value), where: name });
  }
  for (const [key, setting] of settings.accessUrl === undefined ? [] : partsOf(settings.accessUrl)) {
    if (key !== "account") refuseBoth(found.get(key));
    else if (nameAccount(settings)) continue;
    found.set(key, setting);
  }
  return { name: "the settings given", settings: found };
}

/** Host, port and protocol of an address, and the account if its host names it. */
function partsOf(text: string): [Key, Setting][] {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAddress =
    url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "" && url.hash === "";
  // Nor is it shown: it may hold a password.
  if (!isAddress || url.username !== "" || url.password !== "") {
    throw invalid("accessUrl is no address of Snowflake; it reads https://HOST or http://HOST:PORT");
  }
  const account = /^(.+?)(?:\.privatelink)?\.snowflakecomputing\.(?:com|cn)$/i.exec(url.hostname)?.[1];
  const parts: Partial<Record<Key, string | undefined>> = {
    protocol: url.protocol.slice(0, -1),
    host: url.hostname,
    port: url.port || undefined,
    account,
  };
  return Object.entries(parts).flatMap(([key, value]): [Key, Setting][] =>
    value === undefined ? [] : [[key as Key, { value, where: "accessUrl" }]],
  );
}

/** A connection of a file may know the account under another name, which is the better one. */
function nameAccount(settings: ConnectSettings): boolean {
  const { account, organizationName, accountName, connectionName } = settings;
  return (account ?? organizationName ?? accountName ?? connectionName) !== undefined;
}

function refuseBoth(setting: Setting | undefined): void {
  if (setting !== undefined)
    throw invalid(`accessUrl and ${setting.where} contradict each other: leave one of them out`);
}

function isOfForm(value: unknown, form: Form): boolean {
  if (form === "a number") return typeof value === "number";
  if (form === "true or false") return typeof value === "boolean";
  return typeof value === "string" || (form === "a text or an object" && isObject(value));
}

function unknownSetting(name: string): InvalidArgumentError {
  const known = Object.keys(FORMS);
  const near = keySpelled(name) ?? closest(name, known);
  const isNear = keySpelled(name) !== undefined || distance(name.toLowerCase(), near.toLowerCase()) <= 3;
  const next = isNear ? `Did you mean ${near}?` : `Known: ${known.join(", ")}.`;
  return new InvalidArgumentError({ message: `${name} is no setting of a connection. ${next}` });
}

function shown(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(message: string): InvalidArgumentError {
  return new InvalidArgumentError({ message: `${message}.` });
}
