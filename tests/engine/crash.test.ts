import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { holdBack } from "../hold-back";
import { isAlive, killAll, killEngine, until } from "./kill";
import type { UpdateResult } from "./pulumi";
import { type Declared, failures, printed, type Stage, startStage } from "./stage";

const warehouse = (args: Declared["args"] = {}): Declared => ({ kind: "Warehouse", args });
const four: Record<string, Declared> = {
  sales: { kind: "Database", args: { comment: "rows" } },
  one: warehouse({ comment: "1" }),
  two: warehouse({ comment: "2", maxConcurrencyLevel: 4 }),
  three: warehouse({ comment: "3" }),
};

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ checkpoints: true });
});
afterAll(() => stage[Symbol.asyncDispose]());

const objects = () => [...stage.names("DATABASES"), ...stage.names("WAREHOUSES")].sort();
const struck = () => stage.emulator.faults().reduce((sum, { fired }) => sum + fired, 0);

/** Frees the stack, and brings it to what the program says; the next up finds nothing to do. */
async function converges(): Promise<UpdateResult> {
  stage.emulator.setFaults([]);
  expect((await stage.project.run(["cancel", "--yes"])).exitCode).toBe(0);
  const result = await stage.project.up();
  expect(printed(result)).not.toMatch(/^\s*error:/m);
  expect(result.exitCode).toBe(0);
  return result;
}

async function isUnchanged(): Promise<void> {
  expect((await stage.project.preview()).changes).toMatchObject({ create: 0, update: 0, delete: 0, replace: 0 });
}

describe("kill -9 of the engine", () => {
  test("during creation: the provider process ends, and the next up takes up what was made", async () => {
    // Everything is created, and nothing is known of it yet.
    stage.emulator.setFaults([{ match: "^SHOW (WAREHOUSES|DATABASES)", do: "hang", every: true }]);
    stage.declare(four);
    const update = stage.project.start("up");
    await until("all is created", () => objects().length === 4);
    const { orphans } = await killEngine(update);
    await until("the provider process has ended", () => !orphans.some(isAlive));
    stage.sent();
    const result = await converges();
    expect(printed(result)).toMatch(/Warehouse ONE was made by a run that was interrupted: going on from there/);
    expect(objects()).toEqual(["ONE", "SALES", "THREE", "TWO"]);
    expect(stage.sent().filter((sql) => /^(DROP|ALTER)/.test(sql))).toEqual([]);
    await isUnchanged();
  });

  test("during creation, with an empty cache folder: each error names the line that makes it converge", async () => {
    stage.emulator.setFaults([{ match: "^SHOW WAREHOUSES", do: "hang", every: true }]);
    stage.declare({ ...four, four: warehouse({ comment: "4" }), five: warehouse() });
    const update = stage.project.start("up");
    await until("all is created", () => objects().length === 6);
    await killAll(update);
    rmSync(path.join(stage.project.home, ".cache"), { recursive: true });
    stage.emulator.setFaults([]);
    await stage.project.run(["cancel", "--yes"]);
    const refused = await stage.project.up({ args: ["--continue-on-error"] });
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(/Warehouse FOUR exists already\. It equals what the program declares\./);
    const lines = [...printed(refused).matchAll(/PULUMI_SNOWFLAKE_ADOPT='([^']*)' pulumi up/g)].map(([, text]) => text);
    expect(new Set(lines)).toEqual(new Set(["Warehouse:FOUR", "Warehouse:FIVE"]));
    const env = { PULUMI_SNOWFLAKE_ADOPT: [...new Set(lines)].join() };
    expect(await stage.project.up({ env })).toMatchObject({ exitCode: 0, changes: { create: 2, same: 4 } });
    await isUnchanged();
    // Taken up by consent, they would be released, not dropped.
    stage.sql("DROP WAREHOUSE FOUR", "DROP WAREHOUSE FIVE");
  });

  test("between the two halves of a replacement: the new object is made, and nothing else is dropped", async () => {
    const interactive = { ...four, one: warehouse({ comment: "1", warehouseType: "INTERACTIVE" }) };
    stage.declare(interactive);
    stage.emulator.setFaults([
      {
        match: "^CREATE INTERACTIVE",
        do: "error",
        code: "000603",
        sqlState: "XX000",
        message: "SQL execution internal error",
      },
    ]);
    expect((await stage.project.up()).exitCode).not.toBe(0);
    stage.emulator.setFaults([{ match: "^CREATE INTERACTIVE", do: "hang", every: true }]);
    const update = stage.project.start("up");
    await until("its creation is asked for again", () => struck() > 0);
    await killAll(update);
    stage.sent();
    await converges();
    expect(objects()).toEqual(["ONE", "SALES", "THREE", "TWO"]);
    expect(stage.sql("SHOW WAREHOUSES LIKE 'ONE'")).toMatchObject([{ type: "INTERACTIVE", comment: "1" }]);
    expect(stage.sent().filter((sql) => /^DROP WAREHOUSE (ONE|TWO|THREE)/.test(sql))).toEqual([]);
    await isUnchanged();
  });

  test("between the two halves of a changed logical name: the object stays", async () => {
    const kept = warehouse({ name: "KEPT", comment: "mine", createMode: "ifNotExists" });
    stage.declare({ before: kept });
    expect(failures(await stage.project.up())).toEqual([]);
    stage.declare({ after: kept });
    // The first listing takes it up for the new resource; the next would prove what the old one stands for.
    stage.emulator.setFaults([{ match: "^SHOW WAREHOUSES", nth: 2, times: 1000, do: "hang" }]);
    const update = stage.project.start("up");
    await until("the old resource is about to be deleted", () => struck() > 0);
    await killAll(update);
    const result = await converges();
    expect(printed(result)).toMatch(/Warehouse KEPT belongs to another resource of this program now: left alone/);
    expect(objects()).toEqual(["KEPT"]);
    expect(stage.project.state()).toHaveLength(1);
  });
});

describe("other accidents", () => {
  test("Ctrl-C waits for what is under way and keeps it; the next up goes on", async () => {
    const creation = holdBack(stage.emulator.engine, /^CREATE WAREHOUSE/);
    stage.declare(four);
    const update = stage.project.start("up");
    await creation.came;
    update.kill("SIGINT");
    await update.waitFor(/\^C received/);
    creation.release();
    expect((await update.result).exitCode).not.toBe(0);
    const held = stage.project.state().map(({ id }) => id ?? "");
    expect(
      objects()
        .filter((name) => name !== "KEPT")
        .sort(),
    ).toEqual(held.filter((id) => id !== "KEPT").sort());
    const result = await converges();
    expect(printed(result)).not.toMatch(/was made by a run that was interrupted/);
    expect(objects()).toEqual(expect.arrayContaining(["ONE", "SALES", "THREE", "TWO"]));
    await isUnchanged();
  });

  test("a slow log-in, lost answers, expired and closed sessions and 503s do not fail twenty creations", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `w${index}`);
    stage.declare({ ...four, ...Object.fromEntries(names.map((name) => [name, warehouse()])) });
    stage.emulator.setFaults([
      { endpoint: "login", do: "delay", ms: 3000, every: true },
      { match: "^CREATE WAREHOUSE W2\\b", do: "drop-before" },
      { match: "^CREATE WAREHOUSE W5\\b", do: "drop-after" },
      { match: "^CREATE WAREHOUSE W8\\b", do: "status", status: 503, times: 2 },
      { match: "^CREATE WAREHOUSE W11\\b", do: "expire-session" },
      { match: "^CREATE WAREHOUSE W14\\b", do: "kill-session" },
      { match: "^SHOW WAREHOUSES", nth: 2, do: "drop-after" },
    ]);
    stage.sent();
    const result = await stage.project.up({ args: ["--parallel", "20"] });
    expect(printed(result)).not.toMatch(/^\s*error:/m);
    expect(result).toMatchObject({ exitCode: 0, changes: { create: 20 } });
    expect(stage.emulator.faults().filter(({ fired }) => fired === 0)).toEqual([]);
    expect(objects()).toHaveLength(24 + objects().filter((name) => name === "KEPT").length);
    await isUnchanged();
    expect(failures(await stage.project.destroy())).toEqual([]);
    expect(objects().filter((name) => name !== "KEPT")).toEqual([]);
    const intents = readdirSync(path.join(stage.project.home, ".cache", "pulumi-dynamic-snowflake", "journal"));
    expect(intents).toEqual([]);
  });
});
