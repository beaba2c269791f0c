import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DataLossError } from "../../../provider/client/errors";
import { failure, freshName, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql("CREATE DATABASE D", "CREATE SCHEMA D.S", "CREATE SCHEMA D.OTHER");
});
afterAll(() => stage.close());

const at = () => ({ schema: "D.S", name: freshName() });
const shown = (name: string, schema = "D.S") => stage.sql(`SHOW IMAGE REPOSITORIES LIKE '${name}' IN SCHEMA ${schema}`);

function push(name: string, image: string, tag?: string): void {
  stage.emulator.pushImage({ repository: `D.S.${name}`, image, ...(tag === undefined ? {} : { tag }) });
}

describe("an image repository", () => {
  test("tells its address, and is left alone by a second run", async () => {
    const args = { ...at(), encryption: "SNOWFLAKE_SSE", comment: "c" };
    const entry = await stage.run().up("imageRepository", args);
    const url = `local-emulator.registry.snowflakecomputing.com/d/s/${args.name.toLowerCase()}`;
    expect(entry.outputs).toMatchObject({ repositoryUrl: url });
    expect(entry.inputs).not.toHaveProperty("repositoryUrl");
    expect(await shown(args.name)).toMatchObject([{ encryption: "SNOWFLAKE_SSE", comment: "c", repository_url: url }]);
    stage.sent();
    expect((await stage.run().up("imageRepository", args, entry)).effect).toBe("same");
    expect(stage.sent()).toEqual([]);
    const read = await stage.run().refresh("imageRepository", entry);
    expect(read).toEqual({ id: entry.id, inputs: entry.inputs, outputs: entry.outputs });
  });

  test("is repaired after somebody has changed it, and loses a comment that is taken out", async () => {
    const args = at();
    const entry = await stage.run().up("imageRepository", { ...args, comment: "c" });
    await stage.sql(`ALTER IMAGE REPOSITORY D.S.${args.name} SET COMMENT = 'by hand'`);
    const read = await stage.run().refresh("imageRepository", entry);
    expect(read?.inputs).toMatchObject({ comment: "by hand" });
    const next = await stage.run().up("imageRepository", { ...args, comment: "c" }, read);
    expect(await shown(args.name)).toMatchObject([{ comment: "c" }]);
    await stage.run().up("imageRepository", args, next);
    expect(await shown(args.name)).toMatchObject([{ comment: "" }]);
  });

  test("is refused at preview where a name needs quotes, and nothing is sent", async () => {
    stage.sent();
    const error = await failure(stage.run().up("imageRepository", { schema: 'D."s"', name: '"images"' }));
    expect(error.message).toMatch(/^schema: .*\nname: /);
    expect(stage.sent()).toEqual([]);
  });

  test("with images is not dropped, and names them", async () => {
    const args = at();
    const entry = await stage.run().up("imageRepository", args);
    push(args.name, "nginx");
    push(args.name, "tools/load", "1.0");
    const error = await failure(stage.run().destroy("imageRepository", entry));
    expect(error).toBeInstanceOf(DataLossError);
    expect(error.message).toMatch(/which holds:\n {2}- image nginx:latest\n {2}- image tools\/load:1\.0\n/);
    expect(await shown(args.name)).toHaveLength(1);
    const allowed = await stage.run().up("imageRepository", { ...args, dataLoss: "allow" }, entry);
    await stage.run().destroy("imageRepository", allowed);
    expect(await shown(args.name)).toEqual([]);
  });

  test("without images is dropped", async () => {
    const entry = await stage.run().up("imageRepository", at());
    await stage.run().destroy("imageRepository", entry);
    expect(await stage.run().refresh("imageRepository", entry)).toBeUndefined();
  });

  test("whose images the role cannot list is not taken for empty", async () => {
    const args = at();
    const entry = await stage.run().up("imageRepository", args);
    const role = freshName();
    await stage.sql(
      `CREATE ROLE ${role}`,
      `GRANT ROLE ${role} TO USER DEPLOYER`,
      `GRANT USAGE ON DATABASE D TO ROLE ${role}`,
      `GRANT USAGE ON SCHEMA D.S TO ROLE ${role}`,
      `GRANT WRITE ON IMAGE REPOSITORY D.S.${args.name} TO ROLE ${role}`,
    );
    const error = await failure(
      stage.run().destroy("imageRepository", { ...entry, outputs: { ...entry.outputs, role } }),
    );
    expect(error.message).toContain("images that this role cannot list");
    expect(await shown(args.name)).toHaveLength(1);
  });

  test.each([
    ["another encryption", { encryption: "SNOWFLAKE_SSE" }],
    ["another name", { name: freshName() }],
    ["another schema", { schema: "D.OTHER" }],
  ])("is not replaced unasked for %s", async (_, change) => {
    const args = { ...at(), encryption: "SNOWFLAKE_FULL" };
    const entry = await stage.run().up("imageRepository", args);
    const error = await failure(stage.run().up("imageRepository", { ...args, ...change }, entry));
    expect(error.message).toContain("Refused to replace (because of ");
    const next = await stage.run().up("imageRepository", { ...args, ...change, dataLoss: "allow" }, entry);
    expect(next.effect).toBe("replace");
    const { name, schema, encryption } = { ...args, ...change };
    expect(await shown(name, schema)).toMatchObject([{ encryption }]);
  });

  test("follows a schema that is renamed, and tells its new address", async () => {
    const schema = freshName();
    const run = stage.run();
    const container = await run.up("schema", { database: "D", name: schema });
    const args = { schema: `D.${schema}`, name: "IMAGES" };
    const entry = await run.up("imageRepository", args);
    const renamed = freshName();
    const next = stage.run();
    await next.up("schema", { database: "D", name: renamed }, container);
    const followed = await next.up("imageRepository", { ...args, schema: `D.${renamed}` }, entry);
    expect(followed.effect).toBe("update");
    expect(followed.outputs["repositoryUrl"]).toContain(`/d/${renamed.toLowerCase()}/images`);
  });

  test("that exists with images is replaced by createMode only if they may be lost", async () => {
    const args = at();
    await stage.sql(`CREATE IMAGE REPOSITORY D.S.${args.name}`);
    push(args.name, "nginx");
    const replacing = { ...args, createMode: "orReplace" };
    const error = await failure(stage.run().up("imageRepository", replacing));
    expect(error.message).toContain("image nginx:latest");
    await stage.run().up("imageRepository", { ...replacing, dataLoss: "allow" });
    expect(stage.emulator.images().filter(({ repository }) => repository === `D.S.${args.name}`)).toEqual([]);
  });

  test("that exists is taken up as the create mode says", async () => {
    const args = at();
    await stage.sql(`CREATE IMAGE REPOSITORY D.S.${args.name} COMMENT = 'old'`);
    const different = await failure(
      stage.run().up("imageRepository", { ...args, createMode: "ifNotExists", comment: "c" }),
    );
    expect(different.message).toContain('comment: "old" → "c"');
    const entry = await stage.run().up("imageRepository", { ...args, createMode: "createOrAlter", comment: "c" });
    expect(entry.outputs).toMatchObject({ identity: { adopted: true } });
    expect(await shown(args.name)).toMatchObject([{ comment: "c" }]);
  });
});
