import { type Measured, passes } from "./goals";
import { measureRound } from "./measure";
import { summary } from "./median";
import { type Options, parseOptions, usage } from "./options";
import { type Stack, stacks } from "./stacks";
import { type StepName, steps } from "./steps";
import { tableOf } from "./table";

/** Measures a stack, prints its table, and says whether all counts are within their goals. */
async function bench(stack: Stack, options: Options): Promise<boolean> {
  const { count, rounds, parallel, latencyMs, checkpoints } = options;
  console.log(
    `\n## ${stack.title?.(count) ?? `${count.toLocaleString("en-US")} ${stack.name}`}: ${latencyMs} ms a statement, ${parallel} operations at once, ` +
      `${rounds === 1 ? "one round" : `${rounds} rounds`}, PULUMI_SKIP_CHECKPOINTS ${checkpoints ? "unset" : "set for both stacks"}\n`,
  );
  const names = Object.keys(steps) as StepName[];
  const taken: Record<StepName, Measured>[] = [];
  for (let round = 1; round <= rounds; round++) {
    const tell = (step: StepName) => console.error(`round ${round}, ${steps[step].title} …`);
    taken.push(await measureRound(stack, options, tell));
  }
  const measured = Object.fromEntries(names.map((step) => [step, summary(taken.map((round) => round[step]))]));
  const goals = stack.goals(count);
  console.log(tableOf(measured as Record<StepName, Measured>, goals));
  return names.every((step) => passes(measured[step] as Measured, goals[step]));
}

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  let isGood = true;
  for (const stack of stacks.filter(({ name }) => options.stacks.includes(name))) {
    isGood = (await bench(stack, options)) && isGood;
  }
  console.log(isGood ? "All counts are within their goals." : "Some counts missed their goals.");
  return isGood ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof TypeError ? `${error.message}\n\n${usage}` : error);
    process.exitCode = 2;
  },
);
