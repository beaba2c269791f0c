import { createHash, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningEmulator } from "../../../emulator/http/serve";
import { codeOf, connect, disconnect, execute } from "./driver";
import type { FakeEngine } from "./fake-engine";
import { logIn, startFake } from "./harness";

const pair = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const otherKey = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
}).privateKey;

describe("An emulator without users", () => {
  let emulator: RunningEmulator<FakeEngine>;
  beforeAll(async () => {
    emulator = await startFake();
  });
  afterAll(() => emulator.close());

  test.each([
    ["a password", {}],
    ["a key pair", { authenticator: "SNOWFLAKE_JWT", privateKey: pair.privateKey }],
    ["an OAuth token", { authenticator: "OAUTH", token: "t" }],
    ["a programmatic access token", { authenticator: "PROGRAMMATIC_ACCESS_TOKEN", token: "t" }],
    ["a passcode", { authenticator: "USERNAME_PASSWORD_MFA", passcode: "123456" }],
    ["any account", { account: "whatever" }],
    ["an address that ends in a slash", { accessUrl: "slash" }],
  ])("lets anybody in with %s", async (_, options) => {
    const accessUrl = "accessUrl" in options ? `${emulator.url}/` : emulator.url;
    const connection = await connect(emulator.url, { ...options, accessUrl });
    expect((await execute(connection, "ECHO hello")).rows).toEqual([{ echo: "hello" }]);
    await disconnect(connection);
  });

  test("lets a workload identity token in", async () => {
    const answer = await logIn(emulator.url, { AUTHENTICATOR: "WORKLOAD_IDENTITY", PROVIDER: "OIDC", TOKEN: "t" });
    expect(answer.success).toBe(true);
  });

  test("takes the user from the subject of a token when no name is given", async () => {
    const token = `x.${Buffer.from(JSON.stringify({ sub: "etl" })).toString("base64url")}.x`;
    const answer = await logIn(emulator.url, { AUTHENTICATOR: "OAUTH", TOKEN: token });
    expect(answer.data["displayUserName"]).toBe("ETL");
  });

  test("refuses an empty password", async () => {
    const answer = await logIn(emulator.url, { LOGIN_NAME: "ada", PASSWORD: "" });
    expect(answer).toMatchObject({ success: false, code: "390100" });
  });

  test("passes names in the address on, and tells the session what it has become", async () => {
    const search = "?databaseName=D&schemaName=S&warehouse=W&roleName=R";
    const { data } = await logIn(emulator.url, undefined, search);
    expect(data["sessionInfo"]).toEqual({ databaseName: "D", schemaName: "S", warehouseName: "W", roleName: "R" });
    expect(typeof data["sessionId"]).toBe("number");
  });

  test("hands session parameters back", async () => {
    const wanted = { CLIENT_SESSION_KEEP_ALIVE: true, TIMEZONE: "Europe/Berlin", QUERY_TAG: "nightly" };
    const { data } = await logIn(emulator.url, { LOGIN_NAME: "a", PASSWORD: "b", SESSION_PARAMETERS: wanted });
    const parameters = data["parameters"] as { name: string; value: unknown }[];
    for (const [name, value] of Object.entries(wanted)) expect(parameters).toContainEqual({ name, value });
  });

  test("refuses a role that is missing with the engine's code", async () => {
    expect(await codeOf(connect(emulator.url, { role: "MISSING" }))).toBe("390189");
  });

  test("says clearly that it has no browser log-in", async () => {
    const response = await fetch(`${emulator.url}/session/authenticator-request`, { method: "POST", body: "{}" });
    expect(await response.json()).toMatchObject({
      success: false,
      message: expect.stringContaining("log in with a password"),
    });
  });
});

describe("An emulator with users", () => {
  let emulator: RunningEmulator<FakeEngine>;
  beforeAll(async () => {
    emulator = await startFake({
      account: "ACME-DEV",
      users: [
        { name: "ADA", password: "secret", tokens: ["pat-of-ada"] },
        { name: "CI@ACME.COM", publicKeys: [pair.publicKey] },
      ],
    });
  });
  afterAll(() => emulator.close());

  const asAda = { account: "acme-dev", username: "ada" };
  const asCi = { account: "acme-dev", username: "ci@acme.com", authenticator: "SNOWFLAKE_JWT" };

  test.each([
    ["the right password", asAda, undefined],
    ["a wrong password", { ...asAda, password: "guess" }, "390100"],
    ["an unknown name", { ...asAda, username: "eve" }, "390100"],
    ["the account's short name", { ...asAda, account: "dev" }, undefined],
    ["another account", { ...asAda, account: "acme-prod" }, "390100"],
    ["the user's key", { ...asCi, privateKey: pair.privateKey }, undefined],
    ["another key", { ...asCi, privateKey: otherKey }, "390144"],
    ["a key of a user without keys", { ...asCi, username: "ada", privateKey: pair.privateKey }, "390144"],
    ["a token", { ...asAda, authenticator: "PROGRAMMATIC_ACCESS_TOKEN", token: "pat-of-ada" }, undefined],
    ["a wrong token", { ...asAda, authenticator: "PROGRAMMATIC_ACCESS_TOKEN", token: "x" }, "394400"],
    ["a token instead of the password", { ...asAda, password: "pat-of-ada" }, undefined],
    ["a wrong OAuth token", { ...asAda, authenticator: "OAUTH", token: "x" }, "390303"],
  ])("answers %s", async (_, options, code) => {
    const login = connect(emulator.url, options);
    if (code === undefined) await disconnect(await login);
    else expect(await codeOf(login)).toBe(code);
  });

  test("refuses a login once: the driver does not try again", async () => {
    emulator.resetLog();
    await codeOf(connect(emulator.url, { ...asAda, password: "guess" }));
    expect(emulator.counts()).toMatchObject({ logins: 0, refusedLogins: 1, requests: { login: 1 } });
  });

  test("names both accounts when it refuses one", async () => {
    const answer = await logIn(emulator.url, { ACCOUNT_NAME: "OTHER", LOGIN_NAME: "ada", PASSWORD: "secret" });
    expect(answer.message).toContain("OTHER");
    expect(answer.message).toContain("ACME-DEV");
  });

  test.each([
    ["in seconds", { iat: 0, exp: 60 }, true],
    ["in milliseconds", { iat: 0, exp: 60_000, unit: 1 }, true],
    ["expired", { iat: -120, exp: -60 }, false],
    ["valid for longer than an hour", { iat: -3700, exp: 60 }, false],
    ["issued tomorrow", { iat: 86_400, exp: 86_460 }, false],
  ])("judges a token whose times are %s", async (_, times, accepted) => {
    const unit = "unit" in times ? 1 : 1000;
    const at = (offset: number) => Math.floor(Date.now() / unit) + offset;
    const answer = await logIn(emulator.url, {
      AUTHENTICATOR: "SNOWFLAKE_JWT",
      TOKEN: jwt(at(times.iat), at(times.exp)),
    });
    expect(answer.success).toBe(accepted);
    if (!accepted) expect(answer.code).toBe("390144");
  });

  test("refuses a token that says it needs no signature", async () => {
    const [, payload] = jwt(Date.now(), Date.now() + 60_000).split(".");
    const header = Buffer.from('{"alg":"none"}').toString("base64url");
    const answer = await logIn(emulator.url, { AUTHENTICATOR: "SNOWFLAKE_JWT", TOKEN: `${header}.${payload}.` });
    expect(answer.code).toBe("390144");
  });
});

function jwt(iat: number, exp: number): string {
  const der = createPublicKey(pair.publicKey).export({ format: "der", type: "spki" });
  const fingerprint = createHash("sha256").update(der).digest("base64");
  const claims = { iss: `ACME-DEV.CI@ACME.COM.SHA256:${fingerprint}`, sub: "ACME-DEV.CI@ACME.COM", iat, exp };
  const text = [{ alg: "RS256", typ: "JWT" }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), pair.privateKey).toString("base64url")}`;
}
