import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Declared, failures, printed, type Stage, startStage } from "./stage";

const id = { name: "id", type: "int" };
const v = { name: "v", type: "number(10,0)" };
const text = { name: "v", type: "varchar(20)" };
const words = ["refuse", "ifEmpty", "recoverable", "allow"] as const;

const table = (args: Declared["args"] = {}, opts: Declared["opts"] = {}): Declared => ({
  kind: "Table",
  args: { schema: { ref: "raw" }, columns: [id, v], ...args },
  opts,
});
const schema = (args: Declared["args"] = {}, opts: Declared["opts"] = {}): Declared => ({
  kind: "Schema",
  args: { database: { ref: "shop" }, ...args },
  opts,
});

const places: Record<string, Declared> = {
  shop: { kind: "Database" },
  raw: schema(),
  outer: { kind: "Database" },
  inner: schema({ database: { ref: "outer" } }),
};
/** Tables that are changed; each holds three rows, and a NULL among its values, but the empty one. */
const changing: Record<string, Declared> = {
  kept: table({ dataLoss: "refuse" }),
  converted: table(),
  converted_back: table({ dataLoss: "recoverable" }),
  converted_gone: table({ dataLoss: "allow" }),
  column_kept: table(),
  column_copied: table({ dataLoss: "recoverable" }),
  column_gone: table({ dataLoss: "allow" }),
  column_unused: table({ columns: [id, v, { name: "unused", type: "variant" }] }),
  renamed: table(),
  required: table(),
  narrow: table(),
  shorter: table({ dataRetentionTimeInDays: 7 }),
  tracked: table({ changeTracking: true }),
  empty: table({ dataLoss: "ifEmpty" }),
};
const filled = Object.keys(changing).filter((name) => name !== "empty");

/** Tables that go, by what may be lost with them: each holds two rows. */
const going = Object.fromEntries(words.map((dataLoss) => [`rows_${dataLoss}`, table({ dataLoss })]));
const leaving: Record<string, Declared> = {
  ...going,
  rows_this_run: table(),
  rows_retained: table({}, { retainOnDelete: true }),
  rows_protected: table({}, { protect: true }),
  taken_up: table({ createMode: "ifNotExists", schema: "THEIRS.PUBLIC" }),
  taken_up_gone: table({ createMode: "ifNotExists", schema: "THEIRS.PUBLIC", dataLoss: "allow" }),
};
/** Schemas that go, by what somebody else has made in them. */
const schemas: Record<string, Declared> = {
  with_table: schema(),
  with_view: schema(),
  with_sequence: schema(),
  with_refused: schema({ dataLoss: "refuse" }),
  with_table_back: schema({ dataLoss: "recoverable" }),
  with_table_short: schema({ dataLoss: "recoverable", dataRetentionTimeInDays: 0 }),
  with_view_gone: schema({ dataLoss: "allow" }),
  with_this_run: schema(),
};

describe("rows of tables", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ config: { "snowflake:warehouse": "QUERIES" } });
    stage.sql(
      "CREATE WAREHOUSE QUERIES",
      "CREATE DATABASE THEIRS",
      "CREATE TABLE THEIRS.PUBLIC.TAKEN_UP (ID INT, V NUMBER(10,0))",
      "CREATE TABLE THEIRS.PUBLIC.TAKEN_UP_GONE LIKE THEIRS.PUBLIC.TAKEN_UP",
    );
    stage.declare({ ...places, ...changing, ...leaving });
    expect(failures(await stage.project.up())).toEqual([]);
    for (const name of filled) stage.sql(`INSERT INTO SHOP.RAW.${name} (ID, V) VALUES (1, 7), (2, NULL), (3, 4711)`);
    for (const name of [...Object.keys(going), "rows_this_run", "rows_retained", "rows_protected"]) fill(place(name));
    fill("THEIRS.PUBLIC.TAKEN_UP");
    fill("THEIRS.PUBLIC.TAKEN_UP_GONE");
    stage.sent();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const place = (name: string) => `SHOP.RAW.${name.toUpperCase()}`;
  const fill = (name: string) => stage.sql(`INSERT INTO ${name} (ID, V) VALUES (1, 1), (2, 2)`);
  const valuesOf = (name: string) => stage.sql(`SELECT V FROM ${name} ORDER BY ID`).map((row) => row["V"]);
  const columnsOf = (name: string) =>
    stage.sql(`DESCRIBE TABLE ${place(name)}`).map((row) => [row["name"], row["type"], row["null?"]].join(" "));
  const writes = () => stage.sent().filter((sql) => /^(CREATE|ALTER|DROP|UNDROP|TRUNCATE|INSERT)/.test(sql));
  const changed: Record<string, Declared> = {
    ...changing,
    converted_back: table({ dataLoss: "recoverable", columns: [id, text] }),
    converted_gone: table({ dataLoss: "allow", columns: [id, text] }),
    column_kept: table({ columns: [id, { ...v, name: "w" }], comment: "not written either" }),
    column_copied: table({ dataLoss: "recoverable", columns: [id] }),
    column_gone: table({ dataLoss: "allow", columns: [id] }),
    column_unused: table(),
    renamed: table({ columns: [id, { ...v, name: "w", renamedFrom: "v" }] }),
    required: table({ columns: [id, { ...v, nullable: false }, { name: "more", type: "int" }] }),
    narrow: table({ columns: [id, { ...v, type: "number(3,0)" }], comment: "not written either" }),
    shorter: table({ dataRetentionTimeInDays: 1 }),
    tracked: table({ changeTracking: false }),
    empty: table({ dataLoss: "ifEmpty", columns: [id, { ...v, nullable: false }] }),
  };

  test.each([
    [
      "another type",
      "converted",
      { columns: [id, text] },
      /replace \(because of column V: NUMBER\(10,0\) cannot become VARCHAR\(20\)/,
    ],
    ["transient", "converted", { columns: [id, v], transient: true }, /replace \(because of transient/],
    ["a dropped column under refuse", "kept", { columns: [id], dataLoss: "refuse" }, /drop column V of/],
  ])("forbid %s at preview, with every way out", async (_, name, args, words) => {
    stage.declare({ ...places, ...changing, ...leaving, [name]: table(args) });
    const preview = await stage.project.preview();
    const said = printed(preview);
    expect(preview.exitCode).not.toBe(0);
    expect(said).toMatch(words);
    expect(said).toMatch(new RegExp(`Refused to [^\\n]* Table ${place(name)}\\. Its dataLoss is "(ifEmpty|refuse)"`));
    expect(said).toMatch(
      /dataLoss: "allow".*"recoverable".*PULUMI_SNOWFLAKE_DATA_LOSS='Table:SHOP\.RAW\.\w+=allow'.*retainOnDelete: true.*protect: true/s,
    );
    expect(stage.sent()).toEqual([]);
  });

  test("that a change depends on are named at preview, which cannot look at them", async () => {
    stage.declare({ ...places, ...changed, ...leaving });
    const preview = await stage.project.preview({ env: { PULUMI_SNOWFLAKE_SHOW_SQL: "1" } });
    expect(failures(preview)).toEqual([]);
    const said = printed(preview);
    expect(said).toMatch(/column V must hold no NULL to become NOT NULL/);
    expect(said).toMatch(/column V must hold only what fits into NUMBER\(3,0\)/);
    expect(said).toMatch(/ALTER TABLE SHOP\.RAW\.COLUMN_KEPT DROP COLUMN V;.*loses data.*would drop column V of it/);
    expect(stage.sent()).toEqual([]);
  });

  let said = "";
  test("stop what would lose them, or what they do not allow, before anything is written", async () => {
    const result = await stage.project.up({ args: ["--continue-on-error"] });
    said = printed(result);
    expect(result.exitCode).not.toBe(0);
    expect(said).toMatch(
      /Refused to drop column V of Table SHOP\.RAW\.COLUMN_KEPT, which holds:\s+- 2 values in column V.*renamedFrom: "V"/s,
    );
    expect(said).toMatch(/Table SHOP\.RAW\.REQUIRED: column V holds 1 NULL, so it cannot become NOT NULL; fill them/);
    expect(said).toMatch(/Table SHOP\.RAW\.NARROW: column V holds 4711, which does not fit into NUMBER\(3,0\)/);
    expect(said).toMatch(
      /Refused to lower the Time Travel retention from 7 to 1 days.* Table SHOP\.RAW\.SHORTER, which holds:\s+- 3 rows/,
    );
    expect(said).toMatch(/Refused to stop the change tracking.* Table SHOP\.RAW\.TRACKED, which holds:\s+- 3 rows/);
    const written = writes().map((sql) => /SHOP\.RAW\.(\w+)/.exec(sql)?.[1]?.toLowerCase());
    expect([...new Set(written)].sort()).toEqual(
      ["column_copied", "column_gone", "column_unused", "converted_back", "converted_gone", "empty", "renamed"].sort(),
    );
    expect(columnsOf("required")).toEqual(["ID NUMBER(38,0) Y", "V NUMBER(10,0) Y"]);
  });

  test("stay where a change keeps them, or is made of nothing", () => {
    expect(stage.sql(`SELECT W FROM ${place("renamed")} ORDER BY ID`)).toEqual([
      { W: "7" },
      { W: null },
      { W: "4711" },
    ]);
    expect(columnsOf("empty")).toEqual(["ID NUMBER(38,0) Y", "V NUMBER(10,0) N"]);
    expect(valuesOf(place("column_unused"))).toEqual(["7", null, "4711"]);
    expect(columnsOf("column_gone")).toEqual(["ID NUMBER(38,0) Y"]);
  });

  test("of a dropped column come back in a copy, by the line that was printed", () => {
    const [, line = ""] = /To see Table SHOP\.RAW\.COLUMN_COPIED as it was: (CREATE TABLE [^;]+);/.exec(said) ?? [];
    stage.sql(line);
    expect(columnsOf("column_copied")).toEqual(["ID NUMBER(38,0) Y"]);
    expect(valuesOf(place("column_copied_before"))).toEqual(["7", null, "4711"]);
    stage.sql(`DROP TABLE ${place("column_copied_before")}`);
  });

  test("of a replaced table come back by UNDROP, once the new one has another name", () => {
    expect(valuesOf(place("converted_back"))).toEqual([]);
    const [, line = ""] =
      /Table SHOP\.RAW\.CONVERTED_BACK was dropped\. To bring it back, rename the one that took its place, and run: (UNDROP [^;]+);/.exec(
        said,
      ) ?? [];
    const [from, aside] = [place("converted_back"), place("aside")];
    stage.sql(`ALTER TABLE ${from} RENAME TO ${aside}`, line);
    expect(valuesOf(from)).toEqual(["7", null, "4711"]);
    stage.sql(`DROP TABLE ${from}`, `ALTER TABLE ${aside} RENAME TO ${from}`);
  });

  test("give way once somebody says so or has made room for the change", async () => {
    stage.sql(
      `UPDATE ${place("required")} SET V = 0 WHERE V IS NULL`,
      `UPDATE ${place("narrow")} SET V = 471 WHERE V = 4711`,
    );
    stage.sent();
    const env = { PULUMI_SNOWFLAKE_DATA_LOSS: "Table:SHOP.RAW.COLUMN_*=allow,SHOP.RAW.SHORTER=allow" };
    stage.declare({
      ...places,
      ...changed,
      ...leaving,
      tracked: table({ changeTracking: false, dataLoss: "allow" }),
    });
    expect(failures(await stage.project.up({ env }))).toEqual([]);
    expect(writes().sort()).toEqual([
      "ALTER TABLE SHOP.RAW.COLUMN_KEPT ADD COLUMN W NUMBER(10,0)",
      "ALTER TABLE SHOP.RAW.COLUMN_KEPT DROP COLUMN V",
      "ALTER TABLE SHOP.RAW.COLUMN_KEPT SET COMMENT = 'not written either'",
      "ALTER TABLE SHOP.RAW.NARROW ALTER COLUMN V SET DATA TYPE NUMBER(3,0)",
      "ALTER TABLE SHOP.RAW.NARROW SET COMMENT = 'not written either'",
      "ALTER TABLE SHOP.RAW.REQUIRED ADD COLUMN MORE NUMBER(38,0)",
      "ALTER TABLE SHOP.RAW.REQUIRED ALTER COLUMN V SET NOT NULL",
      "ALTER TABLE SHOP.RAW.SHORTER SET DATA_RETENTION_TIME_IN_DAYS = 1",
      "ALTER TABLE SHOP.RAW.TRACKED SET CHANGE_TRACKING = FALSE",
    ]);
    expect(valuesOf(place("required"))).toEqual(["7", "0", "4711"]);
    expect(valuesOf(place("narrow"))).toEqual(["7", null, "471"]);
    expect((await stage.project.preview({ args: ["--expect-no-changes"] })).exitCode).toBe(0);
  });

  test("keep their tables; a refusal says how many there are", async () => {
    const { rows_protected: kept, ...others } = leaving;
    stage.declare({ ...places, kept: table({ dataLoss: "refuse" }) });
    const refused = await stage.project.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(/rows_protected.*protect/s);
    stage.declare({ ...places, kept: table({ dataLoss: "refuse" }), rows_protected: kept as Declared });
    const env = { PULUMI_SNOWFLAKE_DATA_LOSS: "Table:SHOP.RAW.ROWS_THIS_RUN=allow" };
    const removed = await stage.project.up({ env, args: ["--continue-on-error"] });
    said = printed(removed);
    expect(removed.exitCode).not.toBe(0);
    expect(said).toMatch(/Refused to drop Table SHOP\.RAW\.ROWS_IFEMPTY, which holds:\s+- 2 rows/);
    expect(said).toMatch(/Refused to drop Table SHOP\.RAW\.RENAMED, which holds:\s+- 3 rows/);
    expect(said).toMatch(/Refused to drop Table SHOP\.RAW\.ROWS_REFUSE\. Its dataLoss is "refuse"/);
    expect(said).toMatch(/Table THEIRS\.PUBLIC\.TAKEN_UP was taken up, not created, by this stack: released/);
    const left = Object.keys(others).filter((name) => stage.names("TABLES").includes(name.toUpperCase()));
    expect(left.sort()).toEqual(["rows_ifEmpty", "rows_refuse", "rows_retained", "taken_up"].sort());
    for (const name of ["rows_ifEmpty", "rows_refuse", "rows_retained", "rows_protected"])
      expect(valuesOf(place(name)), name).toEqual(["1", "2"]);
    expect(valuesOf("THEIRS.PUBLIC.TAKEN_UP")).toEqual(["1", "2"]);
    const inState = stage.project.state().map(({ urn }) => urn.split("::").at(-1));
    expect(inState).toEqual(expect.arrayContaining(["rows_ifEmpty", "rows_refuse", "rows_protected"]));
    expect(inState).not.toEqual(expect.arrayContaining(["rows_retained"]));
    expect(inState).not.toEqual(expect.arrayContaining(["taken_up"]));
  });

  test("of a dropped table come back by the line that was printed", () => {
    const [, line = ""] =
      /Table SHOP\.RAW\.ROWS_RECOVERABLE was dropped\. To bring it back: (UNDROP [^;]+);/.exec(said) ?? [];
    stage.sql(line);
    expect(valuesOf(place("rows_recoverable"))).toEqual(["1", "2"]);
    stage.sql(`DROP TABLE ${place("rows_recoverable")}`);
  });

  test("are dropped with all else once they have been taken out, or are allowed to go", async () => {
    stage.sql(`TRUNCATE TABLE ${place("rows_ifEmpty")}`);
    expect((await stage.project.run(["state", "unprotect", "--all", "--yes"])).exitCode).toBe(0);
    const env = { PULUMI_SNOWFLAKE_DATA_LOSS: "Database:*=ifEmpty,SHOP.RAW.ROWS_IFEMPTY=ifEmpty,SHOP.RAW.*=allow" };
    const destroyed = await stage.project.destroy({ env, args: ["--continue-on-error"] });
    expect(printed(destroyed)).toMatch(/Refused to drop Schema SHOP\.RAW, which holds:\s+- table ROWS_RETAINED/);
    stage.sql(`DROP TABLE ${place("rows_retained")}`);
    expect(failures(await stage.project.destroy())).toEqual([]);
    expect(stage.names("DATABASES")).toEqual(["THEIRS"]);
  });
});

describe("what somebody else keeps in a schema or database", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
    stage.sql(
      "CREATE WAREHOUSE BY_HAND",
      "CREATE DATABASE SHARED",
      "CREATE ROLE HALF_BLIND",
      "GRANT ROLE HALF_BLIND TO ROLE ACCOUNTADMIN",
      "GRANT USAGE ON DATABASE SHARED TO ROLE HALF_BLIND",
      "GRANT CREATE SCHEMA ON DATABASE SHARED TO ROLE HALF_BLIND",
    );
    const partly = { database: "SHARED", role: "HALF_BLIND" };
    stage.declare({
      ...places,
      ...schemas,
      unseen: schema({ ...partly, dataRetentionTimeInDays: 0 }),
      unseen_back: schema({ ...partly, dataRetentionTimeInDays: 1 }),
    });
    expect(failures(await stage.project.up())).toEqual([]);
    for (const name of ["WITH_TABLE", "WITH_TABLE_BACK", "WITH_TABLE_SHORT", "WITH_REFUSED", "WITH_THIS_RUN"])
      fill(`SHOP.${name}.T`);
    for (const name of ["WITH_VIEW", "WITH_VIEW_GONE"]) stage.sql(`CREATE VIEW SHOP.${name}.W AS SELECT 1 AS ONE`);
    stage.sql("CREATE SEQUENCE SHOP.WITH_SEQUENCE.NUMBERS", "CREATE SCHEMA OUTER.FOREIGN_ONE");
    for (const name of ["OUTER.FOREIGN_ONE.T", "SHARED.UNSEEN.T", "SHARED.UNSEEN_BACK.T"]) fill(name);
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const fill = (name: string) => stage.sql(`CREATE TABLE ${name} (ID INT)`, `INSERT INTO ${name} (ID) VALUES (1), (2)`);
  const rowsOf = (name: string) => stage.sql(`SELECT ID FROM ${name}`).length;

  let said = "";
  test("keeps it, and is named", async () => {
    const env = { PULUMI_SNOWFLAKE_DATA_LOSS: "Schema:SHOP.WITH_THIS_RUN=allow" };
    const destroyed = await stage.project.destroy({ env, args: ["--continue-on-error"] });
    said = printed(destroyed);
    expect(destroyed.exitCode).not.toBe(0);
    expect(said).toMatch(/Refused to drop Schema SHOP\.WITH_TABLE, which holds:\s+- table T with 2 rows/);
    expect(said).toMatch(/Refused to drop Schema SHOP\.WITH_VIEW, which holds:\s+- view W/);
    expect(said).toMatch(/Refused to drop Schema SHOP\.WITH_SEQUENCE, which holds:\s+- sequence NUMBERS/);
    expect(said).toMatch(/Refused to drop Schema SHOP\.WITH_TABLE_SHORT, which holds:\s+- table T with 2 rows/);
    expect(said).toMatch(/Refused to drop Schema SHOP\.WITH_REFUSED\. Its dataLoss is "refuse"/);
    expect(said).toMatch(
      /Refused to drop Database OUTER, which holds:\s+- schema FOREIGN_ONE with 1 table or view, 2 rows/,
    );
    const left = stage.names("SCHEMAS").filter((name) => !["PUBLIC", "INFORMATION_SCHEMA"].includes(name));
    expect(left.sort()).toEqual([
      "FOREIGN_ONE",
      "UNSEEN",
      "WITH_REFUSED",
      "WITH_SEQUENCE",
      "WITH_TABLE",
      "WITH_TABLE_SHORT",
      "WITH_VIEW",
    ]);
    expect(rowsOf("SHOP.WITH_TABLE_SHORT.T")).toBe(2);
  });

  test("keeps it also where the role does not see it, unless the drop can be undone", () => {
    expect(said).toMatch(
      /Refused to drop Schema SHARED\.UNSEEN: it looks empty, but this role may not see everything in it/,
    );
    expect(rowsOf("SHARED.UNSEEN.T")).toBe(2);
    const [, line = ""] = /Schema SHARED\.UNSEEN_BACK was dropped\. To bring it back: (UNDROP [^;]+);/.exec(said) ?? [];
    stage.sql(line);
    expect(rowsOf("SHARED.UNSEEN_BACK.T")).toBe(2);
  });

  test("comes back by the line that was printed, where Time Travel has it", () => {
    const [, line = ""] =
      /Schema SHOP\.WITH_TABLE_BACK was dropped\. To bring it back: (UNDROP [^;]+);/.exec(said) ?? [];
    stage.sql(line);
    expect(rowsOf("SHOP.WITH_TABLE_BACK.T")).toBe(2);
    stage.sql("DROP SCHEMA SHOP.WITH_TABLE_BACK");
  });

  test("is no hindrance once it is gone, or may be lost", async () => {
    stage.sql(
      "DROP VIEW SHOP.WITH_VIEW.W",
      "DROP SEQUENCE SHOP.WITH_SEQUENCE.NUMBERS",
      "DROP SCHEMA OUTER.FOREIGN_ONE",
    );
    const env = { PULUMI_SNOWFLAKE_DATA_LOSS: "Schema:SHOP.WITH_TABLE*=allow,SHOP.WITH_R*=allow,SHARED.*=allow" };
    expect(failures(await stage.project.destroy({ env }))).toEqual([]);
    expect(stage.names("DATABASES")).toEqual(["SHARED"]);
    expect(stage.names("SCHEMAS")).toContain("UNSEEN_BACK");
  });
});
