import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningUpdate } from "./pulumi";

const PATIENCE_MS = 120_000;

/** Waits until something is so. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !isSo(); await sleep(50)) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
  }
}

/** Kills the engine alone, as the system does when it is out of memory; what it has started lives on. */
export async function killEngine(update: RunningUpdate): Promise<{ readonly orphans: readonly number[] }> {
  const orphans = descendants(update.pid);
  update.kill("SIGKILL");
  await update.finished;
  return { orphans };
}

/** Kills the engine and everything that it has started, as a power cut does. */
export async function killAll(update: RunningUpdate): Promise<void> {
  for (const pid of [update.pid, ...descendants(update.pid)]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }
  await update.finished;
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  return processes().some((one) => one.pid === pid);
}

function descendants(pid: number): number[] {
  const all = processes();
  const below = (parent: number): number[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one.pid, ...below(one.pid)]);
  return below(pid);
}

function processes(): { pid: number; parent: number }[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" }).trim().split("\n");
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state]) => !state?.startsWith("Z"))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}
