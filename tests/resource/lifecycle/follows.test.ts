import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unknownValue } from "../../../provider/resource";
import { type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql("CREATE DATABASE D", "CREATE SCHEMA D.OTHER");
});
afterAll(() => stage.close());

const columns = [{ name: "ID", type: "int" }];
const writes = () => stage.sent().filter((sql) => /^(CREATE|ALTER|DROP)/.test(sql));

describe("what names another object", () => {
  test("stays as it is when that gets another name: copies and foreign keys alike", async () => {
    const first = stage.run();
    const raw = await first.up("schema", { database: "D", name: "raw" });
    const orders = await first.up("table", { schema: "D.RAW", name: "orders", columns, primaryKey: ["ID"] });
    const referring = (table: string) => ({
      lines: {
        schema: "D.OTHER",
        name: "lines",
        columns,
        foreignKeys: [{ columns: ["ID"], references: { table } }],
      },
      copy: { schema: "D.OTHER", name: "copy", clone: { source: table } },
      twin: { schema: "D.OTHER", name: "twin", like: table },
    });
    const { lines, copy, twin } = referring("D.RAW.ORDERS");
    const entries = {
      lines: await first.up("table", lines),
      copy: await first.up("table", copy),
      twin: await first.up("table", twin),
    };
    stage.sent();

    const run = stage.run();
    const landing = await run.up("schema", { database: "D", name: "landing" }, raw);
    const moved = await run.up("table", { schema: "D.LANDING", name: "orders", columns, primaryKey: ["ID"] }, orders);
    const after = referring("D.LANDING.ORDERS");
    const second = {
      lines: await run.up("table", after.lines, entries.lines),
      copy: await run.up("table", after.copy, entries.copy),
      twin: await run.up("table", after.twin, entries.twin),
    };
    expect(Object.values(second).map(({ effect }) => effect)).toEqual(["update", "update", "update"]);
    expect(writes()).toEqual(["ALTER SCHEMA D.RAW RENAME TO D.LANDING"]);

    const third = stage.run();
    for (const name of ["lines", "copy", "twin"] as const) {
      const read = await stage.run().refresh("table", second[name]);
      expect(read?.outputs).toEqual(second[name].outputs);
      expect((await third.up("table", after[name], second[name])).effect).toBe("same");
    }
    expect(landing.effect).toBe("update");
    expect(moved.effect).toBe("update");
  });

  test("of a warehouse does not carry a database of the same name along", async () => {
    const first = stage.run();
    const warehouse = await first.up("warehouse", { name: "same" });
    const database = await first.up("database", { name: "same" });
    const schema = await first.up("schema", { database: "SAME", name: "s" });
    const run = stage.run();
    await run.up("warehouse", { name: "different" }, warehouse);
    expect((await run.up("database", { name: "same" }, database)).effect).toBe("same");
    expect((await run.up("schema", { database: "SAME", name: "s" }, schema)).effect).toBe("same");
  });

  test("is no reason to replace a copy whose source is replaced", async () => {
    const first = stage.run();
    await first.up("table", { schema: "D.OTHER", name: "source", columns });
    const args = { schema: "D.OTHER", name: "kept", clone: { source: "D.OTHER.SOURCE" } };
    const kept = await first.up("table", args);
    const run = stage.run();
    // This is how the engine asks about what depends on something that is replaced.
    const asked = run.handlers.table.diff(kept.id, kept.outputs, { ...kept.inputs, clone: unknownValue });
    expect(asked.replaces).toEqual([]);
    const inside = run.handlers.table.diff(kept.id, kept.outputs, { ...kept.inputs, clone: { source: unknownValue } });
    expect(inside.replaces).toEqual([]);
  });

  test("is made again if it was a foreign key to a table that is replaced", async () => {
    const first = stage.run();
    const target = { schema: "D.OTHER", name: "target", columns, primaryKey: ["ID"], dataLoss: "allow" };
    const referring = {
      schema: "D.OTHER",
      name: "referring",
      columns,
      foreignKeys: [{ columns: ["ID"], references: { table: "TARGET" } }],
    };
    const [to, from] = [await first.up("table", target), await first.up("table", referring)];
    stage.sent();
    const run = stage.run();
    expect((await run.up("table", { ...target, transient: true }, to)).effect).toBe("replace");
    const again = await run.up("table", referring, from);
    expect(again.effect).toBe("update");
    expect(writes()).toEqual([
      "DROP TABLE D.OTHER.TARGET",
      "CREATE TRANSIENT TABLE D.OTHER.TARGET (ID NUMBER(38,0), PRIMARY KEY (ID))",
      "ALTER TABLE D.OTHER.REFERRING ADD FOREIGN KEY (ID) REFERENCES D.OTHER.TARGET",
    ]);
    expect((await stage.run().refresh("table", again))?.outputs).toEqual(again.outputs);
    expect((await stage.run().up("table", referring, again)).effect).toBe("same");
  });
});
