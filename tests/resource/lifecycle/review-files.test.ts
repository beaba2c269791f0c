import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { Journal } from "../../../provider/resource/journal";
import { aFile, anotherFile } from "../../resources/stage-examples";
import { at, freshStage, pathsOn, put, said, withFiles } from "./files-on-stage";
import { failure, freshName } from "./stage";

const files = withFiles();

const uploads = () => files.stage.sent().filter((sql) => sql.startsWith("PUT"));

describe("of two resources for one file", () => {
  test.each([
    ["one path", { name: '"a.py"' }, { name: '"a.py"' }],
    ["one path after compression", { name: '"a.py"', autoCompress: true }, { name: '"a.py.gz"' }],
  ])("that are created at once at %s, one is refused", async (_, one, other) => {
    const on = await freshStage(files);
    const run = files.stage.run();
    const results = await Promise.allSettled([
      run.up("stageFile", { stage: on, ...one, ...aFile }),
      run.up("stageFile", { stage: on, ...other, ...anotherFile }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("one may come where the other has moved away", async () => {
    const on = await freshStage(files);
    const entry = await files.stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
    const run = files.stage.run();
    await run.up("stageFile", { ...at(on, "b.py"), ...aFile }, entry);
    await run.up("stageFile", { ...at(on, "a.py"), ...anotherFile });
    expect(await pathsOn(files, on)).toEqual(["a.py", "b.py"]);
  });

  test("that move to one place at once, one is refused", async () => {
    const on = await freshStage(files);
    const run = files.stage.run();
    const one = await run.up("stageFile", { ...at(on, "a.py"), ...aFile });
    const two = await run.up("stageFile", { ...at(on, "b.py"), ...anotherFile });
    const later = files.stage.run();
    const results = await Promise.allSettled([
      later.up("stageFile", { ...at(on, "c.py"), ...aFile }, one),
      later.up("stageFile", { ...at(on, "c.py"), ...anotherFile }, two),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("when what holds a file has been renamed and the run was killed before the file", () => {
  test("refresh follows the stage", async () => {
    const holder = await files.stage.run().up("stage", { schema: "D.S", name: freshName() });
    const entry = await files.stage.run().up("stageFile", { ...at(holder.id, "a.py"), ...aFile });
    const name = freshName();
    await files.stage.run().up("stage", { schema: "D.S", name }, holder);
    const refreshed = await files.stage.run().refresh("stageFile", entry);
    expect(refreshed?.outputs).toMatchObject({ stage: name });
    files.stage.sent();
    const moved = await files.stage.run().up("stageFile", { ...at(`D.S.${name}`, "a.py"), ...aFile }, refreshed);
    expect(uploads()).toEqual([]);
    await files.stage.run().destroy("stageFile", moved);
    expect(await pathsOn(files, `D.S.${name}`)).toEqual([]);
  });

  test("refresh and destroy follow the schema", async () => {
    const schema = freshName();
    await files.stage.sql(`CREATE SCHEMA D.${schema}`, `CREATE STAGE D.${schema}.CODE`);
    const entry = await files.stage.run().up("stageFile", { ...at(`D.${schema}.CODE`, "a.py"), ...aFile });
    const name = freshName();
    await files.stage.sql(`ALTER SCHEMA D.${schema} RENAME TO D.${name}`);
    const refreshed = await files.stage.run().refresh("stageFile", entry);
    expect(refreshed?.outputs).toMatchObject({ schema: name });
    await files.stage.run().destroy("stageFile", entry);
    expect(await pathsOn(files, `D.${name}.CODE`)).toEqual([]);
  });
});

describe("a file that moves", () => {
  test("does not overwrite what lay there before the run that was killed", async () => {
    const on = await freshStage(files);
    const entry = await files.stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
    await put(files, on, "b.py", "somebody's");
    const note = { account: "LOCAL.EMULATOR", project: "tests", folder: process.cwd(), kind: "StageFile" };
    const journal = new Journal(join(files.stage.cache, "pulumi-dynamic-snowflake", "journal"));
    await journal.begin({ ...note, name: `${on}."b.py"` }, { at: Date.now() + 3_600_000, role: "ACCOUNTADMIN" });
    const error = await failure(files.stage.run().up("stageFile", { ...at(on, "b.py"), ...aFile }, entry));
    expect(error.message).toContain("a file lies there");
  });
});

test("a preview of a renamed stage shows no upload of its files", async () => {
  const holder = await files.stage.run().up("stage", { schema: "D.S", name: freshName() });
  const entry = await files.stage.run().up("stageFile", { ...at(holder.id, "a.py"), ...aFile });
  const lines: string[] = [];
  const spy = vi.spyOn(console, "log").mockImplementation((line) => void lines.push(String(line)));
  const run = files.stage.run({ env: { PULUMI_SNOWFLAKE_SHOW_SQL: "1" } });
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
  const on = await freshStage(files);
  await put(files, on, "other.txt");
  const entry = await files.stage.run().up("stageFile", { ...at(on, path), ...aFile });
  expect(await pathsOn(files, on)).toContain(path);
  expect((await files.stage.run().refresh("stageFile", entry))?.outputs).toEqual(entry.outputs);
  await files.stage.run().destroy("stageFile", entry);
  expect(await pathsOn(files, on)).toEqual(["other.txt"]);
});

test.each([
  ["", false],
  ["ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')", true],
  ["", true],
])(
  "an upload to a stage with %o, compressed: %o, leaves nothing of the content behind when it fails",
  async (clauses, autoCompress) => {
    const on = await freshStage(files, clauses);
    const temporary = mkdtempSync(join(files.folder, "tmp-"));
    vi.stubEnv("TMPDIR", temporary);
    files.stage.emulator.setFaults([{ endpoint: "file", do: "status", status: 403, every: true }]);
    const error = await failure(
      files.stage.run().up("stageFile", { ...at(on, "a.py"), ...said(files, "xyzzy secret"), autoCompress }),
    );
    files.stage.emulator.setFaults([]);
    await files.stage.run().up("stageFile", { ...at(on, "b.py"), ...said(files, "xyzzy secret"), autoCompress });
    vi.unstubAllEnvs();
    expect(error.message).toContain("not uploaded");
    expect(readdirSync(temporary, { recursive: true })).toEqual([]);
  },
);
