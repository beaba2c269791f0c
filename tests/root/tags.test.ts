import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { col, type Reference } from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

const owner = '"D b"."s.c"."Öwner"';

describe("tags", () => {
  let stage: Stage;
  let objects: ReadonlyMap<string, Reference<object, unknown>>;

  beforeAll(async () => {
    stage = await startRoot();
    const { root } = stage;
    const database = await root.databases.create({ name: '"D b"' });
    const schema = await database.schemas.create({ name: '"s.c"' });
    const warehouse = await root.warehouses.create({ name: "W" });
    const table = await schema.tables.create({ name: "T", columns: [col("A", "int")] });
    await stage.sql(`CREATE TAG ${owner}`, 'CREATE TAG "D b"."s.c".COST');
    objects = new Map(
      Object.entries({ database, schema, warehouse, table, role: await root.roles.create({ name: "R" }) }),
    );
  });

  afterAll(() => stage.close());

  test.each(["warehouse", "role", "table", "schema", "database"])(
    "of a %s are set, told and taken away",
    async (kind) => {
      const object = objects.get(kind) as Reference<object, unknown>;
      expect(await object.getTags()).toEqual({});
      await object.setTags({ [owner]: "it's --", '"D b"."s.c".COST': "4711" });
      expect(await object.getTags()).toEqual({ [owner]: "it's --", '"D b"."s.c".COST': "4711" });
      await object.unsetTags([owner]);
      expect(await object.getTags()).toEqual({ '"D b"."s.c".COST': "4711" });
      await object.unsetTags(['"D b"."s.c".COST']);
    },
  );

  test("need their full names", async () => {
    const table = stage.root.database('"D b"').schema('"s.c"').table("T");
    stage.sent();
    await expect(table.setTags({ COST: "1" })).rejects.toThrow('needs its database and schema: "DB.SCHEMA.COST"');
    await expect(table.unsetTags(["a b"])).rejects.toThrow("is not a name");
    expect(stage.sent()).toEqual([]);
  });
});
