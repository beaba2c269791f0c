import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnection } from "snowflake-sdk";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connect, InvalidArgumentError, type Root, type SentStatement, sql } from "../../sdk/root";
import { type Stage, settingsFor, startRoot } from "./stage";

let stage: Stage;
let folder: string;
beforeEach(async () => {
  stage = await startRoot();
  folder = mkdtempSync(join(tmpdir(), "connect-"));
  for (const key of Object.keys(process.env)) if (key.startsWith("SNOWFLAKE_")) vi.stubEnv(key, undefined);
  vi.stubEnv("SNOWFLAKE_HOME", folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

const url = () => new URL(stage.emulator.url);
const roleOf = async (root: Root) => (await root.identity()).role;
const userOf = async (root: Root) => (await root.identity()).user;
const sessions = () => stage.emulator.statements().length;

function connectionsFile(text: string): string {
  const path = join(folder, "connections.toml");
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const named = () =>
  `[dev]\naccount = "EMULATOR"\nuser = "FROM_FILE"\npassword = "secret"\nhost = "127.0.0.1"\nport = ${url().port}\nprotocol = "http"\n`;

describe("connect() takes", () => {
  test("settings, and sends nothing before the first statement", async () => {
    const before = sessions();
    const root = await connect(settingsFor(stage.emulator));
    expect(sessions()).toBe(before);
    expect(await userOf(root)).toBe("ME");
    await root.close();
  });

  test("the name of a connection", async () => {
    connectionsFile(named());
    const root = await connect({ connectionName: "dev" });
    expect(await userOf(root)).toBe("FROM_FILE");
    await root.close();
    const other = await connect({ connectionName: "dev", user: "GIVEN", password: "secret" });
    expect(await userOf(other)).toBe("GIVEN");
    await other.close();
    await expect(connect({ connectionName: "prod" })).rejects.toMatchObject({
      kind: "InvalidArgument",
      message: expect.stringContaining("prod"),
    });
  });

  test("a file of its own", async () => {
    const path = join(folder, "mine.toml");
    writeFileSync(path, named(), { mode: 0o600 });
    const root = await connect({ connectionName: "dev", connectionsFile: path });
    expect(await userOf(root)).toBe("FROM_FILE");
    await root.close();
  });

  test("SNOWFLAKE_* variables", async () => {
    const variables = {
      ACCOUNT: "EMULATOR",
      USER: "FROM_ENV",
      PASSWORD: "secret",
      HOST: "127.0.0.1",
      PROTOCOL: "http",
    };
    for (const [key, value] of Object.entries(variables)) vi.stubEnv(`SNOWFLAKE_${key}`, value);
    vi.stubEnv("SNOWFLAKE_PORT", url().port);
    const root = await connect();
    expect(await userOf(root)).toBe("FROM_ENV");
    await root.close();
  });

  test("an open connection of the driver, which stays open", async () => {
    const options = { account: "EMULATOR", username: "DRIVER", password: "secret", accessUrl: stage.emulator.url };
    const connection = createConnection(options);
    await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
    const root = await connect(connection as never);
    expect(await userOf(root)).toBe("DRIVER");
    await root.databases.create({ name: "BY_DRIVER" });
    expect(() => root.withRole("PUBLIC")).toThrow(InvalidArgumentError);
    await root.close();
    expect(connection.isUp()).toBe(true);
    const again = await connect(connection as never);
    expect(await again.database("BY_DRIVER").exists()).toBe(true);
    await again.close();
    await new Promise((resolve) => connection.destroy(resolve));
  });
});

describe("connect() refuses", () => {
  test("a misspelt setting, with the one that may be meant", async () => {
    const wrong = { ...settingsFor(stage.emulator), pasword: "secret" };
    await expect(connect(wrong as never)).rejects.toMatchObject({
      kind: "InvalidArgument",
      message: expect.stringMatching(/pasword.*password/s),
    });
  });

  test("settings that are missing, and tells where it looked", async () => {
    const error = await connect({ user: "ME" }).catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect((error as Error).message).toMatch(/account/);
    expect((error as Error).message).toMatch(/SNOWFLAKE_ACCOUNT|connections\.toml/);
    expect((error as Error).message).not.toMatch(/[Pp]ulumi|stack|snowflake:/);
  });
});

test("await using closes it", async () => {
  let kept: Root;
  {
    await using root = await connect(settingsFor(stage.emulator));
    expect(await root.databases.list().toArray()).toBeDefined();
    kept = root;
  }
  await expect(kept.query(sql`SELECT 1`)).rejects.toMatchObject({ kind: "Connection" });
});

test("withRole has a session of its own, shared by all who ask, that ends with the root's", async () => {
  await stage.root.identity();
  await stage.sql("CREATE ROLE ANALYST", 'CREATE ROLE "odd role"');
  await stage.sql("GRANT ROLE ANALYST TO USER ME", 'GRANT ROLE "odd role" TO USER ME');
  const root = await stage.connect();
  const analyst = root.withRole("analyst");
  expect([await roleOf(root), await roleOf(analyst)]).toEqual(["ACCOUNTADMIN", "ANALYST"]);
  expect(await roleOf(root.withRole('"odd role"'))).toBe("odd role");
  expect(await roleOf(analyst.withRole("ACCOUNTADMIN"))).toBe("ACCOUNTADMIN");
  await analyst.close();
  await expect(analyst.query(sql`SELECT 1`)).rejects.toMatchObject({ kind: "Connection" });
  expect(await roleOf(root.withRole("ANALYST"))).toBe("ANALYST");
  const last = root.withRole("ANALYST");
  await root.close();
  await expect(last.query(sql`SELECT 1`)).rejects.toMatchObject({ kind: "Connection" });
});

test("onStatement is told each statement, its secrets hidden", async () => {
  const told: SentStatement[] = [];
  const root = await connect(settingsFor(stage.emulator), { onStatement: (one) => void told.push(one) });
  await root.databases.create({ name: "TOLD" });
  await root.query(sql`SELEKT`).catch(() => undefined);
  await root.close();
  expect(told).toContainEqual(
    expect.objectContaining({ statement: "CREATE DATABASE TOLD", queryId: expect.any(String) }),
  );
  expect(told.at(-1)).toMatchObject({ statement: "SELEKT", error: { kind: "Sql" } });
  expect(JSON.stringify(told)).not.toContain("secret");
});
