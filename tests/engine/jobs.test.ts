import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failures, printed, type Stage, startStage } from "./stage";

const database = "CREATE DATABASE D";
const pool = "CREATE COMPUTE POOL P MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_XS";

describe("a program with a job", () => {
  let stage: Stage;
  const declare = (more: object = {}) =>
    stage.declare({
      load: {
        kind: "JobService",
        args: {
          schema: "D.PUBLIC",
          computePool: "P",
          spec: { containers: [{ name: "main", image: "/d/public/images/load" }] },
          triggers: { day: "1" },
          ...more,
        },
      },
    });
  const push = (behaviour: { outcome: "exits" } | { outcome: "fails"; message: string; logs: string }) =>
    stage.emulator.pushImage({ repository: "D.PUBLIC.IMAGES", image: "load", behaviour });
  /** What changes anything, by its first two words. */
  const written = () =>
    stage
      .sent()
      .filter((sql) => !/^(SHOW|DESCRIBE|CALL SYSTEM\$GET)/.test(sql))
      .map((sql) => sql.split(" ").slice(0, 2).join(" "));

  beforeAll(async () => {
    stage = await startStage();
    stage.sql(database, pool, "CREATE IMAGE REPOSITORY D.PUBLIC.IMAGES");
    push({ outcome: "fails", message: "cannot open the table", logs: "reading\nno such table\n" });
    declare();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test("fails with what the container says, and keeps the run", async () => {
    const result = await stage.project.up();
    expect(result.exitCode).not.toBe(0);
    expect(printed(result)).toContain("container main of instance 0: FAILED: cannot open the table");
    expect(printed(result)).toContain("no such table");
    expect(stage.project.state()).toMatchObject([{ outputs: { status: "FAILED", identity: { unfinished: true } } }]);
    expect(written()).toEqual(["EXECUTE JOB"]);
  });

  test("says at preview that it runs again, and sends nothing", async () => {
    const { changes, stdout, stderr } = await stage.project.preview();
    expect(changes).toMatchObject({ update: 1 });
    expect(printed({ stdout, stderr })).toContain("ended as FAILED: it runs again.");
    expect(stage.sent()).toEqual([]);
  });

  test("runs it again also after a refresh, and is done", async () => {
    push({ outcome: "exits" });
    expect(failures(await stage.project.refresh())).toEqual([]);
    stage.sent();
    expect(failures(await stage.project.up())).toEqual([]);
    expect(written()).toEqual(["DROP SERVICE", "EXECUTE JOB"]);
    expect(stage.project.state()).toMatchObject([{ outputs: { status: "DONE" } }]);
  });

  test("is unchanged in the next up, which sends nothing", async () => {
    expect((await stage.project.up()).changes).toMatchObject({ same: 1 });
    expect(stage.sent()).toEqual([]);
  });

  test("runs again for another trigger, shown as a replacement with its reason", async () => {
    declare({ triggers: { day: "2" } });
    const preview = await stage.project.preview();
    expect(preview.steps).toContainEqual(expect.objectContaining({ name: "load", op: "replace", diff: ["triggers"] }));
    expect(printed(preview)).toContain("JobService D.PUBLIC.LOAD runs again (because of triggers: day).");
    expect(stage.sent()).toEqual([]);
    expect(failures(await stage.project.up())).toEqual([]);
    expect(written()).toEqual(["DROP SERVICE", "EXECUTE JOB"]);
  });

  test("keeps a run that Snowflake has forgotten", async () => {
    stage.emulator.advance(31 * 24 * 3_600_000);
    expect(failures(await stage.project.refresh())).toEqual([]);
    expect((await stage.project.up()).changes).toMatchObject({ same: 1 });
    expect(failures(await stage.project.destroy())).toEqual([]);
  });
});
