import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failures, printed, type Stage, startStage } from "./stage";

const SECRET = "hush-4711";
const PROGRAM = `
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import * as snowflake from "pulumi-dynamic-snowflake";

const { image, port = 80, forms, found } = JSON.parse(readFileSync("settings.json", "utf8"));
const secret = pulumi.secret("${SECRET}");
const db = new snowflake.Database("db");
const schema = new snowflake.Schema("s", { database: db });
const pool = new snowflake.ComputePool("pool", { minNodes: 1, maxNodes: 10, instanceFamily: "CPU_X64_S" });
const images = new snowflake.ImageRepository("images", { schema, dataLoss: "allow" });
const at = { schema, computePool: pool };

const web = new snowflake.Service("web", {
  ...at,
  spec: {
    containers: [{ name: "web", image: pulumi.interpolate\`\${images.repositoryUrl}/\${image}\`, env: { KEY: secret, MODE: "a" } }],
    endpoints: [{ name: "ui", port, public: true }],
  },
  timeouts: { create: "5m", update: "5m" },
});
export const url = web.endpoints.apply(({ ui }) => ui?.url);

if (forms) {
  if (found) snowflake.Service.get("found", web.id);
  const other = pulumi.interpolate\`\${images.repositoryUrl}/nginx:1\`;
  const few = { ...at, waitFor: "none" as const };
  new snowflake.Service("whole", {
    ...few,
    spec: { spec: { containers: [{ name: "b", image: other }, { name: "a", image: other, env: { KEY: secret } }] } },
  });
  new snowflake.Service("yaml", {
    ...few,
    spec: pulumi.interpolate\`
spec:
  containers:
  - name: web
    image: \${other}
    env:
      KEY: "\${secret}"
\`,
  });
  new snowflake.Service("template", {
    ...few,
    spec: {
      template: "spec: { containers: [ { name: web, image: {{ image }}, env: { KEY: {{ key }} } } ] }",
      values: { image: other, key: secret },
    },
  });
}
`;

describe("a program with a database, a pool, a repository and services", () => {
  let stage: Stage;
  const seen: string[] = [];
  const write = (settings: object) => stage.project.write(JSON.stringify(settings), "settings.json");
  const shown = (name: string) => stage.sql(`SHOW SERVICES LIKE '${name}' IN ACCOUNT`)[0];

  beforeAll(async () => {
    stage = await startStage({
      program: PROGRAM,
      checkpoints: true,
      files: { "settings.json": "{}" },
      emulator: { images: "any", containerTimes: { nodeStartMs: 500, containerStartMs: 300, endpointMs: 1500 } },
      config: { "pulumi-dynamic-snowflake:showSql": "true" },
      env: { PULUMI_SNOWFLAKE_LOG: "debug" },
    });
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  /** Runs a command, and keeps everything that anybody may see of it. */
  async function run(command: "up" | "preview" | "refresh" | "destroy", { preview = false } = {}) {
    const result = await stage.project[command]({ preview });
    seen.push(printed(result), JSON.stringify(result), ...filesBelow(stage.project.folder, stage.project.home));
    seen.push(readFileSync(stage.project.stateFile, "utf8"));
    return result;
  }

  test("finds mistakes at preview, while the repository's address is not known yet", async () => {
    write({ image: "nginx:1", port: 70_000 });
    const preview = await run("preview");
    expect(preview.exitCode).not.toBe(0);
    expect(printed(preview)).toContain("spec.endpoints[0].port");
    expect(stage.logins()).toBe(0);
  });

  test("is made in one up, whose output is the address", async () => {
    write({ image: "nginx:1", forms: true });
    expect(failures(await run("up", { preview: true }))).toEqual([]);
    const { url } = await stage.project.outputs();
    expect(url).toMatch(/^https:\/\/[a-z0-9-]+\.snowflakecomputing\.app$/);
    expect(shown("WEB")).toMatchObject({ status: "RUNNING" });
  });

  test("is unchanged in the second up, which sends nothing, and in refresh", async () => {
    stage.sent();
    const again = await run("up");
    expect(again.changes).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
    expect(stage.sent()).toEqual([]);
    const refreshed = await run("refresh");
    expect(failures(refreshed)).toEqual([]);
    expect(refreshed.changes).toMatchObject({ update: 0, delete: 0 });
  });

  test("fails with what a container says, and goes on once the image is mended", async () => {
    const behaviour = { outcome: "fails", exitCode: 2, message: "no such file", logs: "cannot open /x\n" } as const;
    stage.emulator.pushImage({ repository: "DB.S.IMAGES", image: "nginx", tag: "2", behaviour });
    write({ image: "nginx:2", forms: true });
    const failed = await run("up");
    expect(failed.exitCode).not.toBe(0);
    expect(printed(failed)).toMatch(/It does not run: .*no such file.*cannot open \/x/s);
    write({ image: "nginx:3", forms: true, found: true });
    const mended = await run("up");
    expect(failures(mended)).toEqual([]);
    expect(mended.changes).toMatchObject({ update: 1, create: 0, replace: 0 });
    expect(shown("WEB")).toMatchObject({ status: "RUNNING", is_upgrading: "false" });
    expect((await stage.project.outputs())["url"]).toMatch(/^https:/);
  });

  test("sees what was changed by hand in each form, and keeps its secrets", async () => {
    for (const name of ["WEB", "WHOLE", "YAML", "TEMPLATE"]) {
      const text = `spec: { containers: [ { name: web, image: /db/s/images/other, env: { KEY: ${SECRET} } } ] }`;
      stage.sql(`ALTER SERVICE DB.S.${name} FROM SPECIFICATION $$${text}$$`);
    }
    const refreshed = await run("refresh");
    expect(failures(refreshed)).toEqual([]);
    // Whoever only refers to one sees it too.
    expect(refreshed.changes).toMatchObject({ update: 5 });
    expect(readFileSync(stage.project.stateFile, "utf8")).toContain("/db/s/images/other");
  });

  test("is gone with the stack", async () => {
    expect(failures(await run("destroy"))).toEqual([]);
    expect(stage.sql("SHOW SERVICES IN ACCOUNT")).toEqual([]);
    expect(stage.sql("SHOW COMPUTE POOLS LIKE 'POOL'")).toEqual([]);
  });

  test("has shown the value of a secret variable nowhere", () => {
    const all = [...seen, ...stage.emulator.statements().map(({ queryTag }) => queryTag ?? "")].join("\n");
    expect(all).toContain("CREATE SERVICE DB.S.YAML");
    expect(all.includes(SECRET)).toBe(false);
  });
});

/** The text of all files below some folders, but for the program, which holds the secret. */
function filesBelow(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "index.ts")
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")),
  );
}
