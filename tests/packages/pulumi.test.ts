import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startEmulator } from "../../emulator";
import { findPulumi } from "../../tools/pulumi-cli.mjs";
import { type ProjectOptions, pulumiProject } from "../engine/pulumi";
import { node, writeProgram } from "./program";

const layouts = inject("layouts");
const modulesOf = (layout: keyof typeof layouts) => path.join(layouts[layout], "node_modules");

const TYPESCRIPT = `
import * as pulumi from "@pulumi/pulumi";
import { Database, Warehouse } from "pulumi-dynamic-snowflake";
const analytics = new Database("analytics", { dataRetentionTimeInDays: 1 });
const loading = new Warehouse("load_wh", { warehouseSize: "Small", comment: analytics.qualifiedName });
export const name: pulumi.Output<string> = loading.qualifiedName;
`;
const JAVASCRIPT = `
import * as snowflake from "pulumi-dynamic-snowflake";
const analytics = new snowflake.Database("analytics", { dataRetentionTimeInDays: 1 });
const loading = new snowflake.Warehouse("load_wh", { warehouseSize: "Small", comment: analytics.qualifiedName });
export const name = loading.qualifiedName;
`;
const esm = (main: string) => ({ "package.json": JSON.stringify({ name: "program", type: "module", main }) });
const plain = { runtime: { name: "nodejs", options: { typescript: false } } };

const ways: Readonly<Record<string, ProjectOptions>> = {
  "TypeScript through tsx": { program: TYPESCRIPT, modules: modulesOf("npm") },
  "ES-module TypeScript through tsx": { program: TYPESCRIPT, files: esm("index.ts"), modules: modulesOf("npm") },
  "an ES module": { files: { ...esm("index.js"), "index.js": JAVASCRIPT }, settings: plain, modules: modulesOf("npm") },
  "TypeScript through ts-node 10.9, installed by pnpm": {
    program: TYPESCRIPT,
    typeCheck: true,
    modules: modulesOf("pnpm"),
  },
  "ES-module TypeScript through ts-node 10.9, installed by pnpm": {
    program: TYPESCRIPT,
    typeCheck: true,
    files: esm("index.ts"),
    modules: modulesOf("pnpm"),
  },
  "TypeScript that links the checkout": { program: TYPESCRIPT, typeCheck: true, modules: modulesOf("linked") },
};

test.each(Object.entries(ways))("previews %s", async (_way, options) => {
  await using project = await pulumiProject(options);
  const { exitCode, changes, stdout, stderr } = await project.preview();
  expect({ exitCode, changes, stdout, stderr }).toMatchObject({ exitCode: 0, changes: { create: 2 } });
});

describe("with an emulator", () => {
  let emulator: Awaited<ReturnType<typeof startEmulator>>;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator.close());

  test("Pulumi's own ts-node creates, finds unchanged and destroys what a program declares", async () => {
    await using project = await pulumiProject({
      program: TYPESCRIPT,
      typeCheck: true,
      modules: modulesOf("npm"),
      config: {
        "snowflake:host": "127.0.0.1",
        "snowflake:port": String(emulator.port),
        "snowflake:protocol": "http",
        "snowflake:organizationName": "ORG",
        "snowflake:accountName": "LOCAL",
        "snowflake:user": "TESTER",
        "snowflake:password": { secret: "secret" },
      },
    });
    const first = await project.up();
    expect({ ...first, events: [] }).toMatchObject({ exitCode: 0, changes: { create: 2 } });
    expect(await project.outputs()).toEqual({ name: "LOAD_WH" });
    expect((await project.up()).changes).toMatchObject({ same: 2, create: 0, update: 0 });
    expect((await project.destroy()).changes).toMatchObject({ delete: 2 });
  });
});

describe("a program whose library alone depends on the package, installed by pnpm", () => {
  const program = (then: string) => `
const { snowflake } = require("platform");
${then}`;
  const files = (then: string) => ({
    "index.js": program(then),
    "package.json": JSON.stringify({ name: "program", main: "index.js" }),
  });

  test("is told what to add where", async () => {
    await using project = await pulumiProject({
      files: files('new snowflake.Database("analytics");'),
      settings: plain,
      modules: modulesOf("throughLibrary"),
    });
    const { exitCode, stdout } = await project.preview();
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain("pulumi-dynamic-snowflake is not found from the program's folder");
    expect(stdout).toMatch(
      /Add "pulumi-dynamic-snowflake": "\^[\d.]+" to the dependencies in the program's own package\.json/,
    );
    expect(stdout).not.toContain("Cannot find module");
  });

  test("runs when it only uses what needs no resource", async () => {
    await using project = await pulumiProject({
      files: files("exports.kind = snowflake.Database.name;"),
      settings: plain,
      modules: modulesOf("throughLibrary"),
    });
    expect(await project.preview()).toMatchObject({ exitCode: 0 });
  });
});

test("a program that goes to another folder is not mistaken for one that lacks the package", async () => {
  await using project = await pulumiProject({
    program: TYPESCRIPT.replace("const analytics", 'process.chdir("/");\nconst analytics'),
    modules: modulesOf("npm"),
  });
  expect(await project.preview()).toMatchObject({ exitCode: 0, changes: { create: 2 } });
});

test("an inline program of the Automation API runs from any folder", async () => {
  await using project = await pulumiProject({ modules: modulesOf("npm") });
  const folder = writeProgram(layouts.throughLibrary, {
    "deploy.cjs": `
      const automation = require("@pulumi/pulumi/automation");
      const { snowflake } = require("platform");
      process.chdir("/");
      const program = async () => { new snowflake.Database("analytics"); };
      const workDir = ${JSON.stringify(project.folder)};
      automation.PulumiCommand.get({ root: ${JSON.stringify(path.resolve(findPulumi()?.command ?? "", "../.."))}, skipVersionCheck: true })
        .then((pulumiCommand) => automation.LocalWorkspace.createOrSelectStack({ stackName: "inline", projectName: "project", program }, { workDir, pulumiCommand }))
        .then((stack) => stack.preview())
        .then(({ changeSummary }) => console.log(JSON.stringify(changeSummary)));`,
  });
  const { exitCode, stdout, stderr } = await node(folder, ["deploy.cjs"], project.env);
  expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('"create":2') });
});
