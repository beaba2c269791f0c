import { spawn } from "node:child_process";
import path from "node:path";
import { root } from "../setup/places.mjs";

/**
 * Runs checkers that answer yes or no. Together they count as one: failed, if one of them did.
 *
 * @param {string[][]} commands - Each the file of an npm package's command, then its arguments.
 */
export async function check(...commands) {
  let failed = 0;
  for (const [file = "", ...args] of commands) {
    if ((await runNode([path.join(root, "node_modules", file), ...args])) !== 0) failed = 1;
  }
  return { passed: 1 - failed, failed, skipped: 0 };
}

/**
 * Runs a program in Node.js with this process's output and no standard input; returns its exit code.
 *
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function runNode(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
