import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ConnectSettings } from "../../provider/client/connect-settings";
import { InvalidArgumentError } from "../../provider/client/errors";
import { scriptSource } from "../../provider/client/script-source";
import { resolveSettings } from "../../provider/client/settings";

const SECRET = "only-for-snowflake";
const COMPLETE: ConnectSettings = { account: "acme-dev", user: "ME", password: SECRET };
const FILE = `
[default]
account = "acme-default"
user = "D"
password = "of default"
[dev]
account = "acme-dev"
user = "DEVELOPER"
password = "of dev"
role = "DEV_ROLE"
warehouse = "DEV_WH"
`;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "script-settings-"));
});
afterEach(() => rmSync(home, { recursive: true }));

function file(path: string, text: string): string {
  const full = join(home, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  chmodSync(full, 0o600);
  return full;
}

function resolve(given: ConnectSettings, env: NodeJS.ProcessEnv = {}, role?: string) {
  const { source, choice } = scriptSource(given, env, () => home);
  return resolveSettings(source, { ...choice, ...(role !== undefined && { role }) });
}

function refusal(given: unknown, env: NodeJS.ProcessEnv = {}): string {
  try {
    resolve(given as ConnectSettings, env);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidArgumentError);
    return (error as Error).message;
  }
  throw new Error("was accepted");
}

describe("settings of a script", () => {
  test("come before the connection it names, that before SNOWFLAKE_*, that before the default connection", () => {
    file(".snowflake/connections.toml", FILE);
    const env = { SNOWFLAKE_ROLE: "ENV_ROLE", SNOWFLAKE_WAREHOUSE: "ENV_WH", SNOWFLAKE_PORT: "444" };
    const named = resolve({ connectionName: "dev", role: "MINE" }, env);
    expect(named).toMatchObject({ account: "acme-dev", user: "DEVELOPER", role: "MINE", warehouse: "DEV_WH" });
    expect(resolve({ warehouse: "MINE" }, { SNOWFLAKE_ROLE: "ENV_ROLE" })).toMatchObject({
      account: "acme-default",
      role: "ENV_ROLE",
      warehouse: "MINE",
    });
  });

  test("are all that is needed, and then nothing else is read", () => {
    file(".snowflake/connections.toml", "not = [toml");
    expect(resolve(COMPLETE)).toMatchObject({ account: "acme-dev", user: "ME", authenticator: "SNOWFLAKE" });
  });

  test("do not meet PULUMI_SNOWFLAKE_*, not even those of the connection", () => {
    file(".snowflake/connections.toml", FILE);
    const env = { PULUMI_SNOWFLAKE_PASSWORD: "no", PULUMI_SNOWFLAKE_CONNECTIONS_DEV_PASSWORD: "no" };
    expect(resolve({ connectionName: "dev" }, env).credential().password).toBe("of dev");
    expect(refusal({ account: "acme-dev", user: "ME" }, env)).not.toContain("PULUMI_SNOWFLAKE_PASSWORD");
  });

  test("name a connection that variables alone describe", () => {
    const env = {
      SNOWFLAKE_CONNECTIONS_CI_ACCOUNT: "acme-ci",
      SNOWFLAKE_CONNECTIONS_CI_USER: "CI",
      SNOWFLAKE_CONNECTIONS_CI_PASSWORD: "pw",
    };
    expect(resolve({ connectionName: "ci" }, env)).toMatchObject({ account: "acme-ci", user: "CI" });
  });

  test.each([
    ["connections.toml", FILE],
    ["config.toml", FILE.replaceAll(/^\[(\w+)\]/gm, "[connections.$1]")],
  ])("name a file in the form of %s", (name, text) => {
    const connectionsFile = file(`elsewhere/${name}`, text);
    expect(resolve({ connectionsFile, connectionName: "dev" })).toMatchObject({ user: "DEVELOPER" });
    expect(resolve({ connectionsFile: `~/elsewhere/${name}` })).toMatchObject({ user: "D" });
  });

  test("name a file that has to be there", () => {
    expect(refusal({ connectionsFile: "/nonexistent/connections.toml" })).toMatch(/connectionsFile names the file/);
  });

  test("name a connection that has to be there", () => {
    file(".snowflake/connections.toml", FILE);
    expect(refusal({ connectionName: "dve" })).toMatch(/no connection "dve" \(connectionName\)\. Did you mean dev\?/);
  });

  test("give way to another role alone", () => {
    expect(resolve({ ...COMPLETE, role: "ONE" }, {}, "OTHER")).toMatchObject({ role: "OTHER", user: "ME" });
  });

  test("never send the password of a connection to another account or as another user", () => {
    file(".snowflake/connections.toml", FILE);
    expect(refusal({ connectionName: "dev", account: "evil-corp" })).toMatch(/The account is evil-corp \(account\)/);
    expect(refusal({ connectionName: "dev", user: "OTHER" })).toMatch(/The user is OTHER \(user\)/);
  });
});

describe("the address", () => {
  test.each<[string, object]>([
    ["http://127.0.0.1:8080", { protocol: "http", host: "127.0.0.1", port: 8080 }],
    ["https://snowflake.example.com/", { protocol: "https", host: "snowflake.example.com" }],
    ["http://[::1]:9", { protocol: "http", host: "[::1]", port: 9 }],
  ])("is taken from accessUrl %s", (accessUrl, address) => {
    expect(resolve({ ...COMPLETE, accessUrl })).toMatchObject({ account: "acme-dev", ...address });
  });

  test.each([
    ["https://acme-dev.snowflakecomputing.com", "acme-dev"],
    ["https://xy12345.eu-central-1.privatelink.snowflakecomputing.com", "xy12345.eu-central-1"],
  ])("%s names the account too", (accessUrl, account) => {
    expect(resolve({ user: "ME", password: SECRET, accessUrl })).toMatchObject({ account, protocol: "https" });
    expect(resolve({ ...COMPLETE, account: "acme-other", accessUrl })).toMatchObject({ account: "acme-other" });
  });

  test.each(["acme-dev", "ftp://host", "https://me:only-for-snowflake@host", "https://host/path", "https://host?a=b"])(
    "is not %s, which is not told on",
    (accessUrl) => {
      expect(refusal({ ...COMPLETE, accessUrl })).toMatch(
        /^accessUrl is no address of Snowflake; it reads https:\/\/HOST/,
      );
    },
  );

  test("is given once", () => {
    expect(refusal({ ...COMPLETE, accessUrl: "http://127.0.0.1:8080", port: 80 })).toMatch(/accessUrl and port contra/);
  });

  test("is not plain http to another machine, unless the script allows it", () => {
    const away = { ...COMPLETE, accessUrl: "http://emulator:8080" };
    expect(refusal(away)).toMatch(/unencrypted to emulator/);
    expect(resolve({ ...away, allowHttp: true })).toMatchObject({ protocol: "http", host: "emulator", port: 8080 });
    expect(refusal({ ...away, allowHttp: false }, { PULUMI_SNOWFLAKE_ALLOW_HTTP: "true" })).toMatch(/unencrypted/);
  });
});

describe("what a script may not give", () => {
  test.each<[object, string]>([
    [{ acount: "x" }, "acount is no setting of a connection. Did you mean account?"],
    [{ username: "x" }, "username is no setting of a connection. Did you mean user?"],
    [{ privateKeyPath: "x" }, "privateKeyPath is no setting of a connection. Did you mean privateKeyFile?"],
    [{ conectionName: "x" }, "conectionName is no setting of a connection. Did you mean connectionName?"],
    [{ port: "80" }, "port must be a number, not a value of type string."],
    [{ password: 42 }, "password must be a text, not a value of type number."],
    [{ role: null }, "role must be a text, not null."],
    [{ allowHttp: "yes" }, "allowHttp must be true or false, not a value of type string."],
    [{ queryTag: [] }, "queryTag must be a text or an object, not an array."],
    [{ password: "" }, "password is an empty text; leave it out to have it looked for elsewhere."],
  ])("%o", (given, message) => {
    expect(refusal({ ...COMPLETE, ...given })).toBe(message);
  });

  test("a key that is like no other lists them all", () => {
    expect(refusal({ frobnicate: 1 })).toMatch(/^frobnicate is no setting .* Known: connectionName, connectionsFile, /);
    expect(refusal({ constructor: "x" })).toMatch(/^constructor is no setting/);
  });

  test.each(["dev", null, [], 7])("%o in place of the settings", (given) => {
    expect(refusal(given)).toMatch(/^The settings of a connection are an object, not/);
  });
});

test("nobody sees the secrets", () => {
  const made = scriptSource(
    { ...COMPLETE, passcode: SECRET, privateKeyPassphrase: SECRET },
    { SNOWFLAKE_TOKEN: SECRET },
  );
  expect(inspect(made, { depth: 9, showHidden: true, getters: false })).not.toContain(SECRET);
  expect(JSON.stringify(made)).not.toContain(SECRET);
});

test.each<[ConnectSettings["queryTag"], string]>([
  ["nightly", "nightly"],
  [{ team: "data", n: 1 }, '{"team":"data","n":1}'],
])("the query tag %o reaches the statements", (queryTag, text) => {
  const { source } = scriptSource({ ...COMPLETE, queryTag });
  expect(source.config("pulumi-dynamic-snowflake:queryTag")).toBe(text);
  expect(source.config("snowflake:password")).toBeUndefined();
});
