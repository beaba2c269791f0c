import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { start } from "../engine/command";

const CHECKOUT = path.resolve(__dirname, "../..");
const NPM = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"];
const PNPM = ["npx", "--yes", "pnpm@10", "install"];
const FROM_CACHE = ["--prefer-offline", "--ignore-scripts"];

/** Folders in which the package is there the way users have it; programs go into folders of their own below them. */
export interface Layouts {
  /** What `npm pack` makes. */
  readonly tarball: string;
  /** The tarball installed by npm, with TypeScript 6, and Pulumi's own ts-node. */
  readonly npm: string;
  /** A link to the checkout, as `npm link` makes it, beside Pulumi's SDK of its own. */
  readonly linked: string;
  /** The tarball installed by pnpm, with TypeScript 5.9 and ts-node 10.9. */
  readonly pnpm: string;
  /** pnpm; the program depends on `platform`, and only that on this package. */
  readonly throughLibrary: string;
  /** pnpm, with the oldest Pulumi SDK that the package says it works with. */
  readonly oldest: string;
}

declare module "vitest" {
  interface ProvidedContext {
    layouts: Layouts;
  }
}

/** Packs the package and installs it in every way, once for all tests; one installation after the other. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const base = mkdtempSync(path.join(tmpdir(), "packages-"));
  const layouts: Layouts = {
    tarball: path.join(base, "package.tgz"),
    npm: path.join(base, "npm"),
    linked: path.join(base, "linked"),
    pnpm: path.join(base, "pnpm", "direct"),
    throughLibrary: path.join(base, "pnpm", "program"),
    oldest: path.join(base, "pnpm", "oldest"),
  };
  const remove = () => rm(base, { recursive: true, force: true });
  try {
    await pack(base, layouts.tarball);
    await installWithNpm(layouts);
    link(layouts);
    await installWithPnpm(path.join(base, "pnpm"), layouts);
  } catch (error) {
    await remove();
    throw error;
  }
  project.provide("layouts", layouts);
  return remove;
}

async function pack(base: string, tarball: string): Promise<void> {
  const { stdout } = await run(["npm", "pack", CHECKOUT, "--silent"], base);
  writeFileSync(tarball, readFileSync(path.join(base, stdout.trim())));
}

async function installWithNpm({ npm, tarball }: Layouts): Promise<void> {
  const tools = dependencies("@pulumi/pulumi", "@types/node", "tsx", "typescript", "vitest");
  writePackage(npm, { "pulumi-dynamic-snowflake": `file:${tarball}`, ...tools });
  await run([...NPM, ...FROM_CACHE], npm);
}

function link({ npm, linked }: Layouts): void {
  const modules = path.join(linked, "node_modules");
  mkdirSync(path.join(modules, "@pulumi"), { recursive: true });
  symlinkSync(CHECKOUT, path.join(modules, "pulumi-dynamic-snowflake"), "junction");
  for (const name of ["@pulumi/pulumi", "@types", "tsx", "typescript"]) {
    symlinkSync(path.join(npm, "node_modules", name), path.join(modules, name), "junction");
  }
}

async function installWithPnpm(base: string, { pnpm, throughLibrary, oldest, tarball }: Layouts): Promise<void> {
  const ours = { "pulumi-dynamic-snowflake": `file:${tarball}` };
  const pulumi = dependencies("@pulumi/pulumi");
  const { peerDependencies } = JSON.parse(readFileSync(path.join(CHECKOUT, "package.json"), "utf8"));
  const oldestPulumi = { "@pulumi/pulumi": peerDependencies["@pulumi/pulumi"].replace("^", "") };
  const types = dependencies("@types/node");
  const compiler = { typescript: versionOf("typescript-5.9"), ...dependencies("ts-node") };
  writePackage(pnpm, { ...ours, ...pulumi, ...types, ...compiler });
  writePackage(oldest, { ...ours, ...oldestPulumi, ...types });
  writePackage(throughLibrary, { ...pulumi, platform: "workspace:*" });
  const platform = path.join(base, "platform");
  writePackage(platform, { ...ours, ...pulumi });
  writeFileSync(path.join(platform, "index.js"), 'exports.snowflake = require("pulumi-dynamic-snowflake");');
  writeFileSync(path.join(base, "pnpm-workspace.yaml"), 'packages: ["*"]');
  await run([...PNPM, ...FROM_CACHE], base);
}

function writePackage(folder: string, packages: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  const text = { name: path.basename(folder), version: "1.0.0", private: true, dependencies: packages };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(text));
}

/** The versions that this checkout has: they are in npm's cache. */
function dependencies(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, versionOf(name)]));
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(path.join(CHECKOUT, "node_modules", name, "package.json"), "utf8")).version;
}

/** Runs a package manager; what it was told by the npm that runs the tests is not for here. */
async function run([command = "", ...args]: readonly string[], cwd: string): Promise<{ readonly stdout: string }> {
  const told = /^npm_(?!config_(cache|registry|userconfig|globalconfig)$)/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !told.test(name)));
  const { exitCode, stdout, stderr } = await start(command, args, { cwd, env }).finished;
  if (exitCode !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${exitCode}:\n${stdout}\n${stderr}`);
  return { stdout };
}
