import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DataLossError } from "../../../provider/client/errors";
import { failure, freshName, type Stage, startStage } from "./stage";

let stage: Stage;
let folder: string;

beforeAll(async () => {
  stage = await startStage();
  folder = mkdtempSync(join(tmpdir(), "files-"));
  await stage.sql("CREATE DATABASE D", "CREATE SCHEMA D.S", "CREATE SCHEMA D.OTHER");
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = { schema: "D.S" };
const external = { url: "s3://lake/events/" };

async function put(name: string, ...files: readonly string[]): Promise<void> {
  for (const file of files) {
    writeFileSync(join(folder, file), file);
    await stage.sql(`PUT 'file://${folder}/${file}' @${name} AUTO_COMPRESS = FALSE`);
  }
}

describe("an internal stage", () => {
  test("with files is dropped only as far as dataLoss allows", async () => {
    const args = { ...at, name: freshName() };
    const entry = await stage.run().up("stage", args);
    await put(entry.id, "a.csv", "b.csv", "c.csv", "d.csv");
    const error = await failure(stage.run().destroy("stage", entry));
    expect(error).toBeInstanceOf(DataLossError);
    expect(error.message).toContain("4 files, 64 bytes: a.csv, b.csv, c.csv, …");
    const allowed = await stage.run().up("stage", { ...args, dataLoss: "allow" }, entry);
    await stage.run().destroy("stage", allowed);
    expect(await stage.sql(`SHOW STAGES LIKE '${args.name}' IN SCHEMA D.S`)).toEqual([]);
  });

  test("without files is dropped", async () => {
    const entry = await stage.run().up("stage", { ...at, name: freshName() });
    await stage.run().destroy("stage", entry);
    expect(await stage.run().refresh("stage", entry)).toBeUndefined();
  });

  test("whose files the role cannot list is not taken for empty", async () => {
    const args = { ...at, name: freshName() };
    const entry = await stage.run().up("stage", args);
    const role = freshName();
    await stage.sql(
      `CREATE ROLE ${role}`,
      `GRANT ROLE ${role} TO USER DEPLOYER`,
      `GRANT USAGE ON DATABASE D TO ROLE ${role}`,
      `GRANT USAGE ON SCHEMA D.S TO ROLE ${role}`,
      `GRANT MANAGE GRANTS ON ACCOUNT TO ROLE ${role}`,
    );
    const error = await failure(stage.run().destroy("stage", { ...entry, outputs: { ...entry.outputs, role } }));
    expect(error.message).toContain("files that this role cannot list");
    expect(await stage.sql(`SHOW STAGES LIKE '${args.name}' IN SCHEMA D.S`)).toHaveLength(1);
  });

  test("is not replaced unasked for other encryption", async () => {
    const args = { ...at, name: freshName() };
    const entry = await stage.run().up("stage", args);
    const other = { ...args, encryption: { type: "SNOWFLAKE_SSE" } };
    const error = await failure(stage.run().up("stage", other, entry));
    expect(error.message).toContain("Refused to replace (because of encryption");
    const replaced = await stage.run().up("stage", { ...other, dataLoss: "allow" }, entry);
    expect(replaced.effect).toBe("replace");
    expect(await stage.sql(`SHOW STAGES LIKE '${args.name}' IN SCHEMA D.S`)).toMatchObject([
      { type: "INTERNAL NO CSE" },
    ]);
  });

  test("keeps its files when it is renamed and moved", async () => {
    const args = { ...at, name: freshName() };
    const entry = await stage.run().up("stage", args);
    await put(entry.id, "a.csv");
    stage.sent();
    const name = freshName();
    const moved = await stage.run().up("stage", { schema: "D.OTHER", name }, entry);
    expect(moved.effect).toBe("update");
    expect(stage.sent()).toContain(`ALTER STAGE D.S.${args.name} RENAME TO D.OTHER.${name}`);
    expect(await stage.sql(`LIST @D.OTHER.${name}`)).toMatchObject([{ name: `${name.toLowerCase()}/a.csv` }]);
  });

  test("is described only for what the listing does not tell", async () => {
    const plain = await stage
      .run()
      .up("stage", { ...at, name: freshName(), directory: { enable: true }, comment: "c" });
    const formatted = await stage.run().up("stage", { ...at, name: freshName(), fileFormat: { type: "JSON" } });
    stage.sent();
    await stage.run().refresh("stage", plain);
    expect(stage.sent().filter((sql) => sql.startsWith("DESC"))).toEqual([]);
    await stage.run().refresh("stage", formatted);
    expect(stage.sent().filter((sql) => sql.startsWith("DESC"))).toEqual([`DESCRIBE STAGE ${formatted.id}`]);
  });
});

describe("an external stage", () => {
  test("is dropped and replaced whatever is in its store", async () => {
    const args = { ...at, name: freshName(), ...external, endpoint: "a.example.com", url: "s3compat://lake/" };
    const entry = await stage.run().up("stage", args);
    const allowed = { ...args, endpoint: "b.example.com", dataLoss: "allow" };
    const replaced = await stage.run().up("stage", allowed, entry);
    expect(replaced.effect).toBe("replace");
    await stage.run().destroy("stage", replaced);
  });

  test("shows its secrets in no statement, plan or message", async () => {
    const secrets = ["hush-1", "AAAAAAAAAAAAAAAAAAAAAA==", "hush-2"];
    const args = {
      ...at,
      name: freshName(),
      ...external,
      credentials: { awsKeyId: "AKIA0001", awsSecretKey: secrets[0] },
      encryption: { type: "AWS_CSE" },
      masterKey: secrets[1],
    };
    const run = stage.run();
    const entry = await run.up("stage", args);
    const changed = { ...args, credentials: { awsKeyId: "AKIA0001", awsSecretKey: secrets[2] } };
    await run.up("stage", changed, entry);
    const taken = freshName();
    await stage.sql(`CREATE STAGE D.S.${taken} URL = 's3://lake/'`);
    const error = await failure(stage.run().up("stage", { ...changed, name: taken }));
    const heard = [...run.said, error.message].join("\n");
    for (const secret of secrets) expect(heard).not.toContain(secret);
  });
});

test("a stage that nobody manages is looked up, with what differs from Snowflake's defaults", async () => {
  const name = freshName();
  await stage.sql(
    `CREATE STAGE D.S.${name} ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE') DIRECTORY = (ENABLE = TRUE AUTO_REFRESH = TRUE) ` +
      "FILE_FORMAT = (TYPE = JSON STRIP_OUTER_ARRAY = TRUE NULL_IF = ('a', '\\\\N')) COMMENT = 'c'",
    `CREATE STAGE D.S.${name}_BARE`,
  );
  const found = await stage.run().handlers.stage.read(`D.S.${name}`, {});
  expect(found?.outputs).toMatchObject({
    name,
    encryption: { type: "SNOWFLAKE_SSE" },
    directory: { enable: true, autoRefresh: true },
    fileFormat: { type: "JSON", stripOuterArray: true, nullIf: ["a", "\\N"] },
    comment: "c",
  });
  const bare = await stage.run().handlers.stage.read(`D.S.${name}_BARE`, {});
  expect(Object.keys(bare?.inputs ?? {}).toSorted()).toEqual(["database", "name", "schema"]);
});

test("an error of Snowflake's that quotes the statement shows none of its secrets", async () => {
  const args = {
    ...at,
    name: freshName(),
    ...external,
    credentials: { awsKeyId: "AKIA0001", awsSecretKey: "hush-1", awsToken: "hush-2" },
    fileFormat: { formatName: "D.S.NO_SUCH_FORMAT" },
  };
  const error = await failure(stage.run().up("stage", args));
  for (const secret of ["AKIA0001", "hush-1", "hush-2"])
    expect(JSON.stringify([error.message, error])).not.toContain(secret);
});

test("an interrupted creation of a stage is gone on from", async () => {
  const args = { ...at, name: freshName(), ...external, credentials: { awsRole: "arn:aws:iam::111122223333:role/r" } };
  const first = await stage.run().up("stage", args);
  const again = await stage.run().up("stage", args);
  expect(again.outputs).toEqual(first.outputs);
});
