import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Connection } from "snowflake-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator/index";
import { codeOf, connect, disconnect, execute } from "./driver";

let emulator: Emulator;
let connection: Connection;
let folder: string;

beforeEach(async () => {
  emulator = await startEmulator({ account: "acme-main", now: () => new Date("2030-01-01T00:00:00.000Z") });
  connection = await connect(emulator.url, { account: "acme-main" });
  folder = mkdtempSync(path.join(tmpdir(), "presigned-"));
  await run("CREATE DATABASE D", "CREATE STAGE S ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')", "CREATE STAGE F");
});

afterEach(async () => {
  await disconnect(connection);
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...texts: string[]): Promise<void> {
  for (const text of texts) await execute(connection, text);
}

async function value(text: string): Promise<string> {
  const { rows } = await execute(connection, text);
  return String(Object.values(rows[0] ?? {})[0]);
}

/** Puts a file that is called so, below `in/`. */
async function put(stage: string, name: string, content: string): Promise<void> {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  await run(`PUT 'file://${file}' @${stage}/in AUTO_COMPRESS = FALSE OVERWRITE = TRUE`);
}

async function fetched(url: string) {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
}

describe("GET_PRESIGNED_URL", () => {
  test("answers an address that gives the file to whoever knows it", async () => {
    await put("S", "ä#b%.txt", "héllo");
    const url = await value("SELECT GET_PRESIGNED_URL(@S, 'in/ä#b%.txt', 60)");
    expect(url).toMatch(new RegExp(`^${emulator.url}/files/[\\w-]{40,}/in/%C3%A4%23b%25\\.txt$`));
    expect(await fetched(url)).toEqual({ status: 200, text: "héllo" });
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "6"]);
    await disconnect(connection);
    expect((await fetched(url)).text).toBe("héllo");
    connection = await connect(emulator.url, { account: "acme-main" });
  });

  test.each([
    ["60", 60],
    ["604800", 604_800],
    ["", 3600],
  ])("is good for the seconds that it says, an hour if it says none: '%s'", async (written, seconds) => {
    await put("S", "a", "x");
    const url = await value(`SELECT GET_PRESIGNED_URL(@d.public.s, 'in/a'${written && `, ${written}`})`);
    emulator.advance(seconds * 1000 - 1000);
    expect((await fetched(url)).status).toBe(200);
    emulator.advance(2000);
    expect((await fetched(url)).status).toBe(403);
  });

  test("is no address for writing", async () => {
    await put("S", "a", "x");
    const url = await value("SELECT GET_PRESIGNED_URL(@S, 'in/a')");
    expect((await fetch(url, { method: "PUT", body: "y" })).status).toBe(403);
    expect((await fetched(url)).text).toBe("x");
  });

  test("does not ask whether there is a file; fetching does, each time anew", async () => {
    const url = await value("SELECT GET_PRESIGNED_URL(@S, 'in/a') AS URL");
    expect(await fetched(url)).toMatchObject({ status: 404, text: expect.stringContaining("NoSuchKey") });
    await put("S", "a", "one");
    expect((await fetched(url)).text).toBe("one");
    await put("S", "a", "two");
    expect((await fetched(url)).text).toBe("two");
    await run("DROP STAGE S", "CREATE STAGE S");
    expect((await fetched(url)).status).toBe(404);
  });

  test("gives cipher text, of the size that LIST shows, where clients encrypt", async () => {
    await put("F", "a.txt", "a text that nobody shall read");
    const url = await value("SELECT GET_PRESIGNED_URL(@F, 'in/a.txt')");
    const { status, text } = await fetched(url);
    expect(status).toBe(200);
    expect(text).not.toContain("nobody");
    const { rows } = await execute(connection, "LIST @F");
    expect((await fetch(url, { method: "HEAD" })).headers.get("content-length")).toBe(String(rows[0]?.["size"]));
  });

  test("takes a stage in quotes, whatever its name", async () => {
    await run(`CREATE STAGE "my 'stage'" ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')`);
    const url = await value(`SELECT GET_PRESIGNED_URL('@"my ''stage''"', '/it''s', 60)`);
    expect(url).toMatch(/[^/]\/it's$/);
    expect((await fetched(url)).status).toBe(404);
  });

  test.each(["../../../x", "a/./b", ".."])("stays its own where clients would shorten it: %s", async (name) => {
    const url = await value(`SELECT GET_PRESIGNED_URL(@S, '${name}')`);
    expect((await fetched(url)).text).toContain(`there is no file ${name}`);
  });

  test("has one for each row of a directory table", async () => {
    await run("CREATE WAREHOUSE W", "ALTER STAGE S SET DIRECTORY = (ENABLE = TRUE)");
    await put("S", "a", "1");
    await put("S", "b", "2");
    await run("ALTER STAGE S REFRESH");
    const { rows } = await execute(connection, "SELECT GET_PRESIGNED_URL(@S, RELATIVE_PATH) AS URL FROM DIRECTORY(@S)");
    const texts = await Promise.all(rows.map(async (row) => (await fetched(String(row["URL"]))).text));
    expect(texts).toEqual(["1", "2"]);
  });

  test.each([
    ["GET_PRESIGNED_URL(@S, 'a', 0)", "001008"],
    ["GET_PRESIGNED_URL(@S, 'a', 604801)", "001008"],
    ["GET_PRESIGNED_URL(@S, 'a', 1.5)", "001008"],
    ["GET_PRESIGNED_URL(@NONE, 'a')", "002003"],
    ["GET_PRESIGNED_URL(@S)", "001003"],
    ["GET_PRESIGNED_URL('@S')", "000938"],
    ["GET_PRESIGNED_URL(@S/in, 'a')", "001003"],
    ["GET_PRESIGNED_URL('S', 'a')", "001003"],
    ["UPPER(@S)", "001003"],
  ])("is refused as %s", async (call, code) => {
    expect(await codeOf(execute(connection, `SELECT ${call}`))).toBe(code);
  });

  test("needs READ", async () => {
    await run("CREATE ROLE R", "GRANT ROLE R TO ROLE ACCOUNTADMIN", "GRANT USAGE ON DATABASE D TO ROLE R");
    await run("GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R", "USE ROLE R", "USE SECONDARY ROLES NONE");
    expect(await codeOf(execute(connection, "SELECT GET_PRESIGNED_URL(@D.PUBLIC.S, 'a')"))).toBe("002003");
    await run("USE ROLE ACCOUNTADMIN", "GRANT READ ON STAGE S TO ROLE R", "USE ROLE R");
    expect(await value("SELECT GET_PRESIGNED_URL(@D.PUBLIC.S, 'a')")).toContain("/files/");
  });
});

describe("BUILD_STAGE_FILE_URL and BUILD_SCOPED_FILE_URL", () => {
  const root = "https://acme-main.snowflakecomputing.com/api/files";

  test("have the form of the pages", async () => {
    expect(await value("SELECT BUILD_STAGE_FILE_URL(@S, 'in/a b.txt')")).toBe(`${root}/D/PUBLIC/S/in/a%20b.txt`);
    const { rows, statement } = await execute(connection, "SELECT BUILD_SCOPED_FILE_URL(@S, 'in/a.txt', TRUE) AS URL");
    const encoded = Buffer.from("D/PUBLIC/S/in/a.txt").toString("base64url");
    expect(rows).toEqual([{ URL: `${root}/${statement.getQueryId()}/${encoded}` }]);
  });
});
