import type { Connection } from "snowflake-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import { codeOf, connect, execute } from "./protocol/driver";

let emulator: Emulator;
let connection: Connection;

beforeEach(async () => {
  emulator = await startEmulator({ account: "myorg-my_dev" });
  connection = await connect(emulator.url, { account: "myorg-my-dev" });
  await run("CREATE DATABASE D");
});
afterEach(() => emulator.close());

const rows = async (text: string) => (await execute(connection, text)).rows;
const statusOf = async (text: string) => (await rows(text))[0]?.["status"];
const run = async (...texts: string[]) => {
  for (const text of texts) await execute(connection, text);
};
const messageOf = async (text: string) => {
  const error = await execute(connection, text).then(
    () => undefined,
    (error: Error & { code: string }) => error,
  );
  return `${error?.code} ${error?.message}`;
};

describe("An image repository", () => {
  test("is created, shown with all columns, and dropped", async () => {
    expect(await statusOf("CREATE IMAGE REPOSITORY app_images")).toBe(
      "Image Repository APP_IMAGES successfully created.",
    );
    const [shown] = await rows("SHOW IMAGE REPOSITORIES");
    expect(Object.keys(shown ?? {})).toEqual([
      "created_on",
      "name",
      "database_name",
      "schema_name",
      "repository_url",
      "owner",
      "owner_role_type",
      "comment",
      "encryption",
      "privatelink_repository_url",
    ]);
    expect(shown).toMatchObject({
      name: "APP_IMAGES",
      database_name: "D",
      schema_name: "PUBLIC",
      repository_url: "myorg-my-dev.registry.snowflakecomputing.com/d/public/app_images",
      owner: "ACCOUNTADMIN",
      owner_role_type: "ROLE",
      comment: "",
      encryption: "SNOWFLAKE_FULL",
      privatelink_repository_url: "",
    });
    expect(shown?.["created_on"]).toBeInstanceOf(Date);
    expect(await statusOf("DROP IMAGE REPOSITORY APP_IMAGES")).toBe("APP_IMAGES successfully dropped.");
    expect(await rows("SHOW IMAGE REPOSITORIES")).toEqual([]);
    expect(await codeOf(run("DROP IMAGE REPOSITORY APP_IMAGES"))).toBe("002003");
    expect(await messageOf("DROP IMAGE REPOSITORY APP_IMAGES")).toContain(
      "Image repository 'D.PUBLIC.APP_IMAGES' does not exist or not authorized.",
    );
    await run("DROP IMAGE REPOSITORY IF EXISTS APP_IMAGES");
  });

  test("takes each option at its creation", async () => {
    await run(
      "CREATE TAG COST",
      "CREATE IMAGE REPOSITORY R ENCRYPTION = (TYPE = 'snowflake_sse') COMMENT = 'it''s' WITH TAG (COST = 'x')",
    );
    expect(await rows("SHOW IMAGE REPOSITORIES LIKE 'r'")).toMatchObject([
      { encryption: "SNOWFLAKE_SSE", comment: "it's" },
    ]);
    expect(await rows("SELECT SYSTEM$GET_TAG('COST', 'R', 'IMAGE REPOSITORY') AS T")).toEqual([{ T: "x" }]);
  });

  test("is replaced, or left alone where it exists", async () => {
    await run("CREATE IMAGE REPOSITORY R COMMENT = 'a'");
    expect(await messageOf("CREATE IMAGE REPOSITORY R")).toMatch(/^002002 .*Object 'R' already exists\./s);
    await run("CREATE IMAGE REPOSITORY IF NOT EXISTS R COMMENT = 'b'");
    expect(await rows("SHOW IMAGE REPOSITORIES")).toMatchObject([{ comment: "a" }]);
    await run("CREATE OR REPLACE IMAGE REPOSITORY R ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')");
    expect(await rows("SHOW IMAGE REPOSITORIES")).toMatchObject([{ comment: "", encryption: "SNOWFLAKE_SSE" }]);
    expect(await codeOf(run("CREATE OR REPLACE IMAGE REPOSITORY IF NOT EXISTS R"))).toBe("001430");
  });

  test("gets another comment and tags, but no UNSET of the comment", async () => {
    await run("CREATE TAG COST", "CREATE IMAGE REPOSITORY R COMMENT = 'a'");
    expect(await statusOf("ALTER IMAGE REPOSITORY IF EXISTS R SET COMMENT = 'b'")).toBe(
      "Statement executed successfully.",
    );
    expect(await rows("SHOW IMAGE REPOSITORIES")).toMatchObject([{ comment: "b" }]);
    expect(await messageOf("ALTER IMAGE REPOSITORY R UNSET COMMENT")).toMatch(/^000002 .*Unsupported feature 'UNSET'/s);
    await run("ALTER IMAGE REPOSITORY R SET COMMENT = ''", "ALTER IMAGE REPOSITORY R SET TAG COST = 'y'");
    expect(await rows("SHOW IMAGE REPOSITORIES")).toMatchObject([{ comment: "" }]);
    expect(await rows("SELECT SYSTEM$GET_TAG('COST', 'R', 'IMAGE REPOSITORY') AS T")).toEqual([{ T: "y" }]);
    await run("ALTER IMAGE REPOSITORY R UNSET TAG COST", "ALTER IMAGE REPOSITORY IF EXISTS NONE SET COMMENT = 'x'");
    expect(await rows("SELECT SYSTEM$GET_TAG('COST', 'R', 'IMAGE REPOSITORY') AS T")).toEqual([{ T: null }]);
  });

  test.each([
    'CREATE IMAGE REPOSITORY "repo"',
    'CREATE IMAGE REPOSITORY "A B"',
    'CREATE IMAGE REPOSITORY "lower".PUBLIC.R',
    'CREATE IMAGE REPOSITORY D."lower".R',
  ])("has only names that need no quotes: %s", async (text) => {
    await run('CREATE DATABASE "lower"', 'CREATE SCHEMA D."lower"', "USE SCHEMA D.PUBLIC");
    expect(await messageOf(text)).toContain("db, schema and repo names for an image repo must be unquoted identifiers");
    expect(await rows("SHOW IMAGE REPOSITORIES IN ACCOUNT")).toEqual([]);
  });

  test.each([
    ["CREATE IMAGE REPOSITORY R ENCRYPTION = (TYPE = 'AES')", "001422"],
    ["CREATE IMAGE REPOSITORY R ENCRYPTION = 'SNOWFLAKE_SSE'", "001003"],
    ["CREATE OR ALTER IMAGE REPOSITORY R", "001003"],
    ["CREATE IMAGE REPOSITORY R SIZE = 1", "001003"],
    ["ALTER IMAGE REPOSITORY HERE SET ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')", "001003"],
    ["ALTER IMAGE REPOSITORY HERE RENAME TO THERE", "001003"],
    ["DESCRIBE IMAGE REPOSITORY HERE", "001003"],
    ["SHOW IMAGES IN IMAGE REPOSITORY NONE", "002003"],
  ])("refuses %s with %s", async (text, code) => {
    await run("CREATE IMAGE REPOSITORY HERE");
    expect(await codeOf(run(text))).toBe(code);
  });

  test("is looked for in a schema, a database or the account", async () => {
    await run("CREATE SCHEMA D.S", "CREATE DATABASE E", "CREATE IMAGE REPOSITORY E.PUBLIC.R", "USE SCHEMA D.S");
    await run("CREATE IMAGE REPOSITORY A", "CREATE IMAGE REPOSITORY D.PUBLIC.B");
    const names = async (text: string) => (await rows(text)).map(({ name }) => name);
    expect(await names("SHOW IMAGE REPOSITORIES IN SCHEMA")).toEqual(["A"]);
    expect(await names("SHOW IMAGE REPOSITORIES IN SCHEMA D.PUBLIC")).toEqual(["B"]);
    expect(await names("SHOW IMAGE REPOSITORIES IN DATABASE D")).toEqual(["B", "A"]);
    expect(await names("SHOW IMAGE REPOSITORIES LIKE 'R' IN ACCOUNT")).toEqual(["R"]);
  });

  test("is not copied with its schema", async () => {
    await run("CREATE IMAGE REPOSITORY R", "CREATE SCHEMA D.COPY CLONE D.PUBLIC");
    expect(await rows("SHOW IMAGE REPOSITORIES IN SCHEMA D.COPY")).toEqual([]);
  });

  test("needs privileges to be created, seen and read", async () => {
    await run("CREATE ROLE DEV", "GRANT ROLE DEV TO USER ADA", "GRANT USAGE ON DATABASE D TO ROLE DEV");
    await run("GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE DEV", "CREATE IMAGE REPOSITORY R", "USE SECONDARY ROLES NONE");
    await run("USE ROLE DEV");
    expect(await rows("SHOW IMAGE REPOSITORIES IN SCHEMA D.PUBLIC")).toEqual([]);
    expect(await codeOf(run("CREATE IMAGE REPOSITORY D.PUBLIC.MINE"))).toBe("003001");
    await run("USE ROLE ACCOUNTADMIN", "GRANT WRITE ON IMAGE REPOSITORY D.PUBLIC.R TO ROLE DEV");
    await run("GRANT CREATE IMAGE REPOSITORY ON SCHEMA D.PUBLIC TO ROLE DEV", "USE ROLE DEV");
    await run("CREATE IMAGE REPOSITORY D.PUBLIC.MINE");
    expect(await rows("SHOW IMAGE REPOSITORIES IN SCHEMA D.PUBLIC")).toHaveLength(2);
    expect(await codeOf(run("SHOW IMAGES IN IMAGE REPOSITORY D.PUBLIC.R"))).toBe("003001");
    expect(await codeOf(run("ALTER IMAGE REPOSITORY D.PUBLIC.R SET COMMENT = 'x'"))).toBe("003001");
    await run("USE ROLE ACCOUNTADMIN", "GRANT READ ON IMAGE REPOSITORY D.PUBLIC.R TO ROLE DEV", "USE ROLE DEV");
    expect(await rows("SHOW IMAGES IN IMAGE REPOSITORY D.PUBLIC.R")).toEqual([]);
    expect(await codeOf(run("GRANT USAGE ON IMAGE REPOSITORY D.PUBLIC.MINE TO ROLE DEV"))).toBe("003008");
  });
});
