import { InvalidArgumentError } from "../../client/errors";
import { canonicalQualified } from "../../sql";
import { guard, type LineBack } from "../data-safety";
import { refuseDowntime } from "../downtime";
import { called } from "../names";
import type { DataLoss } from "../options";
import type { Step } from "../plan";
import type { Values } from "../property";
import { type Act, adviceOf } from "./context";
import type { Found } from "./evidence";

/** Asks everything that can refuse, before anything is sent. Answers, for each step that loses data, the line that brings it back. */
export async function refuseInTime(
  { definition, client, context, operation }: Act,
  { name, row }: Found,
  steps: readonly Step[],
  dataLoss: DataLoss,
  values: Values,
): Promise<ReadonlyMap<Step, LineBack>> {
  const advice = adviceOf(context);
  const subject = { client, name, row, operation, advice };
  const ways = new Map<Step, LineBack>();
  for (const step of steps) {
    const { loses, holds, recoverable, instead, condition, stops } = step;
    if (stops !== undefined) refuseDowntime(definition, name, values, stops, advice);
    const problem = await condition?.problem(subject);
    if (problem !== undefined) {
      throw new InvalidArgumentError({
        objectKind: definition.kind,
        name: canonicalQualified(name),
        message: `${called(definition, name)}: ${problem}. Nothing was changed.`,
      });
    }
    if (loses === undefined) continue;
    const way = await guard(definition, client, name, row, dataLoss, {
      what: loses,
      ofPart: true,
      advice,
      ...(recoverable === true ? { wayBack: "copy" } : {}),
      ...(holds === undefined ? {} : { contents: () => holds(subject) }),
      ...(instead === undefined ? {} : { instead }),
    });
    if (way !== undefined) ways.set(step, way);
  }
  return ways;
}
