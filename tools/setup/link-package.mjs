import { mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { root } from "./places.mjs";

/**
 * Makes the package and its command resolvable from its own examples and tests. A package may name itself in an import, but
 * not in the text that Pulumi evaluates: that text belongs to no file, so `require` looks through node_modules folders only.
 */
export function linkPackage() {
  const modules = path.join(root, "node_modules");
  link(path.join(modules, "pulumi-dynamic-snowflake"), "..", "junction");
  link(path.join(modules, ".bin", "snowflake-emulator"), path.join("..", "..", "dist", "emulator", "cli.js"), "file");
}

/** @type {(place: string, target: string, type: "junction" | "file") => void} */
function link(place, target, type) {
  const windows = process.platform === "win32";
  if (windows && type === "file") return;
  const goal = windows ? path.resolve(path.dirname(place), target) : target;
  try {
    if (readlinkSync(place) === goal) return;
  } catch {
    // Not a link yet.
  }
  rmSync(place, { force: true, recursive: true });
  mkdirSync(path.dirname(place), { recursive: true });
  symlinkSync(goal, place, type);
}
