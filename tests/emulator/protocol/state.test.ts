import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { StateFile } from "../../../emulator/state";

describe("A state file", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "snowflake-emulator-"));
    path = join(folder, "state.json");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("gives the catalog back", () => {
    const state = new StateFile(path, () => ({ databases: ["A"] }));
    state.changed();
    state.flush();
    expect(new StateFile(path, () => ({})).load()).toEqual({ databases: ["A"] });
    expect(readdirSync(folder)).toEqual(["state.json"]);
  });

  test("that is not there is an empty catalog", () => {
    expect(new StateFile(path, () => ({})).load()).toBeUndefined();
  });

  test("is not written when nothing has changed", () => {
    new StateFile(path, () => ({})).flush();
    expect(existsSync(path)).toBe(false);
  });

  test("saves changes by itself, those that come together once", async () => {
    let saves = 0;
    const state = new StateFile(path, () => ({ saves: ++saves }));
    for (let change = 0; change < 100; change++) state.changed();
    await expect.poll(() => existsSync(path)).toBe(true);
    expect(saves).toBe(1);
    state.changed();
    await expect.poll(() => readFileSync(path, "utf8")).toContain('"saves":2');
  });

  test("keeps what it had when saving fails, and says so at the end", () => {
    const state = new StateFile(path, () => ({ good: true }));
    state.changed();
    state.flush();
    const broken = new StateFile(path, () => {
      throw new Error("no catalog");
    });
    broken.changed();
    expect(() => broken.flush()).toThrow("no catalog");
    expect(new StateFile(path, () => ({})).load()).toEqual({ good: true });
  });

  test.each(["", "[]", "{", '{"format":"snowflake-emulator/9","catalog":{}}'])("is not taken from %j", (text) => {
    writeFileSync(path, text);
    expect(() => new StateFile(path, () => ({})).load()).toThrow("not a state file");
  });
});
