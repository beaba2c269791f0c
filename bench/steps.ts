import type { PulumiProject, RunOptions, UpdateResult } from "../tests/engine/pulumi";

/** What each round does with a stack, in this order. */
export const steps = {
  preview: { title: "preview of all", run: run("preview", "create") },
  create: { title: "up, creating all", run: run("up", "create") },
  unchanged: { title: "up, unchanged", run: run("up", "same") },
  refresh: { title: "refresh, unchanged", run: run("refresh", "same") },
  destroy: { title: "destroy", run: run("destroy", "delete") },
} as const;

/** One of them. */
export type StepName = keyof typeof steps;

type Run = (project: PulumiProject, count: number, options: RunOptions) => Promise<number>;

/** Runs a command that must do the same with each resource; resolves to its milliseconds. */
function run(command: "preview" | "up" | "refresh" | "destroy", fate: "create" | "same" | "delete"): Run {
  return async (project, count, options) => {
    const started = performance.now();
    const result = await project[command](options);
    const took = performance.now() - started;
    if (result.exitCode !== 0 || result.changes[fate] !== count) throw new Error(complaint(command, fate, result));
    return took;
  };
}

function complaint(command: string, fate: string, { exitCode, changes, stdout, stderr }: UpdateResult): string {
  const output = `${stdout}\n${stderr}`.trim().slice(-4000);
  return `pulumi ${command} ended with ${exitCode}; expected all to be ${fate}, got ${JSON.stringify(changes)}:\n${output}`;
}
