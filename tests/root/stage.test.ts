import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SchemaReference } from "../../sdk/root";
import { quoted } from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
let schema: SchemaReference;
beforeAll(async () => {
  stage = await startRoot();
}, 60_000);
afterAll(() => stage.close());
beforeEach(async () => {
  const database = await stage.root.databases.create({ name: "DB" }, { mode: "orReplace" });
  schema = await database.schemas.create({ name: "S" });
  stage.sent();
});

const names = ["my stage", "lower", "a.b", "$x", 'q"q', "Ünï", "--", "a;b"];

describe("stages", () => {
  test.each(names)("of the name %j are created, listed, fetched, altered and dropped", async (name) => {
    const reference = await schema.stages.create({ name: quoted(name), comment: "before" });
    expect(reference.storedName).toBe(name);
    expect((await schema.stages.list().toArray()).map(({ storedName }) => storedName)).toEqual([name]);
    const found = await reference.fetch();
    expect(found).toMatchObject({ storedName: name, comment: "before", database: "DB", schema: "S" });
    expect((await schema.stage(found.name).createOrAlter({ comment: "after" })).action).toBe("altered");
    expect((await reference.createOrAlter({ comment: "after" })).action).toBe("unchanged");
    await reference.put({ text: "hello" }, "", { name: "a.txt", autoCompress: false });
    expect((await reference.listFiles().toArray()).map(({ path }) => path)).toEqual(["a.txt"]);
    expect(String(await reference.read("a.txt"))).toBe("hello");
    await reference.drop();
    expect(await reference.exists()).toBe(false);
  });

  test("tell what SHOW tells of them", async () => {
    await stage.sql(
      "CREATE STAGE DB.S.OUT URL = 's3://bucket/load/' CREDENTIALS = (AWS_KEY_ID = 'k' AWS_SECRET_KEY = 's') COMMENT = 'far'",
      "CREATE STAGE DB.S.INSIDE ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE') DIRECTORY = (ENABLE = TRUE)",
    );
    expect(await schema.stage("out").fetch()).toMatchObject({
      type: "EXTERNAL",
      url: "s3://bucket/load/",
      hasCredentials: true,
      hasEncryptionKey: false,
      cloud: "AWS",
      comment: "far",
      directoryEnabled: false,
    });
    const inside = await schema.stage("inside").fetch();
    expect(inside).toMatchObject({ type: "INTERNAL NO CSE", hasCredentials: false, directoryEnabled: true });
    expect(inside.createdOn).toBeInstanceOf(Date);
    expect(JSON.stringify(await schema.stage("out").fetch())).not.toContain("AWS_SECRET");
  });

  test.each([
    [{ comment: "x" }, { comment: "y" }],
    [{ comment: "x" }, { comment: "" }],
    [{ comment: "x" }, { comment: null }],
    [{ directory: { enable: true } }, { directory: { enable: false } }],
    [{ fileFormat: { type: "CSV", skipHeader: 1 } }, { fileFormat: { type: "CSV", skipHeader: 2 } }],
    [{ encryption: { type: "SNOWFLAKE_SSE" } }, { comment: "z" }],
    [{ url: "s3://b/x/" }, { url: "s3://b/y/" }],
  ])("created as %j, altered to %j, then unchanged", async (before, after) => {
    const reference = schema.stage("st");
    expect((await reference.createOrAlter(before)).action).toBe("created");
    expect(await reference.createOrAlter(before)).toMatchObject({ action: "unchanged", statements: [] });
    stage.sent();
    const dry = await reference.createOrAlter(after, { dryRun: true });
    expect(stage.sent().filter((sql) => /^(ALTER|CREATE)/.test(sql))).toEqual([]);
    const done = await reference.createOrAlter(after);
    expect(done.action).toBe("altered");
    expect(dry.statements).toEqual(done.statements);
    expect(stage.sent().filter((sql) => /^(ALTER|CREATE)/.test(sql))).toEqual(done.statements);
    expect((await reference.createOrAlter(after)).action).toBe("unchanged");
  });

  test("say that credentials were neither compared nor sent", async () => {
    const credentials = { awsKeyId: "k", awsSecretKey: "s" };
    const reference = await schema.stages.create({ name: "ST", url: "s3://b/x/", credentials });
    const again = { url: "s3://b/x/", credentials: { awsKeyId: "k2", awsSecretKey: "s2" } };
    const unsent = { action: "unchanged", statements: [], notCompared: ["credentials"] };
    expect(await reference.createOrAlter(again)).toMatchObject(unsent);
    expect(await reference.createOrAlter({ ...again, url: "s3://b/y/" })).toMatchObject({
      action: "altered",
      statements: [expect.stringMatching(/URL = 's3:\/\/b\/y\/' CREDENTIALS = /)],
    });
  });

  test("get new credentials where they are to be sent, each time", async () => {
    const reference = await schema.stages.create({
      name: "ST",
      url: "s3://b/x/",
      credentials: { awsKeyId: "k", awsSecretKey: "s" },
    });
    const next = { credentials: { awsKeyId: "k2", awsSecretKey: "very secret" } };
    for (const dryRun of [true, false, false]) {
      stage.sent();
      const done = await reference.createOrAlter(next, { notCompared: "send", dryRun });
      expect(done).toMatchObject({ action: "altered", notCompared: [], changes: [{ property: "credentials" }] });
      expect(done.statements).toEqual([expect.stringMatching(/^ALTER STAGE \S+ SET .*CREDENTIALS = \(.*'\*\*\*'/s)]);
      expect(JSON.stringify(done)).not.toContain("very secret");
      expect(stage.sent().filter((sql) => sql.startsWith("ALTER"))).toHaveLength(dryRun ? 0 : 1);
    }
  });

  test("specifications go round", async () => {
    const reference = await schema.stages.create({
      name: "ST",
      comment: "c",
      directory: { enable: true },
      fileFormat: { type: "JSON", stripOuterArray: true },
    });
    const spec = (await reference.fetch()).toSpec();
    expect(await reference.createOrAlter(spec)).toMatchObject({ action: "unchanged" });
  });

  test("replacing one takes the mode that says so, for it loses the files", async () => {
    await schema.stages.create({ name: "ST" });
    await expect(schema.stages.create({ name: "ST" })).rejects.toMatchObject({ kind: "ObjectExists" });
    await schema.stage("ST").put({ text: "x" }, "", { name: "x" });
    await expect(schema.stage("ST").createOrAlter({ encryption: { type: "SNOWFLAKE_SSE" } })).rejects.toMatchObject({
      kind: expect.stringMatching(/InvalidArgument|DataLoss/),
    });
    await schema.stages.create({ name: "ST" }, { mode: "ifNotExists" });
    expect(await schema.stage("ST").listFiles().toArray()).toHaveLength(1);
    await schema.stages.create({ name: "ST" }, { mode: "orReplace" });
    expect(await schema.stage("ST").listFiles().toArray()).toHaveLength(0);
  });

  test("are renamed with their files", async () => {
    const reference = await schema.stages.create({ name: "ST" });
    await reference.put({ text: "x" }, "", { name: "x" });
    const renamed = await reference.rename('"new name"');
    expect(await reference.exists()).toBe(false);
    expect(await renamed.listFiles().toArray()).toHaveLength(1);
  });
});

describe("errors of stages", () => {
  test("say that there is none", async () => {
    await expect(schema.stage("NONE").fetch()).rejects.toMatchObject({ kind: "ObjectMissing" });
    await expect(schema.stage("NONE").listFiles().toArray()).rejects.toMatchObject({ kind: "ObjectMissing" });
    await expect(schema.stage("NONE").put({ text: "x" }, "", { name: "x" })).rejects.toMatchObject({
      kind: "ObjectMissing",
    });
    await expect(schema.stage("NONE").drop()).rejects.toMatchObject({ kind: "ObjectMissing" });
    await schema.stage("NONE").drop({ ifExists: true });
  });
});
