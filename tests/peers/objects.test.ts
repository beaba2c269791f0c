import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import { goPeer, type PeerOrReason, pythonPeer } from "./set-up";
import { type PeerLogin, type PeerResult, type PeerStatement, talk } from "./talk";

const setUpMs = 900_000;
const pair = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

describe.each([
  ["The Python connector", pythonPeer],
  ["The Go driver", goPeer],
])("%s", (name, setUp) => {
  let peer: PeerOrReason;
  let emulator: Emulator;
  beforeAll(async () => {
    peer = await setUp();
  }, setUpMs);
  beforeEach(async (context) => {
    if ("missing" in peer) context.skip(`${name} is not tested: ${peer.missing}.`);
    emulator = await startEmulator({
      account: "ACME-DEV",
      users: [
        { name: "ADA", password: "secret", roles: ["ACCOUNTADMIN"] },
        { name: "CI", publicKeys: [pair.publicKey], roles: ["SYSADMIN"], defaultRole: "SYSADMIN" },
      ],
    });
  });
  afterEach(() => emulator?.close());

  async function run(login: Omit<PeerLogin, "url" | "account">, ...statements: PeerStatement[]) {
    if ("missing" in peer) throw new Error(peer.missing);
    const answer = await talk(peer, { url: emulator.url, account: "acme-dev", ...login }, statements);
    expect(answer.login).toBeNull();
    return answer.results;
  }
  const ada = { user: "ada", password: "secret" };
  const ci = { user: "ci", privateKey: pair.privateKey };

  test("creates, alters, shows and drops", async () => {
    const [created, , , databases, warehouses, dropped, gone] = await run(
      ada,
      "CREATE DATABASE ANALYTICS COMMENT = 'it''s \\\\ here'",
      "CREATE WAREHOUSE LOADING WAREHOUSE_SIZE = SMALL AUTO_SUSPEND = 60 INITIALLY_SUSPENDED = TRUE",
      "ALTER WAREHOUSE LOADING SET AUTO_SUSPEND = 120",
      "SHOW DATABASES LIKE 'ANALYTICS'",
      "SHOW WAREHOUSES LIKE 'LOADING'",
      "DROP DATABASE ANALYTICS",
      "ALTER DATABASE ANALYTICS SET COMMENT = 'x'",
    );
    expect(created?.rows).toEqual([["Database ANALYTICS successfully created."]]);
    expect(rows(databases)).toMatchObject([{ name: "ANALYTICS", comment: "it's \\ here", owner: "ACCOUNTADMIN" }]);
    const [warehouse] = rows(warehouses);
    expect(warehouse).toMatchObject({ name: "LOADING", state: "SUSPENDED", size: "Small" });
    expect(Number(warehouse?.["auto_suspend"])).toBe(120);
    expect(dropped?.error).toBeNull();
    expect(gone?.error?.code).toBe("002003");
  });

  test("sees in one session what another created, by password and by key", async () => {
    await run(
      ada,
      "CREATE DATABASE SHARED",
      "GRANT USAGE ON DATABASE SHARED TO ROLE SYSADMIN",
      "CREATE DATABASE HIDDEN",
    );
    const [who, databases, hidden] = await run(
      ci,
      "SELECT CURRENT_USER() AS U, CURRENT_ROLE() AS R, CURRENT_ACCOUNT_NAME() AS A",
      "SHOW DATABASES LIKE '%'",
      "USE DATABASE HIDDEN",
    );
    expect(who?.rows).toEqual([["CI", "SYSADMIN", "DEV"]]);
    const names = rows(databases).map((row) => row["name"]);
    expect(names).toContain("SHARED");
    expect(names).not.toContain("HIDDEN");
    expect(hidden?.error).toMatchObject({ code: "002043", sqlState: "02000" });
  });

  test("gets the place of a syntax error", async () => {
    const [result] = await run(ada, "CREATE DATABASE D SPEED = 9");
    expect(result?.error).toMatchObject({ code: "001003", sqlState: "42000" });
    expect(result?.error?.message).toMatch(/line 1 at position 18/);
  });

  test("keeps dates as moments", async () => {
    const [, shown] = await run(ada, "CREATE DATABASE D", "SHOW DATABASES LIKE 'D'");
    const created = new Date(String(rows(shown)[0]?.["created_on"])).getTime();
    expect(Math.abs(Date.now() - created)).toBeLessThan(600_000);
  });

  test("follows USE and knows where it is", async () => {
    const statements = ["CREATE DATABASE D", "CREATE SCHEMA D.S", "USE SCHEMA D.S", "SELECT CURRENT_SCHEMA() AS S"];
    expect((await run(ada, ...statements)).at(-1)?.rows).toEqual([["S"]]);
  });
});

function rows(result: PeerResult | undefined): Record<string, unknown>[] {
  return (result?.rows ?? []).map((row) =>
    Object.fromEntries(row.map((cell, index) => [result?.columns[index] ?? "", cell])),
  );
}
