import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAlive, killAll, killEngine, until } from "./kill";
import { type Declared, failures, printed, type Stage, startStage } from "./stage";

const TABLES = 100;

/** A database of that name with two schemas and a hundred tables. */
function layout(database: string, schema = "RAW"): Record<string, Declared> {
  const tables = Array.from({ length: TABLES }, (_, index): [string, Declared] => [
    `t${index}`,
    {
      kind: "Table",
      args: {
        schema: { ref: index % 2 === 0 ? "raw" : "marts" },
        columns: [
          { name: "ID", type: "int", nullable: false },
          { name: "V", type: "string" },
        ],
        ...(index === 0 ? { primaryKey: ["ID"] } : {}),
        ...(index === 2 ? { foreignKeys: [{ columns: ["ID"], references: { table: { ref: "t0" } } }] } : {}),
      },
    },
  ]);
  return {
    db: { kind: "Database", args: { name: database } },
    raw: { kind: "Schema", args: { database: { ref: "db" }, name: schema } },
    marts: { kind: "Schema", args: { database: { ref: "db" } } },
    ...Object.fromEntries(tables),
  };
}

describe("a database that holds a hundred tables", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ checkpoints: true });
    stage.declare(layout("SALES"));
    expect(failures(await stage.project.up())).toEqual([]);
    stage.sql("CREATE WAREHOUSE BY_HAND", "INSERT INTO SALES.RAW.T0 (ID, V) VALUES (1, 'kept')");
    stage.sent();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const writes = () => stage.sent().filter((sql) => /^(CREATE|ALTER|DROP|UNDROP)/.test(sql));
  const tablesIn = (database: string) => stage.sql(`SHOW TABLES IN DATABASE ${database}`).length;
  const stateOf = (name: string) => stage.project.state().find(({ urn }) => urn.endsWith(`::${name}`))?.outputs;

  async function isUnchanged(): Promise<void> {
    const again = await stage.project.up({ args: ["--expect-no-changes"] });
    expect(failures(again)).toEqual([]);
    expect(stage.sent()).toEqual([]);
    const seen = await stage.project.refresh({ args: ["--preview-only", "--expect-no-changes"] });
    expect(failures(seen)).toEqual([]);
    stage.sent();
  }

  test("is renamed by one statement, which the preview shows alone, and all state follows", async () => {
    stage.declare(layout("SALES_EU"));
    const preview = await stage.project.preview({ env: { PULUMI_SNOWFLAKE_SHOW_SQL: "1" } });
    const planned = [...printed(preview).matchAll(/^\s*plan {2}([A-Z].*);/gm)].map(([, sql]) => sql);
    expect(planned).toEqual(["ALTER DATABASE SALES RENAME TO SALES_EU"]);
    expect(preview.changes).toMatchObject({ create: 0, delete: 0, replace: 0 });
    expect(failures(await stage.project.up())).toEqual([]);
    expect(writes()).toEqual(["ALTER DATABASE SALES RENAME TO SALES_EU"]);
    expect(tablesIn("SALES_EU")).toBe(TABLES);
    expect(stage.sql("SELECT V FROM SALES_EU.RAW.T0")).toEqual([{ V: "kept" }]);
    expect(stateOf("t0")).toMatchObject({ database: "SALES_EU", schema: "RAW", name: "T0" });
    await isUnchanged();
  });

  test("follows likewise when the engine is killed between parent and children", async () => {
    stage.declare(layout("SALES_US"));
    // The rename is done; what comes after it does not come to an end.
    stage.emulator.setFaults([{ match: "^SHOW (SCHEMAS|TABLES) IN .* SALES_US", do: "hang", every: true }]);
    const update = stage.project.start("up");
    await until("the database is renamed", () => stage.names("DATABASES").includes("SALES_US"));
    await until("the children are looked for", () => stage.emulator.faults()[0]?.fired !== 0);
    const { orphans } = await killEngine(update);
    await until("the provider process has ended", () => !orphans.some(isAlive));
    stage.emulator.setFaults([]);
    await stage.project.run(["cancel", "--yes"]);
    stage.sent();
    expect(failures(await stage.project.up())).toEqual([]);
    expect(writes()).toEqual([]);
    expect(stateOf("t1")).toMatchObject({ database: "SALES_US" });
    expect(tablesIn("SALES_US")).toBe(TABLES);
    await isUnchanged();
  });

  test("follows likewise after a refresh in that state", async () => {
    stage.declare(layout("SALES"));
    stage.emulator.setFaults([{ match: "^SHOW (SCHEMAS|TABLES) IN .* SALES\\b", do: "hang", every: true }]);
    const update = stage.project.start("up");
    await until("the database is renamed", () => stage.names("DATABASES").includes("SALES"));
    await killAll(update);
    stage.emulator.setFaults([]);
    await stage.project.run(["cancel", "--yes"]);
    stage.sent();
    const refreshed = await stage.project.refresh();
    expect(failures(refreshed)).toEqual([]);
    expect(refreshed.changes).toMatchObject({ delete: 0, create: 0 });
    expect(stage.sent().length).toBeLessThan(20);
    expect(stateOf("t99")).toMatchObject({ database: "SALES", schema: "MARTS" });
    expect(failures(await stage.project.up())).toEqual([]);
    expect(writes()).toEqual([]);
    await isUnchanged();
  });

  test("keeps everything when one of its schemas gets another name", async () => {
    stage.declare(layout("SALES", "LANDING"));
    expect(failures(await stage.project.up())).toEqual([]);
    expect(writes()).toEqual(["ALTER SCHEMA SALES.RAW RENAME TO SALES.LANDING"]);
    expect(stage.sql("SELECT V FROM SALES.LANDING.T0")).toEqual([{ V: "kept" }]);
    await isUnchanged();
  });

  test("is not replaced by default: the preview names what would be lost", async () => {
    const transient = layout("SALES", "LANDING");
    stage.declare({ ...transient, db: { kind: "Database", args: { name: "SALES", transient: true } } });
    const preview = await stage.project.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(printed(preview)).toMatch(/Refused to replace \(because of transient.*Database SALES/);
    expect(writes()).toEqual([]);
  });

  test("keeps a table that says itself that nothing may be lost", async () => {
    const kept = layout("SALES", "LANDING");
    const t0 = kept["t0"] as Declared;
    const guarded = { ...kept, t0: { ...t0, args: { ...t0.args, dataLoss: "refuse" } } };
    stage.declare(guarded);
    expect(failures(await stage.project.up())).toEqual([]);
    stage.declare({
      ...guarded,
      db: { kind: "Database", args: { name: "SALES", transient: true, dataLoss: "allow" } },
    });
    const preview = await stage.project.preview();
    expect(preview.exitCode).not.toBe(0);
    expect(printed(preview)).toMatch(/Refused to replace .*Table SALES\.LANDING\.T0\. Its dataLoss is "refuse"/);
    expect(writes()).toEqual([]);
  });

  test("is replaced where dataLoss allows it: children go first, and all come back", async () => {
    const allowed = layout("SALES", "LANDING");
    // What a table says itself holds once it is in the state.
    stage.declare(allowed);
    expect(failures(await stage.project.up())).toEqual([]);
    stage.declare({
      ...allowed,
      db: { kind: "Database", args: { name: "SALES", transient: true, dataLoss: "allow" } },
    });
    expect(failures(await stage.project.preview())).toEqual([]);
    const replaced = await stage.project.up();
    expect(failures(replaced)).toEqual([]);
    const sent = writes();
    expect(sent.filter((sql) => sql.startsWith("DROP TABLE"))).toHaveLength(TABLES);
    expect(sent.filter((sql) => sql.startsWith("CREATE TABLE"))).toHaveLength(TABLES);
    const order = (start: string) => sent.findIndex((sql) => sql.startsWith(start));
    expect(order("DROP DATABASE")).toBeGreaterThan(sent.findLastIndex((sql) => /^DROP (TABLE|SCHEMA)/.test(sql)));
    expect(order("CREATE TRANSIENT DATABASE")).toBe(order("DROP DATABASE") + 1);
    expect(tablesIn("SALES")).toBe(TABLES);
    await isUnchanged();
  });
});
