import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { holdBack } from "../../hold-back";
import { inEights, startTaskStage, type TaskStage, upAll } from "./task-stage";

let stage: TaskStage;
beforeAll(async () => {
  stage = await startTaskStage();
});
afterAll(() => stage.close());

const suspensions = (sent: readonly string[]) => sent.filter((sql) => sql.endsWith("SUSPEND"));

describe("many tasks of a graph", () => {
  test("a root and 40 children, all started, come up at once, are changed and removed", async () => {
    const { root, child, sent, states } = await stage.schema();
    const run = stage.run();
    const top = await run.up("task", root("R"));
    const names = Array.from({ length: 40 }, (_, index) => `C${index}`);
    const children = await upAll(
      run,
      names.map((name) => child(name, "R")),
    );
    expect(suspensions(sent())).toHaveLength(5);
    expect(Object.values(await states())).toEqual(Array.from({ length: 41 }, () => "started"));

    const next = stage.run();
    expect((await next.up("task", root("R"), top)).effect).toBe("same");
    const changed = await upAll(
      next,
      names.slice(0, 20).map((name) => child(name, "R", { definition: "SELECT 3" })),
      children,
    );
    expect(suspensions(sent()).length).toBeLessThanOrEqual(3);
    expect(Object.values(await states()).every((state) => state === "started")).toBe(true);
    for (const entry of changed) expect((await next.up("task", entry.inputs, entry)).effect).toBe("same");

    const last = stage.run();
    await inEights([...changed, ...children.slice(20)], (entry) => last.destroy("task", entry));
    expect(await states()).toEqual({ R: "started" });
    await last.destroy("task", top);
    expect(await states()).toEqual({});
  });

  test("some are removed while others change and come", async () => {
    const { root, child, sent, states } = await stage.schema();
    const run = stage.run();
    await run.up("task", root("R"));
    const names = ["A", "B", "C", "D", "E", "F"];
    const entries = await upAll(
      run,
      names.map((name) => child(name, "R")),
    );
    sent();
    const next = stage.run();
    await Promise.all([
      ...entries.slice(0, 2).map((entry) => next.destroy("task", entry)),
      ...entries.slice(2, 4).map((entry) => next.up("task", { ...entry.inputs, comment: "new" }, entry)),
      next.up("task", child("G", "E")),
      next.up("task", child("H", ["F", "R"], { started: false })),
    ]);
    expect(await states()).toEqual({
      R: "started",
      C: "started",
      D: "started",
      E: "started",
      F: "started",
      G: "started",
      H: "suspended",
    });
    expect(suspensions(sent())).toEqual(["ALTER TASK {S}.R SUSPEND"]);
  });

  test("two graphs do not wait for each other; a task that moves waits for both", async () => {
    const { root, child, states, links, sent } = await stage.schema();
    const run = stage.run();
    await upAll(run, [root("R"), root("Q")]);
    const [moving, one, other] = await upAll(run, [child("M", "R"), child("A", "R"), child("B", "Q")]);
    sent();
    const held = holdBack(stage.emulator.engine, /ALTER TASK .*\.A SET COMMENT/);
    const next = stage.run();
    const ended: string[] = [];
    const up = async (name: string, args: object, entry = one) => {
      await next.up("task", { ...entry?.inputs, ...args }, entry);
      ended.push(name);
    };
    const changed = up("A", { comment: "new" });
    await held.came;
    await up("B", { comment: "new" }, other);
    expect(ended).toEqual(["B"]);
    held.release();
    await changed;
    await Promise.all([up("M", { after: "Q" }, moving), up("B", { comment: "newer" }, other)]);
    expect(await links()).toMatchObject({ M: ["Q"] });
    expect(Object.values(await states())).toEqual(["started", "started", "started", "started", "started"]);
  });
});

describe("a task that shall not run", () => {
  test("and that somebody has started by hand is shown by refresh and suspended by up", async () => {
    const { root, child, sql, states, sent } = await stage.schema();
    const run = stage.run();
    const top = await run.up("task", root("R"));
    const low = await run.up("task", child("A", "R", { started: false }));
    const alone = await run.up("task", root("Q", { started: false }));
    await sql(
      "ALTER TASK {S}.R SUSPEND",
      "ALTER TASK {S}.A RESUME",
      "ALTER TASK {S}.R RESUME",
      "ALTER TASK {S}.Q RESUME",
    );
    const next = stage.run();
    const [lowNow, aloneNow] = [await next.refresh("task", low), await next.refresh("task", alone)];
    expect([lowNow?.inputs["started"], aloneNow?.inputs["started"]]).toEqual([true, true]);
    sent();
    await next.up("task", root("R"), top);
    await next.up("task", child("A", "R", { started: false }), lowNow);
    await next.up("task", root("Q", { started: false }), aloneNow);
    expect(sent()).toEqual([
      "ALTER TASK {S}.R SUSPEND",
      "ALTER TASK {S}.A SUSPEND",
      "ALTER TASK {S}.R RESUME",
      "ALTER TASK {S}.Q SUSPEND",
    ]);
    expect(await states()).toEqual({ R: "started", A: "suspended", Q: "suspended" });
  });

  test("of which the program says nothing more is suspended, and then left to others", async () => {
    const { root, sql, states } = await stage.schema();
    const entry = await stage.run().up("task", root("R"));
    const { started: _, ...rest } = root("R");
    const later = await stage.run().up("task", rest, entry);
    expect(await states()).toEqual({ R: "suspended" });
    await sql("ALTER TASK {S}.R RESUME");
    expect((await stage.run().up("task", rest, await stage.run().refresh("task", later))).effect).toBe("same");
    await stage.run().up("task", { ...rest, comment: "new" }, later);
    expect(await states()).toEqual({ R: "started" });
  });
});
