import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { StageReference } from "../../sdk/root";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
let files: StageReference;
let folder: string;
let temporary: string;
const shared = process.env["TMPDIR"];
beforeAll(async () => {
  stage = await startRoot();
  await stage.sql("CREATE DATABASE DB", "CREATE SCHEMA DB.S");
}, 60_000);
afterAll(() => stage.close());
beforeEach(async () => {
  files = await stage.root.database("DB").schema("S").stages.create({ name: "FILES" }, { mode: "orReplace" });
  folder = mkdtempSync(join(tmpdir(), "stage-test-"));
  // Other tests use the common one at the same time.
  temporary = mkdtempSync(join(tmpdir(), "stage-tmp-"));
  process.env["TMPDIR"] = temporary;
});
afterEach(() => {
  stage.emulator.setFaults([]);
  if (shared === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = shared;
  for (const one of [folder, temporary]) rmSync(one, { recursive: true, force: true });
});

async function some(): Promise<void> {
  for (const name of ["a", "b", "c"]) writeFileSync(join(folder, name), name);
  await files.put(join(folder, "?"), "", { autoCompress: false });
}

const refused = { endpoint: "file", do: "status", status: 403, every: true } as const;

describe("a store that fails", () => {
  test("makes an upload an error that says which file, and which had arrived", async () => {
    for (const name of ["a", "b", "c"]) writeFileSync(join(folder, name), name);
    stage.emulator.setFaults([{ ...refused, status: 400 }]);
    await expect(files.put({ text: "x" }, "", { name: "x.txt" })).rejects.toMatchObject({
      kind: "Sql",
      message: expect.stringMatching(
        /^x\.txt was not uploaded: Snowflake took the statement, but the file did not arrive/,
      ),
      statement: expect.stringMatching(/^PUT 'file:\/\/x\.txt' '@DB\.S\.FILES'/),
    });
    await expect(files.put(join(folder, "*"), "", { parallel: 1 })).rejects.toThrow(
      /a was not uploaded.*0 of 3 files/s,
    );
    stage.emulator.setFaults([]);
    expect(await files.listFiles().toArray()).toEqual([]);
  });

  test.each([refused, { ...refused, status: 404 }, { ...refused, status: 400 }])(
    "makes a download an error: %o",
    async (fault) => {
      await some();
      const to = join(folder, "to");
      stage.emulator.setFaults([fault]);
      await expect(files.get("", to)).rejects.toMatchObject({
        kind: "Sql",
        message: expect.stringMatching(/did not arrive, a first/),
      });
      await expect(files.read("a")).rejects.toMatchObject({
        kind: "Sql",
        message: expect.stringContaining("did not arrive"),
      });
      expect(readdirSync(to)).toEqual([]);
    },
  );

  test("that comes back is no failure", async () => {
    stage.emulator.setFaults([{ endpoint: "file", do: "status", status: 503 }]);
    await some();
    stage.emulator.setFaults([{ endpoint: "file", do: "status", status: 503 }]);
    expect(String(await files.read("a"))).toBe("a");
  });
});

describe("a caller who gives up", () => {
  test("is told so at once, while the transfer goes on to its end", async () => {
    await some();
    mkdirSync(join(folder, "to"));
    for (const act of [
      (signal: AbortSignal) => files.get("", join(folder, "to"), { signal }),
      (signal: AbortSignal) => files.read("a", { signal }),
      (signal: AbortSignal) => files.put({ text: "x" }, "late", { name: "x", autoCompress: false, signal }),
    ]) {
      const controller = new AbortController();
      const begun = stage.emulator.statements().length;
      stage.emulator.setFaults([{ endpoint: "file", do: "delay", ms: 300, every: true }]);
      const transfer = act(controller.signal);
      const told = expect(transfer).rejects.toMatchObject({
        kind: "Timeout",
        message: expect.stringContaining("in the background"),
      });
      await expect
        .poll(() =>
          stage.emulator
            .statements()
            .slice(begun)
            .some(({ sql }) => /^(PUT|GET)/.test(sql)),
        )
        .toBe(true);
      controller.abort();
      await told;
    }
    // What had begun ends by itself, and cleans up behind itself.
    const left = () => readdirSync(temporary).filter((name) => /^pulumi-dynamic-snowflake-(put|get)-/.test(name));
    await expect
      .poll(async () => (await files.listFiles({ path: "late/" }).toArray()).length, { timeout: 20_000 })
      .toBe(1);
    await expect.poll(() => [...readdirSync(join(folder, "to")), ...left()], { timeout: 20_000 }).toEqual([]);
  }, 60_000);
});
