import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { destroy } from "../../tools/quickstart/destroy";
import { type LocalSnowflake, startLocalSnowflake } from "../../tools/quickstart/local-snowflake";
import { Stack } from "../../tools/quickstart/stack";
import { tour } from "../../tools/quickstart/tour";
import { root } from "../../tools/setup/places.mjs";

let copy: string;
let snowflake: LocalSnowflake;
let transcript: string[];

beforeEach(async () => {
  copy = mkdtempSync(path.join(tmpdir(), "quickstart-"));
  for (const part of ["Pulumi.yaml", "examples/quickstart"]) {
    cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  }
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  mkdirSync(path.join(copy, ".pulumi-state"));
  snowflake = await startLocalSnowflake(path.join(root, "dist", "emulator", "cli.js"), path.join(copy, "state.json"));
  transcript = [];
  vi.spyOn(console, "log").mockImplementation((line = "") => void transcript.push(String(line)));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await snowflake.stop();
  rmSync(copy, { recursive: true });
});

test("The quickstart shows what it promises, can be taken again, and leaves nothing behind", async () => {
  const stack = new Stack(copy, path.join(copy, ".pulumi-state"), snowflake.env);
  await tour(stack, snowflake);
  expect(transcript.join("\n")).toContain("CREATE WAREHOUSE LOADING WAREHOUSE_SIZE = 'SMALL'");
  expect(transcript).toContain("second up: no changes");

  const blind = { ...snowflake, names: async () => ["LOADING"] };
  await expect(tour(stack, blind)).rejects.toThrow(`found ["ANALYTICS","SANDBOX","REPORTING"]`);

  await destroy(stack, snowflake);
  expect(await snowflake.names()).not.toContain("LOADING");
}, 600_000);
