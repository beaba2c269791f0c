import { Session } from "node:inspector";

/** How often functions of the engine are called by some work. Unlike its time, that is the same on a busy machine. */
export function stepsOf(work: () => unknown): number {
  const session = new Session();
  session.connect();
  try {
    let steps = 0;
    session.post("Profiler.enable", throwAny);
    session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false }, throwAny);
    work();
    session.post("Profiler.takePreciseCoverage", (error, { result }) => {
      throwAny(error);
      const scripts = result.filter(({ url }) => url.includes("/emulator/engine/"));
      for (const { ranges } of scripts.flatMap(({ functions }) => functions)) steps += ranges[0]?.count ?? 0;
    });
    return steps;
  } finally {
    session.disconnect();
  }
}

function throwAny(error: Error | null): void {
  if (error) throw error;
}
