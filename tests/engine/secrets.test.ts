import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configFor, type Declared, failures, PASSWORD, printed, type Stage, startStage } from "./stage";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const privateKey = keys.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
const TOKEN = "pat-0123456789-of-the-token-user";
const SECRETS = [
  PASSWORD,
  "rotated horse battery",
  TOKEN,
  ...privateKey.split("\n").filter((line) => line.length > 40 && !line.startsWith("-")),
];

/** What runs on this machine; the set-up of other tests, which give the same password to `config set-all`, is not ours. */
function processArguments(): string {
  const lines = execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => !line.includes("config set-all")).join("\n");
}

/** Texts that are code to somebody, and belong nowhere but into quotes. */
const HOSTILE = [
  "it's",
  'quo"te',
  "back\\slash",
  "end of line \\",
  "semi; DROP DATABASE SAFE; --",
  "/* comment */ -- dash",
  "$$dollar$$",
  "dot.dot",
  "100%_like",
  " spaces ",
  "`$(exit 1)` {{x}}",
  "😀 żółć",
  "04da6b54",
  "N".repeat(255),
];
const COMMENTS = [...HOSTILE, "two\nlines\r\n\tand a tab", "'; DROP WAREHOUSE SAFE; --", "\\' || '", "x".repeat(2000)];

describe("secrets and hostile texts", () => {
  let stage: Stage;
  let connections: Record<string, object>;
  const seen: string[] = [];
  beforeAll(async () => {
    const users = [
      { name: "DEPLOYER", password: PASSWORD },
      { name: "KEYED", publicKeys: [keys.publicKey.export({ format: "pem", type: "spki" }).toString()] },
      { name: "TOKENED", tokens: [TOKEN] },
    ];
    stage = await startStage({
      checkpoints: true,
      emulator: { users },
      config: { "pulumi-dynamic-snowflake:showSql": "true" },
      env: { PULUMI_SNOWFLAKE_LOG: "debug" },
    });
    const address = Object.fromEntries(
      Object.entries(configFor(stage.emulator)).map(([key, value]) => [key.replace("snowflake:", ""), value]),
    );
    connections = {
      keyed: { ...address, user: "KEYED", privateKey },
      tokened: { ...address, user: "TOKENED", token: TOKEN, authenticator: "PROGRAMMATIC_ACCESS_TOKEN" },
    };
    await stage.project.configure({
      "pulumi-dynamic-snowflake:connections": { secret: JSON.stringify(connections) },
    });
    stage.sql("CREATE DATABASE SAFE", "CREATE WAREHOUSE SAFE");
    stage.declare({
      ...Object.fromEntries(HOSTILE.map((name, index) => [`w${index}`, hostile("Warehouse", name)])),
      ...Object.fromEntries(HOSTILE.map((name, index) => [`d${index}`, hostile("Database", name)])),
      ...Object.fromEntries(COMMENTS.map((comment, index) => [`c${index}`, { kind: "Warehouse", args: { comment } }])),
      keyed: { kind: "Warehouse", args: { connection: "keyed" } },
      tokened: { kind: "Warehouse", args: { connection: "tokened" } },
    });
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  /** Runs a command, and keeps everything that anybody may see of it. */
  async function run(command: "up" | "refresh" | "destroy", env: Record<string, string> = {}) {
    const update = stage.project.start(command, { env });
    const watch = setInterval(() => seen.push(processArguments()), 1000);
    const result = await update.result;
    clearInterval(watch);
    seen.push(printed(result), JSON.stringify(result), ...filesBelow(path.dirname(stage.project.folder)));
    return result;
  }

  test("arrive as they are written", async () => {
    const created = await run("up");
    expect(failures(created)).toEqual([]);
    expect(stage.names("WAREHOUSES")).toEqual(expect.arrayContaining([...HOSTILE, "KEYED", "TOKENED", "SAFE"]));
    expect(stage.names("DATABASES")).toEqual(expect.arrayContaining([...HOSTILE, "SAFE"]));
    const comments = new Map(stage.sql("SHOW WAREHOUSES").map(({ name, comment }) => [name, comment]));
    expect(COMMENTS.map((_, index) => comments.get(`C${index}`))).toEqual(COMMENTS);
  });

  test("are unchanged in the second up and in refresh", async () => {
    expect((await stage.project.preview()).changes).toMatchObject({ create: 0, update: 0, delete: 0, replace: 0 });
    const refreshed = await run("refresh");
    expect(refreshed).toMatchObject({ exitCode: 0, changes: { update: 0, delete: 0 } });
  });

  test("are no part of the error of a log-in that fails", async () => {
    const refused = await run("refresh", { PULUMI_SNOWFLAKE_PASSWORD: "rotated horse battery" });
    expect(refused.exitCode).not.toBe(0);
    expect(printed(refused)).toMatch(/Cannot log in to Snowflake/);
  });

  test("leave nothing behind, and have dropped nothing else", async () => {
    expect(failures(await run("destroy"))).toEqual([]);
    expect([...stage.names("DATABASES"), ...stage.names("WAREHOUSES")]).toEqual(["SAFE", "SAFE"]);
  });

  test("that are secret stand nowhere: output, events, state, caches, statements, process arguments", () => {
    const all = [...seen, ...stage.emulator.statements().map((one) => JSON.stringify(one))].join("\n");
    expect(all).toContain("CREATE WAREHOUSE KEYED");
    expect(SECRETS.length).toBeGreaterThan(20);
    for (const secret of SECRETS) expect(all.includes(secret)).toBe(false);
  });
});

function hostile(kind: Declared["kind"], name: string): Declared {
  return { kind, args: { name: `"${name.replaceAll('"', '""')}"`, comment: name, dataLoss: "allow" } };
}

/** The text of all files of a folder, links aside. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(place);
    return entry.isFile() ? [readFileSync(place, "utf8")] : [];
  });
}
