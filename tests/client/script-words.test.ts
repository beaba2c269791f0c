import { describe, expect, test } from "vitest";
import { pulumiAdvice, scriptAdvice } from "../../provider/client/advice";
import { Clients } from "../../provider/client/client";
import type { ConnectSettings } from "../../provider/client/connect-settings";
import { fromDriver, InvalidArgumentError } from "../../provider/client/errors";
import { loginError } from "../../provider/client/login-error";
import { privateKeyPem } from "../../provider/client/private-key";
import { scriptSource } from "../../provider/client/script-source";
import { resolveSettings } from "../../provider/client/settings";
import { raw, sql } from "../../provider/sql/sql";

/** Words that mean nothing to the author of a script. */
const ofPulumi = /pulumi|snowflake:\w|\bstacks?\b|\bresources?\b|\brefresh\b/i;

const nowhere = () => "/nowhere";
const complete: ConnectSettings = { account: "ORG-ACC", user: "U", password: "p" };

/** An error as the driver makes it of Snowflake's answer. */
function answered(code: string, more: object = {}): Error {
  return Object.assign(new Error("No."), { name: "OperationFailedError", code, ...more });
}

/** An error as the driver makes it when no answer came. */
function unanswered(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { name: "NetworkError", code: 401001, cause: { code } });
}

describe("a script is told in its own words what to do about an error", () => {
  test.each([
    [answered("003001"), "set role of connect() (or withRole()) to one that has it"],
    [answered("099999", { sqlState: "42501" }), "set role of connect() (or withRole()) to one that has it"],
    [answered("000606"), "Set warehouse of connect() to a warehouse that the role may use."],
    [answered("390189"), "set role of connect() (or withRole()) to one that the user has"],
    [answered("390201"), "set warehouse of connect() to another, or to none"],
    [answered("390303"), "set it as token of connect() or SNOWFLAKE_TOKEN"],
    [answered("390318"), "set it as token of connect() or SNOWFLAKE_TOKEN"],
    [answered("390104"), "The statement may have run: fetch() what it is about to see, then run it again."],
    [unanswered("ENOTFOUND"), "Check the account name (organizationName and accountName of connect())"],
    [unanswered("ECONNREFUSED"), "Check host and port of connect()"],
    [unanswered("ERR_SSL_WRONG_VERSION_NUMBER"), "an emulator wants protocol of connect() http"],
    [unanswered("CERT_HAS_EXPIRED"), "Check host and protocol of connect()"],
    [unanswered("ECONNRESET"), "Check the network"],
  ])("%s", (error, advice) => {
    const circumstances = { mayHaveRun: true, advice: scriptAdvice };
    const { message } = fromDriver(error, raw("DROP TABLE T"), circumstances);
    expect(message).toContain(advice);
    expect(message).not.toMatch(ofPulumi);
  });

  test("of an account that Snowflake does not know", () => {
    const { source, choice } = scriptSource(complete, {}, nowhere);
    const settings = resolveSettings(source, choice, scriptAdvice);
    const { message } = loginError({ message: "no", response: { statusCode: 403 } }, settings, scriptAdvice);
    expect(message).toContain("Check organizationName and accountName of connect();");
    expect(message).not.toMatch(ofPulumi);
  });
});

describe("a script is told in its own words what to do about its settings", () => {
  const encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----";

  test.each<[string, ConnectSettings, NodeJS.ProcessEnv, string]>([
    ["that are missing", { user: "U" }, {}, "Give them to connect()."],
    [
      "of another account",
      { account: "ORG-ACC", user: "U" },
      { SNOWFLAKE_ACCOUNT: "ORG-OTHER", SNOWFLAKE_PASSWORD: "p" },
      "Set the credential where the account is set, or give it to connect().",
    ],
    [
      "of another user",
      { account: "ORG-ACC", user: "U" },
      { SNOWFLAKE_USER: "OTHER", SNOWFLAKE_PASSWORD: "p" },
      "Set the credential where the user is set, or give it to connect().",
    ],
    [
      "that send the credential unencrypted",
      { ...complete, protocol: "http", host: "snow.example" },
      {},
      "for an emulator in a network of your own, give connect() allowHttp: true.",
    ],
    [
      "with a key that is encrypted",
      { account: "ORG-ACC", user: "U", privateKey: encrypted },
      {},
      "Set privateKeyPassphrase of connect() or SNOWFLAKE_PRIVATE_KEY_PASSPHRASE.",
    ],
    [
      "of a connection that nobody knows",
      { connectionName: "dev" },
      {},
      'There is no connection "dev" (connectionName)',
    ],
  ])("%s", (_, given, env, advice) => {
    const { source, choice } = scriptSource(given, env, nowhere);
    const resolve = () => resolveSettings(source, choice, scriptAdvice);
    expect(resolve).toThrow(InvalidArgumentError);
    expect(resolve).toThrow(advice);
    expect(resolve).not.toThrow(ofPulumi);
  });

  test("and a Pulumi program in its", () => {
    expect(() => privateKeyPem(encrypted, undefined, "it")).toThrow(
      "Set snowflake:privateKeyPassphrase or PULUMI_SNOWFLAKE_PRIVATE_KEY_PASSPHRASE.",
    );
  });
});

describe("a client says in the words it was given", () => {
  test.each([
    [scriptAdvice, "The connection is being closed: no new statement is sent. Connect and run it again."],
    [pulumiAdvice, "Pulumi is stopping: no new statement is sent. Run `pulumi up` again."],
    [undefined, "Pulumi is stopping: no new statement is sent. Run `pulumi up` again."],
  ])("that it sends nothing more", async (advice, text) => {
    const { source, choice } = scriptSource(complete, {}, nowhere);
    const clients = new Clients({ source, version: "1.0.0", ...(advice && { advice }) });
    const client = clients.for(choice);
    clients.stopAccepting();
    await expect(client.execute(sql`SELECT 1`, { writes: false })).rejects.toThrow(text);
  });

  test("which settings a log-in lacks", async () => {
    const { source, choice } = scriptSource({}, {}, nowhere);
    const client = new Clients({ source, version: "1.0.0", advice: scriptAdvice }).for(choice);
    const asked = client.execute(sql`SELECT 1`, { writes: false });
    await expect(asked).rejects.toThrow("Give them to connect().");
  });
});
