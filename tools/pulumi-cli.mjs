/** Where the Pulumi CLI is that this checkout uses. */
import { accessSync, constants, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { fingerprint, localCache, root } from "./setup/places.mjs";

const EXTENSIONS = process.platform === "win32" ? [".exe", ".cmd"] : [""];
const COMPANIONS = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/**
 * The Pulumi CLI on PATH if its Node.js language host and dynamic provider are there too (Pulumi's own distributions bring
 * them along), else the one that `npm run setup` builds; undefined if neither is there.
 *
 * @returns {{ command: string; origin: "PATH" | "built" } | undefined}
 */
export function findPulumi() {
  const installed = onPath("pulumi");
  if (installed && COMPANIONS.every((name) => beside(installed, name) ?? onPath(name))) {
    return { command: installed, origin: "PATH" };
  }
  const built = path.join(builtPulumi().folder, "bin", "pulumi");
  return isExecutable(built) && COMPANIONS.every((name) => beside(built, name))
    ? { command: built, origin: "built" }
    : undefined;
}

/**
 * The CLI that is built when none is installed: its version, pinned in `tools/pulumi-cli/go.mod`, a name for exactly this
 * version on this platform, and the folder of this checkout from whose `bin` it is run.
 */
export function builtPulumi() {
  const mod = readFileSync(path.join(root, "tools", "pulumi-cli", "go.mod"), "utf8");
  const sum = readFileSync(path.join(root, "tools", "pulumi-cli", "go.sum"), "utf8");
  const version = /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/m.exec(mod)?.[1] ?? "";
  const name = `${version}-${process.platform}-${process.arch}-${fingerprint(mod, sum)}`;
  return { version, name, folder: path.join(localCache, `pulumi-${name}`) };
}

function onPath(/** @type {string} */ name) {
  return (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter(Boolean)
    .map((folder) => inFolder(folder, name))
    .find((file) => file !== undefined);
}

function beside(/** @type {string} */ file, /** @type {string} */ name) {
  return inFolder(path.dirname(realpathSync(file)), name);
}

function inFolder(/** @type {string} */ folder, /** @type {string} */ name) {
  return EXTENSIONS.map((extension) => path.join(folder, name + extension)).find(isExecutable);
}

function isExecutable(/** @type {string} */ file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
