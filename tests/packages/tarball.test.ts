import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, inject, test } from "vitest";
import { start } from "../engine/command";
import { printed } from "./program";

const { tarball, npm } = inject("layouts");
const installed = path.join(npm, "node_modules", "pulumi-dynamic-snowflake");
const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");

describe("the tarball", () => {
  test("holds what was compiled, and four files about it", () => {
    const others = files.filter((file) => !file.startsWith("package/dist/"));
    const about = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"].map((file) => `package/${file}`);
    expect(others.sort()).toEqual(about);
    expect(files.filter((file) => !/\.(js|d\.ts)$/.test(file) && !about.includes(file))).toEqual([]);
    expect(new Set(files.map((file) => file.split("/")[2] ?? ""))).toEqual(
      new Set(["", "provider", "sdk", "emulator"]),
    );
  });

  test("has a declaration for every module, and a module for every declaration", () => {
    const without = (end: string) =>
      files.filter((file) => file.endsWith(end)).map((file) => file.slice(0, -end.length));
    const modules = without(".js").sort();
    expect(modules.length).toBeGreaterThan(50);
    expect(without(".d.ts").sort()).toEqual(modules);
  });

  test("tells nothing of the machine that made it", () => {
    const checkout = path.resolve(__dirname, "../..");
    for (const file of files.filter((name) => !name.endsWith("/"))) {
      expect(readFileSync(path.join(installed, file.replace("package/", "")), "utf8"), file).not.toContain(checkout);
    }
  });
});

describe("the installed package", () => {
  test("has four entries and its package.json, and nothing else can be required", async () => {
    const tried = await printed(
      npm,
      "program.cjs",
      `const name = "pulumi-dynamic-snowflake";
       const paths = ["", "/runtime", "/emulator", "/package.json", "/root", "/sdk", "/dist/sdk/index.js", "/provider/sql",
         "/root/table", "/dist/sdk/root/index.js", "/dist/provider/dynamic/runtime", "/dist/emulator/cli.js"];
       const reach = (path) => { try { require(name + path); return "found"; } catch (error) { return error.code; } };
       print(Object.fromEntries(paths.map((path) => [path, reach(path)])));`,
    );
    const hidden = "ERR_PACKAGE_PATH_NOT_EXPORTED";
    expect(tried).toEqual({
      "": "found",
      "/runtime": "found",
      "/emulator": "found",
      "/package.json": "found",
      "/root": "found",
      "/sdk": hidden,
      "/dist/sdk/index.js": hidden,
      "/provider/sql": hidden,
      "/root/table": hidden,
      "/dist/sdk/root/index.js": hidden,
      "/dist/provider/dynamic/runtime": hidden,
      "/dist/emulator/cli.js": hidden,
    });
  });

  test("has every file that its package.json names", () => {
    const { main, types, exports, typesVersions, bin } = JSON.parse(
      readFileSync(path.join(installed, "package.json"), "utf8"),
    );
    const named =
      JSON.stringify([main, types, exports, typesVersions, bin]).match(/\.\/(dist\/[^"]+|package\.json)/g) ?? [];
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((file) => !existsSync(path.join(installed, file)))).toEqual([]);
  });

  test("brings no second copy of Pulumi's SDK", () => {
    const { packages } = JSON.parse(readFileSync(path.join(npm, "package-lock.json"), "utf8"));
    const copies = Object.keys(packages).filter((place) => place.endsWith("node_modules/@pulumi/pulumi"));
    expect(copies).toEqual(["node_modules/@pulumi/pulumi"]);
  });

  test("has the command snowflake-emulator, which listens on a port of its choice", async () => {
    const emulator = start("npx", ["snowflake-emulator", "--port", "0"], { cwd: npm, env: process.env });
    try {
      await emulator.waitFor(/^snowflake-emulator listening on http:\/\/127\.0\.0\.1:\d+$/m);
    } finally {
      process.kill(-emulator.pid, "SIGTERM");
    }
    await emulator.finished;
  });
});
