import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import type { Connection } from "snowflake-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator/index";
import { codeOf, connect, disconnect, execute } from "./driver";

let emulator: Emulator;
let connection: Connection;
let folder: string;

beforeEach(async () => {
  emulator = await startEmulator();
  folder = mkdtempSync(path.join(tmpdir(), "stage-files-"));
  connection = await connect(emulator.url);
  await rows("CREATE DATABASE D");
  await rows("CREATE STAGE S");
  await rows("CREATE STAGE E ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')");
});

afterEach(async () => {
  await disconnect(connection);
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

async function rows(sql: string) {
  return (await execute(connection, sql)).rows;
}

function local(name: string, content: string | Buffer = name): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

async function names(location: string) {
  return (await rows(`LIST ${location}`)).map((row) => row["name"]);
}

describe("PUT", () => {
  test("compresses, unless told not to", async () => {
    const file = local("a.sql", "select 1");
    expect(await rows(`PUT file://${file} @S`)).toMatchObject([
      {
        source: "a.sql",
        target: "a.sql.gz",
        sourceSize: 8,
        sourceCompression: null,
        targetCompression: "GZIP",
        status: "UPLOADED",
      },
    ]);
    expect(await rows(`PUT file://${file} @S AUTO_COMPRESS = FALSE`)).toMatchObject([
      { target: "a.sql", targetSize: 8, status: "UPLOADED" },
    ]);
    expect(await names("@S")).toEqual(["s/a.sql", "s/a.sql.gz"]);
  });

  test("is one statement", async () => {
    emulator.resetLog();
    await rows(`PUT file://${local("a.sql")} @S/in/ PARALLEL = 8 OVERWRITE = TRUE;`);
    expect(emulator.statements().map(({ error }) => error)).toEqual([null]);
    expect(await names("@D.PUBLIC.S/in")).toEqual(["s/in/a.sql.gz"]);
  });

  test("leaves a file alone that is there, unless it may overwrite", async () => {
    const file = local("a.txt", "old");
    await rows(`PUT file://${file} @E AUTO_COMPRESS = FALSE`);
    const [before] = await rows("LIST @E");
    writeFileSync(file, "newer");
    expect(await rows(`PUT file://${file} @E AUTO_COMPRESS = FALSE`)).toMatchObject([{ status: "SKIPPED" }]);
    expect(await rows("LIST @E")).toEqual([before]);
    expect(await rows(`PUT file://${file} @E AUTO_COMPRESS = FALSE OVERWRITE = TRUE`)).toMatchObject([
      { status: "UPLOADED" },
    ]);
    expect(await rows("LIST @E")).toMatchObject([{ size: 5, md5: createHash("md5").update("newer").digest("hex") }]);
  });

  test("takes wildcards, blanks, quotes and other letters", async () => {
    local("one.csv");
    local("two.csv");
    await rows(`PUT file://${folder}/*.csv @S/csv AUTO_COMPRESS = FALSE`);
    await rows(`PUT 'file://${local("my file é.txt")}' '@S/a b/ü' AUTO_COMPRESS = FALSE`);
    expect(await names("@S")).toEqual(["s/a b/ü/my file é.txt", "s/csv/one.csv", "s/csv/two.csv"]);
    await rows('CREATE STAGE "My Stage"');
    await rows(`PUT 'file://${local("in a folder/x.txt")}' '@"My Stage"' AUTO_COMPRESS = FALSE`);
    expect(await names(`'@"My Stage"'`)).toEqual(["my stage/x.txt"]);
  });

  test.each(["a#b.txt", "50%.txt", "a%20b.txt", "what?.txt"])("keeps the name %s", async (name) => {
    await rows(`PUT 'file://${local(name)}' @S AUTO_COMPRESS = FALSE`);
    expect(await names("@S")).toEqual([`s/${name}`]);
  });

  test("stores what was sent", async () => {
    const content = Buffer.from([...Array(70_000).keys()].map((i) => i % 251));
    await rows(`PUT file://${local("a.bin", content)} @S`);
    await rows(`GET @S file://${folder}`);
    expect(gunzipSync(readFileSync(path.join(folder, "a.bin.gz"))).equals(content)).toBe(true);
  });

  test("fails as a statement before anything is sent", async () => {
    const file = local("a.txt");
    await rows("CREATE STAGE X URL = 's3://bucket/'");
    expect(await codeOf(rows(`PUT file://${file} @NONE_SUCH`))).toBe("002003");
    expect(await codeOf(rows(`PUT file://${file} @X`))).toBe("000002");
    expect(await codeOf(rows(`PUT file://${file} @~`))).toBe("000002");
    expect(await codeOf(rows(`PUT file://${file} @S PARALLEL = 0`))).toBe("001008");
    expect(await codeOf(rows(`PUT ${file} @S`))).toBe("001003");
  });
});

describe("GET", () => {
  beforeEach(async () => {
    for (const name of ["a.csv", "b.csv", "c.txt"]) await rows(`PUT file://${local(name)} @S/in AUTO_COMPRESS = FALSE`);
  });

  test("writes files into a folder", async () => {
    const target = path.join(folder, "out");
    mkdirSync(target);
    expect(await rows(`GET @S file://${target}/ PATTERN = '.*[.]csv'`)).toMatchObject([
      { file: "in/a.csv", size: 5, status: "DOWNLOADED" },
      { file: "in/b.csv", size: 5, status: "DOWNLOADED" },
    ]);
    expect(readdirSync(target)).toEqual(["a.csv", "b.csv"]);
    expect(readFileSync(path.join(target, "a.csv"), "utf8")).toBe("a.csv");
  });

  test("has no rows when there is no such file", async () => {
    expect(await rows(`GET @S/none file://${folder}`)).toEqual([]);
  });
});

describe("a fault at endpoint file", () => {
  test("strikes the transfer, not the statement, and the driver tries again", async () => {
    emulator.setFaults([{ endpoint: "file", do: "status", status: 503 }]);
    expect(await rows(`PUT file://${local("a.txt")} @S OVERWRITE = TRUE`)).toMatchObject([{ status: "UPLOADED" }]);
    expect(emulator.faults()).toMatchObject([{ fired: 1 }]);
    expect(await names("@S")).toEqual(["s/a.txt.gz"]);
  });

  test("that stays makes PUT fail, and leaves no file", async () => {
    emulator.setFaults([{ endpoint: "file", do: "status", status: 500, every: true }]);
    await expect(rows(`PUT file://${local("a.txt")} @S OVERWRITE = TRUE`)).rejects.toThrow("500");
    expect(await names("@S")).toEqual([]);
  });

  test("can lose the answer of what was stored", async () => {
    emulator.setFaults([{ endpoint: "file", do: "drop-after" }]);
    await rows(`PUT file://${local("a.txt")} @S OVERWRITE = TRUE`);
    expect(emulator.counts().requests).toMatchObject({ file: 2 });
    expect(await names("@S")).toEqual(["s/a.txt.gz"]);
  });

  test("has no session to strike", () => {
    expect(() => emulator.setFaults([{ endpoint: "file", do: "kill-session" }])).toThrow("endpoint file");
  });
});

test("files are in the saved state, together with their stage", async () => {
  const stateFile = path.join(folder, "state.json");
  const first = await startEmulator({ stateFile });
  const before = await connect(first.url);
  await execute(before, "CREATE DATABASE D");
  await execute(before, "CREATE STAGE S");
  await execute(before, `PUT file://${local("a.txt", "kept")} @S AUTO_COMPRESS = FALSE`);
  const { rows: listed } = await execute(before, "LIST @S");
  await disconnect(before);
  await first.close();
  const second = await startEmulator({ stateFile });
  const after = await connect(second.url);
  expect((await execute(after, "LIST @D.PUBLIC.S")).rows).toEqual(listed);
  await disconnect(after);
  await second.close();
});

test("the statement log shows no secret of a stage", async () => {
  await rows("CREATE STAGE X URL = 's3://b/' CREDENTIALS = (AWS_KEY_ID = 'hush' AWS_SECRET_KEY = 'hush')");
  expect(JSON.stringify(emulator.statements())).not.toContain("hush");
});

describe("an address", () => {
  async function addressOf(statement: string) {
    const sessionToken = (connection as unknown as { serialize(): string }).serialize();
    const token = /"sessionToken":"([^"]+)"/.exec(sessionToken)?.[1];
    const response = await fetch(`${emulator.url}/queries/v1/query-request?requestId=${Math.random()}`, {
      method: "POST",
      headers: { Authorization: `Snowflake Token="${token}"` },
      body: JSON.stringify({ sqlText: statement }),
    });
    const { data } = (await response.json()) as {
      data: { stageInfo: { creds: { GCS_ACCESS_TOKEN: string } }; presignedUrls: string[] };
    };
    return data;
  }

  test("is good for the folder that it was given for, and only while the stage is there", async () => {
    const { stageInfo } = await addressOf("PUT file:///x/a.txt @S/in");
    const root = `${emulator.url}/files/${stageInfo.creds.GCS_ACCESS_TOKEN}`;
    const put = async (file: string) => (await fetch(`${root}/${file}`, { method: "PUT", body: "x" })).status;
    expect(await put("in/a.txt")).toBe(200);
    expect(await put("other/a.txt")).toBe(403);
    expect(await put("in/")).toBe(403);
    await rows("DROP STAGE S");
    expect(await put("in/a.txt")).toBe(404);
  });

  test("that nobody was given opens nothing", async () => {
    expect((await fetch(`${emulator.url}/files/abc/in/a.txt`)).status).toBe(403);
    expect((await fetch(`${emulator.url}/files/abc/in/a.txt`, { method: "PUT", body: "x" })).status).toBe(403);
  });

  test("for reading is not for writing", async () => {
    await rows(`PUT file://${local("a.txt")} @S`);
    const { presignedUrls } = await addressOf("GET @S file:///x");
    expect((await fetch(presignedUrls[0] as string, { method: "PUT", body: "x" })).status).toBe(403);
    expect((await fetch(presignedUrls[0] as string, { method: "HEAD" })).status).toBe(200);
  });

  test("takes no content that is not what its digest says", async () => {
    const { stageInfo } = await addressOf("PUT file:///x/a.txt @S");
    const address = `${emulator.url}/files/${stageInfo.creds.GCS_ACCESS_TOKEN}/a.txt`;
    const headers = { "x-goog-meta-sfc-digest": "AAAA" };
    expect((await fetch(address, { method: "PUT", body: "x", headers })).status).toBe(422);
    expect(await names("@S")).toEqual([]);
  });
});
