import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { holdBack } from "../../hold-back";
import { startTaskStage, type TaskStage, upAll } from "./task-stage";

let stage: TaskStage;
beforeAll(async () => {
  stage = await startTaskStage();
});
afterEach(() => stage.emulator.setFaults([]));
afterAll(() => stage.close());

const names = (prefix: string) => Array.from({ length: 8 }, (_, index) => `${prefix}${index}`);

/** Refusals because a root runs, since the last look. */
function held(schema: string): number {
  return stage.emulator.statements().filter(({ sql, error }) => error === "091421" && sql.includes(schema)).length;
}

describe("two processes that change one graph at once", () => {
  test("wait for each other, and both end with the states that are declared", async () => {
    const { root, child, states } = await stage.schema();
    const top = await stage.run().up("task", root("R"));
    stage.emulator.setFaults([{ match: "^CREATE TASK", do: "delay", ms: 100, every: true }]);
    const [one, other] = [stage.run(), stage.run({ env: { PULUMI_NODEJS_PROJECT: "others" } })];
    await Promise.all([
      upAll(
        one,
        names("A").map((name) => child(name, "R")),
      ),
      upAll(
        other,
        names("B").map((name) => child(name, "R", { started: name !== "B3" })),
      ),
    ]);
    const now = await states();
    expect(Object.keys(now)).toHaveLength(17);
    expect(Object.entries(now).filter(([, state]) => state !== "started")).toEqual([["B3", "suspended"]]);
    expect((await stage.run().up("task", root("R"), await stage.run().refresh("task", top))).effect).toBe("same");
  });

  test("a root that somebody resumes in between is suspended again, and runs in the end", async () => {
    const { schema, root, child, states, sql } = await stage.schema();
    await stage.run().up("task", root("R"));
    const entry = await stage.run().up("task", child("A", "R"));
    const statement = holdBack(stage.emulator.engine, /MODIFY AS/);
    const change = stage.run().up("task", child("A", "R", { definition: "SELECT 3", comment: "new" }), entry);
    // Once it is suspended, somebody resumes it, while the first statement of the change takes its time.
    await statement.came;
    expect(await states()).toMatchObject({ R: "suspended" });
    await sql("ALTER TASK {S}.R RESUME");
    statement.release();
    const end = await change;
    expect(held(schema)).toBeGreaterThan(0);
    expect(await states()).toEqual({ R: "started", A: "started" });
    expect((await stage.run().refresh("task", end))?.outputs).toEqual(end.outputs);
  });

  test("one leaves alone what the other has suspended while it is at work", async () => {
    const { root, child, states } = await stage.schema();
    await stage.run().up("task", root("R"));
    const entry = await stage.run().up("task", child("A", "R"));
    const statement = holdBack(stage.emulator.engine, /SET COMMENT/);
    const change = stage.run().up("task", child("A", "R", { comment: "new" }), entry);
    await statement.came;
    expect(await states()).toMatchObject({ R: "suspended" });
    const other = stage.run();
    const elsewhere = await stage.schema();
    await other.up("task", elsewhere.root("Q"));
    expect(other.said).toEqual([]);
    statement.release();
    await change;
    expect(await states()).toEqual({ R: "started", A: "started" });
  });
});
