import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type PulumiProject, pulumiProject } from "../tests/engine/pulumi";
import { type LocalSnowflake, startLocalSnowflake, type Traffic } from "./emulator";
import type { Measured } from "./goals";
import type { Options } from "./options";
import type { Stack } from "./stacks";
import { type StepName, steps } from "./steps";

/** What the probe notes about a process. */
interface Note {
  readonly isProvider: boolean;
  readonly cpuMs: number;
  readonly startedAt: number;
  readonly memoryBytes: number;
  readonly driverLoaded: boolean;
}

/** Takes a stack through all steps once, each followed by the same step of its empty twin. */
export async function measureRound(
  stack: Stack,
  options: Options,
  tell: (step: StepName) => void,
): Promise<Record<StepName, Measured>> {
  const { count, latencyMs, checkpoints } = options;
  await using snowflake = await startLocalSnowflake(latencyMs);
  const program = stack.program(count);
  const resources = stack.resources?.(count) ?? count;
  await using ours = await pulumiProject({
    program: `import * as snowflake from "pulumi-dynamic-snowflake";${program}`,
    env: snowflake.env,
    checkpoints,
  });
  await using empty = await pulumiProject({
    program: `import * as snowflake from "./empty";${program}`,
    files: {
      "empty.ts": readFileSync(path.join(__dirname, "empty/resources.ts"), "utf8"),
      "node_modules/empty-dynamic-resources/handlers.js": readFileSync(
        path.join(__dirname, "empty/handlers.cjs"),
        "utf8",
      ),
    },
    checkpoints,
  });
  const measured: Partial<Record<StepName, Measured>> = {};
  for (const step of Object.keys(steps) as StepName[]) {
    tell(step);
    measured[step] = await measure(step, ours, empty, snowflake, { ...options, count: resources });
  }
  return measured as Record<StepName, Measured>;
}

async function measure(
  step: StepName,
  ours: PulumiProject,
  empty: PulumiProject,
  snowflake: LocalSnowflake,
  { count, latencyMs, parallel }: Options,
): Promise<Measured> {
  const args = ["--parallel", String(parallel)];
  await snowflake.traffic();
  const run = await watched((env) => steps[step].run(ours, count, { args, env }));
  const { log, logins } = await snowflake.traffic();
  const twin = await watched((env) => steps[step].run(empty, count, { args, env }));
  const provider = run.notes.find(({ isProvider }) => isProvider);
  if (provider === undefined) throw new Error("No provider process was seen.");
  const first = log[0];
  return {
    statements: log.length,
    logins,
    driver: provider.driverLoaded,
    memoryMb: provider.memoryBytes / 1e6,
    stateBytes: statSync(ours.stateFile).size / count,
    tookMs: run.took,
    emptyMs: twin.took,
    ratio: run.took / (twin.took + (log.length * latencyMs) / parallel),
    cpuRatio: cpuOf(run.notes) / cpuOf(twin.notes),
    firstStatementMs: first === undefined ? undefined : Date.parse(first.time) - provider.startedAt,
    verbs: verbsOf(log),
  };
}

/** Runs something with the probe in its Node.js processes. */
async function watched(
  run: (env: Readonly<Record<string, string>>) => Promise<number>,
): Promise<{ readonly took: number; readonly notes: readonly Note[] }> {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-notes-"));
  const took = await run({
    NODE_OPTIONS: `--require "${path.join(__dirname, "probe.cjs")}"`,
    BENCH_PROBE_FOLDER: folder,
  });
  const notes = readdirSync(folder).map((file) => JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Note);
  rmSync(folder, { recursive: true });
  return { took, notes };
}

/** Of the program's and the provider's process, and of the few small ones that start them. */
function cpuOf(notes: readonly Note[]): number {
  return notes.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** `CREATE WAREHOUSE` → 1,000. */
function verbsOf(log: Traffic["log"]): Record<string, number> {
  const verbs: Record<string, number> = {};
  for (const { sql } of log) {
    const verb = sql
      .split(/\s+/, 2)
      .filter((word) => /^\w/.test(word))
      .join(" ");
    verbs[verb] = (verbs[verb] ?? 0) + 1;
  }
  return verbs;
}
