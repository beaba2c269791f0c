import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { destroy } from "../../tools/quickstart/destroy";
import { type LocalSnowflake, startLocalSnowflake } from "../../tools/quickstart/local-snowflake";
import { Program } from "../../tools/quickstart/program";
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

test("The quickstart shows what it promises, goes on after an interruption, and leaves nothing behind", async () => {
  const folder = path.join(copy, ".pulumi-state");
  const program = () => new Program(copy, folder);
  const stack = new Stack(copy, folder, snowflake.env);
  const text = program().text;
  const interrupted = {
    ...snowflake,
    query: async (sql: string) => (sql.includes("TOTAL") ? stop() : snowflake.query(sql)),
  };
  await expect(tour(stack, interrupted, program())).rejects.toThrow("interrupted");
  expect(transcript.join("\n")).toContain("CREATE WAREHOUSE LOADING WAREHOUSE_SIZE = 'SMALL'");
  expect(transcript).toContain("second up: no changes");

  transcript.length = 0;
  await tour(stack, snowflake, program());
  const shown = transcript.join("\n");
  expect(shown).toContain("sent  ALTER TABLE ANALYTICS.MARTS.ORDERS RENAME COLUMN TOTAL TO AMOUNT;");
  expect(shown).toContain("sent  ALTER TABLE ANALYTICS.MARTS.ORDERS RENAME COLUMN AMOUNT TO TOTAL;");
  expect(shown).toContain("error: Refused to drop Table ANALYTICS.RAW.EVENTS, which holds:\n      - 1 row");
  expect(shown).toContain("sent  ALTER SCHEMA ANALYTICS.MARTS RENAME TO ANALYTICS.SALES;");
  expect(shown).toContain("Another up: no changes.");
  expect(program()).toMatchObject({ isEdited: false, text });
  const rows = await snowflake.query("SELECT COUNT(AMOUNT) AS N FROM ANALYTICS.MARTS.ORDERS");
  expect(rows).toEqual([{ N: 3 }]);

  writeFileSync(
    path.join(copy, "examples/quickstart/index.ts"),
    text
      .replace('{ name: "STATUS"', '{ name: "AMOUNT_NET", type: "number(12, 2)" },\n$&')
      .replace('new snowflake.Table("events"', "export const events = $&"),
  );
  await tour(stack, snowflake, program());
  expect(transcript.at(-3)).toMatch(/^Left out/);

  const blind = { ...snowflake, names: async () => ["LOADING"] };
  await expect(tour(stack, blind, program())).rejects.toThrow(`found ["ANALYTICS","SANDBOX","REPORTING"]`);

  await destroy(stack, snowflake);
  expect(await snowflake.names()).not.toContain("LOADING");
}, 600_000);

function stop(): never {
  throw new Error("interrupted");
}
