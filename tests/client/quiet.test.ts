import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PASSWORD, type Server, startServer } from "./scripted-server";

const TSX = pathToFileURL(createRequire(__filename).resolve("tsx")).href;
const PROGRAM = join(__dirname, "fixtures", "quiet-program.ts");

let server: Server;
let folder: string;
beforeEach(async () => {
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), "quiet-"));
  for (const name of ["home", "work", "temporary"]) mkdirSync(join(folder, name));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Runs the program to its end, with a home and a working folder of its own. */
function run(): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const env = {
    PATH: process.env["PATH"],
    HOME: join(folder, "home"),
    TMPDIR: join(folder, "temporary"),
    SNOWFLAKE_ACCOUNT: "ACME-DEV",
    SNOWFLAKE_USER: "DEPLOYER",
    SNOWFLAKE_PASSWORD: PASSWORD,
    SNOWFLAKE_HOST: "127.0.0.1",
    SNOWFLAKE_PORT: String(server.port),
    SNOWFLAKE_PROTOCOL: "http",
  };
  const child = spawn(process.execPath, ["--import", TSX, PROGRAM], { cwd: join(folder, "work"), env });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (data) => {
    output.stdout += data;
  });
  child.stderr.on("data", (data) => {
    output.stderr += data;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...output })));
}

test("the driver prints nothing, leaves no file behind, calls nobody, and lets the process end", async () => {
  expect(await run()).toEqual({ code: 0, stdout: "done\n", stderr: "" });
  expect(server.executed).toContain("CREATE WAREHOUSE W");
  expect(server.counts().requests).toEqual({ login: 1, query: 2 });
  expect(readdirSync(join(folder, "home"))).toEqual([]);
  expect(readdirSync(join(folder, "work"))).toEqual([]);
}, 60_000);

test("a logging configuration in the user's home does not make the driver talk", async () => {
  const written = { common: { log_level: "DEBUG", log_path: join(folder, "home") } };
  writeFileSync(join(folder, "home", "sf_client_config.json"), JSON.stringify(written), { mode: 0o600 });
  expect(await run()).toEqual({ code: 0, stdout: "done\n", stderr: "" });
  expect(readdirSync(join(folder, "home"))).toEqual(["sf_client_config.json"]);
}, 60_000);
