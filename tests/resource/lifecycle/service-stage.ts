import { vi } from "vitest";
import type { EmulatorOptions } from "../../../emulator/options";
import { type Stage, startStage } from "./stage";
import { later, stopClock } from "./still-clock";

/** A stage with a compute pool, a repository with images, and a clock that stands still but for what waits. */
export interface ServiceStage extends Stage {
  /** Statements that the provider has sent since the last call, each with the milliseconds of the clock when it arrived. */
  timed(): { readonly sql: string; readonly at: number }[];
  /** Does something a while from now, when somebody sleeps past it. */
  later(ms: number, work: () => unknown): void;
}

/** How long things take, in milliseconds of the clock. */
const times = {
  nodeStartMs: 60_000,
  suspendMs: 10_000,
  containerStartMs: 5_000,
  endpointMs: 30_000,
  stopMs: 3_000,
};

/**
 * Starts a stage with database D, schema D.S, pool P and repository D.S.R. Images: `web` in any tag runs; `broken` fails when it is
 * started, with a message and a log; `slow` takes an hour.
 */
export async function startServiceStage(options: EmulatorOptions = {}): Promise<ServiceStage> {
  stopClock();
  const stage = await startStage({ images: "any", containerTimes: times, ...options });
  await stage.sql(
    "CREATE DATABASE D",
    "CREATE SCHEMA D.S",
    "CREATE COMPUTE POOL P MIN_NODES = 1 MAX_NODES = 10 INSTANCE_FAMILY = CPU_X64_L",
    "CREATE IMAGE REPOSITORY D.S.R",
  );
  const repository = { repository: "D.S.R" };
  const broken = {
    outcome: "fails",
    exitCode: 2,
    message: "no such file",
    logs: "starting\ncannot open /x\n",
  } as const;
  stage.emulator.pushImage({ ...repository, image: "broken", behaviour: broken });
  stage.emulator.pushImage({ ...repository, image: "slow", behaviour: { outcome: "runs", afterSeconds: 3600 } });
  let seen = 0;
  return {
    ...stage,
    timed() {
      const all = stage.emulator.statements();
      const fresh = all.slice(seen).filter(({ user }) => user === "DEPLOYER");
      seen = all.length;
      return fresh
        .filter(({ sql }) => !/^ALTER SESSION|CURRENT_ORGANIZATION_NAME/.test(sql))
        .map(({ sql, time }) => ({ sql, at: Date.parse(time) }));
    },
    later,
    async close() {
      await stage.close();
      vi.useRealTimers();
    },
  };
}
