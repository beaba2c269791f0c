import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SnowflakeError, type StageReference } from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
let files: StageReference;
let folder: string;
let temporary: string;
const shared = process.env["TMPDIR"];
beforeAll(async () => {
  stage = await startRoot();
  await stage.sql("CREATE DATABASE DB", "CREATE SCHEMA DB.S");
}, 60_000);
afterAll(() => stage.close());
beforeEach(async () => {
  const schema = stage.root.database("DB").schema("S");
  files = await schema.stages.create({ name: "FILES", directory: { enable: true } }, { mode: "orReplace" });
  folder = mkdtempSync(join(tmpdir(), "stage-test-"));
  // Other tests use the common one at the same time.
  temporary = mkdtempSync(join(tmpdir(), "stage-tmp-"));
  process.env["TMPDIR"] = temporary;
  stage.sent();
});
afterEach(() => {
  if (shared === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = shared;
  for (const one of [folder, temporary]) rmSync(one, { recursive: true, force: true });
});

function local(name: string, content: string | Buffer = name): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function paths(): Promise<string[]> {
  return (await files.listFiles().toArray()).map(({ path }) => path).toSorted();
}

/** Temporary folders of ours that are there; the driver leaves empty ones of its own. */
function left(): string[] {
  return readdirSync(temporary).filter((name) => /^pulumi-dynamic-snowflake-(put|get)-/.test(name));
}

describe("put", () => {
  test("compresses a file by default, and tells all about it", async () => {
    const [row] = await files.put(local("a.csv", "1,2\n".repeat(100)), "in");
    expect(row).toEqual({
      source: "a.csv",
      target: "a.csv.gz",
      sourceSize: 400,
      targetSize: expect.any(Number),
      sourceCompression: "NONE",
      targetCompression: "GZIP",
      status: "UPLOADED",
    });
    expect(String(gunzipSync(await files.read("in/a.csv.gz")))).toBe("1,2\n".repeat(100));
  });

  test("leaves what is there, unless it is to be replaced", async () => {
    const options = { name: "a.txt", autoCompress: false };
    await files.put({ text: "one" }, "", options);
    expect(await files.put({ text: "two" }, "", options)).toMatchObject([{ status: "SKIPPED", targetSize: 0 }]);
    expect(String(await files.read("a.txt"))).toBe("one");
    expect(await files.put({ text: "two" }, "", { ...options, overwrite: true })).toMatchObject([
      { status: "UPLOADED" },
    ]);
    expect(String(await files.read("a.txt"))).toBe("two");
  });

  const bytes = Buffer.from([0, 255, 10, 13, 0]);
  const sources: readonly (readonly [string, () => Parameters<StageReference["put"]>[0]])[] = [
    ["a Buffer", () => bytes],
    ["a Uint8Array", () => new Uint8Array(bytes)],
    ["a stream", () => Readable.from([bytes.subarray(0, 2), bytes.subarray(2)])],
    ["a web stream", () => new Blob([bytes]).stream() as unknown as AsyncIterable<Uint8Array>],
    ["a file", () => local("content", bytes)],
    ["a file: address", () => pathToFileURL(local("content", bytes))],
    ["a path as PUT has it", () => `file://${local("content", bytes)}`],
  ];
  test.each(sources)("takes %s", async (_, source) => {
    const [row] = await files.put(source(), "x", { name: "content.bin", autoCompress: false });
    expect(row).toMatchObject({ target: "content.bin", sourceSize: 5, targetCompression: "NONE" });
    expect(await files.read("x/content.bin")).toEqual(bytes);
    expect(left()).toEqual([]);
  });

  test("takes an empty file", async () => {
    await files.put({ text: "" }, "", { name: "empty", autoCompress: false });
    expect(await files.read("empty")).toEqual(Buffer.alloc(0));
  });

  test("takes all files that match, in the order of their names", async () => {
    for (const name of ["b1.csv", "a1.csv", "a22.csv", ".a3.csv", "c.txt"]) local(name);
    mkdirSync(join(folder, "a4.csv"));
    const rows = await files.put(join(folder, "?1.csv"), "q", { autoCompress: false });
    expect(rows.map(({ source }) => source)).toEqual(["a1.csv", "b1.csv"]);
    await files.put(join(folder, "*.csv"), "s", { autoCompress: false, parallel: 2 });
    expect(await paths()).toEqual(["q/a1.csv", "q/b1.csv", "s/a1.csv", "s/a22.csv", "s/b1.csv"]);
  });

  test("takes a wildcard by the letter, where a file is called so", async () => {
    local("a*.csv", "star");
    local("ab.csv", "b");
    expect(await files.put(join(folder, "a*.csv"), "", { autoCompress: false })).toMatchObject([{ source: "a*.csv" }]);
    expect(await paths()).toEqual(["a*.csv"]);
    expect(String(await files.read("a*.csv"))).toBe("star");
  });

  test.each(["with space.csv", "it's.csv", "Ünï—日本.csv", "-dash", "a;b--c.csv", "$x%20.csv", "#1?.csv", "~"])(
    "takes the name %j",
    async (name) => {
      await files.put(local(name), "földer x/it's", { autoCompress: false });
      expect(await paths()).toEqual([`földer x/it's/${name}`]);
      expect(String(await files.read(`/földer x/it's/${name}`))).toBe(name);
    },
  );

  test.skipIf(process.platform === "win32")(
    "takes files of folders with names that PUT reads as something else",
    async () => {
      await files.put(local('od"d\\fol*der?/a.txt', "odd"), "", { autoCompress: false });
      expect(String(await files.read("a.txt"))).toBe("odd");
      const back = join(folder, 'ba"ck\\');
      expect(await files.get("", back)).toMatchObject([{ path: join(back, "a.txt"), size: 3 }]);
      expect(readFileSync(join(back, "a.txt"), "utf8")).toBe("odd");
    },
  );

  test.skipIf(process.platform === "win32")(
    "says that a name cannot be, and takes the file under another",
    async () => {
      const path = local('a"b\\c.txt', "x");
      await expect(files.put(path)).rejects.toMatchObject({
        kind: "InvalidArgument",
        message: expect.stringContaining("name:"),
      });
      await files.put(path, "", { name: "abc.txt", autoCompress: false });
      expect(await paths()).toEqual(["abc.txt"]);
    },
  );

  test.each([
    ["GZIP", "a.gz", gzipSync("x")],
    ["BROTLI", "a.data", Buffer.from("x")],
    ["ZSTD", "a.zst", Buffer.from("x")],
    ["BZ2", "a.bz2", Buffer.from("x")],
    ["RAW_DEFLATE", "a.bin", Buffer.from("x")],
  ] as const)("uploads what is compressed with %s as it is", async (sourceCompression, name, content) => {
    expect(await files.put(local(name, content), "", { sourceCompression })).toMatchObject([
      { target: name, sourceCompression },
    ]);
    expect(await files.read(name)).toEqual(content);
  });

  test("compresses what is said to be plain, whatever its name says", async () => {
    const [row] = await files.put(local("a.gz", "plain"), "", { sourceCompression: "NONE" });
    expect(row).toMatchObject({ source: "a.gz", target: "a.gz.gz", sourceSize: 5, sourceCompression: "NONE" });
    expect(row).toMatchObject({ targetCompression: "GZIP" });
    expect(String(gunzipSync(await files.read("a.gz.gz")))).toBe("plain");
  });

  test("sees by itself that a file is compressed", async () => {
    const [row] = await files.put(local("a.gz", gzipSync("x")));
    expect(row).toMatchObject({ target: "a.gz", sourceCompression: "GZIP", targetCompression: "GZIP" });
  });

  const wrong: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    ["a file that is missing", () => files.put(join(folder, "none.csv")), /There is no file .*none\.csv/],
    ["a folder", () => files.put(folder), /is a folder.*\*/],
    ["a pattern that nothing matches", () => files.put(join(folder, "*.csv")), /No file matches .*the folder is empty/],
    ["a pattern in a folder that is missing", () => files.put(join(folder, "no/*.csv")), /There is no folder .*no/],
    ["a wildcard of folders", () => files.put(join(folder, "*/a.csv")), /last part/],
    ["an empty path", () => files.put(""), /empty/],
    ["content without a name", () => files.put({ text: "x" }), /name: "file\.csv"/],
    ["a name with a folder", () => files.put({ text: "x" }, "", { name: "a/b" }), /a\/b.*location/],
    ["a name that goes up", () => files.put({ text: "x" }, "", { name: ".." }), /\.\./],
    ["a location that goes up", () => files.put({ text: "x" }, "a/../b", { name: "x" }), /no folders to go up/],
    ["no source", () => files.put(undefined as never), /give a path, a Buffer/],
    ["a parallel that is none", () => files.put({ text: "x" }, "", { name: "x", parallel: 0 }), /1 to 99/],
    [
      "a compression that is none",
      () => files.put({ text: "x" }, "", { name: "x", sourceCompression: "RAR" as never }),
      /GZIP/,
    ],
    ["a compression that Snowflake refuses", () => files.put({ text: "x" }, "", { name: "x.xz" }), /\.xz/],
  ];
  test.each(wrong)("refuses %s before anything is sent", async (_, act, message) => {
    await expect(act()).rejects.toMatchObject({ kind: "InvalidArgument", message: expect.stringMatching(message) });
    expect(stage.sent()).toEqual([]);
  });

  test("refuses two files that would become one", async () => {
    local("a");
    local("a.gz", gzipSync("x"));
    await expect(files.put(join(folder, "a*"))).rejects.toThrow(/a is compressed to a\.gz/);
    await expect(files.put(join(folder, "a*"), "", { name: "b" })).rejects.toThrow(/cannot all be called b/);
    expect(stage.sent()).toEqual([]);
  });

  test("says why content could not be read, and leaves nothing behind", async () => {
    const broken = Readable.from(
      (async function* () {
        yield "some";
        throw new Error("the source broke");
      })(),
    );
    await expect(files.put(broken, "", { name: "x" })).rejects.toMatchObject({
      kind: "InvalidArgument",
      message: expect.stringContaining("the source broke"),
    });
    expect(left()).toEqual([]);
    expect(await paths()).toEqual([]);
  });

  test("gives up when the time is up, or the caller has enough", async () => {
    const never = () =>
      Readable.from(
        (async function* () {
          yield "some";
          await new Promise(() => {});
        })(),
      );
    await expect(files.put(never(), "", { name: "x", timeoutMs: 20 })).rejects.toMatchObject({ kind: "Timeout" });
    const controller = new AbortController();
    const put = files.put(never(), "", { name: "x", signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(put).rejects.toMatchObject({ kind: "Timeout", message: expect.stringContaining("Cancelled") });
    await expect(files.put({ text: "x" }, "", { name: "x", signal: AbortSignal.abort() })).rejects.toThrow(
      /nothing was sent/,
    );
    expect(await paths()).toEqual([]);
  });
});

describe("get and read", () => {
  test("get writes files into a folder that it makes, and replaces what is there", async () => {
    await files.put({ text: "one" }, "a", { name: "1.txt", autoCompress: false });
    await files.put({ text: "two!" }, "a/b", { name: "2.csv", autoCompress: false });
    const to = join(folder, "new/er");
    const rows = await files.get("a/", to);
    expect(rows.map(({ path, size, status }) => [path, size, status])).toEqual([
      [join(to, "1.txt"), 3, "DOWNLOADED"],
      [join(to, "2.csv"), 4, "DOWNLOADED"],
    ]);
    writeFileSync(join(to, "1.txt"), "changed");
    await files.get("/a", to, { pattern: ".*[.]txt", parallel: 1 });
    expect(readFileSync(join(to, "1.txt"), "utf8")).toBe("one");
    expect(readdirSync(to).toSorted()).toEqual(["1.txt", "2.csv"]);
  });

  test("get refuses files that would be written to one", async () => {
    for (const where of ["a", "b"]) await files.put({ text: where }, where, { name: "same", autoCompress: false });
    await expect(files.get("", folder)).rejects.toThrow(/a\/same and b\/same would both be written to same/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("get says that nothing matches, and what there is", async () => {
    await files.put({ text: "x" }, "a", { name: "1.txt" });
    await expect(files.get("b/", folder)).rejects.toMatchObject({ kind: "ObjectMissing" });
    await expect(files.get("a/", folder, { pattern: ".*csv" })).rejects.toThrow(/matches \.\*csv.*a\/1\.txt\.gz/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("get says that it cannot write there", async () => {
    await files.put({ text: "x" }, "", { name: "x", autoCompress: false });
    await expect(files.get("", local("file"))).rejects.toMatchObject({ kind: "InvalidArgument" });
    await expect(files.get("", "")).rejects.toThrow(/name the folder/);
    mkdirSync(join(folder, "out/x"), { recursive: true });
    await expect(files.get("", join(folder, "out"))).rejects.toThrow(/cannot be written/);
    expect(readdirSync(join(folder, "out"))).toEqual(["x"]);
  });

  test("read tells one file from those whose paths begin or end as its own", async () => {
    await files.put({ text: "mine" }, "a", { name: "b", autoCompress: false });
    await files.put({ text: "longer" }, "a", { name: "b.csv", autoCompress: false });
    await files.put({ text: "deeper" }, "a/b", { name: "c", autoCompress: false });
    await files.put({ text: "other" }, "x/a", { name: "b", autoCompress: false });
    expect(String(await files.read("a/b"))).toBe("mine");
    await files.put({ text: "twin" }, "a/b/a", { name: "b", autoCompress: false });
    await expect(files.read("a/b")).rejects.toBeInstanceOf(SnowflakeError);
  });

  test("read streams", async () => {
    await files.put({ text: "x".repeat(200_000) }, "", { name: "x", autoCompress: false });
    let size = 0;
    for await (const chunk of await files.read("x", { stream: true })) size += (chunk as Buffer).length;
    expect(size).toBe(200_000);
    expect(left()).toEqual([]);
  });

  test("read says that there is none, and which there are", async () => {
    await files.put({ text: "x" }, "a", { name: "b.txt" });
    await expect(files.read("a/b.txt")).rejects.toMatchObject({
      kind: "ObjectMissing",
      message: expect.stringMatching(/no file a\/b\.txt\. There is a\/b\.txt\.gz/),
    });
    await expect(files.read("")).rejects.toMatchObject({ kind: "InvalidArgument" });
    await expect(files.read("a/")).rejects.toThrow(/folder/);
    await expect(files.read("../x")).rejects.toThrow(/no folders to go up/);
    await expect(files.read("a/b", { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "Timeout" });
    expect(left()).toEqual([]);
  });
});

describe("files of a stage", () => {
  test("are listed with numbers and dates", async () => {
    await files.put({ text: "four" }, "dir", { name: "a.txt", autoCompress: false });
    await files.put({ text: "x" }, "dir2", { name: "b.csv", autoCompress: false });
    const [file] = await files.listFiles({ path: "/dir/" }).toArray();
    expect(file).toMatchObject({ name: "files/dir/a.txt", path: "dir/a.txt", size: expect.any(Number) });
    expect(file?.md5).toMatch(/^[0-9a-f]{32}$/);
    expect(file?.lastModified).toBeInstanceOf(Date);
    expect(file?.raw["last_modified"]).toMatch(/GMT$/);
    expect((await files.listFiles({ path: "dir" }).toArray()).length).toBe(2);
    expect((await files.listFiles({ pattern: ".*csv" }).first())?.path).toBe("dir2/b.csv");
    expect(() => files.listFiles({ path: "a/../b" })).toThrow(/no folders to go up/);
  });

  test("are removed only where that is said", async () => {
    for (const name of ["a.csv", "b.csv", "c.txt"]) await files.put({ text: "x" }, "d", { name, autoCompress: false });
    for (const none of [{}, { path: "" }, { path: undefined }])
      await expect(files.removeFiles(none)).rejects.toThrow(/every file/);
    expect(await files.removeFiles({ path: "d/a" })).toEqual([
      { name: "files/d/a.csv", path: "d/a.csv", result: "removed" },
    ]);
    expect(await files.removeFiles({ path: "none" })).toEqual([]);
    expect((await files.removeFiles({ pattern: ".*csv" })).map(({ path }) => path)).toEqual(["d/b.csv"]);
    expect((await files.removeFiles({ path: "/" })).map(({ path }) => path)).toEqual(["d/c.txt"]);
  });

  test("have addresses until they expire", async () => {
    const sse = await stage.root
      .database("DB")
      .schema("S")
      .stages.create({ name: '"s s"', encryption: { type: "SNOWFLAKE_SSE" } }, { mode: "orReplace" });
    await sse.put({ text: "public" }, "it's", { name: "ä b.txt", autoCompress: false });
    const url = await sse.presignedUrl("/it's/ä b.txt", { expiresInSeconds: 60 });
    expect(await (await fetch(url)).text()).toBe("public");
    for (const expiresInSeconds of [0, 1.5, 604_801])
      await expect(sse.presignedUrl("x", { expiresInSeconds })).rejects.toThrow(/1 to 604800/);
  });

  test("are noticed by the directory table", async () => {
    await files.put({ text: "x" }, "it's", { name: "x", autoCompress: false });
    expect(await files.refresh({ path: "/other/" })).toEqual([]);
    expect(await files.refresh({ path: "it's/" })).toMatchObject([{ file: "it's/x", status: "REGISTERED_NEW" }]);
    await files.removeFiles({ path: "/" });
    expect(await files.refresh()).toMatchObject([{ file: "it's/x", status: "UNREGISTERED" }]);
  });
});
