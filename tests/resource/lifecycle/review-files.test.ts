import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Journal } from "../../../provider/resource/journal";
import { leaveContent } from "../../../provider/resources/stage-file-content";
import { aFile, anotherFile } from "../../resources/stage-examples";
import { failure, freshName, type Stage, startStage } from "./stage";

let stage: Stage;
let folder: string;

beforeAll(async () => {
  stage = await startStage();
  folder = mkdtempSync(join(tmpdir(), "files-"));
  await stage.sql("CREATE DATABASE D", "CREATE SCHEMA D.S");
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

async function freshStage(clauses = ""): Promise<string> {
  const name = `D.S.${freshName()}`;
  await stage.sql(`CREATE STAGE ${name} ${clauses}`);
  return name;
}

function said(content: string): { readonly hash: string } {
  leaveContent(join(stage.cache, "pulumi-dynamic-snowflake", "files"), content);
  return { hash: createHash("sha256").update(content).digest("hex") };
}

/** Puts a file behind the provider's back. */
async function put(on: string, path: string, content = path): Promise<void> {
  const local = join(folder, freshName(), basename(path));
  mkdirSync(join(local, ".."));
  writeFileSync(local, content);
  const location = `@${on}/${path}`.slice(0, -basename(path).length - 1);
  await stage.sql(`PUT 'file://${local}' '${location}' AUTO_COMPRESS = FALSE OVERWRITE = TRUE`);
}

async function pathsOn(on: string): Promise<readonly string[]> {
  const files = await stage.sql(`LIST @${on}`);
  return files.map(({ name }) => (name ?? "").slice((name ?? "").indexOf("/") + 1));
}

const uploads = () => stage.sent().filter((sql) => sql.startsWith("PUT"));
const at = (on: string, path: string) => ({ stage: on, name: `"${path.replaceAll('"', '""')}"` });

describe("of two resources for one file", () => {
  test.each([
    ["one path", { name: '"a.py"' }, { name: '"a.py"' }],
    ["one path after compression", { name: '"a.py"', autoCompress: true }, { name: '"a.py.gz"' }],
  ])("that are created at once at %s, one is refused", async (_, one, other) => {
    const on = await freshStage();
    const run = stage.run();
    const results = await Promise.allSettled([
      run.up("stageFile", { stage: on, ...one, ...aFile }),
      run.up("stageFile", { stage: on, ...other, ...anotherFile }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("one may come where the other has moved away", async () => {
    const on = await freshStage();
    const entry = await stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
    const run = stage.run();
    await run.up("stageFile", { ...at(on, "b.py"), ...aFile }, entry);
    await run.up("stageFile", { ...at(on, "a.py"), ...anotherFile });
    expect(await pathsOn(on)).toEqual(["a.py", "b.py"]);
  });

  test("that move to one place at once, one is refused", async () => {
    const on = await freshStage();
    const run = stage.run();
    const one = await run.up("stageFile", { ...at(on, "a.py"), ...aFile });
    const two = await run.up("stageFile", { ...at(on, "b.py"), ...anotherFile });
    const later = stage.run();
    const results = await Promise.allSettled([
      later.up("stageFile", { ...at(on, "c.py"), ...aFile }, one),
      later.up("stageFile", { ...at(on, "c.py"), ...anotherFile }, two),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("when what holds a file has been renamed and the run was killed before the file", () => {
  test("refresh follows the stage", async () => {
    const holder = await stage.run().up("stage", { schema: "D.S", name: freshName() });
    const entry = await stage.run().up("stageFile", { ...at(holder.id, "a.py"), ...aFile });
    const name = freshName();
    await stage.run().up("stage", { schema: "D.S", name }, holder);
    const refreshed = await stage.run().refresh("stageFile", entry);
    expect(refreshed?.outputs).toMatchObject({ stage: name });
    stage.sent();
    const moved = await stage.run().up("stageFile", { ...at(`D.S.${name}`, "a.py"), ...aFile }, refreshed);
    expect(uploads()).toEqual([]);
    await stage.run().destroy("stageFile", moved);
    expect(await pathsOn(`D.S.${name}`)).toEqual([]);
  });

  test("refresh and destroy follow the schema", async () => {
    const schema = freshName();
    await stage.sql(`CREATE SCHEMA D.${schema}`, `CREATE STAGE D.${schema}.CODE`);
    const entry = await stage.run().up("stageFile", { ...at(`D.${schema}.CODE`, "a.py"), ...aFile });
    const name = freshName();
    await stage.sql(`ALTER SCHEMA D.${schema} RENAME TO D.${name}`);
    const refreshed = await stage.run().refresh("stageFile", entry);
    expect(refreshed?.outputs).toMatchObject({ schema: name });
    await stage.run().destroy("stageFile", entry);
    expect(await pathsOn(`D.${name}.CODE`)).toEqual([]);
  });
});

describe("a file that moves", () => {
  test("does not overwrite what lay there before the run that was killed", async () => {
    const on = await freshStage();
    const entry = await stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
    await put(on, "b.py", "somebody's");
    const note = { account: "LOCAL.EMULATOR", project: "tests", folder: process.cwd(), kind: "StageFile" };
    const journal = new Journal(join(stage.cache, "pulumi-dynamic-snowflake", "journal"));
    await journal.begin({ ...note, name: `${on}."b.py"` }, { at: Date.now() + 3_600_000, role: "ACCOUNTADMIN" });
    const error = await failure(stage.run().up("stageFile", { ...at(on, "b.py"), ...aFile }, entry));
    expect(error.message).toContain("a file lies there");
  });
});

test("a preview of a renamed stage shows no upload of its files", async () => {
  const holder = await stage.run().up("stage", { schema: "D.S", name: freshName() });
  const entry = await stage.run().up("stageFile", { ...at(holder.id, "a.py"), ...aFile });
  const lines: string[] = [];
  const spy = vi.spyOn(console, "log").mockImplementation((line) => void lines.push(String(line)));
  const run = stage.run({ env: { PULUMI_SNOWFLAKE_SHOW_SQL: "1" } });
  const name = freshName();
  const one = run.handlers.stage.check(holder.inputs, { schema: "D.S", name });
  run.handlers.stage.diff(holder.id, holder.outputs, one.inputs);
  const two = run.handlers.stageFile.check(entry.inputs, { ...at(`D.S.${name}`, "a.py"), ...aFile });
  run.handlers.stageFile.diff(entry.id, entry.outputs, two.inputs);
  spy.mockRestore();
  expect(lines.join("\n")).toContain("RENAME TO");
  expect(lines.join("\n")).not.toMatch(/PUT|REMOVE/);
});

test.each([
  "[a].txt",
  "{a,b}.txt",
  "!(x).txt",
  "a b/ c .txt",
  "@(a|b)+",
  "%41.txt",
  "tab\u00a0.txt",
  "a&b=c;d.txt",
  "é",
])("the path %o is kept as it is, and removed alone", async (path) => {
  const on = await freshStage();
  await put(on, "other.txt");
  const entry = await stage.run().up("stageFile", { ...at(on, path), ...aFile });
  expect(await pathsOn(on)).toContain(path);
  expect((await stage.run().refresh("stageFile", entry))?.outputs).toEqual(entry.outputs);
  await stage.run().destroy("stageFile", entry);
  expect(await pathsOn(on)).toEqual(["other.txt"]);
});

test.each([
  ["", false],
  ["ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')", true],
  ["", true],
])(
  "an upload to a stage with %o, compressed: %o, leaves nothing of the content behind when it fails",
  async (clauses, autoCompress) => {
    const on = await freshStage(clauses);
    const temporary = mkdtempSync(join(folder, "tmp-"));
    vi.stubEnv("TMPDIR", temporary);
    stage.emulator.setFaults([{ endpoint: "file", do: "status", status: 403, every: true }]);
    const error = await failure(
      stage.run().up("stageFile", { ...at(on, "a.py"), ...said("xyzzy secret"), autoCompress }),
    );
    stage.emulator.setFaults([]);
    await stage.run().up("stageFile", { ...at(on, "b.py"), ...said("xyzzy secret"), autoCompress });
    vi.unstubAllEnvs();
    expect(error.message).toContain("not uploaded");
    expect(readdirSync(temporary, { recursive: true })).toEqual([]);
  },
);
