import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import { goPeer, type PeerOrReason, pythonPeer } from "./set-up";
import { type PeerResult, type PeerStatement, talk } from "./talk";

const setUpMs = 900_000;

describe.each([
  ["The Python connector", pythonPeer],
  ["The Go driver", goPeer],
])("%s", (name, setUp) => {
  let peer: PeerOrReason;
  let emulator: Emulator;
  let folder: string;
  beforeAll(async () => {
    peer = await setUp();
  }, setUpMs);
  beforeEach(async (context) => {
    if ("missing" in peer) context.skip(`${name} is not tested: ${peer.missing}.`);
    emulator = await startEmulator();
    folder = mkdtempSync(path.join(tmpdir(), "peer-files-"));
  });
  afterEach(async () => {
    await emulator?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(...statements: PeerStatement[]) {
    if ("missing" in peer) throw new Error(peer.missing);
    const login = { url: emulator.url, user: "ada", password: "secret" };
    const answer = await talk(peer, login, ["CREATE DATABASE D", "CREATE STAGE S", ...statements]);
    expect(answer.login).toBeNull();
    return answer.results.slice(2);
  }

  function local(file: string, content = file): string {
    const full = path.join(folder, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, content);
    return full;
  }

  test("makes, alters, shows and drops stages", async () => {
    const [shown, described, altered, gone] = await run(
      "SHOW STAGES IN SCHEMA D.PUBLIC",
      "DESCRIBE STAGE S",
      "CREATE OR ALTER STAGE S COMMENT = 'c'",
      "DROP STAGE D.PUBLIC.NONE_SUCH",
    );
    expect(rows(shown)).toMatchObject([{ name: "S", type: "INTERNAL", url: "", directory_enabled: "N" }]);
    expect(rows(described)[0]).toMatchObject({ parent_property: "STAGE_FILE_FORMAT", property: "TYPE" });
    expect(altered?.error).toBeNull();
    expect(gone?.error).toMatchObject({ code: "002003", sqlState: "02000" });
  });

  test("sends files, lists and removes them", async () => {
    const [zipped, plain, listed, removed, left] = await run(
      `PUT file://${local("a.sql", "select 1")} @S/in`,
      `PUT file://${local("b.txt")} @D.PUBLIC.S/in AUTO_COMPRESS = FALSE OVERWRITE = TRUE`,
      "LIST @S",
      "REMOVE @S/in/a",
      "LS @S PATTERN = '.*txt'",
    );
    expect(rows(zipped)).toMatchObject([
      { source: expect.stringMatching(/a\.sql$/), target: "a.sql.gz", status: "UPLOADED" },
    ]);
    expect(rows(plain)).toMatchObject([{ target: "b.txt", status: "UPLOADED" }]);
    expect(rows(listed).map((row) => row["name"])).toEqual(["s/in/a.sql.gz", "s/in/b.txt"]);
    expect(Number(rows(listed)[1]?.["size"])).toBe(16);
    expect(rows(removed)).toEqual([{ name: "s/in/a.sql.gz", result: "removed" }]);
    expect(rows(left)).toMatchObject([{ name: "s/in/b.txt" }]);
  });

  test("sends several files at once, and names with blanks", async () => {
    local("csv/one.csv");
    local("csv/two.csv");
    const [several, blanks, listed] = await run(
      `PUT file://${folder}/csv/*.csv @S AUTO_COMPRESS = FALSE`,
      `PUT 'file://${local("my folder/my file.txt")}' '@S/a b' AUTO_COMPRESS = FALSE`,
      "LIST @S",
    );
    expect(rows(several).map(({ status }) => status)).toEqual(["UPLOADED", "UPLOADED"]);
    expect(rows(blanks)).toMatchObject([{ status: "UPLOADED" }]);
    expect(rows(listed).map((row) => row["name"])).toEqual(["s/a b/my file.txt", "s/one.csv", "s/two.csv"]);
  });

  test("writes over a file, as on Google Cloud", async () => {
    const file = local("a.txt", "old");
    const [, , listed] = await run(
      `PUT file://${file} @S AUTO_COMPRESS = FALSE`,
      `PUT file://${local("new/a.txt", "a content of more than sixteen bytes")} @S AUTO_COMPRESS = FALSE`,
      "LIST @S",
    );
    expect(rows(listed).map(({ size }) => Number(size))).toEqual([48]);
  });

  test("fetches files", async () => {
    const target = path.join(folder, "out");
    mkdirSync(target);
    const [, , got] = await run(
      `PUT file://${local("a.sql", "select 1")} @S/in`,
      `PUT file://${local("b.txt")} @S/in AUTO_COMPRESS = FALSE`,
      `GET @S/in file://${target}`,
    );
    expect(rows(got).map(({ status }) => status)).toEqual(["DOWNLOADED", "DOWNLOADED"]);
    expect(gunzipSync(readFileSync(path.join(target, "a.sql.gz"))).toString()).toBe("select 1");
    expect(readFileSync(path.join(target, "b.txt"), "utf8")).toBe("b.txt");
  });

  test("hears why a stage takes no file", async () => {
    const file = local("a.txt");
    const [missing, external] = await run(`PUT file://${file} @NONE_SUCH`, `PUT file://${file} @~`);
    expect(missing?.error).toMatchObject({ code: "002003" });
    expect(external?.error).toMatchObject({ code: "000002" });
  });
});

/** Rows by the names of their columns. */
function rows(result: PeerResult | undefined): Record<string, unknown>[] {
  expect(result?.error).toBeNull();
  return (result?.rows ?? []).map((row) =>
    Object.fromEntries(row.map((cell, i) => [result?.columns[i]?.toLowerCase() ?? "", cell])),
  );
}
