import { vi } from "vitest";
import type { EmulatorOptions } from "../../emulator/options";
import type { SchemaReference } from "../../sdk/root";
import { later, stopClock } from "../resource/lifecycle/still-clock";
import { type Stage, startRoot } from "./stage";

/** A root with a schema for services, and a clock that stands still but for what waits. */
export interface ServiceRoot extends Stage {
  readonly schema: SchemaReference;
  /** Statements that were sent since the last call, without those that only look. */
  written(): string[];
  /** Milliseconds of the clock between the statements that were sent since the last call, the least of them. */
  leastDistance(): number;
  /** Does something a while from now, when somebody sleeps past it. */
  later(ms: number, work: () => unknown): void;
}

/** How long things take, in milliseconds of the clock. */
const times = { nodeStartMs: 60_000, suspendMs: 10_000, containerStartMs: 5_000, endpointMs: 30_000, stopMs: 3_000 };

/**
 * Starts a root with schema D.S, pool P and repository D.S.R. Images: `web` in any tag runs; `broken` fails when it is started, with
 * a message and a log.
 */
export async function startServiceRoot(options: EmulatorOptions = {}): Promise<ServiceRoot> {
  stopClock();
  const stage = await startRoot({ containerTimes: times, ...options });
  await stage.sql(
    "CREATE DATABASE D",
    "CREATE SCHEMA D.S",
    "CREATE COMPUTE POOL P MIN_NODES = 1 MAX_NODES = 10 INSTANCE_FAMILY = CPU_X64_L",
    "CREATE IMAGE REPOSITORY D.S.R",
  );
  const broken = {
    outcome: "fails",
    exitCode: 2,
    message: "no such file",
    logs: "starting\ncannot open /x\n",
  } as const;
  stage.emulator.pushImage({ repository: "D.S.R", image: "broken", behaviour: broken });
  let seen = 0;
  return {
    ...stage,
    schema: stage.root.database("D").schema("S"),
    written: () => stage.sent().filter((sql) => !/^(SHOW|DESC)/.test(sql)),
    leastDistance() {
      const all = stage.emulator.statements();
      const times = all.slice(seen).flatMap(({ user, time }) => (user === "ME" ? [Date.parse(time)] : []));
      seen = all.length;
      return Math.min(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));
    },
    later,
    async close() {
      await stage.close();
      vi.useRealTimers();
    },
  };
}
