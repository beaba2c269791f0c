import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Stage, StageFile } from "../../sdk";
import { fetched } from "../../sdk/file-content";
import { aFile } from "../resources/stage-examples";

let registered: Record<string, Record<string, unknown>>;
let cache: string;

async function program(preview: boolean): Promise<void> {
  registered = {};
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => {
        registered[name] = inputs;
        return { id: name, state: inputs };
      },
      call: ({ inputs }) => inputs,
    },
    "shop",
    "dev",
    preview,
  );
}

beforeEach(async () => {
  cache = mkdtempSync(join(tmpdir(), "cache-"));
  vi.stubEnv("XDG_CACHE_HOME", cache);
  await program(false);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((done) => output.apply(done));
}

async function inputsOf(name: string, args: Omit<ConstructorParameters<typeof StageFile>[1], "stage">) {
  const file = new StageFile(name, { stage: "DB.S.CODE", ...args });
  await known(file.urn);
  return { file, inputs: registered[name] ?? {} };
}

const hashOf = (text: string | Uint8Array) => createHash("sha256").update(text).digest("hex");
const folder = () => join(cache, "pulumi-dynamic-snowflake", "files");

describe("a file's content", () => {
  test("is its hash to the engine, however it is said", async () => {
    const { hash } = aFile;
    const text = readFileSync(aFile.source, "utf8");
    const asset = pulumi.asset;
    expect((await inputsOf("a", { content: text })).inputs).toMatchObject({ hash });
    expect((await inputsOf("b", { content: pulumi.output(text) })).inputs).toMatchObject({ hash });
    expect((await inputsOf("c", { source: aFile.source })).inputs).toMatchObject(aFile);
    expect((await inputsOf("d", { asset: new asset.StringAsset(text) })).inputs).toMatchObject({ hash });
    expect((await inputsOf("e", { asset: new asset.FileAsset(aFile.source) })).inputs).toMatchObject(aFile);
    const remote = new asset.RemoteAsset(`file://${resolve(aFile.source)}`);
    expect((await inputsOf("f", { asset: remote })).inputs).toMatchObject(aFile);
    for (const inputs of Object.values(registered)) expect(JSON.stringify(inputs)).not.toContain("loaded");
  });

  test("is left in the user's cache folder, for the user alone", async () => {
    await inputsOf("a", { content: "xyzzy" });
    const [name = ""] = readdirSync(folder());
    expect(name).toMatch(new RegExp(`^${hashOf("xyzzy")}\\.`));
    expect(readFileSync(join(folder(), name), "utf8")).toBe("xyzzy");
    const outside = join(cache, "outside.txt");
    writeFileSync(outside, "outside", { mode: 0o644 });
    await inputsOf("b", { source: outside });
    const modes = readdirSync(folder()).map((one) => statSync(join(folder(), one)).mode & 0o777);
    if (process.platform !== "win32") expect(modes).toEqual([0o600, 0o600]);
  });

  test("is left nowhere at preview, nor if it stands in a file of the program's folder", async () => {
    await inputsOf("a", { source: aFile.source });
    await program(true);
    new StageFile("b", { stage: "DB.S.CODE", content: "xyzzy" });
    await pulumi.runtime.disconnect();
    expect(() => readdirSync(folder())).toThrow("ENOENT");
  });

  test("has a path below the program's folder, or none", async () => {
    expect((await inputsOf("a", { source: resolve(aFile.source) })).inputs).toMatchObject(aFile);
    const outside = join(cache, "outside.txt");
    writeFileSync(outside, "outside");
    const { inputs } = await inputsOf("b", { source: outside });
    expect(inputs).toMatchObject({ hash: hashOf("outside") });
    expect(inputs).not.toHaveProperty("source");
    expect(JSON.stringify(inputs)).not.toContain(cache);
  });

  test("stays secret", async () => {
    const { file } = await inputsOf("a", { content: pulumi.secret("hush") });
    expect(await pulumi.isSecret(file.hash)).toBe(true);
  });

  test.each([
    ["http://127.0.0.1:1/a.py?sig=hush", "http://127.0.0.1:1/a.py cannot be fetched: "],
    ["http://user:hush@127.0.0.1:1/a.py", "http://127.0.0.1:1/a.py cannot be fetched"],
  ])("that cannot be fetched from %s is said without what gives access", async (uri, words) => {
    const error = await fetched("StageFile a", uri).catch(({ message }) => message);
    expect(error).toContain(words);
    expect(error).not.toContain("hush");
  });

  test("has to be said, and once", () => {
    const stage = "DB.S.CODE";
    expect(() => new StageFile("a", { stage })).toThrow("give exactly one of content, source and asset; none is given");
    expect(() => new StageFile("a", { stage, content: "a", source: "b" })).toThrow("several are");
  });
});

describe("a file's place", () => {
  test("is its path in quotes on its stage", async () => {
    const stage = new Stage("code", { schema: "DB.S" });
    const file = new StageFile("load", { stage, path: "scripts/load.py", content: "" });
    await known(file.urn);
    expect(registered["load"]).toMatchObject({ name: '"scripts/load.py"', stage: "DB.S.CODE" });
    expect(registered["load"]).not.toHaveProperty("derivedName");
    expect(await known(file.path)).toBe("scripts/load.py");
  });

  test("is the resource's own name if none is said, and stays so", async () => {
    const { inputs } = await inputsOf("load.py", { content: "" });
    expect(inputs).toMatchObject({ name: '"load.py"', derivedName: true });
  });

  test("is where it lies if it is compressed", async () => {
    const { file } = await inputsOf("load.py", { content: "", autoCompress: true });
    expect(await known(file.path)).toBe("load.py.gz");
  });
});
