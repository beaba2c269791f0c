import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failure, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.sql(
    "CREATE WAREHOUSE W",
    "CREATE DATABASE D DATA_RETENTION_TIME_IN_DAYS = 7",
    "CREATE SCHEMA D.KEPT",
    "CREATE SCHEMA D.FORGETFUL DATA_RETENTION_TIME_IN_DAYS = 0",
  );
});
afterAll(() => stage.close());

const columns = [{ name: "ID", type: "int" }];
const writes = () => stage.sent().filter((sql) => /^(CREATE|ALTER|DROP)/.test(sql));

describe("the history of a table with rows", () => {
  test("is not ended unasked by a move to a schema that keeps less", async () => {
    const args = { schema: "D.KEPT", name: "moved", columns };
    const table = await stage.run().up("table", args);
    await stage.sql("INSERT INTO D.KEPT.MOVED VALUES (1)");
    stage.sent();
    const there = { ...args, schema: "D.FORGETFUL" };
    const error = await failure(stage.run().up("table", there, table));
    expect(error.message).toContain(
      "Refused to lower the Time Travel retention from 7 to 0 days, which ends the older history, by moving Table D.KEPT.MOVED, which holds:\n  - 1 row",
    );
    expect(writes()).toEqual([]);
    // Set by the same change, it would come too late.
    const late = await failure(stage.run().up("table", { ...there, dataRetentionTimeInDays: 7 }, table));
    expect(late.message).toContain("give it a dataRetentionTimeInDays of its own in an earlier run");
    expect(writes()).toEqual([]);
    const own = await stage.run().up("table", { ...args, dataRetentionTimeInDays: 7 }, table);
    const kept = await stage.run().up("table", { ...there, dataRetentionTimeInDays: 7 }, own);
    expect(writes()).toEqual([
      "ALTER TABLE D.KEPT.MOVED SET DATA_RETENTION_TIME_IN_DAYS = 7",
      "ALTER TABLE D.KEPT.MOVED RENAME TO D.FORGETFUL.MOVED",
    ]);
    await stage.run().up("table", args, kept);
    expect(writes()).toEqual([
      "ALTER TABLE D.FORGETFUL.MOVED RENAME TO D.KEPT.MOVED",
      "ALTER TABLE D.KEPT.MOVED UNSET DATA_RETENTION_TIME_IN_DAYS",
    ]);
  });

  test("ends with its own retention only as far as its schema keeps less", async () => {
    const args = { schema: "D.KEPT", name: "unset", columns };
    const table = await stage.run().up("table", { ...args, dataRetentionTimeInDays: 3 });
    await stage.sql("INSERT INTO D.KEPT.UNSET VALUES (1)");
    // The schema hands on seven days, more than its own three.
    expect((await stage.run().up("table", args, table)).effect).toBe("update");
    const other = { schema: "D.FORGETFUL", name: "unset", columns };
    const short = await stage.run().up("table", { ...other, dataRetentionTimeInDays: 1 });
    await stage.sql("INSERT INTO D.FORGETFUL.UNSET VALUES (1)");
    expect((await failure(stage.run().up("table", other, short))).message).toContain("from 1 to 0 days");
  });
});
