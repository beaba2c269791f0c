import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fingerprint, userCache } from "./places.mjs";
import { say } from "./say.mjs";

const HEARTBEAT_MS = 5_000;
const DEAD_AFTER_MS = 30_000;
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Does something that two processes must not do at once; the second one waits for the first. A lock whose process is gone
 * is taken over. (Two that take it over in the same moment both go on; what they make is put in place by renaming.)
 *
 * @template T
 * @param {string} what - The thing that is made: a path.
 * @param {string} doing - For the one that waits: `building the package`.
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function oneAtATime(what, doing, action) {
  const lock = path.join(userCache(), "locks", fingerprint(what));
  mkdirSync(path.dirname(lock), { recursive: true });
  for (let told = false; !take(lock); told = true) {
    if (!told) say(`Another process is ${doing}; waiting for it.`);
    await sleep(300);
  }
  const heartbeat = setInterval(() => utimesSync(lock, new Date(), new Date()), HEARTBEAT_MS);
  const release = () => rmSync(lock, { force: true });
  const interrupted = () => process.exit(130);
  process.once("exit", release);
  for (const signal of SIGNALS) process.once(signal, interrupted);
  try {
    return await action();
  } finally {
    clearInterval(heartbeat);
    for (const signal of SIGNALS) process.off(signal, interrupted);
    process.off("exit", release);
    release();
  }
}

function take(/** @type {string} */ lock) {
  if (isAbandoned(lock)) rmSync(lock, { force: true });
  try {
    writeFileSync(lock, JSON.stringify({ host: hostname(), process: process.pid }), { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

function isAbandoned(/** @type {string} */ lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > DEAD_AFTER_MS) return true;
    const owner = JSON.parse(readFileSync(lock, "utf8"));
    return owner.host === hostname() && !isRunning(owner.process);
  } catch {
    // Just released, or just being written.
    return false;
  }
}

function isRunning(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
