import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Props } from "../../../provider/dynamic/handlers";
import { type Entry, failure, kept } from "./stage";
import { startTaskStage, type TaskStage } from "./task-stage";

let stage: TaskStage;
beforeAll(async () => {
  stage = await startTaskStage();
});
afterEach(() => stage.emulator.setFaults([]));
afterAll(() => stage.close());

const refusal = {
  do: "error",
  code: "003001",
  sqlState: "42501",
  message: "Insufficient privileges to operate",
} as const;

/** What the engine does after an error: the next run goes on with what it has kept. */
async function upAgain(args: Props, error: unknown, before?: Entry): Promise<Entry> {
  const isKept = error instanceof Error && error.name === "UnfinishedError";
  return stage.run().up("task", args, isKept ? kept(error, args) : before);
}

describe("a change of a task in a running graph", () => {
  test("a CREATE that fails leaves the root started; the next up after mending goes on", async () => {
    const { root, child, states, links, sent } = await stage.schema();
    const top = await stage.run().up("task", root("R"));
    sent();
    const bad = { warehouse: "NOWHERE" };
    const error = await failure(stage.run().up("task", child("A", "R", bad)));
    expect(error.message).toMatch(/Nonexistent warehouse NOWHERE/);
    expect(sent()).toEqual([
      "ALTER TASK {S}.R SUSPEND",
      expect.stringMatching(/^CREATE TASK \{S\}\.A WAREHOUSE = NOWHERE/),
      "ALTER TASK {S}.R RESUME",
    ]);
    expect(await states()).toEqual({ R: "started" });
    await upAgain(child("A", "R", { warehouse: "WH" }), error);
    expect(await states()).toEqual({ R: "started", A: "started" });
    expect(await links()).toMatchObject({ A: ["R"] });
    expect((await stage.run().up("task", root("R"), await stage.run().refresh("task", top))).effect).toBe("same");
  });

  test("one of eight that are created at once fails: the others are made, and the root runs", async () => {
    const { root, child, states } = await stage.schema();
    await stage.run().up("task", root("R"));
    const run = stage.run();
    const names = ["A", "B", "C", "D", "E", "F", "G", "H"];
    const ended = await Promise.allSettled(
      names.map((name) => run.up("task", child(name, "R", name === "C" ? { warehouse: "NOWHERE" } : {}))),
    );
    expect(ended.map(({ status }) => status === "fulfilled")).toEqual(names.map((name) => name !== "C"));
    const now = await states();
    expect(Object.keys(now)).toEqual(["A", "B", "D", "E", "F", "G", "H", "R"]);
    expect(new Set(Object.values(now))).toEqual(new Set(["started"]));
  });

  test("a change that fails midway is kept as far as it went, the graph runs, and the next up goes on", async () => {
    const { root, child, states, sent } = await stage.schema();
    await stage.run().up("task", root("R"));
    const entry = await stage.run().up("task", child("A", "R"));
    const args = child("A", "R", { definition: "SELECT 3", comment: "new", userTaskTimeoutMs: 60_000 });
    stage.emulator.setFaults([{ match: "MODIFY AS", ...refusal }]);
    sent();
    const error = await failure(stage.run().up("task", args, entry));
    expect(await states()).toEqual({ R: "started", A: "started" });
    const half = kept(error, args);
    expect(half.outputs).toMatchObject({ definition: "SELECT 2", started: true });
    const whole = await upAgain(args, error, entry);
    expect((await stage.run().refresh("task", whole))?.outputs).toEqual(whole.outputs);
    expect(await states()).toEqual({ R: "started", A: "started" });
  });

  test.each([
    [true, false],
    [false, true],
  ])("a root whose change fails stays as the state has it (started: %s → %s)", async (before, after) => {
    const { root, states } = await stage.schema();
    const entry = await stage.run().up("task", root("R", { started: before }));
    stage.emulator.setFaults([{ match: "SET COMMENT", ...refusal }]);
    const args = root("R", { started: after, comment: "new" });
    const error = await failure(stage.run().up("task", args, entry));
    expect(await states()).toEqual({ R: before ? "started" : "suspended" });
    expect(kept(error, args).outputs).toMatchObject({ started: before });
    await upAgain(args, error, entry);
    expect(await states()).toEqual({ R: after ? "started" : "suspended" });
  });

  test("a SUSPEND that is refused: nothing is changed, and the error says what is missing", async () => {
    const { root, child, states, sent } = await stage.schema();
    await stage.run().up("task", root("R"));
    const entry = await stage.run().up("task", child("A", "R"));
    stage.emulator.setFaults([{ match: "\\.R SUSPEND", every: true, ...refusal }]);
    sent();
    const error = await failure(stage.run().up("task", child("A", "R", { comment: "new" }), entry));
    expect(error.message).toMatch(
      /^Task TASKS\.\w+\.R runs, and has to be suspended while something in its graph is changed, which failed: .*Insufficient privileges.* Nothing was changed\. Suspending takes OWNERSHIP or OPERATE on it\.$/,
    );
    expect(sent()).toEqual(["ALTER TASK {S}.R SUSPEND"]);
    expect((await failure(stage.run().destroy("task", entry))).message).toMatch(/OPERATE/);
    expect((await failure(stage.run().up("task", child("B", "R")))).message).toMatch(/OPERATE/);
    expect(await states()).toEqual({ R: "started", A: "started" });
    stage.emulator.setFaults([]);
    await stage.run().up("task", child("A", "R", { comment: "new" }), entry);
    expect(await states()).toEqual({ R: "started", A: "started" });
  });

  test.each<[string, readonly string[], RegExp, readonly string[]]>([
    [
      "a cycle",
      ["ALTER TASK {S}.A ADD AFTER {S}.B"],
      /at least one cycle containing task/,
      ["ALTER TASK {S}.A REMOVE AFTER {S}.B"],
    ],
    [
      "a second root",
      ["CREATE TASK {S}.ALSO AS SELECT 1", "ALTER TASK {S}.B ADD AFTER {S}.ALSO"],
      /more than one root task/,
      ["ALTER TASK {S}.B REMOVE AFTER {S}.ALSO"],
    ],
  ])(
    "a root that cannot be resumed because of %s: the change is kept, and the next up resumes it",
    async (_, spoil, why, mend) => {
      const { root, child, states, sql } = await stage.schema();
      const top = await stage.run().up("task", root("R"));
      await stage.run().up("task", child("A", "R"));
      await stage.run().up("task", child("B", "A"));
      const entry = await stage.run().up("task", child("C", "R"));
      await sql("ALTER TASK {S}.R SUSPEND", ...spoil);
      const args = child("C", "R", { comment: "new" });
      const run = stage.run();
      await run.up("task", root("R"), top);
      const error = await failure(run.up("task", args, entry));
      expect(error.message).toMatch(why);
      expect(error.message).toMatch(
        /^Task TASKS\.\w+\.C was changed\. Its root TASKS\.\w+\.R was suspended for that, and could not be resumed: .* Mend that; the next pulumi up tries again\.$/,
      );
      const half = kept(error, args);
      expect(half.outputs).toMatchObject({ comment: "new", started: true });
      await sql(...mend);
      const next = stage.run();
      await next.up("task", root("R"), top);
      // The engine asks for an update of what was left unfinished, whatever diff says.
      const { inputs } = next.handlers.task.check(entry.inputs, args);
      const whole = { ...half, inputs, outputs: await next.handlers.task.update(half.id, half.outputs, inputs) };
      expect(await states()).toMatchObject({ R: "started", A: "started", B: "started", C: "started" });
      expect((await stage.run().refresh("task", whole))?.outputs).toEqual(whole.outputs);
      expect((await stage.run().up("task", root("R"), top)).effect).toBe("same");
    },
  );

  test("the connection breaks at each statement of a change: the graph runs, or the next up brings it back", async () => {
    const statements = ["\\.R SUSPEND", "MODIFY AS", "SET COMMENT", "\\.R RESUME"];
    for (const match of statements)
      for (const strike of ["drop-before", "drop-after", "kill-session"] as const) {
        const { root, child, states } = await stage.schema();
        await stage.run().up("task", root("R"));
        const entry = await stage.run().up("task", child("A", "R"));
        const args = child("A", "R", { definition: "SELECT 3", comment: "new" });
        stage.emulator.setFaults([{ match, do: strike }]);
        const end = await stage
          .run()
          .up("task", args, entry)
          .catch((error: unknown) => upAgain(args, error, entry));
        expect(await states(), `${strike} at ${match}`).toEqual({ R: "started", A: "started" });
        expect((await stage.run().refresh("task", end))?.outputs).toEqual(end.outputs);
        stage.emulator.setFaults([]);
      }
  });
});

describe("a task that exists already", () => {
  test("is suspended while it is taken up and altered, and then is as declared", async () => {
    const { root, states, sql } = await stage.schema();
    await sql("CREATE TASK {S}.R SCHEDULE = '5 MINUTES' AS SELECT 1", "ALTER TASK {S}.R RESUME");
    await stage.run().up("task", root("R", { createMode: "createOrAlter" }));
    expect(await states()).toEqual({ R: "started" });
    await sql("CREATE TASK {S}.Q SCHEDULE = '5 MINUTES' AS SELECT 1", "ALTER TASK {S}.Q RESUME");
    await stage.run().up("task", root("Q", { createMode: "createOrAlter", started: false }));
    expect(await states()).toEqual({ R: "started", Q: "suspended" });
  });

  test("in another running graph is taken up with both graphs suspended", async () => {
    const { root, child, states, links, sql } = await stage.schema();
    await sql(
      "CREATE TASK {S}.Q SCHEDULE = '5 MINUTES' AS SELECT 1",
      "CREATE TASK {S}.C AFTER {S}.Q AS SELECT 1",
      "ALTER TASK {S}.Q RESUME",
    );
    await stage.run().up("task", root("R"));
    await stage.run().up("task", child("C", "R", { createMode: "createOrAlter" }));
    expect(await states()).toEqual({ R: "started", Q: "started", C: "started" });
    expect(await links()).toMatchObject({ C: ["R"] });
  });
});
