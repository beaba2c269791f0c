import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { builtPulumi, findPulumi } from "../../tools/pulumi-cli.mjs";
import { compilePulumi } from "../../tools/setup/compile-pulumi.mjs";
import { oneAtATime } from "../../tools/setup/one-at-a-time.mjs";
import { root } from "../../tools/setup/places.mjs";
import { start } from "../engine/command";

const SOURCES = ["provider", "sdk", "emulator"];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "setup-"));
  vi.stubEnv("XDG_CACHE_HOME", path.join(folder, "cache"));
  return () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  };
});

/** Puts commands that print a text into an otherwise empty PATH. */
function pathWith(commands: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(commands)) {
    writeFileSync(path.join(folder, name), `#!/bin/sh\necho ${text}\n`);
    chmodSync(path.join(folder, name), 0o755);
  }
  vi.stubEnv("PATH", folder);
}

/** A checkout of its own with the packages of this one; nobody edits it during the test. */
function checkout(): string {
  const copy = path.join(folder, "checkout");
  const parts = ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json", "tools", ...SOURCES];
  for (const part of parts) cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  mkdirSync(path.join(copy, "node_modules"));
  for (const name of readdirSync(path.join(root, "node_modules"))) {
    if ([".cache", ".bin", "pulumi-dynamic-snowflake"].includes(name)) continue;
    symlinkSync(path.join(root, "node_modules", name), path.join(copy, "node_modules", name));
  }
  return copy;
}

describe("setup", () => {
  test("builds what has changed, nothing else, and leaves nothing stale", async () => {
    const copy = checkout();
    const env = { ...process.env, XDG_CACHE_HOME: path.join(folder, "cache") };
    const setup = () =>
      start(process.execPath, [path.join(copy, "tools", "setup.mjs"), "--no-pulumi"], { cwd: folder, env }).finished;
    const output = path.join(copy, "dist", "sdk", "extra.js");

    writeFileSync(path.join(copy, "sdk", "extra.ts"), "export const extra = 1;\n");
    expect(await setup()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("Built the package") });
    expect(existsSync(output)).toBe(true);
    expect(await setup()).toEqual({ exitCode: 0, stdout: "", stderr: "" });

    writeFileSync(path.join(copy, "sdk", "extra.ts"), "export const extra: string = 1;\n");
    expect(await setup()).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("sdk/extra.ts(1,14): error TS"),
    });
    expect(existsSync(output)).toBe(true);

    rmSync(path.join(copy, "sdk", "extra.ts"));
    expect(await setup()).toMatchObject({ exitCode: 0 });
    expect(existsSync(output)).toBe(false);
    expect(readdirSync(copy).filter((name) => name.startsWith("dist"))).toEqual(["dist"]);
  });

  test("lets the package find itself by name, and run its command", () => {
    expect(readlinkSync(path.join(root, "node_modules", "pulumi-dynamic-snowflake"))).toBe("..");
    expect(statSync(path.join(root, "node_modules", ".bin", "snowflake-emulator")).mode & 0o111).toBe(0o111);
  });
});

describe("The Pulumi CLI", () => {
  const companions = { "pulumi-language-nodejs": "", "pulumi-resource-pulumi-nodejs": "" };

  test("on PATH is used if what it needs for Node.js is there too", () => {
    pathWith({ pulumi: "v3", ...companions });
    expect(findPulumi()).toEqual({ command: path.join(folder, "pulumi"), origin: "PATH" });
  });

  test("on PATH without a language host is passed over", () => {
    pathWith({ pulumi: "v3", "pulumi-resource-pulumi-nodejs": "" });
    expect(findPulumi()?.origin).not.toBe("PATH");
  });

  test("that is built has the pinned version in its name", () => {
    const { version, name } = builtPulumi();
    expect(version).toMatch(/^3\.\d+\.\d+$/);
    expect(name).toContain(`${version}-${process.platform}-${process.arch}-`);
  });

  test.each([
    ["is missing", {}, "Go was not found: Go 1.25 or newer is needed (go.dev/dl)."],
    ["is too old", { go: "go1.19.4" }, "Go 1.19 is too old for it: Go 1.25 or newer is needed (go.dev/dl)."],
  ])("cannot be built when Go %s; the way out is named", async (_, commands, problem) => {
    pathWith(commands);
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => void vi.restoreAllMocks());
    await expect(compilePulumi(path.join(folder, "built"))).rejects.toThrow(
      `${problem} With an installed Pulumi CLI (pulumi.com/docs/install) on PATH this step is not needed`,
    );
  });
});

describe("Two processes that make the same thing", () => {
  test("take turns", async () => {
    const events: string[] = [];
    const make = (name: string) =>
      oneAtATime("thing", "making it", async () => {
        events.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        events.push(`${name} ends`);
      });
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => void vi.restoreAllMocks());
    await Promise.all([make("first"), make("second")]);
    expect(events).toEqual(["first begins", "first ends", "second begins", "second ends"]);
  });

  test("do not wait for one that was killed", async () => {
    const locking = `import(${JSON.stringify(path.join(root, "tools/setup/one-at-a-time.mjs"))}).then(({ oneAtATime }) =>
      oneAtATime("thing", "making it", async () => { console.log("locked"); await new Promise(() => setInterval(() => {}, 1000)); }))`;
    const other = start(process.execPath, ["-e", locking], { cwd: folder, env: process.env });
    await other.waitFor(/locked/);
    other.kill("SIGKILL");
    await other.finished;
    expect(await oneAtATime("thing", "making it", async () => "done")).toBe("done");
  });
});

describe("npm run pulumi", () => {
  const npm = ["--prefix", root, "run", "--silent", "pulumi", "--"];
  const env = () => ({
    ...process.env,
    PULUMI_BACKEND_URL: `file://${path.join(folder, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: "passphrase",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  });

  test("runs the CLI where the user stands, with the backend and passphrase of the environment", async () => {
    for (const place of ["backend", "project/deep"]) mkdirSync(path.join(folder, place), { recursive: true });
    writeFileSync(path.join(folder, "project", "Pulumi.yaml"), "name: here\nruntime: nodejs\n");
    const pulumi = (...args: string[]) =>
      start("npm", [...npm, ...args], { cwd: path.join(folder, "project", "deep"), env: env() }).finished;
    expect(await pulumi("stack", "init", "dev")).toMatchObject({ exitCode: 0 });
    expect(existsSync(path.join(folder, "backend", ".pulumi", "stacks", "here", "dev.json"))).toBe(true);
    expect(await pulumi("stack", "ls", "--json").then(({ stdout }) => JSON.parse(stdout))).toMatchObject([
      { name: "dev" },
    ]);
  });

  test("passes on the exit code, and nothing but the CLI's output", async () => {
    const options = { cwd: folder, env: env() };
    expect((await start("npm", [...npm, "version"], options).finished).stdout).toMatch(/^v3\.\d+\.\d+\n$/);
    expect((await start("npm", [...npm, "no-such-command"], options).finished).exitCode).not.toBe(0);
  });
});
