import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InvalidArgumentError } from "../../provider/client/errors";
import { type Choice, resolveSettings } from "../../provider/client/settings";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
const ENCRYPTED = privateKey
  .export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "open sesame" })
  .toString();
const ACCOUNT = { "snowflake:organizationName": "ACME", "snowflake:accountName": "DEV", "snowflake:user": "DEPLOYER" };

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "settings-"));
});
afterEach(() => rmSync(home, { recursive: true }));

function file(path: string, text: string, mode = 0o600): string {
  const full = join(home, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  chmodSync(full, mode);
  return full;
}

function resolve(config: Record<string, string>, env: NodeJS.ProcessEnv = {}, choice: Choice = {}) {
  return resolveSettings({ config: (key) => config[key], env, homedir: () => home }, choice);
}

function refusal(config: Record<string, string>, env: NodeJS.ProcessEnv = {}, choice: Choice = {}): string {
  try {
    resolve(config, env, choice);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidArgumentError);
    return (error as Error).message;
  }
  throw new Error("was accepted");
}

/** The credential as the driver gets it, without where it came from. */
function credential(config: Record<string, string>, env: NodeJS.ProcessEnv = {}, choice: Choice = {}) {
  const { layer: _layer, description: _description, ...rest } = resolve(config, env, choice).credential();
  return rest;
}

describe("settings come from", () => {
  test("the stack's configuration before SNOWFLAKE_* before the connections file", () => {
    file(".snowflake/connections.toml", `[default]\naccount = "file-acct"\nuser = "filer"\nwarehouse = "FILE_WH"\n`);
    const settings = resolve(
      { ...ACCOUNT, "snowflake:role": "CONFIG_ROLE" },
      {
        SNOWFLAKE_ACCOUNT: "env-acct",
        SNOWFLAKE_ROLE: "ENV_ROLE",
        SNOWFLAKE_WAREHOUSE: "ENV_WH",
        PULUMI_SNOWFLAKE_PASSWORD: "p",
      },
    );
    expect(settings).toMatchObject({ account: "ACME-DEV", user: "DEPLOYER", role: "CONFIG_ROLE", warehouse: "ENV_WH" });
  });

  test("the environment alone", () => {
    const env = { SNOWFLAKE_ACCOUNT: "acme-dev", SNOWFLAKE_USER: "me", SNOWFLAKE_PASSWORD: "pw" };
    expect(resolve({}, env)).toMatchObject({
      account: "acme-dev",
      host: "acme-dev.snowflakecomputing.com",
      protocol: "https",
      authenticator: "SNOWFLAKE",
    });
  });

  test.each([
    ["connections.toml", ".snowflake/connections.toml", "[default]"],
    ["config.toml", ".snowflake/config.toml", "[connections.default]"],
    ["the default of config.toml", ".snowflake/config.toml", `default_connection_name = "dev"\n[connections.dev]`],
    ["the system's folder", ".config/snowflake/connections.toml", "[default]"],
  ])("%s", (_what, path, header) => {
    file(path, `${header}\naccount = "acme-dev"\nuser = "me"\npassword = "pw"\nunknown_key = 1\n`);
    expect(resolve({})).toMatchObject({ account: "acme-dev", user: "me" });
  });

  test("$SNOWFLAKE_HOME", () => {
    const path = file("elsewhere/connections.toml", `[default]\naccount = "acme-dev"\nuser = "me"\npassword = "pw"\n`);
    expect(resolve({}, { SNOWFLAKE_HOME: dirname(path) })).toMatchObject({ account: "acme-dev" });
  });

  test.each([
    [{ "snowflake:profile": "dev" }, {}],
    [{}, { SNOWFLAKE_DEFAULT_CONNECTION_NAME: "dev" }],
  ])("the connection that %o %o names", (config, env) => {
    file(
      ".snowflake/connections.toml",
      `[default]\naccount = "a-b"\n[dev]\naccount = "acme-dev"\nuser = "me"\npassword = "pw"\n`,
    );
    expect(resolve(config, env)).toMatchObject({ account: "acme-dev" });
  });

  test("a file that is not needed is not read", () => {
    file(".snowflake/connections.toml", "not = [toml", 0o666);
    expect(resolve({ ...ACCOUNT, "snowflake:password": "pw" })).toMatchObject({ account: "ACME-DEV" });
  });
});

describe("a named connection", () => {
  const connections = JSON.stringify({
    prod: { organizationName: "ACME", accountName: "PROD", user: "P", password: "pp" },
  });

  test("comes from configuration, and is used before everything else", () => {
    const config = { ...ACCOUNT, "snowflake:password": "pw", "pulumi-dynamic-snowflake:connections": connections };
    expect(resolve(config, {}, { connection: "prod" })).toMatchObject({ account: "ACME-PROD", user: "P" });
    expect(credential(config, { PULUMI_SNOWFLAKE_PASSWORD: "of the other" }, { connection: "prod" }).password).toBe(
      "pp",
    );
  });

  test("comes from the connections file, with variables of its own above it", () => {
    file(".snowflake/connections.toml", `[prod-eu]\naccount = "acme-prod"\nuser = "me"\npassword = "old"\n`);
    const env = { SNOWFLAKE_CONNECTIONS_PROD_EU_PASSWORD: "new" };
    expect(credential({}, env, { connection: "prod-eu" })).toEqual({ authenticator: "SNOWFLAKE", password: "new" });
  });

  test("takes the role of the resource", () => {
    const config = { "pulumi-dynamic-snowflake:connections": connections };
    expect(resolve(config, {}, { connection: "prod", role: "LOADER" }).role).toBe("LOADER");
  });

  test("that nobody knows is refused, with the known ones and a near name", () => {
    file(".snowflake/connections.toml", `[dev]\n[staging]\n`);
    const message = refusal({ "pulumi-dynamic-snowflake:connections": connections }, {}, { connection: "prd" });
    expect(message).toContain(
      'There is no connection "prd" (connection). Did you mean prod? Known: dev, prod, staging.',
    );
  });
});

describe("the credential", () => {
  test.each([
    ["a password", { "snowflake:password": "pw" }, { authenticator: "SNOWFLAKE", password: "pw" }],
    ["a key", { "snowflake:privateKey": PEM }, { authenticator: "SNOWFLAKE_JWT", privateKey: PEM }],
    [
      "a key in one line",
      { "snowflake:privateKey": PEM.replaceAll("\n", "\\n") },
      { authenticator: "SNOWFLAKE_JWT", privateKey: PEM },
    ],
    [
      "a key whose line breaks became blanks",
      { "snowflake:privateKey": PEM.trim().replaceAll("\n", " ") },
      { authenticator: "SNOWFLAKE_JWT", privateKey: PEM },
    ],
    [
      "a key as base64 of DER",
      { "snowflake:privateKey": privateKey.export({ format: "der", type: "pkcs8" }).toString("base64") },
      { authenticator: "SNOWFLAKE_JWT", privateKey: PEM },
    ],
    [
      "an encrypted key",
      { "snowflake:privateKey": ENCRYPTED, "snowflake:privateKeyPassphrase": "open sesame" },
      { authenticator: "SNOWFLAKE_JWT", privateKey: PEM },
    ],
    [
      "an OAuth token",
      { "snowflake:token": "t", "snowflake:authenticator": "oauth" },
      { authenticator: "OAUTH", token: "t" },
    ],
    [
      "a programmatic access token",
      { "snowflake:token": "t", "snowflake:authenticator": "PROGRAMMATIC_ACCESS_TOKEN" },
      { authenticator: "PROGRAMMATIC_ACCESS_TOKEN", token: "t" },
    ],
    [
      "a programmatic access token as password",
      { "snowflake:password": "t", "snowflake:authenticator": "programmatic_access_token" },
      { authenticator: "PROGRAMMATIC_ACCESS_TOKEN", token: "t" },
    ],
    [
      "a workload identity",
      { "snowflake:workloadIdentityProvider": "aws" },
      { authenticator: "WORKLOAD_IDENTITY", workloadIdentityProvider: "AWS" },
    ],
    ["the browser", { "snowflake:authenticator": "ExternalBrowser" }, { authenticator: "EXTERNALBROWSER" }],
    [
      "a password with a second factor",
      { "snowflake:password": "pw", "snowflake:authenticator": "UsernamePasswordMFA" },
      { authenticator: "USERNAME_PASSWORD_MFA", password: "pw" },
    ],
  ])("may be %s", (_what, config, expected) => {
    expect(credential({ ...ACCOUNT, ...config } as Record<string, string>)).toEqual(expected);
  });

  test("may be a key in a file", () => {
    file("keys/deploy.p8", PEM);
    const expected = { authenticator: "SNOWFLAKE_JWT", privateKey: PEM };
    expect(credential({ ...ACCOUNT, "snowflake:privateKey": "~/keys/deploy.p8" })).toEqual(expected);
    expect(credential(ACCOUNT, { SNOWFLAKE_PRIVATE_KEY_PATH: join(home, "keys/deploy.p8") })).toEqual(expected);
  });

  test("may be a token in a file, of a workload identity", () => {
    const path = file("token", "from the runner\n");
    const config = {
      ...ACCOUNT,
      "snowflake:authenticator": "WORKLOAD_IDENTITY",
      "snowflake:workloadIdentityProvider": "OIDC",
    };
    expect(credential(config, { SNOWFLAKE_TOKEN_FILE_PATH: path })).toEqual({
      authenticator: "WORKLOAD_IDENTITY",
      workloadIdentityProvider: "OIDC",
      token: "from the runner",
    });
  });

  test.each([
    [{ PULUMI_SNOWFLAKE_PASSWORD: "new" }, { authenticator: "SNOWFLAKE", password: "new" }],
    [{ PULUMI_SNOWFLAKE_PRIVATE_KEY: PEM }, { authenticator: "SNOWFLAKE_JWT", privateKey: PEM }],
  ])("that was rotated replaces the whole one of the configuration", (env, expected) => {
    const config = { ...ACCOUNT, "snowflake:privateKey": ENCRYPTED, "snowflake:authenticator": "SNOWFLAKE_JWT" };
    expect(credential(config, env)).toEqual(expected);
  });

  test("that was rotated keeps the kind of its predecessor", () => {
    const config = { ...ACCOUNT, "snowflake:token": "old", "snowflake:authenticator": "OAUTH" };
    expect(credential(config, { PULUMI_SNOWFLAKE_TOKEN: "new" })).toEqual({ authenticator: "OAUTH", token: "new" });
  });

  test("is all that PULUMI_SNOWFLAKE_* may change", () => {
    const env = { PULUMI_SNOWFLAKE_ACCOUNT: "other", PULUMI_SNOWFLAKE_HOST: "evil", PULUMI_SNOWFLAKE_ROLE: "R" };
    const settings = resolve({ ...ACCOUNT, "snowflake:password": "pw" }, env);
    expect(settings).toMatchObject({ account: "ACME-DEV", host: "acme-dev.snowflakecomputing.com" });
    expect(settings.role).toBeUndefined();
  });
});

describe("settings are refused", () => {
  const password = { ...ACCOUNT, "snowflake:password": "hunter22" };

  test.each<[string, Record<string, string>, NodeJS.ProcessEnv, string]>([
    ["without anything", {}, {}, "the account (organizationName and accountName), the user, a credential"],
    ["without a credential", ACCOUNT, {}, "a credential (password, privateKey, token, or an authenticator"],
    [
      "with half an account",
      { "snowflake:organizationName": "ACME" },
      {},
      "snowflake:organizationName is set without accountName",
    ],
    ["with two accounts", { ...password, "snowflake:account": "ACME-PROD" }, {}, "The account is given twice"],
    [
      "with an address as account",
      { "snowflake:account": "https://acme-dev.snowflakecomputing.com" },
      {},
      "the account is ACME-DEV",
    ],
    ["with password and key", { ...password, "snowflake:privateKey": PEM }, {}, "contradict each other"],
    ["with a token of unknown kind", { ...ACCOUNT, "snowflake:token": "t" }, {}, "needs an authenticator beside it"],
    [
      "with an unknown authenticator",
      { ...password, "snowflake:authenticator": "KERBEROS" },
      {},
      '"KERBEROS" is not an authenticator',
    ],
    [
      "with an authenticator that lacks its secret",
      { ...password, "snowflake:authenticator": "SNOWFLAKE_JWT" },
      {},
      "needs privateKey or privateKeyFile",
    ],
    [
      "with an unknown cloud",
      { ...ACCOUNT, "snowflake:workloadIdentityProvider": "IBM" },
      {},
      "use AWS, AZURE, GCP, OIDC",
    ],
    [
      "with a key that is none",
      { ...ACCOUNT, "snowflake:privateKey": "-----BEGIN PRIVATE KEY-----\nzzz" },
      {},
      "no private key that can be read",
    ],
    ["with a locked key", { ...ACCOUNT, "snowflake:privateKey": ENCRYPTED }, {}, "there is no passphrase"],
    [
      "with a wrong passphrase",
      { ...ACCOUNT, "snowflake:privateKey": ENCRYPTED, "snowflake:privateKeyPassphrase": "guess" },
      {},
      "the passphrase does not open",
    ],
    [
      "with a key file that is not there",
      { ...ACCOUNT, "snowflake:privateKey": "/no/such.p8" },
      {},
      "names the file /no/such.p8, which is not there",
    ],
    [
      "with a key that quotes have made a path, which is not shown",
      { ...ACCOUNT, "snowflake:privateKey": `"${ENCRYPTED}"` },
      {},
      "names a file, which is not there",
    ],
    [
      "with plain http to another machine",
      { ...password, "snowflake:protocol": "http", "snowflake:host": "10.0.0.9" },
      {},
      "would send the credential unencrypted to 10.0.0.9",
    ],
    ["with a port that is none", { ...password, "snowflake:port": "https" }, {}, '"https" is no port'],
    [
      "with a credential for another account",
      ACCOUNT,
      { SNOWFLAKE_ACCOUNT: "ACME-PROD", SNOWFLAKE_PASSWORD: "p" },
      "The account is ACME-DEV",
    ],
    [
      "with a credential for another user",
      ACCOUNT,
      { SNOWFLAKE_USER: "ME", SNOWFLAKE_PASSWORD: "p" },
      "The user is DEPLOYER",
    ],
    [
      "with connections that are none",
      { "pulumi-dynamic-snowflake:connections": '"hunter22"' },
      {},
      "must be an object of connections",
    ],
  ])("%s", (_what, config, env, expected) => {
    const choice = config["pulumi-dynamic-snowflake:connections"] === undefined ? {} : { connection: "dev" };
    const message = refusal(config, env, choice);
    expect(message).toContain(expected);
    expect(message).not.toContain("hunter22");
  });

  test("and everything that was looked in is listed, first to last", () => {
    expect(refusal({})).toContain(
      `environment variables PULUMI_SNOWFLAKE_*; stack configuration snowflake:*; environment variables SNOWFLAKE_*; connections.toml and config.toml in ${home}/.snowflake and ${home}/.config/snowflake (not there)`,
    );
  });

  test.each([
    ["connections file", ".snowflake/connections.toml", {}],
    ["key file", "deploy.p8", { ...ACCOUNT, "snowflake:privateKey": "~/deploy.p8" }],
  ])("if others may write the %s", (_what, path, config) => {
    const full = file(path, "[default]\n", 0o662);
    expect(refusal(config as Record<string, string>)).toContain(`Run: chmod 600 ${full}`);
  });

  test("if the connections file is broken, without showing its lines", () => {
    file(".snowflake/connections.toml", `[default]\npassword = "hunter22\n`);
    expect(refusal({})).toMatch(/connections\.toml is not valid TOML/);
    expect(refusal({})).not.toContain("hunter22");
  });
});

test("plain http to another machine may be allowed", () => {
  const config = { ...ACCOUNT, "snowflake:password": "p", "snowflake:protocol": "http", "snowflake:host": "emulator" };
  expect(resolve(config, { PULUMI_SNOWFLAKE_ALLOW_HTTP: "true" })).toMatchObject({
    host: "emulator",
    protocol: "http",
  });
});

test("no secret shows in settings, however they are printed", () => {
  const settings = resolve({ ...ACCOUNT, "snowflake:privateKey": PEM }, { PULUMI_SNOWFLAKE_PASSWORD: "hunter22" });
  const printed = [
    inspect(settings, { depth: 9, showHidden: true }),
    JSON.stringify(settings),
    settings.describe(),
    `${settings}`,
  ];
  expect(printed.join("\n")).not.toContain("hunter22");
  expect(settings.describe()).toContain("password (PULUMI_SNOWFLAKE_PASSWORD)");
});
