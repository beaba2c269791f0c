import { generateKeyPairSync } from "node:crypto";
import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ConnectionError, type SnowflakeError } from "../../provider/client/errors";
import { raw } from "../../provider/sql/sql";
import { clientsWith, configFor, PASSWORD, type Server, startServer } from "./scripted-server";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
const DEPLOYER = {
  name: "DEPLOYER",
  password: PASSWORD,
  publicKeys: [publicKey.export({ format: "pem", type: "spki" }).toString()],
  tokens: ["a-token-nobody-guesses"],
};
const READ = { writes: false };

let server: Server;
const opened: { closeAll(): Promise<void> }[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(opened.splice(0).map((clients) => clients.closeAll()));
  await server.close();
});

async function clientFor(more: Readonly<Record<string, string | undefined>>, env: NodeJS.ProcessEnv = {}) {
  server = await startServer({ users: [DEPLOYER], account: "ACME-DEV" });
  const made = clientsWith(configFor(server, more), { env });
  opened.push(made.clients);
  return made;
}

async function failure(work: Promise<unknown>): Promise<SnowflakeError> {
  return work.then(
    () => Promise.reject(new Error("did not fail")),
    (error: SnowflakeError) => error,
  );
}

describe("a session is opened", { timeout: 20_000 }, () => {
  const without = { "snowflake:password": undefined };
  const token = { ...without, "snowflake:token": "a-token-nobody-guesses" };
  test.each<[string, Record<string, string | undefined>]>([
    ["a password", {}],
    ["a key pair", { ...without, "snowflake:privateKey": PEM }],
    ["an OAuth token", { ...token, "snowflake:authenticator": "OAUTH" }],
    ["a programmatic access token", { ...token, "snowflake:authenticator": "PROGRAMMATIC_ACCESS_TOKEN" }],
    [
      "a workload identity token",
      { ...token, "snowflake:authenticator": "WORKLOAD_IDENTITY", "snowflake:workloadIdentityProvider": "OIDC" },
    ],
    ["a password that asks for a second factor", { "snowflake:authenticator": "USERNAME_PASSWORD_MFA" }],
  ])("with %s", async (_what, config) => {
    vi.stubEnv("SNOWFLAKE_WIF_ALLOWED_HOST_SUFFIXES", "127.0.0.1");
    const { client } = await clientFor(config);
    expect(await client.identity()).toMatchObject({ organization: "ACME", account: "DEV", user: "DEPLOYER" });
  });

  test("once, by whoever comes first, however slow it is", async () => {
    const { client } = await clientFor({});
    server.setFaults([{ endpoint: "login", do: "delay", ms: 600 }]);
    await Promise.all(Array.from({ length: 10 }, (_, i) => client.execute(raw(`STATEMENT ${i}`), READ)));
    expect(server.counts().logins).toBe(1);
    expect(server.executed).toHaveLength(11);
  });

  test("once for each connection and role, at the first statement", async () => {
    const { clients } = await clientFor({});
    const loader = clients.for({ role: "LOADER" });
    expect(clients.for({ role: "LOADER" })).toBe(loader);
    expect(server.counts().logins).toBe(0);
    await clients.for({}).execute(raw("ONE"), READ);
    expect((await loader.identity()).role).toBe("LOADER");
    expect(server.counts().logins).toBe(2);
  });

  test("after Snowflake was unavailable for a moment", async () => {
    const { client } = await clientFor({});
    server.setFaults([{ endpoint: "login", do: "status", status: 503 }]);
    await client.execute(raw("ONE"), READ);
    expect(server.executed).toContain("ONE");
  });
});

describe("a log-in that is refused", { timeout: 20_000 }, () => {
  test.each<[string, Record<string, string>, NodeJS.ProcessEnv, RegExp, string]>([
    ["a wrong password", {}, { PULUMI_SNOWFLAKE_PASSWORD: "wrong-and-secret" }, /Check user and password/, "390100"],
    [
      "an invalid token",
      { "snowflake:authenticator": "OAUTH" },
      { PULUMI_SNOWFLAKE_TOKEN: "wrong-and-secret" },
      /Get a new OAuth token/,
      "390303",
    ],
  ])("for %s fails at once, for all, with what to do next", async (_what, config, env, advice, code) => {
    const { client } = await clientFor(config, env);
    const errors = await Promise.all([1, 2, 3].map((i) => failure(client.execute(raw(`S ${i}`), READ))));
    expect(errors[0]).toBeInstanceOf(ConnectionError);
    expect(errors[0]).toMatchObject({ code, message: expect.stringMatching(advice) });
    expect(await failure(client.execute(raw("LATER"), READ))).toBe(errors[0]);
    expect(server.counts().refusedLogins).toBe(1);
    expect(inspect(errors, { depth: 9, showHidden: true })).not.toContain("wrong-and-secret");
  });

  test("for a missing role says so, and is tried again: the same run may create the role", async () => {
    const { client } = await clientFor({ "snowflake:role": "MISSING" });
    const errors = await Promise.all([1, 2, 3].map((i) => failure(client.execute(raw(`S ${i}`), READ))));
    expect(errors[0]).toMatchObject({ code: "390189", message: expect.stringMatching(/SHOW GRANTS TO USER lists/) });
    expect(server.counts().refusedLogins).toBe(1);
    await failure(client.execute(raw("LATER"), READ));
    expect(server.counts().refusedLogins).toBe(2);
  });

  test("by settings fails before anything is sent", async () => {
    const { client } = await clientFor({ "snowflake:password": undefined });
    expect((await failure(client.execute(raw("ONE"), READ))).kind).toBe("InvalidArgument");
    expect(server.counts().requests).toEqual({});
  });

  test("by a host that does not exist names the host", async () => {
    const { client } = await clientFor({ "snowflake:host": "no-such-account.invalid", "snowflake:protocol": "https" });
    expect((await failure(client.execute(raw("ONE"), READ))).message).toMatch(/host was not found .*no-such-account/);
  });

  test("by nobody who listens is tried again with the next statement", async () => {
    const { client } = await clientFor({});
    const { port } = server;
    await server.close();
    const error = await failure(client.execute(raw("ONE"), READ));
    expect(error.message).toMatch(/Nothing listens at Snowflake's address .*Check snowflake:host and snowflake:port/);
    server = await startServer({ port });
    await client.execute(raw("TWO"), READ);
    expect(server.executed).toContain("TWO");
  });

  test("by a server without TLS says so", async () => {
    const { client } = await clientFor({ "snowflake:protocol": "https" });
    expect((await failure(client.execute(raw("ONE"), READ))).message).toMatch(
      /No TLS connection .* snowflake:protocol http/,
    );
  });
});
