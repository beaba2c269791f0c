import { parseArgs } from "node:util";
import { stacks } from "./stacks";

/** How the bench is run. */
export interface Options {
  readonly count: number;
  readonly rounds: number;
  /** Operations that the engine runs at once. */
  readonly parallel: number;
  readonly latencyMs: number;
  readonly checkpoints: boolean;
  /** Names of the stacks to measure. */
  readonly stacks: readonly string[];
}

export const usage = `npm run bench -- [options]
  --count N        resources in each stack (1000)
  --rounds N       how often all is done; times are medians (1)
  --parallel N     operations that the engine runs at once (8)
  --latency MS     of each statement (100)
  --stack NAME     only this one: ${stacks.map(({ name }) => name).join(", ")}
  --checkpoints    let the engine write its state around every step, as users have it; slow
`;

/** @throws TypeError for what it does not understand. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: { type: "string", default: "1000" },
      rounds: { type: "string", default: "1" },
      parallel: { type: "string", default: "8" },
      latency: { type: "string", default: "100" },
      stack: { type: "string", multiple: true, default: stacks.map(({ name }) => name) },
      checkpoints: { type: "boolean", default: false },
    },
  });
  const unknown = values.stack.find((name) => !stacks.some((stack) => stack.name === name));
  if (unknown !== undefined) throw new TypeError(`There is no stack ${unknown}`);
  return {
    count: numberOf("count", values.count, 1),
    rounds: numberOf("rounds", values.rounds, 1),
    parallel: numberOf("parallel", values.parallel, 1),
    latencyMs: numberOf("latency", values.latency, 0),
    checkpoints: values.checkpoints,
    stacks: values.stack,
  };
}

function numberOf(option: string, text: string, least: number): number {
  if (/^\d+$/.test(text) && Number(text) >= least) return Number(text);
  throw new TypeError(`--${option}: ${JSON.stringify(text)} is not a whole number from ${least}`);
}
