import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failures, printed, type Stage, startStage } from "./stage";

const SECRET = "hush-4711";
const PROGRAM = `
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import * as snowflake from "pulumi-dynamic-snowflake";

const { words, rename } = JSON.parse(readFileSync("words.json", "utf8"));
const db = new snowflake.Database("db");
const schema = new snowflake.Schema("s", { database: db });
const stage = new snowflake.Stage("code", { schema, ...(rename ? { name: rename } : {}) });
const lake = new snowflake.Stage("lake", {
  schema,
  url: "s3://lake/",
  credentials: { awsKeyId: "AKIA0001", awsSecretKey: "${SECRET}" },
});
const handler = new snowflake.StageFile("load.py", { stage, source: "handlers/load.py" });
new snowflake.StageFile("settings", { stage, path: "etc/settings.json", content: words });
new snowflake.StageFile("computed", { stage, path: "etc/computed.txt", content: pulumi.interpolate\`\${lake.qualifiedName} \${words}\` });
new snowflake.StageFile("asset", { stage, asset: new pulumi.asset.StringAsset(words), autoCompress: true });
new snowflake.StageFile("hidden", { stage, content: pulumi.secret("${SECRET}") });
export const location = handler.location;
`;

describe("files of a program on a stage", () => {
  let stage: Stage;
  const write = (words: string, rename?: string) =>
    stage.project.write(JSON.stringify({ words, rename }), "words.json");
  const files = (name = "CODE") => stage.sql(`LIST @DB.S.${name}`).map((row) => row["name"]);
  const uploads = () => stage.sent().filter((sql) => sql.startsWith("PUT"));

  beforeAll(async () => {
    stage = await startStage({
      program: PROGRAM,
      checkpoints: true,
      files: { "handlers/load.py": "def run():\n    return 'loaded'\n", "words.json": "{}" },
      config: { "pulumi-dynamic-snowflake:showSql": "true" },
    });
    write("first words");
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test("are previewed without a connection, and shown", async () => {
    const preview = await stage.project.preview();
    expect(failures(preview)).toEqual([]);
    expect(stage.logins()).toBe(0);
    expect(printed(preview)).toContain("PUT 'file://handlers/load.py'");
  });

  test("are uploaded", async () => {
    const up = await stage.project.up({ preview: true });
    expect(failures(up)).toEqual([]);
    expect(files()).toEqual(
      ["asset.gz", "etc/computed.txt", "etc/settings.json", "hidden", "load.py"].map((path) => `code/${path}`),
    );
    expect(uploads()).toHaveLength(5);
    const [handler] = stage.project.state().filter(({ urn }) => urn.endsWith("::load.py"));
    const text = readFileSync(join(stage.project.folder, "handlers/load.py"));
    expect(handler?.inputs).toMatchObject({
      source: "handlers/load.py",
      hash: createHash("sha256").update(text).digest("hex"),
    });
  });

  test("leave no word of their content, and no path of this machine, in the state or the cache", async () => {
    const state = readFileSync(stage.project.stateFile, "utf8");
    for (const word of ["first words", "loaded", SECRET, stage.project.folder, stage.project.home])
      expect(state).not.toContain(word);
    const cache = join(stage.project.home, ".cache", "pulumi-dynamic-snowflake", "files");
    expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
  });

  test("are unchanged in the second up, which sends nothing", async () => {
    const { changes } = await stage.project.up();
    expect(changes).toMatchObject({ same: 9, create: 0, update: 0, replace: 0 });
    expect(stage.sent()).toEqual([]);
  });

  test("are uploaded again where the content has changed", async () => {
    write("other words");
    const up = await stage.project.up();
    expect(failures(up)).toEqual([]);
    expect(up.changes).toMatchObject({ update: 3 });
    expect(uploads()).toHaveLength(3);
  });

  test("are repaired after somebody has removed one", async () => {
    stage.sql("REMOVE @DB.S.CODE/etc/settings.json");
    stage.sent();
    expect((await stage.project.refresh()).changes).toMatchObject({ delete: 1 });
    expect((await stage.project.up()).changes).toMatchObject({ create: 1 });
    expect(uploads()).toHaveLength(1);
  });

  test("go along when their stage is renamed", async () => {
    write("other words", "scripts");
    const up = await stage.project.up();
    expect(failures(up)).toEqual([]);
    expect(uploads()).toEqual([]);
    expect(files("SCRIPTS")).toHaveLength(5);
    expect((await stage.project.preview()).changes).toMatchObject({ same: 9, update: 0 });
  });

  test("are gone with the stack, and their stage, which is empty then", async () => {
    expect(failures(await stage.project.destroy())).toEqual([]);
    expect(stage.sql("SHOW STAGES IN ACCOUNT")).toEqual([]);
  });
});
