import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator/index";
import { codeOf, connect, execute } from "./driver";

const [oldKey, newKey] = [newPair(), newPair()];

describe("startEmulator", () => {
  let folder: string;
  let running: Emulator | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "snowflake-emulator-"));
  });
  afterEach(async () => {
    await running?.close();
    running = undefined;
    rmSync(folder, { recursive: true });
  });

  async function start(options: EmulatorOptions = {}): Promise<string> {
    await running?.close();
    running = await startEmulator(options);
    return running.url;
  }

  test("lets a user log in with the password that CREATE USER gave, and no other", async () => {
    const admin = await connect(await start());
    await execute(admin, "CREATE USER EVE PASSWORD = 'right'");
    const url = running?.url ?? "";
    await connect(url, { username: "eve", password: "right" });
    expect(await codeOf(connect(url, { username: "eve", password: "wrong" }))).toBe("390100");
    expect(JSON.stringify(running?.statements())).not.toContain("right");
  });

  test("takes a rotated key from its users, whatever the state file says", async () => {
    const stateFile = join(folder, "state.json");
    const ci = (key: typeof oldKey) => ({ name: "CI", publicKeys: [key.publicKey] });
    const login = (key: typeof oldKey) => ({
      username: "ci",
      authenticator: "SNOWFLAKE_JWT",
      privateKey: key.privateKey,
    });
    const before = await connect(await start({ stateFile, users: [ci(oldKey)] }), login(oldKey));
    await execute(before, "CREATE DATABASE KEPT");
    const url = await start({ stateFile, users: [ci(newKey)] });
    expect(await codeOf(connect(url, login(oldKey)))).toBe("390144");
    const after = await connect(url, login(newKey));
    expect((await execute(after, "SHOW DATABASES LIKE 'KEPT'")).rows).toHaveLength(1);
  });

  test("knows tokens of its users", async () => {
    const url = await start({ users: [{ name: "ETL", tokens: ["t1"], roles: ["SYSADMIN"], defaultRole: "SYSADMIN" }] });
    const pat = { username: "etl", authenticator: "PROGRAMMATIC_ACCESS_TOKEN" };
    const connection = await connect(url, { ...pat, token: "t1" });
    expect((await execute(connection, "SELECT CURRENT_ROLE() AS R")).rows).toEqual([{ R: "SYSADMIN" }]);
    expect(await codeOf(connect(url, { ...pat, token: "t2" }))).toBe("394400");
  });

  test("refuses a role that the user does not have", async () => {
    const url = await start({ users: [{ name: "ETL", password: "p", roles: ["SYSADMIN"] }] });
    const etl = { username: "etl", password: "p" };
    expect(await codeOf(connect(url, { ...etl, role: "ACCOUNTADMIN" }))).toBe("390189");
  });

  test("tells a statement's place of error", async () => {
    const connection = await connect(await start());
    const error = await execute(connection, "CREATE DATABASE\n  D SPEED = 9").catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "001003", sqlState: "42000", data: { line: 2, pos: 4 } });
  });

  test("answers several statements with a result each", async () => {
    const connection = await connect(await start());
    const parameters = { MULTI_STATEMENT_COUNT: 0 };
    await execute(connection, "CREATE DATABASE A; CREATE DATABASE B", { parameters });
    expect((await execute(connection, "SHOW DATABASES")).rows.map((row) => row["name"])).toEqual(
      expect.arrayContaining(["A", "B"]),
    );
    expect(await codeOf(execute(connection, "SELECT 1; SELECT 2"))).toBe("000008");
  });

  test("notes the query tag of each statement", async () => {
    const connection = await connect(await start());
    await execute(connection, "SELECT 1", { parameters: { QUERY_TAG: '{"kind":"Database"}' } });
    expect(running?.statements()).toMatchObject([{ sql: "SELECT 1", queryTag: '{"kind":"Database"}' }]);
  });
});

function newPair() {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}
