import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type IntentKey, Journal } from "../../provider/resource";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const key: IntentKey = { account: "O.A", project: "p", folder: "/f", kind: "Warehouse", name: "W" };
const intent = { at: 1_700_000_000_000, role: "R" };

describe("an intent", () => {
  test("is found by a later run of the same program", async () => {
    await new Journal(folder).begin(key, intent);
    expect(new Journal(folder).find(key)).toMatchObject(intent);
  });

  test.each(["account", "project", "folder", "kind", "name"] as const)("is not found by another %s", async (part) => {
    await new Journal(folder).begin(key, intent);
    expect(new Journal(folder).find({ ...key, [part]: "other" })).toBeUndefined();
  });

  test("of this run is no trace of an interrupted one", async () => {
    const journal = new Journal(folder);
    await journal.begin(key, intent);
    expect(journal.find(key)).toBeUndefined();
  });

  test("is settled by a later run, not by the one that wrote it", async () => {
    const journal = new Journal(folder);
    await journal.begin(key, intent);
    journal.settled(key);
    expect(new Journal(folder).find(key)).toMatchObject(intent);
    new Journal(folder).settled(key);
    expect(new Journal(folder).find(key)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("is taken back by the run that wrote it", async () => {
    const journal = new Journal(folder);
    await journal.begin(key, intent);
    journal.forget(key);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("is forgotten after a week", async () => {
    await new Journal(folder).begin(key, intent);
    const old = new Date(Date.now() - 8 * 24 * 3_600_000);
    for (const file of readdirSync(folder)) utimesSync(join(folder, file), old, old);
    expect(new Journal(folder).find(key)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("that was cut off while it was written is none", async () => {
    await new Journal(folder).begin(key, intent);
    for (const file of readdirSync(folder)) writeFileSync(join(folder, file), '{"at":17');
    expect(new Journal(folder).find(key)).toBeUndefined();
  });

  test("costs only the recovery where the folder cannot be written", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const journal = new Journal(join(file, "below"));
    await journal.begin(key, intent);
    expect(journal.find(key)).toBeUndefined();
    journal.settled(key);
    mkdirSync(join(folder, "other"));
  });
});
