import { readFileSync } from "node:fs";
import path from "node:path";
import { oneAtATime } from "./one-at-a-time.mjs";
import { root } from "./places.mjs";
import { run } from "./run.mjs";
import { elapsed, SetupError, say } from "./say.mjs";

/** Installs the npm packages of the lock file, if any of them is missing or has another version. */
export async function installPackages() {
  if (areInstalled()) return;
  await oneAtATime(path.join(root, "node_modules"), "installing the npm packages", async () => {
    if (areInstalled()) return;
    say("Installing npm packages …");
    const start = Date.now();
    const { code, output } = await npm(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
    if (code !== 0)
      throw new SetupError(`${output}\nThe npm packages could not be installed (npm ci ended with ${code}).`);
    say(`Installed npm packages in ${elapsed(start)}.`);
  });
}

/** Compares the lock file with the list that npm keeps inside node_modules. */
function areInstalled() {
  const installed = packagesOf(path.join(root, "node_modules", ".package-lock.json"));
  const wanted = packagesOf(path.join(root, "package-lock.json"));
  return Object.entries(wanted ?? {}).every(
    ([place, { version, optional }]) => !place || installed?.[place]?.version === version || (installed && optional),
  );
}

/** @returns {Record<string, { version?: string; optional?: boolean }> | undefined} */
function packagesOf(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** The npm that runs this script, if one does: the file is known, so no shell has to find it. */
function npm(/** @type {string[]} */ args) {
  const file = process.env["npm_execpath"] ?? "";
  return /npm-cli\.c?js$/.test(file)
    ? run(process.execPath, [file, ...args], { cwd: root })
    : run(process.platform === "win32" ? "npm.cmd" : "npm", args, { cwd: root });
}
