import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { codeOf, connect, execute } from "./driver";

const cli = join(__dirname, "../../../emulator/cli.ts");
const children: ChildProcess[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "snowflake-emulator-"));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

describe("The command snowflake-emulator", () => {
  test("prints one line when it is ready, serves loopback, and ends on SIGTERM", async () => {
    const emulator = await start();
    expect(emulator.output()).toMatch(/^snowflake-emulator listening on http:\/\/127\.0\.0\.1:\d+\n$/);
    const { rows } = await execute(await connect(emulator.url), "SELECT CURRENT_ROLE() AS R");
    expect(rows).toEqual([{ R: "ACCOUNTADMIN" }]);
    expect(await emulator.end("SIGTERM")).toBe(0);
    expect(emulator.output().split("\n")).toHaveLength(2);
  });

  test("ends on SIGINT while a statement is running", async () => {
    const emulator = await start("--faults", '[{ "do": "hang" }]');
    const connection = await connect(emulator.url);
    const running = execute(connection, "SELECT 1").catch(() => {});
    await expect.poll(async () => (await admin(emulator.url, "faults")).faults[0]?.fired).toBe(1);
    expect(await emulator.end("SIGINT")).toBe(0);
    void running;
  });

  test.each([
    [["--port", "http"], "--port http: must be a whole number from 0 to 65535"],
    [["--port", "70000"], "--port 70000"],
    [["--latency", "-1"], "latency"],
    [["--speed", "9"], "--speed"],
    [["serve"], "serve"],
    [["--account", "a b"], "--account a b: must be ORG-ACCOUNT or NAME"],
    [["--users", "missing.json"], "--users missing.json"],
    [["--faults", '[{ "do": "explode" }]'], "[0].do"],
    [["--faults", "["], "--faults"],
    [["--state", ""], "--state: names no file"],
    [["--container-times", '{ "nodeMs": 5 }'], "nodeMs is none of nodeStartMs"],
    [["--container-times", '{ "stopMs": -5 }'], "stopMs: must be milliseconds from 0"],
    [["--container-times", "5"], "must be an object"],
  ])("refuses %j with status 2", async (args, reason) => {
    const { status, stdout, stderr } = await run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(reason);
    expect(stderr).toContain("--help");
  });

  test("ends with status 1 when the port is taken", async () => {
    const { url } = await start();
    const { status, stderr } = await run("--port", new URL(url).port);
    expect(status).toBe(1);
    expect(stderr).toContain("Another program has this port");
  });

  test("refuses a state file that is something else, and leaves it alone", async () => {
    const file = join(folder, "state.json");
    writeFileSync(file, '{"name":"package"}');
    const { status, stderr } = await run("--state", file);
    expect(status).toBe(1);
    expect(stderr).toContain("not a state file");
    expect(readFileSync(file, "utf8")).toBe('{"name":"package"}');
  });

  test("explains itself", async () => {
    const { status, stdout } = await run("--help");
    expect(status).toBe(0);
    for (const option of ["port", "state", "latency", "statement-log", "faults", "users", "account", "version"]) {
      expect(stdout).toContain(`--${option} `);
    }
    expect((await run("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.each(["SIGTERM", "SIGKILL"] as const)("keeps its catalog through %s", async (signal) => {
    const file = join(folder, "state.json");
    const first = await start("--state", file);
    await execute(await connect(first.url), "CREATE DATABASE KEPT");
    if (signal === "SIGKILL") await expect.poll(() => readFileSync(file, "utf8")).toContain("KEPT");
    await first.end(signal);
    const second = await start("--state", file);
    const { rows } = await execute(await connect(second.url), "SHOW DATABASES LIKE 'KEPT'");
    expect(rows).toMatchObject([{ name: "KEPT" }]);
  });

  test("writes each executed statement to the log, without secrets", async () => {
    const file = join(folder, "statements.jsonl");
    const emulator = await start("--statement-log", file, "--latency", "20");
    const connection = await connect(emulator.url);
    await execute(connection, "SELECT 1", { requestId: "0a0b0c0d-0000-4000-8000-000000000001" });
    await execute(connection, "ALTER USER x SET PASSWORD = 'hunter2'").catch(() => {});
    const text = readFileSync(file, "utf8");
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(Object.keys(lines[0])).toEqual(["time", "session", "requestId", "sql", "ms", "rows", "error"]);
    expect(lines[0]).toMatchObject({ sql: "SELECT 1", rows: 1, error: null });
    expect(lines[0].requestId).toBe("0a0b0c0d-0000-4000-8000-000000000001");
    expect(lines[0].ms).toBeGreaterThanOrEqual(19);
    expect(new Date(lines[0].time).toISOString()).toBe(lines[0].time);
    expect(lines).toHaveLength(2);
    expect(text).not.toContain("hunter2");
  });

  test("lets only the users of its file in, for its account only", async () => {
    const users = join(folder, "users.json");
    writeFileSync(users, JSON.stringify([{ name: "ada", password: "right", roles: ["SYSADMIN"] }]));
    const { url } = await start("--users", users, "--account", "ACME-DEV");
    const ada = { account: "acme-dev", username: "ada", password: "right" };
    expect((await execute(await connect(url, ada), "SELECT CURRENT_ACCOUNT_NAME() AS A")).rows).toEqual([{ A: "DEV" }]);
    expect(await codeOf(connect(url, { ...ada, password: "wrong" }))).toBe("390100");
    expect(await codeOf(connect(url, { ...ada, account: "acme-prod" }))).toBe("390100");
  });

  test("is administered over HTTP", async () => {
    const { url } = await start();
    const connection = await connect(url);
    await execute(connection, "SELECT 1");
    expect(await admin(url, "statements")).toMatchObject({ statements: 1, logins: 1, log: [{ sql: "SELECT 1" }] });
    await admin(url, "faults", [{ do: "error", code: "000603", sqlState: "XX000", message: "Sorry." }]);
    expect(await codeOf(execute(connection, "SELECT 1"))).toBe("000603");
    expect(await admin(url, "faults", [{ do: "explode" }])).toHaveProperty("error");
    await admin(url, "reset-log", {});
    expect(await admin(url, "statements")).toMatchObject({ statements: 0, logins: 0, log: [] });
  });
});

async function start(...args: string[]) {
  const child = emulatorProcess(args);
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", (chunk) => {
      output += chunk;
      const ready = /listening on (\S+)\n/.exec(output);
      if (ready?.[1]) resolve(ready[1]);
    });
    child.once("exit", () => reject(new Error(`It ended at once: ${output}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return await ended;
  };
  return { url, end, output: () => output };
}

async function run(...args: string[]) {
  const child = emulatorProcess(args);
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { status, stdout, stderr };
}

function emulatorProcess(args: string[]): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", cli, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  return child;
}

async function admin(url: string, what: string, body?: unknown) {
  const options = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  return (await (await fetch(`${url}/emulator/${what}`, options)).json()) as { faults: { fired: number }[] };
}
