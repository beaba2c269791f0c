import { describe, expect, test } from "vitest";
import { aFile } from "../../resources/stage-examples";
import { at, freshStage, pathsOn, put, withFiles } from "./files-on-stage";
import { failure, freshName } from "./stage";

const files = withFiles();
const inS = { schema: "D.S" };

describe("a stage with files that the program does not know", () => {
  test("is not dropped together with those it knows", async () => {
    const args = { ...inS, name: freshName() };
    const entry = await files.stage.run().up("stage", args);
    const file = await files.stage.run().up("stageFile", { ...at(entry.id, "a.py"), ...aFile });
    await put(files, entry.id, "theirs.txt");
    const run = files.stage.run();
    await run.destroy("stageFile", file);
    expect((await failure(run.destroy("stage", entry))).message).toContain("theirs.txt");
    expect(await pathsOn(files, entry.id)).toEqual(["theirs.txt"]);
  });

  test("is not replaced by createMode orReplace", async () => {
    const on = await freshStage(files);
    await put(files, on, "theirs.txt");
    const error = await failure(files.stage.run().up("stage", { ...inS, name: on.slice(4), createMode: "orReplace" }));
    expect(error.message).toContain("theirs.txt");
    expect(await pathsOn(files, on)).toEqual(["theirs.txt"]);
  });

  test("is not dropped by the schema that holds it", async () => {
    const schema = await files.stage.run().up("schema", { database: "D", name: freshName() });
    await files.stage.sql(`CREATE STAGE ${schema.id}.CODE`);
    await put(files, `${schema.id}.CODE`, "theirs.txt");
    expect((await failure(files.stage.run().destroy("schema", schema))).message).toContain("CODE");
  });

  test("is not replaced under any dataLoss but allow", async () => {
    const args = { ...inS, name: freshName() };
    for (const dataLoss of ["refuse", "ifEmpty", "recoverable"]) {
      const entry = await files.stage.run().up("stage", { ...args, name: freshName(), dataLoss });
      await put(files, entry.id, "theirs.txt");
      const next = { ...entry.inputs, encryption: { type: "SNOWFLAKE_SSE" } };
      await failure(files.stage.run().up("stage", next, entry));
      expect(await pathsOn(files, entry.id)).toEqual(["theirs.txt"]);
    }
  });
});

test("a stage whose secrets stay shows no change after refresh, and none in state but under its own keys", async () => {
  const written = {
    ...inS,
    name: freshName(),
    url: "azure://acme.blob.core.windows.net/lake/",
    credentials: { azureSasToken: "?sig=hush-token" },
    encryption: { type: "AZURE_CSE" },
    masterKey: "AAAAAAAAAAAAAAAAAAAAAA==",
  };
  const entry = await files.stage.run().up("stage", written);
  const { credentials: _, masterKey: __, ...others } = entry.outputs;
  expect(JSON.stringify(others)).not.toMatch(/hush|AAAAAAAA/);
  const read = await files.stage.run().refresh("stage", entry);
  expect((await files.stage.run().up("stage", written, read)).effect).toBe("same");
});

test("ten stages and twenty files that come, move and go at once end as declared", async () => {
  const run = files.stage.run();
  const stages = await Promise.all([...Array(10).keys()].map(() => run.up("stage", { ...inS, name: freshName() })));
  const made = await Promise.all(
    stages.flatMap(({ id }) => ["a", "b"].map((path) => run.up("stageFile", { ...at(id, path), ...aFile }))),
  );
  const later = files.stage.run();
  const renamed = await Promise.all(stages.map((one) => later.up("stage", { ...inS, name: freshName() }, one)));
  const moved = await Promise.all(
    made.map((one, index) =>
      later.up(
        "stageFile",
        { ...at(`D.S.${renamed[index >> 1]?.inputs["name"]}`, index % 2 === 0 ? "a" : "dir/c"), ...aFile },
        one,
      ),
    ),
  );
  for (const one of renamed) expect(await pathsOn(files, `D.S.${one.inputs["name"]}`)).toEqual(["a", "dir/c"]);
  const third = files.stage.run();
  const read = await Promise.all(moved.map((one) => third.refresh("stageFile", one)));
  expect(read.map((one) => one?.outputs)).toEqual(moved.map(({ outputs }) => outputs));
  await Promise.all(moved.map((one) => third.destroy("stageFile", one)));
  await Promise.all(renamed.map((one) => third.destroy("stage", one)));
});
