import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import type { FaultRule } from "../../../emulator/http/fault-rules";
import { DataLossError, ObjectExistsError, ObjectMissingError } from "../../../provider/client/errors";
import { UnfinishedError } from "../../../provider/resource/lifecycle/context";
import { aFile, anotherFile } from "../../resources/stage-examples";
import { at, freshStage, pathsOn, put, said, withFiles } from "./files-on-stage";
import { type Entry, failure, freshName, kept } from "./stage";

const files = withFiles();

async function contentOf(on: string, path: string): Promise<Buffer> {
  const target = mkdtempSync(join(files.folder, "get-"));
  await files.stage.sql(`GET '@${on}/${path}' 'file://${target}'`);
  return readFileSync(join(target, basename(path)));
}

const uploads = () => files.stage.sent().filter((sql) => sql.startsWith("PUT"));

describe.each(["", "ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')"])("on a stage with %o, a file", (clauses) => {
  test("of the program's folder is uploaded, found unchanged, and removed", async () => {
    const on = await freshStage(files, clauses);
    const args = { ...at(on, "scripts/load.py"), ...aFile };
    const entry = await files.stage.run().up("stageFile", args);
    expect(entry.id).toBe(`${on}."scripts/load.py"`);
    expect(await contentOf(on, "scripts/load.py")).toEqual(readFileSync(aFile.source));
    const read = await files.stage.run().refresh("stageFile", entry);
    expect(read?.outputs).toEqual(entry.outputs);
    files.stage.sent();
    expect((await files.stage.run().up("stageFile", args, read)).effect).toBe("same");
    expect(files.stage.sent()).toEqual([]);
    await files.stage.run().destroy("stageFile", entry);
    expect(await pathsOn(files, on)).toEqual([]);
  });

  test("that somebody overwrites is drift, and is uploaded again", async () => {
    const on = await freshStage(files, clauses);
    const args = { ...at(on, "a.txt"), ...aFile };
    const entry = await files.stage.run().up("stageFile", args);
    await put(files, on, "a.txt", "by hand");
    const drifted = await files.stage.run().refresh("stageFile", entry);
    expect(drifted?.inputs["hash"]).toMatch(/^not what was uploaded: \d+ bytes, md5 /);
    const repaired = await files.stage.run().up("stageFile", args, drifted);
    expect(repaired.effect).toBe("update");
    expect(await contentOf(on, "a.txt")).toEqual(readFileSync(aFile.source));
    expect((await files.stage.run().refresh("stageFile", repaired))?.outputs).toEqual(repaired.outputs);
  });
});

describe("a file", () => {
  test("is uploaded from text of which no state has a word", async () => {
    const on = await freshStage(files);
    const entry = await files.stage
      .run()
      .up("stageFile", { ...at(on, "etc/settings.json"), ...said(files, '{"word": "xyzzy"}') });
    expect(String(await contentOf(on, "etc/settings.json"))).toBe('{"word": "xyzzy"}');
    expect(JSON.stringify(entry)).not.toContain("xyzzy");
    expect(JSON.stringify(entry)).not.toContain(files.stage.cache);
  });

  test("may be empty", async () => {
    const on = await freshStage(files);
    await files.stage.run().up("stageFile", { ...at(on, "empty"), ...said(files, "") });
    expect(await contentOf(on, "empty")).toHaveLength(0);
  });

  test("is compressed on its way if that is asked for, and lies elsewhere then", async () => {
    const on = await freshStage(files);
    const args = { ...at(on, "scripts/load.py"), ...aFile };
    const entry = await files.stage.run().up("stageFile", { ...args, autoCompress: true });
    expect(await pathsOn(files, on)).toEqual(["scripts/load.py.gz"]);
    expect(gunzipSync(await contentOf(on, "scripts/load.py.gz"))).toEqual(readFileSync(aFile.source));
    const plain = await files.stage.run().up("stageFile", args, entry);
    expect(await pathsOn(files, on)).toEqual(["scripts/load.py"]);
    await files.stage.run().destroy("stageFile", plain);
    expect(await pathsOn(files, on)).toEqual([]);
  });

  test("whose content changes is uploaded once more", async () => {
    const on = await freshStage(files);
    const entry = await files.stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
    files.stage.sent();
    const changed = await files.stage.run().up("stageFile", { ...at(on, "a.py"), ...anotherFile }, entry);
    expect(uploads()).toHaveLength(1);
    expect(await contentOf(on, "a.py")).toEqual(readFileSync(anotherFile.source));
    expect((await files.stage.run().refresh("stageFile", changed))?.outputs).toEqual(changed.outputs);
  });

  test("that somebody removes is gone, as it is with its stage", async () => {
    const on = await freshStage(files);
    const entry = await files.stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
    await files.stage.sql(`REMOVE @${on}`);
    expect(await files.stage.run().refresh("stageFile", entry)).toBeUndefined();
    const again = await files.stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
    await files.stage.sql(`DROP STAGE ${on}`);
    expect(await files.stage.run().refresh("stageFile", again)).toBeUndefined();
    await files.stage.run().destroy("stageFile", again);
  });

  test("is not taken for gone because another role does not see its stage", async () => {
    const on = await freshStage(files);
    const entry = await files.stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
    const role = freshName();
    await files.stage.sql(`CREATE ROLE ${role}`, `GRANT ROLE ${role} TO USER DEPLOYER`);
    const error = await failure(files.stage.run({ config: { "snowflake:role": role } }).refresh("stageFile", entry));
    expect(error).toBeInstanceOf(ObjectMissingError);
    expect(error.message).toContain("That does not prove that it is gone");
  });

  test("makes a directory table notice it only if that is asked for", async () => {
    const on = await freshStage(files, "DIRECTORY = (ENABLE = TRUE)");
    const args = { ...at(on, "in/a.py"), ...aFile };
    const entry = await files.stage.run().up("stageFile", args);
    const refreshes = () => files.stage.sent().filter((sql) => sql.includes("REFRESH"));
    expect(refreshes()).toEqual([]);
    const asked = await files.stage.run().up("stageFile", { ...args, ...anotherFile, refreshDirectory: true }, entry);
    expect(refreshes()).toEqual([`ALTER STAGE ${on} REFRESH SUBPATH = 'in'`]);
    await files.stage.run().destroy("stageFile", asked);
    expect(refreshes()).toEqual([`ALTER STAGE ${on} REFRESH SUBPATH = 'in'`]);
  });

  test("whose directory table cannot be refreshed is kept, and finished by the next up", async () => {
    const on = await freshStage(files);
    const args = { ...at(on, "a.py"), ...aFile, refreshDirectory: true };
    const run = files.stage.run();
    const { inputs } = run.handlers.stageFile.check({}, args);
    const error = await failure(run.up("stageFile", args));
    expect(error).toBeInstanceOf(UnfinishedError);
    await files.stage.sql(`ALTER STAGE ${on} SET DIRECTORY = (ENABLE = TRUE)`);
    const left = kept(error, inputs);
    files.stage.sent();
    await files.stage.run().handlers.stageFile.update(left.id, left.outputs, inputs);
    const sent = files.stage.sent();
    expect(sent.filter((sql) => sql.startsWith("PUT"))).toEqual([]);
    expect(sent).toContain(`ALTER STAGE ${on} REFRESH`);
  });

  test("leaves nothing in the system's temporary folder", async () => {
    const on = await freshStage(files);
    const temporary = mkdtempSync(join(files.folder, "tmp-"));
    vi.stubEnv("TMPDIR", temporary);
    await files.stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
    vi.unstubAllEnvs();
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe("content", () => {
  test("that has changed since the program looked at it is not uploaded", async () => {
    const on = await freshStage(files);
    const error = await failure(
      files.stage.run().up("stageFile", { ...at(on, "a.py"), source: aFile.source, hash: anotherFile.hash }),
    );
    expect(error.message).toContain(`${aFile.source} has changed since the program looked at it`);
    expect(await pathsOn(files, on)).toEqual([]);
  });

  test("that is not on this machine is said to be missing", async () => {
    const on = await freshStage(files);
    const error = await failure(files.stage.run().up("stageFile", { ...at(on, "a.py"), hash: "0".repeat(64) }));
    expect(error.message).toContain("its content is not on this machine");
  });
});

describe("a file that lies there already", () => {
  const args = async (clauses = "") => ({ ...at(await freshStage(files, clauses), "a.py"), ...aFile });

  test("is not overwritten unasked", async () => {
    const one = await args();
    await put(files, one.stage, "a.py", "somebody's");
    for (const createMode of ["errorIfExists", "ifNotExists", "createOrAlter"]) {
      const error = await failure(files.stage.run().up("stageFile", { ...one, createMode }));
      expect(error).toBeInstanceOf(ObjectExistsError);
    }
    expect(String(await contentOf(one.stage, "a.py"))).toBe("somebody's");
  });

  test("is overwritten by orReplace as far as dataLoss allows", async () => {
    const one = await args();
    await put(files, one.stage, "a.py", "somebody's");
    const error = await failure(files.stage.run().up("stageFile", { ...one, createMode: "orReplace" }));
    expect(error).toBeInstanceOf(DataLossError);
    expect(error.message).toContain("Refused to overwrite StageFile");
    await files.stage.run().up("stageFile", { ...one, createMode: "orReplace", dataLoss: "allow" });
    expect(await contentOf(one.stage, "a.py")).toEqual(readFileSync(aFile.source));
  });

  test("is taken up by ifNotExists if its size agrees, and released then", async () => {
    const one = await args();
    await put(files, one.stage, "a.py", String(readFileSync(aFile.source)));
    const run = files.stage.run();
    files.stage.sent();
    const entry = await run.up("stageFile", { ...one, createMode: "ifNotExists" });
    expect(uploads()).toEqual([]);
    expect(run.said.join()).toContain("has the size that the content would have");
    await files.stage.run().destroy("stageFile", entry);
    expect(await pathsOn(files, one.stage)).toEqual(["a.py"]);
  });

  test("is taken up whatever the mode where its MD5 proves the content", async () => {
    const one = await args("ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')");
    await put(files, one.stage, "a.py", String(readFileSync(aFile.source)));
    files.stage.sent();
    const entry = await files.stage.run().up("stageFile", one);
    expect(uploads()).toEqual([]);
    expect(entry.outputs["identity"]).toMatchObject({ adopted: true });
  });

  test("because a run was killed after its upload is ours", async () => {
    const one = await args();
    await files.stage.run().up("stageFile", one);
    const run = files.stage.run();
    const again = await run.up("stageFile", one);
    expect(run.said.join()).toContain("interrupted");
    expect((await files.stage.run().refresh("stageFile", again))?.outputs).toEqual(again.outputs);
    await files.stage.run().destroy("stageFile", again);
    expect(await pathsOn(files, one.stage)).toEqual([]);
  });

  test.each([true, false])("because a run was killed when it made autoCompress %j is ours", async (compressed) => {
    const one = await args();
    const [before, after] = [
      { ...one, autoCompress: !compressed },
      { ...one, autoCompress: compressed },
    ];
    const entry = await files.stage.run().up("stageFile", before);
    await files.stage.run().up("stageFile", after, entry);
    const again = await files.stage.run().up("stageFile", after, entry);
    expect((await files.stage.run().refresh("stageFile", again))?.outputs).toEqual(again.outputs);
    expect(await pathsOn(files, one.stage)).toEqual([compressed ? "a.py.gz" : "a.py"]);
  });

  test("because another resource of the program stands for it is refused", async () => {
    const one = await args();
    const run = files.stage.run();
    await run.up("stageFile", one);
    expect((await failure(run.up("stageFile", one))).message).toContain(
      "Another resource of this program stands for it",
    );
  });
});

describe("when it is removed", () => {
  test("files whose paths begin or end alike stay", async () => {
    const on = await freshStage(files);
    for (const path of ["a2", "a.b", "x/a", "aXb"]) await put(files, on, path);
    await put(files, on, "a/b");
    const entry = await files.stage.run().up("stageFile", { ...at(on, "a"), ...aFile });
    await files.stage.run().destroy("stageFile", entry);
    expect(await pathsOn(files, on)).toEqual(["a.b", "a/b", "a2", "aXb", "x/a"]);
  });

  test("one with the letters of a pattern is alone removed", async () => {
    const on = await freshStage(files);
    await put(files, on, "a.b (1)+x");
    const entry = await files.stage.run().up("stageFile", { ...at(on, "a.b (1)+"), ...aFile });
    await files.stage.run().destroy("stageFile", entry);
    expect(await pathsOn(files, on)).toEqual(["a.b (1)+x"]);
  });

  test("it is left where no statement could tell it from another", async () => {
    const on = await freshStage(files);
    await put(files, on, "a/a");
    const run = files.stage.run();
    const entry = await run.up("stageFile", { ...at(on, "a"), ...aFile });
    const later = files.stage.run();
    await later.destroy("stageFile", entry);
    expect(later.said.join()).toContain("no statement would remove it and not a/a too");
    expect(await pathsOn(files, on)).toEqual(["a", "a/a"]);
  });

  test("what somebody has put in its place stays, unless dataLoss allows", async () => {
    const on = await freshStage(files);
    const args = { ...at(on, "a.py"), ...aFile };
    const entry = await files.stage.run().up("stageFile", args);
    await put(files, on, "a.py", "by hand");
    const run = files.stage.run();
    await run.destroy("stageFile", entry);
    expect(run.said.join()).toContain("it is not what was uploaded any more");
    expect(await pathsOn(files, on)).toEqual(["a.py"]);
    await files.stage.run().destroy("stageFile", { ...entry, outputs: { ...entry.outputs, dataLoss: "allow" } });
    expect(await pathsOn(files, on)).toEqual([]);
  });

  test("the file stays that another resource stands for by then", async () => {
    const on = await freshStage(files);
    const args = { ...at(on, "a.py"), ...aFile };
    const entry = await files.stage.run().up("stageFile", args);
    const run = files.stage.run();
    await run.up("stageFile", args);
    await run.destroy("stageFile", entry);
    expect(await pathsOn(files, on)).toEqual(["a.py"]);
  });
});

describe("when it moves", () => {
  test("it is uploaded there, and removed where it was", async () => {
    const on = await freshStage(files);
    const entry = await files.stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
    const moved = await files.stage.run().up("stageFile", { ...at(on, "b/c.py"), ...aFile }, entry);
    expect(moved).toMatchObject({ effect: "update", id: entry.id });
    expect(await pathsOn(files, on)).toEqual(["b/c.py"]);
    expect((await files.stage.run().refresh("stageFile", moved))?.outputs).toEqual(moved.outputs);
    await files.stage.run().destroy("stageFile", moved);
    expect(await pathsOn(files, on)).toEqual([]);
  });

  test("it does not take the place of another file", async () => {
    const on = await freshStage(files);
    await put(files, on, "b.py");
    const entry = await files.stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
    const error = await failure(files.stage.run().up("stageFile", { ...at(on, "b.py"), ...aFile }, entry));
    expect(error.message).toContain("a file lies there");
    expect(await pathsOn(files, on)).toEqual(["a.py", "b.py"]);
  });

  test("with its stage, nothing is uploaded", async () => {
    const on = await freshStage(files);
    const entry = await files.stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
    const name = `D.S.${freshName()}`;
    await files.stage.sql(`ALTER STAGE ${on} RENAME TO ${name}`);
    files.stage.sent();
    const moved = await files.stage.run().up("stageFile", { ...at(name, "a.py"), ...aFile }, entry);
    expect(uploads()).toEqual([]);
    await files.stage.run().destroy("stageFile", moved);
    expect(await pathsOn(files, name)).toEqual([]);
  });

  test("and its stage is replaced, it is replaced too", async () => {
    const on = await freshStage(files);
    const run = files.stage.run();
    const entry = await run.up("stageFile", { ...at(on, "a.py"), ...aFile });
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const asked = { ...entry.inputs, stage: unknown, schema: unknown, database: unknown };
    expect(run.handlers.stageFile.diff(entry.id, entry.outputs, asked).replaces).not.toEqual([]);
  });
});

test("a file that the store refuses is said not to have arrived, without a path of this machine", async () => {
  const on = await freshStage(files);
  files.stage.emulator.setFaults([{ endpoint: "file", do: "status", status: 403, every: true }]);
  const error = await failure(files.stage.run().up("stageFile", { ...at(on, "large.bin"), ...aFile }));
  files.stage.emulator.setFaults([]);
  expect(error.message).toContain(`${aFile.source} was not uploaded`);
  expect(error.message).toContain("403");
  expect(error.message).not.toContain(tmpdir());
  expect(await pathsOn(files, on)).toEqual([]);
});

const faults: readonly FaultRule[] = [
  ...(["drop-before", "drop-after", "kill-session"] as const).flatMap((strike) =>
    ["^PUT", "^LIST", "^REMOVE"].map((match) => ({ match, do: strike })),
  ),
  { endpoint: "file", do: "drop-before" },
];

test.each(faults)("a run that meets the fault %o ends well, or is finished by the next", async (fault) => {
  const on = await freshStage(files);
  await put(files, on, "load.py2");
  const args = { ...at(on, "load.py"), ...aFile };
  const run = files.stage.run();
  const { inputs } = run.handlers.stageFile.check({}, args);
  files.stage.emulator.setFaults([fault]);
  let entry: Entry | undefined;
  try {
    entry = await run.up("stageFile", args);
  } catch (error) {
    entry = error instanceof UnfinishedError ? kept(error, inputs) : undefined;
  }
  const later = await files.stage
    .run()
    .up("stageFile", args, await (entry && files.stage.run().refresh("stageFile", entry)));
  expect((await files.stage.run().refresh("stageFile", later))?.outputs["hash"]).toBe(aFile.hash);
  expect(await contentOf(on, "load.py")).toEqual(readFileSync(aFile.source));
  files.stage.emulator.setFaults([fault]);
  await files.stage
    .run()
    .destroy("stageFile", later)
    .catch(() => files.stage.run().destroy("stageFile", later));
  files.stage.emulator.setFaults([]);
  expect(await pathsOn(files, on)).toEqual(["load.py2"]);
});

test.each([
  "two words.txt",
  "it's.txt",
  "ümläut/日本語 🙂.txt",
  "semi;colon -- comment.txt",
  "dollar$$.txt",
  "percent%20.txt",
  "hash#tag.txt",
  "ends.with.dots...",
  "-dash",
  "~tilde/$&.txt",
])("the path %o is kept as it is, and removed alone", async (path) => {
  const on = await freshStage(files);
  await put(files, on, "other.txt");
  const args = { ...at(on, path), ...aFile };
  const entry = await files.stage.run().up("stageFile", args);
  expect(await pathsOn(files, on)).toContain(path);
  expect((await files.stage.run().refresh("stageFile", entry))?.outputs).toEqual(entry.outputs);
  await files.stage.run().destroy("stageFile", entry);
  expect(await pathsOn(files, on)).toEqual(["other.txt"]);
});

test("many files of a stage are created and read with few listings", async () => {
  const on = await freshStage(files);
  const run = files.stage.run();
  files.stage.sent();
  const paths = [...Array(30).keys()].map((index) => `scripts/${index}.py`);
  const entries = await Promise.all(paths.map((path) => run.up("stageFile", { ...at(on, path), ...aFile })));
  const created = files.stage.sent();
  expect(created.filter((sql) => sql.startsWith("PUT"))).toHaveLength(30);
  expect(created.filter((sql) => sql.startsWith("LIST")).length).toBeLessThanOrEqual(6);
  const later = files.stage.run();
  await Promise.all(entries.map((entry) => later.refresh("stageFile", entry)));
  expect(files.stage.sent()).toEqual([`LIST '@${on}'`]);
});

test("a name with quotes in the names of its stage is only ever a name", async () => {
  const name = freshName();
  const on = `D.S."it's ${name} ""x"""`;
  await files.stage.sql(`CREATE STAGE ${on}`);
  const entry = await files.stage.run().up("stageFile", { ...at(on, "a.py"), ...aFile });
  expect((await files.stage.run().refresh("stageFile", entry))?.outputs).toEqual(entry.outputs);
  await files.stage.run().destroy("stageFile", entry);
});
