import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshName, type Stage, startStage } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const shows = (sent: readonly string[]) => sent.filter((sql) => sql.startsWith("SHOW WAREHOUSES"));

describe("a hundred warehouses at once", () => {
  const names = Array.from({ length: 100 }, freshName);

  test("are created, read, kept and dropped with few statements", async () => {
    const run = stage.run();
    stage.emulator.resetLog();
    stage.sent();
    const entries = await Promise.all(names.map((name) => run.up("warehouse", { name, comment: "c" })));
    const creating = stage.sent();
    expect(creating.filter((sql) => sql.startsWith("CREATE"))).toHaveLength(100);
    expect(shows(creating).length).toBeLessThanOrEqual(50);
    expect(stage.emulator.counts().logins).toBe(1);

    const unchanged = stage.run();
    await Promise.all(
      entries.map((entry, index) => unchanged.up("warehouse", { name: names[index], comment: "c" }, entry)),
    );
    expect(stage.sent()).toEqual([]);

    const refreshing = stage.run();
    await Promise.all(entries.map((entry) => refreshing.refresh("warehouse", entry)));
    expect(stage.sent()).toEqual([expect.stringMatching(/^SHOW WAREHOUSES/)]);

    const destroying = stage.run();
    await Promise.all(entries.map((entry) => destroying.destroy("warehouse", entry)));
    const dropping = stage.sent();
    expect(dropping.filter((sql) => sql.startsWith("DROP"))).toHaveLength(100);
    expect(shows(dropping).length).toBeLessThanOrEqual(50);
  });
});
