import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Declared, failures, printed, type Stage, startStage } from "./stage";

const database = (args: Declared["args"] = {}, opts: Declared["opts"] = {}): Declared => ({
  kind: "Database",
  args,
  opts,
});
const words = ["refuse", "ifEmpty", "recoverable", "allow"] as const;
const contents = ["empty", "schema", "rows"] as const;
/** One database for each word and each thing that may be inside, for example `REFUSE_ROWS`. */
const grid = words.flatMap((dataLoss) =>
  contents.map((inside) => ({ dataLoss, inside, name: `${dataLoss}_${inside}` })),
);
const declared: Record<string, Declared> = {
  ...Object.fromEntries(grid.map(({ name, dataLoss }) => [name, database({ dataLoss })])),
  shorter_empty: database({ dataRetentionTimeInDays: 7 }),
  shorter_rows: database({ dataRetentionTimeInDays: 7 }),
  converted: database(),
  guarded: database({}, { protect: true }),
};

describe("data in databases", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
    stage.declare(declared);
    expect(failures(await stage.project.up())).toEqual([]);
    // INSERT takes one.
    stage.sql("CREATE WAREHOUSE BY_HAND");
    for (const { name, inside } of grid) {
      if (inside === "schema") stage.sql(`CREATE SCHEMA ${name}.RAW`, `CREATE TABLE ${name}.RAW.T (ID INT)`);
      if (inside === "rows") fill(name);
    }
    fill("SHORTER_ROWS");
    fill("CONVERTED");
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  function fill(name: string): void {
    stage.sql(`CREATE TABLE ${name}.PUBLIC.T (ID INT)`, `INSERT INTO ${name}.PUBLIC.T (ID) VALUES (1), (2)`);
  }
  const rowsOf = (name: string) => stage.sql(`SELECT ID FROM ${name}.PUBLIC.T`).length;
  const left = () => stage.names("DATABASES").sort();

  test("forbid a replacement, already at preview", async () => {
    stage.sent();
    stage.declare({ ...declared, converted: database({ transient: true }) });
    const preview = await stage.project.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(printed(preview)).toMatch(
      /Refused to replace \(because of transient; its grants and tags go with it\) Database CONVERTED/,
    );
    expect(printed(preview)).toMatch(
      /dataLoss: "allow".*"recoverable".*PULUMI_SNOWFLAKE_DATA_LOSS='Database:CONVERTED=allow'.*retainOnDelete: true.*protect: true/s,
    );
    expect(stage.sent()).toEqual([]);
  });

  test("forbid to shorten their Time Travel, unless there are none", async () => {
    stage.declare({
      ...declared,
      shorter_empty: database({ dataRetentionTimeInDays: 1 }),
      shorter_rows: database({ dataRetentionTimeInDays: 1 }),
    });
    const refused = await stage.project.up({ args: ["--continue-on-error"] });
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(
      /Refused to lower the Time Travel retention from 7 to 1 days.*Database SHORTER_ROWS, which holds:\s+- table PUBLIC\.T with 2 rows/,
    );
    const retention = (name: string) => stage.sql(`SHOW DATABASES LIKE '${name}'`)[0]?.["retention_time"];
    expect([retention("SHORTER_EMPTY"), retention("SHORTER_ROWS")]).toEqual(["1", "7"]);
  });

  test("are safe in a protected resource", async () => {
    const { guarded: _, ...rest } = declared;
    stage.declare(rest);
    const preview = await stage.project.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(printed(preview)).toMatch(/protect/);
    expect((await stage.project.run(["state", "unprotect", "--all", "--yes"])).exitCode).toBe(0);
  });

  test("are dropped only as far as dataLoss goes; a refusal names them", async () => {
    const destroyed = await stage.project.destroy({ args: ["--continue-on-error"] });
    const text = printed(destroyed);
    expect(destroyed.exitCode).not.toBe(0);
    expect(left()).toEqual([
      "CONVERTED",
      "IFEMPTY_ROWS",
      "IFEMPTY_SCHEMA",
      "REFUSE_EMPTY",
      "REFUSE_ROWS",
      "REFUSE_SCHEMA",
      "SHORTER_ROWS",
    ]);
    expect(text).toMatch(/Refused to drop Database IFEMPTY_ROWS, which holds:\s+- table PUBLIC\.T with 2 rows/);
    expect(text).toMatch(
      /Refused to drop Database IFEMPTY_SCHEMA, which holds:\s+- schema RAW with 1 table or view, 0 rows/,
    );
    expect(text).toMatch(/Refused to drop Database REFUSE_EMPTY\. Its dataLoss is "refuse"/);
    expect(rowsOf("IFEMPTY_ROWS")).toBe(2);
    expect(
      stage.project
        .state()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(left());
  });

  test("that Time Travel keeps come back by the line that was printed", async () => {
    stage.sql("UNDROP DATABASE RECOVERABLE_ROWS");
    expect(rowsOf("RECOVERABLE_ROWS")).toBe(2);
    stage.sql("DROP DATABASE RECOVERABLE_ROWS");
  });

  test("are given up in each of the ways that the refusal names", async () => {
    stage.declare({
      refuse_rows: database({ dataLoss: "allow" }),
      refuse_schema: database({ dataLoss: "refuse" }, { retainOnDelete: true }),
      refuse_empty: database({ dataLoss: "refuse" }),
      ifEmpty_schema: database({ dataLoss: "ifEmpty" }),
      ifEmpty_rows: database({ dataLoss: "ifEmpty" }),
      shorter_rows: database({ dataLoss: "allow", dataRetentionTimeInDays: 1 }),
      converted: database({ dataLoss: "recoverable", transient: true }),
    });
    const changed = await stage.project.up();
    expect(failures(changed)).toEqual([]);
    expect(changed.changes).toMatchObject({ replace: 1, create: 0 });
    expect(stage.sql("SHOW DATABASES LIKE 'CONVERTED'")).toMatchObject([{ options: "TRANSIENT" }]);
    stage.sql("DROP SCHEMA IFEMPTY_SCHEMA.RAW");
    const env = { PULUMI_SNOWFLAKE_DATA_LOSS: "Database:REFUSE_EMPTY=allow,IFEMPTY_R*=recoverable" };
    expect(failures(await stage.project.destroy({ env }))).toEqual([]);
    expect(left()).toEqual(["REFUSE_SCHEMA"]);
  });
});
