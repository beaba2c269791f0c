import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { quoted } from "../../sdk/root";
import { writesOf } from "./kinds";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startRoot();
  await stage.sql("CREATE WAREHOUSE W");
});
afterAll(() => stage.close());
beforeEach(() => void stage.sent());

const writes = () => writesOf(stage.sent());
const columns = [{ name: "ID", type: "int" }];

describe("a database", () => {
  test("is made, looked at, changed, renamed, dropped and brought back", async () => {
    const db = await stage.root.databases.create({ name: "first", comment: "c", dataRetentionTimeInDays: 3 });
    expect(await db.fetch()).toMatchObject({
      name: "FIRST",
      comment: "c",
      dataRetentionTimeInDays: 3,
      retentionTime: 3,
      owner: "ACCOUNTADMIN",
    });
    await db.schema("PUBLIC").tables.create({ name: "T", columns });
    const renamed = await db.rename("second");
    expect(renamed.name).toBe("SECOND");
    expect(await db.exists()).toBe(false);
    await renamed.drop();
    await renamed.undrop();
    expect(await renamed.schema("public").table("t").exists()).toBe(true);
  });

  test("is copied as it is, or as it was", async () => {
    const db = await stage.root.databases.create({ name: "SOURCE" });
    await db.schema("PUBLIC").tables.create({ name: "T", columns });
    for (const [name, clone] of [
      ["BY_NAME", "SOURCE"],
      ["BY_REFERENCE", db],
      ["AT", { source: "source", at: { offset: 0 } }],
    ] as const) {
      const copy = await stage.root.databases.create({ name, clone });
      expect(await copy.schema("PUBLIC").table("T").exists(), name).toBe(true);
    }
  });

  test("with a foreign key from elsewhere is not dropped where that is asked for", async () => {
    const db = await stage.root.databases.create({ name: "PARENT" });
    const other = await stage.root.databases.create({ name: "CHILD" });
    const parent = await db.schema("PUBLIC").tables.create({ name: "P", columns, primaryKey: ["ID"] });
    const foreignKeys = [{ columns: ["ID"], references: { table: parent.qualifiedName } }];
    await other.schema("PUBLIC").tables.create({ name: "C", columns, foreignKeys });
    await db.drop({ contents: "restrict" }).catch(() => undefined);
    expect(await db.exists()).toBe(true);
    await db.drop({ contents: "cascade" });
    expect(await db.exists()).toBe(false);
  });

  test("of which the retention is lowered takes consent", async () => {
    const db = await stage.root.databases.create({ name: "KEPT", dataRetentionTimeInDays: 7 });
    await db.schema("PUBLIC").tables.create({ name: "T", columns });
    await stage.sql("USE WAREHOUSE W", "INSERT INTO KEPT.PUBLIC.T VALUES (1)");
    stage.sent();
    for (const days of [1, null])
      await expect(db.createOrAlter({ dataRetentionTimeInDays: days })).rejects.toMatchObject({ kind: "DataLoss" });
    expect(writes()).toEqual([]);
    await db.createOrAlter({ dataRetentionTimeInDays: 1 }, { dataLoss: "allow" });
    expect((await db.fetch()).dataRetentionTimeInDays).toBe(1);
  });

  test("tells what it did not compare", async () => {
    const db = await stage.root.databases.create({ name: "UNSEEN" });
    const spec = { contacts: null, tags: null, comment: null };
    expect(await db.createOrAlter(spec)).toMatchObject({ action: "unchanged", notCompared: ["contacts", "tags"] });
  });
});

describe("a schema", () => {
  test("is made, changed, moved, dropped and brought back", async () => {
    const db = await stage.root.databases.create({ name: "HOUSE" });
    const other = await stage.root.databases.create({ name: quoted("other house") });
    const schema = await db.schemas.create({ name: "room", managedAccess: true, comment: "c" });
    expect(await schema.fetch()).toMatchObject({ name: "ROOM", database: "HOUSE", managedAccess: true });
    expect((await schema.createOrAlter({ managedAccess: null })).statements).toEqual([
      "ALTER SCHEMA HOUSE.ROOM DISABLE MANAGED ACCESS",
    ]);
    const moved = await schema.rename({ database: other.name, name: "kitchen" });
    expect(moved.qualifiedName).toBe('"other house".KITCHEN');
    expect([await schema.exists(), await moved.exists()]).toEqual([false, true]);
    await moved.drop();
    await moved.undrop();
    expect((await moved.fetch()).comment).toBe("c");
    expect(await other.schemas.exists("kitchen")).toBe(true);
  });

  test("is replaced, or left as it is, as the mode says", async () => {
    const db = await stage.root.databases.create({ name: "MODES" });
    const schema = await db.schemas.create({ name: "S" });
    await schema.tables.create({ name: "T", columns });
    await db.schemas.create({ name: "S", comment: "new" }, { mode: "ifNotExists" });
    expect(await schema.fetch()).not.toHaveProperty("comment");
    await db.schemas.create({ name: "S", comment: "new" }, { mode: "orReplace" });
    expect((await schema.fetch()).comment).toBe("new");
    expect(await schema.table("T").exists()).toBe(false);
    await expect(db.schemas.create({ name: "S" }, { mode: "orreplace" as never })).rejects.toMatchObject({
      kind: "InvalidArgument",
    });
  });
});
