import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DataLossError } from "../../../provider/client/errors";
import { failure, freshName, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql(
    "CREATE ROLE BUILDER",
    "GRANT ROLE BUILDER TO ROLE ACCOUNTADMIN",
    "GRANT CREATE DATABASE ON ACCOUNT TO ROLE BUILDER",
    "CREATE ROLE GUARDIAN",
    "GRANT ROLE GUARDIAN TO ROLE ACCOUNTADMIN",
    "GRANT CREATE DATABASE ON ACCOUNT TO ROLE GUARDIAN",
    "GRANT MANAGE GRANTS ON ACCOUNT TO ROLE GUARDIAN",
  );
});
afterAll(() => stage.close());

type Inside = "nothing" | "a schema" | "rows in PUBLIC";

const contents: Readonly<Record<Inside, (name: string) => readonly string[]>> = {
  nothing: () => [],
  "a schema": (name) => [`CREATE SCHEMA ${name}.RAW`],
  "rows in PUBLIC": (name) => [
    "CREATE WAREHOUSE IF NOT EXISTS WORKSHEET",
    "USE WAREHOUSE WORKSHEET",
    `CREATE TABLE ${name}.PUBLIC.T (ID INT)`,
    `INSERT INTO ${name}.PUBLIC.T VALUES (1), (2)`,
  ],
};

async function isThere(name: string): Promise<boolean> {
  return (await stage.sql("SHOW DATABASES")).some((row) => row["name"] === name);
}

/** A database with something inside, and what its deletion comes to. */
async function destroyed(inside: Inside, args: Record<string, unknown>, role = "ACCOUNTADMIN") {
  const name = freshName();
  const options = { config: { "snowflake:role": role } };
  const entry = await stage.run(options).up("database", { name, ...args });
  await stage.sql(...contents[inside](name));
  const run = stage.run(options);
  const error = await run.destroy("database", entry).then(
    () => undefined,
    (refused: Error) => refused,
  );
  return { name, error, said: run.said.join("\n"), there: await isThere(name) };
}

describe("a database is dropped", () => {
  test.each<[string, Inside, number]>([
    ["ifEmpty", "nothing", 1],
    ["ifEmpty", "nothing", 0],
    ["recoverable", "nothing", 0],
    ["recoverable", "a schema", 1],
    ["recoverable", "rows in PUBLIC", 1],
    ["allow", "nothing", 0],
    ["allow", "a schema", 0],
    ["allow", "rows in PUBLIC", 0],
  ])("under %s with %s inside and a retention of %i days", async (dataLoss, inside, days) => {
    const { name, error, said, there } = await destroyed(inside, { dataLoss, dataRetentionTimeInDays: days });
    expect(error).toBeUndefined();
    expect(there).toBe(false);
    if (days > 0) expect(said).toContain(`To bring it back: UNDROP DATABASE ${name};  -- possible for 1 day`);
    else expect(said).toBe("");
  });
});

describe("a database is kept", () => {
  test.each<[string, Inside, number, string]>([
    ["refuse", "nothing", 1, 'Its dataLoss is "refuse"'],
    ["refuse", "a schema", 1, 'Its dataLoss is "refuse"'],
    ["ifEmpty", "a schema", 1, "schema RAW"],
    ["ifEmpty", "rows in PUBLIC", 1, "table PUBLIC.T with 2 rows"],
    ["recoverable", "a schema", 0, "schema RAW"],
    ["recoverable", "rows in PUBLIC", 0, "table PUBLIC.T with 2 rows"],
  ])("under %s with %s inside and a retention of %i days", async (dataLoss, inside, days, words) => {
    const { name, error, there } = await destroyed(inside, { dataLoss, dataRetentionTimeInDays: days });
    expect(error).toBeInstanceOf(DataLossError);
    expect(there).toBe(true);
    expect(error?.message).toContain(words);
    for (const way of ['dataLoss: "allow"', "retainOnDelete: true", "protect: true", `'Database:${name}=allow'`]) {
      expect(error?.message).toContain(way);
    }
  });

  test("and dropped after all when this run says so", async () => {
    const { name, error } = await destroyed("rows in PUBLIC", {});
    const [, variable = "", value = ""] = /(PULUMI_SNOWFLAKE_DATA_LOSS)='([^']+)'/.exec(error?.message ?? "") ?? [];
    const entry = await stage.run().up("database", { name, createMode: "ifNotExists" });
    await stage.run({ env: { [variable]: value } }).destroy("database", entry);
    expect(await isThere(name)).toBe(false);
  });
});

describe("a database that looks empty and could not be brought back", () => {
  const args = { dataRetentionTimeInDays: 0 };

  test("is kept if the role may not see everything in it", async () => {
    const { error, there } = await destroyed("nothing", args, "BUILDER");
    expect(error?.message).toContain("it looks empty, but this role may not see everything in it");
    expect(there).toBe(true);
  });

  test("is dropped by a role that manages grants", async () => {
    const { error, there } = await destroyed("nothing", args, "GUARDIAN");
    expect(error).toBeUndefined();
    expect(there).toBe(false);
  });

  test("is dropped by any role while it can be brought back", async () => {
    const { error, there } = await destroyed("nothing", {}, "BUILDER");
    expect(error).toBeUndefined();
    expect(there).toBe(false);
  });
});

describe("a lower retention", () => {
  test.each([
    ["refuse", "nothing", true],
    ["ifEmpty", "nothing", false],
    ["ifEmpty", "a schema", true],
    ["recoverable", "a schema", true],
    ["allow", "a schema", false],
  ] as const)("under %s with %s inside: refused %s", async (dataLoss, inside, refused) => {
    const name = freshName();
    const entry = await stage.run().up("database", { name, dataLoss, dataRetentionTimeInDays: 7 });
    await stage.sql(...contents[inside](name));
    stage.sent();
    const work = stage.run().up("database", { name, dataLoss, dataRetentionTimeInDays: 1, comment: "c" }, entry);
    if (refused) {
      const error = await failure(work);
      expect(error).toBeInstanceOf(DataLossError);
      expect(error.message).toContain("lower the Time Travel retention from 7 to 1 days");
      expect(stage.sent().filter((sql) => sql.startsWith("ALTER"))).toEqual([]);
    } else {
      expect((await work).outputs).toMatchObject({ dataRetentionTimeInDays: 1, comment: "c" });
    }
  });
});

test("a retention below the inherited one that is in use is a lower one too", async () => {
  const name = freshName();
  const entry = await stage.run().up("database", { name });
  await stage.sql(`CREATE SCHEMA ${name}.RAW`, "ALTER ACCOUNT SET DATA_RETENTION_TIME_IN_DAYS = 5");
  const error = await failure(stage.run().up("database", { name, dataRetentionTimeInDays: 2 }, entry));
  await stage.sql("ALTER ACCOUNT UNSET DATA_RETENTION_TIME_IN_DAYS");
  expect(error.message).toContain("lower the Time Travel retention from 5 to 2 days");
  const raised = await stage.run().up("database", { name, dataRetentionTimeInDays: 2 }, entry);
  expect(raised.outputs).toMatchObject({ dataRetentionTimeInDays: 2 });
});

describe("a replacement of a database", () => {
  test.each([
    ["refuse", true],
    ["ifEmpty", true],
    ["recoverable", false],
    ["allow", false],
  ])("under %s is refused at preview: %s", async (dataLoss, refused) => {
    const name = freshName();
    const entry = await stage.run().up("database", { name, dataLoss });
    stage.sent();
    const { handlers } = stage.run();
    const { inputs } = handlers.database.check(entry.inputs, { name, dataLoss, transient: true });
    const preview = () => handlers.database.diff(entry.id, entry.outputs, inputs);
    if (refused) expect(preview).toThrow("Refused to replace (because of transient; its grants and tags go with it)");
    else expect(preview()).toMatchObject({ replaces: ["transient"], deleteBeforeReplace: true });
    expect(stage.sent()).toEqual([]);
  });
});

test("what is deleted inside in the same run does not count", async () => {
  const name = freshName();
  const outer = await stage.run().up("database", { name });
  const run = stage.run();
  await stage.sql(`CREATE SCHEMA ${name}.RAW`);
  const later = new Promise<void>((resolve, reject) => {
    setTimeout(() => stage.sql(`DROP SCHEMA ${name}.RAW`).then(() => resolve(), reject), 300);
  });
  run.deleting.add(`${name}.RAW`);
  await run.destroy("database", outer);
  await later;
  expect(await isThere(name)).toBe(false);
});
