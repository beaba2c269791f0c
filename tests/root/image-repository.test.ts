import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { InvalidArgumentError, ObjectExistsError, ObjectMissingError } from "../../provider/client/errors";
import type { SchemaReference } from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
let schema: SchemaReference;

beforeAll(async () => {
  stage = await startRoot();
  await stage.sql("CREATE DATABASE D", "CREATE SCHEMA D.S", 'CREATE SCHEMA D."lower"');
  schema = stage.root.database("D").schema("S");
});
afterAll(() => stage.close());
beforeEach(() => void stage.sent());

test("an image repository is made, told with the address that docker takes, listed, changed and dropped", async () => {
  const images = await schema.imageRepositories.create({ name: "images", comment: "mine" });
  expect(stage.sent()).toEqual(["CREATE IMAGE REPOSITORY D.S.IMAGES COMMENT = 'mine'"]);
  const details = await images.fetch();
  expect(details).toMatchObject({
    ...{ name: "IMAGES", qualifiedName: "D.S.IMAGES", database: "D", schema: "S", comment: "mine" },
    ...{ encryption: "SNOWFLAKE_FULL", owner: "ACCOUNTADMIN" },
    repositoryUrl: expect.stringMatching(/^[a-z0-9.-]+\.registry\.snowflakecomputing\.com\/d\/s\/images$/),
  });
  expect(await schema.imageRepositories.list({ like: "image%" }).toArray()).toMatchObject([
    { name: "IMAGES", repositoryUrl: details.repositoryUrl, comment: "mine" },
  ]);
  expect(await images.createOrAlter(details.toSpec())).toMatchObject({ action: "unchanged", statements: [] });
  const change = { comment: null, encryption: null };
  stage.sent();
  expect(await images.createOrAlter(change)).toMatchObject({ action: "altered" });
  expect(stage.sent().filter((sql) => sql.startsWith("ALTER"))).toEqual([
    "ALTER IMAGE REPOSITORY D.S.IMAGES SET COMMENT = ''",
  ]);
  expect(await images.createOrAlter(change)).toMatchObject({ action: "unchanged", statements: [] });
  await images.drop();
  expect(await images.exists()).toBe(false);
  await images.drop({ ifExists: true });
  await expect(images.drop()).rejects.toThrow(ObjectMissingError);
});

test("its images are told with their tags, digests and paths", async () => {
  const images = await schema.imageRepositories.create({ name: "PUSHED" });
  expect(await images.listImages()).toEqual([]);
  const { digest } = stage.emulator.pushImage({ repository: "D.S.PUSHED", image: "nginx", tag: "1.27" });
  const [nginx, ...others] = await images.listImages();
  expect(others).toEqual([]);
  expect(nginx).toMatchObject({ imageName: "nginx", tags: "1.27", digest, imagePath: "d/s/pushed/nginx:1.27" });
  expect(nginx?.createdOn).toBeInstanceOf(Date);
  await expect(schema.imageRepository("NOWHERE").listImages()).rejects.toThrow(ObjectMissingError);
});

test("what exists is an error, is left, or is replaced with its images", async () => {
  const spec = { name: "TAKEN", comment: "first" };
  const taken = await schema.imageRepositories.create(spec);
  stage.emulator.pushImage({ repository: "D.S.TAKEN", image: "old" });
  await expect(schema.imageRepositories.create(spec)).rejects.toThrow(ObjectExistsError);
  await schema.imageRepositories.create({ name: "TAKEN", comment: "other" }, { mode: "ifNotExists" });
  expect(await taken.fetch()).toMatchObject({ comment: "first" });
  await schema.imageRepositories.create({ name: "TAKEN", comment: "other" }, { mode: "orReplace" });
  expect(await taken.fetch()).toMatchObject({ comment: "other" });
  expect(await taken.listImages()).toEqual([]);
});

test("other encryption is no change, and nothing is lost for it", async () => {
  const repository = await schema.imageRepositories.create({ name: "PLAIN", encryption: "SNOWFLAKE_SSE" });
  const error = await repository.createOrAlter({ encryption: "SNOWFLAKE_FULL" }).catch((problem: Error) => problem);
  expect(error).toBeInstanceOf(InvalidArgumentError);
  expect(await repository.fetch()).toMatchObject({ encryption: "SNOWFLAKE_SSE" });
});

test("names that need quotes are refused, those of the schema too, before anything is sent", async () => {
  const lower = stage.root.database("D").schema('"lower"');
  await expect(lower.imageRepositories.create({ name: "R" })).rejects.toThrow(/schema: .*needs quotes/);
  for (const name of ['"a b"', '"r"', '"a.b"', `"x';--"`, '"größe"'])
    await expect(schema.imageRepositories.create({ name })).rejects.toThrow(/take only names without quotes/);
  expect(stage.sent()).toEqual([]);
  const odd = await schema.imageRepositories.create({ name: "r$1_x" });
  expect(await odd.fetch()).toMatchObject({ name: "R$1_X" });
});
